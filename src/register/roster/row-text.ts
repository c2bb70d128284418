/**
 * Cells as text. Legacy encodings are settled here, row by row: a font decides, else what no correct Vietnamese text
 * can contain; cells of the same row that could be either follow it.
 */
import { decodeTcvn3, hasTcvn3Proof, isTcvn3CapitalFont, isTcvn3Font, undoWindows1258 } from '../../domain/tcvn3.ts'
import { tidyText } from '../../domain/vietnamese-text.ts'
import { decodeVni, hasVniProof, isVniFont } from '../../domain/vni.ts'
import type { RosterCell, RosterSheetRow } from './roster.ts'

type LegacyEncoding = 'tcvn3' | 'vni'

const LATIN_1 = /[\u00a1-\u00ff]/
/** Letters that only Unicode Vietnamese has; a cell with one of them is not decoded. */
const UNICODE_LETTER = /[\u0102-\u01b0\u1ea0-\u1ef9]|\p{M}/u
const EMPTY: RosterCell = { value: null }

export interface TextContext {
  /** The bytes were read as Windows-1258, which bends TCVN3 out of shape. */
  readAs1258: boolean
  /** What most of the sheet is written in; for rows that prove nothing themselves. */
  usual: LegacyEncoding | undefined
}

/** One row at a time, loaded again and again, so that a large sheet makes no garbage of wrappers. */
export class RowText {
  readonly #context: TextContext
  #cells: readonly RosterCell[] = []
  #encoding: LegacyEncoding | undefined
  /** Cells that a vertical merge gives to this row. */
  #filled: ReadonlyMap<number, RosterCell> | undefined
  /** What stands for a mark that says "as above". */
  #repeated: ReadonlyMap<number, RosterCell> | undefined

  constructor(context: TextContext) {
    this.#context = context
  }

  load(cells: readonly RosterCell[], filled?: ReadonlyMap<number, RosterCell>, repeated?: ReadonlyMap<number, RosterCell>): void {
    this.#cells = cells
    this.#filled = filled
    this.#repeated = repeated
    this.#encoding = encodingOfRow(cells, this.#context)
  }

  get width(): number {
    return this.#cells.length
  }

  cell(column: number): RosterCell {
    const own = this.#repeated?.get(column) ?? this.#cells[column]
    if (this.#filled !== undefined && (own === undefined || own.value === null || own.value === '')) return this.#filled.get(column) ?? own ?? EMPTY
    return own ?? EMPTY
  }

  /** Only what this row holds itself, without the cells that merges lend it. */
  ownText(column: number): string {
    return this.#cells[column] === undefined ? '' : tidyText(this.#decoded(this.#cells[column]))
  }

  text(column: number): string {
    return tidyText(this.#decoded(this.cell(column)))
  }

  /** With line breaks, for cells in which they separate. */
  lines(column: number): string {
    return this.#decoded(this.cell(column))
  }

  #decoded(cell: RosterCell): string {
    const { value } = cell
    if (typeof value === 'string') return cell.font === undefined && this.#encoding === undefined ? value : this.#decode(value, cell.font)
    if (typeof value === 'number') return cell.shown ?? numberText(value)
    return value === null ? '' : String(value)
  }

  #decode(value: string, font: string | undefined): string {
    const encoding = (font === undefined ? undefined : encodingOfFont(font)) ?? this.#encoding
    if (encoding === undefined) return value
    if (encoding === 'vni') return UNICODE_LETTER.test(value) ? value : decodeVni(value)
    const capitals = font !== undefined && isTcvn3CapitalFont(font)
    if (this.#context.readAs1258) return decodeTcvn3(undoWindows1258(value), { capitals })
    return UNICODE_LETTER.test(value) ? value : decodeTcvn3(value, { capitals })
  }
}

/** Whole numbers without an exponent, so that a personal number stays its digits. */
function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value)
}

function encodingOfFont(font: string): LegacyEncoding | undefined {
  if (isTcvn3Font(font)) return 'tcvn3'
  return isVniFont(font) ? 'vni' : undefined
}

function encodingOfRow(cells: readonly RosterCell[], context: TextContext): LegacyEncoding | undefined {
  for (const cell of cells) {
    const { value } = cell
    if (typeof value !== 'string' || !LATIN_1.test(value)) continue
    if (UNICODE_LETTER.test(value) && !context.readAs1258) return undefined
    if (hasTcvn3Proof(value)) return 'tcvn3'
    if (!context.readAs1258 && hasVniProof(value)) return 'vni'
  }
  return context.usual
}

/** What a sample of rows is mostly written in; undefined for Unicode. */
export function usualEncoding(rows: readonly RosterSheetRow[], readAs1258: boolean): LegacyEncoding | undefined {
  const found = { tcvn3: 0, vni: 0, unicode: 0 }
  for (const { cells } of rows) {
    const encoding = encodingOfRow(cells, { readAs1258, usual: undefined })
    if (encoding !== undefined) found[encoding] += 1
    else if (cells.some(({ value }) => typeof value === 'string' && UNICODE_LETTER.test(value))) found.unicode += 1
  }
  if (Math.max(found.tcvn3, found.vni) <= found.unicode) return undefined
  return found.tcvn3 >= found.vni ? 'tcvn3' : 'vni'
}
