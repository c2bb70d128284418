/** TCVN3 and VNI: the encoders are written here from the published letter tables, so that a round trip proves something. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeTcvn3, hasTcvn3Proof, isTcvn3CapitalFont, isTcvn3Font, TCVN3_CHARACTERS, TCVN3_LETTERS, undoWindows1258 } from '../../src/domain/tcvn3.ts'
import { decodeVni, hasVniProof, isVniFont, VNI_PAIRS } from '../../src/domain/vni.ts'

const SYLLABLES = 'Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Văn Hữu Đức Ngọc Ánh Tuyết Mười Bảy Út Nhựt Quới Đước Thỏa Mỹ Ý Ổn ỷ Ẩn'.split(' ')
const words = fc.array(fc.constantFrom(...SYLLABLES), { minLength: 1, maxLength: 6 }).map((list) => list.join(' '))
const lower = words.map((text) => text.toLowerCase())

const encodeTcvn3 = (text: string): string =>
  [...text.normalize('NFC')].map((letter) => TCVN3_CHARACTERS[TCVN3_LETTERS.indexOf(letter)] ?? letter).join('')

const VNI_OF = new Map([...VNI_PAIRS].map(([from, to]) => [to, from]))
const encodeVni = (text: string): string =>
  [...text.normalize('NFC')].map((letter) => {
    const pair = VNI_OF.get(letter.toLowerCase())
    if (pair === undefined) return letter
    return letter === letter.toLowerCase() ? pair : pair.toUpperCase()
  }).join('')

describe('TCVN3', () => {
  test('every letter has one character', () => {
    expect([...TCVN3_CHARACTERS]).toHaveLength([...TCVN3_LETTERS].length)
    expect(new Set(TCVN3_CHARACTERS).size).toBe([...TCVN3_CHARACTERS].length)
    expect(new Set(TCVN3_LETTERS).size).toBe(74)
  })

  test.each([
    ['NguyÔn V¨n A', 'Nguyễn Văn A'],
    ['Hoµng ThÞ Hång', 'Hoàng Thị Hồng'],
    ['§Æng §×nh §øc', 'Đặng Đình Đức'],
    ['Hä vµ tªn', 'Họ và tên'],
    ['Ngµy sinh', 'Ngày sinh'],
    ['Sè thÎ BHYT', 'Số thẻ BHYT'],
  ])('%s is %s', (written, meant) => {
    expect(decodeTcvn3(written)).toBe(meant)
    expect(hasTcvn3Proof(written)).toBe(true)
    expect(hasVniProof(written)).toBe(false)
  })

  test('capitals come back from a capital font', () => {
    expect(isTcvn3CapitalFont('.VnTimeH')).toBe(true)
    expect(isTcvn3CapitalFont('.VnTime')).toBe(false)
    expect(decodeTcvn3('nguyÔn v¨n a', { capitals: true })).toBe('NGUYỄN VĂN A')
  })

  test('round trip of every small letter', () => {
    fc.assert(fc.property(lower, (text) => {
      expect(decodeTcvn3(encodeTcvn3(text))).toBe(text)
      expect(decodeTcvn3(encodeTcvn3(text), { capitals: true })).toBe(text.toUpperCase())
    }))
  })

  test('bytes that were read as Windows-1258 are put back first', () => {
    const read1258 = new TextDecoder('windows-1258').decode(Uint8Array.from([...encodeTcvn3('trần thị thé')].map((c) => c.charCodeAt(0))))
    expect(decodeTcvn3(undoWindows1258(read1258))).toBe('trần thị thé')
  })

  test('fonts are known by their names', () => {
    expect(isTcvn3Font('.VnArial Narrow')).toBe(true)
    expect(isTcvn3Font('Times New Roman')).toBe(false)
  })
})

describe('VNI', () => {
  test.each([
    ['Nguyeãn Vaên A', 'Nguyễn Văn A'],
    ['Traàn Thò Hoàng', 'Trần Thị Hồng'],
    ['Hoï vaø teân', 'Họ và tên'],
    ['Ñaëng Ñình Ñöùc', 'Đặng Đình Đức'],
    ['NGUYEÃN VAÊN AÙNH', 'NGUYỄN VĂN ÁNH'],
    ['Ngaøy sinh', 'Ngày sinh'],
  ])('%s is %s', (written, meant) => {
    expect(decodeVni(written)).toBe(meant)
    expect(hasVniProof(written)).toBe(true)
    expect(hasTcvn3Proof(written)).toBe(false)
  })

  test('round trip, capitals included', () => {
    fc.assert(fc.property(words, (text) => {
      expect(decodeVni(encodeVni(text))).toBe(text)
      expect(decodeVni(encodeVni(text.toUpperCase()))).toBe(text.toUpperCase())
    }))
  })

  test('fonts are known by their names', () => {
    expect(isVniFont('VNI-Times')).toBe(true)
    expect(isVniFont('Vnitimes Pro')).toBe(false)
  })
})

test('correct Vietnamese has no proof of either', () => {
  fc.assert(fc.property(words, (text) => {
    expect(hasTcvn3Proof(text)).toBe(false)
    expect(hasVniProof(text)).toBe(false)
  }))
  for (const text of ['Hoà', 'Thuý', 'quà', 'xoã', 'Lò Văn Òn', 'Vàng A Páo', 'hoãn', 'loè xoè', 'Giàng Thị Súa', 'khuỷu', 'người uý']) {
    expect([text, hasTcvn3Proof(text), hasVniProof(text)]).toEqual([text, false, false])
  }
})
