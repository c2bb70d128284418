/** What goes from one chat to another on the committee's business: notices like every other, one for each chat and reason. */
import { vietnamDay } from '../domain/calendar.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export interface RelayRow {
  contactId: string
  reason: string
  text: string
  buttons: readonly { title: string; data: string }[]
  /** Which texts were said, for the record. */
  templates: string
  taskId: string | undefined
  villageId: number | undefined
  notBefore: Date
  notAfter: Date
  /** The notice whose message takes these words in its place, where the messenger can. */
  edits?: string
}

/** The next promotion sends them, a second from now at most; at night they wait for the morning. Returns the ids of what is new. */
export async function insertRelays(client: Queryable, cipher: Cipher, communeId: number, relays: readonly RelayRow[], now: Date): Promise<string[]> {
  if (relays.length === 0) return []
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO notice (commune_id, recipient, contact_id, kind, lane, duty, reason_key, template_key, params, text_enc, buttons_enc, due_on, not_before, not_after, state, state_at, created_at)
     SELECT $1, 'contact:' || u.contact_id, u.contact_id, 'relay', 'bulk', true, u.reason, 'reply',
       jsonb_strip_nulls(jsonb_build_object('answers', u.templates, 'task', u.task_id, 'village', u.village_id, 'edits', u.edits)),
       u.text_enc, u.buttons_enc, $2, u.not_before, u.not_after, 'planned', $3, $3
     FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::bytea[], $11::bytea[], $12::timestamptz[], $13::timestamptz[])
       AS u(contact_id, reason, templates, task_id, village_id, edits, text_enc, buttons_enc, not_before, not_after)
     ON CONFLICT (recipient, reason_key) DO NOTHING RETURNING id`,
    [
      communeId, vietnamDay(now), now,
      relays.map((one) => one.contactId), relays.map((one) => one.reason), relays.map((one) => one.templates), relays.map((one) => one.taskId ?? null), relays.map((one) => one.villageId ?? null),
      relays.map((one) => one.edits ?? null), relays.map((one) => cipher.encrypt(one.text)), relays.map((one) => (one.buttons.length === 0 ? null : cipher.encrypt(JSON.stringify(one.buttons)))),
      relays.map((one) => one.notBefore), relays.map((one) => one.notAfter),
    ],
  )
  return rows.map(({ id }) => id)
}
