/**
 * Rows against each other, while they are read: who is the same person, what is a second copy, and where one number
 * stands under two names. People are only joined by what they share for certain; two names under one number stay two
 * people and the officer is asked about both.
 */
import { socialInsurancePart } from '../../domain/card-number.ts'
import { isSameName, searchKey } from '../../domain/person-name.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import { villageKey } from '../../domain/village-name.ts'
import type { Month } from '../../domain/calendar.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { ColumnField } from './column-field.ts'
import { columnLetter } from './column-field.ts'
import { fieldInVietnamese } from './field-words.ts'
import { PeopleByKey } from './people-by-key.ts'
import type { RosterKind, RosterRecord, RosterRow } from './roster.ts'

interface Seen {
  row: RosterRow
  record: RosterRecord
  plan: ColumnPlan
  month: Month | undefined
}

interface Person {
  /** In the order of their first rows. */
  at: number
  name: string
  /** Without marks and spaces: names with different ones are different names. */
  bareName: string
  citizenId?: string
  socialNo?: string
  oldId?: string
  village?: string
  rows: Seen[]
}

/** The numbers that belong to one person. A card's letters change, its last ten digits stay. */
const NUMBERS = [
  { field: 'citizen_id', column: 'citizen_id', of: (record: RosterRecord) => record.citizen_id, said: 'Số căn cước' },
  { field: 'social_insurance_no', column: 'social_insurance_no', of: (record: RosterRecord) => record.social_insurance_no, said: 'Mã số bảo hiểm xã hội' },
  { field: 'card_no', column: 'card_no', of: (record: RosterRecord) => record.card_no, said: 'Số thẻ' },
  { field: 'old_id', column: 'citizen_id', of: (record: RosterRecord) => record.old_id, said: 'Số CMND' },
] as const satisfies readonly { field: keyof RosterRecord; column: ColumnField; of: (record: RosterRecord) => string | undefined; said: string }[]

export interface RowComparison {
  /** Gives the row its outcome; may flag earlier rows too. */
  add(row: RosterRow, plan: ColumnPlan, month: Month | undefined): void
  readonly people: number
}

