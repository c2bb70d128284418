import type { ChannelName } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'

export interface ChannelStateRow {
  communeId: number
  channel: ChannelName
  pausedAt: Date
  reason: string
  resumeAt: Date
}

/** A provider said that a person must act (key, balance, consent): the channel rests for this commune and is tried again later. */
export async function pauseChannel(pool: Queryable, communeId: number, channel: ChannelName, reason: string, now: Date, until: Date): Promise<void> {
  await pool.query(
    `INSERT INTO channel_state (commune_id, channel, paused_at, reason, resume_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (commune_id, channel) DO UPDATE SET
       paused_at = CASE WHEN channel_state.resume_at > $3 THEN channel_state.paused_at ELSE excluded.paused_at END,
       reason = excluded.reason, resume_at = greatest(channel_state.resume_at, excluded.resume_at)`,
    [communeId, channel, now, reason, until],
  )
}

/** How the newest tries of each channel went since `since`: too slow, without an answer, or refused for the provider's own trouble. */
export async function recentTries(pool: Queryable, since: Date, slowMs: number): Promise<{ channel: ChannelName; tries: number; troubled: number }[]> {
  const { rows } = await pool.query<{ channel: ChannelName; tries: number; troubled: number }>(
    `SELECT channel, count(*)::int AS tries, count(*) FILTER (WHERE
       -- what a dead worker left says nothing about the provider
       coalesce(error_code, '') <> 'worker-died' AND (error_class = 'RETRY' OR finished_at - started_at > make_interval(secs => $2 / 1000.0)))::int AS troubled
     FROM (SELECT * FROM attempt ORDER BY id DESC LIMIT $3) newest
     WHERE started_at > $1 AND finished_at IS NOT NULL GROUP BY channel`,
    [since, slowMs, NEWEST],
  )
  return rows
}

/** Enough to judge by, and never a walk through all that was ever sent. */
const NEWEST = 2_000

/** One provider serves all communes of the installation: returns the lowest weight in force of every channel that is not at 100. */
export async function channelWeights(pool: Queryable): Promise<Map<ChannelName, number>> {
  const { rows } = await pool.query<{ channel: ChannelName; weight: number }>('SELECT channel, min(weight)::int AS weight FROM channel_state WHERE weight < 100 GROUP BY channel')
  return new Map(rows.map(({ channel, weight }) => [channel, weight]))
}

export async function weighChannel(pool: Queryable, channel: ChannelName, weight: number): Promise<void> {
  await pool.query(
    'INSERT INTO channel_state (commune_id, channel, weight) SELECT id, $1, $2 FROM commune ON CONFLICT (commune_id, channel) DO UPDATE SET weight = excluded.weight',
    [channel, weight],
  )
}

/** Channels that rest now, or rested last for a reason that nobody has seen yet. */
export async function listChannelStates(pool: Queryable): Promise<ChannelStateRow[]> {
  const { rows } = await pool.query<{ commune_id: number; channel: ChannelName; paused_at: Date; reason: string; resume_at: Date }>(
    'SELECT commune_id, channel, paused_at, reason, resume_at FROM channel_state WHERE paused_at IS NOT NULL ORDER BY paused_at DESC',
  )
  return rows.map((row) => ({ communeId: row.commune_id, channel: row.channel, pausedAt: row.paused_at, reason: row.reason, resumeAt: row.resume_at }))
}
