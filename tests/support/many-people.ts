/** Thousands of invented people with a card that ends on one day, written as an import would leave them, in three statements. */
import type { ContactKind } from '../../src/domain/notice-state.ts'
import type { Cipher } from '../../src/store/cipher.ts'
import type { Queryable } from '../../src/store/database.ts'

export interface ManyPeople {
  communeId: number
  count: number
  kind: ContactKind
  cardEnds: string
  /** The address of the n-th person; by default a number that no carrier assigns, or a chat id. */
  addressOf?: (n: number) => string
  /** Numbers the people of a second call after those of the first. */
  from?: number
}

export const inventedAddress = (kind: ContactKind) => (n: number): string => (kind === 'phone' ? `+8490${String(n).padStart(7, '0')}` : String(700_000_000 + n))

/** Returns their addresses, in order. */
export async function addManyPeople(pool: Queryable, cipher: Cipher, { communeId, count, kind, cardEnds, from = 1, ...options }: ManyPeople): Promise<string[]> {
  const addressOf = options.addressOf ?? inventedAddress(kind)
  const addresses = Array.from({ length: count }, (_, n) => addressOf(n + from))
  const { rows: people } = await pool.query<{ id: string }>(
    `INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex)
     SELECT $1, 'Nguyễn Thị Bịa', 'x', 'x', 'x', '1960-05-04', 'day', 'female' FROM generate_series(1, $2) RETURNING id`,
    [communeId, count],
  )
  const { rows: contacts } = await pool.query<{ id: string }>(
    `INSERT INTO contact (commune_id, kind, address_enc, address_idx) SELECT $1, $2, * FROM unnest($3::bytea[], $4::bytea[]) RETURNING id`,
    [communeId, kind, addresses.map((address) => cipher.encrypt(address)), addresses.map((address) => cipher.blindIndex(kind, address))],
  )
  const ids = people.map(({ id }) => id)
  await pool.query(
    `WITH linked AS (INSERT INTO person_contact (person_id, contact_id, relation) SELECT *, 'self' FROM unnest($2::bigint[], $3::bigint[]))
     INSERT INTO card (commune_id, person_id, card_group, valid_to) SELECT $1, id, 'GD', $4 FROM unnest($2::bigint[]) AS person(id)`,
    [communeId, ids, contacts.map(({ id }) => id), cardEnds],
  )
  return addresses
}
