/** Numbers, names and keys are invented. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { OutboundMessage, ReceiptEvent } from '../../src/channels/channel.ts'
import { createAndroidGateway } from '../../src/channels/sms/android-gateway.ts'
import type { SmsGatewayConfig } from '../../src/kernel/config.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/kernel/log.ts'
import { describeChannel, NOW } from './contract.ts'
import type { ExpectedCall, IncomingCase, OutgoingCase, Subject } from './contract.ts'

const KEY = 'khoa-ky-bia-dat'
const config: SmsGatewayConfig = {
  enabled: true,
  provider: 'android',
  url: '',
  user: 'xa',
  password: 'mat-khau-bia-dat',
  signingKey: KEY,
  perMinute: 30,
}
const message: OutboundMessage = { to: '+84900000001', text: 'UBND xa bao: mai phat tien tai nha van hoa.', requestId: 'n-000123' }

const subject: Subject = {
  message,
  create: (url, deps) => createAndroidGateway({ ...config, url }, deps),
}

const body = {
  id: 'n-000123',
  phoneNumbers: ['+84900000001'],
  textMessage: { text: message.text },
  withDeliveryReport: true,
  priority: 0,
}
const headers = { authorization: `Basic ${Buffer.from('xa:mat-khau-bia-dat').toString('base64')}` }
const post: ExpectedCall = { method: 'POST', path: '/messages', body, headers }
const state: ExpectedCall = { method: 'GET', path: '/messages/n-000123', body: undefined, headers }
const inState = (name: string) => ({ json: { id: 'n-000123', deviceId: 'd', state: name, isHashed: false, isEncrypted: false, recipients: [] } })
const accepted = { providerId: 'n-000123', outcome: 'accepted' }
const detail = (providerCode: string) => ({ provider: 'sms-gateway', providerCode })
const lookUp: OutgoingCase['ask'] = (channel, { requestId }, signal) => channel.lookUp!(requestId, undefined, signal)
const check: OutgoingCase['ask'] = (channel, _message, signal) => channel.check!(signal)

const outgoing: OutgoingCase[] = [
  { name: 'sends, asks for a delivery report and is told that it was accepted', answers: [{ status: 202, ...inState('Pending') }], calls: [post], gives: accepted },
  { name: 'takes the gateway at its word when it already delivered', answers: [{ status: 202, ...inState('Delivered') }], calls: [post], gives: { ...accepted, outcome: 'delivered' } },
  {
    name: 'gives the end of its life as an instant',
    message: { notAfter: new Date('2026-10-10T13:30:00.000Z') },
    answers: [{ status: 202, ...inState('Pending') }],
    calls: [{ ...post, body: { ...body, validUntil: '2026-10-10T13:30:00.000Z' } }],
    gives: accepted,
  },
  {
    name: 'puts an answer that somebody waits for before bulk',
    message: { urgent: true },
    answers: [{ status: 202, ...inState('Pending') }],
    calls: [{ ...post, body: { ...body, priority: 100 } }],
    gives: accepted,
  },
  { name: 'takes 409 as accepted before, and asks how it stands', answers: [{ status: 409 }, inState('Processed')], calls: [post, state], gives: accepted },
  { name: 'finds after 409 that it was delivered meanwhile', answers: [{ status: 409 }, inState('Delivered')], calls: [post, state], gives: { ...accepted, outcome: 'delivered' } },
  {
    name: 'finds after 409 that the phone failed',
    answers: [{ status: 409 }, inState('Failed')],
    calls: [post, state],
    error: { code: 'channel.failed', errorClass: 'FALL', ambiguous: false },
  },
  { name: 'stays with accepted after 409 when the state cannot be had', answers: [{ status: 409 }, { status: 500 }], calls: [post, state], gives: accepted },
  ...(
    [
      [400, 'channel.refused', 'PERM', false],
      [401, 'channel.unauthorised', 'OPS', false],
      [403, 'channel.unauthorised', 'OPS', false],
      [404, 'channel.misconfigured', 'OPS', false],
      [301, 'channel.misconfigured', 'OPS', false],
      [413, 'channel.refused', 'PERM', false],
      [500, 'channel.provider-fault', 'RETRY', true],
      [502, 'channel.provider-fault', 'RETRY', true],
      [503, 'channel.provider-fault', 'RETRY', true],
    ] as const
  ).map(
    ([status, code, errorClass, ambiguous]): OutgoingCase => ({
      name: `HTTP ${status} is ${errorClass}`,
      answers: [{ status, json: { message: `number ${message.to} refused` } }],
      calls: [post],
      error: { code, errorClass, ambiguous, detail: detail(String(status)) },
    }),
  ),
  {
    name: 'waits as long as it is told to',
    answers: [{ status: 429, headers: { 'retry-after': '7' } }],
    calls: [post],
    error: { code: 'channel.throttled', errorClass: 'WAIT', ambiguous: false, afterMs: 7_000 },
  },
  { name: 'has not sent where nobody listens', deaf: true, error: { code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false } },
  { name: 'has not sent when the caller gave up before', aborted: true, error: { code: 'channel.interrupted', errorClass: 'RETRY', ambiguous: false } },
  { name: 'may have sent when no answer comes', answers: [{ fault: 'hang' }], calls: [post], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when the connection breaks after the request', answers: [{ fault: 'reset' }], calls: [post], error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true } },
  {
    name: 'may have sent when the answer is torn',
    answers: [{ status: 202, ...inState('Pending'), fault: 'torn' }],
    calls: [post],
    error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true },
  },
  { name: 'may have sent when the answer is a page', answers: [{ text: '<html>' }], calls: [post], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  {
    name: 'may have sent when the answer never ends',
    answers: [{ status: 202, text: 'x'.repeat(70_000) }],
    calls: [post],
    error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true },
  },
  { name: 'refuses a number that is not E.164 without asking', message: { to: '0900000001' }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses an id that the gateway would refuse', message: { requestId: 'n'.repeat(37) }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses an empty text', message: { text: '' }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  {
    name: 'sends nothing that would be stale on arrival',
    message: { notAfter: new Date(NOW.getTime() + 4_999) },
    error: { code: 'channel.too-late', errorClass: 'RETRY', ambiguous: false },
  },

  ...(
    [
      ['Pending', 'accepted'],
      ['Processed', 'accepted'],
      ['Sent', 'accepted'],
      ['Delivered', 'delivered'],
      ['Failed', 'failed'],
      ['Cancelling', 'failed'],
      ['Cancelled', 'failed'],
    ] as const
  ).map(([name, gives]): OutgoingCase => ({ name: `looks up ${name} as ${gives}`, ask: lookUp, answers: [inState(name)], calls: [state], gives })),
  { name: 'looks up what the gateway never heard of', ask: lookUp, answers: [{ status: 404 }], calls: [state], gives: 'unknown' },
  {
    name: 'does not guess what a new state means',
    ask: lookUp,
    answers: [inState('Teleported')],
    calls: [state],
    error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true },
  },
  { name: 'passes on that it could not look up', ask: lookUp, answers: [{ status: 503 }], calls: [state], error: { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true } },

  {
    name: 'is healthy when the gateway answers',
    ask: check,
    answers: [{ json: [] }],
    calls: [{ method: 'GET', path: '/messages?limit=1', body: undefined, headers }],
    gives: { ok: true, said: 'Máy gửi tin nhắn SMS trả lời và nhận tài khoản.' },
  },
  {
    name: 'tells the officer which settings to look at when the account is refused',
    ask: check,
    answers: [{ status: 401 }],
    calls: [{ method: 'GET', path: '/messages?limit=1', body: undefined }],
    gives: { ok: false, said: 'Máy gửi tin nhắn SMS không nhận tài khoản: hãy xem lại SMS_GATEWAY_USER và SMS_GATEWAY_PASSWORD.' },
  },
  {
    name: 'tells the officer to look at the phone when nobody answers',
    ask: check,
    deaf: true,
    gives: { ok: false, said: 'Không gọi được máy gửi tin nhắn SMS: hãy xem điện thoại có bật, có mạng và SMS_GATEWAY_URL có đúng không.' },
  },
]

const seconds = (offset = 0) => String(Math.floor(NOW.getTime() / 1_000) + offset)

function signed(event: unknown, { at = seconds(), key = KEY }: { at?: string; key?: string } = {}) {
  const text = typeof event === 'string' ? event : JSON.stringify(event)
  const signature = createHmac('sha256', key).update(text + at).digest('hex')
  return { path: '/hooks/sms-gateway', headers: { 'x-signature': signature, 'x-timestamp': at }, body: text }
}

const event = (name: string, payload: object) => ({ id: 'evt', webhookId: 'w', deviceId: 'd', event: name, payload })
const receipt = (change: Partial<ReceiptEvent>): ReceiptEvent => ({
  kind: 'receipt',
  dedupeKey: 'sms-gateway:n-000123:sms:delivered',
  requestId: 'n-000123',
  providerId: 'n-000123',
  outcome: 'delivered',
  occurredAt: new Date('2026-10-10T01:00:00.000Z'),
  ...change,
})
const delivered = event('sms:delivered', { messageId: 'n-000123', recipient: '+84900000001', simNumber: 1, deliveredAt: '2026-10-10T08:00:00.000+07:00' })

const incoming: IncomingCase[] = [
  { name: 'reports a delivery', ...signed(delivered), events: [receipt({})] },
  { name: 'reports that the modem took it', ...signed(event('sms:sent', { messageId: 'n-000123', sentAt: '2026-10-10T07:59:58.000+07:00' })), events: [receipt({ outcome: 'sent', dedupeKey: 'sms-gateway:n-000123:sms:sent', occurredAt: new Date('2026-10-10T00:59:58.000Z') })] },
  ...(['reason', 'error'] as const).map(
    (field): IncomingCase => ({
      name: `reads why it failed from "${field}"`,
      ...signed(event('sms:failed', { messageId: 'n-000123', failedAt: '2026-10-10T08:00:00.000+07:00', [field]: 'RESULT_ERROR_NO_SERVICE to +84900000001' })),
      events: [receipt({ outcome: 'failed', dedupeKey: 'sms-gateway:n-000123:sms:failed', errorCode: 'result-error-no-service-to', errorClass: 'FALL' })],
    }),
  ),
  { name: 'takes a failure without a reason', ...signed(event('sms:failed', { messageId: 'n-000123' })), events: [receipt({ outcome: 'failed', dedupeKey: 'sms-gateway:n-000123:sms:failed', errorCode: 'failed', errorClass: 'FALL' })] },
  { name: 'reports what somebody cancelled on the phone', ...signed(event('sms:cancelled', { messageId: 'n-000123' })), events: [receipt({ outcome: 'failed', dedupeKey: 'sms-gateway:n-000123:sms:cancelled', errorCode: 'cancelled', errorClass: 'FALL' })] },
  { name: 'takes the time of arrival where the event has a nonsense one', ...signed(event('sms:delivered', { messageId: 'n-000123', deliveredAt: 'hôm qua' })), events: [receipt({})] },
  { name: 'ignores what is not about messages', ...signed(event('system:ping', {})) },
  { name: 'ignores an SMS from a short code', ...signed(event('sms:received', { messageId: 'x', sender: '195', message: 'Quy khach con 2000d', receivedAt: '2026-10-10T08:00:00.000+07:00' })) },
  { name: 'ignores an SMS from a brandname', ...signed(event('sms:received', { messageId: 'x', sender: 'VIETTEL', message: 'Khuyen mai', receivedAt: '2026-10-10T08:00:00.000+07:00' })) },
  { name: 'refuses a signature made with another key', ...signed(delivered, { key: 'khoa-khac' }), response: { status: 401 } },
  { name: 'refuses a body that was changed after it was signed', ...signed(delivered), body: JSON.stringify({ ...delivered, event: 'sms:failed' }), response: { status: 401 } },
  { name: 'refuses a call without a signature', ...signed(delivered), headers: { 'x-timestamp': seconds() }, response: { status: 401 } },
  { name: 'refuses a call without a timestamp', ...signed(delivered, { at: '' }), response: { status: 401 } },
  { name: 'refuses a replay from six minutes ago', ...signed(delivered, { at: seconds(-360) }), response: { status: 401 } },
  { name: 'refuses a call from six minutes ahead', ...signed(delivered, { at: seconds(360) }), response: { status: 401 } },
  { name: 'accepts a phone whose clock is four minutes slow', ...signed(delivered, { at: seconds(-240) }), events: [receipt({})] },
  { name: 'accepts the signature in capitals', ...signed(delivered), headers: upper(signed(delivered).headers), events: [receipt({})] },
  { name: 'refuses signed nonsense', ...signed('{"event":'), response: { status: 400 } },
  { name: 'refuses a receipt without a message', ...signed(event('sms:delivered', {})), response: { status: 400 } },
  { name: 'refuses a body beyond all SMS', ...signed('x'.repeat(65_537)), response: { status: 413 } },
  { name: 'lets the phone come again when the receipt could not be stored', ...signed(delivered), storeFails: true },
]

function upper(given: { 'x-signature': string; 'x-timestamp': string }) {
  return { ...given, 'x-signature': given['x-signature'].toUpperCase() }
}

describeChannel('the Android gateway', subject, outgoing, incoming)

const receivedSms = (payload: object) => signed(event('sms:received', { messageId: 'same-for-all', simNumber: 1, ...payload }))

test.each([
  ['+84900000001', '+84900000001'],
  ['0900000001', '+84900000001'],
  ['84 900 000 001', '+84900000001'],
])('hears an SMS from %s as one from %s', async (sender, from) => {
  const [heard] = await receiveAll([receivedSms({ sender, message: 'Bao giờ phát tiền'.normalize('NFD'), receivedAt: '2026-10-10T08:00:00.000+07:00' })])
  expect(heard).toMatchObject({ kind: 'message', from, chat: from, isGroup: false, text: 'Bao giờ phát tiền', occurredAt: NOW })
})

test('knows the same incoming SMS by its content, for its messageId is not unique', async () => {
  const first = { sender: '+84900000001', message: 'co', receivedAt: '2026-10-10T08:00:00.000+07:00' }
  const heard = await receiveAll([
    receivedSms(first),
    receivedSms(first),
    receivedSms({ ...first, receivedAt: '2026-10-10T08:05:00.000+07:00' }),
    receivedSms({ ...first, sender: '+84900000002' }),
    receivedSms({ ...first, message: 'khong' }),
  ])
  const keys = heard.map(({ dedupeKey }) => dedupeKey)
  expect(keys[1]).toBe(keys[0])
  expect(new Set(keys).size).toBe(4)
  expect(keys.join()).not.toContain('900000001')
})

test('believes no receipt where no signing key is set', () => {
  const channel = createAndroidGateway({ ...config, url: 'http://127.0.0.1:1', signingKey: undefined }, { clock: new SettableClock(NOW), log: createLog({ level: 'silent' }) })
  expect(channel.routes?.(async () => undefined)).toEqual([])
})

async function receiveAll(requests: readonly { headers: Record<string, string>; body: string }[]) {
  const heard: { dedupeKey: string }[] = []
  const channel = subject.create('http://127.0.0.1:1', { clock: new SettableClock(NOW), log: createLog({ level: 'silent' }), timing: {} })
  const [route] = channel.routes!(async (one) => void heard.push(one))
  for (const { headers: given, body: text } of requests) {
    expect(await route!.handle({ headers: given, query: {}, rawBody: Buffer.from(text) })).toEqual({ status: 200 })
  }
  return heard
}
