/**
 * `planned → queued`: chooses the channel of what is due, in one statement. What has lost its reason meanwhile is
 * cancelled here, what no channel can reach becomes a visit, what only a resting channel can reach waits, and so does
 * what is about somebody who may be dead.
 */
import type { ChannelName, ContactKind, Lane } from '../domain/notice-state.ts'
import type { Database } from './database.ts'
import { heldBack } from './gone-reports.ts'

export interface PromoteRequest {
  now: Date
  limit: number
  /** Communes in which bulk rests now. */
  quietCommunes: readonly number[]
  /** What can be sent on here, and to which kind of address, cheapest first. */
  ways: readonly { channel: ChannelName; kind: ContactKind; byTemplate: boolean }[]
  /** When a notice that only a resting channel can reach is looked at again. */
  retryAt: Date
  /** Whoever promotes beside others takes the ids that leave this remainder. */
  share: { of: number; remainder: number }
  /** A backup was restored: what could have left before, the lost installation may have sent. */
  doubtedUntil?: Date | undefined
}

export interface Promoted {
  noticeId: string
  /** Tells this queueing of the notice from an earlier one. */
  round: string
  channel: ChannelName
  lane: Lane
}

export const ROUND = '(extract(epoch FROM state_at) * 1000)::bigint AS round'

const PROMOTE = `
WITH due AS (
  SELECT n.id, n.commune_id, n.recipient, n.person_id, n.card_id, n.template_key, n.kind, n.lane, n.duty, n.not_after, n.not_before, n.exhausted, n.maybe_sent_at, n.channel, n.contact_id, n.broadcast_id
  FROM notice n
  WHERE n.state = 'planned' AND n.not_before <= $1 AND NOT (n.lane = 'bulk' AND n.commune_id = ANY($3::int[])) AND n.id % $7 = $8
  ORDER BY n.not_before LIMIT $2
  FOR UPDATE SKIP LOCKED
-- the same for every notice of a commune and a text: found once, not for each
), ways AS MATERIALIZED (
  SELECT about.commune_id, about.template_key, way.channel, way.kind, way.cost, coalesce(cs.resume_at > $1, false) AS resting, coalesce(cs.weight, 100) AS weight,
    coalesce(array_position(ARRAY(SELECT jsonb_array_elements_text(cm.profile -> 'cascade')), way.channel), way.cost::int) AS place
  FROM (SELECT DISTINCT commune_id, template_key FROM due) about
  JOIN commune cm ON cm.id = about.commune_id
  CROSS JOIN unnest($4::text[], $5::text[], $9::bool[]) WITH ORDINALITY AS way(channel, kind, by_template, cost)
  LEFT JOIN channel_state cs ON cs.commune_id = about.commune_id AND cs.channel = way.channel
  WHERE NOT way.by_template OR EXISTS (
    SELECT FROM provider_template pt WHERE pt.commune_id = about.commune_id AND pt.channel = way.channel AND pt.template_key = about.template_key)
-- materialized: unfolded into the update, every mention of a verdict would ask for a renewed card again
), choice AS MATERIALIZED (
  SELECT n.id, n.lane, best.channel, best.contact_id, best.resting,
    CASE
      -- planned while an undone import took the person away: no foreign key stops that, it would cost every notice too much
      WHEN n.person_id IS NOT NULL AND p.id IS NULL THEN 'import-undone'
      WHEN p.died_on IS NOT NULL THEN 'died'
      WHEN p.moved_out_on IS NOT NULL THEN 'moved'
      WHEN n.card_id IS NOT NULL AND EXISTS (
        -- nearly everybody has one card, and then this reads one row
        SELECT FROM card c2 WHERE c2.person_id = n.person_id AND c2.id <> n.card_id AND c2.withdrawn_at IS NULL
          AND c2.valid_to > (SELECT c.valid_to FROM card c WHERE c.id = n.card_id)) THEN 'renewed'
      WHEN p.opted_out_at IS NOT NULL AND NOT n.duty AND n.kind <> 'reply' THEN 'opted-out'
      WHEN b.state = 'cancelled' THEN 'broadcast-cancelled'
    END AS obsolete,
    p.opted_out_at IS NOT NULL AND n.duty AND n.kind <> 'reply' AS refused,
    n.recipient LIKE 'person:%' AND ${heldBack('n.person_id')} OR coalesce(b.state = 'paused', false) AS held,
    n.not_after <= $1 AS late,
    coalesce(n.not_before <= $10::timestamptz, false) AS doubted
  FROM due n
  LEFT JOIN person p ON p.id = n.person_id
  LEFT JOIN broadcast b ON b.id = n.broadcast_id
  LEFT JOIN LATERAL (
    SELECT way.channel, ct.id AS contact_id, way.resting
    FROM (
      SELECT pc.contact_id, pc.rank FROM person_contact pc
      WHERE pc.person_id = n.person_id AND pc.removed_at IS NULL AND n.recipient LIKE 'person:%'
      UNION ALL
      SELECT n.contact_id, 0 WHERE n.recipient LIKE 'contact:%'
    ) link
    JOIN contact ct ON ct.id = link.contact_id
    JOIN ways way ON way.commune_id = n.commune_id AND way.template_key = n.template_key AND way.kind = ct.kind
    WHERE ct.state = 'active'
      AND NOT EXISTS (SELECT FROM channel_unreachable un WHERE un.contact_id = ct.id AND un.channel = way.channel AND un.until > $1)
      AND NOT (n.exhausted <> '{}' AND (way.channel || ':' || ct.id) = ANY(n.exhausted))
      -- a request that may have arrived stays on its channel and contact until its doubt is settled
      AND (n.maybe_sent_at IS NULL OR (way.channel = n.channel AND ct.id = n.contact_id))
      -- whoever reads there has the same broadcast already, in the name of another person
      AND (n.broadcast_id IS NULL OR NOT EXISTS (
        SELECT FROM notice o WHERE o.broadcast_id = n.broadcast_id AND o.contact_id = ct.id AND o.id <> n.id AND o.state <> 'cancelled'))
    -- a resting channel comes last, and one whose provider is slow gives up a share to the person's next one
    ORDER BY way.resting, n.id % 100 >= way.weight, (way.channel = p.preferred_channel) DESC NULLS LAST, way.place, way.cost, link.rank
    LIMIT 1
  ) best ON true
), verdict AS (
  SELECT *, CASE
    WHEN obsolete IS NOT NULL THEN 'cancelled'
    WHEN doubted THEN 'unconfirmed'
    WHEN late THEN 'late'
    WHEN held THEN 'planned'
    WHEN refused THEN 'visit'
    WHEN channel IS NULL THEN 'visit'
    WHEN resting THEN 'planned'
    ELSE 'queued' END AS next
  FROM choice
), moved AS (
  UPDATE notice n SET
    state = CASE
      WHEN n.maybe_sent_at IS NOT NULL AND v.next IN ('cancelled', 'late', 'visit') THEN 'unconfirmed'
      WHEN v.next = 'late' THEN CASE WHEN n.params ->> 'late' = 'visit' AND n.person_id IS NOT NULL THEN 'visit' ELSE 'expired' END
      WHEN v.next = 'visit' AND n.person_id IS NULL THEN 'failed'
      ELSE v.next END,
    state_at = $1,
    channel = CASE WHEN v.next = 'queued' THEN v.channel ELSE n.channel END,
    contact_id = CASE WHEN v.next = 'queued' THEN v.contact_id ELSE n.contact_id END,
    not_before = CASE WHEN v.next = 'planned' THEN $6 ELSE n.not_before END,
    end_reason = CASE v.next WHEN 'cancelled' THEN v.obsolete WHEN 'late' THEN 'expired'
      WHEN 'visit' THEN CASE WHEN v.refused THEN 'opted-out' WHEN n.exhausted <> '{}' THEN 'channels-failed'
        -- there is a number or a chat, only no channel of the commune goes there
        WHEN EXISTS (SELECT FROM person_contact pc JOIN contact ct ON ct.id = pc.contact_id WHERE pc.person_id = n.person_id AND pc.removed_at IS NULL AND ct.state = 'active') THEN 'no-channel'
        ELSE 'no-contact' END END
  FROM verdict v WHERE v.id = n.id
  RETURNING n.id, n.state, n.state_at, n.channel, n.lane, n.commune_id, n.person_id, n.end_reason
), visits AS (
  INSERT INTO visit (notice_id, commune_id, village_id, person_id, reason, created_at)
  SELECT m.id, m.commune_id, p.village_id, m.person_id, CASE WHEN m.end_reason = 'expired' THEN 'expired-unsent' ELSE m.end_reason END, $1
  FROM moved m JOIN person p ON p.id = m.person_id WHERE m.state = 'visit'
  ON CONFLICT (notice_id) DO NOTHING
)
SELECT id, state, channel, lane, ${ROUND} FROM moved`

