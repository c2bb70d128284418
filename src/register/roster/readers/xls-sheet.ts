/** One sheet of an .xls workbook, record by record. */
import { biffError, RECORD, rkNumber, substream } from './biff-records.ts'
import { shownDigits } from './number-formats.ts'
import type { ReadGuard } from './read-guard.ts'
import type { SheetRows } from './sheet-rows.ts'
import type { SheetShape } from './sheet-shape.ts'
import { textIn, type XlsWorkbook } from './xls-workbook.ts'
import { DAYS_1904, type CellStyle } from './xlsx-parts.ts'

const ROW_HIDDEN = 0x20
const COLUMN_HIDDEN = 1
const PLAIN: CellStyle = { isDate: false }

export interface XlsSheetContext {
  guard: ReadGuard
  workbook: XlsWorkbook
  rows: SheetRows
  shape: SheetShape
}

/**
 * Row records come before their cells, for 32 rows at a time; cells mostly, but not always, in their order. Answers how
 * many bytes the sheet took.
 */
export async function packXlsSheet(stream: Buffer, at: number, context: XlsSheetContext): Promise<number> {
  const sheet = new XlsSheet(context)
  let records = 0
  let bytes = 0
  for (const { type, data } of substream(stream, at, context.guard)) {
    sheet.record(type, data)
    records += 1
    bytes += 4 + data.length
    if (records % 50_000 === 0) await context.guard.breathe()
  }
  sheet.end()
  return bytes
}

class XlsSheet {
  private readonly context: XlsSheetContext
  private readonly hiddenRows = new Uint8Array(65_536)
  private row = -1
  /** A formula's text follows it in a record of its own. */
  private awaiting: { row: number; column: number; font: string | undefined } | undefined

  constructor(context: XlsSheetContext) {
    this.context = context
  }

  record(type: number, data: Buffer): void {
    const { shape, workbook } = this.context
    switch (type) {
      case RECORD.row:
        if ((data.readUInt16LE(12) & ROW_HIDDEN) !== 0) this.hiddenRows[data.readUInt16LE(0)] = 1
        break
      case RECORD.columnInfo:
        if ((data.readUInt16LE(8) & COLUMN_HIDDEN) !== 0) shape.hideColumns(data.readUInt16LE(0), data.readUInt16LE(2))
        break
      case RECORD.mergeCells:
        for (let i = 0, count = data.readUInt16LE(0); i < count; i += 1) this.merge(data, 2 + i * 8)
        break
      case RECORD.string:
        if (this.awaiting !== undefined) {
          const { row, column, font } = this.awaiting
          this.awaiting = undefined
          this.goTo(row)
          this.context.rows.text(column, textIn(workbook, data, 0, 2), font)
        }
        break
      default:
        this.cell(type, data)
    }
  }

  end(): void {
    if (this.row !== -1) this.context.rows.endRow()
  }

  private cell(type: number, data: Buffer): void {
    const { rows, workbook, guard } = this.context
    switch (type) {
      case RECORD.labelSst: {
        const index = data.readUInt32LE(6)
        if (index >= workbook.shared.length) throw guard.refuse('damaged')
        if (!workbook.shared.isEmptyAt(index)) rows.sharedText(this.columnIn(data), index, this.styleIn(data).font)
        break
      }
      case RECORD.label:
      case RECORD.rString:
        rows.text(this.columnIn(data), textIn(workbook, data, 6, 2), this.styleIn(data).font)
        break
      case RECORD.number:
        this.number(this.columnIn(data), data.readDoubleLE(6), this.styleIn(data))
        break
      case RECORD.rk:
        this.number(this.columnIn(data), rkNumber(data.readInt32LE(6)), this.styleIn(data))
        break
      case RECORD.mulRk: {
        const first = this.columnIn(data)
        for (let i = 0; 4 + i * 6 + 6 <= data.length - 2; i += 1) {
          this.number(first + i, rkNumber(data.readInt32LE(6 + i * 6)), this.style(data.readUInt16LE(4 + i * 6)))
        }
        break
      }
      case RECORD.boolErr: {
        const [column, { font }, value] = [this.columnIn(data), this.styleIn(data), data.readUInt8(6)]
        if (data.readUInt8(7) === 1) rows.broken(column, biffError(value), font)
        else rows.boolean(column, value === 1, font)
        break
      }
      case RECORD.formula:
        this.formula(data)
        break
      default:
    }
  }

  /** Eight bytes hold the last result: a number, or with 0xFFFF at the end one of the other kinds. */
  private formula(data: Buffer): void {
    const { rows } = this.context
    const column = this.columnIn(data)
    const style = this.styleIn(data)
    if (data.readUInt16LE(12) !== 0xffff) {
      const value = data.readDoubleLE(6)
      // Old PHP and Perl writers store 0 and ask for recalculation on opening (bit 1), which Excel itself never sets.
      if (value === 0 && (data.readUInt16LE(14) & 2) !== 0) rows.broken(column, undefined, style.font)
      else this.number(column, value, style)
      return
    }
    const kind = data.readUInt8(6)
    if (kind === 0) this.awaiting = { row: data.readUInt16LE(0), column, font: style.font }
    else if (kind === 1) rows.boolean(column, data.readUInt8(8) === 1, style.font)
    else if (kind === 2) rows.broken(column, biffError(data.readUInt8(8)), style.font)
  }

  private number(column: number, value: number, style: CellStyle): void {
    const serial = style.isDate && this.context.workbook.date1904 ? value + DAYS_1904 : value
    const shown = style.digits === undefined ? undefined : shownDigits(style.digits, value)
    this.context.rows.number(column, serial, style.font, style.isDate, shown)
  }

  private merge(data: Buffer, at: number): void {
    this.context.shape.merge({
      top: data.readUInt16LE(at) + 1,
      bottom: data.readUInt16LE(at + 2) + 1,
      left: data.readUInt16LE(at + 4),
      right: data.readUInt16LE(at + 6),
    })
  }

  /** Every cell record begins with its row and column; the row is begun on the way. */
  private columnIn(data: Buffer): number {
    this.goTo(data.readUInt16LE(0))
    return data.readUInt16LE(2)
  }

  private styleIn(data: Buffer): CellStyle {
    return this.style(data.readUInt16LE(4))
  }

  private style(index: number): CellStyle {
    return this.context.workbook.styles[index] ?? PLAIN
  }

  private goTo(row: number): void {
    if (row === this.row) return
    if (this.row !== -1) this.context.rows.endRow()
    this.row = row
    this.context.rows.startRow(row + 1, this.hiddenRows[row] === 1)
  }
}
