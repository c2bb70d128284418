/** Replies as notices: the same pipeline delivers them, once, and remembers what was said. */
import { later, vietnamDay } from '../domain/calendar.ts'
import type { ChannelName, Lane } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { ROUND } from './promote-notices.ts'
import type { Promoted } from './promote-notices.ts'

export interface SavedReply {
  text: string
  buttons: readonly { title: string; data: string; sharesPhone?: true }[]
  lane: Lane
  /** Which texts were said, for the record. */
  templates: string
}

export interface NewReply extends SavedReply {
  contactId: string
  channel: ChannelName
  reasonKey: string
  kind: string
  /** Nobody is there to ring for it: it waits for the next promotion, a second at most. */
  waits?: true
}

/**
 * Straight to `queued`, on the channel where the question came from: an answer has no other way to look for, and nobody
 * waits for the next tick. Only where that channel rests it waits like everything else.
 */
export async function insertReplies(client: Queryable, cipher: Cipher, communeId: number, replies: readonly NewReply[], now: Date, forMs: number): Promise<Promoted[]> {
  if (replies.length === 0) return []
  const { rows } = await client.query<{ id: string; state: string; channel: ChannelName; lane: Lane; round: string }>({
    name: 'insert-replies',
    text: `INSERT INTO notice (commune_id, recipient, contact_id, channel, kind, lane, duty, reason_key, template_key, params, text_enc, buttons_enc, due_on, not_before, not_after, state, state_at, created_at)
      SELECT $1, 'contact:' || u.contact_id, u.contact_id, u.channel, u.kind, u.lane, true, u.reason_key, 'reply', jsonb_build_object('answers', u.templates), u.text_enc, u.buttons_enc,
        $10, $11, $12, CASE WHEN u.waits OR cs.resume_at > $11 THEN 'planned' ELSE 'queued' END, $11, $11
      FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[], $9::bytea[], $13::bool[])
        AS u(contact_id, channel, kind, lane, reason_key, templates, text_enc, buttons_enc, waits)
      LEFT JOIN channel_state cs ON cs.commune_id = $1 AND cs.channel = u.channel
      ON CONFLICT (recipient, reason_key) DO NOTHING
      RETURNING id, state, channel, lane, ${ROUND}`,
    values: [
      communeId, replies.map((one) => one.contactId), replies.map((one) => one.channel), replies.map((one) => one.kind), replies.map((one) => one.lane),
      replies.map((one) => one.reasonKey), replies.map((one) => one.templates), replies.map((one) => cipher.encrypt(one.text)),
      replies.map((one) => (one.buttons.length === 0 ? null : cipher.encrypt(JSON.stringify(one.buttons)))), vietnamDay(now), now, later(now, forMs), replies.map((one) => one.waits === true),
    ],
  })
  return rows.filter(({ state }) => state === 'queued').map((row) => ({ noticeId: row.id, round: row.round, channel: row.channel, lane: row.lane }))
}
