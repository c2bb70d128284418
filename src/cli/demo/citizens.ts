/**
 * How the invented citizens of the demo behave: who renews a card after which reminder, who looks at the phone when,
 * who does not collect. Everything follows from the seed and the ids, never from the order of the questions, so a
 * simulation that is stopped and started again meets the same people. The shares are guesses that make a lively
 * demo, not findings about anybody.
 */
import { addDays } from '../../domain/calendar.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'

type Id = string | number | bigint

export interface Citizens {
  /**
   * The day on which the holder renews after being told on `toldOn`, with `offset` days since the card's end (-30 =
   * thirty days before it); undefined when this reminder moves nobody yet. Who missed the step that would have moved
   * them acts on the next one that reaches them.
   */
  renewsOn(cardId: Id, told: { offset: number; toldOn: Day }): Day | undefined
  /** Minutes until a message is looked at; undefined for a phone that nobody looks at. */
  readsAfterMinutes(contactId: Id, messageId: Id): number | undefined
  /** Whether the allowance of a month is collected where it has to be fetched. */
  collects(personId: Id, month: Month): boolean
  /** What the village head reports of a visit, and when. */
  visited(personId: Id, listedOn: Day): { outcome: 'told' | 'absent'; on: Day }
}

/** The earliest reminder that moves a holder, in days since the card's end; 'never' leaves the card lapsed. */
const MOVED_BY: readonly (readonly [offset: number | 'never', weight: number])[] = [
  [-60, 5], [-30, 14], [-15, 16], [-7, 18], [-1, 9], [0, 6], [7, 8], [30, 5], [60, 3], [80, 1], ['never', 15],
]

const READING_SHARES = [['glued', 45], ['evenings', 35], ['sometimes', 14], ['unread', 6]] as const
/** How the owner of a phone treats it, and within how many minutes a message is seen. */
const READING: Record<(typeof READING_SHARES)[number][0], readonly [from: number, to: number] | undefined> = {
  glued: [1, 20],
  evenings: [60, 600],
  sometimes: [600, 3000],
  unread: undefined,
}

const NEVER_COLLECTS = 0.01
const MISSES_A_MONTH = 0.03
const FOUND_AT_HOME = 0.85

export function createCitizens(seed: number): Citizens {
  const about = (topic: string, ...ids: readonly Id[]): Random => createRandom(seed, [topic, ...ids].join('/'))
  return {
    renewsOn(cardId, { offset, toldOn }) {
      const holder = about('renewal', cardId)
      const movedBy = holder.weighted(MOVED_BY)
      // To the collection point or the post office: today at best, within the week at worst.
      const delayDays = holder.int(0, 5)
      return movedBy === 'never' || offset < movedBy ? undefined : addDays(toldOn, delayDays)
    },
    readsAfterMinutes(contactId, messageId) {
      const range = READING[about('phone', contactId).weighted(READING_SHARES)]
      return range === undefined ? undefined : about('message', contactId, messageId).int(...range)
    },
    collects(personId, month) {
      if (about('collecting', personId).chance(NEVER_COLLECTS)) return false
      return !about('collecting', personId, month).chance(MISSES_A_MONTH)
    },
    visited(personId, listedOn) {
      const visit = about('visit', personId, listedOn)
      return { outcome: visit.chance(FOUND_AT_HOME) ? 'told' : 'absent', on: addDays(listedOn, visit.int(1, 4)) }
    },
  }
}
