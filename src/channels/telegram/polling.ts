/**
 * Long polling that asks for the next update only after the last one is stored: a database that is away for a minute
 * must not cost an answer.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import { updateIdOf } from './update-events.ts'

/** After an outage, or a store that failed. */
const RETRY_MS = 5_000
/** A second poller or a dead token does not mend itself within seconds, and each try disturbs the other poller. */
const CONFLICT_MS = 60_000

export interface Persistence {
  log: Log
  /** Waits, and ends early without error when the signal fires. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface PollingDeps extends Persistence {
  fetch(offset: number, signal: AbortSignal): Promise<readonly unknown[]>
  /** Stores one update durably. */
  handle(update: unknown, signal: AbortSignal): Promise<void>
}

/** Repeats `attempt` until it succeeds or the signal fires; never rejects. */
export async function keepTrying(attempt: () => Promise<void>, { log, wait = sleep }: Persistence, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted) return
      log.warn({ err: withoutContent(error) }, 'telegram: stumbled, will try again')
      await wait(pauseAfter(error), signal)
    }
  }
}

/** Runs until the signal fires; never rejects. */
export async function pollUpdates({ fetch, handle, ...persistence }: PollingDeps, signal: AbortSignal): Promise<void> {
  let offset = 0
  const round = async () => {
    for (const update of await fetch(offset, signal)) {
      await handle(update, signal)
      offset = Math.max(offset, (updateIdOf(update) ?? -1) + 1)
    }
  }
  while (!signal.aborted) await keepTrying(round, persistence, signal)
}

function pauseAfter(error: unknown): number {
  if (!(error instanceof SendError)) return RETRY_MS
  return error.errorClass === 'OPS' ? CONFLICT_MS : (error.afterMs ?? RETRY_MS)
}

/** Only the name and code go to the log: a foreign error's message could quote what somebody wrote. */
function withoutContent(error: unknown): Error {
  if (error instanceof SendError) return error
  const { name, code } = error as { name?: string; code?: unknown }
  return Object.assign(new Error('storing an update failed'), { name: name ?? 'Error', ...(typeof code === 'string' ? { code } : {}) })
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}
