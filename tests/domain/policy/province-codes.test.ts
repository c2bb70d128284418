import { describe, expect, it } from 'vitest'
import { CURRENT_PROVINCES, PROVINCE_CODES } from '../../../src/domain/policy/province-codes.ts'

describe('province codes', () => {
  it('knows all 63 provinces that personal numbers still carry', () => {
    expect(Object.keys(PROVINCE_CODES)).toHaveLength(63)
    expect(new Set(Object.values(PROVINCE_CODES)).size).toBe(63)
  })

  it('knows the 34 provinces of today', () => {
    expect(Object.keys(CURRENT_PROVINCES)).toHaveLength(34)
    expect(new Set(Object.values(CURRENT_PROVINCES)).size).toBe(34)
  })

  // A new province took the code of one of its parts, not always of the one whose name it kept.
  it.each([
    ['15', 'Lào Cai', '015', 'Yên Bái'],
    ['24', 'Bắc Ninh', '024', 'Bắc Giang'],
    ['52', 'Gia Lai', '052', 'Bình Định'],
    ['80', 'Tây Ninh', '080', 'Long An'],
    ['91', 'An Giang', '091', 'Kiên Giang'],
  ])('reads %s as %s today although a personal number with %s was registered in %s', (now, nowName, old, oldName) => {
    expect(CURRENT_PROVINCES[now]).toBe(nowName)
    expect(PROVINCE_CODES[old]).toBe(oldName)
  })

  it('keeps the names in composed form, so that they compare equal to what people type', () => {
    for (const name of [...Object.values(PROVINCE_CODES), ...Object.values(CURRENT_PROVINCES)]) {
      expect(name).toBe(name.normalize('NFC'))
    }
  })

  it('does not know a code that no province had', () => {
    expect(PROVINCE_CODES['003']).toBeUndefined()
  })
})
