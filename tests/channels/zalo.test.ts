/** Accounts, keys, people, templates and messages are invented. */
import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ErrorClass, OutboundMessage } from '../../src/channels/channel.ts'
import { OA_CODES } from '../../src/channels/zalo/oa-codes.ts'
import { createZalo } from '../../src/channels/zalo/zalo.ts'
import { ZBS_CODES } from '../../src/channels/zalo/zbs-codes.ts'
import type { ZaloConfig } from '../../src/kernel/config.ts'
import { memoryTokens } from '../support/simulators/zalo-memory-tokens.ts'
import { describeChannel, NOW, playOutgoing } from './contract.ts'
import type { ExpectedCall, OutgoingCase, Subject } from './contract.ts'

const config: ZaloConfig = {
  enabled: true,
  appId: '1000000000000000001',
  appSecret: 'khoa-ung-dung-bia-dat',
  oaId: '2000000000000000002',
  webhookSecret: 'khoa-oa-bia-dat',
  redirectUrl: undefined,
  codeVerifier: undefined,
  secretProof: false,
  perMinute: 120,
  urls: { oauth: '', oa: '', zbs: '' },
}
const USER = '9007199254740993123'
const message: OutboundMessage = { to: USER, text: 'Chào bác, xã đã nhận câu hỏi.', requestId: 'n-000123' }
const tokens = () => memoryTokens({ accessToken: 'ma-truy-cap-bia-dat', refreshToken: 'ma-gia-han-bia-dat', rotatedAt: NOW, accessEndsAt: new Date(NOW.getTime() + 90_000_000) })

const subjectWith = (change: Partial<ZaloConfig>): Subject => ({
  message,
  alsoPrivate: ['84900000001', 'Nguyễn Văn A', 'ma-truy-cap-bia-dat', 'ma-gia-han-bia-dat'],
  create: (url, deps) =>
    createZalo({ ...config, ...change, urls: { oauth: url, oa: url, zbs: url } }, { ...deps, tokens: tokens() }),
})
const subject = subjectWith({})

const ok = (data: object) => ({ json: { error: 0, message: 'Success', data } })
const refused = (error: number | string, said = 'bac 9007199254740993123 …') => ({ json: { error, message: said } })
const posted = ok({ message_id: '9007199254740993777', user_id: USER, sent_time: '1790000000000', quota: { quota_type: 'reply' } })
const accepted = { providerId: '9007199254740993777', outcome: 'accepted' }

const cs: ExpectedCall = {
  method: 'POST',
  path: '/v3.0/oa/message/cs',
  body: { recipient: { user_id: USER }, message: { text: message.text } },
  headers: { access_token: 'ma-truy-cap-bia-dat', 'content-type': 'application/json; charset=utf-8' },
}
const says = (body: object, path = cs.path): ExpectedCall => ({ ...cs, path, body: { recipient: { user_id: USER }, message: body } })

const template = { id: '300001', values: { ho_ten: 'Nguyễn Văn A', han_the: '31/12/2026' } }
const describe300001: ExpectedCall = { method: 'GET', path: '/template/info/v2?template_id=300001', body: undefined }
const description = ok({
  listParams: [
    { name: 'ho_ten', require: true, type: 'CUSTOMER_NAME', maxLength: 30, minLength: 1, acceptNull: false },
    { name: 'han_the', require: true, type: 'DATE', maxLength: 20, minLength: 0, acceptNull: false },
    { name: 'ghi_chu', require: false, type: 'CUSTOM', maxLength: 30, minLength: 0, acceptNull: true },
  ],
  price_sdt: 800,
  price_uid: '560.0',
})
const byPhone: ExpectedCall = {
  method: 'POST',
  path: '/message/template',
  body: { phone: '84900000001', template_id: '300001', template_data: template.values, tracking_id: 'n-000123' },
}
const byUser: ExpectedCall = { method: 'POST', path: '/v3.0/oa/message/template', body: { user_id: USER, template_id: '300001', template_data: template.values } }
const phoneMessage = { to: '+84900000001', template } as const
const sentByPhone = ok({ msg_id: '9007199254740993888', sent_time: '1790000000000', sending_mode: '1', quota: { dailyQuota: '20000', remainingQuota: '19876' } })
const long = new Date(NOW.getTime() - 8 * 24 * 60 * 60 * 1000)
const lately = new Date(NOW.getTime() - 60 * 60 * 1000)

