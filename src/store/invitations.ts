/** Links that make an account, each once. */
import { later } from '../domain/calendar.ts'
import type { OfficerRole } from '../domain/officer.ts'
import { addRecoveryCodes } from './accounts.ts'
import { tokenHash } from './account-sessions.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'

const FOR_MS = 3 * 24 * 3_600_000

export interface NewInvitation {
  token: string
  role: OfficerRole
  communeId: number | undefined
  villageId: number | undefined
  name: string
  totpSecret: string
  by: string
}

export async function invite(pool: Queryable, cipher: Cipher, one: NewInvitation, now: Date): Promise<{ expiresAt: Date }> {
  const expiresAt = later(now, FOR_MS)
  await pool.query(
    `INSERT INTO invitation (token_hash, role, commune_id, village_id, name, totp_enc, created_by, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tokenHash(one.token), one.role, one.communeId ?? null, one.villageId ?? null, one.name, cipher.encrypt(one.totpSecret), one.by, now, expiresAt],
  )
  return { expiresAt }
}

/** A link that somebody printed and nobody used opens nothing once a newer one is made. */
export async function withdrawInvitations(pool: Queryable, by: string, now: Date): Promise<void> {
  await pool.query('UPDATE invitation SET expires_at = $2 WHERE created_by = $1 AND used_at IS NULL AND expires_at > $2', [by, now])
}

export interface InvitationRow {
  id: number
  role: OfficerRole
  communeId: number | undefined
  villageId: number | undefined
  name: string
  totpSecret: string
}

const OPEN = 'token_hash = $1 AND used_at IS NULL AND expires_at > $2'

export async function readInvitation(pool: Queryable, cipher: Cipher, token: string, now: Date): Promise<InvitationRow | undefined> {
  const { rows } = await pool.query<Row>(`SELECT * FROM invitation WHERE ${OPEN}`, [tokenHash(token), now])
  return rows[0] && invitationOf(rows[0], cipher)
}

interface Row {
  id: number
  role: OfficerRole
  commune_id: number | null
  village_id: number | null
  name: string
  totp_enc: Buffer
}

const invitationOf = (row: Row, cipher: Cipher): InvitationRow => ({
  id: row.id, role: row.role, communeId: row.commune_id ?? undefined, villageId: row.village_id ?? undefined, name: row.name, totpSecret: cipher.decrypt(row.totp_enc),
})

export interface NewAccount {
  name: string
  login: string
  passwordHash: string
  /** Of the code that proved the telephone: it is used up. */
  totpStep: number
  recoveryCodes: readonly string[]
}

/** Uses the link up; of two who press at once one gets the account. */
export function acceptInvitation(
  database: Pick<Database, 'transaction'>, cipher: Cipher, token: string, account: NewAccount, now: Date,
): Promise<{ kind: 'made'; accountId: number } | { kind: 'gone' } | { kind: 'login-taken' }> {
  return database.transaction(async (client) => {
    const { rows } = await client.query<Row>(`SELECT * FROM invitation WHERE ${OPEN} FOR UPDATE`, [tokenHash(token), now])
    const [link] = rows
    if (link === undefined) return { kind: 'gone' }
    const { rows: made } = await client.query<{ id: number }>(
      `INSERT INTO account (commune_id, village_id, role, name, login, password_hash, totp_enc, totp_step, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (login) DO NOTHING RETURNING id`,
      [link.commune_id, link.village_id, link.role, account.name, account.login, account.passwordHash, link.totp_enc, account.totpStep, now],
    )
    const [row] = made
    if (row === undefined) return { kind: 'login-taken' }
    await client.query('UPDATE invitation SET used_at = $2 WHERE id = $1', [link.id, now])
    await addRecoveryCodes(client, cipher, row.id, account.recoveryCodes)
    await writeAudit(client, [{ communeId: link.commune_id ?? 0, actor: `officer:${row.id}`, action: 'account.made', subject: `account:${row.id}` }], now)
    return { kind: 'made', accountId: row.id }
  })
}
