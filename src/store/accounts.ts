/** Officers' accounts, and what proves that somebody is their owner. */
import type { OfficerRole } from '../domain/officer.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'

export interface AccountRow {
  id: number
  communeId: number | undefined
  villageId: number | undefined
  role: OfficerRole
  name: string
  login: string
  createdAt: Date
  disabledAt: Date | undefined
  /** Of their sessions; undefined: never since they began. */
  lastSeenAt: Date | undefined
}

interface Row {
  id: number
  commune_id: number | null
  village_id: number | null
  role: OfficerRole
  name: string
  login: string
  created_at: Date
  disabled_at: Date | null
  last_seen_at: Date | null
}

const accountOf = (row: Row): AccountRow => ({
  id: row.id, communeId: row.commune_id ?? undefined, villageId: row.village_id ?? undefined, role: row.role, name: row.name, login: row.login,
  createdAt: row.created_at, disabledAt: row.disabled_at ?? undefined, lastSeenAt: row.last_seen_at ?? undefined,
})

export async function hasAccounts(pool: Queryable): Promise<boolean> {
  const { rows } = await pool.query('SELECT FROM account WHERE disabled_at IS NULL LIMIT 1')
  return rows.length > 0
}

/** Those of a commune and those of the whole installation; only the latter see the latter's. */
export async function listAccounts(pool: Queryable, communeId: number | undefined): Promise<AccountRow[]> {
  const { rows } = await pool.query<Row>(
    `SELECT a.*, (SELECT max(seen_at) FROM account_session s WHERE s.account_id = a.id) AS last_seen_at
     FROM account a WHERE $1::int IS NULL OR a.commune_id = $1 ORDER BY a.disabled_at IS NOT NULL, a.id`,
    [communeId ?? null],
  )
  return rows.map(accountOf)
}

export interface Proofs {
  id: number
  communeId: number | undefined
  passwordHash: string
  totpSecret: string
}

/** Undefined where there is no such account, or it is closed. */
export async function proofsOf(pool: Queryable, cipher: Cipher, login: string): Promise<Proofs | undefined> {
  const { rows } = await pool.query<{ id: number; commune_id: number | null; password_hash: string; totp_enc: Buffer }>(
    'SELECT id, commune_id, password_hash, totp_enc FROM account WHERE login = $1 AND disabled_at IS NULL', [login],
  )
  const [row] = rows
  return row && { id: row.id, communeId: row.commune_id ?? undefined, passwordHash: row.password_hash, totpSecret: cipher.decrypt(row.totp_enc) }
}

/** False: this code or a later one has opened the account before. */
export async function useTotpStep(pool: Queryable, accountId: number, step: number): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE account SET totp_step = $2 WHERE id = $1 AND totp_step < $2', [accountId, step])
  return rowCount === 1
}

const recoveryIndex = (cipher: Cipher, accountId: number, code: string): Buffer => cipher.blindIndex('recovery-code', `${accountId}:${code}`)

export async function useRecoveryCode(pool: Queryable, cipher: Cipher, accountId: number, code: string, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE recovery_code SET used_at = $3 WHERE account_id = $1 AND code_idx = $2 AND used_at IS NULL', [
    accountId, recoveryIndex(cipher, accountId, code), now,
  ])
  return rowCount === 1
}

export async function recoveryCodesLeft(pool: Queryable, accountId: number): Promise<number> {
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM recovery_code WHERE account_id = $1 AND used_at IS NULL', [accountId])
  return rows[0]?.n ?? 0
}

/** Those that were there open nothing any more. */
export async function replaceRecoveryCodes(database: Pick<Database, 'transaction'>, cipher: Cipher, accountId: number, codes: readonly string[]): Promise<void> {
  await database.transaction(async (client) => {
    await client.query('DELETE FROM recovery_code WHERE account_id = $1', [accountId])
    await addRecoveryCodes(client, cipher, accountId, codes)
  })
}

export async function addRecoveryCodes(client: Queryable, cipher: Cipher, accountId: number, codes: readonly string[]): Promise<void> {
  await client.query('INSERT INTO recovery_code (account_id, code_idx) SELECT $1, unnest($2::bytea[])', [accountId, codes.map((code) => recoveryIndex(cipher, accountId, code))])
}

/** Closes an account and everything it is signed in to. False: it is not there, of another commune, or the last admin of all. */
export async function disableAccount(database: Pick<Database, 'transaction'>, account: { id: number; communeId: number | undefined }, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    await client.query("SELECT FROM account WHERE role = 'admin' ORDER BY id FOR UPDATE")
    const { rowCount } = await client.query(
      `UPDATE account a SET disabled_at = $3 WHERE id = $1 AND ($2::int IS NULL OR commune_id = $2) AND disabled_at IS NULL
         AND (role <> 'admin' OR EXISTS (SELECT FROM account other WHERE other.role = 'admin' AND other.commune_id IS NULL AND other.disabled_at IS NULL AND other.id <> a.id))`,
      [account.id, account.communeId ?? null, now],
    )
    if (rowCount !== 1) return false
    await client.query('UPDATE account_session SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL', [account.id, now])
    return true
  })
}
