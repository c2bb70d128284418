/** People by what an officer pasted: exact numbers through their blind indexes, names by their key; only who lives here now. */
import type { Scope } from '../domain/officer.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export type NumberKind = 'citizen' | 'social' | 'phone'

const HERE = 'p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND p.died_on IS NULL AND p.moved_out_on IS NULL'

/** For each number the people whose it is; several share a telephone. */
export async function peopleByNumbers(pool: Queryable, cipher: Cipher, scope: Scope, numbers: readonly { kind: NumberKind; value: string }[]): Promise<Map<string, { id: string; fullName: string }[]>> {
  const found = new Map<string, { id: string; fullName: string }[]>()
  for (const kind of ['citizen', 'social', 'phone'] as const) {
    const wanted = new Map(numbers.filter((one) => one.kind === kind).map(({ value }) => [cipher.blindIndex(kind, value).toString('hex'), value]))
    if (wanted.size === 0) continue
    const { rows } = await pool.query<{ idx: Buffer; id: string; full_name: string }>(
      kind === 'phone'
        ? `SELECT c.address_idx AS idx, p.id, p.full_name FROM contact c JOIN person_contact pc ON pc.contact_id = c.id AND pc.removed_at IS NULL JOIN person p ON p.id = pc.person_id
           WHERE ${HERE} AND c.commune_id = $1 AND c.kind = 'phone' AND c.address_idx = ANY($3::bytea[]) ORDER BY p.id`
        : `SELECT p.${kind}_idx AS idx, p.id, p.full_name FROM person p WHERE ${HERE} AND p.${kind}_idx = ANY($3::bytea[]) ORDER BY p.id`,
      [scope.communeId, scope.villageId ?? null, [...wanted.keys()].map((hex) => Buffer.from(hex, 'hex'))],
    )
    for (const { idx, id, full_name: fullName } of rows) {
      const key = `${kind}:${wanted.get(idx.toString('hex'))}`
      found.set(key, [...(found.get(key) ?? []), { id, fullName }])
    }
  }
  return found
}

/** By `searchKey` of the name. */
export async function peopleByNames(pool: Queryable, scope: Scope, keys: readonly string[]): Promise<Map<string, { id: string; fullName: string }[]>> {
  const found = new Map<string, { id: string; fullName: string }[]>()
  if (keys.length === 0) return found
  const { rows } = await pool.query<{ search_key: string; id: string; full_name: string }>(
    `SELECT p.search_key, p.id, p.full_name FROM person p WHERE ${HERE} AND p.search_key = ANY($3::text[]) ORDER BY p.id`, [scope.communeId, scope.villageId ?? null, keys],
  )
  for (const { search_key: key, id, full_name: fullName } of rows) found.set(key, [...(found.get(key) ?? []), { id, fullName }])
  return found
}
