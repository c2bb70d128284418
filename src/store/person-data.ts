/** Everything that is kept of one person, for themselves; and what of it goes when they ask for that. */
import type { Scope } from '../domain/officer.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import { saidTo } from './console-person.ts'
import { closeRequest } from './data-requests.ts'
import type { Who } from './data-requests.ts'
import type { Database, Queryable } from './database.ts'

/** As far back as anything is kept. */
const ALL_WORDS = 100_000

type Facts = Record<string, unknown>

/** Undefined: nobody of that number in that commune. What is sealed is opened: it is theirs. */
export async function dataOf(database: Database, cipher: Cipher, who: Who, now: Date): Promise<Facts | undefined> {
  const { pool } = database
  const scope: Scope = { communeId: who.communeId, villageId: undefined }
  const { rows: people } = await pool.query<Facts & { secrets_enc: Buffer | null }>(
    `SELECT p.full_name, p.birth, p.birth_precision, p.sex, nullif(trim(v.kind || ' ' || v.name), '') AS village, c.name AS commune, coalesce(p.poor_status, h.poor_status) AS poor_status, p.is_household_head,
       p.note, p.died_on, p.moved_out_on, p.opted_out_at, p.preferred_channel, p.created_at, p.secrets_enc
     FROM person p JOIN commune c ON c.id = p.commune_id LEFT JOIN village v ON v.id = p.village_id LEFT JOIN household h ON h.id = p.household_id WHERE p.commune_id = $1 AND p.id = $2`,
    [who.communeId, who.personId],
  )
  const [person] = people
  if (person === undefined) return undefined
  const of = async (sql: string, sealed: Readonly<Record<string, string>> = {}): Promise<Facts[]> =>
    (await pool.query<Facts>(sql, [who.personId])).rows.map((row) => opened(cipher, row, sealed))
  const [contacts, cards, allowances, payments, visits, seenBy, said] = await Promise.all([
    of('SELECT c.kind, c.address_enc, pc.relation, pc.source, pc.removed_at, c.state, c.verified_at FROM person_contact pc JOIN contact c ON c.id = pc.contact_id WHERE pc.person_id = $1 ORDER BY c.id', { address_enc: 'address' }),
    of('SELECT card_no_enc, card_group, valid_from, valid_to, five_year_on, withdrawn_at FROM card WHERE person_id = $1 ORDER BY id', { card_no_enc: 'card_no' }),
    of('SELECT category, category_text, coefficient, amount, payment_method, account_enc, decision_no, start_month, status, withdrawn_at FROM allowance WHERE person_id = $1 ORDER BY id', { account_enc: 'account' }),
    of("SELECT to_char(month, 'YYYY-MM') AS month, category, amount, arrears, deduction, payment_method, status FROM payment WHERE person_id = $1 ORDER BY month, id"),
    of('SELECT reason, created_at, outcome, outcome_at FROM visit WHERE person_id = $1 ORDER BY created_at'),
    of('SELECT at, actor, action FROM audit WHERE person_id = $1 ORDER BY id'),
    // A chat that stands for several people holds the others' affairs as well: of it only what was said to this one.
    saidTo(pool, cipher, scope, who.personId, ALL_WORDS, { onlyOwn: true }),
  ])
  await database.transaction(async (client) => {
    await writeAudit(client, [{ communeId: who.communeId, actor: who.by, action: 'data.exported', personId: who.personId }], now)
    await closeRequest(client, who, 'export', now)
  })
  return { person: opened(cipher, person, { secrets_enc: 'numbers' }), contacts, cards, allowances, payments, visits, messages: said, seenBy }
}

function opened(cipher: Cipher, row: Facts, sealed: Readonly<Record<string, string>>): Facts {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null).map(([name, value]) => {
      const clear = sealed[name]
      return clear === undefined ? [name, value] : [clear, readable(cipher.decrypt(value as Buffer))]
    }),
  )
}

function readable(text: string): unknown {
  return text.startsWith('{') ? JSON.parse(text) : text
}

export interface Erased {
  /** False: benefits or a card are in force, and the law keeps the register's own entry. */
  identity: boolean
}

