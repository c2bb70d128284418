/** What citizens write, kept before the provider is answered. The same update is one row, however often it comes. */
import type { ChannelName } from '../domain/notice-state.ts'
import { kindOfContact, turnedToUs } from './contacts.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { openTicket } from './tickets.ts'

export interface InboundRow {
  channel: ChannelName
  dedupeKey: string
  /** The address that is answered. */
  chat: string
  isGroup: boolean
  body: InboundBody
  occurredAt: Date
}

export interface InboundBody {
  text: string
  buttonData?: string
  verifiedPhone?: string
  startPayload?: string
  /** In a group: who of it wrote. */
  from?: string
  /** The provider's id of our message that this one answers. */
  replyTo?: string
  attachments?: readonly { kind: string; url?: string; name?: string }[]
}

/**
 * A chat that nobody has seen before belongs to the installation's first commune until it is linked. A web chat's address
 * is handed out by us, so an unknown one is nobody. Whoever turned to us may be written to freely for a while, and a chat that
 * was given up lives; but an import that holds the contact must not cost the message, so its row is left alone (`turned`
 * tells) and told later. What somebody wrote shows in the web chat's history like what we wrote.
 */
const STORE = `
WITH known AS (
  SELECT id, commune_id FROM contact WHERE kind = $2 AND address_idx = $4 AND ($2 <> 'webchat' OR state = 'active')
  ORDER BY last_inbound_at DESC NULLS LAST, id LIMIT 1
), made AS (
  INSERT INTO contact (commune_id, kind, address_enc, address_idx, last_inbound_at)
  SELECT (SELECT min(id) FROM commune), $2, $3, $4, $8 WHERE NOT EXISTS (SELECT FROM known) AND $2 <> 'webchat' AND EXISTS (SELECT FROM commune)
  ON CONFLICT (commune_id, kind, address_idx) DO UPDATE SET last_inbound_at = excluded.last_inbound_at
  RETURNING id, commune_id
), chat AS (
  SELECT * FROM known UNION ALL SELECT * FROM made
), free AS (
  SELECT id FROM contact WHERE kind = $2 AND address_idx = $4 FOR NO KEY UPDATE SKIP LOCKED
), turned AS (
  UPDATE contact SET ${turnedToUs('$8')} WHERE id IN (SELECT id FROM free)
  RETURNING id
), reached AS (
  -- whoever writes is there, and must not wait for an answer until the messenger's word about them has run out
  DELETE FROM channel_unreachable un USING turned WHERE un.contact_id = turned.id AND un.channel = $1
), talk AS (
  INSERT INTO conversation (contact_id, updated_at) SELECT id, $9 FROM chat ON CONFLICT (contact_id) DO NOTHING
), stored AS (
  INSERT INTO inbound_message (commune_id, channel, dedupe_key, contact_id, is_group, body_enc, occurred_at, received_at)
  SELECT commune_id, $1, $5, id, $6, $7, $8, $9 FROM chat
  ON CONFLICT (channel, dedupe_key) DO NOTHING
  RETURNING id, contact_id
), shown AS (
  INSERT INTO webchat_message (contact_id, direction, dedupe_key, body_enc, sent_at)
  SELECT contact_id, 'in', 'in:' || $5, $10, $9 FROM stored WHERE $1 = 'webchat'
  ON CONFLICT (dedupe_key) DO NOTHING
)
SELECT id, contact_id, (SELECT count(*) FROM contact WHERE kind = $2 AND address_idx = $4) = (SELECT count(*) FROM turned) AS turned FROM stored`

/** undefined: known already, or from nobody whom we could answer. */
export async function storeInbound(pool: Queryable, cipher: Cipher, row: InboundRow, now: Date): Promise<{ messageId: string; contactId: string; turned: boolean } | undefined> {
  const kind = kindOfContact(row.channel)
  const { rows } = await pool.query<{ id: string; contact_id: string; turned: boolean }>({
    name: 'store-inbound',
    text: STORE,
    values: [
      row.channel, kind, cipher.encrypt(row.chat), cipher.blindIndex(kind, row.chat), row.dedupeKey, row.isGroup,
      cipher.encrypt(JSON.stringify(row.body)), row.occurredAt, now, cipher.encrypt(JSON.stringify({ text: row.body.text, buttons: [] })),
    ],
  })
  const stored = rows[0]
  return stored && { messageId: stored.id, contactId: stored.contact_id, turned: stored.turned }
}

/** Messages whose bell was lost: a process that died, a queue that was wiped. */
export async function unheardMessages(pool: Queryable, before: Date, limit: number): Promise<{ messageId: string; contactId: string }[]> {
  const { rows } = await pool.query<{ id: string; contact_id: string }>(
    "SELECT id, contact_id FROM inbound_message WHERE state = 'waiting' AND received_at <= $1 ORDER BY received_at LIMIT $2", [before, limit],
  )
  return rows.map((row) => ({ messageId: row.id, contactId: row.contact_id }))
}

/** A message on which we failed; after `most` tries it is left to a person, as a ticket. Returns whether that is now. */
export async function countFailure(database: Pick<Database, 'transaction'>, cipher: Cipher, messageId: string, most: number, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ state: string; contact_id: string; commune_id: number }>(
      `UPDATE inbound_message SET tries = tries + 1, state = CASE WHEN tries + 1 >= $2 THEN 'failed' ELSE state END, handled_at = CASE WHEN tries + 1 >= $2 THEN $3::timestamptz END
       WHERE id = $1 AND state = 'waiting' RETURNING state, contact_id, commune_id`,
      [messageId, most, now],
    )
    const [row] = rows
    if (row?.state !== 'failed') return false
    await openTicket(client, cipher, { communeId: row.commune_id, contactId: row.contact_id, personId: undefined, topic: 'fault', urgent: false, facts: '{}' }, now)
    return true
  })
}
