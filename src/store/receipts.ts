/**
 * What providers report about messages that they accepted. A receipt is stored first, once however often it comes, and
 * applied when its attempt is known: it may arrive before the send call has even returned.
 */
import type { ErrorClass } from '../domain/notice-state.ts'
import type { Database, Queryable } from './database.ts'

export interface ReceiptRow {
  channel: string
  dedupeKey: string
  requestId?: string
  providerId?: string
  outcome: 'sent' | 'delivered' | 'failed' | 'seen'
  errorCode?: string
  errorClass?: ErrorClass
  occurredAt: Date
}

/** Kept and not yet applied. Undefined when this receipt was already known. */
export async function keepReceipt(pool: Queryable, receipt: ReceiptRow, now: Date): Promise<string | undefined> {
  const { rows } = await pool.query<{ id: string }>(
    `INSERT INTO receipt (channel, dedupe_key, request_id, provider_id, outcome, error_code, occurred_at, received_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (channel, dedupe_key) DO NOTHING RETURNING id`,
    [
      receipt.channel, receipt.dedupeKey, receipt.requestId ?? null, receipt.providerId ?? null,
      receipt.outcome, receipt.errorCode ?? null, receipt.occurredAt, now,
    ],
  )
  return rows[0]?.id
}

/** Returns false when this receipt was already known. */
export async function storeReceipt(database: Database, receipt: ReceiptRow, now: Date): Promise<boolean> {
  const id = await keepReceipt(database.pool, receipt, now)
  if (id === undefined) return false
  await applyReceipts(database, now, id)
  return true
}

/** Applies one receipt, or all that still wait for their attempt. */
export async function applyReceipts(database: Database, now: Date, receiptId?: string): Promise<number> {
  const { rows } = await database.pool.query<{ id: string }>({ name: 'apply-receipts', text: APPLY, values: [now, receiptId ?? null] })
  return rows.length
}

/**
 * The newest try of the request is meant. Delivered wins over everything that is not yet an end; failed sends a notice
 * that rests on this very try to its next channel; sent settles a doubt. A notice that has moved on keeps its way, but
 * a late proof of delivery stops it from being told again.
 */
const APPLY = `
WITH waiting AS (
  SELECT * FROM receipt WHERE NOT applied AND ($2::bigint IS NULL OR id = $2) ORDER BY occurred_at LIMIT 1000 FOR UPDATE SKIP LOCKED
), matched AS (
  SELECT DISTINCT ON (w.id) w.id AS receipt_id, w.outcome, w.error_code, w.occurred_at, a.id AS attempt_id, a.notice_id, a.channel, a.contact_id
  FROM waiting w JOIN attempt a ON a.channel = w.channel
    AND (a.request_id = w.request_id OR w.request_id IS NULL AND a.provider_id = w.provider_id)
  -- while the send call is still on its way, its own record comes first; the receipt waits for the next look
  JOIN notice n ON n.id = a.notice_id AND n.state <> 'sending'
  ORDER BY w.id, a.id DESC
), strongest AS (
  SELECT DISTINCT ON (attempt_id) * FROM matched
  ORDER BY attempt_id, CASE outcome WHEN 'seen' THEN 0 WHEN 'delivered' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END
), attempts AS (
  UPDATE attempt a SET
    state = CASE s.outcome WHEN 'sent' THEN 'sent' WHEN 'failed' THEN 'failed' ELSE 'delivered' END,
    error_code = CASE WHEN s.outcome = 'failed' THEN s.error_code ELSE a.error_code END,
    error_class = CASE WHEN s.outcome = 'failed' THEN 'FALL' ELSE a.error_class END,
    finished_at = coalesce(a.finished_at, s.occurred_at),
    next_check_at = CASE WHEN s.outcome = 'sent' THEN a.next_check_at END
  FROM strongest s
  WHERE a.id = s.attempt_id AND a.state <> 'delivered' AND NOT (s.outcome = 'sent' AND a.state IN ('sent', 'failed'))
), notices AS (
  UPDATE notice n SET
    state = CASE s.outcome WHEN 'sent' THEN 'sent' WHEN 'failed' THEN 'planned' ELSE 'delivered' END,
    state_at = $1, maybe_sent_at = NULL, claimed_by = NULL,
    not_before = CASE WHEN s.outcome = 'failed' THEN $1 ELSE n.not_before END,
    tries = 0,
    request_no = n.request_no + CASE WHEN s.outcome = 'failed' THEN 1 ELSE 0 END,
    exhausted = CASE WHEN s.outcome = 'failed' THEN n.exhausted || (s.channel || ':' || s.contact_id) ELSE n.exhausted END
  FROM strongest s
  WHERE n.id = s.notice_id AND (
    s.outcome IN ('delivered', 'seen') AND n.state IN ('planned', 'queued', 'sent', 'unconfirmed', 'visit')
    OR n.channel = s.channel AND n.contact_id = s.contact_id AND (
      s.outcome = 'failed' AND n.state = 'sent'
      -- a doubt, also one that waits to be asked again, is settled by either word
      OR s.outcome IN ('sent', 'failed') AND (n.state = 'unconfirmed' OR n.state IN ('planned', 'queued') AND n.maybe_sent_at IS NOT NULL)))
), seen AS (
  UPDATE task_target x SET seen_at = s.occurred_at FROM strongest s WHERE x.notice_id = s.notice_id AND s.outcome = 'seen' AND x.seen_at IS NULL RETURNING x.task_id
), shown AS (
  UPDATE task SET board_stale = true WHERE id IN (SELECT task_id FROM seen)
), told AS (
  UPDATE visit v SET outcome = 'told', outcome_at = $1, outcome_by = 'receipt'
  FROM strongest s WHERE v.notice_id = s.notice_id AND coalesce(v.outcome, 'absent') = 'absent' AND s.outcome IN ('delivered', 'seen')
)
UPDATE receipt r SET applied = true FROM matched m WHERE r.id = m.receipt_id
RETURNING r.id`
