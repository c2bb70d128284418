/**
 * Writes back how claimed notices ended their turn, many in one statement. A row is written only while this process
 * still holds it, or while a sweep has put it in doubt meanwhile: the truth may come late, never twice.
 */
import type { ErrorClass } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

/** What delivery hands over; see delivery/settlement.ts. */
export interface SettlementRow {
  noticeId: string
  attemptId: string
  claimedBy: number
  state: string
  at: Date
  notBefore?: Date
  exhausted?: boolean
  tries: number
  maybeSentAt: Date | undefined
  endReason?: string
  visitReason?: string
  attempt?: {
    state: string
    providerId?: string
    errorClass?: ErrorClass
    errorCode?: string
    template?: string
    templateVersion?: string
    text?: string
    segments?: number
    costDong?: number
  }
  contact?: { id: string; kind: string; channel: string; gone?: boolean; unreachableUntil?: Date; movedTo?: string }
}

const SETTLE = `
WITH news AS (
  SELECT * FROM unnest($1::bigint[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bool[], $6::int2[], $7::timestamptz[], $8::text[], $9::text[],
    $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::bytea[], $17::int2[], $18::int4[], $19::int4[], $20::bigint[])
    AS u(id, state, at, not_before, exhausted, tries, maybe_sent_at, end_reason, visit_reason,
      a_state, provider_id, error_class, error_code, template, template_version, text_enc, segments, cost_dong, session_id, attempt_id)
), settled AS (
  UPDATE notice n SET
    state = u.state, state_at = u.at, claimed_by = NULL, not_before = coalesce(u.not_before, n.not_before),
    tries = u.tries, maybe_sent_at = u.maybe_sent_at, end_reason = u.end_reason,
    exhausted = CASE WHEN u.exhausted THEN n.exhausted || (n.channel || ':' || n.contact_id) ELSE n.exhausted END,
    request_no = n.request_no + CASE WHEN u.exhausted THEN 1 ELSE 0 END
  FROM news u
  WHERE n.id = u.id AND (n.state = 'sending' AND n.claimed_by = u.session_id OR n.state = 'unconfirmed')
    -- a repeat after a lost answer finds its try finished; the notice may be on its next one by then
    AND EXISTS (SELECT FROM attempt open WHERE open.id = u.attempt_id AND open.finished_at IS NULL)
  RETURNING n.id, n.commune_id, n.person_id, n.channel, n.contact_id
), attempts AS (
  UPDATE attempt a SET
    state = u.a_state, provider_id = u.provider_id, error_class = u.error_class, error_code = u.error_code,
    template_key = u.template, template_version = u.template_version, text_enc = u.text_enc,
    segments = u.segments, cost_dong = u.cost_dong, finished_at = u.at,
    -- a minute for the receipt to come by itself, and for a request that we gave up on to arrive
    next_check_at = CASE WHEN u.a_state IN ('sent', 'unconfirmed') THEN u.at + interval '1 minute' END
  FROM news u
  WHERE a.id = u.attempt_id AND a.finished_at IS NULL AND u.a_state IS NOT NULL
), untried AS (
  DELETE FROM attempt a USING news u WHERE a.id = u.attempt_id AND a.finished_at IS NULL AND u.a_state IS NULL
)
INSERT INTO visit (notice_id, commune_id, village_id, person_id, reason, created_at)
SELECT s.id, s.commune_id, p.village_id, s.person_id, u.visit_reason, u.at
FROM settled s JOIN news u ON u.id = s.id JOIN person p ON p.id = s.person_id
WHERE u.visit_reason IS NOT NULL
ON CONFLICT (notice_id) DO NOTHING`

