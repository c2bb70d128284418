/**
 * From when a paid card counts, what a gap costs, and the five years in a row after which care may become free.
 *
 * The law speaks of a gap of 90 days; whether the day of payment is one of them, two offices read differently. So
 * the deadline shown to people is day 89 after expiry, which is right in both readings, and a payment on day 90
 * itself is marked U.
 */
import { addDays, addMonths, daysBetween, lastOf, monthOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { birthRange, birthdayRange } from '../birth.ts'
import type { Birth, DayRange } from '../birth.ts'
import { baseSalary } from './base-salary.ts'
import type { Confidence, Dated } from './dated.ts'
import { inForce, ruleOn } from './dated.ts'
import type { PremiumMonths } from './household-premium.ts'

export interface GapRule extends Dated {
  /** Days after expiry on which paying counts as an interruption. */
  interruptedFromDay: number
  /** Days from full payment until a first or interrupted card counts. */
  waitingDays: number
}

export const GAP_RULES: readonly GapRule[] = [
  {
    // The old wording was three months within a financial year; nearly the same, and nobody's deadline any more.
    interruptedFromDay: 90,
    waitingDays: 30,
    effectiveFrom: '2015-01-01',
    effectiveTo: '2025-06-30',
    legalSource: 'Luật Bảo hiểm y tế, Điều 16 khoản 3 (từ 3 tháng trong năm tài chính)',
    confidence: 'U',
  },
  {
    interruptedFromDay: 90,
    waitingDays: 30,
    effectiveFrom: '2025-07-01',
    legalSource: 'Luật Bảo hiểm y tế, Điều 16 khoản 3 (sửa đổi bởi Luật 51/2024/QH15)',
    confidence: 'L',
  },
]

export interface RenewedCard {
  validFrom: Day
  validTo: Day
  how: 'first' | 'continuous' | 'short_gap' | 'interrupted'
  /** Days without cover before the payment. */
  uncoveredDays: number
  /** The count of consecutive years begins anew. */
  fiveYearsRestart: boolean
  confidence: Confidence
  legalSource: string
}

/**
 * The card that a payment buys, for those who pay themselves (participant groups 4 and 5).
 * `previousTo`: last day of the card before, absent for somebody who joins for the first time.
 */
export function renewedCard(previousTo: Day | undefined, paidOn: Day, months: PremiumMonths): RenewedCard {
  const rule = ruleOn('card gap', GAP_RULES, paidOn)
  const { legalSource } = rule
  const valid = (validFrom: Day): { validFrom: Day; validTo: Day } => ({ validFrom, validTo: endOfTerm(validFrom, months) })
  if (previousTo === undefined) {
    const from = valid(addDays(paidOn, rule.waitingDays))
    return { ...from, how: 'first', uncoveredDays: 0, fiveYearsRestart: true, confidence: 'S', legalSource }
  }
  const dayAfterExpiry = daysBetween(previousTo, paidOn)
  if (dayAfterExpiry <= 1) {
    const from = valid(addDays(previousTo, 1))
    return { ...from, how: 'continuous', uncoveredDays: 0, fiveYearsRestart: false, confidence: 'S', legalSource }
  }
  const interrupted = dayAfterExpiry >= rule.interruptedFromDay
  return {
    ...valid(interrupted ? addDays(paidOn, rule.waitingDays) : paidOn),
    how: interrupted ? 'interrupted' : 'short_gap',
    uncoveredDays: dayAfterExpiry - 1,
    fiveYearsRestart: interrupted,
    confidence: dayAfterExpiry === rule.interruptedFromDay ? 'U' : rule.confidence,
    legalSource,
  }
}

/** Twelve months from 01/11 end on 31/10; from a day that the last month lacks they end with that month. */
function endOfTerm(validFrom: Day, months: number): Day {
  const after = addMonths(validFrom, months)
  return after.slice(8) === validFrom.slice(8) ? addDays(after, -1) : after
}

/**
 * The last day on which paying keeps the five-year count: the deadline shown to people.
 * `gapDaysBefore`: uncovered days already used up since the count began, where they are known.
 */
export function lastSafeDay(validTo: Day, gapDaysBefore = 0): Day {
  // A roster may hold cards older than the table, or a slip such as 1926: they have lapsed by any rule.
  const rule = inForce(GAP_RULES, addDays(validTo, 1)) ?? (GAP_RULES[0] as GapRule)
  return addDays(validTo, Math.max(0, rule.interruptedFromDay - 1 - gapDaysBefore))
}

/** Where a card stands today. */
export function cardStanding(validTo: Day, today: Day): 'valid' | 'lapsed' | 'interrupted' {
  if (today <= validTo) return 'valid'
  return today <= lastSafeDay(validTo) ? 'lapsed' : 'interrupted'
}

/** When five consecutive years are full, counted from the first day of the unbroken run. */
export function fiveYearDay(continuousSince: Day): Day {
  return addMonths(continuousSince, 60)
}

export interface FiveYearRule extends Dated {
  /** Co-payments of one year, in base salaries, above which care is free for the rest of the year. */
  baseSalaries: number
}

export const FIVE_YEAR_RULES: readonly FiveYearRule[] = [
  {
    baseSalaries: 6,
    effectiveFrom: '2015-01-01',
    legalSource: 'Luật Bảo hiểm y tế, Điều 22; Nghị định 188/2025/NĐ-CP, Điều 18',
    confidence: 'S',
  },
]

/**
 * đồng of co-payment in a calendar year above which a holder with five consecutive years pays nothing more.
 * When the base salary changed within the year, what was paid before is turned into old base salaries and the
 * rest is asked in new ones.
 */
export function coPaymentCeiling(on: Day, before?: { paid: number; baseSalary: number }): number {
  const { baseSalaries } = ruleOn('five consecutive years', FIVE_YEAR_RULES, on)
  const left = before === undefined ? baseSalaries : baseSalaries - before.paid / before.baseSalary
  return Math.max(0, Math.round(left * baseSalary(on).amount))
}

export interface ChildCardRule extends Dated {
  /** Age in full years at which the card of a small child ends. */
  untilAge: number
  /** Children born up to this day of the year keep the card until it, and start school. */
  schoolYearDay: string
}

export const CHILD_CARD_RULES: readonly ChildCardRule[] = [
  {
    untilAge: 6,
    schoolYearDay: '09-30',
    effectiveFrom: '2018-12-01',
    effectiveTo: '2025-08-14',
    legalSource: 'Nghị định 146/2018/NĐ-CP, Điều 13',
    confidence: 'S',
  },
  {
    untilAge: 6,
    schoolYearDay: '09-30',
    effectiveFrom: '2025-08-15',
    legalSource: 'Nghị định 188/2025/NĐ-CP (theo quy định cũ tại Nghị định 146/2018/NĐ-CP, Điều 13)',
    confidence: 'L',
  },
]

/** The last day of a small child's card; a range where the birth is known only to the year. */
export function childCardEnd(birth: Birth, on: Day): DayRange & { confidence: Confidence } {
  const rule = ruleOn('child card', CHILD_CARD_RULES, on)
  const turning = birthdayRange(birth, rule.untilAge)
  const born = birthRange(birth)
  const end = (bornOn: Day, turnsOn: Day): Day =>
    bornOn.slice(5) <= rule.schoolYearDay ? `${turnsOn.slice(0, 4)}-${rule.schoolYearDay}` : lastOf(monthOf(turnsOn))
  return { first: end(born.first, turning.first), last: end(born.last, turning.last), confidence: rule.confidence }
}
