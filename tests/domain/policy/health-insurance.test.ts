import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, daysBetween } from '../../../src/domain/calendar.ts'
import { baseSalary } from '../../../src/domain/policy/base-salary.ts'
import { benefitLevel } from '../../../src/domain/policy/benefit-level.ts'
import { cardGroup, CARD_GROUPS, SELF_PAYING_CARD_GROUPS } from '../../../src/domain/policy/card-groups.ts'
import { cardStanding, childCardEnd, coPaymentCeiling, fiveYearDay, lastSafeDay, renewedCard } from '../../../src/domain/policy/card-validity.ts'
import { householdPremium, householdTotal, supportedPremium } from '../../../src/domain/policy/household-premium.ts'

describe('the household premium', () => {
  it.each([
    [1, 113_850, 341_550, 683_100, 1_366_200],
    [2, 79_695, 239_085, 478_170, 956_340],
    [3, 68_310, 204_930, 409_860, 819_720],
    [4, 56_925, 170_775, 341_550, 683_100],
    [5, 45_540, 136_620, 273_240, 546_480],
    [6, 45_540, 136_620, 273_240, 546_480],
    [11, 45_540, 136_620, 273_240, 546_480],
  ])('member %d pays %d a month, %d for 3 months, %d for 6, %d for 12 (November 2026)', (order, monthly, three, six, twelve) => {
    const paidOn = '2026-11-22'
    expect(householdPremium(order, 3, paidOn)).toMatchObject({ monthly, total: three, confidence: 'S' })
    expect(householdPremium(order, 6, paidOn).total).toBe(six)
    expect(householdPremium(order, 12, paidOn).total).toBe(twelve)
  })

  it.each([
    [1, 105_300, 1_263_600],
    [2, 73_710, 884_520],
    [3, 63_180, 758_160],
    [4, 52_650, 631_800],
    [5, 42_120, 505_440],
  ])('member %d paid %d a month and %d a year until 30/06/2026', (order, monthly, twelve) => {
    expect(householdPremium(order, 12, '2026-06-30')).toMatchObject({ monthly, total: twelve })
  })

  it('asks the amount of the day of payment, so a card bought the day before the rise stays cheap', () => {
    expect(householdPremium(1, 12, '2026-06-30').total).toBe(1_263_600)
    expect(householdPremium(1, 12, '2026-07-01').total).toBe(1_366_200)
  })

  it.each([[0, 0], [1, 1_366_200], [4, 3_825_360], [5, 4_371_840]])('a household of %d pays %d for a year', (members, total) => {
    expect(householdTotal(members, 12, '2026-11-22')).toBe(total)
  })

  it.each([
    ['near-poor, 70 % from the state', supportedPremium('near_poor', 12, '2026-11-22'), 34_155, 409_860],
    ['a student, 50 %', supportedPremium('student', 12, '2026-11-22'), 56_925, 683_100],
    ['a farm household, 30 %', supportedPremium('average_farm_household', 12, '2026-11-22'), 79_695, 956_340],
    ['near-poor in an invented province that adds 20 %', supportedPremium('near_poor', 12, '2026-11-22', 20), 11_385, 136_620],
    ['near-poor where the province pays all the rest', supportedPremium('near_poor', 12, '2026-11-22', 30), 0, 0],
    ['near-poor where the table of the province is careless', supportedPremium('near_poor', 12, '2026-11-22', 50), 0, 0],
  ])('%s', (_who, premium, monthly, total) => {
    expect(premium).toMatchObject({ monthly, total, confidence: 'L' })
  })

  it('is unsure from 2027, when the rate is announced to rise and nobody knows to what', () => {
    expect(householdPremium(1, 12, '2026-12-31').confidence).toBe('S')
    expect(householdPremium(1, 12, '2027-01-01').confidence).toBe('U')
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %d as a place in the order', (order) => {
    expect(() => householdPremium(order, 12, '2026-11-22')).toThrow(RangeError)
  })

  it('says by name which table does not reach a day', () => {
    expect(() => baseSalary('2024-06-30')).toThrow('policy table "base salary" has no row for 2024-06-30')
  })
})

