/**
 * Takes one import back: what it changed becomes what it was, what it added goes. What somebody has been told stays on
 * record: a person, card or allowance that a sent notice is about is kept and withdrawn, so that the same list imported
 * again finds it and tells nobody twice.
 */
import type { Database, Queryable } from './database.ts'
import { forgetImportReports } from './gone-reports.ts'
import { lockImports } from './import-register.ts'

export interface UndoneImport {
  kind: 'undone'
  fileName: string
  /** Rows that became what they were. */
  restored: number
  /** People whom the import had added, and who are gone. */
  removedPeople: number
  /** People who stay because they were told something or have linked a chat. */
  keptPeople: number
  cancelledNotices: number
}

export type UndoOutcome =
  | UndoneImport
  | { kind: 'unknown' }
  | { kind: 'already-undone'; at: Date }
  | { kind: 'blocked'; by: { id: string; fileName: string; at: Date } }

interface BatchRow {
  commune_id: number
  file_name: string
  undone_at: Date | null
}

export function undoImport(database: Database, batchId: string, now: Date): Promise<UndoOutcome> {
  return database.transaction(async (client) => {
    const find = async (): Promise<BatchRow | undefined> =>
      (await client.query<BatchRow>('SELECT commune_id, file_name, undone_at FROM import_batch WHERE id = $1', [batchId])).rows[0]
    const before = await find()
    if (before === undefined) return { kind: 'unknown' }
    await lockImports(client, database.schema, before.commune_id)
    const batch = (await find()) as BatchRow // somebody else may have undone it while we waited
    if (batch.undone_at !== null) return { kind: 'already-undone', at: batch.undone_at }
    await collectInserted(client, batchId, before.commune_id)
    const by = await findLater(client, batchId)
    if (by !== undefined) return { kind: 'blocked', by }

    await lockPeople(client)
    const cancelledNotices = await cancelNotices(client, now)
    await decideWhoStays(client)
    const restored = await restoreUpdated(client, batchId)
    const removedPeople = await removeInserted(client, now)
    await forgetImportReports(client, batchId)
    await client.query('UPDATE import_batch SET undone_at = $2 WHERE id = $1', [batchId, now])
    const { rows } = await client.query<{ kept: number }>("SELECT count(*)::int AS kept FROM undone WHERE entity = 'person' AND stays")
    await removeIfEmpty(client, before.commune_id)
    return { kind: 'undone', fileName: batch.file_name, restored, removedPeople, keptPeople: rows[0]?.kept ?? 0, cancelledNotices }
  })
}

/** A later import that changed the same rows, or added something to people whom this one added. */
async function findLater(client: Queryable, batchId: string): Promise<{ id: string; fileName: string; at: Date } | undefined> {
  const { rows } = await client.query<{ id: string; file_name: string; committed_at: Date }>(
    `WITH own AS (
       SELECT entity, entity_id FROM import_change WHERE batch_id = $1
       UNION ALL SELECT entity, id::text FROM undone WHERE entity IN ('household', 'person', 'card', 'allowance', 'payment')
       UNION ALL SELECT entity, id || ':' || other_id FROM undone WHERE entity = 'person_contact'),
     people AS (SELECT id FROM undone WHERE entity = 'person'),
     later AS (
       SELECT c.batch_id FROM own JOIN import_change c USING (entity, entity_id) WHERE c.batch_id > $1
       UNION ALL SELECT batch_id FROM card WHERE batch_id > $1 AND person_id IN (SELECT id FROM people)
       UNION ALL SELECT batch_id FROM allowance WHERE batch_id > $1 AND person_id IN (SELECT id FROM people)
       UNION ALL SELECT batch_id FROM payment WHERE batch_id > $1 AND person_id IN (SELECT id FROM people)
       UNION ALL SELECT batch_id FROM person_contact WHERE batch_id > $1 AND person_id IN (SELECT id FROM people))
     SELECT b.id, b.file_name, b.committed_at FROM import_batch b
     WHERE b.id IN (SELECT batch_id FROM later) AND b.undone_at IS NULL ORDER BY b.id DESC LIMIT 1`,
    [batchId],
  )
  const [found] = rows
  return found && { id: found.id, fileName: found.file_name, at: found.committed_at }
}

