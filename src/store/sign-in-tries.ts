/**
 * How often somebody has tried to sign in under a name. A try is counted before it is looked at, so that many at once
 * count as many; names that nobody has are counted too, so that nobody learns which are there.
 */
import { createHash } from 'node:crypto'
import { later } from '../domain/calendar.ts'
import type { Queryable } from './database.ts'

const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000
const FORGOTTEN_MS = 24 * 3_600_000

const hashOf = (login: string): Buffer => createHash('sha256').update(`sign-in ${login}`).digest()

/** Counts a try; or, where one must wait, says until when and counts nothing. */
export async function countTry(pool: Queryable, login: string, now: Date): Promise<{ kind: 'counted' } | { kind: 'wait'; until: Date }> {
  await pool.query('DELETE FROM sign_in_try WHERE last_at < $1', [later(now, -FORGOTTEN_MS)])
  const { rowCount } = await pool.query(
    `INSERT INTO sign_in_try AS t (login_hash, tries, last_at, wait_until) VALUES ($1, 1, $2, $2)
     ON CONFLICT (login_hash) DO UPDATE SET tries = t.tries + 1, last_at = $2,
       wait_until = CASE WHEN t.tries + 1 < $3 THEN $2 ELSE $2 + make_interval(secs => least($4 * power(2, least(t.tries + 1 - $3, 20)), $5) / 1000.0) END
     WHERE t.wait_until <= $2`,
    [hashOf(login), now, FREE_TRIES, FIRST_WAIT_MS, LONGEST_WAIT_MS],
  )
  if (rowCount === 1) return { kind: 'counted' }
  const { rows } = await pool.query<{ wait_until: Date }>('SELECT wait_until FROM sign_in_try WHERE login_hash = $1', [hashOf(login)])
  return { kind: 'wait', until: rows[0]?.wait_until ?? now }
}

export async function forgetTries(pool: Queryable, login: string): Promise<void> {
  await pool.query('DELETE FROM sign_in_try WHERE login_hash = $1', [hashOf(login)])
}
