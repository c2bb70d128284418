/**
 * What an older key has sealed, sealed anew by the newest, while Loa goes on working: a stretch of a table at a time, each
 * value only where it is still what was read. It may be stopped and begun again; what is done is passed by.
 */
import { LoaError } from '../kernel/errors.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { SESSION_LOCK } from './worker-session.ts'

interface SealedColumn {
  table: string
  column: string
  pages: number
}

/** Pages of 8 kB that are read and written in one transaction: some thousand rows. */
const STRETCH = 100

/** Every sealed value has its key's version in its first byte. */
async function sealedColumns({ pool, schema }: Database): Promise<SealedColumn[]> {
  const { rows } = await pool.query<{ table: string; column: string; pages: number }>(
    `SELECT c.table_name AS "table", c.column_name AS "column", (pg_relation_size(format('%I.%I', c.table_schema, c.table_name)::regclass) / current_setting('block_size')::int)::int AS pages
     FROM information_schema.columns c WHERE c.table_schema = $1 AND c.data_type = 'bytea' AND c.column_name LIKE '%\\_enc' ORDER BY 1, 2`,
    [schema],
  )
  return rows
}

/** How many values each key has sealed. */
export async function sealedByVersion(database: Database): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { table, column } of await sealedColumns(database)) {
    const { rows } = await database.pool.query<{ version: number; n: number }>(`SELECT get_byte("${column}", 0) AS version, count(*)::int AS n FROM "${table}" WHERE "${column}" IS NOT NULL GROUP BY 1`)
    for (const { version, n } of rows) counts.set(version, (counts.get(version) ?? 0) + n)
  }
  return counts
}

/** Returns how many values were sealed anew. `progress` counts pages. */
export async function reseal(database: Database, cipher: Cipher, signal: AbortSignal, progress: (done: number, total: number) => void): Promise<number> {
  const columns = await sealedColumns(database)
  const total = columns.reduce((sum, { pages }) => sum + pages, 0)
  let done = 0
  let sealed = 0
  for (const { table, column, pages } of columns) {
    for (let page = 0; page < pages && !signal.aborted; page += STRETCH) {
      sealed += await database.transaction((client) => resealStretch(client, cipher, table, column, page))
      done += Math.min(STRETCH, pages - page)
      progress(done, total)
    }
  }
  return sealed
}

async function resealStretch(client: Queryable, cipher: Cipher, table: string, column: string, page: number): Promise<number> {
  const { rows } = await client.query<{ place: string; id: string | null; old: Buffer }>(
    `SELECT t.ctid::text AS place, to_jsonb(t) ->> 'id' AS id, t."${column}" AS old FROM "${table}" t
     WHERE t.ctid >= '(${page},0)'::tid AND t.ctid < '(${page + STRETCH},0)'::tid AND get_byte(t."${column}", 0) <> $1 FOR UPDATE SKIP LOCKED`,
    [cipher.current],
  )
  if (rows.length === 0) return 0
  const anew = new Map<string, Buffer>()
  const fresh = (old: Buffer): Buffer => {
    const key = old.toString('hex')
    const made = anew.get(key) ?? cipher.encrypt(cipher.decrypt(old))
    anew.set(key, made)
    return made
  }
  await client.query(`UPDATE "${table}" t SET "${column}" = u.fresh FROM unnest($1::text[], $2::bytea[]) AS u(place, fresh) WHERE t.ctid = u.place::tid`, [
    rows.map(({ place }) => place),
    rows.map(({ old }) => fresh(old)),
  ])
  await resealHistory(client, table, column, rows.flatMap(({ id }) => (id === null ? [] : [id])), fresh)
  return rows.length
}

/** An import can be taken back only where its memory of a value and the value itself are the same bytes. */
async function resealHistory(client: Queryable, table: string, column: string, ids: readonly string[], fresh: (old: Buffer) => Buffer): Promise<void> {
  const { rows } = await client.query<{ batch_id: string; seq: number; before: string | null; after: string | null }>(
    'SELECT batch_id, seq, before ->> $3 AS before, after ->> $3 AS after FROM import_change WHERE entity = $1 AND entity_id = ANY($2) AND (before ? $3 OR after ? $3)',
    [table, ids, column],
  )
  const renewed = (hex: string | null): string | null => (hex === null ? null : `\\x${fresh(Buffer.from(hex.slice(2), 'hex')).toString('hex')}`)
  await client.query(
    `UPDATE import_change c SET
       before = CASE WHEN u.before IS NULL THEN c.before ELSE c.before || jsonb_build_object($5::text, u.before) END,
       after = CASE WHEN u.after IS NULL THEN c.after ELSE c.after || jsonb_build_object($5::text, u.after) END
     FROM unnest($1::bigint[], $2::int[], $3::text[], $4::text[]) AS u(batch_id, seq, before, after) WHERE c.batch_id = u.batch_id AND c.seq = u.seq`,
    [rows.map((row) => row.batch_id), rows.map((row) => row.seq), rows.map((row) => renewed(row.before)), rows.map((row) => renewed(row.after)), column],
  )
}

/** Workers that began before `moment` and still live: they do not know a key that was made then. */
export function workersOlderThan(database: Database, moment: Date): Promise<number> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ alive: number }>(
      'SELECT (count(*) FILTER (WHERE NOT pg_try_advisory_xact_lock($2 # hashtext($3), id)))::int AS alive FROM worker_session WHERE started_at <= $1',
      [moment, SESSION_LOCK, database.schema],
    )
    const [found] = rows
    if (found === undefined) throw new LoaError('keys.no-answer', 'the count of workers did not come')
    return found.alive
  })
}
