/** What all lists of a commune have in common on paper: letterhead, title, header, column numbers, signatures. */
import { amountInWords } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { columnLetter } from '../../web/office/workbook.ts'
import type { CellStyle, Sheet, SheetCell, SheetRow } from '../../web/office/workbook.ts'

/** Stands in every file, so that nobody takes the sample for a list of real people. */
export const SAMPLE_NOTE = 'Dữ liệu mẫu, không có thật'

export interface Column {
  header: string
  /** Stands above several columns; neighbours with the same group share one merged cell. */
  group?: string
  width: number
}

export interface Page {
  /** The number that Excel will show for the next row. */
  nextRow(): number
  add(cells: readonly (SheetCell | undefined)[], options?: Pick<SheetRow, 'hidden' | 'height'>): number
  merge(row: number, fromColumn: number, toColumn: number, toRow?: number): void
  sheet(): Sheet
}

export function createPage(name: string, columns: readonly Column[]): Page {
  const rows: SheetRow[] = []
  const merges: string[] = []
  return {
    nextRow: () => rows.length + 1,
    add(cells, options) {
      const twoLines = cells.some((item) => typeof item?.value === 'string' && item.value.includes('\n'))
      rows.push({ cells, ...(twoLines && { height: 36 }), ...options })
      return rows.length
    },
    merge(row, fromColumn, toColumn, toRow = row) {
      merges.push(`${columnLetter(fromColumn)}${row}:${columnLetter(toColumn)}${toRow}`)
    },
    sheet: () => ({ name, widths: columns.map(({ width }) => width), rows, merges }),
  }
}

export const cell = (value: string | number | null, style: CellStyle = 'text'): SheetCell => ({ value, style })

/** A row whose only text runs over all columns. */
export function addLine(page: Page, columnCount: number, text: string, style: CellStyle): void {
  const row = page.add([cell(text, style)])
  page.merge(row, 0, columnCount - 1)
}

/** Rows 1 to 6: who issues the list, the nation's motto, the title, what it belongs to, and that it is invented. */
export function addLetterhead(page: Page, columnCount: number, text: { issuer: readonly [string, string]; title: string; basis: string }): void {
  const middle = Math.floor(columnCount / 2)
  const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'] as const
  for (const line of [0, 1] as const) {
    const cells: (SheetCell | undefined)[] = [cell(text.issuer[line], 'head')]
    cells[middle] = cell(motto[line], 'head')
    const row = page.add(cells)
    page.merge(row, 0, middle - 1)
    page.merge(row, middle, columnCount - 1)
  }
  page.add([])
  addLine(page, columnCount, text.title, 'title')
  addLine(page, columnCount, text.basis, 'remark')
  addLine(page, columnCount, `(${SAMPLE_NOTE})`, 'remark')
}

/** One header row, or two where columns stand in groups; single columns are merged downwards. */
export function addHeader(page: Page, columns: readonly Column[]): void {
  if (columns.every(({ group }) => group === undefined)) {
    page.add(columns.map(({ header }) => cell(header, 'header')), { height: 51 })
    return
  }
  const top = page.add(columns.map((column, i) => cell(column.group === undefined ? column.header : columns[i - 1]?.group === column.group ? null : column.group, 'header')), { height: 34 })
  page.add(columns.map((column) => cell(column.group === undefined ? null : column.header, 'header')))
  for (const [i, { group }] of columns.entries()) {
    if (group === undefined) page.merge(top, i, i, top + 1)
    else if (columns[i - 1]?.group !== group) page.merge(top, i, columns.findLastIndex((other) => other.group === group))
  }
}

/** (1) (2) (3) … under the header. */
export function addColumnNumbers(page: Page, columnCount: number): void {
  page.add(Array.from({ length: columnCount }, (_, i) => cell(`(${i + 1})`, 'columnNumber')))
}

export function addSection(page: Page, columnCount: number, text: string): void {
  const row = page.add(Array.from({ length: columnCount }, (_, i) => cell(i === 0 ? text : null, 'section')))
  page.merge(row, 0, columnCount - 1)
}

/** A total: its label over the first columns, sums in theirs. */
export function addTotal(page: Page, columnCount: number, label: string, sums: ReadonlyMap<number, { value: number; formula?: string }>): number {
  return page.add(
    Array.from({ length: columnCount }, (_, i) => {
      const sum = sums.get(i)
      if (sum !== undefined) return { style: 'total', ...sum } satisfies SheetCell
      return cell(i === 1 ? label : null, 'total')
    }),
  )
}

/** The total once more in words, as every payment paper has it. */
export function addAmountInWords(page: Page, columnCount: number, amount: number): void {
  const words = amountInWords(amount)
  addLine(page, columnCount, `Bằng chữ: ${words.charAt(0).toUpperCase()}${words.slice(1)}.`, 'words')
}

/** Place and day, then three signatures side by side with their invented names. */
export function addSignatures(page: Page, columnCount: number, on: Day, signers: readonly (readonly [office: string, name: string])[]): void {
  const [day, month, year] = dayInVietnamese(on).split('/')
  const third = Math.floor(columnCount / signers.length)
  const across = (texts: readonly string[], style: CellStyle): void => {
    const cells: (SheetCell | undefined)[] = []
    for (const [i, text] of texts.entries()) cells[i * third] = cell(text, style)
    const row = page.add(cells)
    for (const i of texts.keys()) page.merge(row, i * third, i === texts.length - 1 ? columnCount - 1 : (i + 1) * third - 1)
  }
  page.add([])
  across([...signers.slice(1).map(() => ''), `Tân Đông, ngày ${day} tháng ${month} năm ${year}`], 'remark')
  across(signers.map(([office]) => office), 'head')
  page.add([])
  page.add([])
  across(signers.map(([, name]) => name), 'head')
}
