/**
 * How officers type: the same fact has many shapes in one column, and Excel adds its own (a lost leading zero, a date
 * that is a number). Every function gives a cell and nothing that two officers would read differently; the planted
 * mistakes are chosen by the lists.
 */
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import type { PaymentMethod, RosterRecord } from '../../register/roster/roster.ts'
import type { SamplePerson } from './families.ts'
import { cell } from './officer-page.ts'
import type { Random } from './random.ts'
import type { PlantedTrouble } from './sample-list.ts'
import { VILLAGE_PLANS } from './villages.ts'
import { excelSerial } from '../../web/office/workbook.ts'
import type { SheetCell } from '../../web/office/workbook.ts'

/** Text, or a date that Excel keeps as a number. */
export function dateCell(day: Day, random: Random): SheetCell {
  return random.chance(0.6) ? cell(excelSerial(day), 'date') : cell(dayInVietnamese(day), 'centered')
}

export function birthCell(person: SamplePerson, random: Random): SheetCell {
  return person.birthKnown === 'year' ? cell(birthYear(person), 'centered') : dateCell(person.birth, random)
}

export function birthYear(person: SamplePerson): number {
  return Number(person.birth.slice(0, 4))
}

/** A relative's number stands second, sometimes with a word; a number that lost its zero is a number for Excel. */
export function phoneCell(phones: readonly string[], random: Random): SheetCell {
  const [first, second] = phones
  if (first === undefined) return cell(null)
  if (second !== undefined) return cell(`${first}${random.pick([' / ', '; ', ' hoặc ', '\n', ' - '])}${second}`, 'wrapped')
  const groups = [first.slice(0, 4), first.slice(4, 7), first.slice(7)]
  const shape = random.weighted([['plain', 50], ['lost-zero', 18], ['dots', 10], ['spaces', 10], ['country', 4], ['word', 4], ['old', 4]] as const)
  switch (shape) {
    case 'plain':
      return cell(first)
    case 'lost-zero':
      return cell(Number(first))
    case 'dots':
      return cell(groups.join('.'))
    case 'spaces':
      return cell(groups.join(' '))
    case 'country':
      return cell(`+84 ${first.slice(1)}`)
    case 'word':
      return cell(`${first} (${random.pick(['con', 'cháu', 'con dâu'])})`)
    case 'old':
      // Before November 2018 the prefix 059 was 0199.
      return cell(first.startsWith('059') ? `0199${first.slice(3)}` : first)
  }
}

/** 1,5 as text, or 1.5 as a number that Vietnamese Excel shows with a comma. */
export function coefficientCell(coefficient: number, random: Random): SheetCell {
  return random.chance(0.3) ? cell(coefficient.toFixed(1).replace('.', ','), 'centered') : cell(coefficient, 'coefficient')
}

const METHOD_TEXTS: Record<PaymentMethod, readonly string[]> = {
  bank: ['Chuyển khoản', 'Tài khoản', 'CK'],
  cash: ['Tiền mặt'],
  home: ['Tại nhà'],
  social_security_account: ['Tài khoản ASXH'],
}

export function methodCell(method: PaymentMethod, random: Random): SheetCell {
  return cell(random.pick(METHOD_TEXTS[method]), 'centered')
}

export function sexCell(person: SamplePerson): SheetCell {
  return cell(person.sex === 'male' ? 'Nam' : 'Nữ', 'centered')
}

export function villageName(person: Pick<SamplePerson, 'family'>): string {
  return VILLAGE_PLANS[person.family.village]?.name ?? ''
}

/** What the rows say about who somebody is, for comparing with what an import makes of them. */
export function personTruth(person: SamplePerson, shown: 'year' | 'day' = person.birthKnown === 'year' ? 'year' : 'day'): RosterRecord {
  return {
    full_name: person.name,
    birth: shown === 'year' ? person.birth.slice(0, 4) : person.birth,
    birth_precision: shown,
    sex: person.sex,
    citizen_id: person.citizenId,
    village: villageName(person),
  }
}

export function phonesTruth(phones: readonly string[]): Pick<RosterRecord, 'phones'> {
  return phones.length === 0 ? {} : { phones: phones.map((phone) => `+84${phone.slice(1)}`) }
}

/** The personal number as text; planted: eaten zero, blanks, a stray apostrophe. */
export function citizenIdCell(citizenId: string, trouble: PlantedTrouble | undefined): SheetCell {
  if (trouble === 'lost-leading-zero') return cell(Number(citizenId))
  if (trouble === 'spaced-number') return cell(`${citizenId.slice(0, 3)} ${citizenId.slice(3, 6)} ${citizenId.slice(6)}'`)
  return cell(citizenId)
}