/** A chat that moved to one that we know already is that one from now on: its people are reached there. */
const CONTACTS = `
WITH news AS (
  SELECT n.*, known.id AS known_as
  FROM unnest($1::bigint[], $2::bool[], $3::timestamptz[], $4::bytea[], $5::bytea[], $6::text[], $7::timestamptz[]) AS n(id, gone, until, address_enc, address_idx, channel, at)
  JOIN contact old ON old.id = n.id
  LEFT JOIN contact known ON known.commune_id = old.commune_id AND known.kind = old.kind AND known.address_idx = n.address_idx AND known.id <> n.id
), relinked AS (
  INSERT INTO person_contact (person_id, contact_id, relation, rank, source)
  SELECT pc.person_id, n.known_as, pc.relation, pc.rank, pc.source FROM news n JOIN person_contact pc ON pc.contact_id = n.id AND pc.removed_at IS NULL
  WHERE n.known_as IS NOT NULL
  ON CONFLICT (person_id, contact_id) DO NOTHING
), rebound AS (
  UPDATE room r SET contact_id = n.known_as FROM news n WHERE r.contact_id = n.id AND r.ended_at IS NULL AND n.known_as IS NOT NULL
    AND NOT EXISTS (SELECT FROM room o WHERE o.contact_id = n.known_as AND o.ended_at IS NULL)
), unreachable AS (
  INSERT INTO channel_unreachable (contact_id, channel, until) SELECT id, channel, max(until) FROM news WHERE until IS NOT NULL GROUP BY id, channel
  ON CONFLICT (contact_id, channel) DO UPDATE SET until = excluded.until
)
UPDATE contact c SET
  state = CASE WHEN n.gone OR n.known_as IS NOT NULL THEN 'gone' ELSE c.state END,
  state_at = CASE WHEN n.gone THEN n.at ELSE c.state_at END,
  address_enc = CASE WHEN n.known_as IS NULL THEN coalesce(n.address_enc, c.address_enc) ELSE c.address_enc END,
  address_idx = CASE WHEN n.known_as IS NULL THEN coalesce(n.address_idx, c.address_idx) ELSE c.address_idx END
FROM news n WHERE c.id = n.id`

export function settleNotices(pool: Queryable, cipher: Cipher) {
  return async (rows: readonly SettlementRow[]): Promise<undefined[]> => {
    const column = <T>(of: (row: SettlementRow) => T | undefined): (T | null)[] => rows.map((row) => of(row) ?? null)
    await pool.query({
      name: 'settle-notices',
      text: SETTLE,
      values: [
        column((row) => row.noticeId),
        column((row) => row.state),
        column((row) => row.at),
        column((row) => row.notBefore),
        column((row) => row.exhausted ?? false),
        column((row) => row.tries),
        column((row) => row.maybeSentAt),
        column((row) => row.endReason),
        column((row) => row.visitReason),
        column((row) => row.attempt?.state),
        column((row) => row.attempt?.providerId?.replaceAll('\0', '')), // PostgreSQL refuses it, and a provider may say anything
        column((row) => row.attempt?.errorClass),
        column((row) => row.attempt?.errorCode),
        column((row) => row.attempt?.template),
        column((row) => row.attempt?.templateVersion),
        column((row) => (row.attempt?.text === undefined ? undefined : cipher.encrypt(row.attempt.text))),
        column((row) => row.attempt?.segments),
        column((row) => row.attempt?.costDong),
        column((row) => row.claimedBy),
        column((row) => row.attemptId),
      ],
    })
    await settleContacts(pool, cipher, rows)
    return rows.map(() => undefined)
  }
}

async function settleContacts(pool: Queryable, cipher: Cipher, rows: readonly SettlementRow[]): Promise<void> {
  const news = rows.flatMap(({ contact, at }) => (contact === undefined ? [] : [{ ...contact, at }]))
  if (news.length === 0) return
  await pool.query(CONTACTS, [
    news.map((contact) => contact.id),
    news.map((contact) => contact.gone ?? false),
    news.map((contact) => contact.unreachableUntil ?? null),
    news.map((contact) => (contact.movedTo === undefined ? null : cipher.encrypt(contact.movedTo))),
    news.map((contact) => (contact.movedTo === undefined ? null : cipher.blindIndex(contact.kind, contact.movedTo))),
    news.map((contact) => contact.channel),
    news.map((contact) => contact.at),
  ])
}
