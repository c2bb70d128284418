/** A channel was switched on: who was on the visit list only for want of one is written to after all, while there is time. */
import type { ChannelName, ContactKind } from '../domain/notice-state.ts'
import type { Queryable } from './database.ts'

export async function sendInsteadOfVisiting(pool: Queryable, ways: readonly { channel: ChannelName; kind: ContactKind; byTemplate: boolean }[], now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `WITH back AS (
       UPDATE notice n SET state = 'planned', state_at = $1, end_reason = NULL
       FROM visit vi
       WHERE vi.notice_id = n.id AND vi.reason = 'no-channel' AND vi.outcome IS NULL AND n.state = 'visit' AND n.not_after > $1
         AND EXISTS (
           SELECT FROM person_contact pc JOIN contact ct ON ct.id = pc.contact_id AND ct.state = 'active'
           JOIN unnest($2::text[], $3::text[], $4::bool[]) AS way(channel, kind, by_template) ON way.kind = ct.kind
           WHERE pc.person_id = n.person_id AND pc.removed_at IS NULL
             AND NOT EXISTS (SELECT FROM channel_unreachable un WHERE un.contact_id = ct.id AND un.channel = way.channel AND un.until > $1)
             AND (NOT way.by_template OR EXISTS (
               SELECT FROM provider_template pt WHERE pt.commune_id = n.commune_id AND pt.channel = way.channel AND pt.template_key = n.template_key)))
       RETURNING n.id
     )
     DELETE FROM visit vi USING back WHERE vi.notice_id = back.id`,
    [now, ways.map(({ channel }) => channel), ways.map(({ kind }) => kind), ways.map(({ byTemplate }) => byTemplate)],
  )
  return rowCount ?? 0
}
