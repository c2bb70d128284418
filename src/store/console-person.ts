/** One person as an officer's file card: who, whom to call, what they have, and every word said to and by them. */
import type { Day, Month } from '../domain/calendar.ts'
import type { ChannelName, ContactKind, NoticeState } from '../domain/notice-state.ts'
import { officerActor } from '../domain/officer.ts'
import type { Scope } from '../domain/officer.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { unpackSecrets } from './import-people.ts'

export interface PersonCard {
  id: string
  fullName: string
  birth: { value: string; precision: 'day' | 'month' | 'year' } | undefined
  sex: 'male' | 'female' | undefined
  village: string | undefined
  poorStatus: string | undefined
  note: string | undefined
  diedOn: Day | undefined
  movedOutOn: Day | undefined
  optedOut: boolean
  /** The last four digits. */
  citizenTail: string | undefined
  socialTail: string | undefined
  household: { id: string; fullName: string; isHead: boolean }[]
  cards: { group: string | undefined; validFrom: Day | undefined; validTo: Day | undefined; fiveYearOn: Day | undefined }[]
  contacts: { kind: ContactKind; address: string; relation: string; gone: boolean; verified: boolean }[]
}

interface Row {
  id: string; full_name: string; birth: Day | null; birth_precision: 'day' | 'month' | 'year' | null; sex: 'male' | 'female' | null; village: string | null; poor_status: string | null; note: string | null
  died_on: Day | null; moved_out_on: Day | null; opted_out: boolean; secrets_enc: Buffer | null; household_id: string | null
  cards: { group: string | null; from: Day | null; to: Day | null; five: Day | null }[] | null
}

