/** Who is head, deputy or officer, for which term; and which chats stand for whom. */
import { vietnamDay } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import { ensureContact } from './contacts.ts'
import type { Database, Queryable } from './database.ts'
import { inOffice } from './office-holders.ts'

export type Office = 'head' | 'deputy' | 'officer' | 'committee'

export interface NewHolder {
  communeId: number
  office: Office
  villageId: number | undefined
  name: string
  /** +84… */
  phone: string | undefined
  personId: string | undefined
  termFrom: string
  /** The last day. */
  termTo: string | undefined
  by: string
}

/** A village has one head: whoever was it before is so no longer from the new one's first day. */
export function addHolder(database: Pick<Database, 'transaction'>, cipher: Cipher, holder: NewHolder, now: Date): Promise<string> {
  return database.transaction(async (client) => {
    if (holder.office === 'head') {
      const { rows } = await client.query<{ id: string }>(
        `UPDATE office_holder SET term_to = least(coalesce(term_to, $3::date - 1), $3::date - 1) WHERE commune_id = $1 AND village_id = $2 AND office = 'head' AND ended_at IS NULL RETURNING id`,
        [holder.communeId, holder.villageId ?? null, holder.termFrom])
      if (holder.termFrom <= vietnamDay(now)) for (const { id } of rows) await endInside(client, id, now)
    }
    const phoneContactId = holder.phone === undefined ? null : await ensureContact(client, cipher, { communeId: holder.communeId, kind: 'phone', address: holder.phone })
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO office_holder (commune_id, office, village_id, person_id, name_enc, phone_contact_id, term_from, term_to, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [holder.communeId, holder.office, holder.villageId ?? null, holder.personId ?? null, cipher.encrypt(holder.name.normalize('NFC')), phoneContactId, holder.termFrom, holder.termTo ?? null, now, holder.by])
    const id = (rows[0] as { id: string }).id
    await writeAudit(client, [{ communeId: holder.communeId, actor: holder.by, action: `holder.added.${holder.office}`, personId: holder.personId, subject: `holder:${id}` }], now)
    return id
  })
}

/** Out of office: nothing is routed to or from their own chats any more. False: there is no such holder in office. */
export function endHolder(database: Pick<Database, 'transaction'>, communeId: number, id: string, by: string, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query('SELECT FROM office_holder WHERE id = $1 AND commune_id = $2 AND ended_at IS NULL', [id, communeId])
    if (rowCount === 0) return false
    await endInside(client, id, now)
    await writeAudit(client, [{ communeId, actor: by, action: 'holder.ended', subject: `holder:${id}` }], now)
    return true
  })
}

async function endInside(client: Queryable, id: string, now: Date): Promise<void> {
  await client.query('UPDATE office_holder SET ended_at = coalesce(ended_at, $2) WHERE id = $1', [id, now])
  await client.query(
    `WITH closed AS (UPDATE room SET ended_at = $2, end_reason = 'term-ended' WHERE holder_id = $1 AND ended_at IS NULL RETURNING contact_id)
     UPDATE notice n SET state = 'cancelled', state_at = $2, end_reason = 'term-ended'
     WHERE n.recipient IN (SELECT 'contact:' || contact_id FROM closed) AND n.kind = 'relay' AND n.state IN ('planned', 'queued')`, [id, now])
}

export interface HolderRow {
  id: string
  office: Office
  name: string
  villageId: number | undefined
  village: string | undefined
  phone: string | undefined
  termFrom: string
  termTo: string | undefined
  /** Messengers on which they have an own chat: "telegram". */
  chats: readonly string[]
}

export async function listHolders(pool: Queryable, cipher: Cipher, communeId: number, now: Date): Promise<HolderRow[]> {
  const { rows } = await pool.query<{ id: string; office: Office; name_enc: Buffer; village_id: number | null; village: string | null; phone_enc: Buffer | null; term_from: string; term_to: string | null; chats: string[] }>(
    `SELECT h.id, h.office, h.name_enc, h.village_id, nullif(trim(v.kind || ' ' || v.name), '') AS village, p.address_enc AS phone_enc, h.term_from, h.term_to,
       ARRAY(SELECT DISTINCT c.kind FROM room r JOIN contact c ON c.id = r.contact_id WHERE r.holder_id = h.id AND r.ended_at IS NULL ORDER BY c.kind) AS chats
     FROM office_holder h LEFT JOIN village v ON v.id = h.village_id LEFT JOIN contact p ON p.id = h.phone_contact_id
     WHERE h.commune_id = $1 AND (${inOffice('h', '$2')} OR h.ended_at IS NULL AND h.term_from > $2::date) ORDER BY h.office <> 'officer', v.search_key, h.office DESC, h.id`, [communeId, vietnamDay(now)])
  return rows.map((row) => ({
    id: row.id, office: row.office, name: cipher.decrypt(row.name_enc), villageId: row.village_id ?? undefined, village: row.village ?? undefined, phone: row.phone_enc === null ? undefined : cipher.decrypt(row.phone_enc),
    termFrom: row.term_from, termTo: row.term_to ?? undefined, chats: row.chats,
  }))
}

export interface RoomListRow {
  id: string
  kind: 'committee' | 'village' | 'private'
  villageId: number | undefined
  village: string | undefined
  holder: string | undefined
  channel: string
  isGroup: boolean
  boundAt: Date
  /** The messenger says that it is gone, or blocked us. */
  lost: boolean
}

export async function listRooms(pool: Queryable, cipher: Cipher, communeId: number): Promise<RoomListRow[]> {
  const { rows } = await pool.query<{ id: string; kind: RoomListRow['kind']; village_id: number | null; village: string | null; name_enc: Buffer | null; channel: string; is_group: boolean; bound_at: Date; lost: boolean }>(
    `SELECT r.id, r.kind, coalesce(r.village_id, h.village_id) AS village_id, nullif(trim(v.kind || ' ' || v.name), '') AS village, h.name_enc, c.kind AS channel, r.is_group, r.bound_at, c.state <> 'active' AS lost
     FROM room r JOIN contact c ON c.id = r.contact_id LEFT JOIN office_holder h ON h.id = r.holder_id LEFT JOIN village v ON v.id = coalesce(r.village_id, h.village_id)
     WHERE r.commune_id = $1 AND r.ended_at IS NULL ORDER BY r.kind <> 'committee', r.kind <> 'village', v.search_key, r.id`, [communeId])
  return rows.map((row) => ({
    id: row.id, kind: row.kind, villageId: row.village_id ?? undefined, village: row.village ?? undefined, holder: row.name_enc === null ? undefined : cipher.decrypt(row.name_enc), channel: row.channel, isGroup: row.is_group, boundAt: row.bound_at, lost: row.lost,
  }))
}

export async function endRoom(database: Pick<Database, 'transaction'>, communeId: number, id: string, by: string, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query("UPDATE room SET ended_at = $3, end_reason = 'officer' WHERE id = $1 AND commune_id = $2 AND ended_at IS NULL", [id, communeId, now])
    if (rowCount === 1) await writeAudit(client, [{ communeId, actor: by, action: 'room.ended', subject: `room:${id}` }], now)
    return rowCount === 1
  })
}
