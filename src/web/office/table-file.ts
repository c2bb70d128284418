/** A table as a file that opens in Excel. A cell is text, whatever it begins with: what somebody typed must not become a formula. */
import type { Day } from '../../domain/calendar.ts'
import { writeWorkbook } from './workbook.ts'
import type { CellStyle, SheetCell } from './workbook.ts'

export interface FileTable {
  title: string
  header: readonly string[]
  /** In characters. */
  widths: readonly number[]
  rows: readonly (readonly string[])[]
  on: Day
}

/** Excel sees UTF-8 by its mark only. */
const MARK = '\uFEFF'

export function csvFile({ header, rows }: FileTable): Buffer {
  const cell = (text: string): string => `"${defused(text).replaceAll('"', '""')}"`
  return Buffer.from(`${MARK}${[header, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, 'utf8')
}

/** In a workbook a text cell is text; whoever saves it as .csv later must not get a formula either. */
export function xlsxFile({ title, header, widths, rows, on }: FileTable): Buffer {
  const line = (row: readonly string[], style: CellStyle) => ({ cells: row.map((text): SheetCell => ({ value: defused(text), style })) })
  return Buffer.from(writeWorkbook([{ name: title.slice(0, 31), widths, merges: [], rows: [line(header, 'header'), ...rows.map((row) => line(row, 'text'))] }], { title, description: title, createdOn: on }))
}

const defused = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
