import type { Queryable } from './database.ts'

/** Facts of the installation that must survive a restart. Values are JSON; nothing personal. */
interface HasPool {
  pool: Queryable
}

export async function readSetting<T>({ pool }: HasPool, key: string): Promise<T | undefined> {
  const { rows } = await pool.query<{ value: T }>('SELECT value FROM setting WHERE key = $1', [key])
  return rows[0]?.value
}

export async function writeSetting({ pool }: HasPool, key: string, value: unknown): Promise<void> {
  await pool.query('INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()', [
    key,
    JSON.stringify(value),
  ])
}

/** Keeps what is already there, and returns what counts from now on. Two processes starting at once agree. */
export async function writeSettingOnce<T>({ pool }: HasPool, key: string, value: T): Promise<T> {
  await pool.query('INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING', [key, JSON.stringify(value)])
  return (await readSetting<T>({ pool }, key)) as T
}
