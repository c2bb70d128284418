/**
 * The rows of one sheet, packed while the file is read and decoded again at each iteration. Every reader writes into
 * this, so the limits on rows, columns and cells are enforced once, while the file is opened: whoever iterates later
 * meets no refusal half-way through an import.
 */
import { GrowingNumbers, PackedBytes } from './packed-bytes.ts'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS, type RosterCell, type RosterSheetRow } from '../roster.ts'
import type { SharedTexts } from './shared-texts.ts'

const KIND = { text: 0, shared: 1, number: 2, yes: 3, no: 4, error: 5, formula: 6 } as const
const KIND_MASK = 0x0f
const HAS_SHOWN = 0x10
const IS_DATE = 0x20

/** kind and flags (1), column (1; there are at most 256), font (2) */
const CELL_HEAD = 4
const ROW_HEAD = 7
const NO_FONT = 0xffff
const SHORT = 64
const BLANK: RosterCell = Object.freeze({ value: null })

export class SheetRows {
  private readonly guard: ReadGuard
  private readonly sheet: string
  private readonly shared: SharedTexts | undefined
  private readonly bytes: PackedBytes
  private readonly addresses = new GrowingNumbers()
  private readonly numbers = new GrowingNumbers()
  private readonly fonts: string[] = []
  private readonly fontIds = new Map<string, number>()
  private scratch = Buffer.allocUnsafe(64 * 1024)
  private at = 0
  private cells = 0
  private row = 0
  private highestRow = 0
  private ascending = true

  constructor(guard: ReadGuard, sheet: string, shared?: SharedTexts) {
    this.guard = guard
    this.sheet = sheet
    this.shared = shared
    this.bytes = new PackedBytes(guard)
  }

  startRow(number: number, hidden: boolean): void {
    this.row = number
    this.cells = 0
    this.at = ROW_HEAD
    this.scratch.writeUInt32LE(number, 0)
    this.scratch[4] = hidden ? 1 : 0
  }

  text(column: number, value: string, font?: string): void {
    if (value === '') return
    if (value.length > ROSTER_LIMITS.cellChars) throw this.tooLong()
    this.head(column, KIND.text, font, 4 + value.length * 3)
    this.writeText(value)
  }

  /** A text that is UTF-8 in the file already: copied without becoming a string first. */
  utf8(column: number, bytes: Buffer, from: number, to: number): void {
    if (to === from) return
    const length = to - from
    if (length > 3 * ROSTER_LIMITS.cellChars) throw this.tooLong()
    if (length > ROSTER_LIMITS.cellChars && bytes.toString('utf8', from, to).length > ROSTER_LIMITS.cellChars) {
      throw this.tooLong()
    }
    this.head(column, KIND.text, undefined, 4 + length)
    this.scratch.writeUInt32LE(length, this.at)
    this.at += 4
    // Byte by byte: for a cell, Buffer.copy takes longer to make its view of the bytes than to copy them.
    if (length > SHORT) bytes.copy(this.scratch, this.at, from, to)
    else for (let offset = 0; offset < length; offset += 1) this.scratch[this.at + offset] = bytes[from + offset] as number
    this.at += length
  }

  sharedText(column: number, index: number, font?: string): void {
    this.head(column, KIND.shared, font, 4)
    this.at = this.scratch.writeUInt32LE(index, this.at)
  }

  /** `shown` is what the number format makes of it, where leading zeros come from the format. */
  number(column: number, value: number, font?: string, isDate = false, shown?: string): void {
    const flags = (isDate ? IS_DATE : 0) | (shown === undefined ? 0 : HAS_SHOWN)
    this.head(column, KIND.number | flags, font, 12 + (shown?.length ?? 0) * 3)
    this.at = this.scratch.writeDoubleLE(value, this.at)
    if (shown !== undefined) this.writeText(shown)
  }

  boolean(column: number, value: boolean, font?: string): void {
    this.head(column, value ? KIND.yes : KIND.no, font, 0)
  }

  /** An error value such as #N/A, or (without one) a formula whose value the file does not hold. */
  broken(column: number, error: string | undefined, font?: string): void {
    const text = error?.slice(0, 100)
    this.head(column, text === undefined ? KIND.formula : KIND.error, font, 4 + (text?.length ?? 0) * 3)
    if (text !== undefined) this.writeText(text)
  }