/** `undone`: every row that the import added, and (later) whether it stays. */
async function collectInserted(client: Queryable, batchId: string, communeId: number): Promise<void> {
  await client.query('CREATE TEMP TABLE undone (entity text, id bigint, other_id bigint, stays boolean NOT NULL DEFAULT false) ON COMMIT DROP')
  for (const table of ['household', 'person', 'contact', 'card', 'allowance', 'payment']) {
    await client.query(`INSERT INTO undone (entity, id) SELECT '${table}', id FROM ${table} WHERE commune_id = $2 AND batch_id = $1`, [batchId, communeId])
  }
  await client.query(
    `INSERT INTO undone (entity, id, other_id) SELECT 'person_contact', person_id, contact_id FROM person_contact WHERE batch_id = $1
     UNION ALL SELECT entity, entity_id::bigint, NULL FROM import_change WHERE batch_id = $1 AND before IS NULL`,
    [batchId],
  )
  await client.query('CREATE INDEX ON undone (entity, id)')
  await client.query('ANALYZE undone')
}

/** Whoever plans a notice for them at this moment is waited for, and then seen. */
async function lockPeople(client: Queryable): Promise<void> {
  await client.query("SELECT FROM person WHERE id IN (SELECT id FROM undone WHERE entity = 'person') ORDER BY id FOR UPDATE")
}

async function cancelNotices(client: Queryable, now: Date): Promise<number> {
  const about = (entity: string, column: string): string => `n.${column} IN (SELECT id FROM undone WHERE entity = '${entity}')`
  const { rowCount } = await client.query(
    `UPDATE notice n SET state = 'cancelled', state_at = $1, end_reason = 'import-undone'
     WHERE n.state IN ('planned', 'queued')
       AND (${about('person', 'person_id')} OR ${about('card', 'card_id')} OR ${about('allowance', 'allowance_id')} OR ${about('payment', 'payment_id')})`,
    [now],
  )
  return rowCount ?? 0
}

/** Something about it has left the house, or is on its way, or stands on a visit list. */
const TOLD = "(n.state NOT IN ('cancelled', 'expired') OR EXISTS (SELECT FROM attempt t WHERE t.notice_id = n.id))"

async function decideWhoStays(client: Queryable): Promise<void> {
  for (const entity of ['person', 'card', 'allowance']) {
    await client.query(
      `UPDATE undone SET stays = true WHERE entity = '${entity}'
         AND id IN (SELECT n.${entity}_id FROM notice n WHERE n.${entity}_id IN (SELECT id FROM undone WHERE entity = '${entity}') AND ${TOLD})`,
    )
  }
  await client.query(
    "UPDATE undone SET stays = true WHERE entity = 'person' AND id IN (SELECT person_id FROM person_contact WHERE source <> 'import')",
  )
}

/** A commune that somebody's slip of the pen founded beside the real one: nothing was entered for it but this import. */
async function removeIfEmpty(client: Queryable, communeId: number): Promise<void> {
  const holds = ['person', 'village', 'household', 'contact', 'payment_schedule', 'template_override', 'ticket'].map((table) => `SELECT FROM ${table} WHERE commune_id = $1`)
  await client.query(
    `DELETE FROM commune c WHERE c.id = $1 AND EXISTS (SELECT FROM commune other WHERE other.id <> c.id)
       AND NOT EXISTS (SELECT FROM import_batch b WHERE b.commune_id = c.id AND b.undone_at IS NULL)
       AND NOT EXISTS (SELECT FROM reminder_rule r WHERE r.commune_id = c.id AND r.version > 1)
       AND ${holds.map((held) => `NOT EXISTS (${held})`).join(' AND ')}`,
    [communeId],
  )
}

const UPDATABLE = ['household', 'person', 'card', 'allowance', 'payment'] as const

