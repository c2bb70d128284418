import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageRangeOn, birthdayOn, birthdayRange, birthRange } from '../../src/domain/birth.ts'
import type { Birth } from '../../src/domain/birth.ts'
import { addDays, ageOn } from '../../src/domain/calendar.ts'

// All births are invented.
const born = (value: string): Birth => ({ value, precision: value.length === 4 ? 'year' : value.length === 7 ? 'month' : 'day' })

describe('births known to the year, the month or the day', () => {
  it.each([
    ['1942', '1942-01-01', '1942-12-31'],
    ['1942-02', '1942-02-01', '1942-02-28'],
    ['1944-02', '1944-02-01', '1944-02-29'],
    ['1942-03-05', '1942-03-05', '1942-03-05'],
  ])('born %s means between %s and %s', (value, first, last) => {
    expect(birthRange(born(value))).toEqual({ first, last })
  })

  it('ignores a day that is finer than its precision, as the register stores year-only births', () => {
    expect(birthRange({ value: '1942-01-01', precision: 'year' })).toEqual({ first: '1942-01-01', last: '1942-12-31' })
  })

  it.each([
    ['1951', '2026-11-22', 74, 75],
    ['1951', '2026-12-31', 75, 75],
    ['1951-11', '2026-11-22', 74, 75],
    ['1951-11-22', '2026-11-22', 75, 75],
    ['1951-11-23', '2026-11-22', 74, 74],
  ])('born %s is on %s between %d and %d years old', (value, on, youngest, oldest) => {
    expect(ageRangeOn(born(value), on)).toEqual({ youngest, oldest })
  })

  it.each([
    ['1952', 75, '2027-01-01', '2027-12-31'],
    ['1952-02', 75, '2027-02-01', '2027-03-01'],
    ['1952-02-29', 75, '2027-03-01', '2027-03-01'],
    ['1952-02-29', 76, '2028-02-29', '2028-02-29'],
  ])('born %s turns %d between %s and %s', (value, age, first, last) => {
    expect(birthdayRange(born(value), age)).toEqual({ first, last })
  })

  it('puts a birthday on the first day on which the age is reached, whatever the birth', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((offset) => addDays('1900-01-01', offset))
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 110 }), (birth, age) => {
        const birthday = birthdayOn(birth, age)
        expect(ageOn(birth, birthday)).toBe(age)
        expect(ageOn(birth, addDays(birthday, -1))).toBe(age - 1)
      }),
    )
  })
})
