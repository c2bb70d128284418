/**
 * What kind of beneficiary a roster means: "K6Đ5", "5đ", "Người khuyết tật nặng", "NCT 80+", "Hưu trí xã hội".
 *
 * Point letters moved between the decrees (5d of 20/2021 is 5b of 335/2026), so a code is given only together with a
 * known decree; without one there is the group. Amounts never tell a category: 540,000 was also 1.5 × 360,000.
 */
import type { CategoryGroup } from './policy/categories.ts'
import { fold, tidyText } from './vietnamese-text.ts'

export type Decree = 'ND20' | 'ND335'

export type CategoryDoubt =
  /** Nothing known stands in the text. */
  | 'unknown'
  /** Two groups that do not belong together. */
  | 'several'
  /** The clause or point does not exist in the decree that the list names. */
  | 'not-in-decree'
  /** 5b or 5d without knowing the decree: two different people. */
  | 'decree-unknown'
  /** Mild disability gets no monthly allowance. */
  | 'mild-disability'

export interface CategoryReading {
  group?: CategoryGroup
  /** `ND335:5b`. */
  code?: string
  doubt?: CategoryDoubt
}

const GROUP_OF_CLAUSE: readonly CategoryGroup[] = [
  'other', 'orphan', 'orphan', 'hiv', 'single_parent', 'elderly', 'disabled', 'child', 'hiv',
]

/** The decree that a text names, by number. Decree 76/2024 changed the amounts of 20/2021 and nothing else. */
export function decreeIn(text: string): Decree | undefined {
  const folded = fold(text)
  const has335 = /\b335\s*\/\s*2026\b|\bnd\s*-?\s*335\b|nghi dinh (so )?335\b/.test(folded)
  const has20 = /\b(20\s*\/\s*2021|76\s*\/\s*2024)\b|\bnd\s*-?\s*20\b(?!\s*\/\s*20(?!21))|nghi dinh (so )?(20|76)\b/.test(folded)
  if (has335 === has20) return undefined
  return has335 ? 'ND335' : 'ND20'
}

/** The decree in force in all of a month; October 2026 began under one and ended under the other. */
export function decreeOfMonth(month: string): Decree | undefined {
  if (month >= '2026-11') return 'ND335'
  return month >= '2021-07' && month <= '2026-09' ? 'ND20' : undefined
}

/** The decree in force on a day: 335/2026 came into force in the middle of a month. */
export function decreeOfDay(day: string): Decree | undefined {
  return day.startsWith('2026-10') ? (day < '2026-10-05' ? 'ND20' : 'ND335') : decreeOfMonth(day.slice(0, 7))
}

interface ClausePoint {
  clause: number
  point?: string
}

const DECREE_NAMED = /(?:theo\s+)?(?:nghị định|nghi dinh|nđ|nd)\s*(?:số|so)?\s*-?\s*\d+(?:\/\d+)?(?:\/nđ-cp|\/nd-cp)?/gu

/** "Khoản 5 Điều 5", "K5Đ5", "K5-Đb", "điểm b khoản 5", "5b", "5.đ", "5(b)"; letters keep their marks, since d is not đ. */
export function readClause(text: string): ClausePoint | undefined {
  const lower = tidyText(text).toLowerCase().replace(DECREE_NAMED, '').trim()
  const article = /(?<!\p{L})(?:điều|dieu|đ|d)[.\s]*(\d{1,2})(?!\d)/u.exec(lower)
  if (article !== null && article[1] !== '5' && /khoản|khoan|\bk[.\s]*\d/.test(lower)) return undefined
  const pointClause = /^(?!k[\s.]*\d)([a-lđ])[\s.)/-]*(?:khoản|khoan|k)?[\s.]*([1-8])$/u.exec(lower)
  if (pointClause !== null) return clausePoint(pointClause[2], pointClause[1])
  const named = /(?:khoản|khoan|(?<![\p{L}])k)[.\s]*([1-8])(?!\d)/u.exec(lower)
  if (named !== null) {
    const rest = lower.slice(named.index + named[0].length)
    const point = /(?:điểm|diem)[.\s]*["'“]?([a-lđ])(?![\p{L}])/u.exec(lower)?.[1] ?? /^[\s.,;(/-]*đ[.\s]*([a-l])(?!\p{L})/u.exec(rest)?.[1] ?? /^[\s.,;(/-]*([a-lđ])(?![.\s]*\d)(?:(?=[đd][.\s]*\d)|(?!\p{L}))/u.exec(rest)?.[1]
    return clausePoint(named[1], point)
  }
  const short = /^(?:đt|nhóm|nhom|mã|ma|loại|loai)?[\s.:]*([1-8])[\s.()/-]*([a-lđ])?\)?$/u.exec(lower)
  if (short !== null && (short[2] !== undefined || /^\d$/.test(lower) || /^\D+\d$/.test(lower))) return clausePoint(short[1], short[2])
  return undefined
}

function clausePoint(clause: string | undefined, point: string | undefined): ClausePoint {
  return { clause: Number(clause), ...(point !== undefined && { point }) }
}

