/** Looking for planted identifiers everywhere that they must not be. */
import { Redis } from 'ioredis'
import type { Queryable } from '../../src/store/database.ts'

/** In whatever dress it may walk about: as it is, and as bytes in hexadecimal. */
export function sightings(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const lower = text.toLowerCase()
  return Object.entries(secrets)
    .filter(([, secret]) => lower.includes(secret.toLowerCase()) || lower.includes(Buffer.from(secret).toString('hex')))
    .map(([name]) => name)
}

/** Everything that each table holds, as text; encrypted bytes are searched too. */
export async function tablesOf(pool: Queryable, schema: string): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1', [schema])
  const found = new Map<string, string>()
  for (const { name } of rows) {
    const { rows: texts } = await pool.query<{ text: string }>(`SELECT t::text AS text FROM "${schema}"."${name}" t`)
    found.set(name, texts.map(({ text }) => text).join('\n'))
  }
  return found
}

export async function redisContent(redisUrl: string, prefix: string): Promise<string> {
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`${prefix}:*`)
  const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)))
  const hashes = await Promise.all(keys.map((key) => redis.hgetall(key).catch(() => ({}))))
  redis.disconnect()
  return keys.join('\n') + JSON.stringify(hashes) + dumps.map((dump) => dump?.toString('latin1')).join('\n')
}
