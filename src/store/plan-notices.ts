/**
 * Planning, set-based: who must hear what, as INSERT … SELECT over the whole register. The natural key
 * (recipient, reason) makes it harmless to plan twice or on two machines; every query starts from an index on the event's
 * day, so its cost follows what is due.
 */
import type { Day } from '../domain/calendar.ts'
import type { Database, Queryable } from './database.ts'

/** One step of one rule, with the hours between which its notices may leave. */
export interface PlanStep {
  step: string
  eventDay: Day
  dueOn: Day
  notBefore: Date
  notAfter: Date
  template: string
}

export interface PlanRule {
  id: number
  version: number
  communeId: number
  key: string
  duty: boolean
}

/** What becomes of a notice that could not leave in time: somebody goes and tells, or it has lost its point. */
export type Late = 'visit' | 'drop'

const COLUMNS = `INSERT INTO notice (commune_id, recipient, person_id, kind, duty, reason_key, rule_id, rule_version,
  card_id, allowance_id, schedule_id, payment_id, template_key, params, due_on, not_before, not_after)`

/** A notice that a change of its rule took back is planned again; one that anybody has seen is never touched. */
const REVIVE = `ON CONFLICT (recipient, reason_key) DO UPDATE SET state = 'planned', end_reason = NULL, rule_version = excluded.rule_version,
  template_key = excluded.template_key, params = excluded.params, due_on = excluded.due_on, not_before = excluded.not_before, not_after = excluded.not_after
WHERE notice.state = 'cancelled' AND notice.end_reason IN ('rule-changed', 'rule-off', 'schedule-changed')`

/** Skips what exists before it is inserted, so that planning again burns no ids and locks no rows. */
const unlessPlanned = (recipient: string, reason: string): string =>
  `NOT EXISTS (SELECT FROM notice x WHERE x.recipient = ${recipient} AND x.reason_key = ${reason}
     AND NOT (x.state = 'cancelled' AND x.end_reason IN ('rule-changed', 'rule-off', 'schedule-changed')))`

/** Steps as a table: s(step, event_day, due_on, not_before, not_after, template). */
const STEPS = `unnest($4::text[], $5::date[], $6::date[], $7::timestamptz[], $8::timestamptz[], $9::text[])
  AS s(step, event_day, due_on, not_before, not_after, template)`

function values(rule: PlanRule, steps: readonly PlanStep[]): unknown[] {
  return [
    rule.communeId,
    rule.id,
    rule.version,
    steps.map((step) => step.step),
    steps.map((step) => step.eventDay),
    steps.map((step) => step.dueOn),
    steps.map((step) => step.notBefore),
    steps.map((step) => step.notAfter),
    steps.map((step) => step.template),
    rule.duty,
  ]
}

/** `silentGroups`: card groups whose holders do not pay themselves. */
export async function planCardExpiry(
  database: Pick<Database, 'pool' | 'keyed'>, rule: PlanRule, steps: readonly PlanStep[], silentGroups: readonly string[],
): Promise<number> {
  if ((await countEnding(database.keyed, rule.communeId, steps)) <= FEW) return planCards(database.keyed, rule, steps, silentGroups, { of: 1, part: 0 })
  // A whole commune's cards at once: two connections write it in half the time.
  const parts = await Promise.all([0, 1].map((part) => planCards(database.pool, rule, steps, silentGroups, { of: 2, part })))
  return parts.reduce((sum, count) => sum + count, 0)
}

