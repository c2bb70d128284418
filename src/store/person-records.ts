/** What the register says about some people, for answers: one statement, however many they are. */
import type { Day } from '../domain/calendar.ts'
import type { AllowanceRecord, PaymentRecord, PersonRecord, Relation, ScheduleRecord } from '../domain/person-record.ts'
import { RELATIONS } from '../domain/person-record.ts'
import type { Cipher } from './cipher.ts'
import type { Queryable } from './database.ts'

const MONTHS_BACK = 7
const DAYS_BACK = 35

const READ = `
SELECT p.id, who.relation, p.full_name, p.sex, p.birth, p.birth_precision, coalesce(p.poor_status, hh.poor_status) AS poor_status, p.village_id,
  nullif(trim(v.kind || ' ' || v.name), '') AS village, p.opted_out_at IS NOT NULL AS opted_out,
  cd.id AS card_id, cd.valid_to, cd.card_group, cd.card_no_enc, cd.five_year_on,
  (SELECT jsonb_agg(jsonb_build_object('category', a.category, 'group', a.category_group, 'coefficient', a.coefficient, 'amount', a.amount,
     'method', a.payment_method, 'accountTail', a.account_tail, 'status', a.status) ORDER BY a.id)
   FROM allowance a WHERE a.person_id = p.id AND a.withdrawn_at IS NULL) AS allowances,
  (SELECT jsonb_agg(to_jsonb(y) ORDER BY y.month DESC) FROM (
     SELECT to_char(y.month, 'YYYY-MM') AS month, sum(y.amount)::int AS amount, sum(y.arrears)::int AS arrears, sum(y.deduction)::int AS deduction,
       CASE WHEN bool_or(y.status = 'uncollected') THEN 'uncollected' WHEN bool_and(y.status = 'paid') THEN 'paid' ELSE 'listed' END AS status,
       max(y.account_tail) AS "accountTail"
     FROM payment y WHERE y.person_id = p.id AND y.commune_id = p.commune_id AND y.month >= date_trunc('month', $2::date) - make_interval(months => $3)
     GROUP BY y.month) y) AS payments,
  (SELECT jsonb_agg(jsonb_build_object('month', to_char(s.month, 'YYYY-MM'), 'method', s.method, 'place', s.place, 'paysOn', s.pays_on, 'fromTime', s.from_time,
     'confirmed', s.confirmed, 'ofVillage', s.village_id IS NOT NULL) ORDER BY s.pays_on)
   FROM payment_schedule s WHERE s.commune_id = p.commune_id AND s.cancelled_at IS NULL AND s.pays_on >= $2::date - $4::int
     AND (s.village_id IS NULL OR s.village_id = p.village_id)) AS schedules,
  (SELECT count(*)::int FROM person m
   JOIN LATERAL (SELECT c.card_group FROM card c WHERE c.person_id = m.id AND c.withdrawn_at IS NULL ORDER BY c.valid_to DESC NULLS LAST LIMIT 1) mc ON mc.card_group = 'GD'
   WHERE m.household_id = p.household_id AND m.died_on IS NULL AND m.moved_out_on IS NULL) AS payers
FROM person p
LEFT JOIN household hh ON hh.id = p.household_id
LEFT JOIN village v ON v.id = p.village_id
LEFT JOIN LATERAL (SELECT c.* FROM card c WHERE c.person_id = p.id AND c.withdrawn_at IS NULL ORDER BY c.valid_to DESC NULLS LAST, c.id DESC LIMIT 1) cd ON true
JOIN who ON who.person_id = p.id
WHERE p.died_on IS NULL AND p.moved_out_on IS NULL
ORDER BY p.id`

const THESE = `WITH who AS (SELECT * FROM unnest($1::bigint[], $5::text[]) AS u(person_id, relation))${READ}`
const OF_CONTACT = `WITH who AS (SELECT person_id, relation FROM person_contact WHERE contact_id = $1 AND removed_at IS NULL)${READ}`

