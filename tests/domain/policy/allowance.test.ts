import { describe, expect, it } from 'vitest'
import type { Birth } from '../../../src/domain/birth.ts'
import { allowanceFor } from '../../../src/domain/policy/allowance.ts'
import type { AllowanceClaim } from '../../../src/domain/policy/allowance.ts'

// Everybody here is invented.
const born = (value: string): Birth => ({ value, precision: value.length === 4 ? 'year' : value.length === 7 ? 'month' : 'day' })
const claim = (category: string, birth?: string, rest: Partial<AllowanceClaim> = {}): AllowanceClaim => ({
  category,
  ...(birth === undefined ? {} : { birth: born(birth) }),
  ...rest,
})
const amount = (of: AllowanceClaim, month: string): number | string => {
  const answer = allowanceFor(of, month)
  return answer.kind === 'allowance' ? answer.amount : answer.reason
}

describe('the amount of a month', () => {
  // Every line of the table of coefficients, at 540.000 đồng (November 2026).
  it.each<[why: string, of: AllowanceClaim, coefficient: number, amount: number]>([
    ['a child without carer, under 4', claim('ND335:1', '2023-05-02'), 2.5, 1_350_000],
    ['a child without carer, 4 and over', claim('ND335:1', '2018-05-02'), 1.5, 810_000],
    ['a former such child who still studies, past 22', claim('ND335:2', '2003-05-02'), 1.5, 810_000],
    ['a child with HIV, under 4', claim('ND335:3', '2023-05-02'), 2.5, 1_350_000],
    ['a child with HIV, 4 to 15', claim('ND335:3', '2018-05-02'), 2.0, 1_080_000],
    ['a poor single parent of one child', claim('ND335:4'), 1.0, 540_000],
    ['a poor single parent of three children', claim('ND335:4', undefined, { children: 3 }), 1.0, 1_620_000],
    ['an elderly without support, 74', claim('ND335:5a', '1952-05-02'), 1.5, 810_000],
    ['an elderly without support, 75', claim('ND335:5a', '1951-05-02'), 2.0, 1_080_000],
    ['an elderly cared for in the community', claim('ND335:5b', '1950-05-02'), 3.0, 1_620_000],
    ['an extremely disabled child', claim('ND335:6', '2015-05-02', { circumstance: 'extreme' }), 2.5, 1_350_000],
    ['an extremely disabled adult', claim('ND335:6', '1990-05-02', { circumstance: 'extreme' }), 2.0, 1_080_000],
    ['an extremely disabled elderly', claim('ND335:6', '1960-05-02', { circumstance: 'extreme' }), 2.5, 1_350_000],
    ['a severely disabled child', claim('ND335:6', '2015-05-02', { circumstance: 'severe' }), 2.0, 1_080_000],
    ['a severely disabled adult', claim('ND335:6', '1990-05-02', { circumstance: 'severe' }), 1.5, 810_000],
    ['a severely disabled elderly', claim('ND335:6', '1960-05-02', { circumstance: 'severe' }), 2.0, 1_080_000],
    ['a poor child under 3 in a hard area', claim('ND335:7', '2024-05-02'), 1.5, 810_000],
    ['a poor person with HIV', claim('ND335:8'), 1.5, 810_000],
    ['a social pension', claim('ND176:HTXH', '1948-05-02'), 1.0, 540_000],
  ])('%s', (_why, of, coefficient, expected) => {
    expect(allowanceFor(of, '2026-11')).toMatchObject({ coefficient, standard: 540_000, amount: expected, confidence: 'S' })
  })

  it.each<[AllowanceClaim['circumstance'], string | undefined, number, string]>([
    ['own_household', undefined, 540_000, 'L'],
    ['takes_in_adult', undefined, 810_000, 'S'],
    ['takes_in_child', undefined, 1_350_000, 'S'],
    ['takes_in_orphan', '2023-05-02', 1_350_000, 'L'],
    ['takes_in_orphan', '2018-05-02', 810_000, 'L'],
    ['takes_in_elderly', undefined, 810_000, 'L'],
    ['disabled_parent_of_one', undefined, 810_000, 'L'],
    ['disabled_parent_of_two', undefined, 1_080_000, 'L'],
  ])('pays a carer (%s, cared for born %s) %d, as sure as %s', (circumstance, birth, expected, confidence) => {
    const of = claim('ND335:CARER', birth, circumstance ? { circumstance } : {})
    expect(allowanceFor(of, '2026-11')).toMatchObject({ amount: expected, confidence })
  })

  it.each<[why: string, of: AllowanceClaim, month: string, expected: number | string]>([
    ['the standard of 2021', claim('ND20:6', '1990-05-02', { circumstance: 'severe' }), '2024-06', 540_000],
    ['the standard of 2024', claim('ND20:6', '1990-05-02', { circumstance: 'severe' }), '2026-06', 750_000],
    ['the standard that reaches back', claim('ND20:6', '1990-05-02', { circumstance: 'severe' }), '2026-07', 810_000],
    ['before the first table', claim('ND20:6', '1990-05-02', { circumstance: 'severe' }), '2021-06', 'not-in-force'],
    ['5d of 2021 is 5b of 2026', claim('ND20:5d', '1950-05-02'), '2026-11', 1_620_000],
    ['5b of 2026 was 5d of 2021', claim('ND335:5b', '1950-05-02'), '2026-09', 1_620_000],
    ['5b of 2021 went to the social pension', claim('ND20:5b', '1948-05-02'), '2025-07', 'not-in-force'],
    ['5b of 2021 while it lasted', claim('ND20:5b', '1948-05-02'), '2025-06', 500_000],
    ['5c of 2021 while it lasted', claim('ND20:5c', '1940-05-02'), '2025-06', 500_000],
    ['76 and poor is the lower coefficient until the new decree', claim('ND20:5a', '1950-05-02'), '2026-09', 810_000],
    ['76 and poor is the higher one under it', claim('ND20:5a', '1950-05-02'), '2026-10', 1_080_000],
    ['study ended at 22 under the old decree', claim('ND20:2', '2003-05-02'), '2026-09', 'age-outside'],
    ['study has no age limit under the new one', claim('ND20:2', '2003-05-02'), '2026-10', 810_000],
    ['a point of item 1', claim('ND335:1đ', '2018-05-02'), '2026-11', 810_000],
    ['a point of item 6', claim('ND20:6a', '1990-05-02', { circumstance: 'extreme' }), '2026-11', 1_080_000],
    ['item 5 without its point could be two things', claim('ND335:5', '1950-05-02'), '2026-11', 'unknown-category'],
    ['a code that nobody knows', claim('ND335:9', '1950-05-02'), '2026-11', 'unknown-category'],
    ['disability without its degree', claim('ND335:6', '1990-05-02'), '2026-11', 'circumstance-unknown'],
    ['a carer of whom the case is not told', claim('ND335:CARER', '1990-05-02'), '2026-11', 'circumstance-unknown'],
    ['no birth where the age decides', claim('ND335:5a'), '2026-11', 'birth-unknown'],
    ['too young for the elderly', claim('ND335:5a', '1990-05-02'), '2026-11', 'age-outside'],
    ['the social pension before it existed', claim('ND176:HTXH', '1948-05-02'), '2025-06', 'not-in-force'],
  ])('%s: %o in %s', (_why, of, month, expected) => {
    expect(amount(of, month)).toBe(expected)
  })

  it.each<[why: string, of: AllowanceClaim, before: [string, number], after: [string, number | string]]>([
    ['3: the poor child is paid for the month of the birthday and no longer', claim('ND335:7', '2023-11-17'), ['2026-11', 810_000], ['2026-12', 'age-outside']],
    ['4: the orphan gets less from the month of the birthday', claim('ND335:1', '2022-11-17'), ['2026-10', 1_350_000], ['2026-11', 810_000]],
    ['16: the disabled child becomes an adult', claim('ND335:6', '2010-11-30', { circumstance: 'severe' }), ['2026-10', 1_080_000], ['2026-11', 810_000]],
    ['16: the orphan is paid for the month of the birthday and no longer', claim('ND335:1', '2010-11-01'), ['2026-11', 810_000], ['2026-12', 'age-outside']],
    ['60: the disabled adult becomes elderly', claim('ND335:6', '1966-11-30', { circumstance: 'extreme' }), ['2026-10', 1_080_000], ['2026-11', 1_350_000]],
    ['75: the elderly without support', claim('ND335:5a', '1951-12-31'), ['2026-11', 810_000], ['2026-12', 1_080_000]],
  ])('changes with a birthday of %s', (_why, of, [monthBefore, amountBefore], [monthAfter, amountAfter]) => {
    expect(amount(of, monthBefore)).toBe(amountBefore)
    expect(amount(of, monthAfter)).toBe(amountAfter)
  })

  it('says which month is the last', () => {
    expect(allowanceFor(claim('ND335:7', '2023-11-17'), '2026-11')).toMatchObject({ lastMonth: true })
    expect(allowanceFor(claim('ND335:7', '2023-11-17'), '2026-10')).not.toHaveProperty('lastMonth')
  })

  it('does not pick an age for somebody of whom only the year is known', () => {
    const born1951 = claim('ND335:5a', '1951')
    expect(allowanceFor(born1951, '2026-11')).toMatchObject({
      amount: 810_000,
      confidence: 'U',
      ageUncertain: { lowest: 810_000, highest: 1_080_000 },
    })
    // In December everybody born in 1951 is 75 by the end of the month.
    expect(allowanceFor(born1951, '2026-12')).toMatchObject({ amount: 1_080_000, confidence: 'S' })
    expect(allowanceFor(born1951, '2026-12')).not.toHaveProperty('ageUncertain')
  })

  it('says that there may be nothing where the year alone does not tell the entitlement', () => {
    expect(allowanceFor(claim('ND335:7', '2023'), '2026-06')).toMatchObject({
      confidence: 'U',
      ageUncertain: { lowest: 0, highest: 750_000 },
    })
  })

  it('answers a province that pays more with the province, and is unsure where its new amount is not known', () => {
    const inProvince = claim('ND176:HTXH', '1945-05-02', { province: '31' })
    expect(allowanceFor(inProvince, '2026-06')).toMatchObject({ amount: 700_000, confidence: 'L' })
    expect(allowanceFor(inProvince, '2026-11')).toMatchObject({ confidence: 'U' })
    expect(allowanceFor(claim('ND176:HTXH', '1945-05-02', { province: '80' }), '2026-11')).toMatchObject({ amount: 540_000, confidence: 'S' })
  })

  it('names both the article of the group and the article of the amount', () => {
    const answer = allowanceFor(claim('ND335:8'), '2026-11')
    expect(answer).toMatchObject({
      legalSource: 'Nghị định 335/2026/NĐ-CP, Điều 5, Điều 6; Nghị định 335/2026/NĐ-CP, Điều 4 và Điều 32',
    })
  })
})
