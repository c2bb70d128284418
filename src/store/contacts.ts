import type { ChannelName, ContactKind } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export const kindOfContact = (channel: ChannelName): ContactKind => (channel === 'sms' ? 'phone' : channel)

/** An address that was given to us by its owner or by an officer. Returns the contact's id; the same address is one contact. */
export async function ensureContact(
  pool: Queryable, cipher: Cipher, contact: { communeId: number; kind: ContactKind; address: string; verifiedAt?: Date },
): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO contact (commune_id, kind, address_enc, address_idx, verified_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (commune_id, kind, address_idx) DO UPDATE SET verified_at = coalesce(contact.verified_at, excluded.verified_at) RETURNING id`,
    [contact.communeId, contact.kind, cipher.encrypt(contact.address), cipher.blindIndex(contact.kind, contact.address), contact.verifiedAt ?? null],
  )
  return (rows[0] as { id: string }).id
}

export async function linkContact(pool: Queryable, link: { personId: string; contactId: string; relation: string; rank?: number; source: string }): Promise<void> {
  await pool.query(
    `INSERT INTO person_contact (person_id, contact_id, relation, rank, source) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (person_id, contact_id) DO UPDATE SET removed_at = NULL, relation = excluded.relation`,
    [link.personId, link.contactId, link.relation, link.rank ?? 0, link.source],
  )
}

/** What is known of a contact whose owner has just written: wants the instant as parameter. */
export const turnedToUs = (at: string): string =>
  `last_inbound_at = greatest(last_inbound_at, ${at}), state = CASE WHEN state = 'gone' AND (state_at IS NULL OR state_at < ${at}) THEN 'active' ELSE state END`

/** Whoever turned to us there: free text is allowed again for a while, and a chat that was given up lives. */
export async function touchContact(pool: Queryable, cipher: Cipher, channel: ChannelName, { chat, occurredAt }: { chat: string; occurredAt: Date }): Promise<void> {
  const kind = kindOfContact(channel)
  await pool.query(
    `WITH turned AS (
       UPDATE contact SET ${turnedToUs('$3')} WHERE kind = $1 AND address_idx = $2
       RETURNING id
     )
     -- whoever writes is there, and must not wait for an answer until the messenger's word about them has run out
     DELETE FROM channel_unreachable un USING turned WHERE un.contact_id = turned.id AND un.channel = $4`,
    [kind, cipher.blindIndex(kind, chat), occurredAt, channel],
  )
}

/** Where the new chat was heard before we learnt of the move, it is that one from now on: what the old one stood for goes along. */
const MOVE = `
WITH moved AS (
  SELECT old.id, known.id AS known_as FROM contact old
  LEFT JOIN contact known ON known.commune_id = old.commune_id AND known.kind = old.kind AND known.address_idx = $4 AND known.id <> old.id
  WHERE old.kind = $1 AND old.address_idx = $2
), relinked AS (
  INSERT INTO person_contact (person_id, contact_id, relation, rank, source)
  SELECT pc.person_id, m.known_as, pc.relation, pc.rank, pc.source FROM moved m JOIN person_contact pc ON pc.contact_id = m.id AND pc.removed_at IS NULL WHERE m.known_as IS NOT NULL
  ON CONFLICT (person_id, contact_id) DO NOTHING
), rebound AS (
  UPDATE room r SET contact_id = m.known_as FROM moved m WHERE r.contact_id = m.id AND r.ended_at IS NULL AND m.known_as IS NOT NULL
    AND NOT EXISTS (SELECT FROM room o WHERE o.contact_id = m.known_as AND o.ended_at IS NULL)
)
UPDATE contact c SET
  address_enc = CASE WHEN m.known_as IS NULL THEN $3 ELSE c.address_enc END, address_idx = CASE WHEN m.known_as IS NULL THEN $4 ELSE c.address_idx END,
  state = CASE WHEN m.known_as IS NULL THEN c.state ELSE 'gone' END, state_at = CASE WHEN m.known_as IS NULL THEN c.state_at ELSE $5 END
FROM moved m WHERE c.id = m.id`

/** A chat was blocked, came back, or has a new id; in every commune that knows it. News that is older than what we know changes nothing. */
export async function changeChat(
  pool: Queryable, cipher: Cipher, kind: ContactKind, change: { chat: string; change: 'blocked' | 'unblocked' | 'moved'; movedTo?: string; occurredAt: Date },
): Promise<void> {
  const index = cipher.blindIndex(kind, change.chat)
  if (change.change === 'moved' && change.movedTo !== undefined) {
    await pool.query(MOVE, [kind, index, cipher.encrypt(change.movedTo), cipher.blindIndex(kind, change.movedTo), change.occurredAt])
  } else {
    await pool.query('UPDATE contact SET state = $3, state_at = $4 WHERE kind = $1 AND address_idx = $2 AND (state_at IS NULL OR state_at <= $4)', [
      kind, index, change.change === 'blocked' ? 'gone' : 'active', change.occurredAt,
    ])
  }
}