/** Every code of the tables that their documents publish, with its class; what concerns one text or a balance must not stop free answers. */
const OA_CLASSES: Readonly<Record<ErrorClass, readonly number[]>> = {
  RETRY: [-200, -214],
  WAIT: [-32, -211, -218, -234],
  AUTH: [-216, -220],
  OPS: [-204, -205, -209, -212, -219, -221, -223, -224, -240, -242, -320, -321, -501],
  FALL: [-213, -217, -227, -230, -232, -237, -244, -249],
  PERM: [-100, -201, -210, -233, -238, -241, -248, -403],
}
const ZBS_CLASSES: Readonly<Record<ErrorClass, readonly number[]>> = {
  RETRY: [-100],
  WAIT: [-133, -144, -1441, -1471, -1472, -147, -160],
  AUTH: [-124],
  OPS: [-101, -102, -103, -104, -105, -120, -1201, -1202, -138, -1381, -1241, -125, -135, -145, -1351, -136, -137],
  FALL: [-110, -114, -118, -119, -134, -139, -140, -141, -115, -117, -131, -146],
  PERM: [
    -106, -107, -108, -109, -1091, -111, -112, -1121, -1122, -1123, -1124, -116, -132, -113, -1131, -121, -122, -130, -123, -128, -129, -142, -143,
    -126, -127, -148, -149, -1491, -150, -151, -152, -153, -158, -159, -161, -162,
  ],
}
const pairs = (classes: typeof OA_CLASSES) => Object.entries(classes).flatMap(([errorClass, codes]) => codes.map((code) => [code, errorClass as ErrorClass] as const))
/** 08:00 in Vietnam: to the next minute, to 06:05, to the next day. */
const waits: Readonly<Record<number, number>> = { [-32]: 60_000, [-234]: 79_500_000, [-133]: 79_500_000 }
const tomorrow = 57_900_000
const gone = new Set([-403, -108])

function refusalCase(code: number, errorClass: ErrorClass, table: typeof OA_CODES, rest: Partial<OutgoingCase>): OutgoingCase {
  return {
    name: `code ${code} is ${errorClass}`,
    ...rest,
    error: {
      code: table[String(code)]!.code,
      errorClass,
      ambiguous: false,
      detail: { provider: 'zalo', providerCode: String(code) },
      ...(errorClass === 'WAIT' ? { afterMs: waits[code] ?? tomorrow } : {}),
      ...(gone.has(code) ? { recipientGone: true } : {}),
    },
  }
}

