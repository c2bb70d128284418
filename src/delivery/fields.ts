/**
 * What a template may say about one notice, written out as people read it. Counted on the day it leaves, from the
 * register as it is then; what a template needs and is not known here stops the send.
 */
import type { TemplateFields } from '../content/content.ts'
import { addDays, dayInVietnamese, daysBetween, monthOf, vietnamDay, weekdayName } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { formOfAddress } from '../domain/form-of-address.ts'
import { cardGroup } from '../domain/policy/card-groups.ts'
import { lastSafeDay } from '../domain/policy/card-validity.ts'
import { dongInVietnamese } from '../domain/amounts-in-vietnamese.ts'
import type { ClaimedNotice, PersonFacts } from './notice.ts'

export function noticeFields(notice: ClaimedNotice, now: Date): TemplateFields {
  const today = vietnamDay(now)
  return {
    ...communeFields(notice),
    ...(notice.person === undefined ? {} : personFields(notice.person, notice, today)),
    ...cardFields(notice, today),
    ...paymentFields(notice, today),
    ...birthdayFields(notice),
    ...(notice.freeText === undefined ? {} : { text: notice.freeText }),
  }
}

const communeFields = ({ commune: { profile } }: ClaimedNotice): TemplateFields => ({
  sender: profile.sender,
  contact: profile.contact,
  renew_place: profile.renewPlace,
  submission_place: profile.submissionPlace,
})

/** A child's message is read by the family, and so is one on a relative's phone. */
function personFields(person: PersonFacts, notice: ClaimedNotice, today: Day): TemplateFields {
  const form = formOfAddress({ sex: person.sex, birth: birthOf(person) }, today)
  const forRelative = !['self', 'unknown'].includes(notice.relation)
  return {
    name: person.fullName,
    address_form: form,
    reader: isChild(person, today) || forRelative ? 'gia đình' : form,
    // Who has no village on the register is told of the commune's day.
    village: person.village === undefined ? notice.commune.name : `${person.villageKind ?? ''} ${person.village}`.trim(),
  }
}

const CHILD_DAYS = 16 * 365.25
const isChild = (person: PersonFacts, today: Day): boolean => person.birth !== undefined && daysBetween(person.birth, today) < CHILD_DAYS

/** As the domain writes births: the day, the month or the year that is known. */
function birthOf(person: PersonFacts) {
  if (person.birth === undefined || person.birthPrecision === undefined) return undefined
  const length = { day: 10, month: 7, year: 4 }[person.birthPrecision]
  return { value: person.birth.slice(0, length), precision: person.birthPrecision }
}

function cardFields({ card }: ClaimedNotice, today: Day): TemplateFields {
  if (card?.validTo === undefined) return {}
  const safe = lastSafeDay(card.validTo)
  return {
    valid_to: dayInVietnamese(card.validTo),
    days: Math.abs(daysBetween(today, card.validTo)),
    last_safe_day: dayInVietnamese(safe),
    ...(paysAtSchool(card.cardGroup) ? { renew_place: 'trường đang học' } : {}),
    // Only who has the five years can lose them.
    five_years: card.fiveYearOn !== undefined && card.fiveYearOn <= card.validTo,
  }
}

/** Pupils and students pay through their school; the post office would send them away. */
function paysAtSchool(code: string | undefined): boolean {
  const group = code === undefined ? 'unknown' : cardGroup(code)
  return group !== 'unknown' && group.renewal === 'pay_at_school'
}

function paymentFields({ schedule, payment, allowance, params }: ClaimedNotice, today: Day): TemplateFields {
  const month = schedule?.month ?? payment?.month
  const amount = payment?.amount ?? allowance?.amount
  const tail = payment?.accountTail ?? allowance?.accountTail
  return {
    ...(month === undefined ? {} : { month: monthInVietnamese(month) }),
    ...(typeof params.months === 'string' ? { months_uncollected: params.months } : {}),
    ...(amount === undefined ? {} : { amount: dongInVietnamese(amount) }),
    ...(tail === undefined ? {} : { account_tail: tail }),
    ...(schedule === undefined
      ? {}
      : {
          pay_day: dayInVietnamese(schedule.paysOn),
          pay_weekday: weekdayName(schedule.paysOn),
          pay_time: schedule.fromTime,
          pay_place: schedule.place,
          confirmed: schedule.confirmed,
          transferred: payment?.status === 'paid',
          days: Math.abs(daysBetween(today, schedule.paysOn)),
        }),
  }
}

const monthInVietnamese = (day: Day): string => `${day.slice(5, 7)}/${monthOf(day).slice(0, 4)}`

/** The month in which an amount changes is the month of the birthday (335/2026: adjusted from the month the condition changed). */
function birthdayFields({ params }: ClaimedNotice): TemplateFields {
  if (typeof params.birthday !== 'string') return {}
  return { birthday: dayInVietnamese(params.birthday), month: monthInVietnamese(addDays(params.birthday, 0)) }
}
