import { searchKey } from '../domain/person-name.ts'
import type { Queryable } from './database.ts'

export interface FoundPerson {
  id: string
  fullName: string
  village: string | undefined
  birthYear: string | undefined
}

const MOST = 10

/** By number, or by name with or without marks. */
export async function findPeople(pool: Queryable, communeId: number, wanted: string): Promise<FoundPerson[]> {
  const { rows } = await pool.query<{ id: string; full_name: string; village: string | null; birth: string | null }>(
    `SELECT p.id, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, p.birth FROM person p LEFT JOIN village v ON v.id = p.village_id
     WHERE p.commune_id = $1 AND (p.id = $2 OR $3 <> '' AND p.search_key = $3) ORDER BY p.id LIMIT $4`,
    [communeId, /^\d{1,15}$/.test(wanted) ? wanted : null, searchKey(wanted), MOST],
  )
  return rows.map((row) => ({ id: row.id, fullName: row.full_name, village: row.village ?? undefined, birthYear: row.birth?.slice(0, 4) }))
}
