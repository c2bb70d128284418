import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCipher } from '../../src/store/cipher.ts'

const key = Buffer.alloc(32, 5)
const cipher = createCipher(new Map([[1, key]]))

test('a blind index is the HMAC-SHA256 of purpose and value, for texts of any length', () => {
  const indexKey = Buffer.from(hkdfSync('sha256', key, 'loa', 'loa index', 32))
  fc.assert(
    fc.property(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 60, maxLength: 400 })), (purpose, value) => {
      const expected = createHmac('sha256', indexKey).update(`${purpose}\0${value}`).digest().subarray(0, 16)
      expect(cipher.blindIndex(purpose, value)).toEqual(expected)
    }),
  )
})

test('thousands of texts sealed one after the other open again and share no nonce', () => {
  const sealed = Array.from({ length: 3_000 }, (_, n) => cipher.encrypt(`0720500${n}`))
  expect(new Set(sealed.map((bytes) => bytes.subarray(1, 13).toString('hex'))).size).toBe(3_000)
  sealed.forEach((bytes, n) => expect(cipher.decrypt(bytes)).toBe(`0720500${n}`))
})