/** Whoever sees somebody leaves a record of it. Undefined: not there, or not theirs to see. */
export async function viewPerson(pool: Queryable, cipher: Cipher, scope: Scope, personId: string, viewer: number, now: Date): Promise<PersonCard | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT p.id, p.full_name, p.birth, p.birth_precision, p.sex, nullif(trim(v.kind || ' ' || v.name), '') AS village, coalesce(p.poor_status, h.poor_status) AS poor_status, p.note,
       p.died_on, p.moved_out_on, p.opted_out_at IS NOT NULL AS opted_out, p.secrets_enc, p.household_id,
       (SELECT jsonb_agg(jsonb_build_object('group', c.card_group, 'from', c.valid_from, 'to', c.valid_to, 'five', c.five_year_on) ORDER BY c.valid_to DESC NULLS LAST, c.id DESC)
        FROM card c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL) AS cards
     FROM person p LEFT JOIN village v ON v.id = p.village_id LEFT JOIN household h ON h.id = p.household_id
     WHERE p.id = $3 AND p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2)`,
    [scope.communeId, scope.villageId ?? null, personId],
  )
  const [row] = rows
  if (row === undefined) return undefined
  await writeAudit(pool, [{ communeId: scope.communeId, actor: officerActor(viewer), action: 'person.viewed', personId }], now)
  const [contacts, household] = await Promise.all([contactsOf(pool, cipher, personId), householdOf(pool, scope, row)])
  const { citizenId, socialNo } = unpackSecrets(cipher, row.secrets_enc)
  return {
    id: row.id, fullName: row.full_name, sex: row.sex ?? undefined, village: row.village ?? undefined, poorStatus: row.poor_status ?? undefined, note: row.note ?? undefined,
    birth: row.birth === null || row.birth_precision === null ? undefined : { value: row.birth, precision: row.birth_precision },
    diedOn: row.died_on ?? undefined, movedOutOn: row.moved_out_on ?? undefined, optedOut: row.opted_out, citizenTail: citizenId?.slice(-4), socialTail: socialNo?.slice(-4), household, contacts,
    cards: (row.cards ?? []).map((one) => ({ group: one.group ?? undefined, validFrom: one.from ?? undefined, validTo: one.to ?? undefined, fiveYearOn: one.five ?? undefined })),
  }
}

/** Whether an officer who sees so far may see them; looks at nothing and leaves no record. */
export async function isInScope(pool: Queryable, scope: Scope, personId: string): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT FROM person WHERE id = $3 AND commune_id = $1 AND ($2::int IS NULL OR village_id = $2)', [scope.communeId, scope.villageId ?? null, personId])
  return rowCount === 1
}

async function contactsOf(pool: Queryable, cipher: Cipher, personId: string): Promise<PersonCard['contacts']> {
  const { rows } = await pool.query<{ kind: ContactKind; address_enc: Buffer; relation: string; state: string; verified: boolean }>(
    `SELECT c.kind, c.address_enc, pc.relation, c.state, c.verified_at IS NOT NULL AS verified FROM person_contact pc JOIN contact c ON c.id = pc.contact_id
     WHERE pc.person_id = $1 AND pc.removed_at IS NULL ORDER BY c.kind <> 'phone', pc.rank, c.id`,
    [personId],
  )
  return rows.map((row) => ({ kind: row.kind, address: row.kind === 'phone' ? cipher.decrypt(row.address_enc) : '', relation: row.relation, gone: row.state !== 'active', verified: row.verified }))
}

async function householdOf(pool: Queryable, scope: Scope, { household_id: householdId, id }: Row): Promise<PersonCard['household']> {
  if (householdId === null) return []
  const { rows } = await pool.query<{ id: string; full_name: string; head: boolean }>(
    `SELECT id, full_name, is_household_head AS head FROM person
     WHERE household_id = $3 AND id <> $4 AND commune_id = $1 AND ($2::int IS NULL OR village_id = $2) AND died_on IS NULL AND moved_out_on IS NULL ORDER BY is_household_head DESC, id LIMIT 30`,
    [scope.communeId, scope.villageId ?? null, householdId, id],
  )
  return rows.map((row) => ({ id: row.id, fullName: row.full_name, isHead: row.head }))
}

export interface Benefits {
  allowances: { text: string | undefined; coefficient: number | undefined; amount: number | undefined; method: string | undefined; accountTail: string | undefined; status: string }[]
  payments: { month: Month; amount: number; status: string }[]
}

/** Only of whom `viewPerson` has let the officer see. */
export async function benefitsOf(pool: Queryable, scope: Scope, personId: string): Promise<Benefits> {
  const { rows: allowances } = await pool.query<{ category_text: string | null; category: string | null; coefficient: number | null; amount: number | null; payment_method: string | null; account_tail: string | null; status: string }>(
    'SELECT category_text, category, coefficient, amount, payment_method, account_tail, status FROM allowance WHERE person_id = $1 AND commune_id = $2 AND withdrawn_at IS NULL ORDER BY id', [personId, scope.communeId],
  )
  const { rows: payments } = await pool.query<{ month: string; amount: number; status: string }>(
    `SELECT to_char(month, 'YYYY-MM') AS month, sum(amount)::int AS amount, max(status) AS status FROM payment WHERE person_id = $1 AND commune_id = $2 GROUP BY 1 ORDER BY 1 DESC LIMIT 12`, [personId, scope.communeId],
  )
  return {
    payments,
    allowances: allowances.map((row) => ({
      text: row.category_text ?? row.category ?? undefined, coefficient: row.coefficient ?? undefined, amount: row.amount ?? undefined, method: row.payment_method ?? undefined,
      accountTail: row.account_tail ?? undefined, status: row.status,
    })),
  }
}

export interface Said {
  by: 'citizen' | 'loa' | 'officer'
  at: Date
  text: string | undefined
  channel: ChannelName | undefined
  /** Of what we said. */
  state: NoticeState | undefined
  endReason: string | undefined
}

/** Newest first. What a neighbour's chat says is not theirs. Only of whom `viewPerson` has let the officer see. */
export async function saidTo(pool: Queryable, cipher: Cipher, scope: Scope, personId: string, limit: number, { onlyOwn = false } = {}): Promise<Said[]> {
  const { rows } = await pool.query<{ by: Said['by']; at: Date; text_enc: Buffer | null; channel: ChannelName | null; state: NoticeState | null; end_reason: string | null }>(
    `WITH chat AS (SELECT contact_id AS id FROM person_contact WHERE person_id = $2 AND removed_at IS NULL AND relation <> 'neighbour'
       AND (NOT $4 OR NOT EXISTS (SELECT FROM person_contact other WHERE other.contact_id = person_contact.contact_id AND other.person_id <> $2 AND other.removed_at IS NULL))),
     told AS (
       SELECT n.* FROM notice n WHERE n.person_id = $2 AND n.commune_id = $1
       UNION SELECT n.* FROM notice n JOIN chat ON n.recipient = 'contact:' || chat.id WHERE n.commune_id = $1)
     SELECT * FROM (
       SELECT CASE n.kind WHEN 'officer' THEN 'officer' ELSE 'loa' END AS by, CASE n.state WHEN 'planned' THEN n.not_before ELSE n.state_at END AS at, coalesce(a.text_enc, n.text_enc) AS text_enc, n.channel, n.state, n.end_reason, n.id
       FROM told n LEFT JOIN LATERAL (SELECT text_enc FROM attempt WHERE notice_id = n.id AND text_enc IS NOT NULL ORDER BY id DESC LIMIT 1) a ON true
       UNION ALL
       SELECT 'citizen', m.received_at, m.body_enc, m.channel, NULL, NULL, m.id FROM inbound_message m JOIN chat ON chat.id = m.contact_id WHERE m.commune_id = $1
     ) said ORDER BY at DESC, id DESC LIMIT $3`,
    [scope.communeId, personId, limit, onlyOwn],
  )
  return rows.map((row) => ({
    by: row.by, at: row.at, channel: row.channel ?? undefined, state: row.state ?? undefined, endReason: row.end_reason ?? undefined,
    text: row.text_enc === null ? undefined : row.by === 'citizen' ? wordsOf(cipher.decrypt(row.text_enc)) : cipher.decrypt(row.text_enc),
  }))
}

const wordsOf = (body: string): string => (JSON.parse(body) as { text: string }).text
