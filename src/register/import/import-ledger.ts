/** What became of every row: the reader's outcome, made worse where the register raises a question. */
import { storableCoefficient, storableDong } from './bounds.ts'
import { columnFinder, figureIssue, notedIssue } from './import-issues.ts'
import type { FoundIssue } from './import-issues.ts'
import { maskIdentifiers } from './mask-identifiers.ts'
import type { RosterCounts, RosterReading, RosterRow, RowIssue, RowOutcome } from '../roster/roster.ts'

export interface ProblemRow extends RosterRow {
  personId: string | undefined
}

export interface ImportLedger {
  flag(row: number, issue: FoundIssue): void
  reject(row: number, issue: FoundIssue): void
  /** The final counts, and every row of data that is not plainly accepted, without full identifiers. */
  close(personOf: readonly (string | undefined)[], persons: number): { counts: RosterCounts; problems: ProblemRow[] }
}

export function openLedger(reading: RosterReading): ImportLedger {
  const columnOf = columnFinder(reading)
  const found = new Map<number, { issues: RowIssue[]; isRejected: boolean }>()
  const note = (row: number, issue: FoundIssue, isRejected: boolean): void => {
    const sheet = (reading.rows[row] as RosterRow).sheet
    const entry = found.get(row) ?? { issues: [], isRejected: false }
    entry.issues.push({ column: columnOf(sheet, issue.field), ...issue })
    entry.isRejected ||= isRejected
    found.set(row, entry)
  }
  reading.rows.forEach((row, index) => {
    const { record } = row
    if (record === undefined || !isWritten(row.outcome)) return
    for (const field of ['amount', 'arrears', 'deduct'] as const) {
      if (record[field] !== undefined && storableDong(record[field]) === undefined) note(index, figureIssue(field), false)
    }
    if (record.coefficient !== undefined && storableCoefficient(record.coefficient) === undefined) note(index, figureIssue('coefficient'), false)
    const noted = record.noted_as
    if (noted !== undefined && !row.issues.some((issue) => issue.field === 'note')) note(index, notedIssue(noted), false)
  })
  return {
    flag: (row, issue) => note(row, issue, false),
    reject: (row, issue) => note(row, issue, true),
    close: (personOf, persons) => {
      const counts = { ...reading.counts, accepted: 0, flagged: 0, duplicate: 0, rejected: 0, skipped: 0, persons }
      const problems: ProblemRow[] = []
      reading.rows.forEach((row, index) => {
        const more = found.get(index)
        const outcome: RowOutcome = more === undefined ? row.outcome : more.isRejected ? 'rejected' : row.outcome === 'accepted' ? 'flagged' : row.outcome
        counts[outcome] += 1
        if (outcome === 'accepted' || outcome === 'skipped') return
        const issues = [...row.issues, ...(more?.issues ?? [])].map((issue) => ({ ...issue, message: maskIdentifiers(issue.message) }))
        problems.push({ sheet: row.sheet, row: row.row, outcome, issues, personId: personOf[index] })
      })
      // Title rows that the reader did not list are still not data.
      counts.skipped = Math.max(counts.skipped, reading.counts.skipped)
      return { counts, problems }
    },
  }
}

export const isWritten = (outcome: RowOutcome): boolean => outcome === 'accepted' || outcome === 'flagged'
