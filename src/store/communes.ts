import { communeProfile } from '../domain/commune-profile.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { Day } from '../domain/calendar.ts'
import { REMINDER_RULES } from '../domain/reminder-rules.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import type { Database, Queryable } from './database.ts'
import { prisma } from './prisma.ts'
import { readSetting, writeSetting } from './settings.ts'

export interface CommuneRow {
  id: number
  name: string
  profile: CommuneProfile
}

export async function listCommunes({ pool }: { pool: Queryable }): Promise<CommuneRow[]> {
  const { rows } = await pool.query<{ id: number; name: string; profile: Partial<CommuneProfile> }>('SELECT id, name, profile FROM commune ORDER BY id')
  return rows.map((row) => ({ id: row.id, name: row.name, profile: communeProfile(row.name, row.profile) }))
}

/** Makes the commune with the default rules, or returns the one of that name. The whole profile is stored, so that SQL sees the defaults too. */
export function ensureCommune(database: Database, name: string, profile: Partial<CommuneProfile> = {}): Promise<CommuneRow> {
  return database.transaction(async (client) => {
    await client.query('INSERT INTO commune (name, province, profile) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING', [
      name,
      profile.province ?? '',
      JSON.stringify(communeProfile(name, profile)),
    ])
    const { rows } = await client.query<{ id: number; profile: Partial<CommuneProfile> }>('SELECT id, profile FROM commune WHERE name = $1', [name])
    const commune = rows[0] as { id: number; profile: Partial<CommuneProfile> }
    const rules = Object.values(REMINDER_RULES)
    await client.query(
      `INSERT INTO reminder_rule (commune_id, key, offsets, send_time, updated_by)
       SELECT $1, u.key, u.offsets::int[], u.send_time, 'default' FROM unnest($2::text[], $3::text[], $4::text[]) AS u(key, offsets, send_time)
       ON CONFLICT (commune_id, key) DO NOTHING`,
      [commune.id, rules.map((rule) => rule.key), rules.map((rule) => `{${rule.offsets.join(',')}}`), rules.map((rule) => rule.sendTime)],
    )
    return { id: commune.id, name, profile: communeProfile(name, commune.profile) }
  })
}

/** Keeps what is not given. The whole profile is stored again, so that SQL sees the defaults too. */
export async function changeProfile(database: Database, communeId: number, change: Partial<CommuneProfile>): Promise<CommuneProfile> {
  const commune = await (await prisma(database)).commune.findUniqueOrThrow({ where: { id: communeId } })
  const profile = communeProfile(commune.name, { ...(commune.profile as Partial<CommuneProfile>), ...change })
  await (await prisma(database)).commune.update({ where: { id: communeId }, data: { profile: { ...profile, quietHours: { ...profile.quietHours }, cascade: [...profile.cascade] }, province: profile.province } })
  return profile
}

export interface RuleRow {
  id: number
  communeId: number
  key: RuleKey
  enabled: boolean
  version: number
  offsets: number[]
  sendTime: string
}

export async function listRules({ pool }: { pool: Queryable }, communeId: number): Promise<RuleRow[]> {
  const { rows } = await pool.query<Omit<RuleRow, 'key'> & { key: string }>(
    'SELECT id, commune_id AS "communeId", key, enabled, version, offsets, send_time AS "sendTime" FROM reminder_rule WHERE commune_id = $1 ORDER BY id',
    [communeId],
  )
  // a rule of a newer Loa is not ours to plan
  return rows.flatMap(({ key, ...rule }) => (isRuleKey(key) ? [{ ...rule, key }] : []))
}

const isRuleKey = (key: string): key is RuleKey => key in REMINDER_RULES

/** Every edit raises the version, and the next plan takes back what the old one has planned and nobody has seen. */
export async function editRule(
  database: Database, communeId: number, key: RuleKey,
  edit: { enabled?: boolean; offsets?: number[]; sendTime?: string; by: string },
): Promise<void> {
  const { by, ...changes } = edit
  await (await prisma(database)).reminderRule.update({
    where: { communeId_key: { communeId, key } },
    data: { ...changes, updatedBy: by, version: { increment: 1 } },
  })
}

/** What planning depends on, as one short text: while it and the day are the same, there is nothing new to plan. */
export async function planSignature({ pool }: { pool: Queryable }, communeId: number): Promise<string> {
  const { rows } = await pool.query<{ signature: string }>(
    `SELECT concat_ws('/',
       (SELECT max(id) || ':' || count(undone_at) FROM import_batch WHERE commune_id = $1),
       (SELECT sum(version) || ':' || count(*) FILTER (WHERE enabled) FROM reminder_rule WHERE commune_id = $1),
       (SELECT max(updated_at) || ':' || count(*) FROM payment_schedule WHERE commune_id = $1),
       (SELECT value FROM setting WHERE key = 'register-changed:' || $1)) AS signature`,
    [communeId],
  )
  return rows[0]?.signature ?? ''
}

export const lastPlanned = (database: { pool: Queryable }, communeId: number): Promise<{ day: Day; signature: string } | undefined> =>
  readSetting(database, `planned:${communeId}`)

export const rememberPlanned = (database: { pool: Queryable }, communeId: number, planned: { day: Day; signature: string }): Promise<void> =>
  writeSetting(database, `planned:${communeId}`, planned)
