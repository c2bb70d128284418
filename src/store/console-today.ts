/** What a commune's officer must see first, each from an index on what is open, whatever the size of the register. */
import type { Day } from '../domain/calendar.ts'
import { addDays } from '../domain/calendar.ts'
import type { ChannelName, NoticeState } from '../domain/notice-state.ts'
import { officerActor } from '../domain/officer.ts'
import type { Scope } from '../domain/officer.ts'
import { writeAudit } from './audit.ts'
import type { Database, Queryable } from './database.ts'
import { decideUnconfirmed } from './overview.ts'
import { STILL_TO_SEE } from './visits.ts'

/** Of `p`, somebody's person, where the officer sees one village only. */
const IN_VILLAGE = '($2::int IS NULL OR p.village_id = $2)'
const place = ({ communeId, villageId }: Scope): [number, number | null] => [communeId, villageId ?? null]
/** The same about the person in this column, without a look at anybody where the whole commune is seen. */
const about = (person: string): string => `($2::int IS NULL OR ${person} IN (SELECT id FROM person WHERE village_id = $2))`

/** Anybody at all, as far as this officer sees. */
export async function hasPeople(pool: Queryable, scope: Scope): Promise<boolean> {
  const { rows } = await pool.query('SELECT FROM person WHERE commune_id = $1 AND ($2::int IS NULL OR village_id = $2) LIMIT 1', place(scope))
  return rows.length > 0
}

export interface OpenWork {
  tickets: number
  urgentTickets: number
  oldestTicketAt: Date | undefined
  visits: number
  unconfirmed: number
  gone: number
}

export async function openWork(pool: Queryable, scope: Scope): Promise<OpenWork> {
  const { rows } = await pool.query<{ tickets: number; urgent: number; oldest: Date | null; visits: number; unconfirmed: number; gone: number }>(
    `SELECT t.tickets, t.urgent, t.oldest,
       (SELECT count(DISTINCT vi.person_id)::int FROM visit vi WHERE vi.commune_id = $1 AND ${about('vi.person_id')} AND ${STILL_TO_SEE}) AS visits,
       (SELECT count(*)::int FROM notice n WHERE n.commune_id = $1 AND ${about('n.person_id')} AND n.state = 'unconfirmed') AS unconfirmed,
       (SELECT count(*)::int FROM gone_report g WHERE g.commune_id = $1 AND ${about('g.person_id')} AND g.decided_at IS NULL) AS gone
     FROM (SELECT count(*)::int AS tickets, (count(*) FILTER (WHERE t.urgent))::int AS urgent, min(t.opened_at) AS oldest
       FROM ticket t WHERE t.commune_id = $1 AND ${about('t.person_id')} AND t.state = 'open') t`,
    place(scope),
  )
  const row = rows[0] as (typeof rows)[number]
  return { tickets: row.tickets, urgentTickets: row.urgent, oldestTicketAt: row.oldest ?? undefined, visits: row.visits, unconfirmed: row.unconfirmed, gone: row.gone }
}

export interface UnconfirmedSend {
  noticeId: string
  personId: string | undefined
  person: string | undefined
  village: string | undefined
  channel: ChannelName | undefined
  since: Date
}

/** The longest waiting first. */
export async function unconfirmedSends(pool: Queryable, scope: Scope, limit: number): Promise<UnconfirmedSend[]> {
  const { rows } = await pool.query<{ id: string; person_id: string | null; full_name: string | null; village: string | null; channel: ChannelName | null; state_at: Date }>(
    `SELECT n.id, p.id AS person_id, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, n.channel, n.state_at
     FROM notice n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN village v ON v.id = p.village_id
     WHERE n.commune_id = $1 AND ${IN_VILLAGE} AND n.state = 'unconfirmed' ORDER BY n.state_at, n.id LIMIT $3`,
    [...place(scope), limit],
  )
  return rows.map((row) => ({
    noticeId: row.id, personId: row.person_id ?? undefined, person: row.full_name ?? undefined, village: row.village ?? undefined, channel: row.channel ?? undefined, since: row.state_at,
  }))
}

