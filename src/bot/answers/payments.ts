/** When and where the allowance is paid, and what was not collected. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese, monthOf, shiftMonth, weekdayName } from '../../domain/calendar.ts'
import type { Month } from '../../domain/calendar.ts'
import type { AllowanceRecord, PaymentRecord, PersonRecord, ScheduleRecord } from '../../domain/person-record.ts'
import { uncollectedStep, UNCOLLECTED_RULES } from '../../domain/policy/benefit-life.ts'
import { ruleOn } from '../../domain/policy/dated.ts'
import { PAYMENT_PRACTICES } from '../../domain/policy/payment-calendar.ts'
import type { Answer, Asked } from '../conversation.ts'
import { arrearsAnswer, ARREARS_WORDS } from './arrears.ts'
import { askedMonth, handOver, monthInVietnamese, plainly, tell, tellAnybody, todayOf, withOfficer } from './about.ts'
import { withoutAllowance } from './entitled.ts'
import { toReceive } from './month-amount.ts'
import { provinceCode } from './province-code.ts'

export function paymentDate(asked: Asked): Answer {
  const { person } = asked
  if (ARREARS_WORDS.test(asked.words)) return arrearsAnswer(asked, provinceCode(asked.facts.commune.profile.province))
  if (person === undefined) return daysForAnybody(asked)
  const without = withoutAllowance(asked, person)
  if (without !== undefined) return without
  const month = askedMonth(asked)
  const past = month === undefined ? undefined : settled(asked, person, month)
  if (past !== undefined) return past
  const schedule = nextDay(person, month, asked)
  return schedule === undefined ? noDayYet(asked, person, month) : dayOf(asked, person, schedule)
}

export function paymentPlace(asked: Asked): Answer {
  const { person } = asked
  if (person === undefined) return daysForAnybody(asked)
  const without = withoutAllowance(asked, person)
  if (without !== undefined) return without
  const way = wayOf(person)
  const schedule = nextDay(person, askedMonth(asked), asked)
  // Where there is a day, its place says more than the way of paying.
  if (schedule !== undefined && !way.to_account) return dayOf(asked, person, schedule)
  return withOfficer(tell(person, 'answer-pay-method', todayOf(asked), way))
}

export function paymentMissing(asked: Asked): Answer {
  const { person } = asked
  if (person === undefined) return tellAnybody('answer-missing-general')
  const without = withoutAllowance(asked, person)
  if (without !== undefined) return without
  const today = todayOf(asked)
  const open = person.payments.filter(({ status }) => status === 'uncollected').map(({ month }) => month).sort()
  if (open.length > 0) return uncollected(asked, person, open)
  const month = askedMonth(asked) ?? monthOf(today)
  const payment = person.payments.find((one) => one.month === month)
  if (payment?.status === 'paid') return paid(asked, person, payment)
  const schedule = nextDay(person, month, asked)
  if (schedule !== undefined && schedule.paysOn >= today) return dayOf(asked, person, schedule)
  return handOver('money-missing', person)
}

function settled(asked: Asked, person: PersonRecord, month: Month): Answer | undefined {
  const payment = person.payments.find((one) => one.month === month)
  if (payment?.status === 'paid') return paid(asked, person, payment)
  return payment?.status === 'uncollected' ? uncollected(asked, person, [month]) : undefined
}

function paid(asked: Asked, person: PersonRecord, payment: PaymentRecord): Answer {
  const fields = { month: monthInVietnamese(payment.month), sum: dongInVietnamese(toReceive(payment)), account_tail: payment.accountTail ?? null }
  return withOfficer(tell(person, 'answer-paid', todayOf(asked), fields))
}

function uncollected(asked: Asked, person: PersonRecord, months: readonly Month[]): Answer {
  const today = todayOf(asked)
  const rule = ruleOn('uncollected', UNCOLLECTED_RULES, today)
  const last = months.at(-1) ?? monthOf(today)
  return withOfficer(tell(person, 'answer-uncollected', today, {
    months_uncollected: listed(months.map(monthInVietnamese)),
    warned: uncollectedStep(months, last) !== 'none',
    suspend_months: `${rule.suspendAfter} tháng`,
  }))
}

const listed = (words: readonly string[]): string => (words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} và ${words.at(-1)}`)

function daysForAnybody({ facts: { villageSchedule }, ...asked }: Asked): Answer {
  if (villageSchedule !== undefined) return plainly('answer-pay-village', { ...dayFields(villageSchedule), village: villageSchedule.village })
  return tellAnybody('answer-pay-general', practice(asked))
}

function dayOf(asked: Asked, person: PersonRecord, schedule: ScheduleRecord): Answer {
  return tell(person, 'answer-pay-day', todayOf(asked), { ...dayFields(schedule), ...wayOf(person) })
}

function noDayYet(asked: Asked, person: PersonRecord, month: Month | undefined): Answer {
  const today = todayOf(asked)
  const { payTo } = ruleOn('payment practice', PAYMENT_PRACTICES, today)
  const usual = Number(today.slice(8)) > payTo ? shiftMonth(monthOf(today), 1) : monthOf(today)
  return tell(person, 'answer-pay-none', today, { ...practice(asked), month: monthInVietnamese(month ?? usual) })
}

const dayFields = ({ month, paysOn, fromTime, place, confirmed }: ScheduleRecord) => ({
  month: monthInVietnamese(month), pay_day: dayInVietnamese(paysOn), pay_weekday: weekdayName(paysOn), pay_time: fromTime, pay_place: place, confirmed,
})

function practice({ now }: Pick<Asked, 'now'>): { pay_from: string; pay_to: string } {
  const { payFrom, payTo } = ruleOn('payment practice', PAYMENT_PRACTICES, todayOf({ now }))
  return { pay_from: String(payFrom), pay_to: String(payTo) }
}

const ACCOUNTS: readonly (string | undefined)[] = ['bank', 'social_security_account']
const methodOf = (person: PersonRecord): AllowanceRecord | undefined => person.allowances.find(({ status }) => status === 'active')

function wayOf(person: PersonRecord): { to_account: boolean; at_home: boolean; account_tail: string | null } {
  const allowance = methodOf(person)
  return { to_account: ACCOUNTS.includes(allowance?.method), at_home: allowance?.method === 'home', account_tail: allowance?.accountTail ?? null }
}

/** The day of the month that is asked about, else the next one ahead; a day for just this way of paying goes before one for all. */
function nextDay(person: PersonRecord, month: Month | undefined, asked: Asked): ScheduleRecord | undefined {
  const today = todayOf(asked)
  const method = methodOf(person)?.method ?? 'cash'
  const fitting = person.schedules
    .filter((one) => one.method === undefined || one.method === method)
    .filter((one) => (month === undefined ? one.paysOn >= today : one.month === month))
    .sort((a, b) => (a.paysOn === b.paysOn ? Number(a.method === undefined) - Number(b.method === undefined) : a.paysOn < b.paysOn ? -1 : 1))
  return fitting.find((one) => one.paysOn >= today) ?? fitting.at(-1)
}
