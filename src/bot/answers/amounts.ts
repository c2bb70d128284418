/** How much, by which arithmetic, and why it is another amount than last month. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { monthOf, shiftMonth } from '../../domain/calendar.ts'
import type { Month } from '../../domain/calendar.ts'
import type { AllowanceRecord, PersonRecord } from '../../domain/person-record.ts'
import { APPLICATION_RULES } from '../../domain/policy/applications.ts'
import { ruleOn } from '../../domain/policy/dated.ts'
import { aidAmount } from '../../domain/policy/one-off-aid.ts'
import { standardAmount, STANDARD_AMOUNTS } from '../../domain/policy/standard-amounts.ts'
import type { Answer, Asked } from '../conversation.ts'
import { askedMonth, handOver, monthInVietnamese, plainly, tell, tellAnybody, todayOf, withOfficer } from './about.ts'
import { arrearsAnswer, ARREARS_WORDS } from './arrears.ts'
import { coefficientOf, monthAmount, standardOf } from './month-amount.ts'
import type { MonthAmount } from './month-amount.ts'
import { withoutAllowance } from './entitled.ts'
import { provinceCode } from './province-code.ts'

const FUNERAL_WORDS = /mai tang|ma chay|tang le|chon cat/
const WHY_WORDS = /(?<![a-z])(?:sao|vi sao|tai sao|ly do|it hon|nhieu hon|tang|giam|hut|thieu|bot|khac|thay doi)(?![a-z])/

export function paymentAmount(asked: Asked): Answer {
  const { person, words } = asked
  const province = provinceCode(asked.facts.commune.profile.province)
  if (FUNERAL_WORDS.test(words)) return funeral(asked, province)
  if (ARREARS_WORDS.test(words)) return arrearsAnswer(asked, province)
  if (person === undefined) return amountForAnybody(asked, province)
  const without = withoutAllowance(asked, person)
  if (without !== undefined) return without
  const month = askedMonth(asked) ?? newestMonth(person, monthOf(todayOf(asked)))
  const amount = monthAmount(person, month, province)
  if (amount === undefined) return handOver('amount', person)
  return WHY_WORDS.test(words) ? whyChanged(asked, person, month, amount, province) : amountOf(asked, person, month, amount)
}

function funeral(asked: Asked, province: string | undefined): Answer {
  const today = todayOf(asked)
  const aid = aidAmount('funeral', today, province)
  if (aid === undefined || aid.confidence === 'U') return handOver('unsure-rule', asked.person)
  const { formNo } = ruleOn('applications', APPLICATION_RULES.filter(({ purpose }) => purpose === 'funeral'), today)
  return withOfficer(plainly('answer-funeral', { sum: dongInVietnamese(aid.amount), form_no: formNo }))
}

function amountForAnybody(asked: Asked, province: string | undefined): Answer {
  const on = { on: todayOf(asked), ...(province === undefined ? {} : { province }) }
  const [standard, pension] = [standardAmount({ scheme: 'assistance', ...on }), standardAmount({ scheme: 'social_pension', ...on })]
  if (standard === undefined || pension === undefined || standard.confidence === 'U' || pension.confidence === 'U') return handOver('unsure-rule', undefined)
  return tellAnybody('answer-amount-general', { standard: dongInVietnamese(standard.amount), pension: dongInVietnamese(pension.amount) })
}

function amountOf(asked: Asked, person: PersonRecord, month: Month, { sum, arithmetic, arrears, deduction }: MonthAmount): Answer {
  return tell(person, 'answer-amount', todayOf(asked), {
    month: monthInVietnamese(month), sum: dongInVietnamese(sum), arithmetic: arithmetic ?? null,
    arrears: arrears > 0 ? dongInVietnamese(arrears) : null, deduction: deduction > 0 ? dongInVietnamese(deduction) : null,
  })
}

/** Only a reason that accounts for the whole difference is told. */
function whyChanged(asked: Asked, person: PersonRecord, month: Month, now: MonthAmount, province: string | undefined): Answer {
  const previousMonth = shiftMonth(month, -1)
  const today = todayOf(asked)
  if (!person.payments.some((one) => one.month === previousMonth)) return withOfficer(amountOf(asked, person, month, now))
  const before = monthAmount(person, previousMonth, province)
  if (before === undefined) return handOver('amount', person)
  const months = { month: monthInVietnamese(month), sum: dongInVietnamese(now.sum), previous_month: monthInVietnamese(previousMonth) }
  if (now.sum === before.sum) return withOfficer(tell(person, 'answer-amount-same', today, months))
  const reason = reasonOf(person, month, previousMonth, now, before, province)
  if (reason === undefined) return handOver('amount', person)
  return withOfficer(tell(person, 'answer-amount-changed', today, { ...months, previous: dongInVietnamese(before.sum), ...reason }))
}

function reasonOf(person: PersonRecord, month: Month, previousMonth: Month, now: MonthAmount, before: MonthAmount, province: string | undefined) {
  const listed = [now, before].some(({ arrears, deduction }) => arrears > 0 || deduction > 0)
  const none = { by_standard: false, by_arrears: listed, by_birthday: false, old_standard: '0', new_standard: '0' }
  if (now.base === before.base) return listed ? none : undefined
  const [allowance, other] = person.allowances.filter(({ status }) => status === 'active')
  if (allowance === undefined || other !== undefined) return undefined
  const rise = riseBetween(allowance, now.base, before.base, month)
  if (rise !== undefined) return { ...none, by_standard: true, old_standard: dongInVietnamese(rise.from), new_standard: dongInVietnamese(rise.to) }
  const standard = standardOf(allowance, month, province)?.amount
  const [after, earlier] = [coefficientOf(allowance, person, month), coefficientOf(allowance, person, previousMonth)]
  if (standard === undefined || after === undefined || earlier === undefined || after === earlier || listed) return undefined
  return now.base === Math.round(after * standard) && before.base === Math.round(earlier * standard) ? { ...none, by_birthday: true } : undefined
}

/** One coefficient under two standards; the list of a month may still have been made by the older one. */
function riseBetween({ coefficient }: AllowanceRecord, now: number, before: number, month: Month): { from: number; to: number } | undefined {
  if (coefficient === undefined || before >= now) return undefined
  const known = STANDARD_AMOUNTS.filter(({ province, effectiveFrom }) => province === undefined && effectiveFrom <= `${month}-28`).map(({ amount }) => amount)
  const [to, from] = [now, before].map((base) => known.find((amount) => Math.round(amount * coefficient) === base))
  return to === undefined || from === undefined ? undefined : { from, to }
}

/** The newest month that is listed, not further than the next one; else the running month. */
function newestMonth(person: PersonRecord, current: Month): Month {
  const listed = person.payments.map(({ month }) => month).filter((month) => month <= shiftMonth(current, 1)).sort()
  return listed.at(-1) ?? current
}