async function planCards(
  pool: Queryable, rule: PlanRule, steps: readonly PlanStep[], silentGroups: readonly string[], share: { of: number; part: number },
): Promise<number> {
  const reason = `'card:' || c.id || ':' || c.valid_to || ':' || s.step`
  const { rowCount } = await pool.query(
    `${COLUMNS}
     SELECT c.commune_id, 'person:' || p.id, p.id, 'reminder', $10, ${reason}, $2, $3, c.id, NULL, NULL, NULL, s.template,
       jsonb_build_object('step', s.step, 'late', 'visit'), s.due_on, s.not_before, s.not_after
     FROM ${STEPS}
     JOIN card c ON c.commune_id = $1 AND c.valid_to = s.event_day AND c.withdrawn_at IS NULL
     JOIN person p ON p.id = c.person_id
     WHERE NOT (coalesce(c.card_group, '') = ANY($11::text[])) AND c.person_id % $12 = $13
       AND p.died_on IS NULL AND p.moved_out_on IS NULL AND (p.opted_out_at IS NULL OR $10)
       AND NOT EXISTS (SELECT FROM card c2 WHERE c2.person_id = c.person_id AND c2.id <> c.id AND c2.withdrawn_at IS NULL
         AND (c2.valid_to > c.valid_to OR c2.valid_to = c.valid_to AND c2.id < c.id))
       AND ${unlessPlanned(`'person:' || p.id`, reason)}
     ${REVIVE}`,
    [...values(rule, steps), silentGroups, share.of, share.part],
  )
  return rowCount ?? 0
}

/**
 * Up to so many cards are best looked up one by one. The server's own guess is the register's average for every step's
 * day, and with it the server would read the whole register for the few that end on just these days.
 */
const FEW = 30_000

