/**
 * The monthly standard amount (mức chuẩn trợ giúp xã hội) and the social pension (trợ cấp hưu trí xã hội).
 *
 * Decree 335/2026 came into force on 05/10/2026 but counts from 01/07/2026. So a row may know a second day,
 * `inForceFrom`: what was paid before it was rightly paid at the old amount, and the difference is arrears for
 * each month, never an edit of a payment made.
 */
import type { Day } from '../calendar.ts'
import type { Dated } from './dated.ts'
import { isInForce } from './dated.ts'

export type Scheme = 'assistance' | 'social_pension'

export interface StandardAmount extends Dated {
  scheme: Scheme
  /** đồng a month */
  amount: number
  /** When the document came into force, where it reaches back further than that. */
  inForceFrom?: Day
  /** Two-digit code of CURRENT_PROVINCES; absent = the whole country. A province may only pay more. */
  province?: string
}

const ASSISTANCE: readonly StandardAmount[] = [
  {
    scheme: 'assistance',
    amount: 360_000,
    effectiveFrom: '2021-07-01',
    effectiveTo: '2024-06-30',
    legalSource: 'Nghị định 20/2021/NĐ-CP, Điều 4',
    confidence: 'S',
  },
  {
    scheme: 'assistance',
    amount: 500_000,
    effectiveFrom: '2024-07-01',
    effectiveTo: '2026-06-30',
    legalSource: 'Nghị định 76/2024/NĐ-CP',
    confidence: 'S',
  },
  {
    scheme: 'assistance',
    amount: 540_000,
    effectiveFrom: '2026-07-01',
    inForceFrom: '2026-10-05',
    legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 4 và Điều 32',
    confidence: 'S',
  },
]

const SOCIAL_PENSION: readonly StandardAmount[] = [
  {
    scheme: 'social_pension',
    amount: 500_000,
    effectiveFrom: '2025-07-01',
    effectiveTo: '2026-06-30',
    legalSource: 'Nghị định 176/2025/NĐ-CP',
    confidence: 'S',
  },
  {
    scheme: 'social_pension',
    amount: 540_000,
    effectiveFrom: '2026-07-01',
    inForceFrom: '2026-10-05',
    legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 31 và Điều 32',
    confidence: 'S',
  },
]

/**
 * Provinces known to pay a higher social pension before the rise of 01/07/2026. Whether they rose with it is not
 * known, so from that day the row is unsure and an officer answers instead of the bot.
 */
const higherSocialPension = (province: string, amount: number): readonly StandardAmount[] => [
  {
    scheme: 'social_pension',
    province,
    amount,
    effectiveFrom: '2025-07-01',
    effectiveTo: '2026-06-30',
    legalSource: 'Nghị quyết của hội đồng nhân dân tỉnh, thành phố (chưa đối chiếu văn bản)',
    confidence: 'L',
  },
  {
    scheme: 'social_pension',
    province,
    amount,
    effectiveFrom: '2026-07-01',
    legalSource: 'Nghị quyết của hội đồng nhân dân tỉnh, thành phố (chưa rõ mức mới)',
    confidence: 'U',
  },
]

export const STANDARD_AMOUNTS: readonly StandardAmount[] = [
  ...ASSISTANCE,
  ...SOCIAL_PENSION,
  ...higherSocialPension('01', 650_000),
  ...higherSocialPension('79', 650_000),
  ...higherSocialPension('31', 700_000),
  ...higherSocialPension('22', 700_000),
]

export interface StandardQuestion {
  scheme: Scheme
  on: Day
  province?: string
  /** Answer with what was in force on this day: later documents that reach back are left out. */
  knownOn?: Day
}

/** The amount of the day: the province's where it is higher than the country's. */
export function standardAmount(question: StandardQuestion): StandardAmount | undefined {
  const { scheme, on, province, knownOn } = question
  const known = STANDARD_AMOUNTS.filter(
    (row) =>
      row.scheme === scheme &&
      (row.province === undefined || row.province === province) &&
      (knownOn === undefined || (row.inForceFrom ?? row.effectiveFrom) <= knownOn),
  )
  const counts = (row: StandardAmount): boolean =>
    isInForce(row, on) || (knownOn !== undefined && row.effectiveFrom <= on && isLast(row, known))
  return known.filter(counts).reduce<StandardAmount | undefined>(
    (highest, row) => (highest === undefined || row.amount > highest.amount ? row : highest),
    undefined,
  )
}

/** A row whose successor was not known yet was still the rule, whatever end it got later. */
function isLast(row: StandardAmount, known: readonly StandardAmount[]): boolean {
  return !known.some((other) => other.province === row.province && other.effectiveFrom > row.effectiveFrom)
}
