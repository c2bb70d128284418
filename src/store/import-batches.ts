/** The record of imports: what was read, what it did, and which rows somebody should look at. */
import type { Queryable } from './database.ts'
import type { Day } from '../domain/calendar.ts'
import { reportFromImport } from './gone-reports.ts'

export interface BatchRecord {
  id: string
  kind: string
  fileName: string
  sha256: string
  month: Day | undefined
  counts: object
  diff: object
  actor: string
  at: Date
  rows: readonly { sheet: string; row: number; outcome: string; issues: readonly object[]; personId: string | undefined }[]
}

export async function recordBatch(client: Queryable, communeId: number, batch: BatchRecord): Promise<void> {
  await client.query(
    `INSERT INTO import_batch (id, commune_id, kind, file_name, sha256, month, counts, diff, actor, committed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [batch.id, communeId, batch.kind, batch.fileName, batch.sha256, batch.month ?? null, JSON.stringify(batch.counts), JSON.stringify(batch.diff), batch.actor, batch.at],
  )
  const { rows } = batch
  if (rows.length === 0) return
  await client.query(
    `INSERT INTO import_row (batch_id, sheet, row, outcome, issues, person_id)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[], $5::jsonb[], $6::bigint[]) ON CONFLICT DO NOTHING`,
    [
      batch.id, rows.map((row) => row.sheet), rows.map((row) => row.row), rows.map((row) => row.outcome),
      rows.map((row) => JSON.stringify(row.issues)), rows.map((row) => row.personId ?? null),
    ],
  )
  await reportFromImport(client, batch.id, communeId, batch.at)
}

export interface BatchSummary {
  id: string
  kind: string
  fileName: string
  communeId: number
  commune: string
  committedAt: Date
  undoneAt: Date | undefined
  people: number
}

/** The newest first. */
export async function listBatches({ pool }: { pool: Queryable }, limit = 20): Promise<BatchSummary[]> {
  const { rows } = await pool.query<{
    id: string; kind: string; file_name: string; commune_id: number; commune: string; committed_at: Date; undone_at: Date | null; people: number | null
  }>(
    `SELECT b.id, b.kind, b.file_name, b.commune_id, coalesce(c.name, '') AS commune, b.committed_at, b.undone_at, (b.counts->>'persons')::int AS people
     FROM import_batch b LEFT JOIN commune c ON c.id = b.commune_id ORDER BY b.id DESC LIMIT $1`,
    [limit],
  )
  return rows.map((row) => ({
    id: row.id, kind: row.kind, fileName: row.file_name, communeId: row.commune_id, commune: row.commune, committedAt: row.committed_at,
    undoneAt: row.undone_at ?? undefined, people: row.people ?? 0,
  }))
}
