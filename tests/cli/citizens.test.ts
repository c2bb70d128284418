import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCitizens } from '../../src/cli/demo/citizens.ts'
import { addDays } from '../../src/domain/calendar.ts'

const STEPS = [-60, -30, -15, -7, -1, 0, 7, 30, 60, 80]
const CARD_END = '2026-12-31'
const ids = Array.from({ length: 2000 }, (_, i) => i + 1)
const citizens = createCitizens(5)

/** The first reminder after which the holder renews, when each of `steps` reached them. */
function movedBy(cardId: number, steps: readonly number[] = STEPS): number | undefined {
  return steps.find((offset) => citizens.renewsOn(cardId, { offset, toldOn: addDays(CARD_END, offset) }) !== undefined)
}

describe('the citizens of the demo', () => {
  it('do the same whenever they are asked, in whatever order', () => {
    const again = createCitizens(5)
    const answers = (people: typeof citizens, order: readonly number[]): string[] =>
      order.map((id) => JSON.stringify([id, people.renewsOn(id, { offset: 0, toldOn: CARD_END }), people.readsAfterMinutes(id, 'm1') ?? null, people.collects(id, '2026-12'), people.visited(id, CARD_END)])).sort()
    expect(answers(again, ids.toReversed())).toEqual(answers(citizens, ids))
    expect(answers(createCitizens(6), ids)).not.toEqual(answers(citizens, ids))
  })

  it('renew after every step: some early, most before the end, some late, some never', () => {
    const moved = ids.map((id) => movedBy(id))
    const share = (fits: (step: number | undefined) => boolean): number => moved.filter(fits).length / ids.length
    for (const step of STEPS) expect([step, moved.includes(step)]).toEqual([step, true])
    expect(share((step) => step !== undefined && step <= 0)).toBeGreaterThan(0.6)
    expect(share((step) => step !== undefined && step > 0)).toBeGreaterThan(0.1)
    expect(share((step) => step === undefined)).toBeGreaterThan(0.1)
    expect(share((step) => step === undefined)).toBeLessThan(0.2)
  })

  it('who missed the reminder that would have moved them act on the next', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.subarray(STEPS, { minLength: 1 }), (cardId, reached) => {
        const own = movedBy(cardId)
        expect(movedBy(cardId, reached)).toBe(own === undefined ? undefined : reached.find((offset) => offset >= own))
      }),
    )
  })

  it('renew on the day they are told or within the same week', () => {
    for (const id of ids) {
      const day = citizens.renewsOn(id, { offset: 80, toldOn: '2027-03-21' })
      if (day !== undefined) expect([day, day >= '2027-03-21' && day <= '2027-03-26']).toEqual([day, true])
    }
  })

  it('mostly read their phone, and a phone that nobody looks at stays so', () => {
    const unread = ids.filter((id) => citizens.readsAfterMinutes(id, 1) === undefined)
    expect(unread.length).toBeGreaterThan(60)
    expect(unread.length).toBeLessThan(200)
    for (const id of unread) expect(citizens.readsAfterMinutes(id, 2)).toBeUndefined()
  })

  it('mostly collect; who misses one month may come in the next, and a few never come', () => {
    const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`)
    const collected = ids.map((id) => months.filter((month) => citizens.collects(id, month)).length)
    expect(collected.filter((count) => count === 12).length).toBeGreaterThan(1000)
    expect(collected.some((count) => count === 11)).toBe(true)
    expect(collected.some((count) => count === 0)).toBe(true)
  })

  it('are mostly at home when the village head comes, one to four days later', () => {
    const visits = ids.map((id) => citizens.visited(id, '2026-11-22'))
    const told = visits.filter(({ outcome }) => outcome === 'told').length / ids.length
    expect(told).toBeGreaterThan(0.8)
    expect(told).toBeLessThan(0.9)
    expect(new Set(visits.map(({ on }) => on))).toEqual(new Set(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26']))
  })
})
