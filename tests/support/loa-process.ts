/** Loa as its users run it: a process of its own, from the built program, that a test may kill. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const READY = 'Loa đang chạy'
const READY_MS = 60_000

export interface LoaProcess {
  readonly pid: number
  /** Everything that it has printed so far, log lines included. */
  output(): string
  /** kill −9: nothing is finished, nothing is said. */
  kill(): Promise<void>
  /** Ctrl-C. */
  stop(): Promise<void>
}

const alive = new Set<ChildProcess>()
/** A test that fails half way must not leave a sender behind. */
afterAll(() => {
  for (const child of alive) child.kill('SIGKILL')
})

/** Resolves when the process says that it runs. `env` is all that it gets, besides PATH. */
export async function startLoa(roles: string, env: Readonly<Record<string, string>>): Promise<LoaProcess> {
  const child = spawn(process.execPath, [PROGRAM, 'start', '--roles', roles], {
    env: { PATH: process.env['PATH'] ?? '', LOA_LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  alive.add(child)
  let printed = ''
  let isReady = (): void => undefined
  const ready = new Promise<void>((done) => {
    isReady = done
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (piece: string) => {
      printed += piece
      if (printed.includes(READY)) isReady()
    })
  }
  const ended = new Promise<void>((done) => {
    child.once('exit', () => {
      alive.delete(child)
      done()
    })
  })
  const signal = async (name: NodeJS.Signals): Promise<void> => {
    child.kill(name)
    await ended
  }
  const late = setTimeout(() => child.kill('SIGKILL'), READY_MS)
  await Promise.race([ready, ended])
  clearTimeout(late)
  if (!printed.includes(READY)) throw new Error(`loa start ${roles} ended before it ran:\n${printed}`)
  return { pid: child.pid as number, output: () => printed, kill: () => signal('SIGKILL'), stop: () => signal('SIGINT') }
}