const WORDS: readonly (readonly [CategoryGroup, RegExp])[] = [
  ['social_pension', /huu tri xa hoi|huu tri xh|\b(tc)?htxh\b|tc ?ht ?xh|huu tri$/],
  ['carer', /(nhan|ho|nguoi|kinh phi|truc tiep)\b.*\b(cham soc|nuoi duong)|^(cham soc|nuoi duong)\b|\bncs\b/],
  ['hiv', /\bhiv\b|\baids\b/],
  ['disabled', /khuyet tat|tan tat|\b(n|te|nct|tre)?kt(dbn|n|nang)?\b|\bkt ?(dbn|db nang|n|nang)\b|^(dac biet nang|db nang|dbn|nang)$|tam than|\btkt\b/],
  ['single_parent', /don than|\bdtnc\b/],
  ['orphan', /mo coi|\btemc\b|(khong co|mat|khong con) nguon nuoi duong|bo roi/],
  ['child', /(tre em|tre|te)\b.*(duoi|<) ?(3 tuoi|36 thang|03 tuoi)/],
  ['elderly', /cao tuoi|nguoi gia|\bnct\b|gia co don|\b(tu |du |tren |>=? ?)*(60|75|80|85|90)( tuoi)? ?(\+|tro len)|(tu |du |tren ){1,2}(75|80|85|90)\b|neo don/],
  ['merit', /co cong|thuong binh|benh binh|liet s[iy]|anh hung|chat doc|khang chien|lao thanh cach mang/],
]

/** Groups that a more telling one swallows: an elderly or a small person with a disability is in the disability group. */
const SWALLOWED: Readonly<Partial<Record<CategoryGroup, readonly CategoryGroup[]>>> = {
  social_pension: ['elderly', 'single_parent'],
  carer: ['disabled', 'elderly', 'orphan', 'child'],
  hiv: ['child', 'orphan'],
  disabled: ['elderly', 'child'],
}

function groupsInWords(folded: string): CategoryGroup[] {
  // "không có nguồn nuôi dưỡng" and "không có người chăm sóc" are about who is in need, not about who takes them in.
  const withoutSource = folded
    .replace(/(khong co|mat|khong con) nguon nuoi duong/g, 'mo coi')
    .replace(/(khong co|khong con) nguoi (cham soc|nuoi duong)/g, '')
  // Nor is "người cao tuổi … được nhận chăm sóc tại cộng đồng" about the carer.
  const text = withoutSource.replace(/(duoc|du dieu kien .*) nhan (cham soc|nuoi duong)( nuoi duong)?( tai cong dong)?/g, '')
  const found = WORDS.filter(([, pattern]) => pattern.test(text)).map(([group]) => group)
  return found.filter((group) => !found.some((other) => SWALLOWED[other]?.includes(group)))
}

/**
 * Reads the text of one cell or section title. `decree` is what the list says about itself; a decree named in the
 * text itself wins.
 */
export function readCategory(text: string, decree?: Decree): CategoryReading {
  const folded = fold(text).replace(/[.,;:()_/–-]+/g, ' ').replace(/\s+/g, ' ').trim()
  const known = decreeIn(text) ?? decree
  const groups = groupsInWords(folded)
  const clause = readClause(text)
  if (groups.length > 1) return { doubt: 'several' }
  const group = groups[0]
  if (clause !== undefined) {
    const byClause = GROUP_OF_CLAUSE[clause.clause] as CategoryGroup
    if (group !== undefined && group !== byClause && group !== 'carer') return { doubt: 'several' }
    return group === 'carer' ? fromWords('carer', folded, known) : fromClause(clause, byClause, known)
  }
  if (group === undefined) return folded === '' ? {} : { doubt: 'unknown' }
  return fromWords(group, folded, known)
}

const POINTS_OF_FIVE: Readonly<Record<Decree, string>> = { ND20: 'abcd', ND335: 'ab' }

function fromClause({ clause, point }: ClausePoint, group: CategoryGroup, decree: Decree | undefined): CategoryReading {
  if (clause !== 5) return decree === undefined ? { group } : { group, code: `${decree}:${clause}${clause === 1 ? (point ?? '') : ''}` }
  if (point === undefined) return { group }
  // Some write the fourth point as đ, because a Vietnamese list goes a, b, c, d, đ only in full alphabets.
  const letter = point === 'đ' ? 'd' : point
  if (decree === undefined) return letter === 'a' ? { group } : { group, doubt: 'decree-unknown' }
  return POINTS_OF_FIVE[decree].includes(letter) ? { group, code: `${decree}:5${letter}` } : { group, doubt: 'not-in-decree' }
}

function fromWords(group: CategoryGroup, folded: string, decree: Decree | undefined): CategoryReading {
  if (group === 'social_pension') return { group, code: 'ND176:HTXH' }
  if (group === 'disabled' && /\bnhe\b/.test(folded) && !/\bnang\b/.test(folded)) return { group, doubt: 'mild-disability' }
  const point = decree === undefined ? undefined : pointOfWords(group, folded, decree)
  return point === undefined ? { group } : { group, code: `${decree}:${point}` }
}

function pointOfWords(group: CategoryGroup, folded: string, decree: Decree): string | undefined {
  switch (group) {
    case 'carer': return 'CARER'
    case 'disabled': return '6'
    case 'single_parent': return '4'
    case 'child': return '7'
    case 'hiv': return /\btre( em)?\b|\bte\b/.test(folded) ? '3' : '8'
    case 'orphan': return /dang hoc|di hoc|tu (du )?16|tren 16|16 ?- ?22/.test(folded) ? '2' : '1'
    case 'elderly': return pointOfElderly(folded, decree)
    default: return undefined
  }
}

function pointOfElderly(folded: string, decree: Decree): string | undefined {
  if (/cong dong|du dieu kien (tiep nhan )?vao|co so tro giup/.test(folded)) return decree === 'ND20' ? '5d' : '5b'
  if (/khong co nguoi|khong con nguoi|co don|neo don/.test(folded)) return '5a'
  if (decree === 'ND335') return undefined
  if (/75( tuoi)? (den|toi|80)/.test(folded)) return '5b'
  return /\b80\b/.test(folded) ? '5c' : undefined
}
