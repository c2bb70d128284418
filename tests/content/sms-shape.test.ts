import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureSms, unaccent } from '../../src/content/sms-shape.ts'

const repeat = (text: string, times: number): string => text.repeat(times)

describe('how many messages a text costs', () => {
  test.each<[string, string, 'gsm7' | 'ucs2', number, number]>([
    ['nothing', '', 'gsm7', 0, 1],
    ['the longest single message', repeat('a', 160), 'gsm7', 160, 1],
    ['one character more', repeat('a', 161), 'gsm7', 161, 2],
    ['two full segments', repeat('a', 306), 'gsm7', 306, 2],
    ['a third begins', repeat('a', 307), 'gsm7', 307, 3],
    ['the euro sign costs two', repeat('€', 80), 'gsm7', 160, 1],
    ['a brace at the end does not fit', `${repeat('a', 159)}{`, 'gsm7', 161, 2],
    // 152 + 2 would cut the escape from its character, so the first segment keeps 152
    ['a brace on the seam moves on whole', `${repeat('a', 152)}{${repeat('a', 152)}`, 'gsm7', 306, 3],
    ['French marks that GSM happens to know', 'à è é ì ò ù É', 'gsm7', 13, 1],
    ['a Vietnamese mark that it does not', 'ạ', 'ucs2', 1, 1],
    ['the letter đ', 'đ', 'ucs2', 1, 1],
    ['the longest single message with marks', repeat('ạ', 70), 'ucs2', 70, 1],
    ['one more', repeat('ạ', 71), 'ucs2', 71, 2],
    ['two full segments with marks', repeat('ạ', 134), 'ucs2', 134, 2],
    ['a third begins with marks', repeat('ạ', 135), 'ucs2', 135, 3],
    ['35 pictures', repeat('🌾', 35), 'ucs2', 70, 1],
    // 67 is odd: a picture on the seam moves on whole, so a segment holds 33
    ['67 pictures', repeat('🌾', 67), 'ucs2', 134, 3],
    ['marks written apart cost more', 'ế'.normalize('NFD'), 'ucs2', 3, 1],
    ['a backtick is not in the alphabet', '`', 'ucs2', 1, 1],
  ])('%s', (_what, text, encoding, units, segments) => {
    expect(measureSms(text)).toEqual({ encoding, units, segments })
  })

  test('more text never costs less', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 50 }), (text, more) => {
        expect(measureSms(text + more).segments).toBeGreaterThanOrEqual(measureSms(text).segments)
      }),
    )
  })

  test('segments are enough for the units and at most one unit each is lost on seams', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const { encoding, units, segments } = measureSms(text)
        const [alone, each] = encoding === 'gsm7' ? [160, 153] : [70, 67]
        if (segments === 1) expect(units).toBeLessThanOrEqual(alone)
        else {
          expect(units).toBeLessThanOrEqual(segments * each)
          expect(units).toBeGreaterThan((segments - 1) * (each - 1))
        }
      }),
    )
  })
})

describe('a text without its marks', () => {
  test.each([
    ['Thẻ bảo hiểm y tế của bà Nguyễn Thị Mười', 'The bao hiem y te cua ba Nguyen Thi Muoi'],
    ['Đường Đỗ Ðức Ɖình, đặng', 'Duong Do Duc Dinh, dang'],
    ['ẤP KÀ ỐT', 'AP KA OT'],
    ['H’Hen Niê, Y Bhăm Niê', "H'Hen Nie, Y Bham Nie"],
    ['“dự kiến” – từ 07:30…', '"du kien" - tu 07:30...'],
    ['540.000\u00A0đồng\u202F× 1,5', '540.000 dong x 1,5'],
    ['810.000 ₫', '810.000 d'],
    ['zero\u200Bwidth\uFEFF', 'zerowidth'],
    ['½ ngày', '1/2 ngay'],
    ['chúc mừng 🎉 bà', 'chuc mung  ba'],
    // a loss of letters must show where the text is approved
    ['ខ្មែរ', '???'],
    ['31/12/2026, 0276 3000 000', '31/12/2026, 0276 3000 000'],
  ])('%s', (marked, plain) => {
    expect(unaccent(marked)).toBe(plain)
    expect(unaccent(marked.normalize('NFD'))).toBe(plain)
  })

  test('whatever goes in, what comes out costs 160 characters a message, and again the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const plain = unaccent(text)
        expect(measureSms(plain).encoding).toBe('gsm7')
        expect(unaccent(plain)).toBe(plain)
      }),
      { numRuns: 500 },
    )
  })

  test('plain words, names and dates survive as they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 .,:/()'-]*$/), (text) => {
        expect(unaccent(text)).toBe(text)
      }),
    )
  })
})
