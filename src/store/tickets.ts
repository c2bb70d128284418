/** Questions that a person answers: each with its conversation, what was understood, and what the register says. */
import type { ChannelName } from '../domain/notice-state.ts'
import { later } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { insertReplies } from './reply-notices.ts'

export interface NewTicket {
  communeId: number
  contactId: string
  personId: string | undefined
  topic: string
  urgent: boolean
  /** JSON */
  facts: string
}

/** One chat has one open ticket, and a second question joins it; but danger is never hidden in an older matter. Returns the ticket's id. */
export async function openTicket(client: Queryable, cipher: Cipher, ticket: NewTicket, now: Date): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `WITH joined AS (
       UPDATE ticket SET state = 'open', updated_at = $7, facts_enc = $6 WHERE id = (
         SELECT id FROM ticket WHERE contact_id = $2 AND state <> 'closed' AND (urgent OR NOT $5) AND topic NOT LIKE 'village-%' ORDER BY urgent DESC, id DESC LIMIT 1)
       RETURNING id
     ), opened AS (
       INSERT INTO ticket (commune_id, contact_id, person_id, topic, urgent, facts_enc, opened_at, updated_at)
       SELECT $1, $2, $3, $4, $5, $6, $7, $7 WHERE NOT EXISTS (SELECT FROM joined)
       RETURNING id
     )
     SELECT id FROM joined UNION ALL SELECT id FROM opened`,
    [ticket.communeId, ticket.contactId, ticket.personId ?? null, ticket.topic, ticket.urgent, cipher.encrypt(ticket.facts), now],
  )
  return (rows[0] as { id: string }).id
}

export interface TicketRow {
  id: string
  communeId: number
  topic: string
  urgent: boolean
  state: 'open' | 'answered' | 'closed'
  openedAt: Date
  updatedAt: Date
  /** Whom it is about, where that is known. */
  person: string | undefined
  village: string | undefined
  lastWords: string | undefined
}

export interface SpokenRow {
  by: 'citizen' | 'loa' | 'officer'
  text: string
  at: Date
}

export interface TicketDetail extends TicketRow {
  conversation: readonly SpokenRow[]
  /** JSON, as it was kept when the ticket was opened. */
  facts: string
}

const LAST_MESSAGES = 20

export async function listTickets(pool: Queryable, cipher: Cipher, query: { communeId?: number; closed?: boolean }): Promise<TicketRow[]> {
  const { rows } = await pool.query<Row>(
    `SELECT t.*, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, m.body_enc
     FROM ticket t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN village v ON v.id = p.village_id
     LEFT JOIN LATERAL (SELECT body_enc FROM inbound_message WHERE contact_id = t.contact_id AND received_at >= t.opened_at - interval '1 minute' ORDER BY id DESC LIMIT 1) m ON true
     WHERE ($1::int IS NULL OR t.commune_id = $1) AND (t.state = 'closed') = $2
     ORDER BY t.urgent DESC, t.state = 'answered', t.updated_at LIMIT 200`,
    [query.communeId ?? null, query.closed ?? false],
  )
  return rows.map((row) => ticketOf(row, cipher))
}

/** The whole matter; whoever opens it has seen the person's facts, and that is recorded. */
export async function readTicket(database: Database, cipher: Cipher, id: string, reader: string, now: Date): Promise<TicketDetail | undefined> {
  const { rows } = await database.pool.query<Row>(
    `SELECT t.*, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, NULL::bytea AS body_enc
     FROM ticket t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN village v ON v.id = p.village_id WHERE t.id = $1`,
    [id],
  )
  const [row] = rows
  if (row === undefined) return undefined
  await writeAudit(database.pool, [{ communeId: row.commune_id, actor: reader, action: 'ticket.read', personId: row.person_id ?? undefined, subject: `ticket:${id}` }], now)
  const conversation = await spoken(database.pool, cipher, row.contact_id)
  return { ...ticketOf(row, cipher), conversation, facts: cipher.decrypt(row.facts_enc) }
}

async function spoken(pool: Queryable, cipher: Cipher, contactId: string): Promise<SpokenRow[]> {
  const { rows } = await pool.query<{ by: SpokenRow['by']; text_enc: Buffer; at: Date }>(
    `SELECT * FROM (
       SELECT 'citizen' AS by, body_enc AS text_enc, received_at AS at, 0 AS turn, id FROM inbound_message WHERE contact_id = $1
       UNION ALL
       SELECT CASE kind WHEN 'officer' THEN 'officer' ELSE 'loa' END, text_enc, created_at, 1, id FROM notice WHERE recipient = 'contact:' || $1 AND kind IN ('reply', 'officer') AND text_enc IS NOT NULL
     ) said ORDER BY at DESC, turn DESC, id DESC LIMIT $2`,
    [contactId, LAST_MESSAGES],
  )
  return rows.toReversed().map((row) => ({ by: row.by, at: row.at, text: row.by === 'citizen' ? bodyText(row.text_enc, cipher) : cipher.decrypt(row.text_enc) }))
}

