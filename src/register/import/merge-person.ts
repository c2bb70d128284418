/** What the rows of one person say about the person, and what that changes on the register. */
import type { Month } from '../../domain/calendar.ts'
import type { PersonFacts } from '../../domain/register-facts.ts'
import { isAllCapitals, hasMarks } from '../../domain/vietnamese-text.ts'
import type { RosterRecord } from '../roster/roster.ts'
import { precisionOf, refineBirth } from './birth-match.ts'
import { maskIdentifiers } from './mask-identifiers.ts'
import { firstCarried, overlay } from './overlay.ts'

/** A row of the file with what was found for it on the register. */
export interface PersonRow {
  /** Index in the reading. */
  at: number
  record: RosterRecord
  villageId: number | undefined
  householdId: string | undefined
  /** Of a payment list's sheet. */
  month?: Month | undefined
}

export type Carried = Partial<Omit<PersonFacts, 'id'>>

/** The rows in file order; where they disagree the first wins, except that a finer birth and a better written name count more. */
export function carriedByRows(rows: readonly PersonRow[]): Carried & { fullName: string } {
  const [first] = rows as [PersonRow]
  if (rows.length === 1) return carriedByRow(first)
  let fullName = first.record.full_name
  let birth = first.record.birth
  for (const { record } of rows) {
    if (writtenQuality(record.full_name) > writtenQuality(fullName)) fullName = record.full_name
    if (birth === undefined || (record.birth !== undefined && record.birth.startsWith(birth))) birth = record.birth
  }
  return {
    fullName,
    birth,
    birthPrecision: precisionOf(birth),
    sex: firstCarried(rows, (row) => row.record.sex),
    villageId: firstCarried(rows, (row) => row.villageId),
    householdId: firstCarried(rows, (row) => row.householdId),
    // Only a list of households says who is the head; in the others silence is not "no longer".
    isHouseholdHead: firstCarried(rows, (row) => row.record.household_head),
    poorStatus: firstCarried(rows, (row) => row.record.poor_status),
    note: firstCarried(rows, (row) => (row.record.note === undefined ? undefined : maskIdentifiers(row.record.note))),
    citizenId: firstCarried(rows, (row) => row.record.citizen_id),
    oldId: firstCarried(rows, (row) => row.record.old_id),
    socialNo: firstCarried(rows, (row) => row.record.social_insurance_no),
  } as Carried & { fullName: string }
}

/** What nearly every person of a list is: one row. */
function carriedByRow({ record, villageId, householdId }: PersonRow): Carried & { fullName: string } {
  return {
    fullName: record.full_name,
    birth: record.birth,
    birthPrecision: precisionOf(record.birth),
    sex: record.sex,
    villageId,
    householdId,
    isHouseholdHead: record.household_head,
    poorStatus: record.poor_status,
    note: record.note === undefined ? undefined : maskIdentifiers(record.note),
    citizenId: record.citizen_id,
    oldId: record.old_id,
    socialNo: record.social_insurance_no,
  } as Carried & { fullName: string }
}

export function newPerson(id: string, carried: Carried & { fullName: string }): PersonFacts {
  const { fullName, birth, birthPrecision, sex, villageId, householdId, isHouseholdHead = false, poorStatus, note, citizenId, oldId, socialNo } = carried
  return { id, fullName, birth, birthPrecision, sex, villageId, householdId, isHouseholdHead, poorStatus, note, citizenId, oldId, socialNo }
}

/** Undefined where the file says nothing new. */
export function mergePerson(current: PersonFacts, carried: Carried & { fullName: string }): PersonFacts | undefined {
  const birth = refineBirth(current.birth, carried.birth)
  return overlay<PersonFacts>(current, {
    ...carried,
    fullName: writtenQuality(carried.fullName) >= writtenQuality(current.fullName) ? carried.fullName : current.fullName,
    birth,
    birthPrecision: precisionOf(birth),
  } as Partial<PersonFacts>)
}

/** A list in capitals or without marks must not spoil a name that another list wrote properly. */
function writtenQuality(name: string): number {
  return (hasMarks(name) ? 2 : 0) + (isAllCapitals(name) ? 0 : 1)
}
