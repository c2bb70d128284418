/**
 * What the coming days will bring, by the very statements that will plan them, so that what is shown is what is sent.
 * They write to a table of this transaction's own that is called `notice` too and goes with it: nothing is planned.
 */
import type { Day } from '../domain/calendar.ts'
import type { Database, Queryable } from './database.ts'
import { planBirthdays, planCardExpiry, planPaymentDay, planUncollected } from './plan-notices.ts'

/** Somebody whom nothing would reach of what is due. Who opted out is in it for a duty only: of everything else nothing is planned for them. */
export interface UnreachedRow {
  personId: string
  villageId: number | null
  why: 'no-contact' | 'no-channel' | 'opted-out'
  dueOn: Day
  ruleKey: string
}

export interface ForecastRow {
  dueOn: Day
  ruleKey: string
  villageId: number | null
  n: number
}

/** What planning does, as if each day had come. */
export interface ForecastStore {
  cardExpiry(rule: Rule, steps: Parameters<typeof planCardExpiry>[2], silentGroups: readonly string[]): Promise<number>
  paymentDay(rule: Rule, steps: Parameters<typeof planPaymentDay>[2], methods: readonly string[]): Promise<number>
  uncollected(rule: Rule, steps: Parameters<typeof planUncollected>[2], months: number): Promise<number>
  birthdays(rule: Rule, steps: Parameters<typeof planBirthdays>[2], births: readonly Day[], audience: Parameters<typeof planBirthdays>[4]): Promise<number>
}

type Rule = Parameters<typeof planCardExpiry>[1]

export function forecast(database: Pick<Database, 'transaction'>, after: Day, until: Day, plan: (store: ForecastStore) => Promise<void>): Promise<ForecastRow[]> {
  return asIfPlanned(database, plan, (client) => countOf(client, after, until))
}

/** The same, with whom none of the kinds of address that a channel here reaches would find; the soonest first. */
export function forecastReach(
  database: Pick<Database, 'transaction'>, days: { after: Day; until: Day; kinds: readonly string[]; most: number }, plan: (store: ForecastStore) => Promise<void>,
): Promise<{ planned: ForecastRow[]; unreached: UnreachedRow[] }> {
  const { after, until, kinds, most } = days
  return asIfPlanned(database, plan, async (client) => ({ planned: await countOf(client, after, until), unreached: await unreachedOf(client, after, until, kinds, most) }))
}

function asIfPlanned<Seen>(database: Pick<Database, 'transaction'>, plan: (store: ForecastStore) => Promise<void>, look: (client: Queryable) => Promise<Seen>): Promise<Seen> {
  return database.transaction(async (client) => {
    await client.query('CREATE TEMP TABLE notice (LIKE notice INCLUDING DEFAULTS) ON COMMIT DROP')
    // Numbers of the real table would be used up for nothing.
    await client.query('ALTER TABLE pg_temp.notice ALTER id SET DEFAULT 0')
    await client.query('CREATE UNIQUE INDEX ON pg_temp.notice (recipient, reason_key)')
    const { rows: schemas } = await client.query<{ path: string }>("SELECT current_setting('search_path') AS path")
    // Named first, it is found before the real one also where the search path names pg_temp last.
    await client.query(`SET LOCAL search_path TO pg_temp, ${schemas[0]?.path ?? 'public'}`)
    const pool: Queryable = client
    await plan({
      cardExpiry: (rule, steps, silent) => planCardExpiry({ pool, keyed: pool } as Pick<Database, 'pool' | 'keyed'>, rule, steps, silent),
      paymentDay: (rule, steps, methods) => planPaymentDay(pool, rule, steps, methods),
      uncollected: (rule, steps, months) => planUncollected(pool, rule, steps, months),
      birthdays: (rule, steps, births, audience) => planBirthdays(pool, rule, steps, births, audience),
    })
    return look(client)
  })
}

async function countOf(client: Queryable, after: Day, until: Day): Promise<ForecastRow[]> {
  const { rows } = await client.query<{ due_on: Day; key: string; village_id: number | null; n: number }>(
    `SELECT n.due_on, r.key, p.village_id, count(*)::int AS n FROM pg_temp.notice n JOIN reminder_rule r ON r.id = n.rule_id JOIN person p ON p.id = n.person_id
     WHERE n.due_on > $1 AND n.due_on <= $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [after, until],
  )
  return rows.map((row) => ({ dueOn: row.due_on, ruleKey: row.key, villageId: row.village_id, n: row.n }))
}

async function unreachedOf(client: Queryable, after: Day, until: Day, kinds: readonly string[], most: number): Promise<UnreachedRow[]> {
  const { rows } = await client.query<{ person_id: string; village_id: number | null; why: UnreachedRow['why']; due_on: Day; key: string }>(
    `SELECT * FROM (
       SELECT DISTINCT ON (n.person_id) n.person_id, p.village_id, n.due_on, r.key,
         CASE WHEN p.opted_out_at IS NOT NULL THEN 'opted-out'
           WHEN NOT EXISTS (SELECT FROM person_contact pc JOIN contact c ON c.id = pc.contact_id WHERE pc.person_id = p.id AND pc.removed_at IS NULL AND c.state = 'active') THEN 'no-contact'
           ELSE 'no-channel' END AS why
       FROM pg_temp.notice n JOIN reminder_rule r ON r.id = n.rule_id JOIN person p ON p.id = n.person_id
       WHERE n.due_on > $1 AND n.due_on <= $2 AND (p.opted_out_at IS NOT NULL OR NOT EXISTS (
         SELECT FROM person_contact pc JOIN contact c ON c.id = pc.contact_id WHERE pc.person_id = p.id AND pc.removed_at IS NULL AND c.state = 'active' AND c.kind = ANY($3)))
       ORDER BY n.person_id, n.due_on
     ) unreached ORDER BY due_on, person_id LIMIT $4`,
    [after, until, kinds, most],
  )
  return rows.map((row) => ({ personId: row.person_id, villageId: row.village_id, why: row.why, dueOn: row.due_on, ruleKey: row.key }))
}
