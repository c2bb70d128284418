/** Finding people for an officer: by words of the name, by village, by an exact number through its blind index. */
import { searchKey } from '../domain/person-name.ts'
import { readPhone } from '../domain/phone.ts'
import type { Scope } from '../domain/officer.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export interface PersonLine {
  id: string
  fullName: string
  birthYear: string | undefined
  village: string | undefined
  gone: 'died' | 'moved' | undefined
}

interface Row {
  id: string
  full_name: string
  birth: string | null
  village: string | null
  died: boolean
  moved: boolean
}

const LINE = `p.id, p.full_name, p.birth, nullif(trim(v.kind || ' ' || v.name), '') AS village, p.died_on IS NOT NULL AS died, p.moved_out_on IS NOT NULL AS moved`

const lineOf = (row: Row): PersonLine => ({
  id: row.id, fullName: row.full_name, birthYear: row.birth?.slice(0, 4), village: row.village ?? undefined, gone: row.died ? 'died' : row.moved ? 'moved' : undefined,
})

/** A single word may be half a register ("Nguyễn"); from so many on the officer must say more anyway. */
const MOST_FOUND = 5_000

/** In Vietnamese order of names. `villageId` narrows what the scope allows, never widens it. */
export async function searchPeople(pool: Queryable, scope: Scope, wanted: { name: string; villageId: number | undefined }, limit: number): Promise<PersonLine[]> {
  const words = searchKey(wanted.name).split(' ').filter((word) => word !== '')
  const places = [scope.communeId, scope.villageId ?? null, wanted.villageId ?? null]
  const inPlace = 'p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND ($3::int IS NULL OR p.village_id = $3)'
  if (words.length === 0) {
    const { rows } = await pool.query<Row>(
      `SELECT ${LINE} FROM person p LEFT JOIN village v ON v.id = p.village_id WHERE ${inPlace} ORDER BY p.sort_key, p.id LIMIT $4`, [...places, limit],
    )
    return rows.map(lineOf)
  }
  const { rows } = await pool.query<Row>(
    // Found first and sorted after: the server's guess for half a word would have it walk the whole register in order.
    `WITH found AS MATERIALIZED (
       SELECT p.id FROM person p WHERE to_tsvector('simple', p.search_key) @@ to_tsquery('simple', $4) AND ${inPlace} LIMIT $5)
     SELECT ${LINE} FROM found JOIN person p ON p.id = found.id LEFT JOIN village v ON v.id = p.village_id ORDER BY p.sort_key, p.id LIMIT $6`,
    [...places, words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' & '), MOST_FOUND, limit],
  )
  return rows.map(lineOf)
}

/** By citizen number, social-insurance number (also as the end of a card's), or telephone. */
export async function findByNumber(pool: Queryable, cipher: Cipher, scope: Scope, written: string): Promise<PersonLine[]> {
  const digits = written.replace(/\D/g, '')
  const citizen = digits.length === 12 ? cipher.blindIndex('citizen', digits) : null
  const social = digits.length === 10 ? digits : /^[A-Za-z]{2}\d{13}$/.test(written.replace(/[\s.-]/g, '')) ? digits.slice(-10) : undefined
  const phone = readPhone(written)
  const { rows } = await pool.query<Row>(
    `SELECT ${LINE} FROM person p LEFT JOIN village v ON v.id = p.village_id
     WHERE p.id IN (
       SELECT id FROM person WHERE commune_id = $1 AND citizen_idx = $3
       UNION SELECT id FROM person WHERE commune_id = $1 AND social_idx = $4
       UNION SELECT pc.person_id FROM contact c JOIN person_contact pc ON pc.contact_id = c.id AND pc.removed_at IS NULL WHERE c.commune_id = $1 AND c.kind = 'phone' AND c.address_idx = $5
     ) AND p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) ORDER BY p.sort_key, p.id LIMIT 20`,
    [
      scope.communeId, scope.villageId ?? null, citizen,
      social === undefined ? null : cipher.blindIndex('social', social), phone === undefined ? null : cipher.blindIndex('phone', phone.e164),
    ],
  )
  return rows.map(lineOf)
}
