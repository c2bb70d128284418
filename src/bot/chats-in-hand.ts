/**
 * One turn of a chat at a time in this process. Each bell for a chat that is in hand becomes one more turn of whoever has
 * it in hand, and keeps no connection waiting meanwhile. A turn that breaks leaves the others to the sweep.
 */
export interface ChatsInHand {
  /** Resolves when the chat's turns are over, or at once where it is in hand. */
  take(contactId: string): Promise<void>
  readonly count: number
}

export function chatsInHand(turn: (contactId: string) => Promise<void>): ChatsInHand {
  const inHand = new Map<string, { turns: number }>()
  return {
    async take(contactId) {
      const taken = inHand.get(contactId)
      if (taken !== undefined) {
        taken.turns += 1
        return
      }
      const mine = { turns: 1 }
      inHand.set(contactId, mine)
      try {
        for (; mine.turns > 0; mine.turns -= 1) await turn(contactId)
      } finally {
        inHand.delete(contactId)
      }
    },
    get count() {
      return inHand.size
    },
  }
}
