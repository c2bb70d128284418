/**
 * The installation that a commune gets: one process with every role, its own PostgreSQL, the web page. How soon it is
 * ready, what it holds while nothing happens, how soon it is gone.
 */
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../../src/store/embedded-postgres.ts'
import { timed } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { silentLog } from '../ground.ts'
import { memoryOf, tree } from '../process-cost.ts'
import type { Memory } from '../process-cost.ts'

const PROGRAM = fileURLToPath(new URL('../../../../dist/main.js', import.meta.url))
const READY = 'Loa đang chạy'
const IDLE_MS = 20_000

export const embedded: Figure = {
  name: 'embedded',
  about: '`loa start` with its own PostgreSQL: ready, idle, stopped',
  async measure(bench) {
    const dataDir = join(bench.ground.folder, 'installation')
    await mkdir(dataDir, { mode: 0o711 })
    const first = await timed(() => startLoa(dataDir))
    await first.result.stop()
    const second = await timed(() => startLoa(dataDir))
    const held = await afterAWhile(bench, second.result.pid, dataDir)
    const stopped = await timed(() => second.result.stop())
    const rows: Measured[] = [
      { what: 'start ready, embedded', value: second.ms / 1_000, unit: 's', goal: { atMost: 3 }, note: `first start, which makes the database: ${(first.ms / 1_000).toFixed(1)} s` },
      {
        // Node by its RSS: its PSS would shrink with every other Node on the machine, this bench among them.
        what: 'idle memory, embedded, all roles', value: held.node.rssMb + held.postgres.pssMb, unit: 'MB', goal: { atMost: 350 },
        note: `after ${(bench.short ? 5_000 : IDLE_MS) / 1_000} s: Node ${held.node.rssMb.toFixed(0)} RSS (${held.node.pssMb.toFixed(0)} PSS), ${held.postgres.processes} PostgreSQL processes ${held.postgres.pssMb.toFixed(0)} PSS (${held.postgres.rssMb.toFixed(0)} RSS, shared pages counted in each)`,
      },
      { what: 'stop, embedded', value: stopped.ms / 1_000, unit: 's', note: 'SIGINT to the end of both' },
    ]
    return rows
  },
}

interface Running {
  pid: number
  stop(): Promise<void>
}

/** As a user starts it: nothing in the environment but where its data lies. Port 0, because 8080 may be somebody's. */
async function startLoa(dataDir: string): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { PATH: process.env['PATH'] ?? '', LOA_DATA: dataDir, LOA_PORT: '0', LOA_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const ready = new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        said += piece
        if (said.includes(READY)) done()
      })
    }
  })
  await Promise.race([ready, ended])
  if (!said.includes(READY)) throw new Error(`loa start ended before it ran:\n${said}`)
  return {
    pid: child.pid as number,
    stop: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

async function afterAWhile(bench: Bench, pid: number, dataDir: string): Promise<{ node: Memory; postgres: Memory }> {
  await new Promise((done) => setTimeout(done, bench.short ? 5_000 : IDLE_MS))
  const postmaster = await postmasterOf(dataDir)
  return { node: await memoryOf(await tree(pid)), postgres: await memoryOf(await tree(postmaster)) }
}

/** The server is nobody's child, and as root its data lies elsewhere: it is asked itself, by the one way in. */
async function postmasterOf(dataDir: string): Promise<number> {
  const { url } = await startEmbeddedPostgres({ dataDir, log: silentLog })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ file: string }>("SELECT pg_read_file('postmaster.pid') AS file")
  await client.end()
  return Number(rows[0]?.file.split('\n')[0])
}
