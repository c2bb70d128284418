import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codeAt, matchingStep, newSecret, stepAt, totpAddress } from '../../../src/web/console/totp.ts'

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890, the last six of its eight digits. */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

test.each([
  ['1970-01-01T00:00:59Z', '287082'],
  ['2005-03-18T01:58:29Z', '081804'],
  ['2005-03-18T01:58:31Z', '050471'],
  ['2009-02-13T23:31:30Z', '005924'],
  ['2033-05-18T03:33:20Z', '279037'],
  ['2603-10-11T11:33:20Z', '353130'],
])('at %s the code of the RFC is %s', (at, code) => {
  expect(codeAt(RFC_SECRET, stepAt(new Date(at)))).toBe(code)
})

test('a code counts for its own half minute and one to either side, with or without a space', () => {
  const secret = newSecret()
  const now = new Date('2026-11-22T02:00:00Z')
  const here = stepAt(now)
  for (const step of [here - 1, here, here + 1]) expect(matchingStep(secret, codeAt(secret, step), now)).toBe(step)
  const code = codeAt(secret, here)
  expect(matchingStep(secret, `${code.slice(0, 3)} ${code.slice(3)}`, now)).toBe(here)
  const near = new Set([here - 1, here, here + 1].map((step) => codeAt(secret, step)))
  expect([here - 2, here + 2].map((step) => codeAt(secret, step)).filter((other) => !near.has(other) && matchingStep(secret, other, now) !== undefined)).toEqual([])
})

test('anything else that is typed is no code and breaks nothing', () => {
  const now = new Date('2026-11-22T02:00:00Z')
  fc.assert(fc.property(fc.string(), (text) => /^\s*(\d\s*){6}$/.test(text) || matchingStep(RFC_SECRET, text, now) === undefined))
})

test('a secret has 160 bits, is not made twice, and stands in the address that telephones read', () => {
  const [one, other] = [newSecret(), newSecret()]
  expect(one).toMatch(/^[A-Z2-7]{32}$/)
  expect(one).not.toBe(other)
  const address = new URL(totpAddress(one, 'cô Châu'))
  expect([address.protocol, address.searchParams.get('secret'), decodeURIComponent(address.pathname)]).toEqual(['otpauth:', one, '/Loa:cô Châu'])
})
