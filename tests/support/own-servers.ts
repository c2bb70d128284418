/** A PostgreSQL and a Redis of the test's own, to be stopped, cut and brought back on the same port as it likes. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Redis } from 'ioredis'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { migrate } from '../../src/store/migrate.ts'
import { silentLog } from './database.ts'
import type { TestDatabase } from './database.ts'

export interface OwnPostgres {
  database: TestDatabase
  /** As a power cut would: nothing is finished, what was committed is recovered at the next start. */
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'loa-faults-'))
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, settings: { fsync: 'off', full_page_writes: 'off' } })
  const data = await dataDirectory(server.url)
  const { uid, gid } = await stat(data)
  const [postgres = '', ...flags] = (await readFile(join(data, 'postmaster.opts'), 'utf8')).trim().split(/ (?=")/)
  const pgCtl = (...args: string[]): Promise<void> =>
    ended(spawn(join(dirname(postgres), 'pg_ctl'), ['-D', data, '-w', ...args], { cwd: '/', stdio: 'ignore', uid, gid, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }))
  // The same port as before, and everything else that it was started with.
  const settings = flags.filter((_flag, index) => flags[index] !== '"-D"' && flags[index - 1] !== '"-D"').join(' ')
  const database = openDatabase({ url: server.url, log: silentLog, maxConnections: 8, applicationName: 'loa-test' })
  await migrate(database)
  return {
    database: { ...database, fullUrl: server.url },
    crash: () => pgCtl('-m', 'immediate', 'stop'),
    start: () => pgCtl('-l', join(data, 'server.log'), '-o', settings, 'start'),
    stop: async () => {
      await database.close()
      await pgCtl('-m', 'immediate', 'stop').catch(() => undefined)
      await rm(dataDir, { recursive: true, force: true })
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function dataDirectory(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
  await client.end()
  return (rows[0] as { data_directory: string }).data_directory
}

export interface OwnRedis {
  url: string
  crash(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

/** undefined where the machine has no redis-server. Keeps every command on disk, as the README asks for. */
export async function startOwnRedis(): Promise<OwnRedis | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'loa-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const started = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'yes', '--appendfsync', 'always'], { stdio: 'ignore' })
    child = started
    await new Promise<void>((done, fail) => started.once('spawn', done).once('error', fail))
    const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null })
    probe.on('error', () => undefined)
    await probe.ping()
    probe.disconnect()
  }
  const crash = async (): Promise<void> => {
    const dying = child
    child = undefined
    if (dying === undefined) return
    const gone = new Promise((done) => dying.once('exit', done))
    dying.kill('SIGKILL')
    await gone
  }
  const stop = async (): Promise<void> => {
    await crash()
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await start()
    return { url, crash, start, stop }
  } catch (problem) {
    child = undefined
    await stop()
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw problem
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${child.spawnfile} ended with ${code}`))))
  })
}
