/**
 * What a health-insurance card costs somebody who pays for it: 4.5 % of the base salary a month, less for the
 * second and later members who join as a household in the same calendar year. Members covered by work, school or
 * a budget card are not counted in that order. The base salary is that of the day of payment: when it rises in
 * mid-card, nothing is topped up and nothing is given back.
 */
import type { Day } from '../calendar.ts'
import { baseSalary } from './base-salary.ts'
import type { Confidence, Dated } from './dated.ts'
import { joinSources, leastSure, ruleOn } from './dated.ts'

/** A card is paid for three, six or twelve months at a time. */
export type PremiumMonths = 3 | 6 | 12

export interface PremiumRate extends Dated {
  /** Thousandths of the base salary, so that no fraction of a đồng is ever computed. */
  perMille: number
}

export const PREMIUM_RATES: readonly PremiumRate[] = [
  {
    perMille: 45,
    effectiveFrom: '2018-12-01',
    effectiveTo: '2025-08-14',
    legalSource: 'Nghị định 146/2018/NĐ-CP, Điều 7',
    confidence: 'S',
  },
  {
    perMille: 45,
    effectiveFrom: '2025-08-15',
    effectiveTo: '2026-12-31',
    legalSource: 'Nghị định 188/2025/NĐ-CP',
    confidence: 'S',
  },
  {
    // Announced to rise from 2027 (Resolution 72-NQ/TW), by how much is not published: carried over, told to nobody.
    perMille: 45,
    effectiveFrom: '2027-01-01',
    legalSource: 'Nghị quyết 72-NQ/TW (chưa có mức đóng mới từ năm 2027)',
    confidence: 'U',
  },
]

export interface HouseholdDiscount extends Dated {
  /** Percent of the full premium for the first, second … member; the last counts for everybody after. */
  percentByOrder: readonly number[]
}

export const HOUSEHOLD_DISCOUNTS: readonly HouseholdDiscount[] = [
  {
    percentByOrder: [100, 70, 60, 50, 40],
    effectiveFrom: '2018-12-01',
    effectiveTo: '2025-08-14',
    legalSource: 'Nghị định 146/2018/NĐ-CP, Điều 7',
    confidence: 'S',
  },
  {
    percentByOrder: [100, 70, 60, 50, 40],
    effectiveFrom: '2025-08-15',
    legalSource: 'Nghị định 188/2025/NĐ-CP',
    confidence: 'S',
  },
]

export type SupportedGroup = 'near_poor' | 'student' | 'average_farm_household' | 'minority_leaving_hard_area'

export interface PremiumSupport extends Dated {
  group: SupportedGroup
  /** Percent of the full premium that the state pays at least; a province may add to it. */
  percent: number
}

const support = (group: SupportedGroup, percent: number): PremiumSupport => ({
  group,
  percent,
  effectiveFrom: '2025-07-01',
  legalSource: 'Luật 51/2024/QH15; Nghị định 188/2025/NĐ-CP',
  confidence: 'L',
})

export const PREMIUM_SUPPORTS: readonly PremiumSupport[] = [
  support('near_poor', 70),
  support('student', 50),
  support('average_farm_household', 30),
  support('minority_leaving_hard_area', 70),
]

export interface Premium {
  /** đồng a month */
  monthly: number
  /** đồng for all the months */
  total: number
  confidence: Confidence
  legalSource: string
}

function premium(paidOn: Day, months: PremiumMonths, percent: number, rule: Dated): Premium {
  const rate = ruleOn('premium rate', PREMIUM_RATES, paidOn)
  const base = baseSalary(paidOn)
  const monthly = Math.round((base.amount * rate.perMille * percent) / 100_000)
  return {
    monthly,
    total: monthly * months,
    confidence: leastSure(rate.confidence, base.confidence, rule.confidence),
    legalSource: joinSources(rate.legalSource, base.legalSource, rule.legalSource),
  }
}

/** `order`: 1 for the first member who pays as a household member in the calendar year of `paidOn`, 2 for the next … */
export function householdPremium(order: number, months: PremiumMonths, paidOn: Day): Premium {
  if (!Number.isInteger(order) || order < 1) throw new RangeError(`household order must be 1 or more, not ${order}`)
  const discount = ruleOn('household discount', HOUSEHOLD_DISCOUNTS, paidOn)
  const percent = discount.percentByOrder[order - 1] ?? discount.percentByOrder.at(-1) ?? 100
  return premium(paidOn, months, percent, discount)
}

/** What all paying members of one household pay together; nothing for nobody. */
export function householdTotal(members: number, months: PremiumMonths, paidOn: Day): number {
  let total = 0
  for (let order = 1; order <= members; order += 1) total += householdPremium(order, months, paidOn).total
  return total
}

/**
 * What is left to pay for somebody whom the state supports; no household discount comes on top.
 * `provincePercent`: what the province adds, in percent of the full premium.
 */
export function supportedPremium(
  group: SupportedGroup,
  months: PremiumMonths,
  paidOn: Day,
  provincePercent = 0,
): Premium {
  const rule = ruleOn(`premium support of ${group}`, PREMIUM_SUPPORTS.filter((row) => row.group === group), paidOn)
  return premium(paidOn, months, Math.max(0, 100 - rule.percent - provincePercent), rule)
}
