/** People's wishes about their data: noted with their days, done by an officer. */
import type { Day } from '../domain/calendar.ts'
import type { DataRequestKind } from '../domain/data-request.ts'
import type { Scope } from '../domain/officer.ts'
import { writeAudit } from './audit.ts'
import type { Database, Queryable } from './database.ts'

export interface OpenRequest {
  id: string
  personId: string
  fullName: string
  kind: DataRequestKind
  askedOn: Day
  replyBy: Day
  doBy: Day
}

export interface Who {
  communeId: number
  personId: string
  by: string
}

/** Asked twice it is one, with the first day. */
export function noteRequest(database: Pick<Database, 'transaction'>, { communeId, personId, by }: Who, kind: DataRequestKind, days: { askedOn: Day; replyBy: Day; doBy: Day }, now: Date): Promise<void> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query(
      `INSERT INTO data_request (commune_id, person_id, kind, asked_on, reply_by, do_by, noted_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (commune_id, person_id, kind) WHERE done_at IS NULL DO NOTHING`,
      [communeId, personId, kind, days.askedOn, days.replyBy, days.doBy, by],
    )
    if (rowCount === 1) await writeAudit(client, [{ communeId, actor: by, action: `data.${kind}-asked`, personId }], now)
  })
}

/** Those whose day comes first, first. Whose person is seen: `scope`. */
export async function openRequests(pool: Queryable, scope: Scope | undefined, personId?: string): Promise<OpenRequest[]> {
  const { rows } = await pool.query<{ id: string; person_id: string; full_name: string; kind: DataRequestKind; asked_on: Day; reply_by: Day; do_by: Day }>(
    `SELECT r.id, r.person_id, p.full_name, r.kind, r.asked_on, r.reply_by, r.do_by FROM data_request r JOIN person p ON p.id = r.person_id
     WHERE r.done_at IS NULL AND ($1::int IS NULL OR r.commune_id = $1) AND ($2::int IS NULL OR p.village_id = $2) AND ($3::bigint IS NULL OR r.person_id = $3) ORDER BY r.do_by, r.id`,
    [scope?.communeId ?? null, scope?.villageId ?? null, personId ?? null],
  )
  return rows.map((row) => ({ id: row.id, personId: row.person_id, fullName: row.full_name, kind: row.kind, askedOn: row.asked_on, replyBy: row.reply_by, doBy: row.do_by }))
}

export async function closeRequest(client: Queryable, { communeId, personId, by }: Who, kind: DataRequestKind, now: Date): Promise<void> {
  await client.query('UPDATE data_request SET done_at = $4, done_by = $5 WHERE commune_id = $1 AND person_id = $2 AND kind = $3 AND done_at IS NULL', [communeId, personId, kind, now, by])
}
