/** What a machine watches of an installation, as counts by state and channel; each from an index on what is open or recent. */
import { addDays } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import type { Queryable } from './database.ts'

export interface InstallationFigures {
  /** Notices due yesterday and today. */
  notices: readonly { state: string; n: number }[]
  unconfirmed: number
  dueSeconds: number
  unchained: number
  unanswered: number
  tickets: readonly { urgent: boolean; n: number }[]
  resting: readonly string[]
}

export async function installationFigures(pool: Queryable, now: Date, today: Day): Promise<InstallationFigures> {
  const [notices, tickets, resting, counts] = await Promise.all([
    pool.query<{ state: string; n: number }>('SELECT n.state, count(*)::int AS n FROM commune c JOIN notice n ON n.commune_id = c.id AND n.due_on BETWEEN $1 AND $2 GROUP BY n.state', [addDays(today, -1), today]),
    pool.query<{ urgent: boolean; n: number }>("SELECT urgent, count(*)::int AS n FROM ticket WHERE state = 'open' GROUP BY urgent"),
    pool.query<{ channel: string }>('SELECT DISTINCT channel FROM channel_state WHERE resume_at > $1', [now]),
    pool.query<{ unconfirmed: number; due: number | null; unchained: number; unanswered: number }>(
      `SELECT (SELECT count(*)::int FROM notice WHERE state = 'unconfirmed') AS unconfirmed,
         (SELECT extract(epoch FROM $1::timestamptz - min(state_at))::float8 FROM notice WHERE state = 'queued') AS due,
         (SELECT count(*)::int FROM audit WHERE hash IS NULL) AS unchained,
         (SELECT count(*)::int FROM inbound_message WHERE state = 'waiting') AS unanswered`,
      [now],
    ),
  ])
  const [found] = counts.rows
  return {
    notices: notices.rows, tickets: tickets.rows, resting: resting.rows.map(({ channel }) => channel),
    unconfirmed: found?.unconfirmed ?? 0, dueSeconds: Math.max(0, found?.due ?? 0), unchained: found?.unchained ?? 0, unanswered: found?.unanswered ?? 0,
  }
}
