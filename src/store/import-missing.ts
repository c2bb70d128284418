/** Who has a benefit of a kind and does not stand in the list that was just read. Only told, never stopped. */
import type { Queryable } from './database.ts'
import { firstOf } from '../domain/calendar.ts'
import type { Month } from '../domain/calendar.ts'

export interface MissingQuestion {
  kind: string
  months: readonly Month[]
  seenPeople: readonly string[]
  seenBenefits: readonly string[]
  batchId: string
  villageIds: readonly number[] | undefined
}

export interface MissingPeople {
  people: number
  benefits: number
  personIds: string[]
  names: string[]
}

/** Ids that are kept with the batch, so that the officer's list can be shown again; a commune of 10,000 fits. */
const LISTED = 10_000
const NAMED = 10

/** An anti-join instead of `<> ALL`, which older servers try one by one. */
const notSeen = (id: string, seen: '$3' | '$4'): string => `NOT EXISTS (SELECT FROM unnest(${seen}::bigint[]) AS s(id) WHERE s.id = ${id})`
/** Mentioned so that every kind takes the same parameters. */
const ALL_PARAMETERS = 'num_nulls($3::bigint[], $4::bigint[], $5::date[]) >= 0'

/** What a list of each kind is expected to repeat: rows with an id (of the benefit) and a person. */
const EXPECTED: Readonly<Record<string, string>> = {
  cards: `SELECT DISTINCT c.person_id AS id, c.person_id FROM card c
    WHERE c.commune_id = $1 AND c.withdrawn_at IS NULL AND c.batch_id IS DISTINCT FROM $2 AND ${notSeen('c.person_id', '$3')}`,
  assistance: `SELECT a.id, a.person_id FROM allowance a
    WHERE a.commune_id = $1 AND a.status = 'active' AND a.withdrawn_at IS NULL AND a.batch_id IS DISTINCT FROM $2 AND ${notSeen('a.id', '$4')}`,
  payments: `SELECT y.id, y.person_id FROM payment y
    WHERE y.commune_id = $1 AND y.month = ANY($5::date[]) AND y.batch_id IS DISTINCT FROM $2 AND ${notSeen('y.id', '$4')}`,
  households: `SELECT m.id, m.id AS person_id FROM person m JOIN household h ON h.id = m.household_id
    WHERE m.commune_id = $1 AND h.poor_status IS NOT NULL AND m.batch_id IS DISTINCT FROM $2 AND ${notSeen('m.id', '$3')}`,
}

export async function findMissing(client: Queryable, communeId: number, question: MissingQuestion): Promise<MissingPeople> {
  const { rows } = await client.query<{ people: number; benefits: number; ids: string[] | null; names: string[] | null }>(
    `WITH expected AS (${EXPECTED[question.kind]} AND ${ALL_PARAMETERS}),
     gone AS (
       SELECT p.id, p.full_name, p.sort_key, count(*)::int AS benefits FROM expected e JOIN person p ON p.id = e.person_id
       WHERE p.died_on IS NULL AND p.moved_out_on IS NULL AND ($6::int[] IS NULL OR p.village_id = ANY($6::int[]))
       GROUP BY p.id),
     listed AS (SELECT id, full_name, row_number() OVER (ORDER BY sort_key, id) AS place FROM gone)
     SELECT (SELECT count(*)::int FROM gone) AS people, (SELECT coalesce(sum(benefits), 0)::int FROM gone) AS benefits,
       (SELECT array_agg(id::text ORDER BY place) FROM listed WHERE place <= ${LISTED}) AS ids,
       (SELECT array_agg(full_name ORDER BY place) FROM listed WHERE place <= ${NAMED}) AS names`,
    [
      communeId, question.batchId, question.seenPeople, question.seenBenefits,
      question.months.map(firstOf),
      question.villageIds ?? null,
    ],
  )
  const [found] = rows
  return { people: found?.people ?? 0, benefits: found?.benefits ?? 0, personIds: found?.ids ?? [], names: found?.names ?? [] }
}
