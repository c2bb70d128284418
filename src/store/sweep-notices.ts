/**
 * Recovery. It touches only rows that no living worker holds: a `sending` row is taken over after its worker's advisory
 * lock could be taken, which is proof and not patience. What may be sent again (the provider tells twins apart) goes
 * back to `queued`; the rest is `unconfirmed` until a receipt or a person decides.
 */
import type { ChannelName, Lane } from '../domain/notice-state.ts'
import type { Database, Queryable } from './database.ts'
import { ROUND } from './promote-notices.ts'
import type { Promoted } from './promote-notices.ts'
import { SESSION_LOCK } from './worker-session.ts'

export interface Orphans {
  requeued: Promoted[]
  unconfirmed: number
}

/** `tellTwinsApart`: providers that ignore a request which they have seen. Another one, of the same channel, would send it again. */
export async function recoverOrphans(database: Database, now: Date, tellTwinsApart: readonly string[]): Promise<Orphans> {
  const { rows: holders } = await database.pool.query<{ id: number }>("SELECT DISTINCT claimed_by AS id FROM notice WHERE state = 'sending'")
  const found: Orphans = { requeued: [], unconfirmed: 0 }
  for (const { id } of holders) {
    const orphans = await recoverFrom(database, id, now, tellTwinsApart)
    found.requeued.push(...orphans.requeued)
    found.unconfirmed += orphans.unconfirmed
  }
  return found
}

function recoverFrom(database: Database, sessionId: number, now: Date, tellTwinsApart: readonly string[]): Promise<Orphans> {
  return database.transaction(async (client) => {
    const { rows: locks } = await client.query<{ dead: boolean }>('SELECT pg_try_advisory_xact_lock($1 # hashtext($2), $3) AS dead', [
      SESSION_LOCK,
      database.schema,
      sessionId,
    ])
    if (locks[0]?.dead !== true) return { requeued: [], unconfirmed: 0 }
    const { rows } = await client.query<{ id: string; state: string; channel: ChannelName; lane: Lane; round: string }>(
      `WITH orphan AS (
         -- again only where every try of this request that may have arrived asked one of them
         SELECT n.id, coalesce((
           SELECT bool_and(coalesce(a.provider = ANY($3), false)) FROM attempt open JOIN attempt a ON a.notice_id = n.id AND a.request_id = open.request_id AND a.state <> 'failed'
           WHERE open.notice_id = n.id AND open.state = 'sending'), false) AS again
         FROM notice n WHERE n.state = 'sending' AND n.claimed_by = $1
       ), doubtful AS (
         UPDATE notice n SET state = CASE WHEN o.again THEN 'queued' ELSE 'unconfirmed' END,
           state_at = $2, maybe_sent_at = coalesce(n.maybe_sent_at, n.state_at), claimed_by = CASE WHEN o.again THEN NULL ELSE n.claimed_by END
         FROM orphan o WHERE n.id = o.id AND n.state = 'sending' AND n.claimed_by = $1
         RETURNING n.id, n.state, n.state_at, n.channel, n.lane
       ), attempts AS (
         UPDATE attempt a SET state = 'unconfirmed', error_code = 'worker-died', error_class = 'RETRY', next_check_at = $2 + interval '1 minute'
         FROM doubtful d WHERE a.notice_id = d.id AND a.state = 'sending'
       )
       SELECT id, state, channel, lane, ${ROUND} FROM doubtful`,
      [sessionId, now, tellTwinsApart],
    )
    return {
      requeued: rows.filter((row) => row.state === 'queued').map((row) => ({ noticeId: row.id, round: row.round, channel: row.channel, lane: row.lane })),
      unconfirmed: rows.filter((row) => row.state === 'unconfirmed').length,
    }
  })
}

/** Rows that wait for a worker, oldest first, after `afterId`. Ringing for a row whose bell still hangs changes nothing. */
export async function queuedNotices(
  pool: Queryable, query: { channel: ChannelName; before: Date; limit: number; afterId: string },
): Promise<Promoted[]> {
  const { rows } = await pool.query<{ id: string; channel: ChannelName; lane: Lane; round: string }>(
    `SELECT id, channel, lane, ${ROUND} FROM notice WHERE state = 'queued' AND channel = $1 AND state_at <= $2 AND id > $4 ORDER BY id LIMIT $3`,
    [query.channel, query.before, query.limit, query.afterId],
  )
  return rows.map((row) => ({ noticeId: row.id, round: row.round, channel: row.channel, lane: row.lane }))
}

/**
 * Channels whose provider said nothing for longer than the commune allows go on to the next one, not to the same person's other address there.
 * `doubtedUntil`: the receipts of what was sent before a restore may be lost; their silence says nothing.
 */
export async function escalateSilence(pool: Queryable, now: Date, doubtedUntil?: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE notice n SET state = 'planned', state_at = $1, not_before = $1, tries = 0, request_no = request_no + 1,
       exhausted = n.exhausted || (n.channel || ':' || n.contact_id)
         || ARRAY(SELECT n.channel || ':' || pc.contact_id FROM person_contact pc WHERE pc.person_id = n.person_id AND pc.contact_id <> n.contact_id)
     FROM commune c
     WHERE n.commune_id = c.id AND n.state = 'sent' AND n.kind = 'reminder' AND n.not_after > $1 AND n.params ->> 'late' = 'visit'
       AND ($2::timestamptz IS NULL OR n.state_at > $2)
       AND n.state_at <= $1 - make_interval(hours => (c.profile -> 'silenceHours' ->> n.channel)::int)`,
    [now, doubtedUntil ?? null],
  )
  return rowCount ?? 0
}
