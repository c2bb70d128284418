/**
 * A register of invented people, made by SQL: everybody has the same name, a day of birth that no rule asks about, and
 * where it is wanted a phone number that no carrier assigns.
 */
import type { Installation } from './installation.ts'

/** Adds people numbered from … to …; returns when they are there. */
export async function addPeople({ sql, communeId }: Installation, count: number): Promise<void> {
  await sql(
    `INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex)
     SELECT $1, 'Nguyễn Thị Bịa', 'nguyen thi bia', 'bia', 'bia' || n, date '1985-01-01' + n % 3000, 'day', 'female' FROM generate_series(1, $2::int) AS n`,
    [communeId, count],
  )
}

/** One card for each of the `count` newest people without one; it ends on `ends`, or `ends` and up to `spread` days later. */
export async function addCards({ sql, communeId }: Installation, count: number, ends: string, spread = 1): Promise<void> {
  // Right after a million people came, the server would look through every card for each of them.
  await sql('ANALYZE person, card')
  await sql(
    `INSERT INTO card (commune_id, person_id, card_group, valid_to)
     SELECT $1, p.id, 'GD', $3::date + (p.id % $4::int)::int FROM person p WHERE NOT EXISTS (SELECT FROM card c WHERE c.person_id = p.id) ORDER BY p.id LIMIT $2`,
    [communeId, count, ends, spread],
  )
}

const CHUNK = 20_000

/** Gives everybody a phone of their own, encrypted as the import does it. */
export async function addPhones({ app, sql, communeId }: Installation, count: number): Promise<void> {
  const { cipher } = app.ground
  for (let from = 0; from < count; from += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, count - from) }, (_, n) => `+8490${String(from + n).padStart(7, '0')}`)
    await sql("INSERT INTO contact (commune_id, kind, address_enc, address_idx) SELECT $1, 'phone', * FROM unnest($2::bytea[], $3::bytea[])", [
      communeId,
      numbers.map((phone) => cipher.encrypt(phone)),
      numbers.map((phone) => cipher.blindIndex('phone', phone)),
    ])
  }
  await sql(
    `INSERT INTO person_contact (person_id, contact_id, relation)
     SELECT p.id, c.id, 'self' FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM person) p JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM contact) c USING (n)`,
  )
}

/** What the server does by itself within minutes of such a change; a measurement in the middle of it would measure that. */
export async function settleDown({ sql }: Installation): Promise<void> {
  await sql('VACUUM ANALYZE')
  // Needs a right that a given server may not grant; then its disk may still be busy.
  await sql('CHECKPOINT').catch(() => undefined)
}
