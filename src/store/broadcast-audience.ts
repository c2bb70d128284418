/**
 * Who a broadcast is for, and what becomes of each of them: told over the way that the sender would choose, a visit where
 * there is none, and left out where somebody else reads the same telephone, where they have these words already, or where
 * they want none. One statement for the count, for the names and for the writing, so that all three mean the same people.
 */
import { bornBetween } from '../domain/broadcast.ts'
import type { Audience, AudienceCount, AudiencePerson, Part } from '../domain/broadcast.ts'
import type { Day } from '../domain/calendar.ts'
import type { ChannelName, ContactKind } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'
import { heldBack } from './gone-reports.ts'

export interface AudienceQuery {
  communeId: number
  audience: Audience
  today: Day
  now: Date
  /** What can be sent on here, cheapest first. */
  ways: readonly { channel: ChannelName; kind: ContactKind; byTemplate: boolean }[]
  /** Those who want no messages are visited instead of being left out. */
  urgent: boolean
  /** Broadcasts of the same words that went out within a day. */
  twins: readonly string[]
  /** Only the next so many people after this one: for writing in batches, of which the earlier ones are there. */
  batch?: { broadcastId: string; after: string; size: number }
}

export interface Parameters {
  values: unknown[]
  /** The place of a new value: `$3`. */
  at(value: unknown): string
}

export function parameters(): Parameters {
  const values: unknown[] = []
  return { values, at: (value) => `$${values.push(value)}` }
}

/** `marked(id, village_id, contact_id, channel, part)`: everybody in the audience, each once. */
export function markedPeople({ at }: Parameters, query: AudienceQuery): string {
  const { batch, twins, ways } = query
  const [commune, now] = [at(query.communeId), at(query.now)]
  const asked = conditions(at, query)
  const already = twins.length === 0 ? 'false' : `EXISTS (SELECT FROM notice x WHERE x.recipient = 'person:' || w.id AND x.reason_key = ANY(${at(twins.map((id) => `broadcast:${id}`))}) AND x.state NOT IN ('cancelled', 'expired', 'failed'))
      OR EXISTS (SELECT FROM notice x WHERE x.broadcast_id = ANY(${at(twins)}::bigint[]) AND x.contact_id = l.contact_id AND x.state NOT IN ('cancelled', 'expired', 'failed'))`
  const read = batch === undefined ? 'false' : `EXISTS (SELECT FROM notice x WHERE x.broadcast_id = ${at(batch.broadcastId)} AND x.contact_id = e.contact_id)`
  return `WITH who AS MATERIALIZED (
  SELECT p.id, p.village_id, p.preferred_channel, p.opted_out_at IS NOT NULL AS refuses, ${heldBack('p.id')} AS held
  FROM person p
  WHERE p.commune_id = ${commune} AND p.died_on IS NULL AND p.moved_out_on IS NULL${asked.map((one) => ` AND ${one}`).join('')}
  ${batch === undefined ? '' : `AND p.id > ${at(batch.after)} ORDER BY p.id LIMIT ${at(batch.size)}`}
), way AS MATERIALIZED (
  SELECT way.channel, way.kind, row_number() OVER (ORDER BY array_position(ARRAY(SELECT jsonb_array_elements_text(cm.profile -> 'cascade')), way.channel) NULLS LAST, way.cost) AS place
  FROM commune cm CROSS JOIN unnest(${at(ways.map(({ channel }) => channel))}::text[], ${at(ways.map(({ kind }) => kind))}::text[], ${at(ways.map(({ byTemplate }) => byTemplate))}::bool[]) WITH ORDINALITY AS way(channel, kind, by_template, cost)
  WHERE cm.id = ${commune} AND (NOT way.by_template OR EXISTS (
    SELECT FROM provider_template pt WHERE pt.commune_id = cm.id AND pt.channel = way.channel AND pt.template_key = 'officer-text'))
), link AS (
  SELECT DISTINCT ON (w.id) w.id, ct.id AS contact_id, way.channel
  FROM who w
  JOIN person_contact pc ON pc.person_id = w.id AND pc.removed_at IS NULL
  JOIN contact ct ON ct.id = pc.contact_id AND ct.commune_id = ${commune} AND ct.state = 'active'
  JOIN way ON way.kind = ct.kind
  WHERE NOT w.refuses AND (ct.id, way.channel) NOT IN (SELECT un.contact_id, un.channel FROM channel_unreachable un WHERE un.until > ${now})
  ORDER BY w.id, (way.channel = w.preferred_channel) DESC NULLS LAST, way.place, pc.rank, ct.id
), each AS (
  SELECT w.id, w.village_id, l.contact_id, l.channel,
    CASE WHEN w.held THEN 'held' WHEN w.refuses AND NOT ${at(query.urgent)} THEN 'opted-out' WHEN ${already} THEN 'already' WHEN l.contact_id IS NULL THEN 'visit' END AS part
  FROM who w LEFT JOIN link l ON l.id = w.id
), marked AS (
  SELECT e.id, e.village_id, e.contact_id, e.channel,
    -- of those who read one telephone the first is told
    coalesce(e.part, CASE WHEN ${read} OR row_number() OVER (PARTITION BY e.contact_id, e.part ORDER BY e.id) > 1 THEN 'shares' ELSE 'told' END) AS part
  FROM each e
)`
}

