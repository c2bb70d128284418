/**
 * The register as an import sees it: one transaction, alone among the imports of its commune. Two imports at once queue
 * up; one that fails, or whose process dies, leaves nothing.
 */
import type pg from 'pg'
import { EXIT, LoaError, UserError } from '../kernel/errors.ts'
import type { Cipher } from './cipher.ts'
import { isConnectionLost } from './database.ts'
import type { Database, Queryable } from './database.ts'
import { recordBatch } from './import-batches.ts'
import type { BatchRecord } from './import-batches.ts'
import { writeAllowances, writeCards, writePayments } from './import-benefits.ts'
import type { Recorder } from './import-changes.ts'
import { findByName, findByNumber } from './import-lookups.ts'
import { findMissing } from './import-missing.ts'
import type { MissingPeople, MissingQuestion } from './import-missing.ts'
import { addVillages, writeHouseholds, writePeople } from './import-people.ts'
import { writePhones } from './import-phones.ts'
import { loadPeople, readHouseholds, readVillages } from './import-state.ts'
import type { Wanted } from './import-state.ts'
import type {
  Candidate, HouseholdFacts, IdKind, IdQuestion, NameQuestion, RegisterChanges, RegisteredPerson, VillageFacts, Written,
} from '../domain/register-facts.ts'

/** Any constant will do; it is combined with the schema and the commune. */
const LOCK = 0x10b

export interface ImportRegister {
  hasPeople(): Promise<boolean>
  villages(): Promise<VillageFacts[]>
  households(matchKeys: readonly string[]): Promise<HouseholdFacts[]>
  findByNumber(number: IdKind, questions: readonly IdQuestion[]): Promise<Candidate[]>
  findByName(questions: readonly NameQuestion[]): Promise<Candidate[]>
  load(personIds: readonly string[], wanted: Wanted): Promise<RegisteredPerson[]>
  nextIds(entity: 'household' | 'person' | 'import_batch', count: number): Promise<string[]>
  addVillages(villages: readonly Omit<VillageFacts, 'id'>[], batchId: string): Promise<VillageFacts[]>
  writeHouseholds(changes: Written<HouseholdFacts>, batchId: string): Promise<void>
  write(changes: RegisterChanges, batchId: string): Promise<void>
  missing(question: MissingQuestion): Promise<MissingPeople>
  finish(batch: BatchRecord): Promise<void>
}

class TakenBack extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('nothing is to be kept')
    this.result = result
  }
}

export function importStore(database: Database, cipher: Cipher) {
  return {
    async run<Result>(communeId: number, work: (register: ImportRegister) => Promise<{ keep: boolean; result: Result }>): Promise<Result> {
      try {
        return await database.pipelined(async (client) => {
          await lockImports(client, database.schema, communeId)
          // What a list touches is in memory: lookups by index are cheap, and reading a whole table for a few hundred rows is not.
          await client.query('SET LOCAL random_page_cost = 1.1')
          await trustReferences(client)
          const statements = inOneGo(client)
          try {
            const { keep, result } = await work(registerOf(statements.client, cipher, communeId))
            if (!keep) throw new TakenBack(result)
            return result
          } finally {
            // None must run behind the end of the transaction, for itself.
            await statements.stop()
          }
        })
      } catch (problem) {
        if (problem instanceof TakenBack) return problem.result as Result
        if (!isConnectionLost(problem)) throw problem
        throw new UserError(
          'import.connection-lost',
          'Mất kết nối cơ sở dữ liệu khi đang ghi danh sách. Hãy chạy lại lệnh này: danh sách được ghi trọn vẹn một lần, không bị ghi hai lần.',
          { cause: problem, exitCode: EXIT.unavailable },
        )
      }
    },
  }
}

/** Held to the end of the transaction. Imports and their undoing wait here for each other, commune by commune. */
export async function lockImports(client: Queryable, schema: string, communeId: number): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK, `${schema}:${communeId}`])
}

/**
 * What an import refers to it has added itself or has read under its lock, and only the undoing of an import, which waits
 * for the same lock, deletes any of it. Looking each reference up again, row by row, is a third of the server's work. Only
 * a superuser may leave that out, as our own server's is; another server looks them up.
 */
async function trustReferences(client: Queryable): Promise<void> {
  await client.query("SELECT set_config('session_replication_role', 'replica', true) WHERE current_setting('is_superuser') = 'on'")
}

function registerOf(one: Queryable, cipher: Cipher, communeId: number): ImportRegister {
  const recorder: Recorder = { client: one, batchId: '', seq: 0 }
  const recording = (batchId: string): Recorder => Object.assign(recorder, { batchId })
  return {
    hasPeople: async () => (await one.query('SELECT FROM person WHERE commune_id = $1 LIMIT 1', [communeId])).rowCount === 1,
    villages: () => readVillages(one, communeId),
    households: (matchKeys) => readHouseholds(one, communeId, matchKeys),
    findByNumber: (number, questions) => findByNumber(one, cipher, communeId, number, questions),
    findByName: (questions) => findByName(one, cipher, communeId, questions),
    load: (personIds, wanted) => loadPeople(one, cipher, personIds, wanted),
    nextIds: async (entity, count) => {
      const { rows } = await one.query<{ id: string }>(`SELECT nextval((SELECT pg_get_serial_sequence('${entity}', 'id')::regclass)) AS id FROM generate_series(1, $1)`, [count])
      return rows.map((row) => row.id)
    },
    addVillages: (villages, batchId) => addVillages(recording(batchId), communeId, villages),
    writeHouseholds: (changes, batchId) => writeHouseholds(recording(batchId), communeId, changes),
    write: async (changes, batchId) => {
      const scope = { recorder: recording(batchId), cipher, communeId }
      // All are sent before the first is answered: the server works on them while the next are made ready.
      await Promise.all([
        writePeople(scope.recorder, cipher, communeId, changes.people),
        writePhones(scope, changes.phones),
        writeCards(scope, changes.cards),
        writeAllowances(scope, changes.allowances),
        writePayments(scope, changes.payments),
      ])
    },
    missing: (question) => findMissing(one, communeId, question),
    finish: (batch) => recordBatch(one, communeId, batch),
  }
}

/**
 * Statements are sent without waiting for the answers of those before. The first failure is the one that is told: those
 * behind it only hear that the transaction is broken. Once stopped, nothing is sent any more.
 */
function inOneGo(client: pg.PoolClient): { client: Queryable; stop(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  let over: unknown
  const query = async (...statement: unknown[]): Promise<unknown> => {
    if (over !== undefined) throw over
    const answer = (client.query as (...given: unknown[]) => Promise<unknown>)(...statement)
    underWay.add(answer)
    try {
      return await answer
    } catch (problem) {
      throw (over ??= problem)
    } finally {
      underWay.delete(answer)
    }
  }
  return {
    client: { query } as unknown as Queryable,
    stop: async () => {
      over ??= new LoaError('import.over', 'the import has ended')
      await Promise.allSettled(underWay)
    },
  }
}
