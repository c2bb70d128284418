/**
 * What messengers report that is neither a message nor a receipt. Kept as it came, once however often it comes, and
 * applied a moment later in the order in which it happened; each change looks at when it happened, because the
 * messenger may tell the older news last.
 */
import type { ChannelName, ContactKind } from '../domain/notice-state.ts'
import { LoaError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import { storeAlert } from './channel-alerts.ts'
import type { Cipher } from './cipher.ts'
import { changeChat, kindOfContact, touchContact } from './contacts.ts'
import type { Database, Queryable } from './database.ts'
import { changeRoom } from './room-events.ts'
import { withdraw } from './withdraw.ts'

export type ChannelEvent =
  | { kind: 'chat'; chat: string; change: 'blocked' | 'unblocked' | 'moved'; movedTo?: string }
  | { kind: 'interaction'; chat: string }
  | { kind: 'takeover'; chat: string; by: string }
  | { kind: 'group'; group: string; change: string; people: readonly string[] }
  | { kind: 'withdrawal'; chat: string }
export type ChannelEventRow = ChannelEvent & { dedupeKey: string; occurredAt: Date }

/** While a person of ours writes in the messenger's own tool the bot keeps quiet, and for so long after their last word. */
const TAKEOVER_HOURS = 4
const AT_ONCE = 200

/** False when this event was already known. */
export async function keepEvent(pool: Queryable, cipher: Cipher, channel: ChannelName, { dedupeKey, occurredAt, ...body }: ChannelEventRow, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    'INSERT INTO channel_event (channel, dedupe_key, kind, body_enc, occurred_at, received_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (channel, dedupe_key) DO NOTHING',
    [channel, dedupeKey, body.kind, cipher.encrypt(JSON.stringify(body)), occurredAt, now],
  )
  return rowCount === 1
}

/** Applies what waits. Two processes may do it at once. Returns how many were applied. */
export async function applyEvents(database: Pick<Database, 'transaction'>, cipher: Cipher, log: Log): Promise<number> {
  let applied = 0
  for (;;) {
    const count = await database.transaction(async (client) => {
      const { rows } = await client.query<{ id: string; channel: ChannelName; body_enc: Buffer; occurred_at: Date }>(
        'SELECT id, channel, body_enc, occurred_at FROM channel_event WHERE NOT applied ORDER BY occurred_at, id LIMIT $1 FOR UPDATE SKIP LOCKED',
        [AT_ONCE],
      )
      for (const row of rows) {
        const event = readable(cipher, row.body_enc)
        // Damaged, or written under a key that is gone: it stays as it is, and must not stand in the way of the others.
        if (event === undefined) log.error({ eventId: row.id, channel: row.channel }, 'an event of a channel cannot be read')
        else await apply(client, cipher, row.channel, { ...event, dedupeKey: `event:${row.id}`, occurredAt: row.occurred_at })
      }
      await client.query('UPDATE channel_event SET applied = true WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)])
      return rows.length
    })
    applied += count
    if (count < AT_ONCE) return applied
  }
}

function readable(cipher: Cipher, body: Buffer): ChannelEvent | undefined {
  try {
    return JSON.parse(cipher.decrypt(body)) as ChannelEvent
  } catch {
    return undefined
  }
}

async function apply(pool: Queryable, cipher: Cipher, channel: ChannelName, event: ChannelEventRow): Promise<void> {
  const kind = kindOfContact(channel)
  switch (event.kind) {
    case 'chat':
      return changeChat(pool, cipher, kind, event)
    case 'interaction':
      return touchContact(pool, cipher, channel, event)
    case 'takeover':
      return pauseBot(pool, cipher, kind, event)
    case 'withdrawal':
      return storeAlert(pool, channel, await withdraw(pool, cipher, kind, event))
    case 'group':
      return changeRoom(pool, cipher, kind, event)
    default:
      throw new LoaError('store.unknown-event', 'an event of a kind that nobody applies', { detail: { kind: (event as { kind: string }).kind } })
  }
}

async function pauseBot(pool: Queryable, cipher: Cipher, kind: ContactKind, { chat, occurredAt }: { chat: string; occurredAt: Date }): Promise<void> {
  await pool.query(
    `INSERT INTO conversation (contact_id, paused_until) SELECT id, $3::timestamptz + make_interval(hours => $4) FROM contact WHERE kind = $1 AND address_idx = $2
     ON CONFLICT (contact_id) DO UPDATE SET paused_until = greatest(conversation.paused_until, excluded.paused_until)`,
    [kind, cipher.blindIndex(kind, chat), occurredAt, TAKEOVER_HOURS],
  )
}