/**
 * A batch is a few thousand rows of millions, found one by one through their indexes. Right after a large plan the
 * server's statistics do not know that yet, and it would sort or read everything that is due for every batch.
 * The commit need not wait for the disk: a promotion that a power cut takes is made again, and a claim, which does
 * wait, takes every earlier commit to the disk with it.
 */
const SETTINGS = `SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off;
  SET LOCAL enable_mergejoin = off; SET LOCAL jit = off; SET LOCAL synchronous_commit = off`

/** `looked`: how many due rows were decided; fewer than the limit means that nothing more is due. */
export async function promoteNotices(database: Pick<Database, 'transaction'>, request: PromoteRequest): Promise<{ looked: number; queued: Promoted[] }> {
  const rows = await database.transaction(async (client) => {
    await client.query(SETTINGS)
    const decided = await client.query<{ id: string; state: string; channel: ChannelName; lane: Lane; round: string }>({
      name: 'promote-notices',
      text: PROMOTE,
      values: [
        request.now,
        request.limit,
        request.quietCommunes,
        request.ways.map(({ channel }) => channel),
        request.ways.map(({ kind }) => kind),
        request.retryAt,
        request.share.of,
        request.share.remainder,
        request.ways.map(({ byTemplate }) => byTemplate),
        request.doubtedUntil ?? null,
      ],
    })
    return decided.rows
  })
  const queued = rows.filter((row) => row.state === 'queued').map((row) => ({ noticeId: row.id, round: row.round, channel: row.channel, lane: row.lane }))
  return { looked: rows.length, queued }
}
