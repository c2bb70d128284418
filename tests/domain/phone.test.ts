/** All numbers are invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canReceiveSms, readPhone, readPhones, showPhone } from '../../src/domain/phone.ts'

const numbers = (text: string): string[] => readPhones(text).phones.map((phone) => phone.e164)

describe('one number', () => {
  test.each([
    ['0912345678', '+84912345678'],
    ['0912 345 678', '+84912345678'],
    ['0912.345.678', '+84912345678'],
    ['(0912) 345-678', '+84912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['0084912345678', '+84912345678'],
    ['+840912345678', '+84912345678'],
    ['912345678', '+84912345678'],
    ['0841234567', '+84841234567'],
    ['841234567', '+84841234567'],
    ['ĐT: 0912345678 (con gái)', '+84912345678'],
    ['01681234567', '+84381234567'],
    ['0120 123 4567', '+84701234567'],
    ['1991234567', '+84591234567'],
    ['02763822123', '+842763822123'],
    ['2763822123', '+842763822123'],
    ['9.12345678E+8', '+84912345678'],
    ["'0912345678", '+84912345678'],
    ['O912345678', '+84912345678'],
    ['0912345678.', '+84912345678'],
  ])('%j is %s', (text, e164) => {
    expect(numbers(text)).toEqual([e164])
  })

  test.each(['', '-', 'không có', 'chưa có số', '12'])('%j holds no number', (text) => {
    expect(numbers(text)).toEqual([])
  })

  test.each(['091234567', '09123456789', '0611234567', '111111111', '8.4E+10', '84000000000', '9.1E+08'])('%j is not readable and says so', (text) => {
    expect(readPhones(text).phones).toEqual([])
    expect(readPhones(text).unread).toHaveLength(1)
  })

  test('knows that a spreadsheet has lost the digits', () => {
    expect(readPhones('8.4E+10').digitsLost).toBe(true)
    expect(readPhones('84000000000').digitsLost).toBe(true)
    expect(readPhones('091234567').digitsLost).toBe(false)
  })

  test('keeps a number of an unknown operator and says that it is one', () => {
    expect(readPhone('0951234567')).toEqual({ e164: '+84951234567', kind: 'mobile', unknownPrefix: true })
  })
})

describe('several numbers in one cell', () => {
  test.each([
    '0912345678/0387654321',
    '0912345678; 0387654321',
    '0912345678, 0387654321',
    '0912345678 - 0387654321',
    '0912345678-0387654321',
    '0912345678 hoặc 0387654321',
    '0912345678 hoa\u0323\u0306c 0387654321',
    '0912345678\n0387654321',
    '0912.345.678 - 0387.654.321',
    '0912 345 678 0387 654 321',
    '0912345678 (con), 0387654321 (cháu)',
    '0912345678/01687654321',
    '912345678/387654321',
  ])('%j', (text) => {
    expect(numbers(text)).toEqual(['+84912345678', '+84387654321'])
  })

  test('one number with commas inside stays one', () => {
    expect(numbers('912,345,678')).toEqual(['+84912345678'])
  })

  test('the same number twice is kept once', () => {
    expect(numbers('0912345678 / +84912345678')).toEqual(['+84912345678'])
  })

  test('a good number next to a broken one is kept, and the broken one named', () => {
    const reading = readPhones('0912345678 / 038765432')
    expect(reading.phones.map((phone) => phone.e164)).toEqual(['+84912345678'])
    expect(reading.unread).toEqual(['038765432'])
  })
})

test('every +84 mobile number survives every way of writing it', () => {
  const national = fc.tuple(fc.constantFrom('86', '97', '32', '88', '91', '85', '90', '70', '79', '92', '56', '99', '59', '87', '55'), fc.integer({ min: 1, max: 9_999_999 }))
    .map(([prefix, rest]) => prefix + String(rest).padStart(7, '0'))
    .filter((digits) => !digits.endsWith('000000'))
  const writing = fc.constantFrom<(n: string) => string>(
    (n) => n, (n) => `0${n}`, (n) => `+84${n}`, (n) => `84${n}`, (n) => `0084${n}`, (n) => `+84 (0) ${n}`,
    (n) => `0${n.slice(0, 3)}.${n.slice(3, 6)}.${n.slice(6)}`, (n) => showPhone(`+84${n}`), (n) => `sđt 0${n}`,
  )
  fc.assert(fc.property(national, writing, (n, write) => {
    expect(numbers(write(n))).toEqual([`+84${n}`])
  }))
})

test('two numbers come out in their order whatever stands between them', () => {
  const mobile = fc.integer({ min: 1_000_001, max: 9_999_999 }).map((rest) => `09${String(rest).padStart(8, '1')}`)
  const between = fc.constantFrom('/', ' / ', ';', ', ', ' - ', '-', '\n', ' hoặc ', ' và ', '  ')
  fc.assert(fc.property(mobile, mobile, between, (one, other, separator) => {
    fc.pre(one !== other)
    expect(numbers(`${one}${separator}${other}`)).toEqual([`+84${one.slice(1)}`, `+84${other.slice(1)}`])
  }))
})

test('wild text never throws and never yields an impossible number', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+-./,; oOE()\nhoặc') }), (text) => {
    for (const phone of readPhones(text).phones) expect(phone.e164).toMatch(/^\+84(2\d{8,9}|[35789]\d{8})$/)
  }))
})

test('landlines are kept but cannot get an SMS', () => {
  expect(readPhone('0276 3822 123')?.kind).toBe('landline')
  expect(canReceiveSms('+842763822123')).toBe(false)
  expect(canReceiveSms('+84912345678')).toBe(true)
})

test('shows numbers as people say them', () => {
  expect(showPhone('+84912345678')).toBe('0912 345 678')
  expect(showPhone('+842763822123')).toBe('0276 3822 123')
  expect(showPhone('+842838221234')).toBe('028 3822 1234')
})
