import { describe, expect, it } from 'vitest'
import type { Birth } from '../../../src/domain/birth.ts'
import { amountChanges, lifeEventsAhead } from '../../../src/domain/policy/life-events.ts'
import type { LifeEventPerson } from '../../../src/domain/policy/life-events.ts'
import { povertyLine, povertyStatus } from '../../../src/domain/policy/poverty-line.ts'

// Everybody here is invented.
const born = (value: string): Birth => ({ value, precision: value.length === 4 ? 'year' : 'day' })
const someone = (value: string, rest: Partial<LifeEventPerson> = {}): LifeEventPerson => ({ birth: born(value), categories: [], ...rest })
const TODAY = '2026-11-22'

describe('birthdays ahead', () => {
  it.each<[why: string, person: LifeEventPerson, keys: string[]]>([
    ['75 in a month', someone('1951-12-20'), ['birthday-75']],
    ['75 today', someone('1951-11-22'), ['birthday-75']],
    ['75 yesterday', someone('1951-11-21'), []],
    ['75 in three months', someone('1952-02-25'), []],
    ['75 but pensioned socially since 70', someone('1951-12-20', { categories: ['ND176:HTXH'], poorStatus: 'poor' }), []],
    ['70 and poor', someone('1956-12-20', { poorStatus: 'poor' }), ['birthday-70']],
    ['70 and near-poor', someone('1956-12-20', { poorStatus: 'near_poor' }), ['birthday-70']],
    ['70 and not poor: must wait for 75', someone('1956-12-20'), []],
    ['60 with a disability', someone('1966-12-20', { categories: ['ND335:6'] }), ['elderly-60']],
    ['60 without', someone('1966-12-20'), []],
    ['16 with a disability, by the old code', someone('2010-12-20', { categories: ['ND20:6'] }), ['child-16']],
    ['16 without carer', someone('2010-12-20', { categories: ['ND335:1a'] }), ['child-16']],
    ['4 without carer', someone('2022-12-20', { categories: ['ND335:1'] }), ['child-4']],
    ['4 with a disability: nothing changes', someone('2022-12-20', { categories: ['ND335:6'] }), []],
    ['3 and poor in a hard area', someone('2023-12-20', { categories: ['ND335:7'] }), ['child-3']],
    ['75, poor, without support: a higher coefficient and a pension to weigh', someone('1951-12-20', { categories: ['ND335:5a'], poorStatus: 'poor' }), ['elderly-75', 'birthday-75']],
    ['a code that nobody knows', someone('2010-12-20', { categories: ['?'] }), []],
  ])('%s', (_why, person, keys) => {
    expect(lifeEventsAhead(person, TODAY, 60).map((ahead) => ahead.event.key)).toEqual(keys)
  })

  it('gives a range where only the year is known, and says that it is one', () => {
    expect(lifeEventsAhead(someone('1952'), TODAY, 60)).toMatchObject([
      { event: { key: 'birthday-75' }, birthday: { first: '2027-01-01', last: '2027-12-31' }, certain: false },
    ])
    expect(lifeEventsAhead(someone('1951-12-20'), TODAY, 60)).toMatchObject([{ certain: true }])
  })
})

describe('months in which an amount changes', () => {
  it('foresees the birthday', () => {
    const claim = { category: 'ND335:1', birth: born('2022-12-17') }
    expect(amountChanges(claim, '2026-11', 6)).toEqual([{ month: '2026-12', before: 1_350_000, after: 810_000, confidence: 'S' }])
  })

  it('foresees the end', () => {
    const claim = { category: 'ND335:7', birth: born('2023-12-17') }
    expect(amountChanges(claim, '2026-11', 6)).toEqual([{ month: '2027-01', before: 810_000, after: 0, confidence: 'S' }])
  })

  it('sees a decree as well as a birthday', () => {
    const claim = { category: 'ND20:8' }
    expect(amountChanges(claim, '2026-06', 3)).toEqual([{ month: '2026-07', before: 750_000, after: 810_000, confidence: 'S' }])
  })

  it('is silent where the birth is too vague to name a month', () => {
    expect(amountChanges({ category: 'ND335:1', birth: born('2022') }, '2026-01', 12)).toEqual([])
  })
})

describe('the poverty line', () => {
  it.each([
    ['rural', '2025-12-31', 1_500_000, 'S'],
    ['rural', '2026-11-22', 1_500_000, 'L'],
    ['rural', '2027-01-01', 2_200_000, 'L'],
    ['urban', '2026-11-22', 2_000_000, 'L'],
    ['urban', '2027-01-01', 2_800_000, 'U'],
  ] as const)('%s on %s is %d, as sure as %s', (area, on, income, confidence) => {
    expect(povertyLine(area, on)).toMatchObject({ income, confidence })
  })

  it.each([
    [1_500_000, 3, 'poor'],
    [1_500_000, 2, 'near_poor'],
    [1_500_001, 12, 'neither'],
  ])('a rural household with %d a head and %d lacks is %s in 2026', (income, deprivations, status) => {
    expect(povertyStatus('rural', income, deprivations, TODAY).status).toBe(status)
  })
})