export const bodyText = (sealed: Buffer, cipher: Cipher): string => {
  const { text, buttonData } = JSON.parse(cipher.decrypt(sealed)) as { text: string; buttonData?: string }
  return text === '' && buttonData !== undefined ? `[${buttonData}]` : text
}

/** The commune of an open ticket. */
export async function ticketOwner(pool: Queryable, id: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ commune_id: number }>("SELECT commune_id FROM ticket WHERE id = $1 AND state <> 'closed'", [id])
  return rows[0]?.commune_id
}

export interface OfficerReply {
  ticketId: string
  text: string
  by: string
  /** The bot keeps quiet for so long after an officer's word. */
  pauseForMs: number
  forMs: number
  /** Only if nothing was said in the matter since then: two officers must not answer at once, or past what the citizen has just written. */
  unchangedSince?: Date
}

/** False: there is no such ticket, or it is closed. */
export function replyToTicket(database: Database, cipher: Cipher, reply: OfficerReply, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const ticket = await sayInTicket(client, cipher, reply, now)
    if (ticket === undefined) return false
    await client.query('UPDATE conversation SET paused_until = $2, updated_at = $3 WHERE contact_id = $1', [ticket.contact_id, later(now, reply.pauseForMs), now])
    return true
  })
}

/** The same in somebody's own turn, of whose commune alone the ticket may be. The bot speaks on: who asked was a village head. */
export async function answerTicketIn(client: Queryable, cipher: Cipher, communeId: number, reply: Omit<OfficerReply, 'pauseForMs'>, now: Date): Promise<boolean> {
  return (await sayInTicket(client, cipher, reply, now, communeId)) !== undefined
}

async function sayInTicket(client: Queryable, cipher: Cipher, reply: Omit<OfficerReply, 'pauseForMs'>, now: Date, communeId?: number): Promise<{ contact_id: string } | undefined> {
  const { rows } = await client.query<{ contact_id: string; commune_id: number; person_id: string | null; channel: ChannelName; answers: string }>(
    `UPDATE ticket t SET state = 'answered', updated_at = $2, assigned_to = coalesce(assigned_to, $3)
     FROM contact c WHERE t.id = $1 AND t.state <> 'closed' AND c.id = t.contact_id AND ($4::int IS NULL OR t.commune_id = $4) AND ($5::timestamptz IS NULL OR t.updated_at = $5)
     RETURNING t.contact_id, t.commune_id, t.person_id, CASE c.kind WHEN 'phone' THEN 'sms' ELSE c.kind END AS channel,
       (SELECT count(*) FROM notice n WHERE n.recipient = 'contact:' || t.contact_id AND n.reason_key LIKE 'ticket:' || t.id || ':%') AS answers`,
    [reply.ticketId, now, reply.by, communeId ?? null, reply.unchangedSince ?? null],
  )
  const [ticket] = rows
  if (ticket === undefined) return undefined
  const notice = {
    text: reply.text, buttons: [], lane: 'reply' as const, templates: 'officer', kind: 'officer', waits: true as const,
    contactId: ticket.contact_id, channel: ticket.channel, reasonKey: `ticket:${reply.ticketId}:${Number(ticket.answers) + 1}`,
  }
  await insertReplies(client, cipher, ticket.commune_id, [notice], now, reply.forMs)
  await writeAudit(client, [{ communeId: ticket.commune_id, actor: reply.by, action: 'ticket.answered', personId: ticket.person_id ?? undefined, subject: `ticket:${reply.ticketId}` }], now)
  return ticket
}

/** The bot speaks again. False: there is no such open ticket. */
export function closeTicket(database: Database, id: string, by: string, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ contact_id: string; commune_id: number }>(
      "UPDATE ticket SET state = 'closed', closed_at = $2, closed_by = $3, updated_at = $2 WHERE id = $1 AND state <> 'closed' RETURNING contact_id, commune_id", [id, now, by],
    )
    const [ticket] = rows
    if (ticket === undefined) return false
    await client.query("UPDATE conversation SET paused_until = NULL WHERE contact_id = $1 AND NOT EXISTS (SELECT FROM ticket WHERE contact_id = $1 AND state = 'answered')", [ticket.contact_id])
    await writeAudit(client, [{ communeId: ticket.commune_id, actor: by, action: 'ticket.closed', subject: `ticket:${id}` }], now)
    return true
  })
}

interface Row {
  id: string
  commune_id: number
  contact_id: string
  person_id: string | null
  topic: string
  urgent: boolean
  state: TicketRow['state']
  facts_enc: Buffer
  opened_at: Date
  updated_at: Date
  full_name: string | null
  village: string | null
  body_enc: Buffer | null
}

const ticketOf = (row: Row, cipher: Cipher): TicketRow => ({
  id: row.id, communeId: row.commune_id, topic: row.topic, urgent: row.urgent, state: row.state, openedAt: row.opened_at, updatedAt: row.updated_at,
  person: row.full_name ?? undefined, village: row.village ?? undefined, lastWords: row.body_enc === null ? undefined : bodyText(row.body_enc, cipher),
})