/** Column by column: what somebody else has changed since is left to them. */
async function restoreUpdated(client: Queryable, batchId: string): Promise<number> {
  let restored = 0
  for (const table of UPDATABLE) restored += await restore(client, batchId, table, 't.id = c.entity_id::bigint', ['id'])
  restored += await restore(client, batchId, 'person_contact', "t.person_id || ':' || t.contact_id = c.entity_id AND t.person_id = split_part(c.entity_id, ':', 1)::bigint", ['person_id', 'contact_id'])
  return restored
}

async function restore(client: Queryable, batchId: string, table: string, isSame: string, keys: readonly string[]): Promise<number> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped AND NOT attname = ANY($1::text[])`,
    [keys],
  )
  const names = rows.map((row) => row.name)
  const { rowCount } = await client.query(
    `WITH back AS (
       SELECT ${keys.map((key) => `t.${key}`).join(', ')},
         (SELECT jsonb_object_agg(k.key, k.value) FROM jsonb_each(c.before) k
          WHERE k.value IS DISTINCT FROM c.after -> k.key AND to_jsonb(t) -> k.key IS NOT DISTINCT FROM c.after -> k.key) AS facts
       FROM import_change c JOIN ${table} t ON ${isSame}
       WHERE c.batch_id = $1 AND c.entity = '${table}' AND c.before IS NOT NULL)
     UPDATE ${table} t SET (${names.join(', ')}) = (SELECT ${names.map((name) => `r.${name}`).join(', ')} FROM jsonb_populate_record(t, back.facts) r)
     FROM back WHERE ${keys.map((key) => `t.${key} = back.${key}`).join(' AND ')} AND back.facts IS NOT NULL`,
    [batchId],
  )
  return rowCount ?? 0
}

/** Children before parents. A phone, household or village that somebody else has come to use stays. Returns the people removed. */
async function removeInserted(client: Queryable, now: Date): Promise<number> {
  const gone = (entity: string): string => `SELECT id FROM undone WHERE entity = '${entity}' AND NOT stays`
  for (const table of ['card', 'allowance']) {
    await client.query(`UPDATE ${table} SET withdrawn_at = $1 WHERE id IN (SELECT id FROM undone WHERE entity = '${table}' AND stays)`, [now])
    await client.query(`DELETE FROM ${table} WHERE id IN (${gone(table)})`)
  }
  await client.query(`DELETE FROM payment WHERE id IN (${gone('payment')})`)
  await client.query("DELETE FROM person_contact pc USING undone u WHERE u.entity = 'person_contact' AND pc.person_id = u.id AND pc.contact_id = u.other_id")
  // A cancelled notice stays in the record of what was planned; it is no longer about anybody.
  await client.query(`UPDATE notice SET person_id = NULL WHERE person_id IN (${gone('person')})`)
  const people = await client.query(`DELETE FROM person WHERE id IN (${gone('person')})`)
  await client.query(
    `DELETE FROM contact c WHERE c.id IN (${gone('contact')}) AND c.verified_at IS NULL AND c.last_inbound_at IS NULL
       AND NOT EXISTS (SELECT FROM person_contact pc WHERE pc.contact_id = c.id)
       AND NOT EXISTS (SELECT FROM village v WHERE v.head_contact_id = c.id)
       AND NOT EXISTS (SELECT FROM attempt t WHERE t.contact_id = c.id)`,
  )
  await client.query(`DELETE FROM household h WHERE h.id IN (${gone('household')}) AND NOT EXISTS (SELECT FROM person p WHERE p.household_id = h.id)`)
  await client.query(
    `DELETE FROM village v WHERE v.id IN (${gone('village')}) AND v.head_name IS NULL AND v.head_contact_id IS NULL
       AND NOT EXISTS (SELECT FROM person p WHERE p.village_id = v.id) AND NOT EXISTS (SELECT FROM household h WHERE h.village_id = v.id)
       AND NOT EXISTS (SELECT FROM payment_schedule s WHERE s.village_id = v.id)`,
  )
  return people.rowCount ?? 0
}
