/** The small parts of Zalo's adapter, and its settings. All keys and ids are invented. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWindowOpen } from '../../src/channels/zalo/consultation.ts'
import { parseLossless } from '../../src/channels/zalo/lossless-json.ts'
import { withoutMentions } from '../../src/channels/zalo/mentions.ts'
import { challengeOf } from '../../src/channels/zalo/oauth.ts'
import { refusal } from '../../src/channels/zalo/refusal.ts'
import { ZBS_CODES } from '../../src/channels/zalo/zbs-codes.ts'
import { claimedPhone, zaloAddress } from '../../src/channels/zalo/zalo-id.ts'
import { loadConfig } from '../../src/kernel/config.ts'

describe('lossless JSON', () => {
  test.each([
    ['{"id":9007199254740993123}', { id: '9007199254740993123' }],
    ['{"id":"9007199254740993123"}', { id: '9007199254740993123' }],
    ['{"at":1790000000000}', { at: 1_790_000_000_000 }],
    ['[-1234567890123456789, 1.2345678901234567, 1e20, 0]', ['-1234567890123456789', 1.2345678901234567, 1e20, 0]],
    [String.raw`{"text":"số 9007199254740993123 và \"1234567890123456789\" \\","n":12345678901234567}`, { text: String.raw`số 9007199254740993123 và "1234567890123456789" \ `.trimEnd(), n: '12345678901234567' }],
    ['{"id":', undefined],
    ['', undefined],
  ])('reads %s', (text, value) => {
    expect(parseLossless(text)).toEqual(value)
  })

  test('reads everything else as JSON.parse does', () => {
    const small = fc.oneof(fc.string(), fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }), fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }))
    const value = fc.dictionary(fc.string(), fc.oneof(small, fc.array(small)))
    fc.assert(fc.property(value, (one) => void expect(parseLossless(`[${JSON.stringify(one)},1234567890123456]`)).toEqual([JSON.parse(JSON.stringify(one)), '1234567890123456'])))
  })
})

test('no mention survives, however it is nested', () => {
  const piece = fc.constantFrom('[@', ']', '12', '[', '@', 'a', '[@1]')
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => !/\[@\d+\]/.test(withoutMentions(pieces.join('')))))
  expect(withoutMentions('Anh [@] và [@ba] nói [@12]xong')).toBe('Anh [@] và [@ba] nói xong')
})

test.each([
  ['9007199254740993123', { kind: 'user', id: '9007199254740993123' }],
  ['group:9007199254740993555', { kind: 'group', id: '9007199254740993555' }],
  ['+84912345678', { kind: 'phone', id: '84912345678' }],
  ['group:', undefined],
  ['group:abc', undefined],
  ['+66912345678', undefined],
  ['bot:12', undefined],
  ['', undefined],
])('the address "%s"', (to, address) => {
  expect(zaloAddress(to)).toEqual(address)
})

test.each([
  ['84912345678', '+84912345678'],
  ['0912 345 678', '+84912345678'],
  ['+84 (912) 345.678', '+84912345678'],
  ['912345678', undefined],
  ['0', undefined],
  ['', undefined],
])('the claimed phone "%s"', (typed, phone) => {
  expect(claimedPhone(typed)).toBe(phone)
})

test('the window is open for seven days to the millisecond, and unknown where nobody knows', () => {
  const now = new Date('2026-10-10T01:00:00.000Z')
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const week = 7 * 24 * 60 * 60 * 1000
  expect([isWindowOpen(ago(week - 1), now), isWindowOpen(ago(week), now), isWindowOpen(undefined, now)]).toEqual([true, false, undefined])
})

test('the challenge is the one of RFC 7636, appendix B', () => {
  expect(challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
})

test.each([
  ['at 02:00 it is the same morning', '2026-10-09T19:00:00.000Z', '-133', '2026-10-09T23:05:00.000Z'],
  ['at 22:30 it is the next morning', '2026-10-10T15:30:00.000Z', '-133', '2026-10-10T23:05:00.000Z'],
  ['a used-up day ends at midnight', '2026-10-10T15:30:00.000Z', '-144', '2026-10-10T17:05:00.000Z'],
  ['just after midnight it is five past', '2026-10-10T17:01:00.000Z', '-144', '2026-10-10T17:05:00.000Z'],
  ['a minute ends with the clock’s', '2026-10-10T15:30:40.000Z', '-32', '2026-10-10T15:31:00.000Z'],
])('%s', (_what, from, code, until) => {
  const now = new Date(from)
  const { afterMs } = refusal(code, ZBS_CODES, { now })
  expect(new Date(now.getTime() + afterMs!).toISOString()).toBe(until)
})

describe('settings', () => {
  const account = { ZALO_APP_ID: '1000000000000000001', ZALO_APP_SECRET: 'khoa-bia-dat', ZALO_OA_ID: '2000000000000000002', ZALO_OA_SECRET_KEY: 'khoa-oa-bia-dat' }

  test('Zalo is off without them, and complete with four', () => {
    expect([loadConfig({}).zalo.enabled, loadConfig({}).zaloBot.enabled]).toEqual([false, false])
    expect(loadConfig(account).zalo).toMatchObject({ enabled: true, secretProof: false, perMinute: 100, urls: { oauth: 'https://oauth.zaloapp.com', oa: 'https://openapi.zalo.me', zbs: 'https://business.openapi.zalo.me' } })
    expect(loadConfig({ ZALO_BOT_TOKEN: '1:bia-dat' }).zaloBot).toMatchObject({ apiRoot: 'https://bot-api.zaloplatforms.com', updates: { mode: 'polling' } })
  })

  test.each([
    ['a part is missing', { ZALO_APP_ID: account.ZALO_APP_ID }, 'ZALO_OA_SECRET_KEY'],
    ['the callback has a query', { ...account, ZALO_REDIRECT_URL: 'https://xa.example/zalo?x=1' }, 'ZALO_REDIRECT_URL'],
    ['the callback is not secure', { ...account, ZALO_REDIRECT_URL: 'http://xa.example/zalo' }, 'ZALO_REDIRECT_URL'],
    ['the id is no number', { ...account, ZALO_OA_ID: 'xa-tan-dong' }, 'ZALO_OA_ID'],
    ['the bot’s webhook has no secret', { ZALO_BOT_TOKEN: '1:bia-dat', ZALO_BOT_WEBHOOK_URL: 'https://xa.example/hooks/zalo-bot' }, 'ZALO_BOT_WEBHOOK_SECRET'],
  ])('are refused by name when %s', (_what, env, name) => {
    expect(() => loadConfig(env)).toThrow(name)
  })
})
