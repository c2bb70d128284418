import { describe, expect, it } from 'vitest'
import { addDays, daysBetween, weekday } from '../../../src/domain/calendar.ts'
import { HOLIDAY_YEARS, holidayOn, holidaysOf, isWorkingDay, tetOf, workingDayFrom, workingDayUntil } from '../../../src/domain/policy/holidays.ts'
import { expectedPayment, listClosesOn, unpaidKnownOn, usualPaymentDays } from '../../../src/domain/policy/payment-calendar.ts'

describe('public holidays', () => {
  it.each([
    [2026, '2026-02-17'],
    [2027, '2027-02-06'],
    [2028, '2028-01-26'],
    [2029, '2029-02-13'],
    [2030, '2030-02-02'],
    [2031, '2031-01-23'],
  ])('Tết of %d is on %s', (yearNumber, day) => {
    expect(tetOf(yearNumber)).toBe(day)
  })

  // Two lunar months and nine days lie between, none of these years having a leap month before the third.
  it.each(HOLIDAY_YEARS.map((row) => [row.tet, row.hungKings] as const))('Tết on %s puts the tenth of the third month on %s', (tet, hungKings) => {
    expect(daysBetween(tet, hungKings)).toBeGreaterThanOrEqual(67)
    expect(daysBetween(tet, hungKings)).toBeLessThanOrEqual(69)
  })

  // A lunar year has 354 or 355 days, with a leap month 383 to 385.
  it('has Tết a lunar year apart', () => {
    const days = HOLIDAY_YEARS.map((row) => row.tet)
    for (let index = 1; index < days.length; index += 1) {
      expect([353, 354, 355, 383, 384, 385]).toContain(daysBetween(days[index - 1] as string, days[index] as string))
    }
  })

  it.each([
    ['2027-01-01', 'Tết Dương lịch'],
    ['2027-02-05', 'Tết Nguyên đán'],
    ['2027-02-06', 'Tết Nguyên đán'],
    ['2027-02-09', 'Tết Nguyên đán'],
    ['2027-02-10', 'nghỉ bù Tết Nguyên đán'],
    ['2027-02-11', 'nghỉ bù Tết Nguyên đán'],
    ['2027-02-12', undefined],
    ['2027-04-16', 'Giỗ Tổ Hùng Vương'],
    ['2026-04-27', 'nghỉ bù Giỗ Tổ Hùng Vương'],
    ['2027-04-30', 'Ngày Chiến thắng'],
    ['2027-05-01', 'Ngày Quốc tế Lao động'],
    ['2027-05-03', 'nghỉ bù Ngày Quốc tế Lao động'],
    ['2027-09-02', 'Quốc khánh'],
    ['2027-09-03', 'Quốc khánh'],
    ['2026-11-24', undefined],
  ])('%s: %s', (day, name) => {
    expect(holidayOn(day)?.name).toBe(name)
  })

  it.each(HOLIDAY_YEARS.map((row) => Number(row.effectiveFrom.slice(0, 4))))('gives eleven days in %d and a weekday for each that a weekend swallows', (yearNumber) => {
    const all = holidaysOf(yearNumber)
    const legal = all.filter((holiday) => !holiday.name.startsWith('nghỉ bù'))
    const given = all.filter((holiday) => holiday.name.startsWith('nghỉ bù'))
    expect(legal).toHaveLength(11)
    expect(given).toHaveLength(legal.filter((holiday) => weekday(holiday.day) > 5).length)
    expect(given.every((holiday) => weekday(holiday.day) <= 5)).toBe(true)
    expect(new Set(all.map((holiday) => holiday.day)).size).toBe(all.length)
  })

  it('keeps to weekends where the table ends', () => {
    expect(holidaysOf(2040)).toEqual([])
    expect(isWorkingDay('2040-05-01')).toBe(true)
    expect(isWorkingDay('2040-05-05')).toBe(false)
  })

  it('finds the working day on either side of Tết 2027', () => {
    expect(workingDayFrom('2027-02-05')).toBe('2027-02-12')
    expect(workingDayUntil('2027-02-11')).toBe('2027-02-04')
    expect(workingDayFrom('2027-02-12')).toBe('2027-02-12')
  })
})

describe('the expected day of payment', () => {
  it.each([
    ['an ordinary working day', '2026-12', 4, '2026-12-04', undefined],
    ['a Saturday', '2026-12', 5, '2026-12-07', 'weekend'],
    ['New Year, a Friday', '2027-01', 1, '2027-01-04', 'holiday'],
    ['February before Tết', '2027-02', 5, '2027-01-05', 'tet-advance'],
    ['February where January moved too', '2027-02', 2, '2027-01-04', 'tet-advance'],
    ['March is ordinary again', '2027-03', 5, '2027-03-05', undefined],
    ['National Day and the day beside it', '2027-09', 2, '2027-09-06', 'holiday'],
    ['January late in a year of an early Tết', '2031-01', 20, '2031-01-16', 'tet-advance'],
    ['February of an early Tết', '2031-02', 20, '2031-01-16', 'tet-advance'],
    ['February in a short month', '2029-02', 28, '2029-01-29', 'tet-advance'],
  ])('%s: %s on day %d is %s', (_why, month, usualDay, paysOn, moved) => {
    const payment = expectedPayment(month, usualDay)
    expect(payment).toMatchObject({ paysOn, confidence: 'L' })
    expect(payment.moved).toBe(moved)
  })

  it('is a working day before Tết in every month that the table knows, whatever the usual day', () => {
    for (const row of HOLIDAY_YEARS) {
      const yearNumber = row.effectiveFrom.slice(0, 4)
      for (let month = 1; month <= 12; month += 1) {
        for (let usualDay = 1; usualDay <= 28; usualDay += 1) {
          const { paysOn } = expectedPayment(`${yearNumber}-${String(month).padStart(2, '0')}`, usualDay)
          expect(isWorkingDay(paysOn)).toBe(true)
          if (month <= 2) expect(paysOn < addDays(row.tet, -1)).toBe(true)
        }
      }
    }
  })

  it.each([0, 29, 2.5])('refuses %d as a usual day', (usualDay) => {
    expect(() => expectedPayment('2026-12', usualDay)).toThrow(RangeError)
  })
})

describe('the month of a payment list', () => {
  it.each([
    ['2026-12', '2026-11-24'],
    ['2027-01', '2026-12-24'],
    ['2026-11', '2026-10-23'],
  ])('for %s closes on %s', (month, day) => {
    expect(listClosesOn(month)).toBe(day)
  })

  it.each([
    ['2026-12', '2026-12-18'],
    ['2026-11', '2026-11-19'],
  ])('for %s tells who was not paid by %s', (month, day) => {
    expect(unpaidKnownOn(month)).toBe(day)
  })

  it('pays on the working days from the 1st to the 10th', () => {
    expect(usualPaymentDays('2026-12')).toEqual(['01', '02', '03', '04', '07', '08', '09', '10'].map((day) => `2026-12-${day}`))
  })
})
