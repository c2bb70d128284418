/**
 * From rows to people: groups the rows of the file and asks the register who they are. Nothing
 * is written here, and the answer for a file does not change when the file has just been imported.
 */
import type { Candidate, NameQuestion } from '../../domain/register-facts.ts'
import { ID_KINDS } from '../../domain/register-facts.ts'
import type { RosterRecord } from '../roster/roster.ts'
import { groupRows } from './group-rows.ts'
import type { IdentityRows, RowIdentity } from './group-rows.ts'
import type { ImportRegister } from './import-store.ts'
import { failedClaims, matchByName, matchByNumber } from './match-people.ts'
import type { Claim, FilePerson, Match, MatchRemark, NumberCandidate } from './match-people.ts'
import { carriedByRows } from './merge-person.ts'

/** A person of the file with the person of the register that they are. */
export interface ResolvedPerson {
  /** '' until a new person is about to be written. */
  personId: string
  isNew: boolean
  /** Indexes in the reading, in file order. */
  rows: number[]
  remarks: readonly MatchRemark[]
}

export interface ResolvedPeople {
  people: ResolvedPerson[]
  /** Rows that could be several people's, with the names of those; not written. */
  ambiguous: Map<number, string[]>
}

/** How many people are asked about at once: memory stays small, and a lookup is one pass over an index. */
const ASK_AT_ONCE = 10_000

const NEW: Match = { kind: 'new', remarks: [] }

/** Asks the register; new people have no id yet. */
export async function resolvePeople(
  register: ImportRegister,
  records: readonly (RosterRecord | undefined)[],
  identities: IdentityRows,
): Promise<ResolvedPeople> {
  const { leaderOf, ambiguous } = groupRows(identities)
  const groups = collect(leaderOf)
  const matches = (await register.hasPeople()) ? await matchAll(register, groups, records, identities) : []
  const result: ResolvedPeople = { people: [], ambiguous: new Map(ambiguous.map((row) => [row, []])) }
  const known = new Map<string, ResolvedPerson>()
  groups.forEach((rows, asked) => {
    const match = matches[asked] ?? NEW
    if (match.kind === 'ambiguous') {
      for (const row of rows) result.ambiguous.set(row, match.names)
      return
    }
    const before = match.kind === 'known' ? known.get(match.personId) : undefined
    if (before !== undefined) {
      before.rows.push(...rows)
      before.rows.sort((one, other) => one - other)
      before.remarks = [...before.remarks, ...match.remarks]
      return
    }
    const person: ResolvedPerson = { personId: match.kind === 'known' ? match.personId : '', isNew: match.kind === 'new', rows, remarks: match.remarks }
    if (match.kind === 'known') known.set(match.personId, person)
    result.people.push(person)
  })
  return result
}

function collect(leaderOf: Int32Array): number[][] {
  const groups: number[][] = []
  const placeOf = new Int32Array(leaderOf.length)
  leaderOf.forEach((leader, row) => {
    if (leader === -1) return
    if (leader === row) placeOf[row] = groups.push([row]) - 1
    else groups[placeOf[leader] as number]?.push(row)
  })
  return groups
}

async function matchAll(
  register: ImportRegister,
  groups: readonly number[][],
  records: readonly (RosterRecord | undefined)[],
  identities: IdentityRows,
): Promise<Match[]> {
  const matches: Match[] = []
  const claims = new Map<string, Claim[]>()
  for (let start = 0; start < groups.length; start += ASK_AT_ONCE) {
    const batch = groups.slice(start, start + ASK_AT_ONCE).map((rows) => rows.map((row) => identities.identity(row) as RowIdentity))
    const people = batch.map((rows, index) => filePerson(rows, (groups[start + index] as number[]).map((row) => records[row] as RosterRecord)))
    const found = await matchBatch(register, people, batch)
    found.forEach((match, index) => {
      matches.push(match)
      if (match.kind !== 'known') return
      const claim = { asked: start + index, person: people[index] as FilePerson, by: match.by }
      const others = claims.get(match.personId)
      if (others === undefined) claims.set(match.personId, [claim])
      else others.push(claim)
    })
  }
  for (const rivals of claims.values()) {
    for (const { asked, person } of failedClaims(rivals)) {
      matches[asked] = person.hasNumber ? { kind: 'new', remarks: [{ code: 'maybe-same', otherName: person.name }] } : { kind: 'ambiguous', names: [person.name] }
    }
  }
  return matches
}

async function matchBatch(register: ImportRegister, people: readonly FilePerson[], rows: readonly RowIdentity[][]): Promise<Match[]> {
  const byNumber = new Map<number, NumberCandidate[]>()
  const isFound = (asked: number): boolean => matchByNumber(people[asked] as FilePerson, byNumber.get(asked) ?? [])?.kind === 'known'
  for (const number of ID_KINDS) {
    const questions = rows.flatMap((identities, asked) => {
      const values = new Set(identities.flatMap((row) => numberOf(row, number) ?? []))
      return values.size === 0 || isFound(asked) ? [] : [...values].map((value) => ({ asked, value }))
    })
    if (questions.length === 0) continue
    for (const candidate of await register.findByNumber(number, questions)) push(byNumber, candidate.asked, { ...candidate, number })
  }
  const matches = people.map((person, asked) => matchByNumber(person, byNumber.get(asked) ?? []))
  const questions = people.flatMap((person, asked) => (matches[asked]?.kind === 'known' ? [] : [nameQuestion(asked, person, rows[asked] as RowIdentity[])]))
  const byName = new Map<number, Candidate[]>()
  if (questions.length > 0) for (const candidate of await register.findByName(questions)) push(byName, candidate.asked, candidate)
  return people.map((person, asked) => {
    const match = matches[asked]
    if (match?.kind === 'known') return match
    const named = matchByName(person, byName.get(asked) ?? [])
    const remarks = match?.kind === 'new' ? match.remarks : []
    return named.kind === 'ambiguous' ? named : { ...named, remarks: [...remarks, ...named.remarks] }
  })
}

function numberOf(row: RowIdentity, number: (typeof ID_KINDS)[number]): string | undefined {
  if (number === 'citizen') return row.citizenId
  if (number === 'social') return row.socialNo
  return number === 'card' ? row.cardNo : row.oldId
}

function filePerson(rows: readonly RowIdentity[], records: readonly RosterRecord[]): FilePerson {
  const carried = carriedByRows(records.map((record, at) => ({ at, record, villageId: rows[at]?.villageId, householdId: undefined })))
  return {
    name: carried.fullName,
    birth: carried.birth,
    villageId: carried.villageId,
    citizenId: carried.citizenId,
    socialNo: carried.socialNo,
    oldId: carried.oldId,
    household: rows.find((row) => row.household !== undefined)?.household,
    hasNumber: rows.some((row) => row.citizenId ?? row.socialNo ?? row.cardNo ?? row.oldId),
  }
}

function nameQuestion(asked: number, person: FilePerson, rows: readonly RowIdentity[]): NameQuestion {
  return {
    asked,
    searchKey: (rows[0] as RowIdentity).searchKey,
    birthYear: person.birth?.slice(0, 4),
    villageId: person.villageId,
    citizenId: person.citizenId,
    socialNo: person.socialNo,
  }
}

function push<Value>(lists: Map<number, Value[]>, key: number, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}