async function countEnding(keyed: Queryable, communeId: number, steps: readonly PlanStep[]): Promise<number> {
  const { rows } = await keyed.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM (
       SELECT FROM unnest($2::date[]) AS s(day) JOIN card c ON c.commune_id = $1 AND c.valid_to = s.day LIMIT $3) AS ending`,
    [communeId, steps.map((step) => step.eventDay), FEW + 1],
  )
  return rows[0]?.n ?? 0
}

/** `methods`: roster payment methods that this wording is for. A person paid twice in a run is told once. */
export async function planPaymentDay(pool: Queryable, rule: PlanRule, steps: readonly PlanStep[], methods: readonly string[]): Promise<number> {
  const reason = `'pay:' || ps.id || ':' || ps.pays_on || ':' || s.step`
  const { rowCount } = await pool.query(
    `${COLUMNS}
     SELECT DISTINCT ON (p.id, ps.id, s.step) ps.commune_id, 'person:' || p.id, p.id, 'reminder', $10, ${reason}, $2, $3, NULL::bigint, al.id, ps.id, NULL::bigint, s.template,
       jsonb_build_object('step', s.step, 'late', 'drop', 'pays_on', ps.pays_on), s.due_on, s.not_before,
       -- who hears of it when the counter has closed has been sent there for nothing
       CASE WHEN $12 OR s.due_on < ps.pays_on THEN s.not_after
            ELSE least(s.not_after, (ps.pays_on + coalesce(ps.to_time, '16:30')::time) AT TIME ZONE 'Asia/Ho_Chi_Minh') END
     FROM ${STEPS}
     JOIN payment_schedule ps ON ps.commune_id = $1 AND ps.pays_on = s.event_day AND ps.cancelled_at IS NULL
     JOIN allowance al ON al.commune_id = ps.commune_id AND al.status = 'active' AND al.withdrawn_at IS NULL
       AND coalesce(al.payment_method, 'cash') = ANY($11::text[]) AND (ps.method IS NULL OR coalesce(al.payment_method, 'cash') = ps.method)
     JOIN person p ON p.id = al.person_id
     WHERE ${inVillageOf('ps', 'p')}
       AND p.died_on IS NULL AND p.moved_out_on IS NULL
       -- who has been paid need not come; who is paid to an account is told that the money has come
       AND ($12 OR NOT EXISTS (SELECT FROM payment y WHERE y.commune_id = ps.commune_id AND y.person_id = p.id AND y.month = ps.month AND y.status = 'paid'))
       AND ${unlessPlanned(`'person:' || p.id`, reason)}
     ORDER BY p.id, ps.id, s.step, al.id
     ${REVIVE}`,
    [...values(rule, steps), methods, methods.includes('bank')],
  )
  return rowCount ?? 0
}

/** A schedule of one village stands for that village; one without a village for all that have none of their own that month, for that way of paying (`al`). */
const inVillageOf = (schedule: string, person: string): string =>
  `(${schedule}.village_id = ${person}.village_id OR ${schedule}.village_id IS NULL AND NOT EXISTS (
     SELECT FROM payment_schedule own WHERE own.commune_id = ${schedule}.commune_id AND own.month = ${schedule}.month
       AND own.village_id = ${person}.village_id AND own.cancelled_at IS NULL AND (own.method IS NULL OR own.method = coalesce(al.payment_method, 'cash'))))`

/** People who were told of a payment day that is no longer true hear so, once per new day. */
export async function planScheduleChanges(
  pool: Queryable, rule: PlanRule, window: { now: Date; today: Day; changed: string; cancelled: string },
): Promise<number> {
  const reason = `'pay:' || ps.id || ':' || ps.pays_on || ':' || CASE WHEN ps.cancelled_at IS NULL THEN 'changed' ELSE 'cancelled' END`
  const { rowCount } = await pool.query(
    `${COLUMNS}
     SELECT DISTINCT ON (told.person_id, ps.id) ps.commune_id, told.recipient, told.person_id, 'reminder', $4::bool, ${reason}, $2::int, $3::int,
       NULL::bigint, told.allowance_id, ps.id, NULL::bigint, CASE WHEN ps.cancelled_at IS NULL THEN $7::text ELSE $8::text END,
       jsonb_build_object('step', CASE WHEN ps.cancelled_at IS NULL THEN 'changed' ELSE 'cancelled' END, 'late', 'drop', 'pays_on', ps.pays_on),
       $6::date, $5::timestamptz, (greatest(ps.pays_on, (told.params ->> 'pays_on')::date) + time '20:30') AT TIME ZONE 'Asia/Ho_Chi_Minh'
     FROM payment_schedule ps
     JOIN notice told ON told.schedule_id = ps.id AND told.person_id IS NOT NULL AND told.state IN ('sent', 'delivered', 'unconfirmed')
       -- nobody has to go anywhere for an account, and its own message comes on the new day
       AND told.template_key <> 'payment-account'
     WHERE ps.commune_id = $1 AND ps.pays_on >= $6 - 60
       -- the newest thing that the person was told about this run is what must be put right
       AND NOT EXISTS (SELECT FROM notice later WHERE later.schedule_id = ps.id AND later.recipient = told.recipient AND later.id > told.id
         AND later.state NOT IN ('cancelled', 'expired', 'failed', 'visit'))
       AND (ps.cancelled_at IS NULL AND ps.pays_on >= $6 AND (told.params ->> 'pays_on')::date <> ps.pays_on
         OR ps.cancelled_at IS NOT NULL AND (told.params ->> 'pays_on')::date >= $6 AND told.params ->> 'step' <> 'cancelled')
       AND ${unlessPlanned('told.recipient', reason)}
     ORDER BY told.person_id, ps.id, told.id DESC
     ${REVIVE}`,
    [rule.communeId, rule.id, rule.version, rule.duty, window.now, window.today, window.changed, window.cancelled],
  )
  return rowCount ?? 0
}

/** Not collected in `months` payment months in a row, the newest of them known since one of the steps' days. */
export async function planUncollected(pool: Queryable, rule: PlanRule, steps: readonly PlanStep[], months: number): Promise<number> {
  const reason = `'uncollected:' || p.id || ':' || last.month`
  const { rowCount } = await pool.query(
    `${COLUMNS}
     SELECT DISTINCT ON (p.id) p.commune_id, 'person:' || p.id, p.id, 'reminder', $10, ${reason}, $2, $3, NULL::bigint, NULL::bigint, NULL::bigint, last.id, s.template,
       jsonb_build_object('step', s.step, 'late', 'visit', 'months', to_char(last.month - ($11 - 1) * interval '1 month', 'MM/YYYY') || ' và ' || to_char(last.month, 'MM/YYYY')),
       s.due_on, s.not_before, s.not_after
     FROM ${STEPS}
     JOIN payment last ON last.commune_id = $1 AND last.status = 'uncollected' AND (last.updated_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date = s.event_day
     JOIN person p ON p.id = last.person_id
     WHERE p.died_on IS NULL AND p.moved_out_on IS NULL
       AND (SELECT count(DISTINCT m.month) FROM payment m WHERE m.commune_id = $1 AND m.person_id = p.id AND m.status = 'uncollected'
         AND m.month BETWEEN last.month - ($11 - 1) * interval '1 month' AND last.month) = $11
       AND NOT EXISTS (SELECT FROM payment after WHERE after.commune_id = $1 AND after.person_id = p.id AND after.month >= last.month
         AND (after.status = 'paid' OR after.status = 'uncollected' AND after.month > last.month))
       AND ${unlessPlanned(`'person:' || p.id`, reason)}
     ORDER BY p.id, last.month DESC
     ${REVIVE}`,
    [...values(rule, steps), months],
  )
  return rowCount ?? 0
}

export interface BirthdayAudienceRow {
  age: number
  /** Only people without an active allowance, or only people with one of these category groups. */
  allowance: { none: true; poorOnly: boolean } | { none: false; groups: readonly string[] }
}

/** Births known to the day; 01/01 is what many registers write for "unknown" and waits for the officer. */
export async function planBirthdays(
  pool: Queryable, rule: PlanRule, steps: readonly PlanStep[], births: readonly Day[], audience: BirthdayAudienceRow,
): Promise<number> {
  const reason = `'birthday:' || p.id || ':' || $12 || ':' || s.step`
  const { rowCount } = await pool.query(
    `${COLUMNS}
     SELECT p.commune_id, 'person:' || p.id, p.id, 'reminder', $10, ${reason}, $2, $3, NULL::bigint, al.id, NULL::bigint, NULL::bigint, s.template,
       jsonb_build_object('step', s.step, 'late', 'visit', 'age', $12::int, 'birthday', s.event_day), s.due_on, s.not_before, s.not_after
     -- each step with the one birth that it is for: the first of March is the birthday of two
     FROM unnest($4::text[], $5::date[], $6::date[], $7::timestamptz[], $8::timestamptz[], $9::text[], $11::date[])
       AS s(step, event_day, due_on, not_before, not_after, template, birth)
     JOIN person p ON p.commune_id = $1 AND p.birth = s.birth AND p.birth_precision = 'day'
     LEFT JOIN LATERAL (SELECT a.id, a.category_group FROM allowance a WHERE a.person_id = p.id AND a.status = 'active' AND a.withdrawn_at IS NULL
       AND ($13 OR a.category_group = ANY($14::text[])) ORDER BY a.id LIMIT 1) al ON true
     WHERE to_char(p.birth, 'MMDD') <> '0101' AND p.died_on IS NULL AND p.moved_out_on IS NULL
       AND CASE WHEN $13 THEN al.id IS NULL ELSE al.id IS NOT NULL END
       AND (NOT $15 OR p.poor_status IN ('poor', 'near_poor'))
       AND ${unlessPlanned(`'person:' || p.id`, reason)}
     ${REVIVE}`,
    [
      ...values(rule, steps),
      births,
      audience.age,
      audience.allowance.none,
      audience.allowance.none ? [] : audience.allowance.groups,
      audience.allowance.none && audience.allowance.poorOnly,
    ],
  )
  return rowCount ?? 0
}

/** What an edited or switched-off rule, or a moved payment day, has planned and nobody has seen yet is taken back. */
export async function cancelOutdated(pool: Queryable, communeId: number, now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE notice n SET state = 'cancelled', state_at = $2, end_reason = CASE WHEN NOT r.enabled THEN 'rule-off' ELSE 'rule-changed' END
     FROM reminder_rule r
     WHERE n.rule_id = r.id AND r.commune_id = $1 AND (n.state = 'planned' OR n.state = 'queued') AND n.maybe_sent_at IS NULL AND (NOT r.enabled OR n.rule_version <> r.version)`,
    [communeId, now],
  )
  const moved = await pool.query(
    `UPDATE notice n SET state = 'cancelled', state_at = $2, end_reason = 'schedule-changed'
     FROM payment_schedule ps
     WHERE n.schedule_id = ps.id AND ps.commune_id = $1 AND n.state IN ('planned', 'queued') AND n.maybe_sent_at IS NULL
       AND (ps.cancelled_at IS NOT NULL AND n.params ->> 'step' <> 'cancelled' OR (n.params ->> 'pays_on')::date <> ps.pays_on)`,
    [communeId, now],
  )
  return (rowCount ?? 0) + (moved.rowCount ?? 0)
}
