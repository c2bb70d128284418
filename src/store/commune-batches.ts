/** The imports of one commune, for its officers. */
import type { Scope } from '../domain/officer.ts'
import type { Queryable } from './database.ts'

export interface CommuneBatch {
  id: string
  kind: string
  fileName: string
  at: Date
  undoneAt: Date | undefined
  /** "cô Châu"; undefined: from the command line. */
  by: string | undefined
  counts: Partial<Record<'dataRows' | 'accepted' | 'flagged' | 'duplicate' | 'rejected' | 'persons', number>>
  diff: Partial<Record<'persons' | 'households' | 'cards' | 'allowances' | 'payments', { new: number; changed: number; unchanged: number }>>
}

interface Row {
  id: string
  kind: string
  file_name: string
  committed_at: Date
  undone_at: Date | null
  by: string | null
  counts: CommuneBatch['counts']
  diff: CommuneBatch['diff']
}

const READ = `SELECT b.id, b.kind, b.file_name, b.committed_at, b.undone_at, a.name AS by, b.counts, b.diff
FROM import_batch b LEFT JOIN account a ON b.actor = 'officer:' || a.id WHERE b.commune_id = $1`

const batchOf = (row: Row): CommuneBatch => ({
  id: row.id, kind: row.kind, fileName: row.file_name, at: row.committed_at, undoneAt: row.undone_at ?? undefined, by: row.by ?? undefined, counts: row.counts, diff: row.diff,
})

/** The newest first. */
export async function communeBatches(pool: Queryable, scope: Scope, limit: number): Promise<CommuneBatch[]> {
  const { rows } = await pool.query<Row>(`${READ} ORDER BY b.id DESC LIMIT $2`, [scope.communeId, limit])
  return rows.map(batchOf)
}

export interface BatchRow {
  sheet: string
  row: number
  outcome: string
  issues: { column: string; message: string }[]
}

/** With the rows that somebody should look at: what was not taken first. */
export async function communeBatch(pool: Queryable, scope: Scope, id: string, limit: number): Promise<{ batch: CommuneBatch; rows: BatchRow[] } | undefined> {
  const { rows: batches } = await pool.query<Row>(`${READ} AND b.id = $2`, [scope.communeId, id])
  const [batch] = batches
  if (batch === undefined) return undefined
  const { rows } = await pool.query<BatchRow>(
    `SELECT sheet, row, outcome, issues FROM import_row WHERE batch_id = $1
     ORDER BY array_position(ARRAY['rejected', 'flagged', 'duplicate'], outcome), sheet, row LIMIT $2`,
    [id, limit],
  )
  return { batch: batchOf(batch), rows }
}