const outgoing: OutgoingCase[] = [
  { name: 'sends free text to a person who wrote lately', message: { lastInboundAt: lately }, answers: [posted], calls: [cs], gives: accepted },
  { name: 'tries free text where nobody knows when the person wrote', answers: [posted], calls: [cs], gives: accepted },
  { name: 'reads ids that come without quotes', answers: [{ text: '{"error":0,"message":"Success","data":{"message_id":9007199254740993777}}' }], calls: [cs], gives: accepted },
  { name: 'sends decomposed text composed', message: { text: message.text.normalize('NFD') }, answers: [posted], calls: [cs], gives: accepted },
  { name: 'quotes what it answers', message: { replyTo: '9007199254740993001' }, answers: [posted], calls: [says({ text: message.text, quote_message_id: '9007199254740993001' })], gives: accepted },
  {
    name: 'answers without the quote where Zalo does not know it any more',
    message: { replyTo: '9007199254740993001' },
    answers: [refused(-201, 'quote_message_id is invalid'), posted],
    calls: [says({ text: message.text, quote_message_id: '9007199254740993001' }), cs],
    gives: accepted,
  },
  {
    name: 'puts buttons whose press comes back as a hidden text',
    message: { buttons: [{ title: 'Đã nhận', data: 'ok:1' }] },
    answers: [posted],
    calls: [says({ text: message.text, attachment: { type: 'template', payload: { buttons: [{ title: 'Đã nhận', type: 'oa.query.hide', payload: '#loa:ok:1' }] } } })],
    gives: accepted,
  },
  {
    name: 'sends a picture with its text',
    message: { imageUrl: 'https://xa.example/ban-do.jpg' },
    answers: [posted],
    calls: [says({ text: message.text, attachment: { type: 'template', payload: { template_type: 'media', elements: [{ media_type: 'image', url: 'https://xa.example/ban-do.jpg' }] } } })],
    gives: accepted,
  },
  {
    name: 'asks for a contact by Zalo’s own form',
    message: { askContact: { title: 'Liên kết với xã', imageUrl: 'https://xa.example/logo.png' } },
    answers: [posted],
    calls: [says({ attachment: { type: 'template', payload: { template_type: 'request_user_info', elements: [{ title: 'Liên kết với xã', subtitle: message.text, image_url: 'https://xa.example/logo.png' }] } } })],
    gives: accepted,
  },
  {
    name: 'writes to a group of its own, and passes no mention on',
    message: { to: 'group:9007199254740993555', text: 'Thôn 3 [@9007199254740993555]nói [@1[@2]3]xong' },
    answers: [ok({ message_id: '9007199254740993777', group_id: '9007199254740993555' })],
    calls: [{ method: 'POST', path: '/v3.0/oa/group/message', body: { recipient: { group_id: '9007199254740993555' }, message: { text: 'Thôn 3 nói xong' } } }],
    gives: accepted,
  },

  { name: 'fills in a template by phone, and carries our id to the receipt', message: phoneMessage, answers: [description, sentByPhone], calls: [describe300001, byPhone], gives: { providerId: 'zbs:9007199254740993888', outcome: 'accepted', template: '300001', costDong: 800 } },
  { name: 'fills in a template by user id once the window is closed', message: { template, lastInboundAt: long }, answers: [description, posted], calls: [describe300001, byUser], gives: { ...accepted, template: '300001', costDong: 560 } },
  { name: 'goes on to the template when Zalo says that the window is closed', message: { template }, answers: [refused(-230), description, posted], calls: [cs, describe300001, byUser], gives: { ...accepted, template: '300001', costDong: 560 } },
  { name: 'goes on to the template when the person never wrote', message: { template }, answers: [refused(-232), description, posted], calls: [cs, describe300001, byUser], gives: { ...accepted, template: '300001', costDong: 560 } },
  { name: 'asks nothing of Zalo when the window is closed and there is no template', message: { lastInboundAt: long }, error: { code: 'channel.window-closed', errorClass: 'FALL', ambiguous: false } },
  { name: 'has nothing for a phone without a template', message: { to: '+84900000001' }, error: { code: 'channel.no-template', errorClass: 'FALL', ambiguous: false } },
  ...(
    [
      ['a value that the template does not have', { ...template.values, la: 'x' }],
      ['a missing value', { ho_ten: 'A' }],
      ['an empty value', { ...template.values, ho_ten: '' }],
      ['a value that is too long', { ...template.values, ho_ten: 'Nguyễn '.repeat(6) }],
    ] as const
  ).map(
    ([what, values]): OutgoingCase => ({
      name: `sends nothing with ${what}`,
      message: { ...phoneMessage, template: { id: '300001', values } },
      answers: [description],
      calls: [describe300001],
      error: { code: 'channel.template-values', errorClass: 'PERM', ambiguous: false, detail: { provider: 'zalo', template: '300001' } },
    }),
  ),
  { name: 'takes a composed value for as long as it looks', message: { ...phoneMessage, template: { ...template, values: { ...template.values, ho_ten: 'Nguyễn Thị Ánh Nguyệt Diễm Kiều'.slice(0, 30).normalize('NFD') } } }, answers: [description, sentByPhone], calls: [describe300001, { ...byPhone, body: { ...(byPhone.body as object), template_data: { ...template.values, ho_ten: 'Nguyễn Thị Ánh Nguyệt Diễm Kiều'.slice(0, 30) } } }], gives: { providerId: 'zbs:9007199254740993888', outcome: 'accepted', template: '300001', costDong: 800 } },
  { name: 'has sent nothing when the description of the template does not come', message: phoneMessage, answers: [{ fault: 'hang' }], calls: [describe300001], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: false } },

  ...pairs(OA_CLASSES)
    .filter(([, errorClass]) => errorClass !== 'AUTH')
    .map(([code, errorClass]) => refusalCase(code, errorClass, OA_CODES, { answers: [refused(code)], calls: [cs] })),
  ...pairs(ZBS_CLASSES)
    .filter(([, errorClass]) => errorClass !== 'AUTH')
    .map(([code, errorClass]) => refusalCase(code, errorClass, ZBS_CODES, { name: `by phone, code ${code} is ${errorClass}`, message: phoneMessage, answers: [description, refused(code)], calls: [describe300001, byPhone] })),
  ...[-32, -211, -227, -249, -320].map((code) =>
    refusalCase(code, Object.entries(OA_CLASSES).find(([, codes]) => codes.includes(code))![0] as ErrorClass, OA_CODES, {
      name: `by user id, code ${code} of the account counts too`,
      message: { template, lastInboundAt: long },
      answers: [description, refused(code)],
      calls: [describe300001, byUser],
    }),
  ),
  { name: 'a code that comes as text is the same code', answers: [refused('-213')], calls: [cs], error: { code: 'channel.not-following', errorClass: 'FALL', ambiguous: false } },
  { name: 'a code that nobody published is PERM', answers: [refused(-99_999)], calls: [cs], error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'who waits for an answer is not made to wait for tomorrow', message: { urgent: true }, answers: [refused(-211)], calls: [cs], error: { code: 'channel.quota-used-up', errorClass: 'FALL', ambiguous: false } },
  { name: 'a used-up day sends who waits another way', message: { ...phoneMessage, urgent: true }, answers: [description, refused(-144)], calls: [describe300001, byPhone], error: { code: 'channel.quota-used-up', errorClass: 'FALL', ambiguous: false } },

  { name: 'moves a state agency to the v2 address on -235, and only then', answers: [refused(-235), posted], calls: [cs, says({ text: message.text }, '/v2.0/oa/message')], gives: accepted },
  {
    name: 'does not try v2 when v3 may have sent',
    answers: [{ status: 502 }],
    calls: [cs],
    error: { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true },
  },
  { name: '-235 on both addresses is a matter for a person', answers: [refused(-235), refused(-235)], calls: [cs, says({ text: message.text }, '/v2.0/oa/message')], error: { code: 'channel.misconfigured', errorClass: 'OPS', ambiguous: false } },

  { name: 'HTTP 500 with a body of Zalo’s is what the body says', answers: [{ status: 500, ...refused(-213) }], calls: [cs], error: { code: 'channel.not-following', errorClass: 'FALL', ambiguous: false } },
  { name: 'HTTP 503 without one may have sent', answers: [{ status: 503 }], calls: [cs], error: { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true } },
  { name: 'a page instead of an answer may have sent', answers: [{ text: '<html>' }], calls: [cs], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  { name: 'a success without an id may have sent', answers: [ok({})], calls: [cs], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when no answer comes', answers: [{ fault: 'hang' }], calls: [cs], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when the connection breaks after the request', answers: [{ fault: 'reset' }], calls: [cs], error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent where nobody listens', deaf: true, error: { code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false } },
  { name: 'has not sent when the caller gave up before', aborted: true, error: { code: 'channel.interrupted', errorClass: 'RETRY', ambiguous: false } },
  ...(
    [
      ['an address of another messenger', { to: 'bot:12' }],
      ['a foreign number', { to: '+66900000001', template }],
      ['an empty text', { text: '' }],
      ['a text of 2001 letters', { text: 'a'.repeat(2_001) }],
      ['six buttons', { buttons: Array.from({ length: 6 }, () => ({ title: 'a', data: 'b' })) }],
      ['buttons and a picture at once', { buttons: [{ title: 'a', data: 'b' }], imageUrl: 'https://xa.example/a.jpg' }],
      ['buttons to a group', { to: 'group:123456', buttons: [{ title: 'a', data: 'b' }] }],
    ] as const
  ).map(([what, change]): OutgoingCase => ({ name: `refuses ${what} without asking`, message: change, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } })),

  ...(
    [
      [0, 'accepted'],
      [1, 'delivered'],
    ] as const
  ).map(
    ([status, gives]): OutgoingCase => ({
      name: `looks up status ${status} as ${gives}`,
      ask: (channel, { requestId }, signal) => channel.lookUp!(requestId, 'zbs:9007199254740993888', signal),
      answers: [ok({ status, delivery_time: '1790000000000' })],
      calls: [{ method: 'GET', path: '/message/status?message_id=9007199254740993888', body: undefined }],
      gives,
    }),
  ),
  {
    name: 'never says "unknown" of a message that Zalo gave an id to, for that would send it again',
    ask: (channel, { requestId }, signal) => channel.lookUp!(requestId, 'zbs:9007199254740993888', signal),
    answers: [ok({ status: -1 })],
    calls: [{ method: 'GET', path: '/message/status?message_id=9007199254740993888', body: undefined }],
    error: { code: 'channel.not-yet-known', errorClass: 'RETRY', ambiguous: false },
  },
  { name: 'cannot ask what became of free text', ask: (channel, { requestId }, signal) => channel.lookUp!(requestId, '9007199254740993777', signal), error: { code: 'channel.cannot-ask', errorClass: 'PERM', ambiguous: false } },

  {
    name: 'tells the officer the quota, the pace, a low quality and a plan that ends soon',
    ask: (channel, _message, signal) => channel.check!(signal),
    answers: [
      { ...ok({ name: 'UBND xã Tân Đông', package_name: 'Growth', package_valid_through_date: '31/10/2026' }), headers: { 'x-ratelimit-limit': '100', 'x-ratelimit-remain': '99' } },
      ok({ dailyQuota: '20000', remainingQuota: '19876' }),
      ok({ oaCurrentQuality: 'UNDEFINED', oa7dayQuality: 'LOW' }),
    ],
    calls: [
      { method: 'GET', path: '/v2.0/oa/getoa', body: undefined },
      { method: 'GET', path: '/message/quota', body: undefined },
      { method: 'GET', path: '/quality', body: undefined },
    ],
    gives: {
      ok: true,
      said: 'Zalo OA UBND xã Tân Đông đang kết nối. Hôm nay còn gửi được 19.876 trên 20.000 tin theo mẫu. Gói hiện có cho phép 100 lượt gọi mỗi phút. Zalo đánh giá chất lượng gửi tin của OA là thấp, sắp giảm hạn mức: nhiều người báo phiền. Hãy gửi ít lại và xem lại lời nhắn. Gói Growth của Zalo OA hết hạn ngày 31/10/2026. Cần gia hạn trước ngày đó.',
    },
  },
  {
    name: 'is not healthy with a plan that has ended',
    ask: (channel, _message, signal) => channel.check!(signal),
    answers: [ok({ name: 'UBND xã Tân Đông', package_name: 'Growth', package_valid_through_date: '2026-10-09' })],
    calls: [{ method: 'GET', path: '/v2.0/oa/getoa', body: undefined }],
    gives: { ok: false, said: 'Gói Growth của Zalo OA đã hết hạn ngày 09/10/2026, Loa không nhắn qua Zalo được nữa. Cần gia hạn trên trang quản lý OA.' },
  },
  { name: 'tells the officer to look at the network when nobody answers', ask: (channel, _message, signal) => channel.check!(signal), deaf: true, gives: { ok: false, said: 'Không gọi được Zalo: hãy xem lại đường mạng của máy chủ.' } },
]

