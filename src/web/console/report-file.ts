/** The tables of a report as a workbook, one sheet each. Every text is a string to Excel, whatever it begins with: no cell of ours is a formula. */
import type { Day } from '../../domain/calendar.ts'
import { writeWorkbook } from '../office/workbook.ts'
import type { Sheet, SheetCell } from '../office/workbook.ts'
import { inPercent } from './report-tables.ts'
import type { Cell, ReportTable } from './report-tables.ts'

/** Excel's own bound, and signs that it forbids. */
const sheetName = (title: string): string => title.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31).trim()

const WIDTHS = { first: 38, other: 16 }

export function reportFile(tables: readonly ReportTable[], about: { place: string; month: string; today: Day }): Uint8Array {
  return writeWorkbook(tables.map((table) => sheetOf(table, about.place)), { title: `Báo cáo tháng ${about.month}, ${about.place}`, description: 'Lập bởi Loa từ sổ của xã.', createdOn: about.today })
}

function sheetOf({ title, remark, head, rows, total }: ReportTable, place: string): Sheet {
  const line = (style: 'text' | 'total', cells: readonly Cell[]) => ({ cells: cells.map((cell) => cellOf(cell, style)) })
  const last = String.fromCharCode(64 + head.length)
  return {
    name: sheetName(title),
    widths: head.map((_, column) => (column === 0 ? WIDTHS.first : WIDTHS.other)),
    rows: [
      { cells: [{ value: place, style: 'head' }] },
      { cells: [{ value: title, style: 'title' }] },
      { cells: [{ value: remark ?? '', style: 'remark' }] },
      { cells: head.map((value): SheetCell => ({ value, style: 'header' })), height: 36 },
      ...rows.map((row) => line('text', row)),
      ...(total === undefined ? [] : [line('total', total)]),
    ],
    merges: [`A1:${last}1`, `A2:${last}2`, `A3:${last}3`],
  }
}

function cellOf(cell: Cell, style: 'text' | 'total'): SheetCell {
  if (typeof cell === 'number') return { value: cell, style: style === 'total' ? 'total' : 'money' }
  if (typeof cell === 'string') return { value: cell, style }
  return { value: cell.percent === null ? '' : inPercent(cell.percent), style: 'centered' }
}
