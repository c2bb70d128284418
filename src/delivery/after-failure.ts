/**
 * What a failed try means for its notice, by the error classes of the wire documents. Pure. Two rules stand above the
 * table: what may have arrived is never sent again on a channel that cannot tell twins apart, and waiting for a rate
 * limit or a clock uses up no try.
 */
import type { SendError } from '../channels/channel.ts'
import { later } from '../domain/calendar.ts'

export type NextStep =
  /** The same channel again, under the same request id: a provider that tells twins apart sees one request. */
  | { kind: 'retry'; at: Date; countsAsTry: boolean }
  | { kind: 'next-channel' }
  | { kind: 'unconfirmed' }
  /** The channel needs a person: nothing more goes out there for a while, this notice looks for another way. */
  | { kind: 'pause-channel'; forMs: number }

export interface FailureFacts {
  error: SendError
  /** Tries on this channel so far, this one not counted. */
  tries: number
  maybeSent: boolean
  idempotent: boolean
  now: Date
  notAfter: Date
  /** 0 ≤ random < 1, for the jitter that keeps a thousand retries from coming back together. */
  random: number
}

export const MAX_TRIES = 5
const FIRST_BACKOFF_MS = 5_000
const WAIT_DEFAULT_MS = 10 * 60_000
/** A provider that complains about its key or our balance is asked again after this long. */
const OPS_PAUSE_MS = 15 * 60_000

export function afterFailure(facts: FailureFacts): NextStep {
  const { error, idempotent, now } = facts
  const maybeSent = facts.maybeSent || error.ambiguous
  if (error.ambiguous && !idempotent) return { kind: 'unconfirmed' }
  // The provider knows this very request and says that it came to nothing: that ends every doubt about it.
  if (error.code === 'channel.failed' && idempotent) return { kind: 'next-channel' }
  switch (error.errorClass) {
    case 'WAIT':
      return waitOrMoveOn(facts, maybeSent)
    case 'RETRY':
      if (facts.tries + 1 >= MAX_TRIES) return giveUp(maybeSent)
      return { kind: 'retry', at: later(now, backoffMs(facts)), countsAsTry: true }
    case 'AUTH':
    case 'OPS':
      return { kind: 'pause-channel', forMs: OPS_PAUSE_MS }
    case 'FALL':
    case 'PERM':
      return giveUp(maybeSent)
  }
}

/** Another channel would tell a person twice who may already have been told. */
const giveUp = (maybeSent: boolean): NextStep => (maybeSent ? { kind: 'unconfirmed' } : { kind: 'next-channel' })

function waitOrMoveOn({ error, now, notAfter }: FailureFacts, maybeSent: boolean): NextStep {
  const at = later(now, error.afterMs ?? WAIT_DEFAULT_MS)
  return at < notAfter ? { kind: 'retry', at, countsAsTry: false } : giveUp(maybeSent)
}

/** 5 s, 20 s, 80 s, 320 s, each ± 30 %. */
function backoffMs({ error, tries, random }: FailureFacts): number {
  const base = FIRST_BACKOFF_MS * 4 ** tries
  return Math.max(error.afterMs ?? 0, base * (0.7 + random * 0.6))
}