interface Row {
  id: string
  relation: string
  full_name: string
  sex: 'male' | 'female' | null
  birth: Day | null
  birth_precision: 'day' | 'month' | 'year' | null
  poor_status: string | null
  village: string | null
  opted_out: boolean
  card_id: string | null
  valid_to: Day | null
  card_group: string | null
  card_no_enc: Buffer | null
  five_year_on: Day | null
  allowances: Nullable<AllowanceRecord>[] | null
  payments: Nullable<PaymentRecord>[] | null
  schedules: (Nullable<ScheduleRecord> & { ofVillage: boolean })[] | null
  payers: number
}

type Nullable<Of> = { [Key in keyof Of]: undefined extends Of[Key] ? Exclude<Of[Key], undefined> | null : Of[Key] }

/** Who died or moved away is on no list any more and is left out. */
export async function readPeople(
  pool: Queryable, cipher: Cipher, links: readonly { personId: string; relation: string }[], today: Day,
): Promise<PersonRecord[]> {
  if (links.length === 0) return []
  const values = [links.map((link) => link.personId), today, MONTHS_BACK, DAYS_BACK, links.map((link) => link.relation)]
  const { rows } = await pool.query<Row>({ name: 'read-people', text: THESE, values })
  return rows.map((row) => recordOf(row, cipher))
}

/** Of those for whom this chat stands. */
export async function readPeopleOf(pool: Queryable, cipher: Cipher, contactId: string, today: Day): Promise<PersonRecord[]> {
  const { rows } = await pool.query<Row>({ name: 'read-people-of', text: OF_CONTACT, values: [contactId, today, MONTHS_BACK, DAYS_BACK] })
  return rows.map((row) => recordOf(row, cipher))
}

function recordOf(row: Row, cipher: Cipher): PersonRecord {
  const allowances = (row.allowances ?? []).map((one) => defined<AllowanceRecord>(one))
  const method = allowances.find(({ status }) => status === 'active')?.method ?? 'cash'
  return {
    id: row.id,
    fullName: row.full_name,
    sex: row.sex ?? undefined,
    birth: birthOf(row),
    poorStatus: row.poor_status === 'poor' || row.poor_status === 'near_poor' ? row.poor_status : undefined,
    village: row.village ?? undefined,
    relation: RELATIONS.find((known) => known === row.relation) ?? ('unknown' satisfies Relation),
    optedOut: row.opted_out,
    card:
      row.card_id === null
        ? undefined
        : { validTo: row.valid_to ?? undefined, group: row.card_group ?? undefined, level: levelOf(row, cipher), fiveYearOn: row.five_year_on ?? undefined },
    allowances,
    payments: (row.payments ?? []).map((one) => defined<PaymentRecord>(one)),
    schedules: schedulesFor(row.schedules ?? [], method),
    householdPayers: row.payers > 0 ? row.payers : undefined,
  }
}

/** A village with a day of its own that month, for this way of paying, does not go by the commune's. */
function schedulesFor(found: NonNullable<Row['schedules']>, method: string): ScheduleRecord[] {
  const own = found.filter(({ ofVillage }) => ofVillage)
  return found
    .filter((one) => one.ofVillage || !own.some((other) => other.month === one.month && (other.method === null || other.method === method)))
    .map(({ month, method: way, place, paysOn, fromTime, confirmed }) => ({ month, method: way ?? undefined, place, paysOn, fromTime, confirmed }))
}

const defined = <Of>(row: object): Of => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value ?? undefined])) as Of

function birthOf({ birth, birth_precision: precision }: Row): PersonRecord['birth'] {
  if (birth === null || precision === null) return undefined
  return { value: birth.slice(0, { day: 10, month: 7, year: 4 }[precision]), precision }
}

/** The old number's third character; the number itself goes no further. */
function levelOf({ card_no_enc: sealed }: Row, cipher: Cipher): number | undefined {
  if (sealed === null) return undefined
  try {
    const digit = /^[A-Z]{2}([1-5])\d{12}$/.exec(cipher.decrypt(sealed))?.[1]
    return digit === undefined ? undefined : Number(digit)
  } catch {
    return undefined // damaged, or under a key that is gone: the answer does without
  }
}
