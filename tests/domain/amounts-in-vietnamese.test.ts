import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  coefficientInVietnamese,
  dayInWords,
  dongInVietnamese,
  amountInWords,
  monthInWords,
  numberInVietnamese,
  numberInWords,
  timeInWords,
} from '../../src/domain/amounts-in-vietnamese.ts'

describe('figures', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1.000'],
    [540_000, '540.000'],
    [1_366_200, '1.366.200'],
    [-60_000, '-60.000'],
  ])('%d is written %s', (number, text) => {
    expect(numberInVietnamese(number)).toBe(text)
  })

  it('names the currency in full', () => {
    expect(dongInVietnamese(810_000)).toBe('810.000 đồng')
  })

  it.each([[1, '1'], [1.5, '1,5'], [2.5, '2,5']])('a coefficient of %d is written %s', (coefficient, text) => {
    expect(coefficientInVietnamese(coefficient)).toBe(text)
  })

  it.each([0.5, Number.NaN, Infinity, 2 ** 53])('refuses %d, of which no đồng can be counted', (number) => {
    expect(() => numberInVietnamese(number)).toThrow(RangeError)
    expect(() => numberInWords(number)).toThrow(RangeError)
  })
})

describe('numbers aloud', () => {
  it.each([
    [0, 'không'],
    [4, 'bốn'],
    [5, 'năm'],
    [10, 'mười'],
    [11, 'mười một'],
    [14, 'mười bốn'],
    [15, 'mười lăm'],
    [20, 'hai mươi'],
    [21, 'hai mươi mốt'],
    [24, 'hai mươi tư'],
    [25, 'hai mươi lăm'],
    [55, 'năm mươi lăm'],
    [100, 'một trăm'],
    [101, 'một trăm linh một'],
    [104, 'một trăm linh bốn'],
    [105, 'một trăm linh năm'],
    [110, 'một trăm mười'],
    [115, 'một trăm mười lăm'],
    [121, 'một trăm hai mươi mốt'],
    [1_000, 'một nghìn'],
    [1_005, 'một nghìn không trăm linh năm'],
    [2_026, 'hai nghìn không trăm hai mươi sáu'],
    [10_500, 'mười nghìn năm trăm'],
    [34_155, 'ba mươi tư nghìn một trăm năm mươi lăm'],
    [113_850, 'một trăm mười ba nghìn tám trăm năm mươi'],
    [540_000, 'năm trăm bốn mươi nghìn'],
    [1_000_000, 'một triệu'],
    [1_000_001, 'một triệu không trăm linh một'],
    [1_080_000, 'một triệu không trăm tám mươi nghìn'],
    [1_366_200, 'một triệu ba trăm sáu mươi sáu nghìn hai trăm'],
    [10_800_000, 'mười triệu tám trăm nghìn'],
    [1_000_000_000, 'một tỷ'],
    [1_000_540_000, 'một tỷ năm trăm bốn mươi nghìn'],
    [2_005_000_000, 'hai tỷ không trăm linh năm triệu'],
    [1_500_000_000_000, 'một nghìn năm trăm tỷ'],
    [-60_000, 'âm sáu mươi nghìn'],
  ])('%d is said "%s"', (number, words) => {
    expect(numberInWords(number)).toBe(words)
  })

  it('is said the southern way where people speak so', () => {
    expect(numberInWords(1_105, 'southern')).toBe('một ngàn một trăm lẻ năm')
    expect(amountInWords(540_000, 'southern')).toBe('năm trăm bốn mươi ngàn đồng')
  })

  it('says the currency', () => {
    expect(amountInWords(540_000)).toBe('năm trăm bốn mươi nghìn đồng')
  })

  it('can be heard back to the same number, whatever the number and the speech', () => {
    const number = fc.oneof(
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer({ min: 0, max: 2_000_000_000 }),
      fc.maxSafeInteger(),
      // Zeros inside are where spoken numbers go wrong.
      fc.tuple(fc.nat(999), fc.constantFrom(0, 1, 10, 100), fc.constantFrom(0, 5, 50, 500)).map(([a, b, c]) => a * 1_000_000_000 + b * 1_000_000 + c),
    )
    fc.assert(
      fc.property(number, fc.constantFrom('official' as const, 'southern' as const), (value, speech) => {
        const words = numberInWords(value, speech)
        expect(heard(words) === value, `${value}: ${words}`).toBe(true)
        expect(words).toBe(words.normalize('NFC'))
        expect(words).not.toMatch(/ {2}|^ | $/)
      }),
      { numRuns: 1_000 },
    )
  })

  it('never says two numbers alike', () => {
    const all = new Set(Array.from({ length: 20_000 }, (_, number) => numberInWords(number)))
    expect(all.size).toBe(20_000)
  })
})

describe('days and times aloud', () => {
  it.each([
    ['2026-12-05', 'ngày năm tháng mười hai năm hai nghìn không trăm hai mươi sáu'],
    ['2027-04-30', 'ngày ba mươi tháng tư năm hai nghìn không trăm hai mươi bảy'],
    ['2027-01-21', 'ngày hai mươi mốt tháng một năm hai nghìn không trăm hai mươi bảy'],
    ['1942-11-15', 'ngày mười lăm tháng mười một năm một nghìn chín trăm bốn mươi hai'],
  ])('%s is said "%s"', (day, words) => {
    expect(dayInWords(day)).toBe(words)
  })

  it('says a month alone', () => {
    expect(monthInWords('2026-11')).toBe('tháng mười một năm hai nghìn không trăm hai mươi sáu')
  })

  it.each([
    ['07:30', 'bảy giờ ba mươi phút'],
    ['07:00', 'bảy giờ'],
    ['13:05', 'mười ba giờ năm phút'],
    ['00:15', 'không giờ mười lăm phút'],
  ])('the time %s is said "%s"', (time, words) => {
    expect(timeInWords(time)).toBe(words)
  })
})

/** A listener: written the other way round and from the words alone, so that it shares no mistake with the speaker. */
function heard(words: string): number {
  if (words.startsWith('âm ')) return -heard(words.slice(3))
  const digit: Record<string, number> = {
    không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, lăm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9,
  }
  let billions = 0
  let total = 0
  let group = 0
  let pending = 0
  for (const word of words.split(' ')) {
    if (word in digit) pending = digit[word] as number
    else if (word === 'linh' || word === 'lẻ') pending = 0
    else if (word === 'mười') group += 10
    else {
      const times = { mươi: 10, trăm: 100, nghìn: 1_000, ngàn: 1_000, triệu: 1_000_000, tỷ: 1_000_000_000 }[word]
      if (times === undefined) throw new Error(`no such word in a number: ${word}`)
      if (times <= 100) group += pending * times
      else if (times < 1_000_000_000) {
        total += (group + pending) * times
        group = 0
      } else {
        billions = (total + group + pending) * times
        total = 0
        group = 0
      }
      pending = 0
    }
  }
  return billions + total + group + pending
}
