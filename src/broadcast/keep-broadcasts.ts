/** What broadcasts want done without anybody asking: their notices written to the end, their hour noticed, their end noticed. */
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

export interface KeepDeps {
  clock: Clock
  log: Log
  unwritten(): Promise<readonly string[]>
  /** One batch; whoever was killed after it goes on behind it. */
  writeBatch(id: string, now: Date): Promise<{ written: number; done: boolean }>
  advance(now: Date): Promise<number>
}

/** Safe to miss, to double and to run beside others. Returns how many notices it wrote. `signal` stops it between batches. */
export function keepBroadcasts(deps: KeepDeps) {
  return async (signal?: AbortSignal): Promise<number> => {
    let total = 0
    for (const id of await deps.unwritten()) {
      try {
        total += await writeOne(deps, id, signal)
      } catch (err) {
        // One broadcast in trouble holds no other up.
        deps.log.error({ err, broadcastId: id }, 'a broadcast is not all written; the next look goes on')
      }
    }
    await deps.advance(deps.clock.now())
    return total
  }
}

async function writeOne(deps: KeepDeps, id: string, signal: AbortSignal | undefined): Promise<number> {
  let total = 0
  for (;;) {
    const { written, done } = await deps.writeBatch(id, deps.clock.now())
    total += written
    if (done || signal?.aborted === true) return total
  }
}
