/**
 * Finds the header: the one to three rows that name the most columns. Titles, emblems and blank rows come before it;
 * merged cells and cells centred over several columns give their words to the columns below them.
 */
import type { ColumnField } from './column-field.ts'
import { NOT_TAKEN } from './column-field.ts'
import { fieldOfHeader, headerKey } from './header-words.ts'
import type { MergedRange } from './roster.ts'

export interface ScannedRow {
  number: number
  hidden: boolean
  /** Tidied text of every cell. */
  texts: readonly string[]
}

export interface HeaderColumn {
  column: number
  field: ColumnField
  /** Its header cells from top to bottom, for questions such as the unit of money. */
  words: string
}

export interface FoundHeader {
  /** As Excel numbers them. */
  rows: number[]
  columns: HeaderColumn[]
  /** Every column that has a heading, understood or not. */
  headings: (Omit<HeaderColumn, 'field'> & { field: ColumnField | undefined })[]
  /** Every header cell, folded: a page break repeats some of them in the middle of the sheet. */
  keys: ReadonlySet<string>
}

const DEEPEST = 3
const LEAST_SCORE = 4

/** A table further up counts as the first one when its header is not much poorer. */
const NOT_MUCH_POORER = 0.6

/** The first good header among the rows, or undefined where no row names a person's name and something else. */
export function findHeader(rows: readonly ScannedRow[], merges: readonly MergedRange[]): FoundHeader | undefined {
  let best = bestHeader(rows, merges)
  while (best !== undefined) {
    const earlier = bestHeader(rows.slice(0, best.top), merges)
    if (earlier === undefined || earlier.score < best.score * NOT_MUCH_POORER) break
    best = earlier
  }
  return best?.header
}

interface Scored {
  header: FoundHeader
  top: number
  score: number
}

function bestHeader(rows: readonly ScannedRow[], merges: readonly MergedRange[]): Scored | undefined {
  let best: Scored | undefined
  for (let top = 0; top < rows.length; top += 1) {
    for (let depth = 1; depth <= DEEPEST && top + depth <= rows.length; depth += 1) {
      const block = rows.slice(top, top + depth)
      // A title stands alone in its row; taken for a header it would lend its words to every column below.
      if (!isAdjacent(block) || (depth > 1 && filledIn(rows[top]) < 2)) break
      const header = readBlock(block, merges)
      const score = scoreOf(header, block)
      if (score >= LEAST_SCORE && score > (best?.score ?? 0)) best = { header, top, score }
    }
  }
  return best
}

function filledIn(row: ScannedRow | undefined): number {
  return row?.texts.filter((text) => text !== '').length ?? 0
}

function isAdjacent(block: readonly ScannedRow[]): boolean {
  const last = block.at(-1)
  return last !== undefined && last.number - (block[0] as ScannedRow).number < DEEPEST
}

function readBlock(block: readonly ScannedRow[], merges: readonly MergedRange[]): FoundHeader {
  const width = Math.max(...block.map((row) => row.texts.length))
  const grid = spread(block, merges, width)
  const columns: HeaderColumn[] = []
  const headings: FoundHeader['headings'] = []
  for (let column = 0; column < width; column += 1) {
    const words = grid.map((row) => row[column] ?? '')
    const field = fieldOfHeader(words)
    const heading = { column, words: words.join(' ').trim() }
    if (heading.words !== '') headings.push({ ...heading, field })
    if (field !== undefined) columns.push({ ...heading, field })
  }
  nameThePayee(columns)
  const keys = new Set(block.flatMap((row) => row.texts.map(headerKey)).filter((key) => key !== ''))
  return { rows: block.map((row) => row.number), columns, headings, keys }
}

/** "Tên người nhận" is who fetches the money, unless the list names nobody else. */
function nameThePayee(columns: HeaderColumn[]): void {
  const payee = columns.find(({ field }) => field === 'payee')
  const named = columns.some(({ field }) => field === 'full_name' || field === 'family_name' || field === 'household_head')
  if (payee !== undefined && !named && /ten|nguoi nhan/.test(headerKey(payee.words))) payee.field = 'full_name'
}

/** The block's texts with merged cells repeated over their range. */
function spread(block: readonly ScannedRow[], merges: readonly MergedRange[], width: number): string[][] {
  const first = (block[0] as ScannedRow).number
  const grid = block.map((row) => Array.from({ length: width }, (_, column) => row.texts[column] ?? ''))
  const merged = new Set<string>()
  for (const { top, bottom, left, right } of merges) {
    const from = block.findIndex((row) => row.number === top)
    if (from === -1 || bottom < first) continue
    const text = grid[from]?.[left] ?? ''
    for (let column = left; column <= Math.min(right, width - 1); column += 1) {
      merged.add(`${from}:${column}`)
      // Downwards the words stay in the top row: repeated below, "Năm sinh" would hide what stands over it.
      ;(grid[from] as string[])[column] = text
    }
  }
  for (let row = 0; row + 1 < grid.length; row += 1) {
    const here = grid[row] as string[]
    for (let column = 1; column < width; column += 1) {
      const isCentredOver = here[column] === '' && !merged.has(`${row}:${column}`) && grid.slice(row + 1).some((below) => below[column] !== '')
      const ownColumnSplit = grid.slice(row + 1).some((below) => below[column - 1] !== '')
      if (isCentredOver && ownColumnSplit) here[column] = here[column - 1] as string
    }
  }
  return grid
}

/** The same fields in the same columns. */
export function isSameLayout(one: FoundHeader, other: FoundHeader): boolean {
  return one.columns.length === other.columns.length &&
    one.columns.every(({ column, field }, at) => other.columns[at]?.column === column && other.columns[at]?.field === field)
}

/** A cell that only data has: digits, dates, long sentences. */
function looksLikeData(text: string): boolean {
  return (/\d{3,}/.test(text) && !/\/\d{4}|\d{4}\)/.test(text)) || /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$/.test(text) || text.length > 120
}

function scoreOf(header: FoundHeader, block: readonly ScannedRow[]): number {
  const fields = new Set(header.columns.map(({ field }) => field))
  const hasName = fields.has('full_name') || fields.has('household_head') || (fields.has('family_name') && fields.has('given_name'))
  if (!hasName || fields.size < 2) return 0
  let score = hasName ? 3 : 0
  for (const field of fields) score += field === 'full_name' ? 0 : NOT_TAKEN.has(field) ? 0.6 : 1
  for (const row of block) {
    const filled = row.texts.filter((text) => text !== '')
    const inThisRow = filled.filter((text) => fieldOfHeader([text]) !== undefined).length
    score -= filled.filter(looksLikeData).length * 2
    // A row of a header speaks of columns; a title or a person above or below one does not.
    if (filled.length > 0 && inThisRow === 0 && !filled.every((text) => text.length < 25)) score -= 1
  }
  return score - (block.length - 1) * 0.5
}
