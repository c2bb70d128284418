/** Figures that a village has put right: what it said before, beside what stands now. */
import type { Scope } from '../domain/officer.ts'
import type { Figures } from '../domain/figure-names.ts'
import type { Queryable } from './database.ts'

export interface Correction {
  taskId: string
  villageId: number
  village: string
  before: Figures
  at: Date
}

/** Of these tasks, the oldest first. */
export async function correctionsOf(pool: Queryable, { communeId, villageId }: Scope, taskIds: readonly string[]): Promise<Correction[]> {
  const { rows } = await pool.query<{ task_id: string; village_id: number; village: string; numbers: Figures; replaced_at: Date }>(
    `SELECT r.task_id, r.village_id, trim(v.kind || ' ' || v.name) AS village, r.numbers, r.replaced_at FROM task_report r JOIN village v ON v.id = r.village_id
     WHERE r.commune_id = $1 AND ($2::int IS NULL OR r.village_id = $2) AND r.task_id = ANY($3::bigint[]) AND r.replaced_at IS NOT NULL AND r.numbers <> '{}' ORDER BY r.id`,
    [communeId, villageId ?? null, taskIds],
  )
  return rows.map((row) => ({ taskId: row.task_id, villageId: row.village_id, village: row.village, before: row.numbers, at: row.replaced_at }))
}
