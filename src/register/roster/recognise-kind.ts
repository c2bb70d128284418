/**
 * What kind of list it is: the title says it, the columns confirm it. Every sign has a weight; without a clear lead the
 * officer is asked for --kind, since a wrong kind would put insurance cards where allowances belong.
 */
import { fold } from '../../domain/vietnamese-text.ts'
import type { ColumnField } from './column-field.ts'
import type { ListWords } from './list-facts.ts'
import type { RosterKind } from './roster.ts'
import { ROSTER_KINDS } from './roster.ts'

type Signs<Sign> = readonly (readonly [Sign, RosterKind, number])[]

const TITLE_SIGNS: Signs<RegExp> = [
  [/\bthang \d{1,2}( nam |\/)/, 'payments', 1],
  [/chi tra|chi tien|\bcap (phat )?tien\b|phat tien|linh tien|ky nhan tien|nhan tien tro cap|bang ke chi|chi tro cap|thanh toan tro cap|chua nhan tien/, 'payments', 7],
  [/doi tuong bao tro|bao tro xa hoi|btxh|bttx|tro giup xa hoi|tro cap xa hoi|tro cap hang thang|tro cap thuong xuyen|doi tuong (dang )?huong|nguoi (dang )?huong tro cap|huu tri xa hoi|huong (tro cap|tro giup|che do|tc\b)/, 'assistance', 3],
  [/danh sach (doi tuong|nguoi khuyet tat|nguoi cao tuoi|tre em mo coi|nguoi huong)/, 'assistance', 1.5],
  // Whole words: "trợ cấp theo nghị định" is no card that is issued ("cấp thẻ").
  [/bhyt|bao hiem y te|the bao hiem|\b(het han|gia han|cap|doi) the\b/, 'cards', 5],
  [/ho ngheo|ho can ngheo|ho thoat ngheo|ra soat ho|ho gia dinh ngheo/, 'households', 4],
  [/danh sach (thanh vien )?ho\b/, 'households', 1],
]

/** File and sheet names are short; they count half. */
const NAME_SIGNS: Signs<RegExp> = [
  [/chi ?tra|chi ?tien|ctra|payment/, 'payments', 3.5],
  [/bttx|btxh|bao ?tro|tro ?cap|tro ?giup|tcxh|tgxh|assistance|allowance|doi ?tuong/, 'assistance', 1.5],
  [/bhyt|the ?bh|bao ?hiem|cards?\b|han ?the/, 'cards', 2.5],
  [/ho ?ngheo|can ?ngheo|households?/, 'households', 2.5],
]

const COLUMN_SIGNS: Signs<ColumnField> = [
  ['card_no', 'cards', 2], ['valid_to', 'cards', 2], ['valid_from', 'cards', 1], ['first_care_place', 'cards', 2], ['five_year_date', 'cards', 2],
  ['social_insurance_no', 'cards', 1], ['card_group', 'cards', 1],
  ['signature', 'payments', 4], ['total', 'payments', 1], ['arrears', 'payments', 1.5], ['deduct', 'payments', 1], ['payee', 'payments', 0.5],
  ['amount', 'payments', 1], ['account_no', 'payments', 0.6], ['bank', 'payments', 0.5],
  ['category', 'assistance', 1.5], ['group', 'assistance', 0.8], ['group', 'cards', 0.3], ['decision_no', 'assistance', 1.5], ['decision_date', 'assistance', 0.5], ['start_month', 'assistance', 1.5],
  ['coefficient', 'assistance', 1.3], ['disability', 'assistance', 1.5], ['clause', 'assistance', 1.5], ['amount', 'assistance', 0.7],
  ['stopped_on', 'assistance', 0.5], ['account_no', 'assistance', 0.3],
  ['household_no', 'households', 2], ['household_code', 'households', 2], ['relation', 'households', 2], ['household_head', 'households', 1.5],
  ['members', 'households', 1.5], ['poor', 'households', 1], ['near_poor', 'households', 1], ['poor_status', 'households', 1], ['ethnicity', 'households', 0.3],
]

const LEAST = 2
const LEAD = 0.5

export type KindScores = Record<RosterKind, number>

export function scoreKinds(words: ListWords, fields: ReadonlySet<ColumnField>): KindScores {
  const scores: KindScores = { assistance: 0, cards: 0, payments: 0, households: 0 }
  const titles = words.titles.map(fold).join(' | ')
  const names = fold(`${words.sheetName} ${words.fileName}`).replace(/[^a-z0-9]+/g, ' ')
  for (const [pattern, kind, weight] of TITLE_SIGNS) if (pattern.test(titles)) scores[kind] += weight
  for (const [pattern, kind, weight] of NAME_SIGNS) if (pattern.test(names)) scores[kind] += weight
  for (const [field, kind, weight] of COLUMN_SIGNS) if (fields.has(field)) scores[kind] += weight
  return scores
}

/** The kind that leads clearly, or undefined. */
export function leadingKind(scores: KindScores): RosterKind | undefined {
  const [first, second] = ROSTER_KINDS.toSorted((one, other) => scores[other] - scores[one])
  if (first === undefined || second === undefined) return undefined
  return scores[first] >= LEAST && scores[first] - scores[second] >= LEAD ? first : undefined
}
