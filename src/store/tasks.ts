/** What the committee asked of villages, and what became of it in each. */
import { readInstant } from '../domain/calendar.ts'
import { fold } from '../domain/vietnamese-text.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

export interface NewTaskRow {
  communeId: number
  number: number
  kind: 'task' | 'announcement' | 'question'
  open: boolean
  roomId: string
  text: string
  askedBy: string
  attachments: readonly string[]
  /** As it was written, for knowing the same words again. */
  words: string
  villageIds: readonly number[]
  dueOn: string | undefined
  dueTime: string | undefined
  needsAck: boolean
}

export interface TaskBody {
  text: string
  askedBy: string
  attachments: readonly string[]
}

/** The same words, however they are spaced, marked or commanded. */
export const wordsIndex = (cipher: Cipher, words: string): Buffer => cipher.blindIndex('task', fold(words.replace(/^\s*#\p{L}+/u, '')).replace(/[^a-z0-9]+/g, ' ').trim())

export async function insertTask(client: Queryable, cipher: Cipher, task: NewTaskRow, now: Date): Promise<string> {
  const body: TaskBody = { text: task.text, askedBy: task.askedBy, attachments: task.attachments }
  const { rows } = await client.query<{ id: string }>(
    `WITH made AS (
       INSERT INTO task (commune_id, number, kind, state, room_id, body_enc, text_idx, due_on, due_time, needs_ack, given_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
     ), aimed AS (
       INSERT INTO task_target (task_id, village_id) SELECT made.id, v FROM made, unnest($12::int[]) v
     )
     SELECT id FROM made`,
    [
      task.communeId, task.number, task.kind, task.open ? 'open' : 'asked', task.roomId, cipher.encrypt(JSON.stringify(body)), wordsIndex(cipher, task.words),
      task.dueOn ?? null, task.dueTime ?? null, task.needsAck, now, [...new Set(task.villageIds)],
    ],
  )
  return (rows[0] as { id: string }).id
}

export async function setTaskState(client: Queryable, communeId: number, number: number, state: 'open' | 'dropped' | 'closed', now: Date): Promise<void> {
  await client.query(
    `UPDATE task SET state = $3, given_at = CASE WHEN $3 = 'open' THEN $4 ELSE given_at END, closed_at = CASE WHEN $3 = 'open' THEN NULL ELSE $4::timestamptz END, board_stale = true
     WHERE commune_id = $1 AND number = $2`, [communeId, number, state, now])
}

export async function markTargets(client: Queryable, communeId: number, number: number, villageIds: readonly number[], as: 'confirmed' | 'done', now: Date): Promise<void> {
  await client.query(
    `WITH one AS (UPDATE task SET board_stale = true WHERE commune_id = $1 AND number = $2 RETURNING id)
     UPDATE task_target t SET confirmed_at = coalesce(t.confirmed_at, $4), done_at = CASE WHEN $5 THEN coalesce(t.done_at, $4) ELSE t.done_at END
     FROM one WHERE t.task_id = one.id AND t.village_id = ANY($3::int[])`, [communeId, number, villageIds, now, as === 'done'])
}

/** A later report with figures takes the place of the earlier one, and both are kept. */
export async function insertReport(
  client: Queryable, cipher: Cipher,
  report: { communeId: number; number: number | undefined; villageId: number; inboundId: string; text: string; figures: Readonly<Record<string, number>> }, now: Date,
): Promise<void> {
  const counted = Object.keys(report.figures).length > 0
  await client.query(
    `WITH one AS (UPDATE task SET board_stale = true WHERE commune_id = $1 AND number = $2 RETURNING id),
     replaced AS (UPDATE task_report r SET replaced_at = $7 FROM one WHERE $8 AND r.task_id = one.id AND r.village_id = $3 AND r.replaced_at IS NULL AND r.numbers <> '{}' RETURNING r.id),
     answered AS (
       UPDATE task_target t SET answered_at = coalesce(t.answered_at, $7), confirmed_at = coalesce(t.confirmed_at, $7) FROM one WHERE t.task_id = one.id AND t.village_id = $3)
     INSERT INTO task_report (commune_id, task_id, village_id, inbound_id, text_enc, numbers, given_at) VALUES ($1, (SELECT id FROM one), $3, $4, $5, $6, $7)
     ON CONFLICT (inbound_id) DO NOTHING`,
    [report.communeId, report.number ?? null, report.villageId, report.inboundId, cipher.encrypt(report.text), JSON.stringify(report.figures), now, counted])
}

export interface TaskRow {
  id: string
  number: number
  kind: 'task' | 'announcement' | 'question'
  state: 'asked' | 'open' | 'closed' | 'dropped'
  body_enc: Buffer
  text_idx: Buffer
  due_on: string | null
  due_time: string | null
  needs_ack: boolean
  given_at: Date
  room_id: string
  targets: readonly TargetJson[] | null
}

interface TargetJson {
  village_id: number
  notice_id: string | null
  told_at: string | null
  seen_at: string | null
  confirmed_at: string | null
  answered_at: string | null
  done_at: string | null
  chased: string[]
  escalated_at: string | null
  numbers: Record<string, number> | null
}

/** Wants `t` (a task). Figures of several messages of one village that do not replace each other do not add up: the newest counts. */
export const TASK_COLUMNS = `t.id, t.number, t.kind, t.state, t.body_enc, t.text_idx, t.due_on, t.due_time, t.needs_ack, t.given_at, t.room_id,
  (SELECT jsonb_agg(to_jsonb(x) - 'task_id' || jsonb_build_object('notice_id', x.notice_id::text, 'numbers',
      (SELECT r.numbers FROM task_report r WHERE r.task_id = x.task_id AND r.village_id = x.village_id AND r.replaced_at IS NULL AND r.numbers <> '{}' ORDER BY r.id DESC LIMIT 1)) ORDER BY x.village_id)
   FROM task_target x WHERE x.task_id = t.id) AS targets`

export function taskOf(row: TaskRow, cipher: Cipher) {
  const { text, askedBy, attachments } = JSON.parse(cipher.decrypt(row.body_enc)) as TaskBody
  return {
    id: row.id, number: row.number, kind: row.kind, state: row.state, text, askedBy, attachments, roomId: row.room_id, givenAt: row.given_at,
    dueOn: row.due_on ?? undefined, dueTime: row.due_time ?? undefined, needsAck: row.needs_ack,
    targets: (row.targets ?? []).map((target) => ({
      villageId: target.village_id, reachable: target.notice_id !== null, toldAt: instant(target.told_at), seenAt: instant(target.seen_at),
      confirmedAt: instant(target.confirmed_at), answeredAt: instant(target.answered_at), doneAt: instant(target.done_at),
      chased: target.chased, escalatedAt: instant(target.escalated_at), figures: target.numbers ?? undefined,
    })),
  }
}

const instant = (text: string | null): Date | undefined => (text === null ? undefined : readInstant(text))