/** False: it is not theirs, or somebody has decided it. */
export function decideUnconfirmedIn(
  database: Pick<Database, 'transaction'>, scope: Scope, one: { noticeId: string; decision: 'arrived' | 'again'; accountId: number }, now: Date,
): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ person_id: string | null }>(
      `SELECT n.person_id FROM notice n LEFT JOIN person p ON p.id = n.person_id WHERE n.id = $3 AND n.commune_id = $1 AND ${IN_VILLAGE} FOR UPDATE OF n`,
      [...place(scope), one.noticeId],
    )
    const [found] = rows
    // The transaction's own connection: the lock above is what keeps a second officer out.
    if (found === undefined || !(await decideUnconfirmed(client, one.noticeId, one.decision, now))) return false
    const action = one.decision === 'arrived' ? 'send.arrived' : 'send.again'
    await writeAudit(client, [{ communeId: scope.communeId, actor: officerActor(one.accountId), action, personId: found.person_id ?? undefined, subject: `notice:${one.noticeId}` }], now)
    return true
  })
}

/** How what was due in these days ended; replies are not counted. */
export async function sentSince(pool: Queryable, scope: Scope, from: Day, to: Day): Promise<Partial<Record<NoticeState, number>>> {
  const { rows } = await pool.query<{ state: NoticeState; n: number }>(
    scope.villageId === undefined
      ? `SELECT state, count(*)::int AS n FROM notice WHERE commune_id = $1 AND $2::int IS NULL AND due_on BETWEEN $3 AND $4 AND kind <> 'reply' GROUP BY state`
      : `SELECT n.state, count(*)::int AS n FROM notice n JOIN person p ON p.id = n.person_id
         WHERE n.commune_id = $1 AND p.village_id = $2 AND n.due_on BETWEEN $3 AND $4 AND n.kind <> 'reply' GROUP BY n.state`,
    [...place(scope), from, to],
  )
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}

/** What of today is still to leave: by rule. */
export async function stillToday(pool: Queryable, scope: Scope, today: Day): Promise<{ ruleKey: string | undefined; n: number }[]> {
  const { rows } = await pool.query<{ key: string | null; n: number }>(
    `SELECT r.key, count(*)::int AS n FROM notice n LEFT JOIN reminder_rule r ON r.id = n.rule_id LEFT JOIN person p ON p.id = n.person_id
     WHERE n.commune_id = $1 AND ${IN_VILLAGE} AND n.due_on BETWEEN $3 AND $4 AND n.state IN ('planned', 'queued') AND n.kind <> 'reply' GROUP BY r.key ORDER BY 2 DESC`,
    [...place(scope), addDays(today, -7), today],
  )
  return rows.map(({ key, n }) => ({ ruleKey: key ?? undefined, n }))
}

/** Of each village: who lives there, whom a message reaches, whose card is valid, who has an allowance. Reads the whole register: for figures that are kept. */
export async function reachByVillage(pool: Queryable, communeId: number, today: Day): Promise<VillageReach[]> {
  const { rows } = await pool.query<{ village_id: number | null; people: number; reached: number; insured: number; paid: number }>(
    `SELECT p.village_id, count(*)::int AS people, count(reached.person_id)::int AS reached, count(insured.person_id)::int AS insured, count(paid.person_id)::int AS paid
     FROM person p
     LEFT JOIN (SELECT DISTINCT pc.person_id FROM person_contact pc JOIN contact c ON c.id = pc.contact_id WHERE c.commune_id = $1 AND pc.removed_at IS NULL AND c.state = 'active') reached ON reached.person_id = p.id
     LEFT JOIN (SELECT DISTINCT person_id FROM card WHERE commune_id = $1 AND withdrawn_at IS NULL AND valid_to >= $2) insured ON insured.person_id = p.id
     LEFT JOIN (SELECT DISTINCT person_id FROM allowance WHERE commune_id = $1 AND withdrawn_at IS NULL AND status = 'active') paid ON paid.person_id = p.id
     WHERE p.commune_id = $1 AND p.died_on IS NULL AND p.moved_out_on IS NULL GROUP BY p.village_id`,
    [communeId, today],
  )
  return rows.map((row) => ({ villageId: row.village_id, people: row.people, reached: row.reached, insured: row.insured, paid: row.paid }))
}

export interface VillageReach {
  villageId: number | null
  people: number
  reached: number
  insured: number
  paid: number
}
