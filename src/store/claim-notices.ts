/**
 * `queued → sending`, by compare-and-set, for many notices in one statement; and everything that the last look and the
 * text need, read in the same snapshot. The try is recorded before the provider is called.
 */
import type { ChannelName } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'
import { NOTICE_FACTS, NOTICE_JOINS, noticeOf } from './notice-context.ts'
import type { NoticeFacts, NoticeRow } from './notice-context.ts'

export interface ClaimRequest {
  noticeId: string
  channel: ChannelName
  provider: string
  sessionId: number
  at: Date
}

const CLAIM = `
WITH claimed AS (
  UPDATE notice n SET state = 'sending', state_at = $4, claimed_by = $3
  WHERE n.id = ANY($1::bigint[]) AND n.state = 'queued' AND n.channel = $2
  RETURNING n.*
), tried AS (
  INSERT INTO attempt (notice_id, channel, contact_id, request_id, started_at, provider)
  SELECT id, channel, contact_id, $5 || '-' || id || '-' || request_no, $4, $6 FROM claimed
  RETURNING id, notice_id, request_id, provider
)
${NOTICE_FACTS}
FROM claimed n
JOIN tried t ON t.notice_id = n.id
${NOTICE_JOINS}`

/** Answers in the order of the requests; undefined where the notice was not there to be claimed. */
export function claimNotices(pool: Queryable, cipher: Cipher, installationId: string) {
  return async (requests: readonly ClaimRequest[]): Promise<(NoticeFacts | undefined)[]> => {
    const [first] = requests
    if (first === undefined) return []
    const { rows } = await pool.query<NoticeRow>({
      name: 'claim-notices',
      text: CLAIM,
      values: [requests.map((request) => request.noticeId), first.channel, first.sessionId, first.at, installationId, first.provider],
    })
    const byId = new Map(rows.map((row) => [row.id, row]))
    return requests.map(({ noticeId }) => {
      const row = byId.get(noticeId)
      byId.delete(noticeId) // two bells for one notice in one batch: the second finds nothing
      return row === undefined ? undefined : noticeOf(row, cipher)
    })
  }
}

/** Takes claims back under which nothing was sent: their answer never came. The bell has rung; the next one, or the sweep's, counts. */
export function giveBackNotices(pool: Queryable) {
  return async (requests: readonly ClaimRequest[]): Promise<undefined[]> => {
    await pool.query(
      `WITH back AS (
         UPDATE notice n SET state = 'queued', claimed_by = NULL
         FROM unnest($1::bigint[], $2::text[], $3::int4[]) AS u(id, channel, session_id)
         WHERE n.id = u.id AND n.state = 'sending' AND n.channel = u.channel AND n.claimed_by = u.session_id
         RETURNING n.id
       )
       DELETE FROM attempt a USING back b WHERE a.notice_id = b.id AND a.state = 'sending'`,
      [requests.map((request) => request.noticeId), requests.map((request) => request.channel), requests.map((request) => request.sessionId)],
    )
    return requests.map(() => undefined)
  }
}
