/**
 * Who holds which health-insurance card, and until when. Most cards of the budget end with the year; household cards
 * end on any day, so that every step of the renewal reminders finds somebody today and on each of the next days.
 */
import { addDays, addMonths, ageOn, lastOf } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import type { SampleFamily, SamplePerson } from './families.ts'
import type { Random } from './random.ts'
import type { SampleAllowance } from './recipients.ts'

export interface SampleCard {
  person: SamplePerson
  group: string
  /** The 15 characters of the old cards: group, level, province, social-insurance number. */
  cardNo: string
  validFrom: Day
  validTo: Day
  fiveYearOn?: Day
}

/** How many cards the list holds, and how many of the recipients' are among them (40 % of 369). */
export const CARD_COUNT = 1190
export const RECIPIENT_CARD_COUNT = 148

/** A card that ended or will end this many days from today: one family or more for each step of the reminders. */
const STEP_DAYS = [60, 30, 15, 7, 1, 0, -7, -30, -60, -80]
const CARDS_PER_STEP = 4

/** The level of cover that goes with the group: 1, 2 and 5 = 100 %, 3 = 95 %, 4 = 80 %. */
const LEVELS: Readonly<Record<string, number>> = { HN: 2, CN: 3, BT: 2, LH: 4, TE: 1, DT: 2, CK: 2, CB: 2, HT: 3, DN: 4, GD: 4, GB: 4, HS: 4, SV: 4 }

export function inventCards(input: {
  random: Random
  today: Day
  allowances: readonly SampleAllowance[]
  families: readonly SampleFamily[]
}): SampleCard[] {
  const { random, today, allowances, families } = input
  const byPerson = new Map(allowances.map((allowance) => [allowance.person, allowance]))
  const listed = random.shuffled(allowances.map(({ person }) => person)).slice(0, RECIPIENT_CARD_COUNT)
  const others = families.flatMap(({ members }) => members).filter((person) => !byPerson.has(person))
  // The lists of the poor are complete; of the other families the collector knows most members, and those whose
  // birthday a reminder is about.
  const poor = others.filter(({ family }) => family.poorStatus !== undefined)
  const notPoor = random.shuffled(others.filter(({ family }) => family.poorStatus === undefined))
  const rest = notPoor.sort((a, b) => Number(b.birthKnown === 'always') - Number(a.birthKnown === 'always')).slice(0, CARD_COUNT - listed.length - poor.length)
  const holders = [...listed, ...poor, ...rest]
  if (holders.length !== CARD_COUNT) throw new Error(`the sample has only ${holders.length} people for its cards`)

  const cards = holders.map((person) => cardOf(person, groupOf(person, byPerson.get(person), { random, today }), { random, today }))
  const householdCards = random.shuffled(cards.filter(({ group }) => group === 'GD'))
  for (const [i, days] of STEP_DAYS.flatMap((step) => Array.from({ length: CARDS_PER_STEP }, () => step)).entries()) {
    const card = householdCards[i]
    if (card !== undefined) Object.assign(card, validity(addDays(today, days)))
  }
  for (const card of householdCards.slice(-8)) card.fiveYearOn = addDays(today, random.int(5, 58))
  return cards
}

function groupOf(person: SamplePerson, allowance: SampleAllowance | undefined, { random, today }: { random: Random; today: Day }): string {
  if (allowance !== undefined) return allowance.group === 'social_pension' ? 'LH' : 'BT'
  const age = ageOn(person.birth, today)
  if (age < 6) return 'TE'
  if (person.family.poorStatus !== undefined) return person.family.poorStatus === 'poor' ? 'HN' : 'CN'
  if (person.people !== 'kinh' && random.chance(0.5)) return 'DT'
  if (age < 18) return 'HS'
  if (age < 23 && random.chance(0.4)) return 'SV'
  if (age >= 60) return random.weighted([['GD', 62], ['HT', 22], ['CK', 6], ['CB', 10]] as const)
  return random.weighted([['GD', 70], ['DN', 18], ['GB', 12]] as const)
}

function cardOf(person: SamplePerson, group: string, { random, today }: { random: Random; today: Day }): SampleCard {
  return { person, group, cardNo: cardNumber(person, group), ...validity(expiryOf(person, group, { random, today })), ...fiveYears(group, { random, today }) }
}

function cardNumber(person: Pick<SamplePerson, 'socialInsuranceNo'>, group: string): string {
  return `${group}${LEVELS[group] ?? 4}72${person.socialInsuranceNo}`
}

/** Twelve months up to the day. */
export function validity(validTo: Day): Pick<SampleCard, 'validFrom' | 'validTo'> {
  return { validFrom: addDays(addMonths(validTo, -12), 1), validTo }
}

function expiryOf(person: SamplePerson, group: string, { random, today }: { random: Random; today: Day }): Day {
  const endOfYear = `${today.slice(0, 4)}-12-31`
  switch (group) {
    case 'TE':
      return childCardEnd(person.birth)
    case 'SV':
      return random.chance(0.5) ? endOfYear : `${Number(today.slice(0, 4)) + 1}-09-30`
    case 'GD':
    case 'GB': {
      const kind = random.weighted([['lapsed', 8], ['soon', 50], ['year-end', 20], ['later', 22]] as const)
      if (kind === 'year-end') return endOfYear
      return addDays(today, kind === 'lapsed' ? -random.int(1, 88) : kind === 'soon' ? random.int(1, 120) : random.int(121, 330))
    }
    default:
      return endOfYear
  }
}

/** To 72 months: until 30/09 for those who turn six before it, else to the end of the month of the birthday. */
function childCardEnd(birth: Day): Day {
  const sixth = addMonths(birth, 72)
  const september = `${sixth.slice(0, 4)}-09-30`
  return sixth <= september ? september : lastOf(sixth.slice(0, 7))
}

function fiveYears(group: string, { random, today }: { random: Random; today: Day }): Pick<SampleCard, 'fiveYearOn'> {
  if (group !== 'GD' && group !== 'HT' && group !== 'DN') return {}
  if (random.chance(0.5)) return {}
  const year = Number(today.slice(0, 4)) + random.int(-6, 4)
  return { fiveYearOn: `${year}-${String(random.int(1, 12)).padStart(2, '0')}-01` }
}