/** What the register keeps by law stays while it is in force; words, numbers to write to and what was understood of them go at once. */
export function eraseData(database: Pick<Database, 'transaction'>, who: Who, today: string, now: Date): Promise<Erased | undefined> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ kept: boolean }>(
      `SELECT EXISTS (SELECT FROM allowance a WHERE a.person_id = p.id AND a.withdrawn_at IS NULL AND a.status <> 'stopped')
         OR EXISTS (SELECT FROM card c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL AND c.valid_to >= $3) AS kept
       FROM person p WHERE p.commune_id = $1 AND p.id = $2 FOR UPDATE`,
      [who.communeId, who.personId, today],
    )
    const [found] = rows
    if (found === undefined) return undefined
    await eraseWords(client, who.personId)
    await eraseContacts(client, who.personId)
    await client.query('UPDATE person SET opted_out_at = coalesce(opted_out_at, $2), preferred_channel = NULL, note = NULL, updated_at = $2 WHERE id = $1', [who.personId, now])
    if (!found.kept) await eraseIdentity(client, who.personId, now)
    await writeAudit(client, [{ communeId: who.communeId, actor: who.by, action: found.kept ? 'data.erased-words' : 'data.erased', personId: who.personId }], now)
    await closeRequest(client, who, 'erase', now)
    return { identity: !found.kept }
  })
}

/** Chats that are nobody else's. A number that a neighbour shares is the neighbour's as well. */
const OWN_CHATS = `SELECT pc.contact_id FROM person_contact pc WHERE pc.person_id = $1
  AND NOT EXISTS (SELECT FROM person_contact other WHERE other.contact_id = pc.contact_id AND other.person_id <> $1 AND other.removed_at IS NULL)
  AND NOT EXISTS (SELECT FROM office_holder o WHERE o.phone_contact_id = pc.contact_id) AND NOT EXISTS (SELECT FROM room r WHERE r.contact_id = pc.contact_id)`

async function eraseWords(client: Queryable, personId: string): Promise<void> {
  const run = (sql: string) => client.query(sql, [personId])
  await run(`UPDATE attempt SET text_enc = NULL WHERE notice_id IN (SELECT id FROM notice WHERE person_id = $1 OR contact_id IN (${OWN_CHATS}))`)
  await run(`UPDATE notice SET text_enc = NULL, buttons_enc = NULL, state = CASE WHEN state IN ('planned', 'queued') THEN 'cancelled' ELSE state END, end_reason = CASE WHEN state IN ('planned', 'queued') THEN 'erased' ELSE end_reason END
    WHERE recipient IN (SELECT 'contact:' || contact_id FROM (${OWN_CHATS}) own)`)
  await run('UPDATE notice SET text_enc = NULL, buttons_enc = NULL WHERE person_id = $1')
  for (const table of ['inbound_message', 'webchat_message', 'conversation', 'ticket']) await run(`DELETE FROM ${table} WHERE contact_id IN (${OWN_CHATS})`)
  await run('DELETE FROM ticket WHERE person_id = $1')
  await run('DELETE FROM import_row WHERE person_id = $1')
}

async function eraseContacts(client: Queryable, personId: string): Promise<void> {
  const { rows } = await client.query<{ contact_id: string }>(OWN_CHATS, [personId])
  await client.query('DELETE FROM person_contact WHERE person_id = $1', [personId])
  const ids = rows.map((row) => row.contact_id)
  await client.query("DELETE FROM import_change WHERE entity = 'contact' AND entity_id = ANY($1::text[])", [ids])
  await client.query('DELETE FROM contact WHERE id = ANY($1::bigint[])', [ids])
}

/** The rows stay, so that the sums of past payments stay true; nothing in them tells whose they were, and nothing follows from them. */
async function eraseIdentity(client: Queryable, personId: string, now: Date): Promise<void> {
  const run = (sql: string) => client.query(sql, [personId])
  await run(`DELETE FROM import_change WHERE entity = 'person' AND entity_id = $1::text
    OR entity = 'card' AND entity_id IN (SELECT id::text FROM card WHERE person_id = $1::bigint) OR entity = 'allowance' AND entity_id IN (SELECT id::text FROM allowance WHERE person_id = $1::bigint)
    OR entity = 'payment' AND entity_id IN (SELECT id::text FROM payment WHERE person_id = $1::bigint)`)
  await client.query('UPDATE card SET card_no_enc = NULL, card_idx = NULL, withdrawn_at = coalesce(withdrawn_at, $2) WHERE person_id = $1', [personId, now])
  await client.query("UPDATE notice SET state = 'cancelled', state_at = $2, end_reason = 'erased' WHERE person_id = $1 AND state IN ('planned', 'queued', 'visit')", [personId, now])
  await run('DELETE FROM visit WHERE person_id = $1')
  await run('UPDATE allowance SET account_enc = NULL, account_tail = NULL, decision_no = NULL WHERE person_id = $1')
  await run('UPDATE payment SET account_tail = NULL WHERE person_id = $1')
  await run(`UPDATE person SET full_name = 'đã xóa theo yêu cầu', search_key = '', sort_key = '', match_key = 'erased:' || id, birth = NULL, birth_precision = NULL, sex = NULL, secrets_enc = NULL,
    citizen_idx = NULL, old_idx = NULL, social_idx = NULL, household_id = NULL, is_household_head = false WHERE id = $1`)
}
