/**
 * .xls of Excel 5 to 2003. Written here because the fonts are what tells TCVN3 and VNI names from Unicode, and the
 * library that reads this format (SheetJS) does not hand them out, holds every cell as an object and knows no limits.
 */
import type { ReadGuard } from './read-guard.ts'
import type { RosterSheet } from '../roster.ts'
import { SheetRows } from './sheet-rows.ts'
import { SheetShape } from './sheet-shape.ts'
import { packXlsSheet } from './xls-sheet.ts'
import { readXlsWorkbook } from './xls-workbook.ts'

export async function readXls(stream: Buffer, guard: ReadGuard): Promise<RosterSheet[]> {
  const workbook = readXlsWorkbook(stream, guard)
  const sheets: RosterSheet[] = []
  let bytes = 0
  for (const { name, hidden, at } of workbook.sheets) {
    const rows = new SheetRows(guard, name, workbook.shared)
    const shape = new SheetShape(guard, name)
    bytes += await packXlsSheet(stream, at, { guard, workbook, rows, shape })
    // A hundred sheets that all begin at the same place would be read a hundred times.
    if (bytes > stream.length) throw guard.refuse('damaged')
    const { merges, hiddenColumns } = shape
    sheets.push({ name, hidden, merges, hiddenColumns, rows: () => rows.read() })
  }
  return sheets
}
