/** Every number is invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { phonesIn, privateNumbers } from '../../src/domain/private-numbers.ts'

describe('belongs to one person', () => {
  test.each([
    ['CCCD 072150001234', 'citizen-id'],
    ['căn cước 072 150 001 234 của bà', 'citizen-id'],
    ['gọi anh Tư 0912.345.678', 'phone'],
    ['+84 912 345 678', 'phone'],
    ['thẻ GD4727212345678', 'card'],
    ['thẻ gd 4 72 7212345678', 'card'],
    ['mã số 7212345678', 'other'],
    ['stk 12345678', 'other'],
    ['số tài khoản ngân hàng: 1903 4567 8901 23', 'other'],
    ['CMND 290 123 456', 'other'],
  ] as const)('%s: %s', (text, kind) => {
    expect(privateNumbers(text).map((one) => one.kind)).toEqual([kind])
  })
})

test.each([
  'Trợ cấp 1.366.200.000 đồng cho 1.200 người từ 7h30 ngày 25.12.2026 07 giờ',
  'Giai đoạn 2021-2025 có 10 chỉ tiêu, năm 2026 thêm 2',
  'Gọi 113, 114, 115 hoặc tổng đài 1900 1234',
  'Nghị định 335/2026/NĐ-CP, từ 25-27/11/2026, thôn 1, 2, 3, 4, 5, 6, 7, 8, 9, 10',
  'từ 30/11/2026 07:30 đến 02/12/2026 16:30',
])('nobody’s: %s', (text) => {
  expect(privateNumbers(text)).toEqual([])
})

test('a telephone that is everybody’s may be said, however it is written; another may not', () => {
  const known = phonesIn('cô Châu, 0276 000 1234')
  expect(known).toEqual(['+842760001234'])
  expect(privateNumbers('Gọi 02760001234 hoặc 0276.000.1234', known)).toEqual([])
  expect(privateNumbers('Gọi 0276 000 1234 hoặc 0912 345 678', known)).toEqual([{ kind: 'phone', tail: '678' }])
})

test('is found wherever it stands among words, and told by three digits only', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{11}$/), fc.constantFrom('', 'ông A ', 'số: ', '(', '25/12/2026, '), fc.constantFrom('', ' là', '.', ')', ', hết'), (number, before, after) => {
      const [found, ...more] = privateNumbers(before + number + after)
      expect(more).toEqual([])
      expect(found?.tail).toBe(number.slice(-3))
    }),
  )
})
