/** Handed-over questions as the console shows them: of one commune, what nobody has read first, and one with all that helps to answer. */
import { vietnamDay } from '../domain/calendar.ts'
import type { ContactKind, NoticeState } from '../domain/notice-state.ts'
import { officerActor } from '../domain/officer.ts'
import type { Scope } from '../domain/officer.ts'
import type { PersonRecord } from '../domain/person-record.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { readPeople, readPeopleOf } from './person-records.ts'
import { bodyText } from './tickets.ts'

/** A village head's question is about nobody; where somebody sees one village only, theirs are the people of it. */
const IN_SCOPE = 't.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2)'
const place = ({ communeId, villageId }: Scope): [number, number | null] => [communeId, villageId ?? null]
const UNREAD = "(t.state = 'open' AND (t.read_at IS NULL OR t.read_at < t.updated_at))"

export interface TicketLine {
  id: string
  topic: string
  urgent: boolean
  state: 'open' | 'answered' | 'closed'
  unread: boolean
  openedAt: Date
  updatedAt: Date
  person: string | undefined
  village: string | undefined
  /** "cô Châu", or "dòng lệnh" where it was taken in the terminal; undefined: nobody's yet. */
  assignedTo: string | undefined
  isMine: boolean
  lastWords: string | undefined
}

interface LineRow {
  id: string; topic: string; urgent: boolean; state: TicketLine['state']; unread: boolean; opened_at: Date; updated_at: Date
  full_name: string | null; village: string | null; assigned_to: string | null; assignee: string | null; body_enc: Buffer | null
}

const LINE = `t.id, t.topic, t.urgent, t.state, ${UNREAD} AS unread, t.opened_at, t.updated_at, t.assigned_to, p.full_name, a.name AS assignee,
  nullif(trim(v.kind || ' ' || v.name), '') AS village`
const JOINS = `ticket t LEFT JOIN person p ON p.id = t.person_id LEFT JOIN village v ON v.id = p.village_id LEFT JOIN account a ON t.assigned_to = 'officer:' || a.id`

const lineOf = (row: LineRow, accountId: number, cipher: Cipher): TicketLine => ({
  id: row.id, topic: row.topic, urgent: row.urgent, state: row.state, unread: row.unread, openedAt: row.opened_at, updatedAt: row.updated_at,
  person: row.full_name ?? undefined, village: row.village ?? undefined, assignedTo: row.assignee ?? (row.assigned_to === 'cli' ? 'dòng lệnh' : undefined),
  isMine: row.assigned_to === officerActor(accountId), lastWords: row.body_enc === null ? undefined : bodyText(row.body_enc, cipher),
})

export interface TicketQuery {
  closed: boolean
  /** Only those of this account. */
  onlyMine: boolean
  accountId: number
  limit: number
}

/** Danger first, then what nobody has read, then what waits longest. Closed ones: the newest first. */
export async function ticketsIn(pool: Queryable, cipher: Cipher, scope: Scope, query: TicketQuery): Promise<TicketLine[]> {
  const { rows } = await pool.query<LineRow>(
    `SELECT ${LINE}, m.body_enc FROM ${JOINS}
     LEFT JOIN LATERAL (SELECT body_enc FROM inbound_message WHERE contact_id = t.contact_id AND received_at >= t.opened_at - interval '1 minute' ORDER BY id DESC LIMIT 1) m ON true
     WHERE ${IN_SCOPE} AND (t.state = 'closed') = $3 AND ($4::text IS NULL OR t.assigned_to = $4)
     ORDER BY CASE WHEN $3 THEN t.closed_at END DESC, t.urgent DESC, ${UNREAD} DESC, t.state = 'answered', t.updated_at, t.id LIMIT $5`,
    [...place(scope), query.closed, query.onlyMine ? officerActor(query.accountId) : null, query.limit],
  )
  return rows.map((row) => lineOf(row, query.accountId, cipher))
}

