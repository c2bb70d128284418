/** Every number is invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskPersonal } from '../../src/groups/mask-personal.ts'

describe('masks what belongs to one person', () => {
  test.each([
    ['Bà Mẫu, CCCD 072150001234, chưa nhận tiền', 'Bà Mẫu, CCCD …234, chưa nhận tiền', 'citizen-id'],
    ['căn cước 072 150 001 234', 'căn cước …234', 'citizen-id'],
    ['CMND 290123456', 'CMND …456', 'citizen-id'],
    ['thẻ GD4727212345678 sai tên', 'thẻ …678 sai tên', 'card'],
    ['the bhyt 7212345678', 'the bhyt …678', 'card'],
    ['gọi anh Tư 0912.345.678 nhé', 'gọi anh Tư …678 nhé', 'phone'],
    ['số +84 912 345 678', 'số +…678', 'phone'],
    ['0912,345,678', '…678', 'phone'],
    ['stk 1903 4567 8901 23 ngân hàng', 'stk …123 ngân hàng', 'account'],
    ['stk: 12345678', 'stk: …678', 'account'],
    ['ngày 25/11/2026 gọi 0912345678', 'ngày 25/11/2026 gọi …678', 'phone'],
    ['0912345678k', '…678k', 'phone'],
  ])('%s', (text, shown, kind) => {
    expect(maskPersonal(text)).toEqual({ text: shown, masked: true, kinds: [kind] })
  })

  test('names each kind once, and all that there are', () => {
    expect(maskPersonal('CCCD 072150001234 và 072150001235, đt 0912345678').kinds).toEqual(['citizen-id', 'phone'])
  })
})

test.each([
  'Trợ cấp 1.366.200.000 đồng cho 1.200 người từ 7h30 ngày 25.12.2026 07 giờ',
  'Tổng kinh phí 1.250.000.000, mức 540.000 đồng/tháng',
  'Giai đoạn 2021-2025 có 10 chỉ tiêu, năm 2026 thêm 2',
  'Gọi 113, 114, 115 hoặc tổng đài 1900 1234',
  'Nghị định 335/2026/NĐ-CP, Thông tư 07/2021/TT-BLĐTBXH, mẫu B1, biểu 02',
  'Thôn 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 họp ngày 25-27/11/2026',
  'từ 30/11/2026 07:30 đến 02/12/2026 16:30',
  'tổ 1 2 3 4 5 6 7 8 9 nộp phiếu',
  'thôn 3: nghèo 4, cận nghèo 7, thoát 2, tái nghèo 0, 128/130 hộ, 12 thẻ',
])('leaves what is nobody’s: %s', (text) => {
  expect(maskPersonal(text)).toEqual({ text, masked: false, kinds: [] })
})

test('leaves the telephones that a commune gives to everybody', () => {
  expect(maskPersonal('Gọi 0276 382 2123 hoặc 0912 345 678', ['+842763822123']).text).toBe('Gọi 0276 382 2123 hoặc …678')
})

const SEPARATORS = ['', '', '', ' ', '.', '-', '–', '_', '/', ' - ', '. ', ' / ', '\u00a0', '\u200b', '·', ') ', '+']

test('no number of nine digits and more comes through, whatever stands between its digits', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(9), fc.constantFrom(...SEPARATORS)), { minLength: 9, maxLength: 20 }),
      fc.constantFrom('', 'ông Mẫu ', 'số: ', 'hạn 25/11, gọi ', 'thôn 3 '),
      fc.constantFrom('', ' nhé', '.', ', hết'),
      (digits, before, after) => {
        // Begun by 9, it has too many digits for any date that it could be cut into.
        const number = `9${digits.map(([digit, separator]) => `${separator}${digit}`).join('')}`
        const text = maskPersonal(before + number + after).text
        expect(digitsTogether(text.slice(before.length))).toBeLessThan(9)
      },
    ),
    { numRuns: 2_000 },
  )
})

/** The most digits that stand together with at most three signs between two of them. */
function digitsTogether(text: string): number {
  return Math.max(0, ...[...text.matchAll(/\d(?:[^\p{L}\d,…]{0,3}\d)*/gu)].map(([run]) => run.replace(/\D/g, '').length))
}

test('is quick on a long text made to be slow', () => {
  const start = performance.now()
  maskPersonal('1 '.repeat(3_000))
  maskPersonal(`${'12-'.repeat(2_000)}x`)
  expect(performance.now() - start).toBeLessThan(500)
})
