/**
 * A broadcast's notices. They are written in batches, each with its place in one transaction: a process that is killed
 * goes on where it was, and a second one that writes the same broadcast waits for the first and finds the batch done.
 */
import type { Audience, BroadcastLine, BroadcastResult, BroadcastState } from '../domain/broadcast.ts'
import { vietnamDay } from '../domain/calendar.ts'
import type { ChannelName, NoticeState } from '../domain/notice-state.ts'
import type { AudienceQuery } from './broadcast-audience.ts'
import { markedPeople, parameters } from './broadcast-audience.ts'
import { stepIn, twinsOf } from './broadcasts.ts'
import type { Step } from './broadcasts.ts'
import type { Database, Queryable } from './database.ts'

const BATCH = 10_000
const WRITING_LOCK = 0x7b

/** Approved, and not all of its people have their notice yet. */
export async function unwrittenBroadcasts(pool: Queryable): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>("SELECT id FROM broadcast WHERE state IN ('scheduled', 'sending') AND written_at IS NULL ORDER BY id")
  return rows.map(({ id }) => id)
}

/** Writes the next batch. `written`: how many notices; `done`: everybody has theirs, or nobody is to have one any more. */
export function writeBatch(database: Database, ways: AudienceQuery['ways'], id: string, now: Date, size = BATCH): Promise<{ written: number; done: boolean }> {
  return database.transaction(async (client) => {
    // The same words in two broadcasts are written one batch after the other, so that each sees whom the other tells.
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2 || encode(b.text_idx, \'hex\'))) FROM broadcast b WHERE b.id = $3', [WRITING_LOCK, database.schema, id])
    const { rows } = await client.query<{
      commune_id: number; audience: Audience; urgent: boolean; leaves_at: Date; not_after: Date; written_to: string; approved_at: Date
    }>(
      `SELECT commune_id, audience, urgent_enc IS NOT NULL AS urgent, leaves_at, not_after, written_to, approved_at FROM broadcast
       WHERE id = $1 AND state IN ('scheduled', 'sending') AND written_at IS NULL FOR UPDATE`,
      [id],
    )
    const [row] = rows
    if (row === undefined) return { written: 0, done: true }
    const given = parameters()
    const { at } = given
    const query: AudienceQuery = {
      communeId: row.commune_id, audience: row.audience, today: vietnamDay(row.approved_at), now, ways, urgent: row.urgent, twins: await twinsOf(client, id, now),
      batch: { broadcastId: id, after: row.written_to, size },
    }
    const { rows: ends } = await client.query<{ written: number; looked: number; last: string | null }>(
      `${markedPeople(given, query)}, made AS (
         INSERT INTO notice (commune_id, recipient, person_id, contact_id, kind, lane, duty, reason_key, broadcast_id, template_key, due_on, not_before, not_after, state_at, created_at)
         SELECT ${at(row.commune_id)}, 'person:' || m.id, m.id, m.contact_id, 'broadcast', ${at(row.urgent ? 'urgent' : 'bulk')}, ${at(row.urgent)}, ${at(`broadcast:${id}`)}, ${at(id)}, 'officer-text',
           ${at(vietnamDay(row.leaves_at))}, ${at(row.leaves_at)}, ${at(row.not_after)}, ${at(now)}, ${at(now)}
         FROM marked m WHERE m.part IN ('told', 'visit') ORDER BY m.id
         ON CONFLICT (recipient, reason_key) DO NOTHING RETURNING 1
       ) SELECT (SELECT count(*)::int FROM made) AS written, (SELECT count(*)::int FROM who) AS looked, (SELECT max(id) FROM who) AS last`,
      given.values,
    )
    const end = ends[0] as (typeof ends)[number]
    const done = end.looked < size
    await client.query('UPDATE broadcast SET written_to = coalesce($2, written_to), written_at = CASE WHEN $3 THEN $4::timestamptz END WHERE id = $1', [id, end.last, done, now])
    return { written: end.written, done }
  })
}

/** What time alone changes: the hour has come, or nothing is left to send. A single notice that no way leads to holds nothing up. */
export async function advanceBroadcasts(pool: Queryable, now: Date): Promise<number> {
  const begun = await pool.query("UPDATE broadcast SET state = 'sending', state_at = $1 WHERE state = 'scheduled' AND leaves_at <= $1", [now])
  const ended = await pool.query(
    `UPDATE broadcast b SET state = 'done', state_at = $1 WHERE b.state = 'sending' AND b.written_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM notice n WHERE n.broadcast_id = b.id AND n.state IN ('planned', 'queued', 'sending'))`,
    [now],
  )
  return (begun.rowCount ?? 0) + (ended.rowCount ?? 0)
}

type Halt = Pick<Step, 'communeId' | 'id' | 'by'>

/** Nothing more leaves: what waits stays, what the provider has is on its way. Returns how many wait; undefined: there was nothing to pause. */
export function pauseBroadcast(database: Pick<Database, 'transaction'>, which: Halt, now: Date): Promise<number | undefined> {
  return database.transaction(async (client) => {
    if (!(await stepIn(client, { ...which, from: ['scheduled', 'sending'], to: 'paused', action: 'broadcast.paused' }, now))) return undefined
    // Not looked at again until it goes on, or until its time is over.
    const { rowCount } = await client.query(
      "UPDATE notice SET state = 'planned', state_at = $2, not_before = not_after WHERE broadcast_id = $1 AND state IN ('planned', 'queued')", [which.id, now],
    )
    return rowCount ?? 0
  })
}

