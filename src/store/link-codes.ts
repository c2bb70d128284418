/**
 * One-time proofs. A code for a number that is on no list is stored like any other, so that asking, waiting and guessing
 * take the same steps whether or not there is anybody to find.
 */
import { later } from '../domain/calendar.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

/** In a day, by one chat and to one telephone: enough for a grandmother's third try, useless for guessing, no pest to a stranger. */
const MOST_CODES = 3
const MOST_GUESSES = 5
const DAY_MS = 24 * 3_600_000

export interface SmsCodeRequest {
  communeId: number
  chatId: string
  phone: string
  code: string
  expiresAt: Date
}

/** The contact to which the code may go; undefined: nobody, or too often. */
export async function storeSmsCode(client: Queryable, cipher: Cipher, request: SmsCodeRequest, now: Date): Promise<{ codeId: string; contactId: string | undefined }> {
  const phoneIdx = cipher.blindIndex('phone', request.phone)
  const { rows } = await client.query<{ id: string; phone_contact_id: string | null }>(
    `INSERT INTO link_code (commune_id, kind, code_idx, chat_id, phone_idx, phone_contact_id, created_at, expires_at)
     SELECT $1, 'sms', $2, $3, $4, (
       SELECT ct.id FROM contact ct WHERE ct.commune_id = $1 AND ct.kind = 'phone' AND ct.address_idx = $4 AND ct.state = 'active'
         AND EXISTS (SELECT FROM person_contact pc WHERE pc.contact_id = ct.id AND pc.removed_at IS NULL AND pc.relation <> 'neighbour')
         AND (SELECT count(*) FROM link_code c WHERE c.chat_id = $3 AND c.created_at > $5) < $8
         AND (SELECT count(*) FROM link_code c WHERE c.phone_idx = $4 AND c.created_at > $5) < $8
     ), $6, $7 RETURNING id, phone_contact_id`,
    [request.communeId, cipher.blindIndex('link-code', request.code), request.chatId, phoneIdx, ago(now), now, request.expiresAt, MOST_CODES],
  )
  const row = rows[0] as { id: string; phone_contact_id: string | null }
  return { codeId: row.id, contactId: row.phone_contact_id ?? undefined }
}

export async function storeOfficerCode(
  client: Queryable, cipher: Cipher, request: { communeId: number; personId: string; relation: string; code: string; by: string; expiresAt: Date }, now: Date,
): Promise<void> {
  await client.query(
    `INSERT INTO link_code (commune_id, kind, code_idx, person_id, relation, created_at, expires_at, created_by) VALUES ($1, 'officer', $2, $3, $4, $5, $6, $7)`,
    [request.communeId, cipher.blindIndex('link-code', request.code), request.personId, request.relation, now, request.expiresAt, request.by],
  )
}

export type Redeemed =
  | { kind: 'accepted'; links: readonly Link[]; by: 'code' | 'officer'; communeId: number }
  | { kind: 'refused' }
  | { kind: 'too-many' }

export interface Link {
  personId: string
  relation: string
}

/** Uses a code up, or counts a guess. */
export async function redeemCode(client: Queryable, cipher: Cipher, { chatId, code }: { chatId: string; code: string }, now: Date): Promise<Redeemed> {
  const { rows: guesses } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM link_guess WHERE chat_id = $1 AND guessed_at > $2', [chatId, ago(now)])
  if ((guesses[0]?.n ?? 0) >= MOST_GUESSES) return { kind: 'too-many' }
  const { rows } = await client.query<{ kind: 'sms' | 'officer'; commune_id: number; person_id: string | null; phone_contact_id: string | null; relation: string }>(
    `UPDATE link_code SET used_at = $3 WHERE id = (
       SELECT id FROM link_code WHERE code_idx = $1 AND used_at IS NULL AND expires_at > $3
         AND (kind = 'officer' OR chat_id = $2 AND phone_contact_id IS NOT NULL) ORDER BY id DESC LIMIT 1 FOR UPDATE)
     RETURNING kind, commune_id, person_id, phone_contact_id, relation`,
    [cipher.blindIndex('link-code', code), chatId, now],
  )
  const [row] = rows
  if (row === undefined) {
    await client.query('INSERT INTO link_guess (chat_id, guessed_at) VALUES ($1, $2)', [chatId, now])
    return { kind: 'refused' }
  }
  if (row.kind === 'officer') return { kind: 'accepted', links: [{ personId: row.person_id as string, relation: row.relation }], by: 'officer', communeId: row.commune_id }
  return { kind: 'accepted', links: await linksOf(client, row.phone_contact_id as string), by: 'code', communeId: row.commune_id }
}

/** For whom a telephone of the register stands. */
export async function peopleOfPhone(client: Queryable, cipher: Cipher, communeId: number, phone: string): Promise<readonly Link[]> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM contact WHERE commune_id = $1 AND kind = 'phone' AND address_idx = $2 AND state <> 'invalid'", [
    communeId, cipher.blindIndex('phone', phone),
  ])
  return rows[0] === undefined ? [] : linksOf(client, rows[0].id)
}

async function linksOf(client: Queryable, contactId: string): Promise<Link[]> {
  const { rows } = await client.query<{ person_id: string; relation: string }>({
    name: 'links-of',
    text: 'SELECT person_id, relation FROM person_contact WHERE contact_id = $1 AND removed_at IS NULL ORDER BY person_id',
    values: [contactId],
  })
  return rows.map((row) => ({ personId: row.person_id, relation: row.relation }))
}

const ago = (now: Date): Date => later(now, -DAY_MS)
