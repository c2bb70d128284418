/**
 * A worker's proof of life: a row, and an advisory lock on its number that only its own connection holds. Who can take
 * that lock knows that the worker is gone; no clock is asked, so a slow worker is never robbed of what it is sending.
 */
import pg from 'pg'
import type { Log } from '../kernel/log.ts'
import type { Database } from './database.ts'

/** Namespace of the locks, combined with the schema so that installations in one database do not meet. */
export const SESSION_LOCK = 0x10b

export interface WorkerSession {
  /** The current number. Changes when the connection was lost and a new session had to be opened. */
  id(): Promise<number>
  close(): Promise<void>
}

export function openWorkerSession(database: Database, about: { host: string; roles: string; log: Log }): WorkerSession {
  let current: Promise<{ id: number; client: pg.Client }> | undefined
  let closed = false

  const open = async (): Promise<{ id: number; client: pg.Client }> => {
    const client = new pg.Client({
      connectionString: database.url,
      options: `-c search_path=${database.schema}`,
      application_name: 'loa-worker-session',
      keepAlive: true,
    })
    let opened: typeof current
    // Only its own end: the old connection's last word may come when the next session already stands.
    const forget = (): void => {
      if (current === opened) current = undefined
    }
    client.on('error', (err) => {
      about.log.warn({ err }, 'the worker session was lost; a new one follows')
      forget()
    })
    client.on('end', () => {
      if (!closed) forget()
    })
    await client.connect()
    opened = current
    try {
      return { id: await register(client), client }
    } catch (problem) {
      await client.end().catch(() => undefined)
      throw problem
    }
  }

  async function register(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{ id: number }>('INSERT INTO worker_session (host, pid, roles) VALUES ($1, $2, $3) RETURNING id', [
      about.host,
      process.pid,
      about.roles,
    ])
    const { id } = rows[0] as { id: number }
    await client.query('SELECT pg_advisory_lock($1 # hashtext($2), $3)', [SESSION_LOCK, database.schema, id])
    return id
  }

  return {
    id: async () => {
      if (current === undefined) {
        const opening = open()
        current = opening
        opening.catch(() => {
          if (current === opening) current = undefined
        })
      }
      return (await current).id
    },
    close: async () => {
      closed = true
      const session = await current?.catch(() => undefined)
      await session?.client.end()
    },
  }
}
