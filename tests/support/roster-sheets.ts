/** Builds roster files in memory, the way the file readers deliver them. */
import type { MergedRange, RosterCell, RosterFile, RosterSheet } from '../../src/register/roster/roster.ts'

export type CellLike = string | number | boolean | null | RosterCell

export interface SheetLike {
  name?: string
  hidden?: boolean
  merges?: readonly MergedRange[]
  hiddenColumns?: readonly number[]
  hiddenRows?: readonly number[]
  rows: readonly (readonly CellLike[])[]
}

const cellOf = (cell: CellLike): RosterCell => (typeof cell === 'object' && cell !== null ? cell : { value: cell })

/** The first array is row 1. Empty arrays are left out, as a reader may. */
export function sheet({ name = 'Sheet1', hidden = false, merges = [], hiddenColumns = [], hiddenRows = [], rows }: SheetLike): RosterSheet {
  const built = rows
    .map((cells, at) => ({ number: at + 1, hidden: hiddenRows.includes(at + 1), cells: cells.map(cellOf) }))
    .filter(({ cells }) => cells.length > 0)
  return { name, hidden, merges, hiddenColumns, rows: () => built }
}

export function rosterFile(sheets: readonly SheetLike[], options: { fileName?: string; encoding?: string; format?: RosterFile['format'] } = {}): RosterFile {
  return {
    fileName: options.fileName ?? 'danh-sach.xlsx',
    format: options.format ?? 'xlsx',
    ...(options.encoding !== undefined && { encoding: options.encoding }),
    sha256: '0'.repeat(64),
    sheets: sheets.map(sheet),
  }
}

/** An Excel serial in a cell with a date format. */
export const date = (serial: number): RosterCell => ({ value: serial, isDate: true })

export const inFont = (font: string, value: string): RosterCell => ({ value, font })

/** A merge in Excel's own words: "C7:D7". */
export function merge(range: string): MergedRange {
  const match = /^([A-Z])(\d+):([A-Z])(\d+)$/.exec(range)
  if (match === null) throw new Error(`not a range: ${range}`)
  const column = (letter: string | undefined): number => (letter ?? 'A').charCodeAt(0) - 65
  return { left: column(match[1]), top: Number(match[2]), right: column(match[3]), bottom: Number(match[4]) }
}
