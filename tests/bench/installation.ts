/** An installation of its own for one figure: a schema, a queue prefix, one commune in which it is never night. */
import { createApp } from '../../src/app.ts'
import type { App, AppOptions } from '../../src/app.ts'
import { loadConfig } from '../../src/kernel/config.ts'
import { editRule, ensureCommune } from '../../src/store/communes.ts'
import type { Bench } from './figure.ts'
import { ownName, silentLog, sweepAway } from './ground.ts'

export type Backend = 'redis' | 'postgres'

export interface Installation {
  app: App
  communeId: number
  /** For processes of the same installation. */
  env: Readonly<Record<string, string>>
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** Takes away all notices and all bells. */
  clear(): Promise<void>
  close(): Promise<void>
}

const KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`

/** `channel`: as the configuration names it; `channels`: instead of it, one in this process. */
export async function install(
  { ground }: Bench, backend: Backend, channel: Readonly<Record<string, string>>, channels?: AppOptions['channels'],
): Promise<Installation> {
  const schema = ownName()
  const url = new URL(ground.databaseUrl)
  url.searchParams.set('schema', schema)
  const env = {
    DATABASE_URL: url.toString(),
    LOA_KEYS: KEYS,
    LOA_WEBCHAT: '0',
    LOA_LOG_LEVEL: 'warn',
    LOA_QUEUE_PREFIX: schema,
    ...(backend === 'redis' && ground.redisUrl !== undefined ? { REDIS_URL: ground.redisUrl } : {}),
    ...channel,
  }
  const app = await createApp(loadConfig(env), silentLog, channels === undefined ? {} : { channels })
  const { database } = app.ground
  const commune = await ensureCommune(database, 'xã Tân Đông', { quietHours: { from: '24:00', to: '00:00' } })
  await editRule(database, commune.id, 'card-expiry', { sendTime: '00:00', by: 'bench' })
  return {
    app, env,
    communeId: commune.id,
    sql: async <Row>(text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows as Row[],
    clear: async () => {
      await database.pool.query('TRUNCATE notice CASCADE')
      if (backend === 'redis') await sweepAway(ground.pool, ground.redisUrl, `${schema}_${schema}:`)
      else await emptyQueues(ground.pool, schema)
    },
    close: async () => {
      await app.stop()
      await sweepAway(ground.pool, ground.redisUrl, schema)
    },
  }
}

async function emptyQueues(pool: Bench['ground']['pool'], prefix: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE starts_with(schemaname, $1) AND schemaname <> $1 AND tablename LIKE '%job%'",
    [prefix],
  )
  if (rows.length > 0) await pool.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`)
}