export function resumeBroadcast(database: Pick<Database, 'transaction'>, which: Halt, now: Date): Promise<number | undefined> {
  return database.transaction(async (client) => {
    if (!(await stepIn(client, { ...which, from: ['paused'], to: 'scheduled', action: 'broadcast.resumed' }, now))) return undefined
    const { rowCount } = await client.query(
      "UPDATE notice n SET state_at = $2, not_before = greatest(b.leaves_at, $2) FROM broadcast b WHERE b.id = $1 AND n.broadcast_id = b.id AND n.state = 'planned'", [which.id, now],
    )
    return rowCount ?? 0
  })
}

/** What has not left never does, and nobody goes to a door for it. What may have arrived stays in doubt. */
export function cancelBroadcast(database: Pick<Database, 'transaction'>, which: Halt, now: Date): Promise<number | undefined> {
  return database.transaction(async (client) => {
    const from: BroadcastState[] = ['draft', 'submitted', 'scheduled', 'sending', 'paused']
    if (!(await stepIn(client, { ...which, from, to: 'cancelled', action: 'broadcast.cancelled' }, now))) return undefined
    const { rowCount } = await client.query(
      `UPDATE notice SET state = CASE WHEN maybe_sent_at IS NULL THEN 'cancelled' ELSE 'unconfirmed' END, state_at = $2, end_reason = 'broadcast-cancelled'
       WHERE broadcast_id = $1 AND (state IN ('planned', 'queued') OR state = 'visit' AND EXISTS (SELECT FROM visit vi WHERE vi.notice_id = notice.id AND vi.outcome IS NULL))`,
      [which.id, now],
    )
    await client.query("DELETE FROM visit vi USING notice n WHERE n.id = vi.notice_id AND n.broadcast_id = $1 AND n.state = 'cancelled' AND vi.outcome IS NULL", [which.id])
    return rowCount ?? 0
  })
}

/** Of those whom no way reached, whoever nobody has been to yet is tried once more, over every way. */
export function retryFailed(database: Pick<Database, 'transaction'>, which: Halt, now: Date): Promise<number | undefined> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT n.id FROM notice n JOIN broadcast b ON b.id = n.broadcast_id LEFT JOIN visit vi ON vi.notice_id = n.id
       WHERE n.broadcast_id = $1 AND b.commune_id = $2 AND n.not_after > $3 AND ${FAILED} ORDER BY n.id FOR UPDATE OF n`,
      [which.id, which.communeId, now],
    )
    if (rows.length === 0 || !(await stepIn(client, { ...which, from: ['sending', 'done'], to: 'sending', action: 'broadcast.retried' }, now))) return undefined
    const ids = rows.map(({ id }) => id)
    await client.query('DELETE FROM visit WHERE notice_id = ANY($1::bigint[])', [ids])
    await client.query(
      "UPDATE notice SET state = 'planned', state_at = $2, not_before = $2, end_reason = NULL, exhausted = '{}', tries = 0, request_no = request_no + 1 WHERE id = ANY($1::bigint[])", [ids, now],
    )
    return ids.length
  })
}

/** Every way was tried. Who has none at all is not helped by trying. */
const FAILED = "(n.state = 'failed' OR n.state = 'visit' AND n.end_reason IN ('channels-failed', 'content') AND vi.outcome IS NULL)"

export async function broadcastResults(pool: Queryable, id: string): Promise<{ rows: BroadcastResult[]; failed: number; costDong: number }> {
  const [results, failed, cost] = await Promise.all([
    pool.query<{ village: string | null; state: NoticeState; n: number }>(
      `SELECT nullif(trim(v.kind || ' ' || v.name), '') AS village, c.state, c.n FROM (
         SELECT p.village_id, n.state, count(*)::int AS n FROM notice n LEFT JOIN person p ON p.id = n.person_id WHERE n.broadcast_id = $1 GROUP BY 1, 2) c
       LEFT JOIN village v ON v.id = c.village_id ORDER BY v.search_key NULLS LAST, c.state`,
      [id],
    ),
    pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM notice n LEFT JOIN visit vi ON vi.notice_id = n.id WHERE n.broadcast_id = $1 AND n.state IN ('failed', 'visit') AND ${FAILED}`, [id]),
    pool.query<{ dong: number }>(
      "SELECT coalesce(sum(a.cost_dong), 0)::int AS dong FROM notice n JOIN attempt a ON a.notice_id = n.id WHERE n.broadcast_id = $1 AND a.state IN ('sent', 'delivered', 'unconfirmed')", [id],
    ),
  ])
  return { rows: results.rows.map(({ village, state, n }) => ({ village: village ?? undefined, state, n })), failed: failed.rows[0]?.n ?? 0, costDong: cost.rows[0]?.dong ?? 0 }
}

/** Person by person, for the file that an officer keeps. */
export async function broadcastLines(pool: Queryable, id: string): Promise<BroadcastLine[]> {
  const { rows } = await pool.query<{ person_id: string; full_name: string; village: string | null; state: NoticeState; channel: ChannelName | null; state_at: Date; end_reason: string | null }>(
    `SELECT p.id AS person_id, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village, n.state, n.channel, n.state_at, n.end_reason
     FROM notice n JOIN person p ON p.id = n.person_id LEFT JOIN village v ON v.id = p.village_id WHERE n.broadcast_id = $1 ORDER BY v.search_key NULLS LAST, p.sort_key, p.id`,
    [id],
  )
  return rows.map((row) => ({
    personId: row.person_id, fullName: row.full_name, village: row.village ?? undefined, state: row.state, channel: row.channel ?? undefined, at: row.state_at, endReason: row.end_reason ?? undefined,
  }))
}
