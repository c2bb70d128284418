/**
 * Invented families: who lives under one roof, how they are related, and who owns the phone. A family is built around
 * one person (the anchor), because the lists start from somebody who receives something.
 */
import { addDays, addMonths, ageOn } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import type { PoorStatus } from '../../register/roster/roster.ts'
import type { IdentifierMint } from './identifiers.ts'
import { inventFamilyName, inventName } from './names.ts'
import type { People, Sex } from './names.ts'
import type { Random } from './random.ts'

export interface SamplePerson {
  name: string
  sex: Sex
  people: People
  birth: Day
  /** Papers of many elderly show the year alone; 'always': every list has the full day, a reminder hangs on it. */
  birthKnown: 'year' | 'day' | 'always'
  relation: 'Chủ hộ' | 'Vợ' | 'Chồng' | 'Con' | 'Cháu' | 'Mẹ' | 'Cha'
  citizenId: string
  socialInsuranceNo: string
  /** Ten digits from 0; the person's own first, then a relative's. */
  phones: readonly string[]
  family: SampleFamily
}

export interface SampleFamily {
  /** Index of VILLAGE_PLANS. */
  village: number
  poorStatus?: PoorStatus
  /** The head of the household first. */
  members: SamplePerson[]
}

export interface FamilyAnchor {
  village: number
  birth: Day
  sex?: Sex
  people?: People
  /** alone: nobody else under the roof. orphan: a child with its grandmother. */
  lives?: 'alone' | 'orphan'
  poorStatus?: PoorStatus
  /** 'none': nobody in the family can be rung up. */
  phones?: 'none' | 'two'
}

type Seat = Pick<SamplePerson, 'sex' | 'birth' | 'relation'> & { anchor?: true }

export interface FamilySource {
  random: Random
  mint: IdentifierMint
  today: Day
}

const otherSex = (sex: Sex): Sex => (sex === 'male' ? 'female' : 'male')
const spouseOf = (sex: Sex): 'Vợ' | 'Chồng' => (sex === 'male' ? 'Vợ' : 'Chồng')

export function inventFamily(source: FamilySource, anchor: FamilyAnchor): { family: SampleFamily; anchor: SamplePerson } {
  const { random, mint, today } = source
  const people = anchor.people ?? random.weighted([['kinh', 88], ['khmer', 6], ['cham', 4], ['ede', 2]] as const)
  const sex = anchor.sex ?? random.pick(['male', 'female'] as const)
  const seats = seatsAround({ birth: anchor.birth, sex, lives: anchor.lives }, source)
  const family: SampleFamily = { village: anchor.village, members: [] }
  if (anchor.poorStatus !== undefined) family.poorStatus = anchor.poorStatus
  const familyName = inventFamilyName(random, people)
  const phones = householdPhones(seats, anchor.phones, source)
  let anchored: SamplePerson | undefined
  for (const [index, seat] of seats.entries()) {
    const marriedIn = seat.relation === 'Vợ' || seat.relation === 'Chồng'
    const taken = new Set(family.members.map(({ name }) => name))
    const person: SamplePerson = {
      name: newName(source, { sex: seat.sex, people, family: marriedIn ? inventFamilyName(random, people) : familyName }, taken),
      sex: seat.sex,
      people,
      birth: seat.birth,
      birthKnown: ageOn(seat.birth, today) >= 60 && random.chance(0.3) ? 'year' : 'day',
      relation: seat.relation,
      citizenId: mint.citizenId(seat),
      socialInsuranceNo: mint.socialInsuranceNo(),
      phones: phones[index] ?? [],
      family,
    }
    family.members.push(person)
    if (seat.anchor === true) anchored = person
  }
  if (anchored === undefined) throw new Error('a family was built without the person it was built around')
  return { family, anchor: anchored }
}

/** No family calls two of its children by one name. */
function newName(source: FamilySource, who: { sex: Sex; people: People; family: string }, taken: ReadonlySet<string>): string {
  const name = inventName(source.random, who)
  return taken.has(name) ? newName(source, who, taken) : name
}