describeChannel('Zalo', subject, outgoing)

test('the tables name every code of the wire document and no others', () => {
  const codes = (classes: typeof OA_CLASSES) => Object.values(classes).flat().map(String)
  // -235 moves the address, AUTH renews the token: both have cases of their own.
  expect(Object.keys(OA_CODES).toSorted()).toEqual([...codes(OA_CLASSES), '-235'].toSorted())
  expect(Object.keys(ZBS_CODES).toSorted()).toEqual([...new Set([...codes(ZBS_CLASSES), ...Object.keys(OA_CODES)])].toSorted())
})

test('says for how many days a phone without Zalo is not asked again, and leaves the number itself alone', async () => {
  let said: unknown
  const one: OutgoingCase = {
    name: '',
    message: phoneMessage,
    ask: async (channel, asked, signal) => {
      said = await channel.send(asked, signal).catch((error: unknown) => error)
    },
    answers: [description, refused(-118)],
    calls: [describe300001, byPhone],
  }
  expect(await playOutgoing(subject, one)).toEqual([])
  expect(said).toMatchObject({ unreachableForMs: 30 * 24 * 60 * 60 * 1000, recipientGone: false, errorClass: 'FALL' })
})

test('proves that it knows the secret where the console asks for it', async () => {
  const appsecret_proof = createHmac('sha256', config.appSecret).update('ma-truy-cap-bia-dat').digest('hex')
  const one: OutgoingCase = { name: '', answers: [posted], calls: [{ ...cs, headers: { ...cs.headers, appsecret_proof } }], gives: accepted }
  expect(await playOutgoing(subjectWith({ secretProof: true }), one)).toEqual([])
})
