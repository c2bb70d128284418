/**
 * A notice with everything that is known about its person, card, payment and commune at this moment: what the last look
 * and the text are made from. Read when a notice is claimed, and for lists that say what is to be told and why.
 */
import type { BroadcastState } from '../domain/broadcast.ts'
import type { Day } from '../domain/calendar.ts'
import { communeProfile } from '../domain/commune-profile.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { ChannelName, ContactKind, Lane, NoticeKind } from '../domain/notice-state.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

/** Wants `n` (the notice) and `t` (its try) beside it. */
export const NOTICE_FACTS = `SELECT n.*, t.id AS attempt_id, t.request_id,
  p.full_name, p.sex, p.birth, p.birth_precision, p.died_on IS NOT NULL AS died, p.moved_out_on IS NOT NULL AS moved,
  p.opted_out_at IS NOT NULL AS opted_out, v.name AS village, v.kind AS village_kind,
  ct.address_enc, ct.kind AS contact_kind, ct.last_inbound_at, ct.state AS contact_state, ct.verified_at IS NOT NULL AS contact_verified, pc.relation, pc.removed_at AS link_removed_at,
  pc.person_id IS NOT NULL AS linked,
  cd.valid_to, cd.card_group, cd.five_year_on, cd.withdrawn_at AS card_withdrawn_at, newer.valid_to AS renewed_to,
  al.category, al.coefficient, al.amount AS allowance_amount, al.payment_method, al.account_tail,
  ps.month AS schedule_month, ps.pays_on, ps.from_time, ps.to_time, ps.place, ps.confirmed, ps.cancelled_at,
  py.month AS payment_month, py.amount AS payment_amount, py.status AS payment_status, py.account_tail AS payment_account_tail,
  CASE WHEN n.params ? 'edits' THEN (SELECT a.provider_id FROM attempt a WHERE a.notice_id = (n.params ->> 'edits')::bigint AND a.provider_id IS NOT NULL ORDER BY a.id DESC LIMIT 1) END AS edits_provider_id,
  r.enabled AS rule_enabled, r.version AS rule_current, cm.name AS commune_name, cm.profile,
  b.state AS broadcast_state, b.text_enc AS broadcast_text_enc,
  pt.template_id AS provider_template_id, pt.values AS provider_template_values,
  n.maybe_sent_at IS NOT NULL AND EXISTS (
    SELECT FROM attempt a WHERE a.notice_id = n.id AND a.request_id = t.request_id AND a.id <> t.id AND a.state <> 'failed' AND a.provider IS DISTINCT FROM t.provider
  ) AS doubted_elsewhere`

export const NOTICE_JOINS = `JOIN commune cm ON cm.id = n.commune_id
LEFT JOIN person p ON p.id = n.person_id
LEFT JOIN village v ON v.id = p.village_id
LEFT JOIN contact ct ON ct.id = n.contact_id
LEFT JOIN person_contact pc ON pc.person_id = n.person_id AND pc.contact_id = n.contact_id
LEFT JOIN card cd ON cd.id = n.card_id
LEFT JOIN LATERAL (
  SELECT c2.valid_to FROM card c2
  WHERE c2.person_id = cd.person_id AND c2.id <> cd.id AND c2.withdrawn_at IS NULL AND c2.valid_to > cd.valid_to
  ORDER BY c2.valid_to DESC LIMIT 1
) newer ON true
LEFT JOIN allowance al ON al.id = n.allowance_id
LEFT JOIN payment_schedule ps ON ps.id = n.schedule_id
LEFT JOIN payment p0 ON p0.id = n.payment_id
LEFT JOIN LATERAL (
  SELECT max(y.month) AS month, sum(y.amount)::int AS amount, max(y.status) AS status, max(y.account_tail) AS account_tail
  FROM payment y
  WHERE y.commune_id = n.commune_id AND y.person_id = n.person_id AND y.month = coalesce(p0.month, ps.month)
  HAVING count(*) > 0
) py ON true
LEFT JOIN reminder_rule r ON r.id = n.rule_id
LEFT JOIN broadcast b ON b.id = n.broadcast_id
LEFT JOIN provider_template pt ON pt.commune_id = n.commune_id AND pt.channel = n.channel AND pt.template_key = n.template_key`

const READ = `${NOTICE_FACTS}
FROM notice n CROSS JOIN LATERAL (SELECT NULL::bigint AS id, ''::text AS request_id, ''::text AS provider) t
${NOTICE_JOINS}
WHERE n.id = ANY($1::bigint[])`

/** As things stand now; nothing is claimed and nothing may be sent under it. In the order of the ids. */
export async function readNotices(pool: Queryable, cipher: Cipher, ids: readonly string[]): Promise<NoticeFacts[]> {
  const { rows } = await pool.query<NoticeRow>(READ, [ids])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [noticeOf(row, cipher)]
  })
}

export type NoticeFacts = ReturnType<typeof noticeOf>