function seatsAround(anchor: { birth: Day; sex: Sex; lives: FamilyAnchor['lives'] }, source: FamilySource): Seat[] {
  const age = ageOn(anchor.birth, source.today)
  const head: Seat = { relation: 'Chủ hộ', sex: anchor.sex, birth: anchor.birth, anchor: true }
  if (anchor.lives === 'alone') return [head]
  if (anchor.lives === 'orphan') {
    const grandmother: Seat = { relation: 'Chủ hộ', sex: 'female', birth: yearsEarlier(anchor.birth, source.random.int(48, 58), source.random) }
    return [grandmother, { ...head, relation: 'Cháu' }]
  }
  if (age < 16) return withParents(anchor, source)
  if (age < 60) return source.random.chance(age < 30 ? 0.2 : 0.6) ? [head, ...partnerAndChildren(head, source)] : withParents(anchor, source)
  return elderSeats(head, source)
}

/** A young or disabled person in the parents' house, now and then with a brother or sister. */
function withParents(anchor: { birth: Day; sex: Sex }, source: FamilySource): Seat[] {
  const { random, today } = source
  const sex = random.pick(['male', 'female'] as const)
  const parent: Seat = { relation: 'Chủ hộ', sex, birth: yearsEarlier(anchor.birth, random.int(20, 30), random) }
  const child: Seat = { relation: 'Con', sex: anchor.sex, birth: anchor.birth, anchor: true }
  const seats: Seat[] = [parent]
  if (random.chance(0.75)) seats.push({ relation: spouseOf(sex), sex: otherSex(sex), birth: aroundBirth(parent.birth, random) })
  seats.push(child)
  const siblingBirth = addDays(anchor.birth, random.int(500, 2500))
  if (random.chance(0.5) && siblingBirth < today) seats.push({ relation: 'Con', sex: random.pick(['male', 'female'] as const), birth: siblingBirth })
  return seats
}

/** Old people live alone, as a couple, or with a grown child's family. */
function elderSeats(elder: Seat, source: FamilySource): Seat[] {
  const { random } = source
  const lives = random.weighted([['alone', 25], ['couple', 20], ['with-child', 55]] as const)
  if (lives === 'alone') return [elder]
  if (lives === 'couple') return [elder, { relation: spouseOf(elder.sex), sex: otherSex(elder.sex), birth: aroundBirth(elder.birth, random) }]
  const head: Seat = { relation: 'Chủ hộ', sex: random.pick(['male', 'female'] as const), birth: yearsEarlier(elder.birth, -random.int(22, 32), random) }
  return [head, ...partnerAndChildren(head, source), { ...elder, relation: elder.sex === 'male' ? 'Cha' : 'Mẹ' }]
}

function partnerAndChildren(head: Seat, source: FamilySource): Seat[] {
  const { random, today } = source
  const seats: Seat[] = []
  if (random.chance(0.8)) seats.push({ relation: spouseOf(head.sex), sex: otherSex(head.sex), birth: aroundBirth(head.birth, random) })
  const children = random.weighted([[0, 15], [1, 35], [2, 40], [3, 10]] as const)
  for (let i = 0; i < children; i += 1) {
    const birth = yearsEarlier(head.birth, -(random.int(22, 27) + i * 3), random)
    // The grown ones have left the house.
    if (birth < today && ageOn(birth, today) < 26) seats.push({ relation: 'Con', sex: random.pick(['male', 'female'] as const), birth })
  }
  return seats
}

function yearsEarlier(birth: Day, years: number, random: Random): Day {
  return addDays(addMonths(birth, -12 * years), random.int(-150, 150))
}

function aroundBirth(birth: Day, random: Random): Day {
  return addDays(birth, random.int(-1500, 1500))
}

/**
 * Grown people have a phone more often than not; who has none is reached through the head of the household or another
 * member. That is why one number stands beside several names in every officer's list.
 */
function householdPhones(seats: readonly Seat[], wanted: FamilyAnchor['phones'], source: FamilySource): string[][] {
  const { random, mint, today } = source
  if (wanted === 'none') return seats.map(() => [])
  const own = seats.map((seat) => {
    const age = ageOn(seat.birth, today)
    const likely = age < 16 ? 0 : age < 65 ? 0.8 : 0.45
    return random.chance(likely) ? [mint.phone()] : []
  })
  const shared = own.find((phones) => phones.length > 0)?.[0] ?? mint.phone()
  return seats.map((seat, i) => {
    const phones = own[i]?.length ? [...own[i]] : [shared]
    if (seat.anchor === true && wanted === 'two') phones.push(phones[0] === shared ? mint.phone() : shared)
    return phones
  })
}
