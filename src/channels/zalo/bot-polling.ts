/**
 * Polling that gives one update at a time and never gives it again: it is held until it is stored, however long the
 * database is away, before the next one is asked for.
 */
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'

const RETRY_MS = 5_000
/** A dead token or a webhook that somebody else set does not mend itself within seconds. */
const OPS_MS = 60_000

export interface Patience {
  log: Log
  wait: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Repeats `attempt` until it succeeds or the signal fires; never rejects. */
export async function untilDone<T>(attempt: () => Promise<T>, { log, wait }: Patience, signal: AbortSignal): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted) return undefined
      const ours = error instanceof SendError
      // A foreign error's words could quote what somebody wrote.
      log.warn({ code: ours ? error.code : 'store' }, 'zalo bot: stumbled, will try again')
      await wait(ours && error.errorClass === 'OPS' ? OPS_MS : RETRY_MS, signal)
    }
  }
  return undefined
}

export interface BotPollingDeps extends Patience {
  fetch(): Promise<unknown>
  store(update: unknown): Promise<void>
}

/** Runs until the signal fires; never rejects. */
export async function keepPolling({ fetch, store, ...patience }: BotPollingDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const update = await untilDone(fetch, patience, signal)
    if (update !== undefined) await untilDone(() => store(update), patience, signal)
  }
}
