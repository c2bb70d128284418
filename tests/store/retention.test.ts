/** What is kept no longer goes, and nothing else. All of it is invented. */
import { beforeEach, expect, test } from 'vitest'
import { ensureCommune } from '../../src/store/communes.ts'
import { ensureContact } from '../../src/store/contacts.ts'
import { forgetOld } from '../../src/store/retention.ts'
import { emptyTables, testCipher, testDatabase } from '../support/database.ts'

const database = await testDatabase()
const { pool } = database
const NOW = new Date('2026-11-22T02:00:00Z')
const [OLD, YOUNG] = ['2024-11-20T00:00:00Z', '2024-11-25T00:00:00Z'] // two years before, and three days less
const [LONG_AGO, LATELY] = ['2026-08-01T00:00:00Z', '2026-10-01T00:00:00Z']
const cipher = testCipher()

beforeEach(async () => {
  await emptyTables(database)
  const { id } = await ensureCommune(database, 'xã Tân Đông')
  const words = cipher.encrypt('lời cũ')
  const contacts = await Promise.all(['a', 'b'].map((address) => ensureContact(pool, cipher, { communeId: id, kind: 'telegram', address })))
  for (const [n, at] of [OLD, YOUNG].entries()) {
    await pool.query("INSERT INTO notice (commune_id, recipient, kind, reason_key, template_key, text_enc, due_on, not_before, not_after, state, state_at) VALUES ($1, 'contact:1', 'officer', $2, 'x', $3, '2024-11-20', $4, $4, 'delivered', $4)", [id, `r${n}`, words, at])
    await pool.query("INSERT INTO attempt (notice_id, channel, request_id, text_enc, state, started_at) SELECT id, 'sms', 'r', $1, 'delivered', $2 FROM notice WHERE reason_key = $3", [words, at, `r${n}`])
    await pool.query("INSERT INTO inbound_message (commune_id, channel, dedupe_key, contact_id, body_enc, occurred_at, received_at, state) VALUES ($1, 'telegram', $2, $3, $4, $5, $5, 'handled')", [id, `k${n}`, contacts[0], words, at])
  }
  // An open question keeps what was said around it, however old; one that nobody has answered is never thrown away.
  await pool.query("INSERT INTO inbound_message (commune_id, channel, dedupe_key, contact_id, body_enc, occurred_at, received_at, state) VALUES ($1, 'telegram', 'open', $2, $3, $4, $4, 'handled'), ($1, 'telegram', 'waits', $5, $3, $4, $4, 'waiting')", [id, contacts[1], words, OLD, contacts[0]])
  await pool.query("INSERT INTO ticket (commune_id, contact_id, topic, facts_enc, opened_at, updated_at) VALUES ($1, $2, 'complaint', $3, $4, $4)", [id, contacts[1], words, OLD])
  await pool.query("INSERT INTO ticket (commune_id, contact_id, topic, facts_enc, state, closed_at) VALUES ($1, $2, 'complaint', $3, 'closed', $4)", [id, contacts[0], words, OLD])
  for (const at of [LONG_AGO, LATELY]) {
    await pool.query("INSERT INTO receipt (channel, dedupe_key, outcome, occurred_at, received_at) VALUES ('sms', $1::text, 'delivered', $1::text::timestamptz, $1::text::timestamptz)", [at])
    await pool.query("INSERT INTO account_session (account_id, token_hash, browser, started_at, seen_at, ends_at) VALUES (1, sha256(convert_to($1::text, 'UTF8')), 'Chrome', $1::text::timestamptz, $1::text::timestamptz, $1::text::timestamptz)", [at])
  }
  await pool.query("INSERT INTO audit (commune_id, at, actor, action) VALUES ($1, $2, 'cli', 'x')", [id, OLD])
})

const count = async (sql: string): Promise<number> => (await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`)).rows[0]?.n as number

test('words go after the months that are set, traces after ninety days; what is open, younger, or the record of who saw whom stays', async () => {
  expect(await forgetOld(database, NOW, 24)).toEqual({ 'words-sent': 1, 'words-written': 1, 'words-heard': 1, tickets: 1, receipts: 1, sessions: 1 })
  expect([await count('notice'), await count('notice WHERE text_enc IS NULL'), await count('attempt WHERE text_enc IS NULL')]).toEqual([2, 1, 1])
  expect((await pool.query('SELECT dedupe_key FROM inbound_message ORDER BY 1')).rows.map(({ dedupe_key: key }: { dedupe_key: string }) => key)).toEqual(['k1', 'open', 'waits'])
  expect([await count('ticket'), await count('receipt'), await count('account_session'), await count('audit')]).toEqual([1, 1, 1, 1])
  expect(await forgetOld(database, NOW, 24)).toEqual({})
})

test('a longer time that is set is kept to, and two processes do not do it at once', async () => {
  expect(Object.keys((await forgetOld(database, NOW, 36)) ?? {})).toEqual(['receipts', 'sessions'])
  const client = await pool.connect()
  await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [0x10e, database.schema])
  expect(await forgetOld(database, NOW, 24)).toBeUndefined()
  await client.query('SELECT pg_advisory_unlock_all()')
  client.release()
})
