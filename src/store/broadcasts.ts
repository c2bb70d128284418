/** Broadcasts as rows. Every step is a compare-and-set on the state, so that two tabs or a double click take it once. */
import { SAME_TEXT_MS, textKey } from '../domain/broadcast.ts'
import type { Audience, Broadcast, BroadcastDraft, BroadcastState } from '../domain/broadcast.ts'
import { later } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'

interface Row {
  id: string; commune_id: number; state: BroadcastState; state_at: Date; version: number; text_enc: Buffer; audience: Audience; missing_enc: Buffer | null; urgent_enc: Buffer | null
  send_at: Date | null; not_after: Date | null; author: string; author_name: string | null; approved_by: string | null; approver_name: string | null; approved_at: Date | null
  submitted_at: Date | null; counted: number | null; leaves_at: Date | null; written_at: Date | null; created_at: Date
}

const READ = `SELECT b.*, wrote.name AS author_name, said_yes.name AS approver_name FROM broadcast b
  LEFT JOIN account wrote ON b.author = 'officer:' || wrote.id LEFT JOIN account said_yes ON b.approved_by = 'officer:' || said_yes.id`

const rowOf = (row: Row, cipher: Cipher): Broadcast => ({
  id: row.id, communeId: row.commune_id, state: row.state, stateAt: row.state_at, version: row.version,
  text: cipher.decrypt(row.text_enc),
  audience: row.audience,
  missing: row.missing_enc === null ? [] : (JSON.parse(cipher.decrypt(row.missing_enc)) as string[]),
  urgentReason: row.urgent_enc === null ? undefined : cipher.decrypt(row.urgent_enc),
  sendAt: row.send_at ?? undefined, notAfter: row.not_after ?? undefined,
  author: row.author, authorName: row.author_name ?? undefined, approvedBy: row.approved_by ?? undefined, approverName: row.approver_name ?? undefined,
  approvedAt: row.approved_at ?? undefined, submittedAt: row.submitted_at ?? undefined, counted: row.counted ?? undefined,
  leavesAt: row.leaves_at ?? undefined, writtenAt: row.written_at ?? undefined, createdAt: row.created_at,
})

const sealed = (draft: BroadcastDraft, cipher: Cipher): unknown[] => [
  cipher.encrypt(draft.text), cipher.blindIndex('broadcast', textKey(draft.text)), JSON.stringify(draft.audience),
  draft.missing.length === 0 ? null : cipher.encrypt(JSON.stringify(draft.missing)),
  draft.urgentReason === undefined ? null : cipher.encrypt(draft.urgentReason), draft.sendAt ?? null, draft.notAfter ?? null,
]

/** The form that is sent twice finds what it made. */
export async function createBroadcast(pool: Queryable, cipher: Cipher, made: { communeId: number; formKey: string; author: string; draft: BroadcastDraft }, now: Date): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO broadcast (commune_id, form_key, author, state_at, created_at, text_enc, text_idx, audience, missing_enc, urgent_enc, send_at, not_after)
     VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (form_key) DO UPDATE SET form_key = excluded.form_key RETURNING id`,
    [made.communeId, `${made.communeId}:${made.author}:${made.formKey}`, made.author, now, ...sealed(made.draft, cipher)],
  )
  return (rows[0] as { id: string }).id
}

/** Whoever wrote the words last is their author, and cannot approve them. False: it is no draft any more. */
export async function editBroadcast(pool: Queryable, cipher: Cipher, which: { communeId: number; id: string; by: string }, draft: BroadcastDraft, now: Date): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE broadcast SET author = $3, version = version + 1, state_at = $4, text_enc = $5, text_idx = $6, audience = $7, missing_enc = $8, urgent_enc = $9, send_at = $10, not_after = $11
     WHERE commune_id = $1 AND id = $2 AND state = 'draft'`,
    [which.communeId, which.id, which.by, now, ...sealed(draft, cipher)],
  )
  return rowCount === 1
}

export async function readBroadcast(pool: Queryable, cipher: Cipher, communeId: number, id: string): Promise<Broadcast | undefined> {
  const { rows } = await pool.query<Row>(`${READ} WHERE b.commune_id = $1 AND b.id = $2`, [communeId, id])
  return rows[0] && rowOf(rows[0], cipher)
}

/** The newest first. */
export async function listBroadcasts(pool: Queryable, cipher: Cipher, communeId: number, limit: number): Promise<Broadcast[]> {
  const { rows } = await pool.query<Row>(`${READ} WHERE b.commune_id = $1 ORDER BY b.created_at DESC, b.id DESC LIMIT $2`, [communeId, limit])
  return rows.map((row) => rowOf(row, cipher))
}

/** Those of the same words that people were told by within a day, or are about to be. */
export async function twinsOf(pool: Queryable, broadcastId: string, now: Date): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT t.id FROM broadcast b JOIN broadcast t ON t.commune_id = b.commune_id AND t.text_idx = b.text_idx AND t.id <> b.id
     WHERE b.id = $1 AND greatest(t.approved_at, t.leaves_at) > $2 ORDER BY t.id`,
    [broadcastId, later(now, -SAME_TEXT_MS)],
  )
  return rows.map(({ id }) => id)
}

export interface Step {
  communeId: number
  id: string
  from: readonly BroadcastState[]
  to: BroadcastState
  by: string
  action: string
  /** What was seen when it was decided. */
  version?: number
  sets?: Readonly<Partial<Record<'counted' | 'submitted_at' | 'approved_by' | 'approved_at' | 'leaves_at' | 'not_after', unknown>>>
}

/** Takes a step and records who took it; false: somebody was faster, or it has changed since it was looked at. */
export function takeStep(database: Pick<Database, 'transaction'>, step: Step, now: Date): Promise<boolean> {
  return database.transaction(async (client) => stepIn(client, step, now))
}

/** Lines about people whom nobody knows are kept only as long as somebody may still mend them. */
export async function stepIn(client: Queryable, step: Step, now: Date): Promise<boolean> {
  const sets = Object.entries(step.sets ?? {})
  const { rowCount } = await client.query(
    `UPDATE broadcast SET state = $1, state_at = $2, missing_enc = CASE WHEN $1 IN ('scheduled', 'cancelled') THEN NULL ELSE missing_enc END${sets.map(([column], place) => `, ${column} = $${place + 7}`).join('')}
     WHERE commune_id = $3 AND id = $4 AND state = ANY($5::text[]) AND ($6::int IS NULL OR version = $6)`,
    [step.to, now, step.communeId, step.id, step.from, step.version ?? null, ...sets.map(([, value]) => value)],
  )
  if (rowCount !== 1) return false
  await writeAudit(client, [{ communeId: step.communeId, actor: step.by, action: step.action, subject: `broadcast:${step.id}` }], now)
  return true
}