describe('card groups', () => {
  it.each([
    ['HN', 3, 'commune_list'],
    ['CN', 4, 'pay'],
    ['BT', 3, 'commune_list'],
    ['LH', 3, 'commune_list'],
    ['TE', 3, 'commune_list'],
    ['HS', 4, 'pay_at_school'],
    ['GD', 5, 'pay'],
    ['GB', 4, 'pay'],
    ['HT', 2, 'social_insurance'],
    ['DN', 1, 'employer'],
    ['QN', 3, 'other_agency'],
  ])('%s is of participant group %d and renewed by %s', (code, participantGroup, renewal) => {
    expect(cardGroup(code)).toMatchObject({ participantGroup, renewal })
  })

  it('says "please renew and pay" only to groups 4 and 5', () => {
    expect([...SELF_PAYING_CARD_GROUPS].sort()).toEqual(['CN', 'GB', 'GD', 'HS', 'SV'])
    for (const group of CARD_GROUPS) {
      expect(SELF_PAYING_CARD_GROUPS.includes(group.code)).toBe(group.participantGroup >= 4)
    }
  })

  it('knows every code that a commune has met', () => {
    const met = 'HN CN BT LH TE DT DK XD HS SV GD GB CC CK CB KC TC TS HT TN DN HC HX XN MS HD QN CA CY TQ TA TY HG LS PV XB NO CT CH NN TK XK TB CS'
    expect(CARD_GROUPS.map((group) => group.code).sort()).toEqual(met.split(' ').sort())
  })

  it.each(['ZZ', '', 'gd', 'GDX', '__proto__'])('calls %o unknown', (code) => {
    expect(cardGroup(code)).toBe('unknown')
  })
})

describe('the level digit', () => {
  it.each([
    ['GD', 4, '2026-11-22', 4, 80, false],
    ['HT', 3, '2026-11-22', 3, 95, false],
    ['HN', 2, '2026-11-22', 2, 100, false],
    ['TE', 1, '2026-11-22', 1, 100, false],
    ['QN', 5, '2026-11-22', 5, 100, false],
    ['CN', 3, '2025-12-31', 3, 95, false],
    ['CN', 3, '2026-01-01', 2, 100, true],
    ['CN', 2, '2026-01-01', 2, 100, false],
    ['LH', 4, '2025-12-31', 4, 80, false],
    ['LH', 4, '2026-01-01', 2, 100, true],
  ] as const)('a card %s%d counts on %s as level %d: %d %%', (code, printed, on, level, percent, cardIsOutdated) => {
    expect(benefitLevel(code, printed, on)).toMatchObject({ level, percent, cardIsOutdated })
  })
})

describe('from when a paid card counts', () => {
  it.each([
    ['paid a week before the end', '2026-10-31', '2026-10-25', 12, '2026-11-01', '2027-10-31', 'continuous', 0],
    ['paid on the last day', '2026-10-31', '2026-10-31', 6, '2026-11-01', '2027-04-30', 'continuous', 0],
    ['paid on the day after', '2026-10-31', '2026-11-01', 3, '2026-11-01', '2027-01-31', 'continuous', 0],
    ['paid twenty days late', '2026-10-31', '2026-11-20', 12, '2026-11-20', '2027-11-19', 'short_gap', 19],
    ['paid on day 89', '2026-10-31', '2027-01-28', 12, '2027-01-28', '2028-01-27', 'short_gap', 88],
    ['paid on day 90', '2026-10-31', '2027-01-29', 12, '2027-02-28', '2028-02-27', 'interrupted', 89],
    ['paid after 113 uncovered days', '2026-07-31', '2026-11-22', 12, '2026-12-22', '2027-12-21', 'interrupted', 113],
  ] as const)('%s (until %s, paid %s, %d months): %s to %s', (_why, previousTo, paidOn, months, validFrom, validTo, how, uncoveredDays) => {
    expect(renewedCard(previousTo, paidOn, months)).toMatchObject({
      validFrom,
      validTo,
      how,
      uncoveredDays,
      fiveYearsRestart: how === 'interrupted',
    })
  })

  it('is unsure about day 90 itself, which two offices count differently, and likely on both sides of it', () => {
    const confidence = (paidOn: string): string => renewedCard('2026-10-31', paidOn, 12).confidence
    expect(confidence('2027-01-28')).toBe('L')
    expect(confidence('2027-01-29')).toBe('U')
    expect(confidence('2027-01-30')).toBe('L')
  })

  it('makes a first card wait thirty days', () => {
    expect(renewedCard(undefined, '2026-11-22', 12)).toMatchObject({ validFrom: '2026-12-22', validTo: '2027-12-21', how: 'first' })
  })

  it('ends a term with the month where the last month lacks the day', () => {
    expect(renewedCard('2026-08-30', '2026-08-31', 6)).toMatchObject({ validFrom: '2026-08-31', validTo: '2027-02-28' })
  })

  it('never leaves a hole and never overlaps when people pay in time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 0, max: 200 }), fc.constantFrom(3, 6, 12), (offset, early, months) => {
        const previousTo = addDays('2026-01-01', offset)
        const card = renewedCard(previousTo, addDays(previousTo, -Math.min(early, offset + 180)), months as 3 | 6 | 12)
        expect(daysBetween(previousTo, card.validFrom)).toBe(1)
        expect(card.validTo > card.validFrom).toBe(true)
      }),
    )
  })
})

