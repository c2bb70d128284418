import { NO_COMMUNE } from '../domain/officer.ts'
import type { Queryable } from './database.ts'

/** What a commune and a village of it are called, for whoever works there. */
export async function placeNames(pool: Queryable, place: { communeId: number; villageId: number | undefined }): Promise<{ commune: string | undefined; village: string | undefined }> {
  if (place.communeId === NO_COMMUNE) return { commune: undefined, village: undefined }
  const { rows } = await pool.query<{ commune: string; village: string | null }>(
    `SELECT c.name AS commune, nullif(trim(v.kind || ' ' || v.name), '') AS village FROM commune c LEFT JOIN village v ON v.commune_id = c.id AND v.id = $2 WHERE c.id = $1`,
    [place.communeId, place.villageId ?? null],
  )
  return { commune: rows[0]?.commune, village: rows[0]?.village ?? undefined }
}
