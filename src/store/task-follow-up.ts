/** What the minute's look at open tasks reads and writes. */
import { vietnamDay } from '../domain/calendar.ts'
import { communeProfile } from '../domain/commune-profile.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { Cipher } from './cipher.ts'
import type { Database, Queryable } from './database.ts'
import { inOffice } from './office-holders.ts'
import { outDesk } from './room-desk.ts'
import { officerChats, sceneVillages } from './room-scene.ts'
import { TASK_COLUMNS, taskOf } from './tasks.ts'
import type { TaskRow } from './tasks.ts'

type FollowedRow = TaskRow & { commune_id: number; commune_name: string; profile: Partial<CommuneProfile> }

const followed = (row: FollowedRow, cipher: Cipher) => ({ ...taskOf(row, cipher), communeId: row.commune_id, quietHours: communeProfile(row.commune_name, row.profile).quietHours })

export async function owedTasks(pool: Queryable, cipher: Cipher) {
  const { rows } = await pool.query<FollowedRow>(
    `SELECT ${TASK_COLUMNS}, t.commune_id, cm.name AS commune_name, cm.profile FROM task t JOIN commune cm ON cm.id = t.commune_id
     WHERE t.state = 'open' AND (t.kind <> 'announcement' OR t.needs_ack)
       AND EXISTS (SELECT FROM task_target x WHERE x.task_id = t.id AND x.answered_at IS NULL AND x.done_at IS NULL AND x.escalated_at IS NULL) ORDER BY t.id`)
  return rows.map((row) => followed(row, cipher))
}

/**
 * Not told: there was nobody, no messenger took it, or whoever was told is out of office before they had confirmed. Only
 * where there is a way that was not tried: else an officer knows.
 */
const UNTOLD = `
SELECT x.task_id, array_agg(x.village_id ORDER BY x.village_id) AS village_ids
FROM task t JOIN task_target x ON x.task_id = t.id LEFT JOIN notice n ON n.id = x.notice_id
WHERE t.state = 'open' AND x.confirmed_at IS NULL AND x.answered_at IS NULL AND x.done_at IS NULL
  AND (n.id IS NULL OR n.state IN ('failed', 'cancelled', 'expired')
    OR NOT EXISTS (SELECT FROM room r WHERE r.contact_id = n.contact_id AND r.ended_at IS NULL)
      AND NOT EXISTS (SELECT FROM office_holder h WHERE h.phone_contact_id = n.contact_id AND ${inOffice('h', '$1')}))
GROUP BY x.task_id`

export async function untoldTasks(pool: Queryable, cipher: Cipher, now: Date) {
  const { rows: untold } = await pool.query<{ task_id: string; village_ids: number[] }>(UNTOLD, [vietnamDay(now)])
  if (untold.length === 0) return []
  const { rows } = await pool.query<FollowedRow>(
    `SELECT ${TASK_COLUMNS}, t.commune_id, cm.name AS commune_name, cm.profile FROM task t JOIN commune cm ON cm.id = t.commune_id WHERE t.id = ANY($1::bigint[])`, [untold.map((one) => one.task_id)])
  return rows.map((row) => ({ task: followed(row, cipher), villageIds: untold.find((one) => one.task_id === row.id)?.village_ids ?? [] }))
}

/** What everybody has answered needs nobody any more, once its day is over. */
export async function closeAnswered(pool: Queryable, now: Date): Promise<void> {
  await pool.query(
    `UPDATE task t SET state = 'closed', closed_at = $1 WHERE t.state = 'open' AND NOT t.board_stale AND coalesce(t.due_on, (t.given_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date + 1) < $2::date
       AND NOT EXISTS (SELECT FROM task_target x WHERE x.task_id = t.id AND x.answered_at IS NULL AND x.done_at IS NULL AND NOT (t.kind = 'announcement' AND (x.confirmed_at IS NOT NULL OR NOT t.needs_ack)))`,
    [now, vietnamDay(now)])
}

export async function withFollowDesk(database: Pick<Database, 'transaction'>, cipher: Cipher, communeId: number, now: Date, work: (desk: ReturnType<typeof followDesk>) => Promise<void>): Promise<void> {
  await database.transaction(async (client) => {
    // The same lock as a message's: an answer that comes at this moment is seen, or comes after.
    await client.query("SELECT pg_advisory_xact_lock(hashtext('loa-task'), $1)", [communeId])
    const { rows: [commune] } = await client.query<{ name: string; profile: Partial<CommuneProfile> }>('SELECT name, profile FROM commune WHERE id = $1', [communeId])
    if (commune === undefined) return
    await work(followDesk(client, cipher, { communeId, sender: communeProfile(commune.name, commune.profile).sender, villages: await sceneVillages(client, communeId) }, now))
  })
}

function followDesk(client: Queryable, cipher: Cipher, scope: Parameters<typeof outDesk>[2], now: Date) {
  const { communeId } = scope
  return {
    ...outDesk(client, cipher, scope, now),
    noteChased: async (taskId: string, villageId: number, steps: readonly string[]): Promise<void> => {
      await client.query('UPDATE task_target SET chased = chased || $3::text[] WHERE task_id = $1 AND village_id = $2 AND NOT chased && $3::text[]', [taskId, villageId, steps])
      await client.query('UPDATE task SET board_stale = true WHERE id = $1', [taskId])
    },
    async escalate(taskId: string, villageId: number, facts: string): Promise<boolean> {
      const { rowCount } = await client.query(
        `WITH up AS (
           UPDATE task_target SET escalated_at = $3 WHERE task_id = $1 AND village_id = $2 AND escalated_at IS NULL AND answered_at IS NULL AND done_at IS NULL RETURNING task_id, notice_id
         ), shown AS (UPDATE task SET board_stale = true WHERE id IN (SELECT task_id FROM up))
         INSERT INTO ticket (commune_id, contact_id, topic, facts_enc, opened_at, updated_at)
         SELECT $4, coalesce(n.contact_id, r.contact_id), 'village-silent', $5, $3, $3 FROM up JOIN task t ON t.id = up.task_id JOIN room r ON r.id = t.room_id LEFT JOIN notice n ON n.id = up.notice_id`,
        [taskId, villageId, now, communeId, cipher.encrypt(facts)])
      return rowCount === 1
    },
    officerChats: () => officerChats(client, communeId, vietnamDay(now)),
    async ring(villageId: number): Promise<{ name: string; phone: string | undefined }[]> {
      const { rows } = await client.query<{ name_enc: Buffer; address_enc: Buffer | null }>(
        `SELECT h.name_enc, c.address_enc FROM office_holder h LEFT JOIN contact c ON c.id = h.phone_contact_id
         WHERE h.commune_id = $1 AND h.village_id = $2 AND h.office IN ('head', 'deputy') AND ${inOffice('h', '$3')} ORDER BY h.office = 'deputy', h.id`, [communeId, villageId, vietnamDay(now)])
      return rows.map((row) => ({ name: cipher.decrypt(row.name_enc), phone: row.address_enc === null ? undefined : cipher.decrypt(row.address_enc) }))
    },
  }
}