export function compareRows(kind: RosterKind): RowComparison {
  const byNumber = new PeopleByKey(MOST_COMPARED)
  const byName = new PeopleByKey(MOST_COMPARED)
  /** Nearly everybody has one row: what it says about them is found there again when somebody is compared with them. */
  const firstRows: RosterRow[] = []
  const firstTables: Pick<Seen, 'plan' | 'month'>[] = []
  const known = new Map<number, Person>()
  let table: Pick<Seen, 'plan' | 'month'> | undefined

  const add = (row: RosterRow, plan: ColumnPlan, month: Month | undefined): void => {
    const { record } = row
    if (record === undefined || row.outcome === 'rejected') return
    const seen: Seen = { row, record, plan, month }
    const bareName = bareNameOf(record)
    const keys = { numbers: numbersOf(record), bareName, name: `${bareName} ${record.birth ?? ''}` }
    const person = personOf(seen, keys)
    const twin = person === undefined ? undefined : findTwin(person, seen)
    const at = person === undefined ? enter(seen) : remember(person, seen)
    for (const number of keys.numbers) byNumber.put(number, at)
    byName.put(keys.name, at)
    if (twin !== undefined) settleTwin(seen, twin)
  }

  /** Undefined for somebody of whom no row was seen. */
  const personOf = (seen: Seen, keys: Keys): Person | undefined => {
    const named = byNumberOf(keys, seen)
    if (named !== undefined) return named
    const at = byName.first(keys.name, (candidate) => !isPlainlyAnother(candidate, seen.record) && mayBeSame(personAt(candidate), seen.record))
    return at === undefined ? undefined : personAt(at)
  }

  /** Most who share a name and birth: told apart without looking for what else their row says. */
  const isPlainlyAnother = (at: number, record: RosterRecord): boolean => !known.has(at) && differ(firstRows[at]?.record?.citizen_id, record.citizen_id)

  const byNumberOf = ({ numbers, bareName }: Keys, seen: Seen): Person | undefined => {
    let same: Person | undefined
    let asked = false
    for (const number of numbers) {
      for (const candidate of byNumber.found(number).map(personAt)) {
        if (candidate.bareName === bareName && isSameName(candidate.name, seen.record.full_name)) same ??= candidate
        else if (!asked) asked = askTwoNames(seen, candidate)
      }
    }
    return same
  }

  const personAt = (at: number): Person => known.get(at) ?? onlySeen(at)

  const onlySeen = (at: number): Person => {
    const row = firstRows[at] as RosterRow
    const record = row.record as RosterRecord
    const person: Person = { at, name: record.full_name, bareName: bareNameOf(record), rows: [] }
    learn(person, { row, record, ...(firstTables[at] as Pick<Seen, 'plan' | 'month'>) })
    return person
  }

  const enter = ({ row, plan, month }: Seen): number => {
    if (table?.plan !== plan || table.month !== month) table = { plan, month }
    firstTables.push(table)
    return firstRows.push(row) - 1
  }

  const remember = (person: Person, seen: Seen): number => {
    learn(person, seen)
    known.set(person.at, person)
    return person.at
  }

  const findTwin = (person: Person, seen: Seen): Seen | undefined => person.rows.find((earlier) => isSameThing(kind, earlier, seen))

  const settleTwin = (seen: Seen, twin: Seen): void => {
    const differing = fieldsThatDiffer(seen.record, twin.record)
    const where = placeOf(twin.row, seen.row)
    if (differing.length === 0) {
      seen.row.outcome = 'duplicate'
      seen.row.issues.push({ column: letterOf(seen.plan, 'full_name'), field: 'row', code: 'row.duplicate', message: `Trùng với ${where}; chỉ giữ dòng trước.` })
      return
    }
    flag(seen.row, {
      column: letterOf(seen.plan, columnOf(differing[0] as string)), field: 'row', code: 'row.same-person-differs',
      message: `${seen.record.full_name} đã có ở ${where} nhưng khác ${differing.map(fieldInVietnamese).join(', ')}; giữ cả hai dòng, xin giữ một dòng đúng trong tệp rồi nhập lại.`,
    })
  }

  return {
    add,
    get people() {
      return firstRows.length
    },
  }
}

function numbersOf(record: RosterRecord): string[] {
  const numbers: string[] = []
  if (record.citizen_id !== undefined) numbers.push(`c${record.citizen_id}`)
  if (record.social_insurance_no !== undefined) numbers.push(`s${record.social_insurance_no}`)
  if (record.card_no !== undefined) {
    const social = socialInsurancePart(record.card_no)
    numbers.push(social === undefined ? `c${record.card_no}` : `s${social}`)
  }
  if (record.old_id !== undefined) numbers.push(`o${record.old_id}`)
  return numbers
}

interface Keys {
  numbers: readonly string[]
  bareName: string
  /** With the birth. */
  name: string
}

/**
 * No commune has so many people of one name and birth, nor one person in so many rows; a file made of one row over and
 * over has, and comparing each with all before it would take hours.
 */
const MOST_COMPARED = 40

const bareNameOf = (record: RosterRecord): string => searchKey(record.full_name).replaceAll(' ', '')

function learn(person: Person, seen: Seen): void {
  const { record } = seen
  if (person.rows.length < MOST_COMPARED) person.rows.push(seen)
  if (record.citizen_id !== undefined) person.citizenId ??= record.citizen_id
  const social = record.social_insurance_no ?? (record.card_no === undefined ? undefined : socialInsurancePart(record.card_no))
  if (social !== undefined) person.socialNo ??= social
  if (record.old_id !== undefined) person.oldId ??= record.old_id
  if (record.village !== undefined) person.village ??= record.village
}

