/**
 * The month of an allowance: the list closes before the 25th of the month before, people are paid in the first
 * days, what was not collected comes back before the 20th (335/2026 Art. 28). The day of payment itself is the
 * contract's and the post office's, so whatever is computed here is "dự kiến" until an officer confirms it.
 */
import { addDays, firstOf, shiftMonth } from '../calendar.ts'
import type { Day, Month } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { ruleOn } from './dated.ts'
import { holidayOn, isHolidayYearKnown, isWorkingDay, tetOf, workingDayFrom, workingDayUntil } from './holidays.ts'

export interface PaymentPractice extends Dated {
  /** Day of the month before which next month's list is closed. */
  listBefore: number
  /** Days of the month between which most places pay. */
  payFrom: number
  payTo: number
  /** Day of the month before which paid and unpaid lists come back. */
  returnsBefore: number
  /** January and February are paid together before Tết. */
  tetAdvance: boolean
}

export const PAYMENT_PRACTICES: readonly PaymentPractice[] = [
  {
    listBefore: 25,
    payFrom: 1,
    payTo: 10,
    returnsBefore: 20,
    tetAdvance: true,
    effectiveFrom: '2021-07-01',
    effectiveTo: '2026-10-04',
    legalSource: 'Nghị định 20/2021/NĐ-CP; thông lệ chi trả',
    confidence: 'L',
  },
  {
    listBefore: 25,
    payFrom: 1,
    payTo: 10,
    returnsBefore: 20,
    tetAdvance: true,
    effectiveFrom: '2026-10-05',
    legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 28; ngày chi trả theo thông lệ',
    confidence: 'L',
  },
]

const practiceIn = (month: Month): PaymentPractice => ruleOn('payment practice', PAYMENT_PRACTICES, `${month}-05`)
const dayOf = (month: Month, day: number): Day => addDays(firstOf(month), day - 1)

export interface ExpectedPayment {
  /** The month whose allowance is paid. */
  month: Month
  paysOn: Day
  /** Why it is not the usual day. */
  moved?: 'weekend' | 'holiday' | 'tet-advance'
  /** Never surer than L: the officer's schedule replaces it. */
  confidence: Confidence
}

/**
 * When a month's allowance is likely paid in a place that usually pays on `usualDay` (1 to 28) of the month.
 * February goes with January before Tết, on January's day or, where Tết is earlier still, on the last working
 * day that leaves the collectors the week before Tết.
 */
export function expectedPayment(month: Month, usualDay: number): ExpectedPayment {
  if (!Number.isInteger(usualDay) || usualDay < 1 || usualDay > 28) throw new RangeError(`payment day ${usualDay} is not 1 to 28`)
  const { confidence, tetAdvance } = practiceIn(month)
  if (tetAdvance && month.endsWith('-02') && isHolidayYearKnown(firstOf(month))) {
    const january = expectedPayment(shiftMonth(month, -1), usualDay).paysOn
    return { month, paysOn: january, moved: 'tet-advance', confidence }
  }
  const usual = dayOf(month, usualDay)
  const paysOn = workingDayFrom(usual)
  if (tetAdvance && month.endsWith('-01') && isHolidayYearKnown(usual)) {
    const lastBeforeTet = workingDayUntil(addDays(tetOf(Number(month.slice(0, 4))), -DAYS_CLEAR_OF_TET))
    if (paysOn > lastBeforeTet) return { month, paysOn: lastBeforeTet, moved: 'tet-advance', confidence }
  }
  if (paysOn === usual) return { month, paysOn, confidence }
  return { month, paysOn, moved: holidayOn(usual) ? 'holiday' : 'weekend', confidence }
}

/** Who missed the payment can still come back before everything closes. */
const DAYS_CLEAR_OF_TET = 7

/** The last working day on which a name can still be put on a month's list. */
export function listClosesOn(month: Month): Day {
  const before = shiftMonth(month, -1)
  return workingDayUntil(dayOf(before, practiceIn(month).listBefore - 1))
}

/** The last working day by which the payment service has said who was paid. */
export function unpaidKnownOn(month: Month): Day {
  return workingDayUntil(dayOf(month, practiceIn(month).returnsBefore - 1))
}

/** The working days between which most places pay. */
export function usualPaymentDays(month: Month): Day[] {
  const { payFrom, payTo } = practiceIn(month)
  return Array.from({ length: payTo - payFrom + 1 }, (_, index) => dayOf(month, payFrom + index)).filter(isWorkingDay)
}
