import { describe, expect, it } from 'vitest'
import { isBuiltInDate, isDateFormat, shownDiffers, shownDigits } from '../../../../src/register/roster/readers/number-formats.ts'

describe('a number format', () => {
  it.each([
    ['dd/mm/yyyy', true],
    ['d/m/yy', true],
    ['mm/yyyy', true],
    ['mmmm', true],
    ['yyyy\\-mm\\-dd;@', true],
    ['[$-42A]d mmmm yyyy;@', true],
    ['"ngày" dd "tháng" mm "năm" yyyy', true],
    ['dd/mm/yyyy hh:mm', true],
    ['[$-1010000]d/m/yyyy;@', true],
    ['General', false],
    ['0', false],
    ['#,##0', false],
    ['#,##0\\ "đồng"', false],
    ['_-* #,##0\\ [$đ-42A]_-', false],
    ['[Red]-#,##0', false],
    ['0.00E+00', false],
    ['h:mm AM/PM', false],
    ['[h]:mm:ss', false],
    ['mm:ss', false],
    ['@', false],
    ['000000000000', false],
    ['0;dd/mm', false],
  ])('%s is a day: %s', (code, day) => {
    expect(isDateFormat(code)).toBe(day)
  })

  it.each([[14, true], [17, true], [22, true], [18, false], [0, false], [49, false], [164, false]])(
    'that Excel knows as number %i is a day: %s', (id, day) => {
      expect(isBuiltInDate(id)).toBe(day)
    })
})

describe('zeros in front', () => {
  it.each<[string, number, string | undefined]>([
    ['000000000000', 79042000123, '079042000123'],
    ['000000000000', 123, '000000000123'],
    ['000000000000', 979042000123, undefined],
    ['0000000000', 912345678, '0912345678'],
    ['0000 000 000', 912345678, '0912 345 678'],
    ['0000\\.000\\.000', 912345678, '0912.345.678'],
    ['"0"#########', 912345678, '0912345678'],
    ['"+84"#########', 912345678, '+84912345678'],
    ['00000;-00000', 123, '00123'],
    ['0', 123, undefined],
    ['##', 123, undefined],
    ['#,##0', 540000, undefined],
    ['0.00', 540000, undefined],
    ['00%', 5, undefined],
    ['00', 1.5, undefined],
    ['000', -5, undefined],
    ['General', 5, undefined],
    ['0000', 1942, undefined],
  ])('%s shows %d as %s', (code, value, shown) => {
    expect(shownDigits(code, value)).toBe(shown)
  })

  it.each<[string, number, boolean]>([
    ['079042000123', 79042000123, true],
    ['+84912345678', 912345678, true],
    ['0912 345 678', 912345678, true],
    ['540.000', 540000, false],
    ['8,40E+10', 84000000000, false],
    ['01/01/1942', 15342, false],
    ['', 5, false],
  ])('are told by the shown text %s of %d: %s', (text, value, differs) => {
    expect(shownDiffers(text, value)).toBe(differs)
  })
})
