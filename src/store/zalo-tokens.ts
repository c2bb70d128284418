/**
 * Where the tokens of a Zalo Official Account are kept. Zalo takes a refresh token once and then wants the new one, so
 * the lock covers the whole exchange with Zalo, and every pair is committed before anybody may use it. A writer who
 * lost the lock (a cut connection) is stopped by the version: what it would overwrite is newer than what it has.
 */
import { LoaError } from '../kernel/errors.ts'
import { persistently } from '../kernel/persist.ts'
import type { Cipher } from './cipher.ts'
import { isConnectionLost } from './database.ts'
import type { Database } from './database.ts'

export interface ZaloAccountRow {
  accessToken: string
  refreshToken: string
  rotatedAt: Date
  accessEndsAt: Date
  /** Somebody asked for a new pair then, and has not kept one yet. */
  refreshBegunAt: Date | undefined
  trouble: string | undefined
  messageApi: 'v2' | 'v3'
}

export interface ZaloPair {
  accessToken: string
  refreshToken: string
  rotatedAt: Date
  accessEndsAt: Date
}

export interface HeldZaloAccount {
  /** As it is now, not as it was when the lock was taken. */
  read(): Promise<ZaloAccountRow | undefined>
  beginRefresh(at: Date): Promise<void>
  /** Committed when it resolves. False: somebody else has stored a newer pair, which is the one that counts. */
  save(pair: ZaloPair): Promise<boolean>
}

export interface ZaloTokenStore {
  read(oaId: string): Promise<ZaloAccountRow | undefined>
  /** One at a time for each account, over all processes. */
  withLock<T>(oaId: string, work: (held: HeldZaloAccount) => Promise<T>): Promise<T>
  /** True the first time: it is news. */
  markTrouble(oaId: string, code: string, at: Date): Promise<boolean>
  pinMessageApi(oaId: string, api: 'v2' | 'v3'): Promise<void>
}

/** Namespace of the locks, beside that of the worker sessions. */
const ACCOUNT_LOCK = 0x2a10

interface StoredRow {
  version: number
  tokens_enc: Buffer
  rotated_at: Date
  access_ends_at: Date
  refresh_begun_at: Date | null
  trouble: string | null
  message_api: 'v2' | 'v3'
}

export function zaloTokens(database: Database, cipher: Cipher): ZaloTokenStore {
  const { pool, schema } = database

  async function find(oaId: string): Promise<StoredRow | undefined> {
    const { rows } = await pool.query<StoredRow>(
      'SELECT version, tokens_enc, rotated_at, access_ends_at, refresh_begun_at, trouble, message_api FROM zalo_account WHERE oa_id = $1',
      [oaId],
    )
    return rows[0]
  }

  function opened(row: StoredRow): ZaloAccountRow {
    const { access, refresh } = JSON.parse(cipher.decrypt(row.tokens_enc)) as { access: string; refresh: string }
    return {
      accessToken: access,
      refreshToken: refresh,
      rotatedAt: row.rotated_at,
      accessEndsAt: row.access_ends_at,
      refreshBegunAt: row.refresh_begun_at ?? undefined,
      trouble: row.trouble ?? undefined,
      messageApi: row.message_api,
    }
  }

  /** `over`: the version that the writer saw; 0 where there was no row. */
  async function save(oaId: string, over: number, pair: ZaloPair): Promise<boolean> {
    const { rowCount } = await pool.query(
      `INSERT INTO zalo_account (oa_id, tokens_enc, rotated_at, access_ends_at) VALUES ($1, $3, $4, $5)
       ON CONFLICT (oa_id) DO UPDATE SET version = zalo_account.version + 1, previous_enc = zalo_account.tokens_enc, tokens_enc = excluded.tokens_enc,
         rotated_at = excluded.rotated_at, access_ends_at = excluded.access_ends_at, refresh_begun_at = NULL, trouble = NULL, trouble_at = NULL
       WHERE zalo_account.version = $2`,
      [oaId, over, cipher.encrypt(JSON.stringify({ access: pair.accessToken, refresh: pair.refreshToken })), pair.rotatedAt, pair.accessEndsAt],
    )
    return rowCount === 1
  }

  async function hold(oaId: string): Promise<HeldZaloAccount> {
    let version = (await find(oaId))?.version ?? 0
    return {
      async read() {
        const row = await find(oaId)
        version = row?.version ?? 0
        return row === undefined ? undefined : opened(row)
      },
      async beginRefresh(at) {
        await pool.query('UPDATE zalo_account SET refresh_begun_at = $2 WHERE oa_id = $1', [oaId, at])
      },
      async save(pair) {
        // The old pair is dead once the new one exists: a database that restarts just now must not cost the grant.
        const saved = await persistently(() => save(oaId, version, pair), isConnectionLost)
        if (saved) return true
        // A repeat after a commit whose answer was lost finds its own work done.
        const row = await find(oaId)
        return row !== undefined && opened(row).refreshToken === pair.refreshToken
      },
    }
  }

  return {
    async read(oaId) {
      const row = await find(oaId)
      return row === undefined ? undefined : opened(row)
    },

    async withLock(oaId, work) {
      const key = [ACCOUNT_LOCK, `${schema}:${oaId}`]
      const client = await pool.connect()
      let broken: Error | undefined
      // A connection that is cut while Zalo is being asked must not end the process; the version guards what follows.
      const cut = (error: Error) => (broken = error)
      client.on('error', cut)
      try {
        await client.query('SELECT pg_advisory_lock($1, hashtext($2))', key)
        return await work(await hold(oaId))
      } finally {
        await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', key).catch((error: unknown) => {
          broken = error instanceof Error ? error : new LoaError('database.unlock', 'the lock could not be given back')
        })
        client.off('error', cut)
        client.release(broken)
      }
    },

    async markTrouble(oaId, code, at) {
      const { rowCount } = await pool.query(
        'UPDATE zalo_account SET trouble = $2, trouble_at = $3 WHERE oa_id = $1 AND trouble IS DISTINCT FROM $2',
        [oaId, code, at],
      )
      return rowCount === 1
    },

    async pinMessageApi(oaId, api) {
      await pool.query('UPDATE zalo_account SET message_api = $2 WHERE oa_id = $1', [oaId, api])
    },
  }
}
