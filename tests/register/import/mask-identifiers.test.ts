/** All numbers are invented. */
import { expect, test } from 'vitest'
import { maskIdentifiers } from '../../../src/register/import/mask-identifiers.ts'

test.each([
  ['Số định danh 072046000461 đứng tên cả hai người', 'Số định danh …461 đứng tên cả hai người'],
  ['Số thẻ “GD 4 72 7220000123” có chữ O', 'Số thẻ “…123” có chữ O'],
  ['thẻ GD4727220000123', 'thẻ …123'],
  ['thẻ gd4727220000123', 'thẻ …123'],
  ['Số điện thoại +84 912 000 111', 'Số điện thoại …111'],
  ['hạn 31/11/2026, dòng 1187', 'hạn 31/11/2026, dòng 1187'],
])('%s', (text, masked) => {
  expect(maskIdentifiers(text)).toBe(masked)
})
