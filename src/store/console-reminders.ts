/** A commune's rules and wording as its officers change them in the console: each change with who made it. */
import { officerActor } from '../domain/officer.ts'
import type { Scope } from '../domain/officer.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import { writeAudit } from './audit.ts'
import type { Database, Queryable } from './database.ts'

export interface RuleEdit {
  key: RuleKey
  enabled: boolean
  offsets: readonly number[]
  sendTime: string
}

/** Raises the version, so that the next plan takes back what nobody has seen. Nothing happens where nothing is different. */
export function changeRule(database: Pick<Database, 'transaction'>, { communeId }: Scope, edit: RuleEdit, accountId: number, now: Date): Promise<boolean> {
  return database.transaction(async (client) => {
    const { rowCount } = await client.query(
      `UPDATE reminder_rule SET enabled = $3, offsets = $4, send_time = $5, version = version + 1, updated_at = $6, updated_by = $7
       WHERE commune_id = $1 AND key = $2 AND (enabled, offsets, send_time) IS DISTINCT FROM ($3::bool, $4::int[], $5::text)`,
      [communeId, edit.key, edit.enabled, [...edit.offsets], edit.sendTime, now, officerActor(accountId)],
    )
    if (rowCount === 1) await writeAudit(client, [{ communeId, actor: officerActor(accountId), action: 'rule.changed', subject: `rule:${edit.key}` }], now)
    return rowCount === 1
  })
}

/** `body` undefined: back to the text of the file. */
export function changeWording(database: Pick<Database, 'transaction'>, { communeId }: Scope, wording: { name: string; body: string | undefined }, accountId: number, now: Date): Promise<void> {
  return database.transaction(async (client) => {
    const { rowCount } = wording.body === undefined
      ? await client.query('DELETE FROM template_override WHERE commune_id = $1 AND name = $2', [communeId, wording.name])
      : await client.query(
          `INSERT INTO template_override (commune_id, name, body, updated_at, updated_by) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (commune_id, name) DO UPDATE SET body = excluded.body, version = template_override.version + 1, updated_at = excluded.updated_at, updated_by = excluded.updated_by
           WHERE template_override.body <> excluded.body`,
          [communeId, wording.name, wording.body, now, officerActor(accountId)],
        )
    if (rowCount === 1) await writeAudit(client, [{ communeId, actor: officerActor(accountId), action: 'wording.changed', subject: `template:${wording.name}` }], now)
  })
}

/** The newest notices about somebody that are said by this template: the rows on which an officer sees their words. */
export async function noticesSaidBy(pool: Queryable, { communeId, villageId }: Scope, templateKey: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM (
       SELECT DISTINCT ON (n.person_id) n.id FROM notice n JOIN person p ON p.id = n.person_id
       WHERE n.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2) AND n.template_key = $3 AND p.died_on IS NULL AND p.moved_out_on IS NULL ORDER BY n.person_id, n.id DESC
     ) newest ORDER BY id DESC LIMIT $4`,
    [communeId, villageId ?? null, templateKey, limit],
  )
  return rows.map(({ id }) => id)
}

/** Names and places of these people, as far as this officer sees them. */
export async function namesOf(pool: Queryable, { communeId, villageId }: Scope, personIds: readonly string[]): Promise<Map<string, { name: string; village: string | undefined }>> {
  const { rows } = await pool.query<{ id: string; full_name: string; village: string | null }>(
    `SELECT p.id, p.full_name, nullif(trim(v.kind || ' ' || v.name), '') AS village FROM person p LEFT JOIN village v ON v.id = p.village_id
     WHERE p.id = ANY($3::bigint[]) AND p.commune_id = $1 AND ($2::int IS NULL OR p.village_id = $2)`,
    [communeId, villageId ?? null, personIds],
  )
  return new Map(rows.map((row) => [row.id, { name: row.full_name, village: row.village ?? undefined }]))
}
