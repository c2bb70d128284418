/**
 * Tries of which no receipt has told the end, for asking their provider. Asked less and less often: eSMS keeps the
 * answer for seven days, a phone that is off for four will not come back to an old reminder.
 */
import type { ChannelName } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'

export interface OpenQuestion {
  attemptId: string
  noticeId: string
  channel: ChannelName
  requestId: string
  providerId: string | undefined
}

/** Takes up to `limit` questions and sets when each is asked next, so that two processes never ask the same one. */
export async function takeOpenQuestions(pool: Queryable, providers: readonly string[], now: Date, limit: number): Promise<OpenQuestion[]> {
  const { rows } = await pool.query<{ id: string; notice_id: string; channel: ChannelName; request_id: string; provider_id: string | null }>(
    `UPDATE attempt a SET checks = a.checks + 1, next_check_at = CASE a.checks
       WHEN 0 THEN $2 + interval '10 minutes' WHEN 1 THEN $2 + interval '1 hour' WHEN 2 THEN $2 + interval '6 hours'
       WHEN 3 THEN $2 + interval '1 day' WHEN 4 THEN $2 + interval '3 days' END
     FROM (SELECT id FROM attempt WHERE next_check_at <= $2 AND provider = ANY($1) ORDER BY next_check_at LIMIT $3 FOR UPDATE SKIP LOCKED) due
     WHERE a.id = due.id AND a.state IN ('sent', 'unconfirmed')
     RETURNING a.id, a.notice_id, a.channel, a.request_id, a.provider_id`,
    [providers, now, limit],
  )
  return rows.map((row) => ({
    attemptId: row.id, noticeId: row.notice_id, channel: row.channel, requestId: row.request_id, providerId: row.provider_id ?? undefined,
  }))
}

/** The question stays open and is not asked any more: a receipt or a person will tell. */
export async function dropOpenQuestion(pool: Queryable, { attemptId }: Pick<OpenQuestion, 'attemptId'>): Promise<void> {
  await pool.query('UPDATE attempt SET next_check_at = NULL WHERE id = $1', [attemptId])
}

/**
 * The provider never heard of the request: it may be sent, for the first time as far as the person is concerned. Only
 * where this is the try that the notice rests on: a later one, on another channel, has a doubt of its own.
 */
export async function sendAfterAll(pool: Queryable, question: OpenQuestion, now: Date): Promise<void> {
  await pool.query(
    `WITH try AS (
       UPDATE attempt SET state = 'failed', error_code = 'never-arrived', next_check_at = NULL WHERE id = $1 AND state = 'unconfirmed' RETURNING id, notice_id
     )
     UPDATE notice n SET state = 'planned', state_at = $3, not_before = greatest(not_before, $3), maybe_sent_at = NULL, tries = 0, claimed_by = NULL
     FROM try
     WHERE n.id = $2 AND n.id = try.notice_id AND n.state = 'unconfirmed'
       AND NOT EXISTS (SELECT FROM attempt later WHERE later.notice_id = n.id AND later.id > try.id)`,
    [question.attemptId, question.noticeId, now],
  )
}