/** How many wait for an answer: what stands in the navigation of every page. */
export async function waitingTickets(pool: Queryable, scope: Scope): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ticket t LEFT JOIN person p ON p.id = t.person_id WHERE ${IN_SCOPE} AND t.state = 'open'`, place(scope))
  return rows[0]?.n ?? 0
}

export interface SpokenLine {
  by: 'citizen' | 'loa' | 'officer'
  at: Date
  text: string
  /** How what we said ended. */
  state: NoticeState | undefined
}

export interface TicketWhole extends TicketLine {
  channel: ContactKind
  /** Until then the bot keeps quiet in this chat. */
  pausedUntil: Date | undefined
  conversation: readonly SpokenLine[]
  people: readonly PersonRecord[]
  /** JSON: what was understood, and of which task of which village it is. */
  facts: string
}

const SPOKEN_SHOWN = 50

/** Whoever opens it has seen these people's facts: that is recorded of each, and the ticket is read. Undefined: not there, or not theirs. */
export async function ticketIn(pool: Queryable, cipher: Cipher, scope: Scope, id: string, accountId: number, now: Date): Promise<TicketWhole | undefined> {
  const { rows } = await pool.query<LineRow & { contact_id: string; person_id: string | null; kind: ContactKind; paused_until: Date | null; facts_enc: Buffer }>(
    `SELECT ${LINE}, NULL::bytea AS body_enc, t.contact_id, t.person_id, t.facts_enc, c.kind, cv.paused_until
     FROM ${JOINS} JOIN contact c ON c.id = t.contact_id LEFT JOIN conversation cv ON cv.contact_id = t.contact_id WHERE ${IN_SCOPE} AND t.id = $3`,
    [...place(scope), id],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const today = vietnamDay(now)
  const [conversation, linked, about] = await Promise.all([
    spoken(pool, cipher, row.contact_id),
    readPeopleOf(pool, cipher, row.contact_id, today),
    row.person_id === null ? [] : readPeople(pool, cipher, [{ personId: row.person_id, relation: 'unknown' }], today),
  ])
  const known = [...linked, ...about.filter((one) => !linked.some((other) => other.id === one.id))]
  const ours = await pool.query<{ id: string }>('SELECT id FROM person WHERE id = ANY($1::bigint[]) AND commune_id = $2', [known.map((one) => one.id), scope.communeId])
  const people = known.filter((one) => ours.rows.some((other) => other.id === one.id))
  const seen = people.length === 0 ? [row.person_id ?? undefined] : people.map((one) => one.id)
  await writeAudit(pool, seen.map((personId) => ({ communeId: scope.communeId, actor: officerActor(accountId), action: 'ticket.read', personId, subject: `ticket:${id}` })), now)
  await pool.query('UPDATE ticket SET read_at = greatest($2, updated_at) WHERE id = $1', [id, now])
  return {
    ...lineOf(row, accountId, cipher), channel: row.kind, pausedUntil: row.paused_until !== null && row.paused_until > now ? row.paused_until : undefined,
    conversation, people, facts: cipher.decrypt(row.facts_enc),
  }
}

async function spoken(pool: Queryable, cipher: Cipher, contactId: string): Promise<SpokenLine[]> {
  const { rows } = await pool.query<{ by: SpokenLine['by']; text_enc: Buffer; at: Date; state: NoticeState | null }>(
    `SELECT * FROM (
       SELECT 'citizen' AS by, body_enc AS text_enc, received_at AS at, NULL AS state, 0 AS turn, id FROM inbound_message WHERE contact_id = $1
       UNION ALL
       SELECT CASE kind WHEN 'officer' THEN 'officer' ELSE 'loa' END, text_enc, created_at, state, 1, id FROM notice
       WHERE recipient = 'contact:' || $1 AND kind IN ('reply', 'officer', 'relay') AND text_enc IS NOT NULL
     ) said ORDER BY at DESC, turn DESC, id DESC LIMIT $2`,
    [contactId, SPOKEN_SHOWN],
  )
  return rows.toReversed().map((row) => ({ by: row.by, at: row.at, state: row.state ?? undefined, text: row.by === 'citizen' ? bodyText(row.text_enc, cipher) : cipher.decrypt(row.text_enc) }))
}

export interface Colleague {
  accountId: number
  name: string
}

/** Who may take a question of this commune, by role. */
export async function colleagues(pool: Queryable, { communeId }: Scope, roles: readonly string[]): Promise<Colleague[]> {
  const { rows } = await pool.query<{ id: number; name: string }>(
    'SELECT id, name FROM account WHERE disabled_at IS NULL AND (commune_id = $1 OR commune_id IS NULL) AND village_id IS NULL AND role = ANY($2) ORDER BY name, id', [communeId, roles],
  )
  return rows.map(({ id, name }) => ({ accountId: id, name }))
}

const OPEN = `SELECT t.id FROM ticket t LEFT JOIN person p ON p.id = t.person_id WHERE ${IN_SCOPE} AND t.id = $3 AND t.state <> 'closed'`

export async function isOpenIn(pool: Queryable, scope: Scope, id: string): Promise<boolean> {
  return (await pool.query(OPEN, [...place(scope), id])).rows.length > 0
}

/** `to` undefined: nobody's again. False: it is not open, or not theirs. */
export function assignTicket(database: Pick<Database, 'transaction'>, scope: Scope, given: { id: string; to: number | undefined; by: number }, now: Date): Promise<boolean> {
  return changeOpen(database, scope, given, 'ticket.assigned', 'UPDATE ticket SET assigned_to = $2 WHERE id = $1', [given.to === undefined ? null : officerActor(given.to)], now)
}

/** The bot speaks again in this chat, though the question stays open. */
export function resumeBot(database: Pick<Database, 'transaction'>, scope: Scope, given: { id: string; by: number }, now: Date): Promise<boolean> {
  return changeOpen(
    database, scope, given, 'ticket.bot-resumed', 'UPDATE conversation SET paused_until = NULL, updated_at = $2 WHERE contact_id = (SELECT contact_id FROM ticket WHERE id = $1)', [now], now,
  )
}

function changeOpen(
  database: Pick<Database, 'transaction'>, scope: Scope, { id, by }: { id: string; by: number }, action: string, statement: string, values: unknown[], now: Date,
): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rows } = await client.query(`${OPEN} FOR UPDATE OF t`, [...place(scope), id])
    if (rows.length === 0) return false
    await client.query(statement, [id, ...values])
    await writeAudit(client, [{ communeId: scope.communeId, actor: officerActor(by), action, subject: `ticket:${id}` }], now)
    return true
  })
}
