import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compact, fold, foldLoosely, hasMarks, tidyText, titleCase, withoutTonePlace } from '../../src/domain/vietnamese-text.ts'

describe('tidyText', () => {
  test.each([
    ['decomposed letters', 'Nguye\u0302\u0303n Va\u0306n An', 'Nguyễn Văn An'],
    ['eth for Đ', 'Ðỗ Thị Ðào', 'Đỗ Thị Đào'],
    ['African D for Đ', '\u0189ặng', 'Đặng'],
    ['small eth', 'ðồng', 'đồng'],
    ['no-break space', 'Lê\u00a0Thị\u00a0Mười', 'Lê Thị Mười'],
    ['zero-width characters', '\ufeffTrần\u200b Văn\u200d Bé', 'Trần Văn Bé'],
    ['line breaks and tabs', 'Họ và\r\n tên\t', 'Họ và tên'],
  ])('mends %s', (_, written, meant) => {
    expect(tidyText(written)).toBe(meant)
  })

  test('tidying twice changes nothing more', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(tidyText(tidyText(text))).toBe(tidyText(text))
    }))
  })
})

describe('fold', () => {
  test.each([
    ['Nguyễn Thị Ánh Tuyết', 'nguyen thi anh tuyet'],
    ['ĐẶNG ĐÌNH ĐỨC', 'dang dinh duc'],
    ['Ðoàn', 'doan'],
    ['Ấp Kà Ốt', 'ap ka ot'],
  ])('%s → %s', (written, folded) => {
    expect(fold(written)).toBe(folded)
  })

  test('is the same for composed and decomposed text, and folding twice changes nothing', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẵộợửỷ ẤĐỀ') })
    fc.assert(fc.property(letters, (text) => {
      expect(fold(text.normalize('NFD'))).toBe(fold(text))
      expect(fold(fold(text))).toBe(fold(text))
      expect(fold(text)).toMatch(/^[a-z ]*$/)
    }))
  })

  test('loosely, i and y are one letter and apostrophes are none', () => {
    expect(foldLoosely('Mỹ')).toBe(foldLoosely('Mĩ'))
    expect(foldLoosely('H’Hen Niê')).toBe(foldLoosely("H'Hen Niê"))
  })
})

test('header spellings become one key', () => {
  expect(compact('Họ và tên')).toBe('hovaten')
  expect(compact('HO VA TEN:')).toBe('hovaten')
  expect(compact('hoVaTen')).toBe('hovaten')
})

test('tone place is ignored, tones are not', () => {
  expect(withoutTonePlace('Hoà')).toBe(withoutTonePlace('Hòa'))
  expect(withoutTonePlace('Thuý')).toBe(withoutTonePlace('Thúy'))
  expect(withoutTonePlace('Hòa')).not.toBe(withoutTonePlace('Hoa'))
  expect(withoutTonePlace('Hòa')).not.toBe(withoutTonePlace('Hóa'))
})

test('knows text with marks from text without', () => {
  expect(hasMarks('Nguyen Van An')).toBe(false)
  expect(hasMarks('Đa')).toBe(true)
})

test('writes place names in title case', () => {
  expect(titleCase('ĐÔNG LỢI')).toBe('Đông Lợi')
  expect(titleCase('KÀ ỐT')).toBe('Kà Ốt')
})
