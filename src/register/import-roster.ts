/**
 * Brings a list into the register: finds out who is meant, tells what is new, changed and missing, and writes all of it
 * or nothing, in one transaction. The same content a second time writes nothing at all.
 */
import type { Clock } from '../kernel/clock.ts'
import { UserError } from '../kernel/errors.ts'
import { firstOf, vietnamDay } from '../domain/calendar.ts'
import type { Month } from '../domain/calendar.ts'
import { searchKey } from '../domain/person-name.ts'
import type { RegisteredPerson } from '../domain/register-facts.ts'
import { decideChanges, isCard } from './import/decide-changes.ts'
import type { IdentityRows, RowIdentity } from './import/group-rows.ts'
import { changesAnything, emptyDiff, storedDiff } from './import/import-diff.ts'
import type { ImportDiff } from './import/import-diff.ts'
import { ambiguousIssue } from './import/import-issues.ts'
import { isWritten, openLedger } from './import/import-ledger.ts'
import type { ProblemRow } from './import/import-ledger.ts'
import type { ImportRegister, ImportStore } from './import/import-store.ts'
import type { PersonRow } from './import/merge-person.ts'
import { resolvePeople } from './import/resolve-people.ts'
import type { ResolvedPerson } from './import/resolve-people.ts'
import { resolvePlaces } from './import/resolve-places.ts'
import type { Places } from './import/resolve-places.ts'
import type { RosterCounts, RosterReading, RosterRecord, RosterRow } from './roster/roster.ts'

export interface ImportDeps {
  clock: Clock
  store: ImportStore
}

export interface ImportInput {
  reading: RosterReading
  sha256: string
  communeId: number
  /** Who did it, for the record. */
  actor: string
  /** Only look: nothing is written. */
  preview?: boolean
  signal?: AbortSignal
  onProgress?: (peopleDone: number, people: number) => void
}

export interface ImportReport {
  kind: 'committed' | 'unchanged' | 'previewed'
  /** Of what was committed. */
  batchId: string | undefined
  counts: RosterCounts
  diff: ImportDiff
  /** In file order: every row that somebody should look at, its messages without full identifiers. */
  problems: ProblemRow[]
}

export const importRoster = ({ clock, store }: ImportDeps) => (input: ImportInput): Promise<ImportReport> => {
  const { reading } = input
  if (reading.kind === 'payments' && reading.rows.some((row) => monthOf(reading, row.sheet) === undefined)) {
    throw new UserError('import.no-month', `Không biết "${reading.file}" là danh sách chi trả của tháng nào. Thêm --month, ví dụ --month 12/2026, rồi nhập lại.`)
  }
  return store.run(input.communeId, (register) => importInto(register, input, clock.now()))
}

async function importInto(register: ImportRegister, input: ImportInput, at: Date): Promise<{ keep: boolean; result: ImportReport }> {
  const { reading } = input
  const months = reading.kind === 'payments' ? [...new Set(reading.rows.flatMap((row) => monthOf(reading, row.sheet) ?? []))] : []
  const isPreview = input.preview === true
  // A look takes no number: the officer's imports are counted without gaps.
  const [batchId] = isPreview ? ['0'] : ((await register.nextIds('import_batch', 1)) as [string])
  const diff = emptyDiff()
  const ledger = openLedger(reading)
  const records = reading.rows.map((row) => (isWritten(row.outcome) ? row.record : undefined))
  const places = await resolvePlaces({ register, records, batchId, isPreview, year: (reading.month ?? vietnamDay(at)).slice(0, 4), diff })
  const { people, ambiguous } = await resolvePeople(register, records, identitiesOf(records, places))
  for (const [row, names] of ambiguous) ledger.reject(row, ambiguousIssue(names))

  const seenBenefits: string[] = []
  const rowOf = (row: number): PersonRow => ({
    at: row, record: records[row] as RosterRecord, villageId: places.villageIdOf(row), householdId: places.householdIdOf(row),
    month: monthOf(reading, (reading.rows[row] as RosterRow).sheet),
  })
  await inChunks(register, input, { people, months, hasCards: reading.kind === 'cards' || records.some((record) => record && isCard(record)) }, async (chunk, current) => {
    const changes = decideChanges({ kind: reading.kind, people: chunk, rowOf, current, diff, ask: ledger.flag, refuse: ledger.reject, seenBenefits })
    if (!isPreview) await register.write(changes, batchId)
  })
  await countMissing(register, reading, { people, seenBenefits, batchId, villageIds: places.villageIds, months }, diff)

  const personOf = new Array<string | undefined>(reading.rows.length)
  for (const person of people) for (const row of person.rows) personOf[row] = person.personId
  const { counts, problems } = ledger.close(personOf, people.length)
  const keep = !isPreview && changesAnything(diff)
  if (keep) {
    await register.finish({
      id: batchId, kind: reading.kind, fileName: reading.file, sha256: input.sha256, month: reading.month && firstOf(reading.month),
      counts, diff: storedDiff(diff), actor: input.actor, at, rows: problems,
    })
  }
  const kind = isPreview ? 'previewed' : keep ? 'committed' : 'unchanged'
  return { keep, result: { kind, batchId: keep ? batchId : undefined, counts, diff, problems } }
}