/** Same name and birth: one person unless a number or, for a birth known to the year only, the village says otherwise. */
function mayBeSame(person: Person, record: RosterRecord): boolean {
  const social = record.social_insurance_no ?? (record.card_no === undefined ? undefined : socialInsurancePart(record.card_no))
  if (differ(person.citizenId, record.citizen_id) || differ(person.socialNo, social) || differ(person.oldId, record.old_id)) return false
  if (!isSameName(person.name, record.full_name)) return false
  if (record.birth_precision === 'day') return true
  const [one, other] = [person.village, record.village]
  return one === other || (one !== undefined && other !== undefined && villageKey(one) === villageKey(other))
}

function differ(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other
}

function askTwoNames(seen: Seen, other: Person): boolean {
  const shared = NUMBERS.find(({ of }) => other.rows.some(({ record }) => of(record) !== undefined && of(record) === of(seen.record)))
    ?? NUMBERS.find(({ field, of }) => field !== 'citizen_id' && of(seen.record) !== undefined)
  const earlier = other.rows[0]
  if (shared === undefined || earlier === undefined) return false
  for (const [here, there] of [[seen, earlier], [earlier, seen]] as const) {
    const code = `${shared.field}.two-names`
    if (here.row.issues.some((issue) => issue.code === code)) continue
    flag(here.row, {
      column: letterOf(here.plan, shared.column), field: shared.field, code,
      message: `${shared.said} ${shared.of(here.record) ?? ''} đứng tên cả ${here.record.full_name} và ${there.record.full_name} (${placeOf(there.row, here.row)}); giữ thành hai người; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.`,
    })
  }
  return true
}

function flag(row: RosterRow, issue: RosterRow['issues'][number]): void {
  row.issues.push(issue)
  if (row.outcome === 'accepted') row.outcome = 'flagged'
}

/** Whether two rows of one person speak of one card, one allowance, one payment, one membership. */
function isSameThing(kind: RosterKind, earlier: Seen, later: Seen): boolean {
  const [one, other] = [earlier.record, later.record]
  if (earlier.row.outcome === 'duplicate') return false
  switch (kind) {
    case 'cards': return one.valid_to === other.valid_to && !differ(one.valid_from, other.valid_from)
    case 'assistance': return schemeOf(one) === schemeOf(other)
    case 'payments': return earlier.month === later.month && schemeOf(one) === schemeOf(other)
    case 'households': return true
  }
}

/** One person may have two schemes; a category that nobody could read is not told apart from another. */
function schemeOf(record: RosterRecord): string {
  return record.category ?? record.category_group ?? fold(record.category_text ?? '')
}

const NOT_COMPARED = new Set<string>(['village_kind', 'category_text', 'birth_precision', 'household_head'])

/** What the later row says differently or in addition; nothing means that it is a copy. */
function fieldsThatDiffer(later: RosterRecord, earlier: RosterRecord): string[] {
  return Object.entries(later)
    .filter(([field, value]) => !NOT_COMPARED.has(field) && !isSameValue(field, value, earlier[field as keyof RosterRecord]))
    .map(([field]) => field)
}

function isSameValue(field: string, later: unknown, earlier: unknown): boolean {
  if (Array.isArray(later)) return Array.isArray(earlier) && later.every((item) => earlier.includes(item))
  if (field === 'full_name') return typeof earlier === 'string' && isSameName(String(later), earlier)
  if (field === 'village') return typeof earlier === 'string' && villageKey(String(later)) === villageKey(earlier)
  return later === earlier
}

const COLUMN_OF: Readonly<Record<string, ColumnField>> = { phones: 'phone', relation_to_head: 'relation' }

function columnOf(field: string): ColumnField {
  return COLUMN_OF[field] ?? (field as ColumnField)
}

function letterOf(plan: ColumnPlan, field: ColumnField): string {
  const column = [plan.first(field), plan.first('full_name'), plan.first('given_name')].find((at) => at !== -1)
  return column === undefined ? '' : columnLetter(column)
}

function placeOf(row: RosterRow, from: RosterRow): string {
  return row.sheet === from.sheet ? `dòng ${row.row}` : `dòng ${row.row} trang ${row.sheet}`
}
