/** What people really received, so that "once" can be counted where it matters: in their hands. */

export interface Received {
  to: string
  text: string
  requestId: string
}

export interface Ledger {
  deliver(received: Received): void
  all(): readonly Received[]
  of(to: string): readonly Received[]
  /** Requests that reached somebody more than once; empty is the promise. */
  doubled(): readonly string[]
}

export function createLedger(): Ledger {
  const all: Received[] = []
  return {
    deliver: (received) => void all.push(received),
    all: () => all,
    of: (to) => all.filter((one) => one.to === to),
    doubled() {
      const seen = new Set<string>()
      const twice = new Set<string>()
      for (const { requestId } of all) (seen.has(requestId) ? twice : seen).add(requestId)
      return [...twice]
    },
  }
}
