/**
 * Who saw or changed what of whom: ids only. A record is written in the transaction of what it records; its place in
 * the chain it gets a moment later, so that citizens' answers never wait for each other's links.
 */
import { createHash } from 'node:crypto'
import type { Database, Queryable } from './database.ts'

export interface AuditEntry {
  communeId: number
  actor: string
  action: string
  personId?: string | undefined
  subject?: string | undefined
}

export async function writeAudit(client: Queryable, entries: readonly AuditEntry[], at: Date): Promise<void> {
  if (entries.length === 0) return
  await client.query({
    name: 'write-audit',
    text: `INSERT INTO audit (commune_id, at, actor, action, person_id, subject)
     SELECT u.commune_id, $6, u.actor, u.action, u.person_id, coalesce(u.subject, '')
     FROM unnest($1::int[], $2::text[], $3::text[], $4::bigint[], $5::text[]) AS u(commune_id, actor, action, person_id, subject)`,
    values: [
      entries.map((one) => one.communeId), entries.map((one) => one.actor), entries.map((one) => one.action),
      entries.map((one) => one.personId ?? null), entries.map((one) => one.subject ?? null), at,
    ],
  })
}

interface AuditRow {
  id: string
  commune_id: number
  at: Date
  actor: string
  action: string
  person_id: string | null
  subject: string
  seq: string | null
  hash: Buffer | null
}

const LOCK = 0x10c
const PAGE = 5_000
const START = Buffer.alloc(32)

const linkOf = (before: Buffer, row: AuditRow): Buffer =>
  createHash('sha256')
    .update(before)
    .update(JSON.stringify([row.id, row.commune_id, row.at.toISOString(), row.actor, row.action, row.person_id, row.subject]))
    .digest()

/** Gives new records their place. One process at a time; returns how many there were. */
export function chainAudit(database: Database): Promise<number> {
  return database.transaction(async (client) => {
    const { rows: locks } = await client.query<{ ours: boolean }>('SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS ours', [LOCK, database.schema])
    if (locks[0]?.ours !== true) return 0
    const { rows } = await client.query<AuditRow>('SELECT * FROM audit WHERE hash IS NULL ORDER BY id LIMIT $1', [PAGE])
    if (rows.length === 0) return 0
    const { rows: ends } = await client.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1')
    let seq = Number(ends[0]?.seq ?? 0)
    let hash: Buffer = ends[0]?.hash ?? START
    const links = rows.map((row) => {
      seq += 1
      hash = linkOf(hash, row)
      return { id: row.id, seq, hash }
    })
    await client.query('UPDATE audit a SET seq = u.seq, hash = u.hash FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS u(id, seq, hash) WHERE a.id = u.id', [
      links.map((link) => link.id), links.map((link) => link.seq), links.map((link) => link.hash),
    ])
    return rows.length
  })
}

/** The place of the first record that is not what it was, or where one is missing; undefined: the chain holds. */
export async function firstBrokenLink(pool: Queryable): Promise<number | undefined> {
  let before: Buffer = START
  for (let after = 0; ; after += PAGE) {
    const { rows } = await pool.query<AuditRow>('SELECT * FROM audit WHERE seq > $1 AND seq <= $1 + $2 ORDER BY seq', [after, PAGE])
    for (const [index, row] of rows.entries()) {
      if (Number(row.seq) !== after + index + 1 || row.hash === null || !row.hash.equals(linkOf(before, row))) return after + index + 1
      before = row.hash
    }
    if (rows.length < PAGE) return undefined
  }
}

/** The newest record that has its place. */
export async function chainEnd(pool: Queryable): Promise<{ seq: number; hash: Buffer } | undefined> {
  const { rows } = await pool.query<{ seq: string; hash: Buffer }>('SELECT seq, hash FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1')
  const [end] = rows
  return end && { seq: Number(end.seq), hash: end.hash }
}
