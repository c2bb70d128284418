import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FULL_WEIGHT, LEAST_WEIGHT, nextWeight } from '../../src/delivery/weigh-channels.ts'

test.each([
  { name: 'a well channel keeps all', weight: 100, tries: 200, troubled: 2, next: 100 },
  { name: 'one in five in trouble: part of the share goes', weight: 100, tries: 200, troubled: 40, next: 80 },
  { name: 'still in trouble: more goes', weight: 40, tries: 50, troubled: 10, next: 20 },
  { name: 'what always stays shows when it is well again', weight: 20, tries: 50, troubled: 50, next: 20 },
  { name: 'between the thresholds nothing swings', weight: 60, tries: 100, troubled: 10, next: 60 },
  { name: 'well again: it drifts back more slowly than it went', weight: 60, tries: 100, troubled: 5, next: 70 },
  { name: 'a handful of tries condemns nobody', weight: 100, tries: 9, troubled: 9, next: 100 },
  { name: 'without tries it drifts back, to be judged anew', weight: 40, tries: 0, troubled: 0, next: 50 },
])('$name', ({ weight, tries, troubled, next }) => {
  expect(nextWeight(weight, { tries, troubled })).toBe(next)
})

test('a share stays within its bounds whatever the provider does', () => {
  const minute = fc.nat(1_000).chain((tries) => fc.record({ tries: fc.constant(tries), troubled: fc.integer({ min: 0, max: tries }) }))
  fc.assert(
    fc.property(fc.array(minute, { maxLength: 60 }), (minutes) => {
      const weights = minutes.reduce((all, recent) => [...all, nextWeight(all.at(-1) ?? FULL_WEIGHT, recent)], [FULL_WEIGHT])
      return weights.every((weight) => weight >= LEAST_WEIGHT && weight <= FULL_WEIGHT)
    }),
  )
})
