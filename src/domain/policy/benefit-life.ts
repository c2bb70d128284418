/**
 * When a benefit starts, pauses and ends (335/2026 Art. 8; Art. 31 for the social pension).
 */
import { firstOf, monthOf, shiftMonth } from '../calendar.ts'
import type { Day, Month } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { inForce } from './dated.ts'

/** Thôi hưởng: why a benefit ends. */
export const STOP_REASONS = {
  DEATH: 'đã chết',
  MISSING: 'bị tòa án tuyên bố mất tích',
  NOT_ELIGIBLE: 'không còn đủ điều kiện hưởng',
  IMPRISONED: 'chấp hành án phạt tù',
  COMPETENT_DECISION: 'có quyết định chấm dứt của cơ quan có thẩm quyền',
  REFUSED: 'từ chối nhận trợ cấp',
  NO_COMPLIANCE_3M: 'sau 3 tháng tạm dừng vẫn chưa thực hiện yêu cầu đánh giá lại',
  MOVED_OUT: 'chuyển đến nơi cư trú khác, nơi mới tiếp tục chi trả',
} as const
export type StopReason = keyof typeof STOP_REASONS

/** Tạm dừng: why a benefit pauses. What was held back is paid later, from the pause on, if the person still qualifies. */
export const SUSPEND_REASONS = {
  NOT_COLLECTED_3M: 'không nhận trợ cấp 3 tháng liên tục trở lên',
  NO_REASSESSMENT: 'chưa thực hiện yêu cầu đánh giá lại hoặc cung cấp thông tin',
} as const
export type SuspendReason = keyof typeof SUSPEND_REASONS

interface StartRule extends Dated {
  startsFrom: 'signature'
}

/** Before this decree the start hung on birthdays and certificates; nobody asks about those starts any more. */
export const START_RULES: readonly StartRule[] = [
  {
    startsFrom: 'signature',
    effectiveFrom: '2026-10-05',
    legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 8 và Điều 31',
    confidence: 'S',
  },
]

/** The first month paid: that of the chair's signature, whenever the birthday or the application was. */
export function firstPaidMonth(signedOn: Day): { month: Month; confidence: Confidence; legalSource: string } | undefined {
  const rule = inForce(START_RULES, signedOn)
  return rule && { month: monthOf(signedOn), confidence: rule.confidence, legalSource: rule.legalSource }
}

/** The month in which somebody dies or loses the conditions is still paid in full. */
export function lastPaidMonth(endedOn: Day): Month {
  return monthOf(endedOn)
}

export function stoppedFrom(endedOn: Day): Month {
  return shiftMonth(monthOf(endedOn), 1)
}

export interface UncollectedRule extends Dated {
  /** Months in a row after which the officer and the village head are told: early enough to mend it. */
  warnAfter: number
  suspendAfter: number
}

export const UNCOLLECTED_RULES: readonly UncollectedRule[] = [
  {
    warnAfter: 2,
    suspendAfter: 3,
    effectiveFrom: '2021-07-01',
    effectiveTo: '2026-10-04',
    legalSource: 'Nghị định 20/2021/NĐ-CP',
    confidence: 'L',
  },
  {
    warnAfter: 2,
    suspendAfter: 3,
    effectiveFrom: '2026-10-05',
    legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 8',
    confidence: 'S',
  },
]

/** How many months in a row, ending with `month`, were not collected. */
export function monthsUncollected(uncollected: readonly Month[], month: Month): number {
  let run = 0
  while (uncollected.includes(shiftMonth(month, -run))) run += 1
  return run
}

/** `suspend` only opens the way: the chair decides, the program never stops anybody's money. */
export function uncollectedStep(uncollected: readonly Month[], month: Month): 'none' | 'warn' | 'suspend' {
  const rule = inForce(UNCOLLECTED_RULES, firstOf(month))
  const run = monthsUncollected(uncollected, month)
  if (rule === undefined || run < rule.warnAfter) return 'none'
  return run < rule.suspendAfter ? 'warn' : 'suspend'
}
