/** An officer's file between being shown and being taken over: sealed like everything that holds identifiers, and gone with the answer or after a day. */
import { later } from '../domain/calendar.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

const FOR_MS = 24 * 3_600_000

export interface DraftOwner {
  accountId: number
  communeId: number
}

export async function keepDraft(pool: Queryable, cipher: Cipher, owner: DraftOwner, file: { name: string; bytes: Buffer }, now: Date): Promise<string> {
  await pool.query('DELETE FROM import_draft WHERE created_at < $1', [later(now, -FOR_MS)])
  const { rows } = await pool.query<{ id: string }>('INSERT INTO import_draft (commune_id, account_id, file_name, file_enc, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id', [
    owner.communeId, owner.accountId, file.name, cipher.encrypt(file.bytes.toString('base64')), now,
  ])
  return String((rows[0] as { id: string }).id)
}

/** One's own, for the commune that one is looking at. */
export async function readDraft(pool: Queryable, cipher: Cipher, owner: DraftOwner, id: string): Promise<{ name: string; bytes: Buffer } | undefined> {
  const { rows } = await pool.query<{ file_name: string; file_enc: Buffer }>('SELECT file_name, file_enc FROM import_draft WHERE id = $1 AND account_id = $2 AND commune_id = $3', [
    id, owner.accountId, owner.communeId,
  ])
  const [row] = rows
  return row && { name: row.file_name, bytes: Buffer.from(cipher.decrypt(row.file_enc), 'base64') }
}

export async function dropDraft(pool: Queryable, owner: DraftOwner, id: string): Promise<void> {
  await pool.query('DELETE FROM import_draft WHERE id = $1 AND account_id = $2', [id, owner.accountId])
}
