import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDay } from '../../src/domain/calendar.ts'
import { readDate, readDateNumber, serialDay, swapDayAndMonth } from '../../src/domain/partial-date.ts'

const birth = { today: '2026-11-22', of: 'birth' } as const
const validity = { today: '2026-11-22', of: 'validity' } as const
const say = ({ value, doubt }: { value?: string; doubt?: string }): string => [value ?? 'nothing', doubt ?? 'sure'].join(', ')

describe('births as text', () => {
  test.each([
    ['15/03/1942', '1942-03-15, sure'],
    ['5/3/1942', '1942-03-05, sure'],
    ['12.5.1950', '1950-05-12, sure'],
    ['12-05-1950', '1950-05-12, sure'],
    ['12 / 05 / 1950', '1950-05-12, sure'],
    ["'12/05/1950", '1950-05-12, sure'],
    ['1950-05-12', '1950-05-12, sure'],
    ['1950-05-12T00:00:00', '1950-05-12, sure'],
    ['12/05/1950 00:00:00', '1950-05-12, sure'],
    ['12-May-1950', '1950-05-12, sure'],
    ['ngày 12 tháng 5 năm 1950', '1950-05-12, sure'],
    ['1942', '1942, sure'],
    ['sinh năm 1942', '1942, sure'],
    ['SN 1942', '1942, sure'],
    ['00/00/1942', '1942, sure'],
    ['__/__/1942', '1942, sure'],
    ['../../1942', '1942, sure'],
    ['xx/xx/1942', '1942, sure'],
    ['?/?/1942', '1942, sure'],
    ['00/03/1942', '1942-03, sure'],
    ['__/03/1942', '1942-03, sure'],
    ['3/1942', '1942-03, sure'],
    ['03-1942', '1942-03, sure'],
    ['tháng 3/1942', '1942-03, sure'],
    ['T3/1942', '1942-03, sure'],
    ['15342', '1942-01-01, sure'],
    ['12/5/50', '1950-05-12, sure'],
    ['12.5.50', '1950-05-12, sure'],
    ['29/02/1944', '1944-02-29, sure'],
    ['12/5/20', '2020-05-12, two-digit-year'],
    ['31/11/1942', '1942, impossible-date'],
    ['29/02/1943', '1943, impossible-date'],
    ['15/13/1942', '1942, impossible-date'],
    ['14/1942', '1942, impossible-date'],
    ['12/31/1942', '1942-12-31, month-first'],
    ['1942?', '1942, marked-uncertain'],
    ['khoảng 1942', '1942, marked-uncertain'],
    ['15031942', '1942-03-15, no-separators'],
    ['1031942', '1942-03-01, no-separators'],
    ['19420315', '1942-03-15, no-separators'],
    ['#####', 'nothing, unreadable'],
    ['84 tuổi', 'nothing, unreadable'],
    ['42', 'nothing, unreadable'],
    ['12/5', 'nothing, unreadable'],
    ['01/01/0194', 'nothing, impossible-date'],
    ['01/01/20226', 'nothing, unreadable'],
    ['không rõ', 'nothing, sure'],
    ['00/00/0000', 'nothing, sure'],
    ['__/__/____', 'nothing, sure'],
    ['', 'nothing, sure'],
    ['-', 'nothing, sure'],
  ])('%j reads as %s', (text, reading) => {
    expect(say(readDate(text, birth))).toBe(reading)
  })
})

describe('validity dates', () => {
  test.each([
    ['31/12/2026', '2026-12-31, sure'],
    ['31/12/26', '2026-12-31, sure'],
    ['31/11/2026', '2026, impossible-date'],
    ['12/31/2026', '2026-12-31, month-first'],
    ['31/12/9999', 'nothing, impossible-date'],
    ['46387', '2026-12-31, sure'],
    ['#####', 'nothing, unreadable'],
  ])('%j reads as %s', (text, reading) => {
    expect(say(readDate(text, validity))).toBe(reading)
  })
})

describe('numbers', () => {
  test.each([
    ['a serial in a date cell', 15342, true, birth, '1942-01-01, sure'],
    ['a serial in a cell without format', 15342, false, birth, '1942-01-01, sure'],
    ['a serial with a time', 46387.5, true, validity, '2026-12-31, sure'],
    ['a year', 1942, false, birth, '1942, sure'],
    ['a year in a cell formatted as a date', 1942, true, birth, '1942, year-as-serial'],
    ['a month and year that became a decimal', 3.1942, false, birth, '1942-03, sure'],
    ['eight digits', 15031942, false, birth, '1942-03-15, no-separators'],
    ['zero', 0, false, birth, 'nothing, sure'],
    ['a negative number', -5, false, birth, 'nothing, unreadable'],
    ['a serial of the wrong century for a card', 15342, true, validity, 'nothing, unreadable'],
  ])('%s', (_, value, isDate, context, reading) => {
    expect(say(readDateNumber(value, isDate, context))).toBe(reading)
  })
})

test('03/04/1950 could be read with the month first, 13/04/1950 and 04/04/1950 could not', () => {
  expect(readDate('03/04/1950', birth).swappable).toBe(true)
  expect(readDate('13/04/1950', birth).swappable).toBeUndefined()
  expect(readDate('04/04/1950', birth).swappable).toBeUndefined()
  expect(swapDayAndMonth('1950-04-03')).toBe('1950-03-04')
})

test('serials follow Excel, with its 29/02/1900', () => {
  expect(serialDay(1)).toBe('1900-01-01')
  expect(serialDay(59)).toBe('1900-02-28')
  expect(serialDay(61)).toBe('1900-03-01')
  expect(serialDay(46387)).toBe('2026-12-31')
})

test('a real day written d/m/y is read back, and whatever is read is a real day', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 46_000 }), fc.constantFrom('/', '.', '-'), (serial, separator) => {
    const day = serialDay(serial)
    const [year, month, date] = day.split('-')
    expect(readDate([date, month, year].join(separator), birth).value).toBe(day)
  }))
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/.- _?xTthángnăm') }), (text) => {
    const { value, precision } = readDate(text, birth)
    if (precision === 'day') expect(isDay(value as string)).toBe(true)
    if (precision === 'month') expect(isDay(`${value}-01`)).toBe(true)
    if (precision === 'year') expect(value).toMatch(/^\d{4}$/)
  }))
})
