/** Browsers in which officers are signed in. The cookie's secret is kept as its hash: whoever reads the table opens nothing. */
import { createHash } from 'node:crypto'
import { later } from '../domain/calendar.ts'
import type { OfficerRole } from '../domain/officer.ts'
import type { Queryable } from './database.ts'

/** A morning, or an afternoon; and nobody stays in overnight. */
const IDLE_MS = 4 * 3_600_000
const LONGEST_MS = 12 * 3_600_000
/** Not every page is worth a write. */
const SEEN_AGAIN_MS = 60_000

export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

export async function startSession(pool: Queryable, session: { accountId: number; token: string; browser: string }, now: Date): Promise<void> {
  await pool.query('INSERT INTO account_session (account_id, token_hash, browser, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $4, $5)', [
    session.accountId, tokenHash(session.token), session.browser, now, later(now, LONGEST_MS),
  ])
}

/** Whoever holds the cookie, and what they chose to look at. */
export interface SessionOwner {
  sessionId: string
  accountId: number
  name: string
  role: OfficerRole
  /** Of the account; undefined: all. */
  communeId: number | undefined
  villageId: number | undefined
  /** Chosen by somebody who may see all. */
  chosenCommuneId: number | undefined
}

export async function readSession(pool: Queryable, token: string, now: Date): Promise<SessionOwner | undefined> {
  const { rows } = await pool.query<{
    id: string; account_id: number; name: string; role: OfficerRole; own_commune: number | null; village_id: number | null; chosen: number | null; seen_at: Date
  }>({
    name: 'read-session',
    text: `SELECT s.id, s.account_id, a.name, a.role, a.commune_id AS own_commune, a.village_id, s.commune_id AS chosen, s.seen_at
     FROM account_session s JOIN account a ON a.id = s.account_id
     WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND s.seen_at > $3 AND a.disabled_at IS NULL`,
    values: [tokenHash(token), now, later(now, -IDLE_MS)],
  })
  const [row] = rows
  if (row === undefined) return undefined
  if (row.seen_at < later(now, -SEEN_AGAIN_MS)) await pool.query('UPDATE account_session SET seen_at = $2 WHERE id = $1', [row.id, now])
  return {
    sessionId: row.id, accountId: row.account_id, name: row.name, role: row.role, communeId: row.own_commune ?? undefined,
    villageId: row.village_id ?? undefined, chosenCommuneId: row.chosen ?? undefined,
  }
}

export interface SessionRow {
  id: string
  browser: string
  startedAt: Date
  seenAt: Date
}

/** Those that still open something. */
export async function listSessions(pool: Queryable, accountId: number, now: Date): Promise<SessionRow[]> {
  const { rows } = await pool.query<{ id: string; browser: string; started_at: Date; seen_at: Date }>(
    'SELECT id, browser, started_at, seen_at FROM account_session WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, id DESC',
    [accountId, now, later(now, -IDLE_MS)],
  )
  return rows.map((row) => ({ id: row.id, browser: row.browser, startedAt: row.started_at, seenAt: row.seen_at }))
}

/** One's own only. */
export async function endSession(pool: Queryable, session: { accountId: number; id: string }, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE account_session SET ended_at = $3 WHERE account_id = $1 AND id = $2 AND ended_at IS NULL', [session.accountId, session.id, now])
  return rowCount === 1
}

export async function chooseSessionCommune(pool: Queryable, sessionId: string, communeId: number): Promise<void> {
  await pool.query('UPDATE account_session SET commune_id = $2 WHERE id = $1', [sessionId, communeId])
}
