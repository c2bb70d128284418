/**
 * Whom the village head is to see, and what came of it. Nobody leaves the list by not being at home: an absence is kept
 * and the visit stays open. Who is said to be dead or gone is not visited either until the officer has decided.
 */
import type { Day } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Database, Queryable } from './database.ts'
import { heldBack, reportAtTheDoor } from './gone-reports.ts'

/** Of a row of `visit vi`: somebody is still to go there. */
export const STILL_TO_SEE = `coalesce(vi.outcome, 'absent') = 'absent' AND NOT ${heldBack('vi.person_id')}`

/** One thing to tell one person. */
export interface VisitRow {
  noticeId: string
  communeId: number
  personId: string
  person: string
  birthYear: string | undefined
  householdHead: string | undefined
  villageId: number | undefined
  villageKind: string
  village: string
  head: string | undefined
  reason: string
  dueOn: Day
  templateKey: string
  /** The last time that nobody was at home. */
  absentAt: Date | undefined
}

export async function openVisits(pool: Queryable, query: { communeId?: number; villageId?: number }): Promise<VisitRow[]> {
  const { rows } = await pool.query<{
    notice_id: string; commune_id: number; person_id: string; full_name: string; birth: Day | null; household_head: string | null; village_id: number | null; kind: string | null; village: string | null
    head_name: string | null; reason: string; due_on: Day; template_key: string; absent_at: Date | null
  }>(
    // of several open notices about the same thing the newest says it all
    `SELECT DISTINCT ON (v.sort, p.sort_key, p.id, n.rule_id, n.card_id, n.broadcast_id) vi.notice_id, vi.commune_id, p.id AS person_id, p.full_name, p.birth, v.id AS village_id, v.kind, v.name AS village,
       v.head_name, vi.reason, n.due_on, n.template_key, vi.outcome_at AS absent_at,
       (SELECT h.full_name FROM person h WHERE h.household_id = p.household_id AND h.is_household_head AND h.id <> p.id ORDER BY h.id LIMIT 1) AS household_head
     FROM visit vi
     JOIN notice n ON n.id = vi.notice_id
     JOIN person p ON p.id = vi.person_id
     LEFT JOIN LATERAL (SELECT id, kind, name, head_name, search_key AS sort FROM village WHERE id = coalesce(vi.village_id, p.village_id)) v ON true
     WHERE ${STILL_TO_SEE} AND ($1::int IS NULL OR vi.commune_id = $1) AND ($2::int IS NULL OR v.id = $2)
     ORDER BY v.sort, p.sort_key, p.id, n.rule_id, n.card_id, n.broadcast_id, n.due_on DESC`,
    [query.communeId ?? null, query.villageId ?? null],
  )
  return rows.map((row) => ({
    noticeId: row.notice_id, communeId: row.commune_id, personId: row.person_id, person: row.full_name, birthYear: row.birth?.slice(0, 4), householdHead: row.household_head ?? undefined,
    villageId: row.village_id ?? undefined, villageKind: row.kind ?? '', village: row.village ?? '', head: row.head_name ?? undefined, reason: row.reason, dueOn: row.due_on, templateKey: row.template_key,
    absentAt: row.absent_at ?? undefined,
  }))
}

export interface VisitReport {
  communeId: number
  personId: string
  outcome: 'told' | 'absent' | 'died' | 'moved'
  by: string
}

/** What the village head reports; returns what it was about, as templates, and nothing when this person is not on the list. */
export const recordVisit = (database: Pick<Database, 'transaction'>, visit: VisitReport, now: Date): Promise<string[]> =>
  database.transaction((client) => recordVisitIn(client, visit, now))

export async function recordVisitIn(client: Queryable, visit: VisitReport, now: Date): Promise<string[]> {
  const { rows } = await client.query<{ template_key: string; card_id: string | null; rule_id: number | null }>(
    `WITH seen AS (
       UPDATE visit vi SET outcome = $3, outcome_at = $5, outcome_by = $4 WHERE commune_id = $1 AND person_id = $2 AND ${STILL_TO_SEE} RETURNING notice_id
     ), told AS (
       UPDATE notice n SET state = 'delivered', state_at = $5 FROM seen WHERE n.id = seen.notice_id AND $3 = 'told'
     )
     SELECT DISTINCT ON (n.rule_id, n.card_id, n.broadcast_id) n.template_key, n.rule_id, n.card_id FROM seen JOIN notice n ON n.id = seen.notice_id ORDER BY n.rule_id, n.card_id, n.broadcast_id, n.due_on DESC`,
    [visit.communeId, visit.personId, visit.outcome, visit.by, now],
  )
  if (rows.length > 0) await writeAudit(client, [{ communeId: visit.communeId, actor: visit.by, action: `visit.${visit.outcome}`, personId: visit.personId }], now)
  if (rows.length > 0 && (visit.outcome === 'died' || visit.outcome === 'moved')) await reportAtTheDoor(client, { ...visit, said: visit.outcome }, now)
  return rows.map((row) => row.template_key)
}
