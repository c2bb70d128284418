/** The boards of tasks: which are out of date, and the notices that carry them. */
import { later, vietnamDay } from '../domain/calendar.ts'
import { communeProfile } from '../domain/commune-profile.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { ContactKind } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { insertRelays } from './relay-notices.ts'
import { TASK_COLUMNS, taskOf } from './tasks.ts'
import type { TaskRow } from './tasks.ts'

/** Who was told by now. A board that could not be changed, because its message is gone, is posted anew. */
export async function noteTold(pool: Queryable): Promise<void> {
  await pool.query(
    `WITH told AS (
       UPDATE task_target x SET told_at = n.state_at FROM notice n WHERE x.told_at IS NULL AND x.notice_id = n.id AND n.state IN ('sent', 'delivered') RETURNING x.task_id
     ), lost AS (
       SELECT t.id FROM task t JOIN notice n ON n.id = t.board_notice_id WHERE t.state = 'open' AND n.params ? 'edits' AND n.state IN ('failed', 'expired', 'cancelled')
     )
     UPDATE task t SET board_stale = true, board_notice_id = CASE WHEN t.id IN (SELECT id FROM lost) THEN NULL ELSE t.board_notice_id END
     WHERE t.id IN (SELECT task_id FROM told UNION SELECT id FROM lost)`)
}

/**
 * A board that is on its way is left until it has arrived, so that changes reach the messenger in their order. One that cannot
 * be changed for the rest of the day waits a moment for the messages that it speaks of.
 */
const STALE = `
FROM task t JOIN room r ON r.id = t.room_id AND r.ended_at IS NULL JOIN contact c ON c.id = r.contact_id AND c.state = 'active' LEFT JOIN notice n ON n.id = t.board_notice_id
WHERE t.board_stale AND t.state = 'open' AND coalesce(n.state <> 'sending', true)
  AND (c.kind = ANY($2::text[]) OR n.state IN ('planned', 'queued') OR t.board_on < $1::date
    OR t.board_on IS NULL AND (t.given_at < $3 OR NOT EXISTS (SELECT FROM task_target x WHERE x.task_id = t.id AND x.notice_id IS NOT NULL AND x.told_at IS NULL)))`

export async function staleBoards(pool: Queryable, cipher: Cipher, editable: readonly ContactKind[], now: Date, limit: number) {
  const { rows } = await pool.query<TaskRow & { commune_id: number; commune_name: string; profile: Partial<CommuneProfile> }>(
    `SELECT ${TASK_COLUMNS}, t.commune_id, cm.name AS commune_name, cm.profile ${STALE.replace('WHERE', 'JOIN commune cm ON cm.id = t.commune_id WHERE')} ORDER BY t.id LIMIT $4`, [vietnamDay(now), editable, later(now, -TOLD_WITHIN_MS), limit])
  return rows.map((row) => ({ ...taskOf(row, cipher), communeId: row.commune_id, sender: communeProfile(row.commune_name, row.profile).sender }))
}

const TOLD_WITHIN_MS = 60_000
const SHOWN_WITHIN_MS = 86_400_000

/** What has not left yet takes the newer words; else they go after it, as a change of the message that lies in the room. */
export function postBoard(database: Pick<Database, 'transaction'>, cipher: Cipher, taskId: string, text: string, editable: readonly ContactKind[], now: Date): Promise<void> {
  return database.transaction(async (client) => {
    const { rows: [board] } = await client.query<{ commune_id: number; contact_id: string; kind: ContactKind; notice_id: string | null; state: string | null; edits: string | null }>(
      `SELECT t.commune_id, r.contact_id, c.kind, n.id AS notice_id, n.state, n.params ->> 'edits' AS edits ${STALE} AND t.id = $4 FOR UPDATE OF t SKIP LOCKED`, [vietnamDay(now), editable, later(now, -TOLD_WITHIN_MS), taskId])
    if (board === undefined) return
    if (board.state === 'planned' || board.state === 'queued') {
      const { rowCount } = await client.query("UPDATE notice SET text_enc = $2 WHERE id = $1 AND state IN ('planned', 'queued')", [board.notice_id, cipher.encrypt(text)])
      if (rowCount === 1) await client.query('UPDATE task SET board_stale = false WHERE id = $1', [taskId])
      return
    }
    const lies = board.state === 'sent' || board.state === 'delivered' || (board.state === 'unconfirmed' && board.edits !== null)
    const edits = lies && editable.includes(board.kind) ? (board.edits ?? board.notice_id ?? undefined) : undefined
    const [noticeId] = await insertRelays(client, cipher, board.commune_id, [{
      contactId: board.contact_id, reason: `board:${taskId}:${board.notice_id ?? vietnamDay(now)}`, text, buttons: [], templates: 'group-board', taskId, villageId: undefined,
      notBefore: now, notAfter: later(now, SHOWN_WITHIN_MS), ...(edits === undefined ? {} : { edits }),
    }], now)
    // Lost twice in a day: tomorrow's is the next.
    if (noticeId === undefined) return
    await client.query('UPDATE task SET board_stale = false, board_notice_id = $2, board_on = CASE WHEN $4 THEN board_on ELSE $3::date END WHERE id = $1', [taskId, noticeId, vietnamDay(now), edits !== undefined])
  })
}
