/**
 * Bulk gives way to people who wait: in a process that does both, a broadcast at full speed would put its own work before
 * every step of an answer. Never for long, so that a day of questions does not stop a broadcast.
 */
export interface GiveWay {
  /** Somebody waits for the end of this. */
  before<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when nobody waits, after `AT_MOST_MS` in any case. */
  pass(): Promise<void>
}

const AT_MOST_MS = 250
/** An answer goes on through the queue: between two of its steps nobody seems to wait. */
const LINGER_MS = 25

export function giveWay(): GiveWay {
  let waiting = 0
  let held: (() => void)[] = []
  const over = (): void => {
    waiting -= 1
    if (waiting > 0) return
    const released = held
    held = []
    released.forEach((release) => release())
  }
  return {
    async before(work) {
      waiting += 1
      try {
        return await work()
      } finally {
        setTimeout(over, LINGER_MS).unref()
      }
    },
    pass: () => new Promise((resolve) => {
      if (waiting === 0) return resolve()
      const timer = setTimeout(resolve, AT_MOST_MS)
      held.push(() => {
        clearTimeout(timer)
        resolve()
      })
    }),
  }
}
