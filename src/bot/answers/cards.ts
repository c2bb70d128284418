/** The card: how long it is valid, how to renew it, what it covers, what to do when something is wrong with it. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { benefitLevel } from '../../domain/policy/benefit-level.ts'
import type { LevelDigit } from '../../domain/policy/benefit-level.ts'
import { cardStanding, coPaymentCeiling, GAP_RULES, lastSafeDay } from '../../domain/policy/card-validity.ts'
import { ruleOn } from '../../domain/policy/dated.ts'
import type { Answer, Asked } from '../conversation.ts'
import { plainly, tell, tellAnybody, todayOf, withOfficer } from './about.ts'
import { payerOf } from './payer.ts'

export function cardExpiry(asked: Asked): Answer {
  const { person } = asked
  if (person === undefined) return tellAnybody('answer-card-general')
  return person.card?.validTo === undefined ? noCard(asked, person) : standingOf(asked, person, person.card.validTo)
}

export function renewHow(asked: Asked): Answer {
  const { person } = asked
  const today = todayOf(asked)
  const gap = gapFields(today)
  if (person === undefined) return plainly('answer-renew-how', gap)
  const payer = payerOf(person)
  if (payer === 'state' || payer === 'other') return tell(person, 'answer-renew-not-self', today, { state_pays: payer === 'state' })
  const validTo = person.card?.validTo
  if (validTo === undefined) return plainly('answer-renew-how', gap)
  if (cardStanding(validTo, today) !== 'valid') return standingOf(asked, person, validTo)
  return tell(person, 'answer-renew-by', today, { ...gap, valid_to: dayInVietnamese(validTo), interrupted: false, at_school: payer === 'school' })
}

export function cardBenefit(asked: Asked): Answer {
  const { person, words } = asked
  const today = todayOf(asked)
  const ceiling = dongInVietnamese(coPaymentCeiling(today))
  const card = person?.card
  if (person !== undefined && card?.fiveYearOn !== undefined && FIVE_YEARS.test(words)) {
    return tell(person, 'answer-benefit-five-years', today, { ceiling, five_year_day: dayInVietnamese(card.fiveYearOn), five_years: card.fiveYearOn <= today })
  }
  const percent = person === undefined ? undefined : percentOf(person, today)
  if (person === undefined || percent === undefined) return withOfficer(plainly('answer-benefit-general', { ceiling }))
  return withOfficer(tell(person, 'answer-benefit', today, { ceiling, percent: `${percent}%` }))
}

/** Where to go is the same for everybody; the office that makes cards is not ours. */
export const cardWrongInfo = (): Answer => withOfficer(plainly('answer-card-wrong'))

const FIVE_YEARS = /(?<![a-z0-9])(?:5|nam) nam|lien tuc/

function noCard(asked: Asked, person: PersonRecord): Answer {
  return withOfficer(tell(person, 'answer-card-none', todayOf(asked)))
}

function standingOf(asked: Asked, person: PersonRecord, validTo: Day): Answer {
  const today = todayOf(asked)
  const payer = payerOf(person)
  const selfPays = payer === 'self' || payer === 'school'
  const fields = {
    ...gapFields(today),
    valid_to: dayInVietnamese(validTo),
    self_pays: selfPays,
    state_pays: payer === 'state',
    last_safe_day: dayInVietnamese(lastSafeDay(validTo)),
    // Only who has the five years can lose them.
    five_years: person.card?.fiveYearOn !== undefined && person.card.fiveYearOn <= validTo,
    ...(payer === 'school' ? { renew_place: 'trường đang học' } : {}),
  }
  const standing = cardStanding(validTo, today)
  if (standing === 'valid') return tell(person, 'answer-card-valid', today, fields)
  if (standing === 'interrupted' && selfPays) return tell(person, 'answer-card-interrupted', today, fields)
  return withOfficer(tell(person, 'answer-card-lapsed', today, fields))
}

function gapFields(today: Day): { gap_days: string; waiting_days: string; months_choice: string } {
  const rule = ruleOn('card gap', GAP_RULES, today)
  return { gap_days: `${rule.interruptedFromDay} ngày`, waiting_days: `${rule.waitingDays} ngày`, months_choice: '3, 6 hoặc 12 tháng' }
}

function percentOf({ card }: PersonRecord, today: Day): number | undefined {
  if (card?.group === undefined || card.level === undefined || card.level < 1 || card.level > 5) return undefined
  return benefitLevel(card.group, card.level as LevelDigit, today).percent
}
