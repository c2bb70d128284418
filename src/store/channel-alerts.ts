/** What officers must know about a channel. Told once, shown until somebody has seen it. */
import type { ChannelName } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'

export interface AlertRow {
  dedupeKey: string
  code: string
  /** Nothing personal; of whom it speaks is in `personIds`. */
  said: string
  occurredAt: Date
  personIds?: readonly string[]
}

export interface OpenAlert {
  channel: ChannelName
  code: string
  said: string
  occurredAt: Date
  /** Those of whom it speaks, as the register names them. */
  people: { id: string; name: string }[]
}

export async function storeAlert(pool: Queryable, channel: ChannelName, alert: AlertRow): Promise<void> {
  await pool.query(
    'INSERT INTO channel_alert (channel, dedupe_key, code, said, person_ids, occurred_at) VALUES ($1, $2, $3, $4, $5::bigint[], $6) ON CONFLICT (channel, dedupe_key) DO NOTHING',
    [channel, alert.dedupeKey, alert.code, alert.said, alert.personIds ?? [], alert.occurredAt],
  )
}

/** Newest first. */
export async function openAlerts(pool: Queryable, limit: number): Promise<OpenAlert[]> {
  const { rows } = await pool.query<{ channel: ChannelName; code: string; said: string; occurred_at: Date; people: OpenAlert['people'] | null }>(
    `SELECT a.channel, a.code, a.said, a.occurred_at,
       (SELECT jsonb_agg(jsonb_build_object('id', p.id::text, 'name', p.full_name) ORDER BY p.id) FROM person p WHERE p.id = ANY(a.person_ids)) AS people
     FROM channel_alert a WHERE a.seen_at IS NULL ORDER BY a.occurred_at DESC, a.id DESC LIMIT $1`,
    [limit],
  )
  return rows.map((row) => ({ channel: row.channel, code: row.code, said: row.said, occurredAt: row.occurred_at, people: row.people ?? [] }))
}

/** Returns how many an officer has seen with this. */
export async function markAlertsSeen(pool: Queryable, channel: ChannelName, now: Date): Promise<number> {
  const { rowCount } = await pool.query('UPDATE channel_alert SET seen_at = $2 WHERE channel = $1 AND seen_at IS NULL AND occurred_at <= $2', [channel, now])
  return rowCount ?? 0
}
