/** The record of who saw and changed what, newest first, for those who look after a commune. */
import type { Scope } from '../domain/officer.ts'
import type { Queryable } from './database.ts'

export interface AuditLine {
  id: string
  at: Date
  /** "cô Châu"; undefined: not an officer of the console. */
  officer: string | undefined
  /** chat:12, cli, bot */
  actor: string
  action: string
  personId: string | undefined
  person: string | undefined
}

/** Those before `beforeId`, where one is given. */
export async function listAudit(pool: Queryable, scope: Scope, beforeId: string | undefined, limit: number): Promise<AuditLine[]> {
  const { rows } = await pool.query<{ id: string; at: Date; officer: string | null; actor: string; action: string; person_id: string | null; person: string | null }>(
    `SELECT a.id, a.at, c.name AS officer, a.actor, a.action, a.person_id, p.full_name AS person
     FROM audit a LEFT JOIN account c ON a.actor = 'officer:' || c.id LEFT JOIN person p ON p.id = a.person_id AND p.commune_id = a.commune_id
     WHERE a.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND ($3::bigint IS NULL OR a.id < $3) ORDER BY a.id DESC LIMIT $4`,
    [scope.communeId, scope.villageId ?? null, beforeId ?? null, limit],
  )
  return rows.map((row) => ({
    id: row.id, at: row.at, officer: row.officer ?? undefined, actor: row.actor, action: row.action, personId: row.person_id ?? undefined, person: row.person ?? undefined,
  }))
}

export interface ChainedRecord {
  seq: string
  at: Date
  communeId: number
  actor: string
  action: string
  personId: string | undefined
  subject: string
  hash: Buffer
}

const PAGE = 5_000

/** All of it in the order of the chain, however long it is. */
export async function* auditPages(pool: Queryable): AsyncGenerator<ChainedRecord[]> {
  for (let after = '0'; ; ) {
    const { rows } = await pool.query<{ seq: string; at: Date; commune_id: number; actor: string; action: string; person_id: string | null; subject: string; hash: Buffer }>(
      'SELECT seq, at, commune_id, actor, action, person_id, subject, hash FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2', [after, PAGE],
    )
    if (rows.length > 0) yield rows.map((row) => ({ seq: row.seq, at: row.at, communeId: row.commune_id, actor: row.actor, action: row.action, personId: row.person_id ?? undefined, subject: row.subject, hash: row.hash }))
    if (rows.length < PAGE) return
    after = rows.at(-1)?.seq ?? after
  }
}
