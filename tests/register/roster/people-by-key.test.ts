import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PeopleByKey } from '../../../src/register/roster/people-by-key.ts'

const MOST = 4

test('answers as a Map of lists would', () => {
  const steps = fc.array(fc.record({ key: fc.string({ maxLength: 3, unit: fc.constantFrom('0', '1', 'a', 'ế') }), person: fc.nat(20) }), { maxLength: 400 })
  fc.assert(
    fc.property(steps, (puts) => {
      const index = new PeopleByKey(MOST)
      const lists = new Map<string, number[]>()
      for (const { key, person } of puts) {
        index.put(key, person)
        const list = lists.get(key) ?? []
        if (list.length < MOST && !list.includes(person)) list.push(person)
        lists.set(key, list)
      }
      for (const [key, list] of lists) expect(index.found(key)).toEqual(list)
      expect(index.found('không ai')).toEqual([])
    }),
  )
})

test('keeps a quarter of a million numbers apart that differ in their last digits only', () => {
  const index = new PeopleByKey(MOST)
  const key = (person: number): string => `c0721500${String(person).padStart(6, '0')}`
  for (let person = 0; person < 250_000; person += 1) index.put(key(person), person)
  const wrong = Array.from({ length: 250_000 }, (_, person) => person).filter((person) => index.found(key(person)).join() !== String(person))
  expect(wrong).toEqual([])
})
