/**
 * The officer's word on whether a person lives, and lives here. Who died or moved away is told nothing more; taken back,
 * everything that has not passed meanwhile is as it was.
 */
import type { Day } from '../domain/calendar.ts'
import { writeAudit } from './audit.ts'
import type { Database, Queryable } from './database.ts'
import type { Gone } from './gone-reports.ts'
import { writeSetting } from './settings.ts'

export interface PersonFate {
  fullName: string
  birthYear: string | undefined
  village: string | undefined
  diedOn: Day | undefined
  movedOutOn: Day | undefined
  reported: Gone | undefined
}

export async function readFate(pool: Queryable, communeId: number, personId: string): Promise<PersonFate | undefined> {
  const { rows } = await pool.query<{ full_name: string; birth: Day | null; village: string | null; died_on: Day | null; moved_out_on: Day | null; said: Gone | null }>(
    `SELECT p.full_name, p.birth, nullif(trim(v.kind || ' ' || v.name), '') AS village, p.died_on, p.moved_out_on, g.said
     FROM person p LEFT JOIN village v ON v.id = p.village_id LEFT JOIN gone_report g ON g.person_id = p.id AND g.decided_at IS NULL
     WHERE p.commune_id = $1 AND p.id = $2`,
    [communeId, personId],
  )
  const [row] = rows
  return row && {
    fullName: row.full_name, birthYear: row.birth?.slice(0, 4), village: row.village ?? undefined,
    diedOn: row.died_on ?? undefined, movedOutOn: row.moved_out_on ?? undefined, reported: row.said ?? undefined,
  }
}

export type FateDecision = { kind: Gone; on: Day } | { kind: 'here' }

/** Returns how many notices and visits were cancelled, or came back. */
export function decideFate(database: Pick<Database, 'transaction'>, who: { communeId: number; personId: string; by: string }, decision: FateDecision, now: Date): Promise<number> {
  return database.transaction(async (client) => {
    const on = (kind: Gone): Day | null => (decision.kind === kind ? decision.on : null)
    await client.query('UPDATE person SET died_on = $2, moved_out_on = $3, updated_at = $4 WHERE id = $1', [who.personId, on('died'), on('moved'), now])
    await client.query('UPDATE gone_report SET decided_at = $2, decision = $3 WHERE person_id = $1 AND decided_at IS NULL', [who.personId, now, decision.kind])
    const touched = decision.kind === 'here' ? await bringBack(client, who.personId, now) : await cancel(client, who.personId, decision.kind, now)
    await writeAudit(client, [{ communeId: who.communeId, actor: who.by, action: `person.${decision.kind}`, personId: who.personId }], now)
    // What nobody had planned meanwhile is planned within a minute.
    await writeSetting({ pool: client }, `register-changed:${who.communeId}`, now.toISOString())
    return touched
  })
}

/** What may have arrived already stays in doubt, for a person to clear up. */
async function cancel(client: Queryable, personId: string, gone: Gone, now: Date): Promise<number> {
  const { rowCount } = await client.query(
    `WITH over AS (
       UPDATE notice SET state = 'cancelled', state_at = $3, end_reason = $2
       WHERE person_id = $1 AND recipient LIKE 'person:%' AND state IN ('planned', 'queued', 'visit') AND maybe_sent_at IS NULL RETURNING id
     ), visits AS (
       UPDATE visit v SET outcome = $2, outcome_at = $3 FROM over WHERE v.notice_id = over.id
     )
     SELECT FROM over`,
    [personId, gone, now],
  )
  return rowCount ?? 0
}

/** A visit has no end of its own; a notice comes back while there is still time to send it. */
async function bringBack(client: Queryable, personId: string, now: Date): Promise<number> {
  const { rowCount } = await client.query(
    `WITH visits AS (
       UPDATE visit SET outcome = NULL, outcome_at = NULL, outcome_by = NULL WHERE person_id = $1 AND outcome IN ('died', 'moved') RETURNING notice_id
     ), back AS (
       UPDATE notice n SET state = CASE WHEN v.notice_id IS NULL THEN 'planned' ELSE 'visit' END, state_at = $2, end_reason = CASE WHEN v.notice_id IS NULL THEN NULL ELSE v.reason END
       FROM notice same LEFT JOIN visit v ON v.notice_id = same.id
       WHERE same.id = n.id AND n.person_id = $1 AND n.recipient LIKE 'person:%' AND n.state = 'cancelled' AND n.end_reason IN ('died', 'moved')
         AND (v.notice_id IS NOT NULL OR n.not_after > $2)
       RETURNING n.id
     )
     SELECT id FROM back UNION SELECT notice_id FROM visits`,
    [personId, now],
  )
  return rowCount ?? 0
}
