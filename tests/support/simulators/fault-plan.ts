/** What goes wrong at a simulated provider, and when. Without a plan everything goes right. */

export type Fault =
  /** The provider's own refusal, or an HTTP status of something in between; nothing is accepted. */
  | { kind: 'answer'; status: number; json?: unknown; headers?: Record<string, string> }
  /** The message is accepted, and then the answer is a server fault: the worst of both. */
  | { kind: 'fault-after-accepting'; status: number }
  /** No answer ever comes; the message was accepted or not. */
  | { kind: 'hang'; accepted: boolean }
  /** The connection breaks instead of an answer; the message was accepted or not. */
  | { kind: 'reset'; accepted: boolean }
  /** The answer takes its time, before the message is accepted or after it. */
  | { kind: 'slow'; ms: number; accepted?: boolean }
  /** After acceptance and before the answer: kills the sender, or whatever `happen` does. No answer follows. */
  | { kind: 'crash'; happen: () => void }

export interface FaultPlan {
  /** The next calls fail in this order; then everything goes right again. */
  next(...faults: readonly Fault[]): void
  /** Decides for every call that `next` says nothing about; calls count from 1. `undefined` ends it. */
  rule(decide: ((call: number) => Fault | undefined) | undefined): void
  take(): Fault | undefined
}

export function createFaultPlan(): FaultPlan {
  const queued: Fault[] = []
  let decide: ((call: number) => Fault | undefined) | undefined
  let call = 0
  return {
    next: (...faults) => void queued.push(...faults),
    rule: (rule) => void (decide = rule),
    take: () => {
      call += 1
      return queued.shift() ?? decide?.(call)
    },
  }
}

/** `share` of the calls, spread as if by chance but the same in every run. */
export function sometimes(share: number, fault: Fault, seed = 1): (call: number) => Fault | undefined {
  return (call) => {
    // Two rounds of an integer hash: neighbouring calls get unrelated values.
    let mixed = Math.imul(call ^ (seed * 0x9e3779b9), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 < share ? fault : undefined
  }
}