/** A workbook may hold one sheet per month. */
function monthOf(reading: RosterReading, sheetName: string): Month | undefined {
  return reading.sheets.find((sheet) => sheet.name === sheetName)?.month ?? reading.month
}

function identitiesOf(records: readonly (RosterRecord | undefined)[], places: Places): IdentityRows {
  const identity = (row: number): RowIdentity | undefined => {
    const record = records[row]
    return (
      record && {
        name: record.full_name,
        searchKey: searchKey(record.full_name),
        birth: record.birth,
        villageId: places.villageIdOf(row),
        citizenId: record.citizen_id,
        socialNo: record.social_insurance_no,
        cardNo: record.card_no,
        oldId: record.old_id,
        household: places.householdKeyOf(row),
      }
    )
  }
  const FIELDS = { citizenId: 'citizen_id', socialNo: 'social_insurance_no', cardNo: 'card_no', oldId: 'old_id' } as const
  return {
    length: records.length,
    identity,
    number: (row, number) => records[row]?.[FIELDS[number]],
    name: (row) => records[row]?.full_name ?? '',
  }
}

/** People that are loaded, decided and written together. Each belongs to one chunk, so chunks do not see each other. */
const CHUNK = 500

type Work = (chunk: readonly ResolvedPerson[], current: ReadonlyMap<string, RegisteredPerson>) => Promise<void>

interface Chunks {
  people: readonly ResolvedPerson[]
  months: readonly Month[]
  hasCards: boolean
}

/** The database works on one chunk while the next is being decided; it has been asked about that one before. */
async function inChunks(register: ImportRegister, input: ImportInput, { people, months, hasCards }: Chunks, work: Work): Promise<void> {
  const wanted = { kind: input.reading.kind, months, hasCards }
  const prepare = async (start: number): Promise<Prepared> => {
    const chunk = people.slice(start, start + CHUNK)
    const fresh = chunk.filter((person) => person.isNew)
    const known = chunk.filter((person) => !person.isNew).map((person) => person.personId)
    const ids = fresh.length === 0 ? [] : await register.nextIds('person', fresh.length)
    fresh.forEach((person, place) => {
      person.personId = ids[place] as string
    })
    const current = known.length === 0 ? [] : await register.load(known, wanted)
    return { chunk, current: new Map(current.map((person) => [person.person.id, person])) }
  }
  let prepared = heard(prepare(0))
  let writing: Promise<void> = Promise.resolve()
  for (let start = 0; start < people.length; start += CHUNK) {
    input.signal?.throwIfAborted()
    const { chunk, current } = await prepared
    prepared = heard(prepare(start + CHUNK))
    const before = writing
    writing = heard(work(chunk, current))
    await before
    input.onProgress?.(Math.min(start + CHUNK, people.length), people.length)
  }
  await writing
}

interface Prepared {
  chunk: readonly ResolvedPerson[]
  current: ReadonlyMap<string, RegisteredPerson>
}

/** A promise that is awaited a chunk later: until then its failure must not count as one that nobody handles. */
function heard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined)
  return promise
}

interface Seen {
  people: readonly ResolvedPerson[]
  seenBenefits: readonly string[]
  batchId: string
  villageIds: readonly number[] | undefined
  months: readonly Month[]
}

async function countMissing(register: ImportRegister, reading: RosterReading, seen: Seen, diff: ImportDiff): Promise<void> {
  const { people, ...rest } = seen
  const seenPeople = people.filter((person) => !person.isNew).map((person) => person.personId)
  const { names, ...missing } = await register.missing({ ...rest, kind: reading.kind, seenPeople })
  diff.missing = missing
  diff.names.missing = names
}