export interface NoticeRow {
  id: string
  attempt_id: string
  claimed_by: number
  commune_id: number
  kind: NoticeKind
  lane: Lane
  duty: boolean
  reason_key: string
  template_key: string
  params: Record<string, string | number | boolean>
  text_enc: Buffer | null
  buttons_enc: Buffer | null
  edits_provider_id: string | null
  due_on: Day
  not_before: Date
  not_after: Date
  channel: ChannelName
  contact_id: string
  tries: number
  request_no: number
  request_id: string
  maybe_sent_at: Date | null
  person_id: string | null
  full_name: string
  sex: 'male' | 'female' | null
  birth: Day | null
  birth_precision: 'day' | 'month' | 'year' | null
  died: boolean
  moved: boolean
  opted_out: boolean
  village: string | null
  village_kind: string | null
  address_enc: Buffer | null
  contact_kind: ContactKind | null
  last_inbound_at: Date | null
  contact_state: string | null
  contact_verified: boolean
  relation: string | null
  linked: boolean
  link_removed_at: Date | null
  card_id: string | null
  valid_to: Day | null
  card_group: string | null
  five_year_on: Day | null
  card_withdrawn_at: Date | null
  renewed_to: Day | null
  allowance_id: string | null
  category: string | null
  coefficient: number | null
  allowance_amount: number | null
  payment_method: string | null
  account_tail: string | null
  schedule_id: string | null
  schedule_month: Day
  pays_on: Day
  from_time: string
  to_time: string | null
  place: string
  confirmed: boolean
  cancelled_at: Date | null
  payment_month: Day | null
  payment_amount: number
  payment_status: string
  payment_account_tail: string | null
  broadcast_state: BroadcastState | null
  broadcast_text_enc: Buffer | null
  rule_id: number | null
  rule_version: number | null
  rule_enabled: boolean | null
  rule_current: number | null
  commune_name: string
  profile: Partial<CommuneProfile>
  provider_template_id: string | null
  provider_template_values: Record<string, string> | null
  doubted_elsewhere: boolean
}

export function noticeOf(row: NoticeRow, cipher: Cipher) {
  const secrets = readSecrets(row, cipher)
  return {
    id: row.id,
    attemptId: row.attempt_id,
    claimedBy: row.claimed_by,
    communeId: row.commune_id,
    kind: row.kind,
    lane: row.lane,
    duty: row.duty,
    reasonKey: row.reason_key,
    templateKey: row.template_key,
    params: row.params,
    freeText: secrets?.freeText,
    buttons: secrets?.buttons ?? [],
    edits: row.edits_provider_id ?? undefined,
    dueOn: row.due_on,
    notBefore: row.not_before,
    notAfter: row.not_after,
    channel: row.channel,
    contactId: row.contact_id,
    readable: secrets !== undefined,
    address: secrets?.address,
    contactKind: row.contact_kind ?? undefined,
    lastInboundAt: row.last_inbound_at ?? undefined,
    contactVerified: row.contact_verified,
    relation: row.relation ?? 'self',
    tries: row.tries,
    requestNo: row.request_no,
    requestId: row.request_id,
    maybeSentAt: row.maybe_sent_at ?? undefined,
    doubtedElsewhere: row.doubted_elsewhere,
    person: row.person_id === null ? undefined : personOf(row, row.person_id),
    card:
      row.card_id === null
        ? undefined
        : {
            validTo: row.valid_to ?? undefined,
            cardGroup: row.card_group ?? undefined,
            fiveYearOn: row.five_year_on ?? undefined,
            withdrawn: row.card_withdrawn_at !== null,
            renewedTo: row.renewed_to ?? undefined,
          },
    allowance:
      row.allowance_id === null
        ? undefined
        : {
            category: row.category ?? undefined,
            coefficient: row.coefficient ?? undefined,
            amount: row.allowance_amount ?? undefined,
            paymentMethod: row.payment_method ?? undefined,
            accountTail: row.account_tail ?? undefined,
          },
    schedule: row.schedule_id === null ? undefined : scheduleOf(row),
    payment:
      row.payment_month === null
        ? undefined
        : { month: row.payment_month, amount: row.payment_amount, status: row.payment_status, accountTail: row.payment_account_tail ?? undefined },
    rule:
      row.rule_id === null
        ? undefined
        : { enabled: row.rule_enabled ?? false, version: row.rule_current ?? 0, plannedVersion: row.rule_version ?? 0 },
    broadcast: row.broadcast_state ?? undefined,
    commune: { name: row.commune_name, profile: communeProfile(row.commune_name, row.profile) },
    providerTemplate: row.provider_template_id === null ? undefined : { id: row.provider_template_id, values: row.provider_template_values ?? {} },
  }
}

/** undefined when a value was damaged or written under a key that is gone: that is one row's trouble, and must not be its batch's. */
function readSecrets(row: NoticeRow, cipher: Cipher): { freeText: string | undefined; buttons: readonly { title: string; data: string; sharesPhone?: true }[]; address: string | undefined } | undefined {
  const text = row.text_enc ?? row.broadcast_text_enc
  try {
    return {
      freeText: text === null ? undefined : cipher.decrypt(text),
      buttons: row.buttons_enc === null ? [] : (JSON.parse(cipher.decrypt(row.buttons_enc)) as { title: string; data: string; sharesPhone?: true }[]),
      address: isUsable(row) ? cipher.decrypt(row.address_enc as Buffer) : undefined,
    }
  } catch {
    return undefined
  }
}

/** A contact that was taken off the person, blocked us or proved wrong since it was chosen is not written to. */
function isUsable(row: NoticeRow): boolean {
  if (row.address_enc === null || row.contact_state !== 'active') return false
  return row.person_id === null || (row.linked && row.link_removed_at === null)
}

const personOf = (row: NoticeRow, id: string) => ({
  id,
  fullName: row.full_name,
  sex: row.sex ?? undefined,
  birth: row.birth ?? undefined,
  birthPrecision: row.birth_precision ?? undefined,
  village: row.village ?? undefined,
  villageKind: row.village_kind ?? undefined,
  died: row.died,
  moved: row.moved,
  optedOut: row.opted_out,
})

const scheduleOf = (row: NoticeRow) => ({
  month: row.schedule_month,
  paysOn: row.pays_on,
  fromTime: row.from_time,
  toTime: row.to_time ?? undefined,
  place: row.place,
  confirmed: row.confirmed,
  cancelled: row.cancelled_at !== null,
})
