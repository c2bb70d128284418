/**
 * Who is said to be dead or to have moved away. A report changes nothing on the register: it waits for the officer, and
 * meanwhile holds back what would hurt a mourning family. What is held is not lost: it goes on when the person is here
 * after all, and what can no longer be sent by then is on the visit list.
 *
 * A death holds, whoever reports it. A move holds when the village head stood at the door; a list's note of a move does
 * not, because lists carry such notes for years and a reminder too many hurts nobody.
 */
import type { Queryable } from './database.ts'

export type Gone = 'died' | 'moved'

/** True while something about the person in this column is held back. */
export const heldBack = (person: string): string => `EXISTS (SELECT FROM gone_report g WHERE g.person_id = ${person} AND g.decided_at IS NULL AND g.holds)`

/** A stronger word takes the place of a weaker one: a village head's of a list's, a death of a move. */
const STRONGER = `ON CONFLICT (person_id) WHERE decided_at IS NULL DO UPDATE SET
  said = excluded.said, source = excluded.source, batch_id = excluded.batch_id, holds = excluded.holds, reported_at = excluded.reported_at
WHERE excluded.source = 'visit' OR excluded.holds AND NOT gone_report.holds`

/** What was queued for the person waits again; what has been claimed is on its way. */
const UNQUEUE = `UPDATE notice n SET state = 'planned', state_at = $2 FROM gone_report g
WHERE g.person_id = n.person_id AND g.decided_at IS NULL AND g.holds AND n.state = 'queued' AND n.maybe_sent_at IS NULL AND n.recipient LIKE 'person:%'`

export async function reportAtTheDoor(client: Queryable, report: { communeId: number; personId: string; said: Gone }, now: Date): Promise<void> {
  await client.query(
    `INSERT INTO gone_report (commune_id, person_id, said, source, holds, reported_at) VALUES ($1, $2, $3, 'visit', true, $4) ${STRONGER}`,
    [report.communeId, report.personId, report.said, now],
  )
  await client.query(`${UNQUEUE} AND n.person_id = $1`, [report.personId, now])
}

/** A relative wrote it: the family hears nothing about the dead until an officer has looked. */
export async function reportInChat(client: Queryable, report: { communeId: number; personId: string }, now: Date): Promise<void> {
  await client.query(
    `INSERT INTO gone_report (commune_id, person_id, said, source, holds, reported_at) VALUES ($1, $2, 'died', 'chat', true, $3) ${STRONGER}`,
    [report.communeId, report.personId, now],
  )
  await client.query(`${UNQUEUE} AND n.person_id = $1`, [report.personId, now])
}

/** From the rows that an import keeps for the officer. */
export async function reportFromImport(client: Queryable, batchId: string, communeId: number, now: Date): Promise<void> {
  await client.query(
    `INSERT INTO gone_report (commune_id, person_id, said, source, batch_id, holds, reported_at)
     SELECT DISTINCT ON (r.person_id) $2::int, r.person_id, f.said, 'import', $1::bigint, f.said = 'died', $3::timestamptz
     FROM import_row r
     JOIN (VALUES ('died', '[{"code": "note.died"}]'::jsonb), ('moved', '[{"code": "note.moved"}]'::jsonb)) AS f(said, issue) ON r.issues @> f.issue
     JOIN person p ON p.id = r.person_id AND p.died_on IS NULL AND p.moved_out_on IS NULL
     WHERE r.batch_id = $1 AND r.outcome = 'flagged' ORDER BY r.person_id, f.said
     ${STRONGER}`,
    [batchId, communeId, now],
  )
  await client.query(`${UNQUEUE} AND g.batch_id = $1`, [batchId, now])
}

export const forgetImportReports = (client: Queryable, batchId: string): Promise<unknown> =>
  client.query('DELETE FROM gone_report WHERE batch_id = $1 AND decided_at IS NULL', [batchId])

export interface GoneReportRow {
  personId: string
  person: string
  commune: string
  village: string | undefined
  said: Gone
  source: 'visit' | 'import' | 'chat'
  fileName: string | undefined
  reportedAt: Date
  /** Notices and visits that wait for the decision. */
  held: number
}

export async function openGoneReports(pool: Queryable): Promise<GoneReportRow[]> {
  const { rows } = await pool.query<{
    person_id: string; full_name: string; commune: string; village: string | null; said: Gone; source: 'visit' | 'import' | 'chat'; file_name: string | null; reported_at: Date; held: number
  }>(
    `SELECT g.person_id, p.full_name, c.name AS commune, nullif(trim(v.kind || ' ' || v.name), '') AS village, g.said, g.source, b.file_name, g.reported_at,
       CASE WHEN g.holds THEN (SELECT count(*)::int FROM notice n LEFT JOIN visit vi ON vi.notice_id = n.id
         WHERE n.person_id = g.person_id AND n.recipient LIKE 'person:%'
           AND (n.state = 'planned' OR n.state = 'visit' AND coalesce(vi.outcome, '') <> 'told')) ELSE 0 END AS held
     FROM gone_report g JOIN person p ON p.id = g.person_id JOIN commune c ON c.id = g.commune_id
     LEFT JOIN village v ON v.id = p.village_id LEFT JOIN import_batch b ON b.id = g.batch_id
     WHERE g.decided_at IS NULL ORDER BY g.reported_at, g.id`,
  )
  return rows.map((row) => ({
    personId: row.person_id, person: row.full_name, commune: row.commune, village: row.village ?? undefined, said: row.said, source: row.source,
    fileName: row.file_name ?? undefined, reportedAt: row.reported_at, held: row.held,
  }))
}
