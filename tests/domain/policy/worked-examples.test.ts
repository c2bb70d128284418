/** The ten worked examples by which the rules are taught, A to J. The people are invented. */
import { describe, expect, it } from 'vitest'
import type { Birth } from '../../../src/domain/birth.ts'
import { allowanceFor } from '../../../src/domain/policy/allowance.ts'
import type { AllowanceClaim } from '../../../src/domain/policy/allowance.ts'
import { amountAsListed, arrearsFor } from '../../../src/domain/policy/arrears.ts'
import { firstPaidMonth, lastPaidMonth, stoppedFrom, uncollectedStep } from '../../../src/domain/policy/benefit-life.ts'
import { aidAmount } from '../../../src/domain/policy/one-off-aid.ts'
import { payTogether } from '../../../src/domain/policy/one-highest.ts'

const day = (value: string): Birth => ({ value, precision: 'day' })

function lines(claims: readonly AllowanceClaim[], month = '2026-11'): { category: string; amount: number }[] {
  return claims.map((claim) => {
    const answer = allowanceFor(claim, month)
    if (answer.kind === 'none') throw new Error(`${claim.category}: ${answer.reason}`)
    return { category: claim.category, amount: answer.amount }
  })
}

const sum = (paid: readonly { amount: number }[]): number => paid.reduce((total, line) => total + line.amount, 0)

describe('A: an adult of 35 with a severe disability', () => {
  const claim: AllowanceClaim = { category: 'ND20:6', circumstance: 'severe', birth: day('1991-03-04') }

  it('is due 810.000 where 750.000 was paid', () => {
    expect(allowanceFor(claim, '2026-11')).toMatchObject({ amount: 810_000 })
    expect(amountAsListed(claim, '2026-07')).toBe(750_000)
  })

  it.each([
    ['July to September', ['2026-07', '2026-08', '2026-09'], 180_000],
    ['July to October, where October was also paid at the old rate', ['2026-07', '2026-08', '2026-09', '2026-10'], 240_000],
  ])('is owed arrears for %s', (_months, months, owed) => {
    const payments = months.map((month) => ({ month, paid: amountAsListed(claim, month) ?? 0 }))
    const arrears = arrearsFor(claim, payments)
    expect(arrears).toMatchObject({ owed, overpaid: 0, confidence: 'S', unclear: [] })
    expect(arrears.lines.map((line) => line.difference)).toEqual(months.map(() => 60_000))
  })

  it('is owed nothing once the list is drawn at the new rate', () => {
    expect(amountAsListed(claim, '2026-11')).toBe(810_000)
  })
})

it('B: a woman of 78, not poor, without pension, gets the social pension', () => {
  expect(sum(lines([{ category: 'ND176:HTXH', birth: day('1948-02-03') }]))).toBe(540_000)
})

it('C: a woman of 78, poor, without support, gets group 5a and not the social pension on top', () => {
  const { paid, notPaid } = payTogether(
    lines([
      { category: 'ND176:HTXH', birth: day('1948-02-03') },
      { category: 'ND335:5a', birth: day('1948-02-03') },
    ]),
  )
  expect(paid).toEqual([{ category: 'ND335:5a', amount: 1_080_000 }])
  expect(notPaid.map((line) => line.category)).toEqual(['ND176:HTXH'])
})

it('D: a child of 8 with an extreme disability, cared for at home, makes two lines', () => {
  const { paid } = payTogether(
    lines([
      { category: 'ND335:6', circumstance: 'extreme', birth: day('2018-01-02') },
      { category: 'ND335:CARER', circumstance: 'own_household' },
    ]),
  )
  expect(paid.map((line) => line.amount)).toEqual([1_350_000, 540_000])
  expect(sum(paid)).toBe(1_890_000)
})

it('E: a poor single mother with a severe disability and two children gets both', () => {
  const { paid } = payTogether(
    lines([
      { category: 'ND335:4', children: 2 },
      { category: 'ND335:6', circumstance: 'severe', birth: day('1988-06-07') },
    ]),
  )
  expect(sum(paid)).toBe(1_890_000)
})

it('F: a double orphan whose fourth birthday is 17/11/2026 gets less from November', () => {
  const orphan: AllowanceClaim = { category: 'ND335:1', birth: day('2022-11-17') }
  expect(sum(lines([orphan], '2026-10'))).toBe(1_350_000)
  expect(sum(lines([orphan], '2026-11'))).toBe(810_000)
})

it('G: a recipient dies on 12/11/2026', () => {
  expect(lastPaidMonth('2026-11-12')).toBe('2026-11')
  expect(stoppedFrom('2026-11-12')).toBe('2026-12')
  expect(aidAmount('funeral', '2026-11-12')).toMatchObject({ amount: 10_800_000, confidence: 'S' })
})

it('H: who turns 75 on 20/11/2026 and has the decision of 18/12 is paid from December', () => {
  expect(firstPaidMonth('2026-12-18')).toMatchObject({ month: '2026-12', confidence: 'S' })
})

it('I: a man of 74 with a severe disability gets that rather than the social pension', () => {
  const { paid } = payTogether(
    lines([
      { category: 'ND176:HTXH', birth: day('1952-04-05') },
      { category: 'ND335:6', circumstance: 'severe', birth: day('1952-04-05') },
    ]),
  )
  expect(paid).toEqual([{ category: 'ND335:6', amount: 1_080_000 }])
})

it.each([
  ['August', ['2026-08'], '2026-08', 'none'],
  ['August and September', ['2026-08', '2026-09'], '2026-09', 'warn'],
  ['August, September and October', ['2026-08', '2026-09', '2026-10'], '2026-10', 'suspend'],
  ['August and October, September collected', ['2026-08', '2026-10'], '2026-10', 'none'],
])('J: not collected in %s', (_what, uncollected, month, step) => {
  expect(uncollectedStep(uncollected, month)).toBe(step)
})
