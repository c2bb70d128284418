/**
 * Birthdays that change what somebody is due. They are told ahead, because since 05/10/2026 nothing is paid for the
 * months before the chair's signature: who applies on the birthday has lost money already.
 */
import { addDays, shiftMonth } from '../calendar.ts'
import type { Day, Month } from '../calendar.ts'
import { birthdayRange } from '../birth.ts'
import type { Birth, DayRange } from '../birth.ts'
import { allowanceFor } from './allowance.ts'
import type { AllowanceClaim } from './allowance.ts'
import { categoryOn } from './categories.ts'
import type { CategoryKind } from './categories.ts'
import type { Confidence, Dated } from './dated.ts'
import { isInForce } from './dated.ts'

export type LifeEventKey =
  | 'child-3' | 'child-4' | 'child-16' | 'elderly-60' | 'birthday-70' | 'birthday-75' | 'elderly-75'

export interface LifeEvent extends Dated {
  key: LifeEventKey
  age: number
  /** `apply`: something new may be asked for. `changes`: what is paid now becomes another amount, or ends. */
  means: 'apply' | 'changes'
  /** Only for people who receive one of these; everybody otherwise. */
  kinds?: readonly CategoryKind[]
  /** Only for poor and near-poor households. */
  poorOnly?: true
  /** For the officer. */
  name: string
}

const assistance: Dated = {
  effectiveFrom: '2021-07-01',
  legalSource: 'Nghị định 20/2021/NĐ-CP, Điều 5 và 6; Nghị định 335/2026/NĐ-CP, Điều 5 và 6',
  confidence: 'S',
}
const assistanceOf2026: Dated = {
  effectiveFrom: '2026-10-05',
  legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 5 và 6',
  confidence: 'S',
}
const pension: Dated = {
  effectiveFrom: '2025-07-01',
  legalSource: 'Luật 41/2024/QH15, Điều 21; Nghị định 176/2025/NĐ-CP',
  confidence: 'S',
}

const changing = (key: LifeEventKey, age: number, kinds: readonly CategoryKind[], name: string, dated = assistance): LifeEvent =>
  ({ key, age, means: 'changes', kinds, name, ...dated })

export const LIFE_EVENTS: readonly LifeEvent[] = [
  changing('child-3', 3, ['CHILD_UNDER3_POOR'], 'Trẻ đủ 3 tuổi, hết diện trẻ em dưới 3 tuổi'),
  changing('child-4', 4, ['CHILD_NO_CARER', 'CHILD_HIV_POOR'], 'Trẻ đủ 4 tuổi, hệ số thay đổi'),
  changing('child-16', 16, ['CHILD_NO_CARER', 'CHILD_HIV_POOR', 'DISABILITY'], 'Trẻ đủ 16 tuổi, hệ số hoặc diện hưởng thay đổi'),
  changing('elderly-60', 60, ['DISABILITY'], 'Người khuyết tật đủ 60 tuổi, hệ số tăng'),
  changing('elderly-75', 75, ['ELDERLY_POOR_NO_SUPPORT'], 'Người cao tuổi hộ nghèo đủ 75 tuổi, hệ số tăng', assistanceOf2026),
  {
    key: 'birthday-70',
    age: 70,
    means: 'apply',
    poorOnly: true,
    name: 'Người hộ nghèo, cận nghèo đủ 70 tuổi, được đề nghị trợ cấp hưu trí xã hội',
    ...pension,
  },
  {
    key: 'birthday-75',
    age: 75,
    means: 'apply',
    name: 'Người đủ 75 tuổi, được đề nghị trợ cấp hưu trí xã hội',
    ...pension,
  },
]

export interface LifeEventPerson {
  birth: Birth
  poorStatus?: 'poor' | 'near_poor'
  /** Codes of the benefits that the person receives now. */
  categories: readonly string[]
}

export interface LifeEventAhead {
  event: LifeEvent
  /** One day, or the days between which the birthday must lie: then the officer confirms the day first. */
  birthday: DayRange
  certain: boolean
}

/**
 * Events whose birthday may fall within `today … today + daysAhead`. Who already has a social pension hears nothing
 * about applying for one; whether somebody has another pension, only the officer knows.
 */
export function lifeEventsAhead(person: LifeEventPerson, today: Day, daysAhead: number): LifeEventAhead[] {
  const until = addDays(today, daysAhead)
  const kinds = person.categories.map((code) => categoryOn(code, today)?.kind)
  return LIFE_EVENTS.flatMap((event) => {
    const birthday = birthdayRange(person.birth, event.age)
    if (birthday.first > until || birthday.last < today || !isInForce(event, birthday.last)) return []
    if (event.kinds !== undefined && !event.kinds.some((kind) => kinds.includes(kind))) return []
    if (event.poorOnly && person.poorStatus === undefined) return []
    if (event.means === 'apply' && kinds.includes('SOCIAL_PENSION')) return []
    return [{ event, birthday, certain: birthday.first === birthday.last }]
  })
}

export interface AmountChange {
  month: Month
  /** đồng a month; 0 = nothing is due any more, or yet. */
  before: number
  after: number
  confidence: Confidence
}

/** Months after `from`, up to `months` of them, in which the amount becomes another: birthdays and new decrees alike. */
export function amountChanges(claim: AllowanceClaim, from: Month, months: number): AmountChange[] {
  const changes: AmountChange[] = []
  let before = dueIn(claim, from)
  for (let step = 1; step <= months; step += 1) {
    const month = shiftMonth(from, step)
    const after = dueIn(claim, month)
    if (before && after && before.amount !== after.amount) {
      changes.push({ month, before: before.amount, after: after.amount, confidence: after.confidence })
    }
    before = after
  }
  return changes
}

/** Undefined where the rules cannot say: a change from or to "we do not know" is no change. */
function dueIn(claim: AllowanceClaim, month: Month): { amount: number; confidence: Confidence } | undefined {
  const allowance = allowanceFor(claim, month)
  if (allowance.kind === 'allowance') {
    return allowance.ageUncertain ? undefined : { amount: allowance.amount, confidence: allowance.confidence }
  }
  return allowance.reason === 'age-outside' ? { amount: 0, confidence: 'S' } : undefined
}
