/** A chat becomes a room by a code that an officer hands over and somebody in the chat sends; it works once, and guesses are counted. */
import { later, vietnamDay } from '../domain/calendar.ts'
import { villageHead } from '../domain/village-head.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { inOffice } from './office-holders.ts'

const MOST_GUESSES = 5
const DAY_MS = 24 * 3_600_000

export interface NewRoomCode {
  communeId: number
  kind: 'committee' | 'village' | 'private'
  villageId: number | undefined
  holderId: string | undefined
  code: string
  by: string
  expiresAt: Date
}

export async function storeRoomCode(client: Queryable, cipher: Cipher, code: NewRoomCode, now: Date): Promise<void> {
  await client.query(
    'INSERT INTO room_code (commune_id, code_idx, kind, village_id, holder_id, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [code.communeId, cipher.blindIndex('room-code', code.code), code.kind, code.villageId ?? null, code.holderId ?? null, now, code.by, code.expiresAt])
}

export type BoundRow = { kind: 'committee' } | { kind: 'village'; village: string } | { kind: 'holder'; name: string; office: string | undefined } | { kind: 'refused' }

/** `from`: whoever sends the code; in a group their word counts from now on. */
export async function bindRoom(
  client: Queryable, cipher: Cipher, chat: { contactId: string; from: string | undefined; isGroup: boolean; code: string; sender: string }, now: Date,
): Promise<BoundRow> {
  const { rows: [guessed] } = await client.query<{ n: number }>('SELECT count(*)::int AS n FROM link_guess WHERE chat_id = $1 AND guessed_at > $2', [chat.contactId, later(now, -DAY_MS)])
  if ((guessed?.n ?? 0) >= MOST_GUESSES) return { kind: 'refused' }
  // A holder's code belongs into the holder's own chat: what is read in a group is nobody's.
  const { rows: [code] } = await client.query<{ commune_id: number; kind: NewRoomCode['kind']; village_id: number | null; holder_id: string | null }>(
    `UPDATE room_code SET used_at = $2 WHERE id = (SELECT id FROM room_code WHERE code_idx = $1 AND used_at IS NULL AND expires_at > $2 AND (kind <> 'private' OR NOT $3) ORDER BY id DESC LIMIT 1 FOR UPDATE)
     RETURNING commune_id, kind, village_id, holder_id`, [cipher.blindIndex('room-code', chat.code), now, chat.isGroup])
  if (code === undefined) {
    await client.query('INSERT INTO link_guess (chat_id, guessed_at) VALUES ($1, $2)', [chat.contactId, now])
    return { kind: 'refused' }
  }
  const { rows: [open] } = await client.query<{ id: string; kind: string; village_id: number | null }>('SELECT id, kind, village_id FROM room WHERE contact_id = $1 AND ended_at IS NULL', [chat.contactId])
  // The same room again: one more whose word counts there.
  const same = open !== undefined && open.kind === code.kind && open.village_id === code.village_id && code.kind !== 'private'
  const roomId = same ? open.id : await makeRoom(client, chat, code, now)
  if (chat.isGroup && chat.from !== undefined) {
    await client.query('INSERT INTO room_member (room_id, member_idx, joined_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [roomId, cipher.blindIndex('room-member', chat.from), now])
  }
  // A chat of nobody may have been put with another commune's.
  await client.query(
    `UPDATE contact c SET verified_at = $2, commune_id = CASE WHEN EXISTS (SELECT FROM contact o WHERE o.commune_id = $3 AND o.kind = c.kind AND o.address_idx = c.address_idx AND o.id <> c.id) THEN c.commune_id ELSE $3 END
     WHERE c.id = $1`, [chat.contactId, now, code.commune_id])
  return described(client, cipher, code, chat.sender, now)
}

async function makeRoom(
  client: Queryable, chat: { contactId: string; isGroup: boolean }, code: { commune_id: number; kind: string; village_id: number | null; holder_id: string | null }, now: Date,
): Promise<string> {
  await client.query("UPDATE room SET ended_at = $2, end_reason = 'rebound' WHERE contact_id = $1 AND ended_at IS NULL", [chat.contactId, now])
  const { rows } = await client.query<{ id: string }>(
    'INSERT INTO room (commune_id, kind, village_id, holder_id, contact_id, is_group, bound_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id',
    [code.commune_id, code.kind, code.village_id, code.holder_id, chat.contactId, chat.isGroup, now])
  return (rows[0] as { id: string }).id
}

async function described(
  client: Queryable, cipher: Cipher, code: { kind: string; village_id: number | null; holder_id: string | null }, sender: string, now: Date,
): Promise<BoundRow> {
  if (code.kind === 'committee') return { kind: 'committee' }
  const { rows: [row] } = await client.query<{ label: string | null; office: string | null; name_enc: Buffer | null; current: boolean | null }>(
    `SELECT (SELECT trim(v.kind || ' ' || v.name) FROM village v WHERE v.id = coalesce($1, h.village_id)) AS label, h.office, h.name_enc, ${inOffice('h', '$3')} AS current
     FROM (SELECT 1) one LEFT JOIN office_holder h ON h.id = $2`, [code.village_id, code.holder_id, vietnamDay(now)])
  if (code.kind === 'village') return { kind: 'village', village: row?.label ?? '' }
  if (row?.current !== true || row.name_enc === null) return { kind: 'refused' }
  const label = row.label ?? undefined
  const title = label === undefined ? undefined : `${row.office === 'deputy' ? 'phó ' : ''}${villageHead(label, sender)} ${label}`
  return { kind: 'holder', name: cipher.decrypt(row.name_enc), office: title }
}
