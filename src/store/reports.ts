/**
 * A commune's figures of a month, counted from the register's own rows: every table's sum is the number of rows that it
 * stands for. Persons and person-times (suất) are counted apart: one person may have two benefits.
 */
import { firstOf, lastOf, shiftMonth } from '../domain/calendar.ts'
import type { Month } from '../domain/calendar.ts'
import type { ChannelName, NoticeState } from '../domain/notice-state.ts'
import type { Scope } from '../domain/officer.ts'
import type { Queryable } from './database.ts'

export interface BenefitRow {
  /** A category group, a village, a poverty status, a payment method; null: the register does not say. */
  key: string | null
  allowances: number
  people: number
  /** đồng a month, as the register says. */
  amount: number
}

export interface PaidMonth {
  month: Month
  lines: number
  people: number
  amount: number
  /** To an account of any kind. */
  cashless: number
  uncollected: number
}

export interface RenewalMonth {
  /** In which the cards ended. */
  month: Month
  reminded: { cards: number; renewed: number }
  silent: { cards: number; renewed: number }
}

export interface SentRow {
  channel: ChannelName | null
  state: NoticeState
  n: number
}

export interface VillageRow {
  village: string | null
  people: number
  unreachable: number
  insured: number
}

export interface Report {
  month: Month
  benefits: { category: BenefitRow[]; village: BenefitRow[]; poverty: BenefitRow[]; method: BenefitRow[]; total: BenefitRow }
  paid: PaidMonth[]
  renewals: RenewalMonth[]
  sent: SentRow[]
  villages: VillageRow[]
}

/** Months that stand beside each other. */
const MONTHS = 12
const VILLAGE = "nullif(trim(v.kind || ' ' || v.name), '')"

export async function monthReport(pool: Queryable, scope: Scope, month: Month, today: string): Promise<Report> {
  const place = [scope.communeId, scope.villageId ?? null]
  const months = Array.from({ length: MONTHS }, (_, back) => shiftMonth(month, back + 1 - MONTHS))
  const span = [firstOf(months[0] as Month), lastOf(month)]
  const [benefits, paid, renewals, sent, villages] = await Promise.all([
    benefitsNow(pool, place),
    pool.query<PaidMonth>(
      `SELECT to_char(y.month, 'YYYY-MM') AS month, count(*)::int AS lines, count(DISTINCT y.person_id)::int AS people, sum(y.amount + y.arrears - y.deduction)::float8 AS amount,
         count(*) FILTER (WHERE y.payment_method IN ('bank', 'social_security_account'))::int AS cashless, count(*) FILTER (WHERE y.status = 'uncollected')::int AS uncollected
       FROM payment y JOIN person p ON p.id = y.person_id
       WHERE y.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND y.month BETWEEN $3 AND $4 GROUP BY 1`,
      [...place, ...span],
    ),
    pool.query<{ month: Month; reminded: boolean; cards: number; renewed: number }>(
      `SELECT to_char(c.valid_to, 'YYYY-MM') AS month, told.is AS reminded, count(*)::int AS cards, count(*) FILTER (WHERE EXISTS (
           SELECT FROM card c2 WHERE c2.person_id = c.person_id AND c2.id <> c.id AND c2.withdrawn_at IS NULL AND c2.valid_to > c.valid_to))::int AS renewed
       FROM card c JOIN person p ON p.id = c.person_id
       CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM notice n WHERE n.person_id = c.person_id AND n.card_id = c.id AND n.state IN ('sent', 'delivered')) AS is) told
       WHERE c.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND c.valid_to BETWEEN $3 AND $4 AND c.withdrawn_at IS NULL GROUP BY 1, 2`,
      [...place, ...span],
    ),
    pool.query<SentRow>(
      `SELECT CASE WHEN n.state IN ('sent', 'delivered', 'unconfirmed') THEN n.channel END AS channel, n.state, count(*)::int AS n
       FROM notice n LEFT JOIN person p ON p.id = n.person_id
       WHERE n.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND n.due_on BETWEEN $3 AND $4 AND n.kind <> 'reply' GROUP BY 1, 2`,
      [...place, firstOf(month), lastOf(month)],
    ),
    pool.query<VillageRow>(
      `SELECT ${VILLAGE} AS village, count(*)::int AS people, count(*) FILTER (WHERE reached.person_id IS NULL)::int AS unreachable, count(insured.person_id)::int AS insured
       FROM person p LEFT JOIN village v ON v.id = p.village_id
       LEFT JOIN (SELECT DISTINCT pc.person_id FROM person_contact pc JOIN contact c ON c.id = pc.contact_id WHERE c.commune_id = $1 AND pc.removed_at IS NULL AND c.state = 'active') reached ON reached.person_id = p.id
       LEFT JOIN (SELECT DISTINCT person_id FROM card WHERE commune_id = $1 AND withdrawn_at IS NULL AND valid_to >= $3) insured ON insured.person_id = p.id
       WHERE p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND p.died_on IS NULL AND p.moved_out_on IS NULL GROUP BY 1 ORDER BY 1 NULLS LAST`,
      [...place, today],
    ),
  ])
  const ended = (of: Month, reminded: boolean) => {
    const found = renewals.rows.find((row) => row.month === of && row.reminded === reminded)
    return { cards: found?.cards ?? 0, renewed: found?.renewed ?? 0 }
  }
  return {
    month, benefits,
    paid: months.flatMap((one) => paid.rows.filter((row) => row.month === one)),
    renewals: months.map((one) => ({ month: one, reminded: ended(one, true), silent: ended(one, false) })).filter(({ reminded, silent }) => reminded.cards + silent.cards > 0),
    sent: sent.rows, villages: villages.rows,
  }
}

async function benefitsNow(pool: Queryable, place: readonly unknown[]): Promise<Report['benefits']> {
  const { rows } = await pool.query<BenefitRow & { by: number; category: string | null; village: string | null; poverty: string | null; method: string | null }>(
    `SELECT grouping(b.category, b.village, b.poverty, b.method) AS by, b.category, b.village, b.poverty, b.method,
       count(*)::int AS allowances, count(DISTINCT b.person_id)::int AS people, coalesce(sum(b.amount), 0)::float8 AS amount
     FROM (SELECT al.person_id, al.amount, al.category_group AS category, ${VILLAGE} AS village, coalesce(p.poor_status, h.poor_status) AS poverty, al.payment_method AS method
       FROM allowance al JOIN person p ON p.id = al.person_id LEFT JOIN village v ON v.id = p.village_id LEFT JOIN household h ON h.id = p.household_id
       WHERE al.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND al.status = 'active' AND al.withdrawn_at IS NULL) b
     GROUP BY GROUPING SETS ((b.category), (b.village), (b.poverty), (b.method), ()) ORDER BY allowances DESC`,
    [...place],
  )
  /** A bit of `grouping` is set where the column is not grouped by. */
  const by = (bits: number, name: 'category' | 'village' | 'poverty' | 'method'): BenefitRow[] =>
    rows.filter((row) => row.by === bits).map((row) => ({ key: row[name], allowances: row.allowances, people: row.people, amount: row.amount }))
  const [total] = rows.filter((row) => row.by === 0b1111)
  return {
    category: by(0b0111, 'category'), village: by(0b1011, 'village'), poverty: by(0b1101, 'poverty'), method: by(0b1110, 'method'),
    total: { key: null, allowances: total?.allowances ?? 0, people: total?.people ?? 0, amount: total?.amount ?? 0 },
  }
}
