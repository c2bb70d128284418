/** Who is on this invented Zalo: when they last turned to the account, and what stands between it and them. */
import type { Clock } from '../../../src/kernel/clock.ts'

export interface ZaloPeople {
  /** The person turned to the account: wrote, followed, opened the chat. */
  interact(userId: string): void
  sinceInteractionMs(userId: string): number | undefined
  lastInteraction(userId: string): number | undefined
  /** Whatever is sent to this user id or phone (84…) is refused with this code; undefined ends it. */
  refuse(who: string, code: string | undefined): void
  refusalFor(who: string): string | undefined
}

export function createZaloPeople(clock: Clock): ZaloPeople {
  const interactions = new Map<string, number>()
  const refusals = new Map<string, string>()
  return {
    interact: (userId) => void interactions.set(userId, clock.now().getTime()),
    lastInteraction: (userId) => interactions.get(userId),
    sinceInteractionMs(userId) {
      const last = interactions.get(userId)
      return last === undefined ? undefined : clock.now().getTime() - last
    },
    refuse: (who, code) => void (code === undefined ? refusals.delete(who) : refusals.set(who, code)),
    refusalFor: (who) => refusals.get(who),
  }
}
