/**
 * The provider's post office for receipts: they wait here until they are sent, in any order, any number of times,
 * early or late, and come back into the queue when nobody took them.
 */
export interface ReceiptPost {
  add(send: () => Promise<boolean>): void
  /** Sends all that wait. Those that were not taken wait again. Resolves with how many were taken. */
  flush(how?: { times?: number; reversed?: boolean }): Promise<number>
  waiting(): number
}

export function createReceiptPost(): ReceiptPost {
  let queue: (() => Promise<boolean>)[] = []
  return {
    add: (send) => void queue.push(send),
    waiting: () => queue.length,
    async flush({ times = 1, reversed = false } = {}) {
      const round = reversed ? queue.toReversed() : queue
      queue = []
      let taken = 0
      for (const send of round) {
        let took = false
        for (let time = 0; time < times; time += 1) took = (await send()) || took
        if (took) taken += 1
        else queue.push(send)
      }
      return taken
    },
  }
}

/** A receipt that nobody takes is no fault of the provider: it comes again. */
export async function knock(url: string, init: RequestInit = {}): Promise<boolean> {
  try {
    const answer = await fetch(url, { ...init, headers: { ...init.headers, connection: 'close' } })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
