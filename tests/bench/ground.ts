/**
 * The servers that the figures are taken on: DATABASE_URL and REDIS_URL where they are set, else an embedded PostgreSQL
 * with the settings that a commune gets, and a redis-server of our own where the machine has one. Everything that the
 * bench makes lies in schemas, queues and folders of its own and is gone at the end.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { createLog } from '../../src/kernel/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'

export interface Ground {
  databaseUrl: string
  embedded: boolean
  redisUrl: string | undefined
  ownRedis: boolean
  pool: pg.Pool
  /** Deleted at the end. */
  folder: string
  close(): Promise<void>
}

export const silentLog = createLog({ level: 'silent' })

export async function openGround(): Promise<Ground> {
  const undo: (() => Promise<unknown>)[] = []
  const folder = await mkdtemp(join(tmpdir(), 'loa-bench-'))
  // As root the server is another user, who must get in: else it would keep its data elsewhere, where nobody deletes it.
  await chmod(folder, 0o711)
  undo.push(() => rm(folder, { recursive: true, force: true }))
  const given = process.env.DATABASE_URL
  const databaseUrl = given ?? (await embeddedServer(folder, undo))
  const givenRedis = process.env.REDIS_URL
  const redisUrl = givenRedis ?? (await redisServer(folder, undo))
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('error', () => undefined)
  undo.push(() => pool.end())
  undo.push(() => sweepAway(pool, redisUrl, RUN))
  return {
    databaseUrl, redisUrl, pool, folder,
    embedded: given === undefined,
    ownRedis: givenRedis === undefined,
    close: async () => {
      for (const step of undo.toReversed()) await step()
    },
  }
}

async function embeddedServer(folder: string, undo: (() => Promise<unknown>)[]): Promise<string> {
  const dataDir = join(folder, 'server')
  await mkdir(dataDir, { mode: 0o711 })
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog })
  undo.push(() => server.stop())
  return server.url
}

/** As docker-compose runs it: evicts nothing, appends every second. Undefined where the machine has no redis-server. */
async function redisServer(folder: string, undo: (() => Promise<unknown>)[]): Promise<string | undefined> {
  const port = await freePort()
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']
  const child = spawn('redis-server', flags, { stdio: 'ignore' })
  const ended = new Promise<false>((done) => {
    child.once('error', () => done(false))
    child.once('exit', () => done(false))
  })
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { maxRetriesPerRequest: null })
  client.on('error', () => undefined)
  const isUp = await Promise.race([client.ping().then(() => true), ended])
  client.disconnect()
  if (!isUp) return undefined
  undo.push(async () => {
    child.kill('SIGTERM')
    await ended
  })
  return url
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}

/** Begins every name that this run gives to a schema or a queue, so that an interrupted run can be swept away too. */
const RUN = `bench_${randomBytes(4).toString('hex')}`
let names = 0

/** A name that nobody else on these servers uses. */
export function ownName(): string {
  names += 1
  return `${RUN}_${String(names).padStart(3, '0')}`
}

/** Drops the schemas and deletes the keys whose names begin so. */
export async function sweepAway(pool: pg.Pool, redisUrl: string | undefined, prefix: string): Promise<void> {
  const { rows } = await pool.query<{ name: string }>('SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1)', [prefix])
  for (const { name } of rows) await pool.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`)
  if (redisUrl === undefined) return
  const redis = new Redis(redisUrl)
  redis.on('error', () => undefined)
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 5_000 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await redis.unlink(...keys)
    }
  } finally {
    redis.disconnect()
  }
}
