/**
 * Danger does not wait until somebody looks at the list: the officers in office are told at once, at any hour, on their own
 * chats and by telephone, for one of the two may be asleep or without a network. Who writes again within a quarter of an hour
 * pages nobody anew.
 */
import { vietnamDay } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { inOffice } from './office-holders.ts'
import type { Promoted } from './promote-notices.ts'
import { insertReplies } from './reply-notices.ts'

const QUARTER_MS = 15 * 60_000
/** By then somebody has looked, or no message will make them. */
const PAGE_FOR_MS = 3 * 3_600_000

export async function pageOnDuty(client: Queryable, cipher: Cipher, page: { communeId: number; ticketId: string; text: string }, now: Date): Promise<Promoted[]> {
  const { rows } = await client.query<{ id: string; kind: 'phone' | ChannelName }>(
    `SELECT DISTINCT ct.id, ct.kind FROM office_holder h
     JOIN contact ct ON ct.id = h.phone_contact_id OR ct.id IN (SELECT r.contact_id FROM room r WHERE r.holder_id = h.id AND NOT r.is_group AND r.ended_at IS NULL)
     WHERE h.commune_id = $1 AND h.office = 'officer' AND ct.state = 'active' AND ${inOffice('h', '$2')}`,
    [page.communeId, vietnamDay(now)],
  )
  const quarter = Math.floor(now.getTime() / QUARTER_MS)
  const pages = rows.map(({ id, kind }) => ({
    contactId: id, channel: kind === 'phone' ? ('sms' as const) : kind, text: page.text, buttons: [], lane: 'urgent' as const, templates: 'answer-page-duty',
    reasonKey: `page:${page.ticketId}:${quarter}`, kind: 'reply',
    // Whether anything here reaches a telephone, the promotion knows: a second later at most.
    ...(kind === 'phone' ? { waits: true as const } : {}),
  }))
  return insertReplies(client, cipher, page.communeId, pages, now, PAGE_FOR_MS)
}

/** Where whoever writes in this chat can be rung: its own number, or one of the person for whom it stands. */
export async function callBack(client: Queryable, cipher: Cipher, contactId: string): Promise<string | undefined> {
  const { rows } = await client.query<{ address_enc: Buffer }>(
    `SELECT ct.address_enc FROM contact ct LEFT JOIN person_contact pc ON pc.contact_id = ct.id AND pc.removed_at IS NULL AND pc.relation <> 'neighbour'
       AND pc.person_id IN (SELECT person_id FROM person_contact WHERE contact_id = $1 AND removed_at IS NULL)
     WHERE ct.kind = 'phone' AND ct.state <> 'invalid' AND (ct.id = $1 OR pc.person_id IS NOT NULL)
     ORDER BY ct.id = $1 DESC, pc.relation = 'self' DESC, pc.rank, ct.id LIMIT 1`,
    [contactId],
  )
  return rows[0] && cipher.decrypt(rows[0].address_enc)
}
