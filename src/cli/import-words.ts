/** An import as the officer reads it: how many rows, what changes on the register, what to look at first. */
import type { ImportReport } from '../register/import-roster.ts'
import { KIND_WORDS } from '../register/roster/kind-words.ts'
import type { RosterKind, RosterReading, RosterRow } from '../register/roster/roster.ts'
import { fieldLines } from './import-fields.ts'
import { count, table } from './terminal.ts'

const THING_WORDS = [
  ['persons', 'người'],
  ['households', 'hộ'],
  ['cards', 'thẻ'],
  ['allowances', 'trợ cấp'],
  ['payments', 'khoản chi trả'],
] as const

const PROBLEMS_SHOWN = 10

export function reportText({ file, kind, sheets }: Pick<RosterReading, 'file' | 'kind' | 'sheets'>, report: ImportReport, all = false): string {
  const { counts, diff } = report
  const rows = [
    `${count(counts.accepted)} nhận`,
    counts.flagged > 0 ? `${count(counts.flagged)} nhận nhưng cần xem` : '',
    counts.duplicate > 0 ? `${count(counts.duplicate)} trùng` : '',
    counts.rejected > 0 ? `${count(counts.rejected)} không ghi` : '',
  ].filter((text) => text !== '')
  return [
    `${file}: ${KIND_WORDS[kind]}`,
    `  ${count(counts.dataRows)} dòng (${rows.join(', ')}), ${count(counts.persons)} người`,
    ...sheets.flatMap(({ name, remarks = [] }) => remarks.map((remark) => `  Trang “${name}”: ${remark}`)),
    changes(diff),
    ...sample('Mới', diff.names.new, diff.persons.new),
    ...sample('Thay đổi', diff.names.changed, diff.persons.changed),
    ...fieldLines(diff.fields),
    ...missing(report, kind),
    ...problems(report.problems, all ? Infinity : PROBLEMS_SHOWN),
  ].join('\n')
}

function changes(diff: ImportReport['diff']): string {
  const lines = THING_WORDS.flatMap(([key, word]) => {
    const counts = diff[key]
    return counts.new + counts.changed + counts.unchanged === 0 ? [] : [[word, counts.new, counts.changed, counts.unchanged]]
  })
  return lines.length === 0 ? '  Không có gì để ghi.' : table([['So với sổ', 'mới', 'đổi', 'như cũ'], ...lines], '  ')
}

function sample(label: string, names: readonly string[], total: number): string[] {
  if (names.length === 0) return []
  const more = total > names.length ? ` và ${count(total - names.length)} người nữa` : ''
  return [`  ${label}: ${names.join(', ')}${more}`]
}

function missing({ diff }: ImportReport, kind: RosterKind): string[] {
  if (diff.missing.people === 0) return []
  const what = { assistance: 'trợ cấp', cards: 'thẻ', payments: 'khoản chi trả', households: 'hộ nghèo, cận nghèo' }[kind]
  return [
    ...sample(`Trên sổ có ${what} nhưng không có trong danh sách này (${count(diff.missing.people)} người)`, diff.names.missing, diff.missing.people),
    '  Loa vẫn giữ những người này như cũ: thiếu tên trong một danh sách chưa đủ để bỏ ai.',
  ]
}

function problems(rows: readonly RosterRow[], shown: number): string[] {
  if (rows.length === 0) return []
  // What was not written first: it is what the officer has to do something about.
  const order = { rejected: 0, flagged: 1, duplicate: 2, accepted: 3, skipped: 4 }
  const sorted = rows.toSorted((one, other) => order[one.outcome] - order[other.outcome])
  const lines = sorted.slice(0, shown).map((row) => {
    const issue = row.issues.find(({ code }) => row.outcome === 'duplicate' && code === 'row.duplicate') ?? row.issues[0]
    const others = row.issues.length > 1 ? ` (dòng này còn ${count(row.issues.length - 1)} điều nữa)` : ''
    const place = `trang ${row.sheet}, dòng ${row.row}${issue === undefined || issue.column === '' ? '' : `, cột ${issue.column}`}`
    return `    ${place}: ${OUTCOME_WORDS[row.outcome]}${issue === undefined ? '' : ` ${issue.message}`}${others}`
  })
  const more = rows.length > shown ? [`    … và ${count(rows.length - shown)} dòng nữa; xem đủ bằng --dry-run --all.`] : []
  return ['  Cần xem:', ...lines, ...more]
}

const OUTCOME_WORDS: Readonly<Record<RosterRow['outcome'], string>> = {
  rejected: '[không ghi]',
  flagged: '[cần xem]',
  duplicate: '[trùng]',
  accepted: '',
  skipped: '',
}
