/** What stands in the cells that an officer is asked about, as the file shows it. */
import { addDays, dayInVietnamese } from '../../domain/calendar.ts'
import type { RosterCell, RosterFile } from './roster.ts'

export interface CellAsked {
  sheet: string
  row: number
  /** As Excel names it: "D". */
  column: string
}

const key = ({ sheet, row, column }: CellAsked): string => `${sheet}\n${row}\n${column}`
const LONGEST = 60
/** Excel counts days from here, and believes that 1900 was a leap year. */
const DAY_ZERO = '1899-12-30'

/** By cell; those that are empty or not there are absent. */
export function cellsShown(file: RosterFile, asked: readonly CellAsked[]): (cell: CellAsked) => string | undefined {
  const found = new Map<string, string>()
  for (const sheet of file.sheets) {
    const rows = new Map<number, CellAsked[]>()
    for (const cell of asked) if (cell.sheet === sheet.name && cell.column !== '') rows.set(cell.row, [...(rows.get(cell.row) ?? []), cell])
    if (rows.size === 0) continue
    for (const { number, cells } of sheet.rows()) {
      for (const cell of rows.get(number) ?? []) {
        const text = textOf(cells[indexOf(cell.column)])
        if (text !== '') found.set(key(cell), text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
      }
    }
  }
  return (cell) => found.get(key(cell))
}

const indexOf = (letters: string): number => [...letters].reduce((place, letter) => place * 26 + (letter.codePointAt(0) as number) - 64, 0) - 1

function textOf(cell: RosterCell | undefined): string {
  if (cell === undefined || cell.value === null) return ''
  if (cell.shown !== undefined) return cell.shown.trim()
  if (cell.isDate === true && typeof cell.value === 'number') return dayInVietnamese(addDays(DAY_ZERO, Math.floor(cell.value)))
  return String(cell.value).normalize('NFC').trim()
}
