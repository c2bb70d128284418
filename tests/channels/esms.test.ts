/** Numbers, names and keys are invented. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutboundMessage, ReceiptEvent } from '../../src/channels/channel.ts'
import { createEsms } from '../../src/channels/sms/esms.ts'
import type { EsmsConfig } from '../../src/kernel/config.ts'
import { startCannedProvider } from './canned-provider.ts'
import { describeChannel, NOW, playOutgoing } from './contract.ts'
import type { ExpectedCall, IncomingCase, OutgoingCase, Subject } from './contract.ts'

const config: EsmsConfig = {
  enabled: true,
  provider: 'esms',
  url: '',
  apiKey: 'KHOA-API-BIA-DAT',
  secretKey: 'khoa-mat-bia-dat',
  brandname: 'UBNDTANDONG',
  callbackToken: 'ma-goi-lai-bia-dat',
  callbackUrl: 'https://xa.example',
  sandbox: false,
  perSecond: 10,
}
const message: OutboundMessage = { to: '+84900000001', text: 'UBND xa bao: mai phat tien tai nha van hoa.', requestId: 'n-000123' }

const subjectWith = (change: Partial<EsmsConfig>): Subject => ({
  message,
  alsoPrivate: ['0900000001'],
  create: (url, deps) => createEsms({ ...config, ...change, url }, deps),
})
const subject = subjectWith({})

const keys = { ApiKey: config.apiKey, SecretKey: config.secretKey }
const body = {
  ...keys,
  Phone: '0900000001',
  Content: message.text,
  Brandname: 'UBNDTANDONG',
  SmsType: '2',
  IsUnicode: '0',
  RequestId: 'n-000123',
  Sandbox: '0',
  CallbackUrl: 'https://xa.example/hooks/esms?k=ma-goi-lai-bia-dat',
}
const post: ExpectedCall = { method: 'POST', path: '/MainService.svc/json/SendMultipleMessage_V4_post_json/', body }
const poll: ExpectedCall = {
  method: 'GET',
  path: '/MainService.svc/json/GetSendStatus?RefId=sms-77&ApiKey=KHOA-API-BIA-DAT&SecretKey=khoa-mat-bia-dat',
  body: undefined,
}
const balance: ExpectedCall = { method: 'POST', path: '/MainService.svc/json/GetBalance_json', body: keys }
const ok = { CodeResult: '100', SMSID: 'sms-77', CountRegenerate: 0 }
const accepted = { providerId: 'sms-77', outcome: 'accepted' }
const status = (SendStatus: number, SendSuccess = 0, SendFailed = 0) => ({
  json: { CodeResponse: '100', SMSID: 'sms-77', SendStatus, SendSuccess, SendFailed, TotalPrice: 850, TotalReceiver: 1, TotalSent: 1 },
})
const refused = (CodeResult: string) => ({ json: { CodeResult, CountRegenerate: 0, ErrorMessage: `0900000001: ${message.text}` } })
const lookUp: OutgoingCase['ask'] = (channel, { requestId }, signal) => channel.lookUp!(requestId, 'sms-77', signal)
const check: OutgoingCase['ask'] = (channel, _message, signal) => channel.check!(signal)

const codes: [string, string, string, { recipientGone?: true }?][] = [
  ['99', 'FALL', 'channel.recipient-unreachable'],
  ['101', 'OPS', 'channel.unauthorised'],
  ['143', 'OPS', 'channel.unauthorised'],
  ['102', 'OPS', 'channel.billing'],
  ['103', 'OPS', 'channel.billing'],
  ['104', 'OPS', 'channel.misconfigured'],
  ['146', 'OPS', 'channel.wording-not-registered'],
  ['177', 'OPS', 'channel.wording-not-registered'],
  ['105', 'RETRY', 'channel.not-yet-known'],
  ['107', 'PERM', 'channel.refused'],
  ['108', 'PERM', 'channel.bad-number', { recipientGone: true }],
  ['118', 'PERM', 'channel.refused'],
  ['120', 'PERM', 'channel.refused'],
  ['210', 'PERM', 'channel.refused'],
  ['140', 'OPS', 'channel.misconfigured'],
  ['160', 'RETRY', 'channel.throttled'],
  ['201', 'PERM', 'channel.blocked-word'],
  ['300', 'PERM', 'channel.refused'],
  ['163', 'PERM', 'channel.refused'],
  ...['110', '115', '199', '204', '687', '789', '854', '99999'].map((code): [string, string, string] => [code, 'PERM', 'channel.refused']),
]

const outgoing: OutgoingCase[] = [
  { name: 'sends a customer-care message under the brandname', answers: [{ json: ok }], calls: [post], gives: accepted },
  { name: 'reads a code that comes as a number', answers: [{ json: { ...ok, CodeResult: 100 } }], calls: [post], gives: accepted },
  {
    name: 'says that a text has marks',
    message: { text: 'Xã báo: mai phát tiền.' },
    answers: [{ json: ok }],
    calls: [{ ...post, body: { ...body, Content: 'Xã báo: mai phát tiền.', IsUnicode: '1' } }],
    gives: accepted,
  },
  ...codes.map(
    ([code, errorClass, name, more]): OutgoingCase => ({
      name: `code ${code} is ${errorClass}, ${name}`,
      answers: [refused(code)],
      calls: [post],
      error: { code: name, errorClass: errorClass as 'PERM', ambiguous: false, detail: { provider: 'esms', providerCode: code }, ...more },
    }),
  ),
  {
    name: 'an answer without a code is a malformed request',
    answers: [{ json: { error: 'Invalid request' } }],
    calls: [post],
    error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false, detail: { provider: 'esms', providerCode: 'invalid-request' } },
  },
  {
    name: '124 means accepted before, and is known by our id as theirs is not told',
    answers: [{ json: { CodeResult: '124', CountRegenerate: 0, ErrorMessage: 'Request exist 1', SendStatus: '2' } }],
    calls: [post],
    gives: { providerId: 'n-000123', outcome: 'accepted' },
  },
  {
    name: '124 with a finished status proves no delivery, for the counts are not told',
    answers: [{ json: { CodeResult: '124', SendStatus: '5' } }],
    calls: [post],
    gives: { providerId: 'n-000123', outcome: 'accepted' },
  },
  { name: '124 with a rejected status goes on to the next channel', answers: [{ json: { CodeResult: '124', SendStatus: '4' } }], calls: [post], error: { code: 'channel.failed', errorClass: 'FALL', ambiguous: false } },
  { name: '124 that tells the SMSID is polled', answers: [{ json: { CodeResult: '124', SendStatus: '5', SMSID: 'sms-77' } }, status(5, 1)], calls: [post, poll], gives: { ...accepted, outcome: 'delivered' } },
  { name: '124 stays with accepted when the poll comes too early', answers: [{ json: { CodeResult: '124', SMSID: 'sms-77' } }, { json: { CodeResponse: '105' } }], calls: [post, poll], gives: accepted },
  { name: '124 whose poll shows a failure goes on to the next channel', answers: [{ json: { CodeResult: '124', SMSID: 'sms-77' } }, status(5, 0, 1)], calls: [post, poll], error: { code: 'channel.failed', errorClass: 'FALL', ambiguous: false } },
  { name: 'HTTP 500 may have sent', answers: [{ status: 500 }], calls: [post], error: { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true } },
  { name: 'HTTP 403 stops the channel', answers: [{ status: 403 }], calls: [post], error: { code: 'channel.unauthorised', errorClass: 'OPS', ambiguous: false } },
  { name: 'HTTP 302 is a wrong address', answers: [{ status: 302, headers: { location: 'http://192.0.2.1/' } }], calls: [post], error: { code: 'channel.misconfigured', errorClass: 'OPS', ambiguous: false } },
  { name: 'a page instead of an answer may have sent', answers: [{ text: '<html>' }], calls: [post], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  { name: 'an acceptance without SMSID may have sent', answers: [{ json: { CodeResult: '100' } }], calls: [post], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent where nobody listens', deaf: true, error: { code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false } },
  { name: 'may have sent when no answer comes', answers: [{ fault: 'hang' }], calls: [post], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when the connection breaks after the request', answers: [{ fault: 'reset' }], calls: [post], error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent when the caller gave up before', aborted: true, error: { code: 'channel.interrupted', errorClass: 'RETRY', ambiguous: false } },
  { name: 'refuses a foreign number without asking', message: { to: '+66900000001' }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses an id of 51 characters', message: { requestId: 'n'.repeat(51) }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses an empty text', message: { text: '' }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },

  ...(
    [
      [1, 0, 0, 'accepted'],
      [2, 0, 0, 'accepted'],
      [7, 0, 0, 'accepted'],
      [4, 0, 0, 'failed'],
      [5, 1, 0, 'delivered'],
      [5, 0, 1, 'failed'],
      [5, 1, 1, 'failed'],
      [5, 0, 0, 'failed'],
    ] as const
  ).map(
    ([code, good, bad, gives]): OutgoingCase => ({
      name: `looks up status ${code} with ${good} good and ${bad} bad as ${gives}`,
      ask: lookUp,
      answers: [status(code, good, bad)],
      calls: [poll],
      gives,
    }),
  ),
  { name: 'asks again later for a message that is too new to be known', ask: lookUp, answers: [{ json: { CodeResponse: 105 } }], calls: [poll], error: { code: 'channel.not-yet-known', errorClass: 'RETRY', ambiguous: false } },
  { name: 'does not guess what a new status means', ask: lookUp, answers: [status(6)], calls: [poll], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  {
    name: 'cannot ask without their id',
    ask: (channel, { requestId }, signal) => channel.lookUp!(requestId, requestId, signal),
    error: { code: 'channel.cannot-ask', errorClass: 'PERM', ambiguous: false },
  },

  {
    name: 'tells the balance',
    ask: check,
    answers: [{ json: { Balance: 1_036_693.5, CodeResponse: '100', UserID: 9 } }],
    calls: [balance],
    gives: { ok: true, said: 'eSMS nhận khóa, tài khoản còn 1.036.693 đồng.', balanceDong: 1_036_693 },
  },
  { name: 'is not healthy with nothing left', ask: check, answers: [{ json: { Balance: 0, CodeResponse: '100' } }], calls: [balance], gives: { ok: false, said: 'eSMS nhận khóa, tài khoản còn 0 đồng.', balanceDong: 0 } },
  {
    name: 'tells the officer which settings to look at when the keys are refused',
    ask: check,
    answers: [{ json: { Balance: 0, CodeResponse: '101', ErrorMessage: 'Authorize Failed' } }],
    calls: [balance],
    gives: { ok: false, said: 'eSMS không nhận khóa: hãy xem lại ESMS_API_KEY và ESMS_SECRET_KEY.' },
  },
  { name: 'tells the officer to look at the network when nobody answers', ask: check, deaf: true, gives: { ok: false, said: 'Không gọi được eSMS: hãy xem lại đường mạng của máy chủ.' } },
]

const called = { path: '/hooks/esms', query: { k: config.callbackToken, SMSID: 'sms-77', RequestId: 'n-000123', SendStatus: '5', SendSuccess: '1', SendFailed: '0' } }
const receipt = (change: Partial<ReceiptEvent> = {}): ReceiptEvent => ({
  kind: 'receipt',
  dedupeKey: 'esms:sms-77:delivered',
  requestId: 'n-000123',
  providerId: 'sms-77',
  outcome: 'delivered',
  occurredAt: NOW,
  ...change,
})
const failed = receipt({ dedupeKey: 'esms:sms-77:failed', outcome: 'failed', errorCode: 'not-delivered', errorClass: 'FALL' })

const incoming: IncomingCase[] = [
  { name: 'asks what became of it and reports that', ...called, answers: [status(5, 1)], calls: [poll], events: [receipt()] },
  { name: 'believes the poll, not the callback', ...called, answers: [status(5, 0, 1)], calls: [poll], events: [failed] },
  { name: 'reports a rejection', ...called, answers: [status(4)], calls: [poll], events: [failed] },
  { name: 'reports that the carrier has it', ...called, answers: [status(7)], calls: [poll], events: [receipt({ dedupeKey: 'esms:sms-77:sent', outcome: 'sent' })] },
  { name: 'has no news while it waits for approval', ...called, answers: [status(1)], calls: [poll] },
  { name: 'knows the message by their id alone where ours is empty', ...called, query: { ...called.query, RequestId: '' }, answers: [status(5, 1)], calls: [poll], events: [withoutRequestId(receipt())] },
  {
    name: 'reads a callback that was glued to our query',
    path: '/hooks/esms',
    query: { k: `${config.callbackToken}?SMSID=sms-77`, RequestId: 'n-000123', SendStatus: '5' },
    answers: [status(5, 1)],
    calls: [poll],
    events: [receipt()],
  },
  { name: 'reports nothing when the poll fails', ...called, answers: [{ status: 500 }], calls: [poll], response: { status: 503 } },
  { name: 'refuses a wrong token without asking', ...called, query: { ...called.query, k: 'ma-khac' }, response: { status: 401 } },
  { name: 'refuses a call without a token', path: '/hooks/esms', query: { SMSID: 'sms-77' }, response: { status: 401 } },
  { name: 'refuses an SMSID that would reach into our query', ...called, query: { ...called.query, SMSID: 'x&ApiKey=y' }, response: { status: 400 } },
  { name: 'refuses a callback about nothing', path: '/hooks/esms', query: { k: config.callbackToken }, response: { status: 400 } },
]

function withoutRequestId({ requestId: _ours, ...rest }: ReceiptEvent): ReceiptEvent {
  return rest
}

describeChannel('eSMS', subject, outgoing, incoming)

test('asks for a sandbox, and for no callback where the commune has no public address', async () => {
  const { CallbackUrl: _none, ...rest } = body
  const one: OutgoingCase = { name: '', answers: [{ json: ok }], calls: [{ ...post, body: { ...rest, Sandbox: '1' } }], gives: accepted }
  expect(await playOutgoing(subjectWith({ sandbox: true, callbackUrl: undefined }), one)).toEqual([])
})

test('says "with marks" exactly for texts with something beyond the plain letters of an SMS', async () => {
  const provider = await startCannedProvider(Array.from({ length: 60 }, () => ({ json: ok })))
  const channel = createEsms({ ...config, url: provider.url }, { clock: { now: () => NOW }, log: undefined as never })
  const text = fc.string({ unit: fc.constantFrom(...'abc XYZ 0-9.,:;!?()@$%&\n', ...'àáảãạđưƠ', '“', '–', '\u00a0', '`'), minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(text, async (wild) => {
      await channel.send({ ...message, text: wild }, new AbortController().signal)
      const sent = provider.calls.at(-1)?.body as { IsUnicode: string }
      const marked = [...wild].some((letter) => letter.codePointAt(0)! > 126 || letter === '`')
      expect(sent.IsUnicode).toBe(marked ? '1' : '0')
    }),
    { numRuns: 60 },
  )
  await channel.stop?.()
  await provider.stop()
})
