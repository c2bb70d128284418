import { describe, expect, test } from 'vitest'
import { isPersonName, isSameName, searchKey, sortKey, tidyName } from '../../src/domain/person-name.ts'

test.each([
  ['- Trần Văn Bé', 'Trần Văn Bé'],
  ['+ Lê Thị Út', 'Lê Thị Út'],
  ['1. Nguyễn Văn An', 'Nguyễn Văn An'],
  ['Nguyễn  Văn   An,', 'Nguyễn Văn An'],
  ["H'Hen Niê", "H'Hen Niê"],
  ['Nguyễn Văn A (con)', 'Nguyễn Văn A (con)'],
  ['NGUYỄN VĂN AN', 'NGUYỄN VĂN AN'],
  ['nguyen van an', 'nguyen van an'],
])('tidies %j to %j and changes no more', (written, name) => {
  expect(tidyName(written)).toBe(name)
})

test.each(['Katơr', 'Y Bhăm Niê', 'A Tiến', "Ksor H'Lan", 'Thạch Chanh Đa Ra', 'Giàng A Páo', 'Chamaléa Thị-Én', 'Út'])('%s is a name', (name) => {
  expect(isPersonName(name)).toBe(true)
})

test.each(['', '123', 'Tổng cộng 12 người', '0912345678', '---'])('%j is no name', (text) => {
  expect(isPersonName(text)).toBe(false)
})

describe('searchKey', () => {
  test.each([
    ['tone place', 'Trần Hoà', 'Trần Hòa'],
    ['i and y', 'Lê Thị Mỹ', 'Lê Thị Mĩ'],
    ['marks and case', 'ĐỖ THỊ ĐÀO', 'do thi dao'],
    ['apostrophes', 'H’Hen Niê', "H'Hen Niê"],
  ])('ignores %s', (_, one, other) => {
    expect(searchKey(one)).toBe(searchKey(other))
  })
})

describe('sortKey', () => {
  test('sorts by given name, then family and middle names, in Vietnamese order', () => {
    const sorted = [
      'Lê Văn An', 'Nguyễn Văn An', 'Trần Ản', 'Lê Thị Anh', 'Bùi Thị Ánh', 'Lê Ân', 'Lê Ba', 'Lê Bà', 'Lê Bá', 'Lê Bình',
      'Lê Dung', 'Lê Đào', 'Lê Đức', 'Lê Em', 'Lê Hoa', 'Lê Hòa', 'Lê Oanh', 'Lê Ơn', 'Lê Uyên', 'Lê Ưng', 'Lê Vân', 'Lê Yến',
    ]
    const shuffled = sorted.toReversed()
    const byKey = (a: string, b: string): number => (sortKey(a) < sortKey(b) ? -1 : 1)
    expect(shuffled.sort(byKey)).toEqual(sorted)
  })

  test('is made of plain letters and digits, so that no collation can reorder it', () => {
    expect(sortKey("Ksor H'Lan Nguyễn Thị Ợt")).toMatch(/^[a-z0-9]+$/)
  })

  test('is equal for both places of a tone', () => {
    expect(sortKey('Lê Hoà')).toBe(sortKey('Lê Hòa'))
  })
})

test.each([
  ['Nguyễn Văn An', 'NGUYỄN VĂN AN', true],
  ['Nguyễn Văn An', 'Nguyen Van An', true],
  ['Trần Thị Thuý', 'Trần Thị Thúy', true],
  ['Lê Thị Mỹ', 'Lê Thị Mĩ', true],
  ['Nguyễn Văn An', 'Nguyễn Văn Ân', false],
  ['Nguyễn Văn An', 'Nguyễn Văn Anh', false],
  ['Y Lan', 'Y  Lan', true],
])('%s and %s are one name: %s', (one, other, same) => {
  expect(isSameName(one, other)).toBe(same)
})