  /** Rows without a value are left out: officers format whole columns, down to row 1,048,576. */
  endRow(): void {
    if (this.cells === 0) return
    if (this.row > this.highestRow) {
      this.guard.countRow({ sheet: this.sheet })
      this.highestRow = this.row
    } else {
      this.ascending = false
    }
    this.scratch.writeUInt16LE(this.cells, 5)
    this.numbers.push(this.row)
    this.addresses.push(this.bytes.append(this.scratch, this.at))
    this.cells = 0
  }

  /** In the order of row numbers, whatever the order in the file. */
  *read(): Generator<RosterSheetRow> {
    const order = this.ascending ? undefined : this.sortedOrder()
    const count = this.addresses.length
    for (let i = 0; i < count; ) {
      const number = this.numbers.at(order?.[i] ?? i)
      const cells: RosterCell[] = []
      let hidden = false
      // Some programs write cells column by column, so that one row comes in several pieces.
      do {
        if (this.readRow(this.addresses.at(order?.[i] ?? i), cells)) hidden = true
        i += 1
      } while (i < count && this.numbers.at(order?.[i] ?? i) === number)
      yield { number, hidden, cells }
    }
  }

  private sortedOrder(): Uint32Array {
    const order = Uint32Array.from({ length: this.addresses.length }, (_, index) => index)
    return order.sort((a, b) => this.numbers.at(a) - this.numbers.at(b) || a - b)
  }

  private readRow(address: number, cells: RosterCell[]): boolean {
    const block = this.bytes.blockOf(address)
    const start = this.bytes.offsetOf(address)
    let at = start + ROW_HEAD
    for (let left = block.readUInt16LE(start + 5); left > 0; left -= 1) {
      const head = block[at] ?? 0
      const column = block[at + 1] ?? 0
      const font = this.fonts[block.readUInt16LE(at + 2)]
      at += CELL_HEAD
      const cell: RosterCell = font === undefined ? { value: null } : { value: null, font }
      switch (head & KIND_MASK) {
        case KIND.shared: {
          const index = block.readUInt32LE(at)
          const own = this.shared?.fontAt(index)
          cell.value = this.shared?.textAt(index) ?? ''
          if (own !== undefined) cell.font = own
          at += 4
          break
        }
        case KIND.number: {
          cell.value = block.readDoubleLE(at)
          at += 8
          if ((head & IS_DATE) !== 0) cell.isDate = true
          if ((head & HAS_SHOWN) !== 0) {
            const end = at + 4 + block.readUInt32LE(at)
            cell.shown = block.toString('utf8', at + 4, end)
            at = end
          }
          break
        }
        case KIND.yes:
        case KIND.no:
          cell.value = (head & KIND_MASK) === KIND.yes
          break
        case KIND.formula:
          cell.broken = 'formula'
          break
        default: {
          const end = at + 4 + block.readUInt32LE(at)
          cell.value = block.toString('utf8', at + 4, end)
          if ((head & KIND_MASK) === KIND.error) cell.broken = 'error'
          at = end
        }
      }
      while (cells.length < column) cells.push(BLANK)
      cells[column] = cell
    }
    return block[start + 4] === 1
  }

  private head(column: number, kind: number, font: string | undefined, payload: number): void {
    // The second condition: the same column may be repeated for ever.
    if (column >= ROSTER_LIMITS.columns || this.cells >= ROSTER_LIMITS.columns) {
      throw this.guard.refuse('too-many-columns', { sheet: this.sheet, row: this.row })
    }
    const needed = this.at + CELL_HEAD + payload
    if (needed > this.scratch.length) {
      const larger = Buffer.allocUnsafe(needed * 2)
      this.scratch.copy(larger, 0, 0, this.at)
      this.scratch = larger
    }
    this.scratch[this.at] = kind
    this.scratch[this.at + 1] = column
    this.scratch.writeUInt16LE(this.fontId(font), this.at + 2)
    this.at += CELL_HEAD
    this.cells += 1
  }

  private fontId(font: string | undefined): number {
    if (font === undefined) return NO_FONT
    let id = this.fontIds.get(font)
    if (id === undefined) {
      if (this.fonts.length === NO_FONT) return NO_FONT
      id = this.fonts.push(font) - 1
      this.fontIds.set(font, id)
    }
    return id
  }

  private writeText(text: string): void {
    const length = this.scratch.write(text, this.at + 4, 'utf8')
    this.scratch.writeUInt32LE(length, this.at)
    this.at += 4 + length
  }

  private tooLong(): Error {
    return this.guard.refuse('cell-too-long', { sheet: this.sheet, row: this.row })
  }
}
