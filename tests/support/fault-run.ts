/**
 * A run that is disturbed: senders are processes of their own that can be killed, the clock is the real one, and this
 * process is the scheduler. What people received is counted at the simulated provider, never in our own tables.
 */
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { inject } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { App } from '../../src/app.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { addDays, vietnamDay } from '../../src/domain/calendar.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { loadConfig } from '../../src/kernel/config.ts'
import type { Database } from '../../src/store/database.ts'
import { editRule, ensureCommune } from '../../src/store/communes.ts'
import { emptyTables, silentLog } from './database.ts'
import type { TestDatabase } from './database.ts'
import { addManyPeople } from './many-people.ts'
import { handHeld, TEST_KEYS } from './pipeline.ts'
import type { HandHeldChannel } from './pipeline.ts'

const isShort = process.env['LOA_FAULTS'] === 'short'
/** The long form is what the proof is about; the short one tells in a minute whether something is broken. */
export const SIZE = isShort ? { notices: 1_000, slowNotices: 240, kills: 4 } : { notices: 10_000, slowNotices: 3_000, kills: 20 }

export type Backend = 'postgres' | 'redis'

/** Every run is made on each queue backend; where there is no Redis, that half says so and is skipped. */
export function backends(): { backend: Backend; redisUrl: string | undefined }[] {
  const redisUrl = inject('redisUrl')
  if (redisUrl === null) console.log('skipped on Redis: REDIS_URL is not set')
  return [{ backend: 'postgres', redisUrl: undefined }, ...(redisUrl === null ? [] : [{ backend: 'redis' as const, redisUrl }])]
}

export interface FaultRun {
  /** For processes of this run. */
  env: Readonly<Record<string, string>>
  /** This process: planner, promoter, sweeper and receiver. */
  app: App
  addresses: readonly string[]
  /** One more process of the same installation, except that it lives in this one. */
  startApp(): Promise<App>
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>
  /** How many notices are in each state. */
  states(): Promise<Record<string, number>>
  stop(): Promise<void>
}

export interface FaultRunOptions {
  database: TestDatabase
  redisUrl: string | undefined
  /** Settings of the channel under test, or the channels themselves where senders run in this process. */
  channel: Readonly<Record<string, string>> | readonly Channel[]
  kind: 'phone' | 'telegram'
  notices: number
}

/** Plans one notice for each of `notices` people. Nothing is sent until a worker starts. */
export async function openFaultRun({ database, redisUrl, channel, kind, notices }: FaultRunOptions): Promise<FaultRun> {
  await emptyTables(database)
  const env = {
    DATABASE_URL: database.fullUrl,
    LOA_KEYS: TEST_KEYS,
    LOA_WEBCHAT: '0',
    // A server of the test's own has no schema to tell its queues from others on a shared Redis.
    LOA_QUEUE_PREFIX: `faults_${randomBytes(3).toString('hex')}`,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    ...(isList(channel) ? {} : channel),
  }
  const apps: App[] = []
  const startApp = async (): Promise<App> => {
    const options = { clock: systemClock, ground: { maxConnections: 6 }, ...(isList(channel) ? { channels: () => channel } : {}) }
    const app = await createApp(loadConfig(env), silentLog, options)
    apps.push(app)
    return app
  }
  const app = await startApp()
  // The proof must hold at any hour at which somebody runs it.
  const commune = await ensureCommune(database, 'xã Tân Đông', { quietHours: { from: '24:00', to: '00:00' } })
  await editRule(database, commune.id, 'card-expiry', { sendTime: '00:00', by: 'test' })
  const cardEnds = addDays(vietnamDay(systemClock.now()), 30)
  const addresses = await addManyPeople(database.pool, app.ground.cipher, { communeId: commune.id, count: notices, kind, cardEnds })
  await app.plan()
  const sql = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => (await database.pool.query(text, values)).rows as Row[]
  return {
    env, app, addresses, sql,
    states: async () => {
      const rows = await sql<{ state: string; n: number }>('SELECT state, count(*)::int AS n FROM notice GROUP BY state ORDER BY state')
      return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
    },
    startApp,
    stop: async () => {
      for (const one of apps.toReversed()) await one.stop()
      await forgetQueue(app, database, redisUrl)
    },
  }
}

const isList = (channel: FaultRunOptions['channel']): channel is readonly Channel[] => Array.isArray(channel)

/** Everything that the queue keeps for this run's installation is gone, jobs and bookkeeping alike. */
export async function wipeQueue(app: App, database: Database, redisUrl: string | undefined): Promise<void> {
  const prefix = prefixOf(app, database)
  if (redisUrl === undefined) {
    const { rows } = await database.pool.query<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 AND tablename NOT LIKE '%migration%'",
      [`${prefix}_queue`],
    )
    await untilNoDeadlock(() => database.pool.query(`TRUNCATE ${rows.map(({ name }) => name).join(', ')} CASCADE`))
    return
  }
  const redis = new Redis(redisUrl)
  const keys = await redis.keys(`${prefix}:*`)
  for (let start = 0; start < keys.length; start += 1_000) await redis.del(...keys.slice(start, start + 1_000))
  redis.disconnect()
}

/** Emptying tables under working hands may be chosen as the victim of a deadlock; whoever empties them tries again. */
async function untilNoDeadlock(wipe: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await wipe()
      return
    } catch (error) {
      if ((error as { code?: unknown }).code !== '40P01') throw error
    }
  }
}

async function forgetQueue(app: App, database: Database, redisUrl: string | undefined): Promise<void> {
  if (redisUrl !== undefined) return wipeQueue(app, database, redisUrl).catch(() => undefined)
  await database.pool.query(`DROP SCHEMA IF EXISTS "${prefixOf(app, database)}_queue" CASCADE`)
}

const prefixOf = (app: App, { schema }: Database): string =>
  schema === 'public' ? app.ground.config.queuePrefix : `${app.ground.config.queuePrefix}_${schema}`

/** A sender of this process: counts what people receive, takes its time, and cannot tell twins apart. */
export function slowHands(takesMs: number): HandHeldChannel {
  const channel = handHeld('sms')
  channel.answer = async (message) => {
    await new Promise((resolve) => setTimeout(resolve, takesMs * (0.5 + Math.random())))
    return { providerId: message.requestId, outcome: 'accepted' }
  }
  return channel
}

/** How often each address was told: [told once, told more than once, never told]. */
export function tally(addresses: readonly string[], received: readonly { to: string }[]): { once: number; twice: string[]; never: string[] } {
  const times = new Map<string, number>()
  for (const { to } of received) times.set(to, (times.get(to) ?? 0) + 1)
  return {
    once: addresses.filter((address) => times.get(address) === 1).length,
    twice: addresses.filter((address) => (times.get(address) ?? 0) > 1),
    never: addresses.filter((address) => !times.has(address)),
  }
}

/** Asks every `everyMs` until it is so; fails with what `tell` says when it never is. */
export async function eventually(ask: () => boolean | Promise<boolean>, withinMs: number, tell: () => unknown = () => ''): Promise<void> {
  const until = performance.now() + withinMs
  while (!(await ask())) {
    if (performance.now() > until) throw new Error(`not true within ${withinMs} ms: ${JSON.stringify(await tell())}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
