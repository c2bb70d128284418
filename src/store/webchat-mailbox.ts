/** The messages of the commune's own web chat: kept encrypted, shown to whoever holds the chat's address. */
import { randomBytes } from 'node:crypto'
import type { Cipher } from './cipher.ts'
import type { Database } from './database.ts'

export interface MailboxMessage {
  contactAddress: string
  requestId: string
  text: string
  buttons?: readonly { title: string; data: string }[]
}

export interface StoredMessage {
  id: string
  direction: 'out' | 'in'
  text: string
  buttons: readonly { title: string; data: string }[]
  sentAt: Date
  seenAt: Date | undefined
  /** How often its words were changed where it lies. */
  revision: number
}

interface MessageRow {
  id: string
  direction: 'out' | 'in'
  body_enc: Buffer
  sent_at: Date
  seen_at: Date | null
  revision: number
}

const COLUMNS = 'id, direction, body_enc, sent_at, seen_at, revision'

/** Boards of more tasks than anybody scrolls back to. */
const MOST_CHANGED = 50

export function webchatMailbox(database: Database, cipher: Cipher, now: () => Date) {
  const contactIdOf = async (address: string): Promise<string | undefined> => {
    const { rows } = await database.pool.query<{ id: string }>("SELECT id FROM contact WHERE kind = 'webchat' AND address_idx = $1 AND state = 'active'", [
      cipher.blindIndex('webchat', address),
    ])
    return rows[0]?.id
  }
  const messageOf = (row: MessageRow): StoredMessage => {
    const body = JSON.parse(cipher.decrypt(row.body_enc)) as { text: string; buttons: { title: string; data: string }[] }
    return { id: row.id, direction: row.direction, text: body.text, buttons: body.buttons, sentAt: row.sent_at, seenAt: row.seen_at ?? undefined, revision: row.revision }
  }
  return {
    /** Whose chat it is, and whether tasks are given or answered there. */
    async ownerOf(address: string): Promise<{ communeId: number; isRoom: boolean } | undefined> {
      const { rows } = await database.pool.query<{ commune_id: number; is_room: boolean }>(
        `SELECT c.commune_id, EXISTS (SELECT FROM room r WHERE r.contact_id = c.id AND r.ended_at IS NULL) AS is_room
         FROM contact c WHERE c.kind = 'webchat' AND c.address_idx = $1 AND c.state = 'active'`,
        [cipher.blindIndex('webchat', address)],
      )
      return rows[0] && { communeId: rows[0].commune_id, isRoom: rows[0].is_room }
    },

    /** The same request id is one message, however often it is appended. Undefined: nobody has this address any more. */
    async append(message: MailboxMessage): Promise<{ id: string } | undefined> {
      const contactId = await contactIdOf(message.contactAddress)
      if (contactId === undefined) return undefined
      const { rows } = await database.pool.query<{ id: string }>(
        `INSERT INTO webchat_message (contact_id, direction, dedupe_key, body_enc, sent_at) VALUES ($1, 'out', $2, $3, $4)
         ON CONFLICT (dedupe_key) DO UPDATE SET dedupe_key = excluded.dedupe_key RETURNING id`,
        [contactId, message.requestId, cipher.encrypt(JSON.stringify({ text: message.text, buttons: message.buttons ?? [] })), now()],
      )
      return { id: (rows[0] as { id: string }).id }
    },

    /** Other words in the place of a message of ours. False: it does not lie in this chat. */
    async amend(message: { contactAddress: string; id: string; text: string; buttons: readonly { title: string; data: string }[] }): Promise<boolean> {
      const { rowCount } = await database.pool.query(
        "UPDATE webchat_message SET body_enc = $3, revision = revision + 1 WHERE id = $1 AND direction = 'out' AND contact_id = (SELECT id FROM contact WHERE kind = 'webchat' AND address_idx = $2 AND state = 'active')",
        [message.id, cipher.blindIndex('webchat', message.contactAddress), cipher.encrypt(JSON.stringify({ text: message.text, buttons: message.buttons }))],
      )
      return rowCount === 1
    },

    /** Oldest first, after `afterId`, at most `limit`. */
    async read(address: string, afterId = '0', limit = 200): Promise<StoredMessage[]> {
      const contactId = await contactIdOf(address)
      if (contactId === undefined) return []
      const { rows } = await database.pool.query<MessageRow>(
        `SELECT * FROM (SELECT ${COLUMNS} FROM webchat_message WHERE contact_id = $1 AND id > $2 ORDER BY id DESC LIMIT $3) newest ORDER BY id`,
        [contactId, afterId, limit],
      )
      return rows.map(messageOf)
    },

    /** Of the newest messages whose words were changed where they lie, those that differ from what is known (message id → revision). */
    async changed(address: string, known: ReadonlyMap<string, number>): Promise<StoredMessage[]> {
      const contactId = await contactIdOf(address)
      if (contactId === undefined) return []
      const { rows } = await database.pool.query<MessageRow>(
        `SELECT ${COLUMNS} FROM (SELECT * FROM webchat_message WHERE contact_id = $1 AND revision > 0 ORDER BY id DESC LIMIT ${MOST_CHANGED}) newest
         WHERE NOT EXISTS (SELECT FROM unnest($2::bigint[], $3::int[]) AS k(id, revision) WHERE k.id = newest.id AND k.revision = newest.revision) ORDER BY id`,
        [contactId, [...known.keys()], [...known.values()]],
      )
      return rows.map(messageOf)
    },

    /** How many messages the person wrote since then. */
    async writtenSince(address: string, since: Date): Promise<number> {
      const { rows } = await database.pool.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM webchat_message WHERE direction = 'in' AND sent_at > $2
           AND contact_id = (SELECT id FROM contact WHERE kind = 'webchat' AND address_idx = $1)`,
        [cipher.blindIndex('webchat', address), since],
      )
      return rows[0]?.n ?? 0
    },

    /** A chat that stands for nobody yet. Undefined: more than `most` have begun in the commune since then. */
    async begin(communeId: number, limit: { most: number; since: Date }): Promise<string | undefined> {
      const address = randomBytes(24).toString('base64url')
      const { rowCount } = await database.pool.query(
        `INSERT INTO contact (commune_id, kind, address_enc, address_idx, created_at)
         SELECT $1, 'webchat', $2, $3, $4 WHERE $5 > (SELECT count(*) FROM contact c WHERE c.commune_id = $1 AND c.kind = 'webchat' AND c.created_at > $6
           AND NOT EXISTS (SELECT FROM person_contact pc WHERE pc.contact_id = c.id))`,
        [communeId, cipher.encrypt(address), cipher.blindIndex('webchat', address), now(), limit.most, limit.since],
      )
      return rowCount === 1 ? address : undefined
    },

    /** The page has shown everything up to `upToId`; returns the request ids of what was seen for the first time, for receipts. */
    async markSeen(address: string, upToId: string): Promise<string[]> {
      const contactId = await contactIdOf(address)
      if (contactId === undefined) return []
      const { rows } = await database.pool.query<{ dedupe_key: string }>(
        `UPDATE webchat_message SET seen_at = $3 WHERE contact_id = $1 AND id <= $2 AND direction = 'out' AND seen_at IS NULL RETURNING dedupe_key`,
        [contactId, upToId, now()],
      )
      return rows.map((row) => row.dedupe_key)
    },
  }
}

export type WebchatMailbox = ReturnType<typeof webchatMailbox>
