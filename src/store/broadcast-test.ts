/** A broadcast on trial: to one telephone that its officer named, once for each wording, whatever the hour. */
import { later, vietnamDay } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import { ensureContact } from './contacts.ts'
import type { Database } from './database.ts'

const FOR_MS = 30 * 60_000

export async function sendTest(
  database: Pick<Database, 'transaction'>, cipher: Cipher, test: { communeId: number; id: string; version: number; text: string; phone: string; by: string }, now: Date,
): Promise<void> {
  await database.transaction(async (client) => {
    const contactId = await ensureContact(client, cipher, { communeId: test.communeId, kind: 'phone', address: test.phone })
    await client.query(
      `INSERT INTO notice (commune_id, recipient, contact_id, kind, lane, duty, reason_key, template_key, text_enc, due_on, not_before, not_after, state_at, created_at)
       VALUES ($1, 'contact:' || $2::bigint, $2, 'officer', 'reply', true, $3, 'officer-text', $4, $5, $6, $7, $6, $6) ON CONFLICT (recipient, reason_key) DO NOTHING`,
      [test.communeId, contactId, `broadcast-test:${test.id}:${test.version}`, cipher.encrypt(test.text), vietnamDay(now), now, later(now, FOR_MS)],
    )
    await writeAudit(client, [{ communeId: test.communeId, actor: test.by, action: 'broadcast.tested', subject: `broadcast:${test.id}` }], now)
  })
}
