import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../kernel/log.ts'

const HOUR_MS = 60 * 60 * 1000

export interface RoundDeps {
  log: Log
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

/** Does it now and every hour until the signal fires; a round that fails is logged and costs nothing but itself. */
export async function hourly(work: (round: number) => Promise<void>, { log, wait = sleep }: RoundDeps, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      await work(round)
    } catch (error) {
      const { name, code } = error as { name?: string; code?: unknown }
      log.warn({ error: name, code: typeof code === 'string' ? code : undefined }, 'zalo: the hourly look at the account failed')
    }
    await wait(HOUR_MS, signal)
  }
}

export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}
