/** What a card costs: by the order of members in a household, with what the state adds, or nothing. Always the day's own tables. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import type { Day } from '../../domain/calendar.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { householdPremium, householdTotal, PREMIUM_SUPPORTS, supportedPremium } from '../../domain/policy/household-premium.ts'
import type { SupportedGroup } from '../../domain/policy/household-premium.ts'
import { ruleOn } from '../../domain/policy/dated.ts'
import type { Answer, Asked } from '../conversation.ts'
import { handOver, plainly, tell, todayOf } from './about.ts'
import { payerOf } from './payer.ts'

const MONTHS = 12
const NEXT_YEAR = /nam sau|sang nam|nam toi/

export function renewCost(asked: Asked): Answer {
  const { person } = asked
  const today = todayOf(asked)
  const paidOn = dayMeant(asked.words, today)
  const first = householdPremium(1, MONTHS, paidOn)
  // The rate of a year that has not been announced is nobody's to tell.
  if (first.confidence === 'U') return handOver('unsure-rule', person)
  const group = person === undefined ? groupInWords(asked.words) : groupOf(person)
  if (group !== undefined) return supported(asked, group, paidOn)
  if (person === undefined) return plainly('answer-cost-general', orderFields(paidOn))
  const payer = payerOf(person)
  if (person.poorStatus === 'poor' || payer === 'state' || payer === 'other') {
    return tell(person, 'answer-cost-free', today, { state_pays: payer !== 'other' || person.poorStatus === 'poor' })
  }
  const members = person.householdPayers
  if (members === undefined || members < 1) return plainly('answer-cost-general', orderFields(paidOn))
  const total = dongInVietnamese(householdTotal(members, MONTHS, paidOn))
  return tell(person, 'answer-cost-household', today, { ...orderFields(paidOn), members: `${members} người`, total })
}

function supported(asked: Asked, group: SupportedGroup, paidOn: Day): Answer {
  const premium = supportedPremium(group, MONTHS, paidOn)
  if (premium.confidence === 'U') return handOver('unsure-rule', asked.person)
  const { percent } = ruleOn('premium support', PREMIUM_SUPPORTS.filter((row) => row.group === group), paidOn)
  const fields = { share: `${percent}%`, premium: dongInVietnamese(premium.total), at_school: group === 'student' }
  return asked.person === undefined ? plainly('answer-cost-group', fields) : tell(asked.person, 'answer-cost-supported', todayOf(asked), fields)
}

function groupOf(person: PersonRecord): SupportedGroup | undefined {
  if (payerOf(person) === 'school') return 'student'
  if (person.card?.group === 'CN' || (person.poorStatus === 'near_poor' && payerOf(person) === 'self')) return 'near_poor'
  return person.card?.group === 'GB' ? 'average_farm_household' : undefined
}

function groupInWords(words: string): SupportedGroup | undefined {
  if (/can ngheo/.test(words)) return 'near_poor'
  return /hoc sinh|sinh vien/.test(words) ? 'student' : undefined
}

function dayMeant(words: string, today: Day): Day {
  const year = Number(today.slice(0, 4))
  const named = /(?<!\d)(20[2-4]\d)(?!\d)/.exec(words)?.[1]
  const meant = named === undefined ? year + (NEXT_YEAR.test(words) ? 1 : 0) : Number(named)
  return meant > year ? `${meant}-01-01` : today
}

function orderFields(paidOn: Day): Record<string, string> {
  const names = ['premium_first', 'premium_second', 'premium_third', 'premium_fourth', 'premium_rest']
  return Object.fromEntries(names.map((name, index) => [name, dongInVietnamese(householdPremium(index + 1, MONTHS, paidOn).total)]))
}
