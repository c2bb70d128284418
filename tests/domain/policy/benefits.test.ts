import { describe, expect, it } from 'vitest'
import { readCategory } from '../../../src/domain/assistance-category.ts'
import type { Decree } from '../../../src/domain/assistance-category.ts'
import { arrearsFor } from '../../../src/domain/policy/arrears.ts'
import { firstPaidMonth, monthsUncollected, STOP_REASONS, SUSPEND_REASONS } from '../../../src/domain/policy/benefit-life.ts'
import { benefitName, CATEGORIES, categoryOn, findCategory } from '../../../src/domain/policy/categories.ts'
import { aidAmount } from '../../../src/domain/policy/one-off-aid.ts'
import { payTogether } from '../../../src/domain/policy/one-highest.ts'
import { standardAmount } from '../../../src/domain/policy/standard-amounts.ts'

describe('the standard amount', () => {
  it.each([
    ['assistance', '2021-06-30', undefined],
    ['assistance', '2021-07-01', 360_000],
    ['assistance', '2024-06-30', 360_000],
    ['assistance', '2024-07-01', 500_000],
    ['assistance', '2026-06-30', 500_000],
    ['assistance', '2026-07-01', 540_000],
    ['social_pension', '2025-06-30', undefined],
    ['social_pension', '2025-07-01', 500_000],
    ['social_pension', '2026-07-01', 540_000],
  ] as const)('%s on %s is %s', (scheme, on, amount) => {
    expect(standardAmount({ scheme, on })?.amount).toBe(amount)
  })

  it.each([
    ['on 04/10/2026 nobody knew of the rise', '2026-10-04', 500_000],
    ['on 05/10/2026 it was in force, back to July', '2026-10-05', 540_000],
  ])('for August 2026: %s', (_why, knownOn, amount) => {
    expect(standardAmount({ scheme: 'assistance', on: '2026-08-31', knownOn })?.amount).toBe(amount)
  })
})

