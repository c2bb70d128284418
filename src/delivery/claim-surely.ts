/**
 * Claims through a broken connection. When the answer to a claim is lost, or cannot be understood, it may have been
 * committed; but nothing was sent under it, so it is given back, instead of resting in `sending` under a worker that
 * lives on and knows nothing of it. After a lost answer it is tried again.
 */
import type { ChannelName } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import { persistently } from '../kernel/persist.ts'
import type { ClaimedNotice } from './notice.ts'

export interface Claim {
  noticeId: string
  channel: ChannelName
  provider: string
  sessionId: number
  at: Date
}

export interface ClaimDeps {
  clock: Clock
  /** Whom a claim leads to. */
  provider: string
  /** This worker's proof of life. */
  sessionId(): Promise<number>
  claim(claim: Claim): Promise<ClaimedNotice | undefined>
  /** `sending → queued`, where this very session still holds it. */
  giveBack(claim: Claim): Promise<void>
  /** The database is only out of reach. */
  isPassing(problem: unknown): boolean
}

/** The caller must hold the notice in one hand only: a claim that is given back must not be one that is being sent. */
export function claimSurely({ clock, provider, sessionId, claim, giveBack, isPassing }: ClaimDeps) {
  return async (noticeId: string, channel: ChannelName): Promise<ClaimedNotice | undefined> => {
    for (;;) {
      const wanted: Claim = { noticeId, channel, provider, sessionId: await persistently(sessionId, isPassing), at: clock.now() }
      try {
        return await claim(wanted)
      } catch (problem) {
        await persistently(() => giveBack(wanted), isPassing)
        if (!isPassing(problem)) throw problem
      }
    }
  }
}
