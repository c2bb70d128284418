import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCoefficient, readMoney, showDong } from '../../src/domain/money.ts'

describe('amounts', () => {
  test.each([
    ['540.000', 540_000],
    ['540,000', 540_000],
    ['540 000 đ', 540_000],
    ['540.000đ', 540_000],
    ['540.000 đồng', 540_000],
    ['540.000 VNĐ', 540_000],
    ['540.000đ/tháng', 540_000],
    ['1.350.000', 1_350_000],
    ['1,350,000.00', 1_350_000],
    ['1.350.000,00', 1_350_000],
    ['540000', 540_000],
    ['540\u00a0000', 540_000],
    ['540 nghìn', 540_000],
    ['540 ngàn đồng', 540_000],
    ['540k', 540_000],
    ['1,35 triệu', 1_350_000],
    ['1,080 triệu', 1_080_000],
    ["'810000", 810_000],
  ])('%j is %d đồng', (text, dong) => {
    expect(readMoney(text)).toEqual({ dong })
  })

  test.each(['', '-', '  –  ', '...'])('%j is nothing', (text) => {
    expect(readMoney(text)).toEqual({})
  })

  test.each([
    ['năm trăm', 'unreadable'],
    ['540.00.0', 'unreadable'],
    ['#REF!', 'unreadable'],
    ['540000.5', 'fraction'],
    ['-60.000', 'negative'],
    ['(60.000)', 'negative'],
  ])('%j is doubted: %s', (text, doubt) => {
    expect(readMoney(text).doubt).toBe(doubt)
  })

  test('a list in thousands is multiplied, unless the cell names its own unit', () => {
    expect(readMoney(540, 1_000)).toEqual({ dong: 540_000 })
    expect(readMoney('540', 1_000)).toEqual({ dong: 540_000 })
    expect(readMoney('0,54 triệu', 1_000)).toEqual({ dong: 540_000 })
  })

  test('the dust of decimal products is no fraction', () => {
    expect(readMoney(1.15 * 360_000)).toEqual({ dong: 414_000 })
  })

  test('every amount survives every way of writing it', () => {
    const dots = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '.')
    const writing = fc.constantFrom<(n: number) => string>(
      String, dots, (n) => dots(n).replaceAll('.', ','), (n) => dots(n).replaceAll('.', ' '), (n) => `${dots(n)} đ`, (n) => `${dots(n)},00`, showDong,
    )
    fc.assert(fc.property(fc.integer({ min: 1000, max: 99_999_999 }), writing, (n, write) => {
      expect(readMoney(write(n))).toEqual({ dong: n })
    }))
  })
})

test.each([
  ['1.5', 1.5], ['1,5', 1.5], ['2', 2], ['2,0', 2], ['hệ số 2,5', 2.5], [1.5, 1.5], ['3.0', 3], ['', undefined], ['x', undefined], [540_000, undefined], [0, undefined],
])('coefficient %j is %s', (written, coefficient) => {
  expect(readCoefficient(written)).toBe(coefficient)
})
