/** Interprets a roster built in a test and says what became of each row in words that fit a table. */
import { interpretRoster } from '../../src/register/roster/interpret-roster.ts'
import type { ReadOptions, RosterReading, RosterRecord, RosterRow } from '../../src/register/roster/roster.ts'
import type { SheetLike } from './roster-sheets.ts'
import { rosterFile } from './roster-sheets.ts'

export const TODAY = '2026-11-22'

export function interpret(sheets: SheetLike | readonly SheetLike[], options: Partial<ReadOptions> & { fileName?: string; encoding?: string } = {}): RosterReading {
  const { fileName, encoding, ...read } = options
  const list = Array.isArray(sheets) ? (sheets as readonly SheetLike[]) : [sheets as SheetLike]
  return interpretRoster(rosterFile(list, { ...(fileName !== undefined && { fileName }), ...(encoding !== undefined && { encoding }) }), { today: TODAY, ...read })
}

export const dataRows = (reading: RosterReading): RosterRow[] => reading.rows.filter(({ outcome }) => outcome !== 'skipped')

export const records = (reading: RosterReading): RosterRecord[] => dataRows(reading).map(({ record }) => record ?? { full_name: '' })

/** "9 flagged D:birth.impossible-date" */
export const told = (reading: RosterReading): string[] =>
  reading.rows.filter(({ outcome }) => outcome !== 'skipped')
    .map(({ row, outcome, issues }) => [row, outcome, ...issues.map(({ column, code }) => `${column}:${code}`)].join(' '))

export const skippedRows = (reading: RosterReading): number[] => reading.rows.filter(({ outcome }) => outcome === 'skipped').map(({ row }) => row)