describe('the deadline that people are told', () => {
  it.each([
    ['2026-10-31', '2027-01-28'],
    ['2026-12-31', '2027-03-30'],
    ['2027-11-30', '2028-02-27'],
  ])('a card ending %s is safe until %s', (validTo, safe) => {
    expect(lastSafeDay(validTo)).toBe(safe)
  })

  it('comes sooner where earlier gaps used up some of the ninety days', () => {
    expect(lastSafeDay('2026-10-31', 40)).toBe('2026-12-19')
    expect(lastSafeDay('2026-10-31', 200)).toBe('2026-10-31')
  })

  it('keeps the count of years for everybody who pays by it, and for nobody two days later', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), (offset) => {
        const validTo = addDays('2025-07-01', offset)
        expect(renewedCard(validTo, lastSafeDay(validTo), 12).fiveYearsRestart).toBe(false)
        expect(renewedCard(validTo, addDays(lastSafeDay(validTo), 2), 12).fiveYearsRestart).toBe(true)
      }),
    )
  })

  it.each([
    ['2026-10-31', 'valid'],
    ['2026-11-01', 'lapsed'],
    ['2027-01-28', 'lapsed'],
    ['2027-01-29', 'interrupted'],
  ])('on %s a card that ended on 31/10/2026 is %s', (today, standing) => {
    expect(cardStanding('2026-10-31', today)).toBe(standing)
  })

  it('does not stumble over a card from before the table, nor over a slip of the pen', () => {
    expect(cardStanding('2014-06-30', '2026-11-22')).toBe('interrupted')
    expect(cardStanding('1026-12-31', '2026-11-22')).toBe('interrupted')
  })
})

describe('five years in a row', () => {
  it('are full on the same day five years later', () => {
    expect(fiveYearDay('2021-11-01')).toBe('2026-11-01')
  })

  it('make care free above six base salaries of co-payment', () => {
    expect(coPaymentCeiling('2026-11-22')).toBe(15_180_000)
    expect(coPaymentCeiling('2026-03-01')).toBe(14_040_000)
  })

  it('turn what was paid before a rise into old salaries', () => {
    // 4.680.000 was two salaries of 2.340.000; four of 2.530.000 are left.
    expect(coPaymentCeiling('2026-11-22', { paid: 4_680_000, baseSalary: 2_340_000 })).toBe(10_120_000)
    expect(coPaymentCeiling('2026-11-22', { paid: 23_400_000, baseSalary: 2_340_000 })).toBe(0)
  })
})

describe('the card of a child under six', () => {
  it.each([
    ['2020-03-05', 'day', '2026-09-30', '2026-09-30'],
    ['2020-09-30', 'day', '2026-09-30', '2026-09-30'],
    ['2020-10-01', 'day', '2026-10-31', '2026-10-31'],
    ['2020-11-17', 'day', '2026-11-30', '2026-11-30'],
    ['2020-02-29', 'day', '2026-09-30', '2026-09-30'],
    ['2020-12', 'month', '2026-12-31', '2026-12-31'],
    ['2020', 'year', '2026-09-30', '2026-12-31'],
  ] as const)('born %s (%s) it ends between %s and %s', (value, precision, first, last) => {
    expect(childCardEnd({ value, precision }, '2026-11-22')).toEqual({ first, last, confidence: 'L' })
  })
})
