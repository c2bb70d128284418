import { describe, expect, test } from 'vitest'
import { readVillage, villageKey, villageOfHeading, villageOfTitle } from '../../src/domain/village-name.ts'

const say = ({ village, kind, unsure }: { village?: string; kind?: string; unsure?: true } = {}): string =>
  [kind ?? 'no kind', village ?? 'no village', ...(unsure === true ? ['unsure'] : [])].join(' | ')

describe('cells', () => {
  test.each([
    ['Ấp Đông Lợi', 'Ấp | Đông Lợi'],
    ['ấp Đông Lợi', 'Ấp | Đông Lợi'],
    ['ẤP ĐÔNG LỢI', 'Ấp | Đông Lợi'],
    ['Đông Lợi', 'no kind | Đông Lợi'],
    ['Thôn 3', 'Thôn | 3'],
    ['thôn số 3', 'Thôn | 3'],
    ['thon 3', 'Thôn | 3'],
    ['3', 'no kind | 3'],
    ['KP. 2', 'Khu phố | 2'],
    ['KP2', 'Khu phố | 2'],
    ['Tổ dân phố 7', 'Tổ dân phố | 7'],
    ['TDP 7', 'Tổ dân phố | 7'],
    ['Buôn Ea Sút', 'Buôn | Ea Sút'],
    ['Tổ 3, Ấp Đông Lợi, xã Tân Đông', 'Ấp | Đông Lợi'],
    ['Tổ 3 - Ấp Đông Lợi - Tân Đông', 'Ấp | Đông Lợi'],
    ['123 ấp Đông Lợi xã Tân Đông', 'Ấp | Đông Lợi'],
    ['Số nhà 12, tổ 4, khu phố Ninh Hoà, phường Ninh Thạnh', 'Khu phố | Ninh Hoà'],
    ['Ấp Đông Lợi (Đông Hà cũ)', 'Ấp | Đông Lợi'],
    ['Đông Lợi, xã Tân Đông, tỉnh Tây Ninh', 'no kind | Đông Lợi'],
    ['Đông Lợi, Tân Đông', 'no kind | Đông Lợi | unsure'],
    ['xã Tân Đông, huyện Tân Châu', 'no kind | no village'],
    ['Tổ 3', 'Tổ | 3'],
    ['', 'no kind | no village'],
    ['-', 'no kind | no village'],
  ])('%j is %s', (text, meant) => {
    expect(say(readVillage(text))).toBe(meant)
  })
})

describe('headings', () => {
  test.each([
    ['2. ẤP KÀ ỐT (45 người)', 'Ấp | Kà Ốt'],
    ['I. Thôn 3: 12 hộ', 'Thôn | 3'],
    ['Danh sách ấp Đông Lợi', 'Ấp | Đông Lợi'],
    ['Ap 1', 'Ấp | 1'],
    ['I. NGƯỜI CAO TUỔI', 'no kind | no village'],
    ['Lang Văn Bản', 'no kind | no village'],
    ['Bản Thị Sóc', 'Bản | Thị Sóc'],
  ])('%j: %s', (text, meant) => {
    expect(say(villageOfHeading(text))).toBe(meant)
  })
})

describe('titles', () => {
  test.each([
    ['DANH SÁCH NGƯỜI CAO TUỔI ẤP ĐÔNG LỢI THÁNG 11/2026', 'Ấp | Đông Lợi'],
    ['Danh sách hộ nghèo thôn 3, xã Tân Đông', 'Thôn | 3'],
    ['ỦY BAN NHÂN DÂN XÃ TÂN ĐÔNG', 'no kind | no village'],
    ['DANH SÁCH CHI TRẢ TRỢ CẤP', 'no kind | no village'],
  ])('%j: %s', (text, meant) => {
    expect(say(villageOfTitle(text))).toBe(meant)
  })
})

test('spellings of one village share a key', () => {
  for (const spelling of ['Đông Lợi', 'ĐÔNG LỢI', 'dong loi', 'Ðông  Lợi', 'Đông-Lợi']) expect(villageKey(spelling)).toBe('dongloi')
  expect(villageKey('03')).toBe(villageKey('3'))
  expect(villageKey('Mỹ')).toBe(villageKey('Mĩ'))
})