describe('categories', () => {
  it('follows a code to its successor on the day of the new decree', () => {
    expect(categoryOn('ND20:5d', '2026-10-04')?.code).toBe('ND20:5d')
    expect(categoryOn('ND20:5d', '2026-10-05')?.code).toBe('ND335:5b')
    expect(categoryOn('ND20:5c', '2026-10-05')).toBeUndefined()
  })

  it('never reads the 5b of one decree as the 5b of the other', () => {
    expect(findCategory('ND20:5b')?.kind).toBe('LEGACY_ELDERLY_75_80')
    expect(findCategory('ND335:5b')?.kind).toBe('ELDERLY_COMMUNITY_CARE')
  })

  it.each(['', '5b', 'ND335', 'ND335:', 'ND335:5', 'ND335:5c', 'ND335:66', 'ND20:9a', 'nd335:6'])('does not know %o', (code) => {
    expect(findCategory(code)).toBeUndefined()
  })

  it('never names illness, HIV, disability or poverty in what a message may say', () => {
    for (const category of CATEGORIES) expect(benefitName(category)).not.toMatch(/HIV|khuyết tật|nghèo|đơn thân|mồ côi/i)
  })

  // An age outside every case is no entitlement; an age inside two would depend on the order of the rows.
  it('has at most one case for every age and circumstance', () => {
    for (const { code, cases } of CATEGORIES) {
      for (const circumstance of new Set(cases.map((one) => one.circumstance))) {
        for (let age = 0; age <= 120; age += 1) {
          const fitting = cases.filter(
            (one) => one.circumstance === circumstance && age >= (one.fromAge ?? 0) && age < (one.underAge ?? Infinity),
          )
          expect(fitting.length, `${code} at ${age}`).toBeLessThanOrEqual(1)
        }
      }
    }
  })

  it('has age limits two years apart at least, on which the answer for year-only births relies', () => {
    for (const { code, cases } of CATEGORIES) {
      const limits = [...new Set(cases.flatMap((one) => [one.fromAge ?? [], one.underAge ?? []].flat()))].sort((a, b) => a - b)
      for (let index = 1; index < limits.length; index += 1) {
        expect((limits[index] as number) - (limits[index - 1] as number), code).toBeGreaterThanOrEqual(2)
      }
    }
  })

  it.each<[string, Decree]>([
    ['1đ', 'ND335'],
    ['K1Đ5', 'ND20'],
    ['Khoản 4 Điều 5', 'ND20'],
    ['5a', 'ND335'],
    ['5b', 'ND335'],
    ['5c', 'ND20'],
    ['5d', 'ND20'],
    ['Người khuyết tật nặng', 'ND335'],
    ['Người khuyết tật đặc biệt nặng', 'ND20'],
    ['Trẻ em nhiễm HIV', 'ND335'],
    ['Người đơn thân nghèo nuôi con', 'ND335'],
    ['Hưu trí xã hội', 'ND335'],
    ['Hộ nhận chăm sóc, nuôi dưỡng', 'ND335'],
  ])('knows the code that a roster cell "%s" is read as under %s, in the same group', (text, decree) => {
    const { code, group } = readCategory(text, decree)
    expect(findCategory(code ?? '')?.group).toBe(group)
  })

  it('gives every code once', () => {
    const codes = CATEGORIES.map((category) => category.code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe('one person, the highest benefit', () => {
  it.each<[string, [string, number][], string[]]>([
    ['nothing', [], []],
    ['one', [['ND335:8', 810_000]], ['ND335:8']],
    ['two disabilities of rank', [['ND335:6', 810_000], ['ND335:8', 810_000]], ['ND335:6']],
    ['single parent and HIV', [['ND335:4', 540_000], ['ND335:8', 810_000]], ['ND335:4', 'ND335:8']],
    ['single parent and elderly', [['ND335:4', 540_000], ['ND335:5a', 810_000]], ['ND335:4', 'ND335:5a']],
    ['single parent and two of the groups: both means two', [['ND335:4', 540_000], ['ND335:6', 1_080_000], ['ND335:8', 810_000]], ['ND335:4', 'ND335:6']],
    ['single parent and social pension: no exception', [['ND335:4', 1_080_000], ['ND176:HTXH', 540_000]], ['ND335:4']],
    ['single parent, disability and social pension', [['ND176:HTXH', 540_000], ['ND335:4', 540_000], ['ND335:6', 810_000]], ['ND335:4', 'ND335:6']],
    ['an unknown code still counts as one of the person', [['?', 900_000], ['ND335:8', 810_000]], ['?']],
    ['care does not compete', [['ND335:CARER', 540_000], ['ND176:HTXH', 540_000]], ['ND335:CARER', 'ND176:HTXH']],
  ])('%s', (_why, entitlements, expected) => {
    const all = entitlements.map(([category, amount]) => ({ category, amount }))
    const { paid, notPaid } = payTogether(all)
    expect(paid.map((one) => one.category)).toEqual(expected)
    expect(paid.length + notPaid.length).toBe(all.length)
  })
})

describe('arrears and recoveries', () => {
  const severe = { category: 'ND335:6', circumstance: 'severe', birth: { value: '1990-01-02', precision: 'day' } } as const

  it('keeps what was paid too much apart from what is owed', () => {
    const result = arrearsFor(severe, [
      { month: '2026-07', paid: 750_000 },
      { month: '2026-08', paid: 1_080_000 },
      { month: '2026-11', paid: 810_000 },
    ])
    expect(result).toMatchObject({ owed: 60_000, overpaid: 270_000 })
    expect(result.lines.map((line) => line.difference)).toEqual([60_000, -270_000, 0])
  })

  it('counts all of a payment after the entitlement ended as paid too much', () => {
    const child = { category: 'ND335:7', birth: { value: '2023-09-10', precision: 'day' } } as const
    expect(arrearsFor(child, [{ month: '2026-10', paid: 810_000 }])).toMatchObject({ owed: 0, overpaid: 810_000 })
  })

  it('draws no line where the rules cannot say, and leaves it to the officer', () => {
    expect(arrearsFor({ ...severe, category: 'ND335:9' }, [{ month: '2026-10', paid: 1 }])).toEqual({
      lines: [],
      owed: 0,
      overpaid: 0,
      confidence: 'U',
      unclear: ['2026-10'],
    })
  })
})

describe('money paid once', () => {
  it.each([
    ['funeral', '2026-06-30', 10_000_000, 'S'],
    ['funeral', '2026-11-12', 10_800_000, 'S'],
    ['serious_injury', '2026-11-12', 5_400_000, 'L'],
    ['death_in_disaster', '2026-11-12', 27_000_000, 'L'],
    ['house_lost', '2026-09-01', 40_000_000, 'S'],
    ['house_lost', '2026-11-12', 40_000_000, 'U'],
    ['urgent_move', '2026-11-12', 30_000_000, 'U'],
    ['house_damaged', '2026-11-12', 20_000_000, 'U'],
  ] as const)('%s on %s is at least %d, as sure as %s', (aid, on, amount, confidence) => {
    expect(aidAmount(aid, on)).toMatchObject({ amount, confidence })
  })

  it('knows nothing of what happened before its first rule', () => {
    expect(aidAmount('funeral', '2020-01-01')).toBeUndefined()
  })
})

describe('starts and ends', () => {
  it('does not answer for signatures of before the rule', () => {
    expect(firstPaidMonth('2026-10-04')).toBeUndefined()
  })

  it('counts uncollected months backwards without a hole', () => {
    expect(monthsUncollected(['2025-12', '2026-01', '2026-02'], '2026-02')).toBe(3)
    expect(monthsUncollected(['2025-11', '2026-01', '2026-02'], '2026-02')).toBe(2)
    expect(monthsUncollected(['2026-01'], '2026-02')).toBe(0)
  })

  it('has a sentence for every reason, in lower case so that it can follow "vì"', () => {
    for (const text of [...Object.values(STOP_REASONS), ...Object.values(SUSPEND_REASONS)]) {
      expect(text).toMatch(/^[a-zà-ỹđ]/)
    }
  })
})