function conditions(at: Parameters['at'], { communeId, audience, today }: AudienceQuery): string[] {
  const { villages, groups, poor, cardFrom, cardTo, channel, people } = audience
  const { after, upTo } = bornBetween(audience, today)
  const some = (list: readonly unknown[] | undefined): list is readonly unknown[] => list !== undefined && list.length > 0
  return [
    some(villages) && `p.village_id = ANY(${at(villages)}::int[])`,
    some(poor) && `p.poor_status = ANY(${at(poor)}::text[])`,
    upTo !== undefined && `p.birth <= ${at(upTo)}::date`,
    after !== undefined && `p.birth > ${at(after)}::date`,
    some(groups) &&
      `p.id IN (SELECT a.person_id FROM allowance a WHERE a.commune_id = ${at(communeId)} AND a.status = 'active' AND a.withdrawn_at IS NULL AND a.category_group = ANY(${at(groups)}::text[]))`,
    (cardFrom !== undefined || cardTo !== undefined) &&
      `p.id IN (SELECT c.person_id FROM card c WHERE c.commune_id = ${at(communeId)} AND c.withdrawn_at IS NULL GROUP BY c.person_id
        HAVING max(c.valid_to) BETWEEN coalesce(${at(cardFrom ?? null)}::date, '-infinity') AND coalesce(${at(cardTo ?? null)}::date, 'infinity'))`,
    channel !== undefined &&
      `p.id IN (SELECT pc.person_id FROM contact ct JOIN person_contact pc ON pc.contact_id = ct.id AND pc.removed_at IS NULL
        WHERE ct.commune_id = ${at(communeId)} AND ct.state = 'active' AND ct.kind = ${at(channel === 'sms' ? 'phone' : channel)})`,
    people !== undefined && `p.id = ANY(${at(people)}::bigint[])`,
  ].filter((one) => one !== false)
}

export async function countAudience(pool: Queryable, query: AudienceQuery): Promise<AudienceCount> {
  const given = parameters()
  const { rows } = await pool.query<{ part: Part; channel: ChannelName | null; n: number }>(
    `${markedPeople(given, query)} SELECT part, CASE WHEN part = 'told' THEN channel END AS channel, count(*)::int AS n FROM marked GROUP BY 1, 2`,
    given.values,
  )
  const parts: Partial<Record<Part, number>> = {}
  const channels: Partial<Record<ChannelName, number>> = {}
  for (const { part, channel, n } of rows) {
    parts[part] = (parts[part] ?? 0) + n
    if (channel !== null) channels[channel] = n
  }
  return { parts, channels }
}

/** People of these parts, in the order of their ids, after `skip` of them. */
export async function listAudience(pool: Queryable, query: AudienceQuery, wanted: { parts: readonly Part[]; skip: number; limit: number }): Promise<AudiencePerson[]> {
  const given = parameters()
  const { at } = given
  const { rows } = await pool.query<{ id: string; full_name: string; sex: 'male' | 'female' | null; birth: Day | null; birth_precision: 'day' | 'month' | 'year' | null; village: string | null; channel: ChannelName | null; part: Part }>(
    `${markedPeople(given, query)}, wanted AS (
       SELECT m.* FROM marked m WHERE m.part = ANY(${at(wanted.parts)}::text[]) ORDER BY m.id LIMIT ${at(wanted.limit)} OFFSET ${at(wanted.skip)})
     SELECT p.id, p.full_name, p.sex, p.birth, p.birth_precision, nullif(trim(v.kind || ' ' || v.name), '') AS village, m.channel, m.part
     FROM wanted m JOIN person p ON p.id = m.id LEFT JOIN village v ON v.id = p.village_id ORDER BY m.id`,
    given.values,
  )
  return rows.map((row) => ({
    id: row.id, fullName: row.full_name, sex: row.sex ?? undefined, birth: row.birth ?? undefined, birthPrecision: row.birth_precision ?? undefined,
    village: row.village ?? undefined, channel: row.channel ?? undefined, part: row.part,
  }))
}
