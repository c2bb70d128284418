import { once } from 'node:events'
import type { EventEmitter } from 'node:events'
import { loadConfig, secretsOf } from '../kernel/config.ts'
import type { Config } from '../kernel/config.ts'
import { createLog } from '../kernel/log.ts'
import type { Log } from '../kernel/log.ts'
import type { Cli } from './cli.ts'
import { logFile, logPath } from './log-file.ts'
import { createProgress } from './terminal.ts'
import type { Output } from './terminal.ts'

interface Process {
  env: Readonly<Record<string, string | undefined>>
  stdout: Output
  stderr: Output
  once(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

export function createCli(process: Process): Cli & { exitCode(): number } {
  let config: Config | undefined
  let log: Log | undefined
  let exitCode = 0
  const isTerminal = process.stderr.isTTY === true
  const stopping = new AbortController()
  // The first Ctrl-C asks; whoever presses it again means it, and the default takes over.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())

  const readConfig = (): Config => (config ??= loadConfig(process.env))
  return {
    config: readConfig,
    // A command speaks to a person; `start` makes a log of its own, for machines.
    log: () =>
      (log ??= createLog({
        level: process.env.LOA_LOG_LEVEL ?? 'warn',
        secrets: config === undefined ? [] : secretsOf(config),
        ...(isTerminal && config !== undefined && { destination: logFile(config.dataDir) }),
      })),
    logFile: () => (isTerminal && config !== undefined ? logPath(config.dataDir) : undefined),
    print: (text) => void process.stdout.write(`${text}\n`),
    printPieces: async (pieces) => {
      for (const piece of pieces) if (process.stdout.write(piece) === false) await drained(process.stdout, stopping.signal)
      process.stdout.write('\n')
    },
    note: (text) => void process.stderr.write(`${text}\n`),
    isTerminal,
    progress: (label) => createProgress(label, process.stderr),
    setExitCode: (code) => {
      exitCode = code
    },
    exitCode: () => exitCode,
    signal: stopping.signal,
  }
}

/** An output that asks us to wait is a stream, and says when it is ready again. */
async function drained(output: Output, signal: AbortSignal): Promise<void> {
  await once(output as unknown as EventEmitter, 'drain', { signal })
}
