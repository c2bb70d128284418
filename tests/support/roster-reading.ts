/** Readings of lists as the interpreter would give them, so that the import is tested without a file. All people are invented. */
import type { RosterKind, RosterReading, RosterRecord, RosterRow, RowOutcome } from '../../src/register/roster/roster.ts'

export interface GivenRow extends RosterRecord {
  outcome?: RowOutcome
}

const COLUMNS = { A: 'full_name', B: 'birth', C: 'citizen_id', D: 'card_no', E: 'valid_to', F: 'phones', G: 'village', H: 'category', I: 'amount', J: 'note' }

export function rosterReading(kind: RosterKind, records: readonly GivenRow[], given: Partial<Pick<RosterReading, 'file' | 'month'>> = {}): RosterReading {
  const rows = records.map(({ outcome = 'accepted', ...record }, index): RosterRow => ({
    sheet: 'Trang 1', row: index + 5, outcome, issues: [], record: { ...(record.birth !== undefined && { birth_precision: precision(record.birth) }), ...record },
  }))
  const count = (outcome: RowOutcome): number => rows.filter((row) => row.outcome === outcome).length
  return {
    file: 'danh-sach.xlsx',
    kind,
    sheets: [{ name: 'Trang 1', kind, headerRows: [4], columns: COLUMNS }],
    counts: {
      dataRows: rows.length, accepted: count('accepted'), flagged: count('flagged'), duplicate: count('duplicate'), rejected: count('rejected'), skipped: 0,
      persons: rows.length,
    },
    rows,
    ...given,
  }
}

const precision = (birth: string): 'day' | 'month' | 'year' => (birth.length === 10 ? 'day' : birth.length === 7 ? 'month' : 'year')
