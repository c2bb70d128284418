/**
 * Writes that remember what they did, so that an import can be undone. An inserted row carries its batch; for an updated
 * row import_change keeps what it was and what it became, and for a village, which carries no batch, that it was inserted.
 * Identifiers stand there as in the tables, encrypted.
 */
import type { Queryable } from './database.ts'
import { unnested } from './bulk-rows.ts'
import type { Column } from './bulk-rows.ts'

export interface Recorder {
  client: Queryable
  batchId: string
  /** The last number used in this batch. */
  seq: number
}

export async function insertOwned<Row>(recorder: Recorder, table: string, columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const { from, names, values } = unnested(columns, rows, 2)
  await recorder.client.query(`INSERT INTO ${table} (batch_id, ${names.join(', ')}) SELECT $1::bigint, ${names.join(', ')} FROM ${from}`, [
    recorder.batchId,
    ...values,
  ])
}

/** `columns` begin with the id. `set` overrides what a column is set to: `u` is the new row, `t` the old one. */
export async function updateRecorded<Row>(
  recorder: Recorder, table: string, columns: readonly Column<Row>[], rows: readonly Row[], set: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (rows.length === 0) return
  const { from, names, values } = unnested(columns, rows, 3)
  const sets = names.slice(1).map((name) => `${name} = ${set[name] ?? `u.${name}`}`)
  await recorder.client.query(
    `WITH fresh AS (SELECT * FROM ${from}),
     old AS (SELECT t.* FROM ${table} t WHERE t.id IN (SELECT id FROM fresh) ORDER BY t.id FOR UPDATE),
     new AS (UPDATE ${table} t SET ${sets.join(', ')}, updated_at = now() FROM fresh u, old WHERE t.id = u.id AND old.id = t.id RETURNING t.*)
     INSERT INTO import_change (batch_id, seq, entity, entity_id, before, after) SELECT $1, $2 + row_number() OVER (), '${table}', new.id, to_jsonb(old), to_jsonb(new) FROM new JOIN old ON old.id = new.id`,
    [recorder.batchId, take(recorder, rows.length), ...values],
  )
}

/** Reserves numbers for as many changes; the first is one higher than what is returned. */
export function take(recorder: Recorder, count: number): number {
  const before = recorder.seq
  recorder.seq += count
  return before
}
