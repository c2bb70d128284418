/**
 * What is not needed any more goes, a stretch of a table at a time and each table in one walk: words after the months that
 * the installation sets, traces of machines after ninety days. The register and its history stay by the law on archives,
 * the record of who saw whom is never cut.
 */
import { addMonths, later, vietnamDay, vietnamInstant } from '../domain/calendar.ts'
import type { Database } from './database.ts'

interface Rule {
  /** What the log calls it. */
  name: string
  table: string
  /** Of `t`, with $1 the moment before which it goes. */
  where: string
  /** Emptied instead of deleted: the row itself is history. */
  set?: string
  keep: 'words' | 'traces'
}

const RULES: readonly Rule[] = [
  { name: 'words-sent', table: 'attempt', where: 't.started_at < $1 AND t.text_enc IS NOT NULL', set: 'text_enc = NULL', keep: 'words' },
  {
    name: 'words-written', table: 'notice', keep: 'words', set: 'text_enc = NULL, buttons_enc = NULL',
    where: "t.state_at < $1 AND t.not_after < $1 AND t.state NOT IN ('planned', 'queued', 'sending') AND (t.text_enc IS NOT NULL OR t.buttons_enc IS NOT NULL)",
  },
  // A ticket that is open still needs what was said.
  { name: 'words-heard', table: 'inbound_message', where: "t.received_at < $1 AND t.state <> 'waiting' AND NOT EXISTS (SELECT FROM ticket k WHERE k.contact_id = t.contact_id AND k.state <> 'closed')", keep: 'words' },
  { name: 'chat-pages', table: 'webchat_message', where: 't.sent_at < $1', keep: 'words' },
  { name: 'conversations', table: 'conversation', where: 't.updated_at < $1 AND t.state_enc IS NOT NULL', set: 'state_enc = NULL', keep: 'words' },
  { name: 'tickets', table: 'ticket', where: "t.state = 'closed' AND t.closed_at < $1", keep: 'words' },
  { name: 'receipts', table: 'receipt', where: 't.received_at < $1', keep: 'traces' },
  { name: 'channel-events', table: 'channel_event', where: 't.received_at < $1 AND t.applied', keep: 'traces' },
  { name: 'link-codes', table: 'link_code', where: 't.expires_at < $1', keep: 'traces' },
  { name: 'link-guesses', table: 'link_guess', where: 't.guessed_at < $1', keep: 'traces' },
  { name: 'room-codes', table: 'room_code', where: 't.expires_at < $1', keep: 'traces' },
  { name: 'sessions', table: 'account_session', where: 'least(t.ends_at, t.ended_at) < $1', keep: 'traces' },
  { name: 'sign-in-tries', table: 'sign_in_try', where: 't.last_at < $1', keep: 'traces' },
]

const TRACES_MS = 90 * 24 * 3_600_000
/** Pages of 8 kB in one transaction. */
const STRETCH = 500
const LOCK = 0x10e

/** Returns how many of each went; undefined where another process is at it. */
export async function forgetOld(database: Database, now: Date, wordsMonths: number, signal?: AbortSignal): Promise<Record<string, number> | undefined> {
  const client = await database.pool.connect()
  try {
    const { rows } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS ours', [LOCK, database.schema])
    if (rows[0]?.ours !== true) return undefined
    try {
      const before = { words: vietnamInstant(addMonths(vietnamDay(now), -wordsMonths), '00:00'), traces: later(now, -TRACES_MS) }
      const gone: Record<string, number> = {}
      for (const rule of RULES) {
        const n = await walk(database, rule, before[rule.keep], () => signal?.aborted === true)
        if (n > 0) gone[rule.name] = n
      }
      return gone
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK, database.schema])
    }
  } finally {
    client.release()
  }
}

async function walk({ pool }: Database, { table, where, set }: Rule, before: Date, isStopped: () => boolean): Promise<number> {
  const { rows } = await pool.query<{ pages: number }>("SELECT (pg_relation_size($1::regclass) / current_setting('block_size')::int)::int AS pages", [table])
  let gone = 0
  for (let page = 0; page < (rows[0]?.pages ?? 0) && !isStopped(); page += STRETCH) {
    const stretch = `t.ctid >= '(${page},0)'::tid AND t.ctid < '(${page + STRETCH},0)'::tid AND ${where}`
    const { rowCount } = await pool.query(set === undefined ? `DELETE FROM ${table} t WHERE ${stretch}` : `UPDATE ${table} t SET ${set} WHERE ${stretch}`, [before])
    gone += rowCount ?? 0
  }
  return gone
}
