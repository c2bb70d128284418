/** Tokens, chats and names are invented. */
import type { ChatEvent, MessageEvent, OutboundMessage } from '../../src/channels/channel.ts'
import { createTelegram } from '../../src/channels/telegram/telegram.ts'
import type { TelegramConfig } from '../../src/kernel/config.ts'
import { describeChannel, NOW } from './contract.ts'
import type { ExpectedCall, IncomingCase, OutgoingCase, Subject } from './contract.ts'

const SECRET = 'ma-webhook-bia-dat-0001'
const config: TelegramConfig = {
  enabled: true,
  token: '4242:BIA-DAT-hoan-toan',
  apiRoot: '',
  updates: { mode: 'webhook', url: 'https://xa.example/hooks/telegram', secretToken: SECRET },
}
const message: OutboundMessage = { to: '700000001', text: 'Chào bà, mai xã phát tiền tại nhà văn hóa.', requestId: 'n-000123' }
const subject: Subject = {
  message,
  create: (url, deps) => createTelegram({ ...config, apiRoot: url }, deps),
}

const body = { chat_id: '700000001', text: message.text, link_preview_options: { is_disabled: true } }
const post: ExpectedCall = { method: 'POST', path: '/bot4242:BIA-DAT-hoan-toan/sendMessage', body }
const getMe: ExpectedCall = { method: 'POST', path: '/bot4242:BIA-DAT-hoan-toan/getMe', body: {} }
const posted = { ok: true, result: { message_id: 9, date: 1_790_000_000, chat: { id: 700_000_001, type: 'private' }, text: 'x' } }
const sent = { providerId: '700000001:9', outcome: 'delivered' }
const refused = (error_code: number, description: string, parameters?: object) => ({
  status: error_code,
  json: { ok: false, error_code, description, ...(parameters === undefined ? {} : { parameters }) },
})
const check: OutgoingCase['ask'] = (channel, _message, signal) => channel.check!(signal)
const unsendable = { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } as const

const refusals: [number, string, OutgoingCase['error'] & object][] = [
  [400, 'Bad Request: chat not found', { code: 'channel.recipient-unreachable', errorClass: 'FALL', ambiguous: false }],
  [400, 'Bad Request: not enough rights to send text messages to the chat', { code: 'channel.group-closed', errorClass: 'FALL', ambiguous: false }],
  [400, 'Bad Request: message is too long', unsendable],
  [400, "Bad Request: can't parse entities", unsendable],
  [401, 'Unauthorized', { code: 'channel.unauthorised', errorClass: 'OPS', ambiguous: false }],
  [404, 'Not Found', { code: 'channel.unauthorised', errorClass: 'OPS', ambiguous: false }],
  [403, 'Forbidden: bot was blocked by the user', { code: 'channel.recipient-gone', errorClass: 'FALL', ambiguous: false, recipientGone: true }],
  [403, 'Forbidden: user is deactivated', { code: 'channel.recipient-gone', errorClass: 'FALL', ambiguous: false, recipientGone: true }],
  [403, 'Forbidden: bot was kicked from the supergroup chat', { code: 'channel.group-lost', errorClass: 'FALL', ambiguous: false, recipientGone: true }],
  [403, 'Forbidden: bot is not a member of the channel chat', { code: 'channel.group-lost', errorClass: 'FALL', ambiguous: false, recipientGone: true }],
  [403, "Forbidden: bot can't initiate conversation with a user", { code: 'channel.recipient-unreachable', errorClass: 'FALL', ambiguous: false }],
  [403, 'Forbidden: something new', { code: 'channel.group-closed', errorClass: 'FALL', ambiguous: false }],
  [409, 'Conflict: terminated by other getUpdates request', { code: 'channel.misconfigured', errorClass: 'OPS', ambiguous: false }],
  [500, 'Internal Server Error', { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true }],
  [502, 'Bad Gateway', { code: 'channel.provider-fault', errorClass: 'RETRY', ambiguous: true }],
]

const outgoing: OutgoingCase[] = [
  { name: 'posts plain text, without a preview of links', answers: [{ json: posted }], calls: [post], gives: sent },
  {
    name: 'leaves what looks like markup as it was written',
    message: { text: '<b>*Bà Năm*</b> _1.000_ [x](y)' },
    answers: [{ json: posted }],
    calls: [{ ...post, body: { ...body, text: '<b>*Bà Năm*</b> _1.000_ [x](y)' } }],
    gives: sent,
  },
  {
    name: 'puts each button on its own row',
    message: { buttons: [{ title: 'Đã nhận', data: 'ok:1' }, { title: 'Chưa nhận', data: 'no:1' }] },
    answers: [{ json: posted }],
    calls: [{ ...post, body: { ...body, reply_markup: { inline_keyboard: [[{ text: 'Đã nhận', callback_data: 'ok:1' }], [{ text: 'Chưa nhận', callback_data: 'no:1' }]] } } }],
    gives: sent,
  },
  {
    name: 'asks for the own number with the only keyboard that can',
    message: { buttons: [{ title: 'Gửi số của tôi', data: 'phone', sharesPhone: true }] },
    answers: [{ json: posted }],
    calls: [{ ...post, body: { ...body, reply_markup: { keyboard: [[{ text: 'Gửi số của tôi', request_contact: true }]], resize_keyboard: true, one_time_keyboard: true } } }],
    gives: sent,
  },
  { name: 'writes to a group', message: { to: '-1001234567890' }, answers: [{ json: posted }], calls: [{ ...post, body: { ...body, chat_id: '-1001234567890' } }], gives: sent },
  ...refusals.map(
    ([status, description, error]): OutgoingCase => ({
      name: `${status} "${description}" is ${error.errorClass}, ${error.code}`,
      answers: [refused(status, description)],
      calls: [post],
      error: { detail: { provider: 'telegram', providerCode: String(status) }, ...error },
    }),
  ),
  {
    name: 'tells the new id of a group that became a supergroup',
    answers: [refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1_001_234_567_890 })],
    calls: [post],
    error: { code: 'channel.recipient-moved', errorClass: 'RETRY', ambiguous: false, movedTo: '-1001234567890' },
  },
  {
    name: 'waits as long as Telegram asks',
    answers: [refused(429, 'Too Many Requests: retry after 17', { retry_after: 17 })],
    calls: [post],
    error: { code: 'channel.throttled', errorClass: 'WAIT', ambiguous: false, afterMs: 17_000 },
  },
  { name: 'waits half a minute when Telegram does not say how long', answers: [refused(429, 'Too Many Requests')], calls: [post], error: { code: 'channel.throttled', errorClass: 'WAIT', ambiguous: false, afterMs: 30_000 } },
  { name: 'may have sent when the answer is a blocking page', answers: [{ text: '<html>' }], calls: [post], error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent where nobody listens', deaf: true, error: { code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false } },
  { name: 'may have sent when no answer comes', answers: [{ fault: 'hang' }], calls: [post], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when the connection breaks after the request', answers: [{ fault: 'reset' }], calls: [post], error: { code: 'channel.cut', errorClass: 'RETRY', ambiguous: true } },
  // node-fetch 2 does not notice that the body ended early; our own deadline does.
  { name: 'may have sent when the answer is torn', answers: [{ json: posted, fault: 'torn' }], calls: [post], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent when the caller gave up before', aborted: true, error: { code: 'channel.interrupted', errorClass: 'RETRY', ambiguous: false } },
  { name: 'refuses 4,097 characters without asking', message: { text: 'x'.repeat(4_097) }, error: unsendable },
  { name: 'refuses an empty text', message: { text: '' }, error: unsendable },
  { name: 'refuses an address that is no chat id', message: { to: '+84900000001' }, error: unsendable },
  { name: 'refuses button data of 65 bytes, which are 22 Vietnamese letters', message: { buttons: [{ title: 'x', data: 'ệ'.repeat(22) }] }, error: unsendable },
  { name: 'is healthy when the token is known', ask: check, answers: [{ json: { ok: true, result: { id: 1, is_bot: true, first_name: 'x', username: 'xa_tan_dong_bot' } } }], calls: [getMe], gives: { ok: true, said: 'Telegram nhận mã, trợ lý tên @xa_tan_dong_bot.' } },
  { name: 'tells the officer to look at the token when it is refused', ask: check, answers: [refused(401, 'Unauthorized')], calls: [getMe], gives: { ok: false, said: 'Telegram không nhận mã: hãy xem lại TELEGRAM_TOKEN.' } },
  { name: 'tells the officer that Telegram may be blocked when nobody answers', ask: check, deaf: true, gives: { ok: false, said: 'Không gọi được Telegram: nhà mạng có thể đang chặn, tin sẽ đi đường khác.' } },
]

const NAM = { id: 700_000_001, is_bot: false, first_name: 'Năm' }
const privately = { id: 700_000_001, type: 'private' }
const group = { id: -1_001_234_567_890, type: 'supergroup' }
const date = NOW.getTime() / 1_000

function update(what: object): Pick<IncomingCase, 'path' | 'headers' | 'body'> {
  return { path: '/hooks/telegram', headers: { 'x-telegram-bot-api-secret-token': SECRET }, body: JSON.stringify({ update_id: 55, ...what }) }
}
const says = (change: object) => update({ message: { message_id: 3, date, chat: privately, from: NAM, ...change } })
const presses = (change: object) => update({ callback_query: { id: 'cb-1', from: NAM, chat_instance: 'i', data: 'ok:1', ...change } })
const member = (chat: object, status: string, more: object = {}) =>
  update({ my_chat_member: { chat, from: NAM, date, old_chat_member: {}, new_chat_member: { status, user: { id: 1, is_bot: true }, ...more } } })

const heard = (change: Partial<MessageEvent>): MessageEvent => ({
  kind: 'message',
  dedupeKey: 'telegram:55',
  from: '700000001',
  chat: '700000001',
  isGroup: false,
  text: '',
  occurredAt: NOW,
  ...change,
})
const happened = (change: Partial<ChatEvent>): ChatEvent => ({ kind: 'chat', dedupeKey: 'telegram:55', chat: '700000001', change: 'blocked', occurredAt: NOW, ...change })
const answered = {
  status: 200,
  contentType: 'application/json',
  body: '{"method":"answerCallbackQuery","callback_query_id":"cb-1"}',
}

const incoming: IncomingCase[] = [
  { name: 'hears what a person writes, composed', ...says({ text: 'Bao giờ phát tiền'.normalize('NFD') }), events: [heard({ text: 'Bao giờ phát tiền' })] },
  { name: 'hears a caption', ...says({ photo: [], caption: 'Thẻ của tôi đây' }), events: [heard({ text: 'Thẻ của tôi đây' })] },
  { name: 'hears that a person sent something without words', ...says({ voice: {} }), events: [heard({ attachments: [{ kind: 'audio' }] })] },
  { name: 'hears a person in a group', ...says({ chat: group, text: 'Thôn 3 đã phát xong' }), events: [heard({ chat: '-1001234567890', isGroup: true, text: 'Thôn 3 đã phát xong' })] },
  { name: 'hears a picture in a group, and which message it answers', ...says({ chat: group, photo: [{}], reply_to_message: { message_id: 9 } }), events: [heard({ chat: '-1001234567890', isGroup: true, replyTo: '-1001234567890:9', attachments: [{ kind: 'image' }] })] },
  { name: 'ignores wordless things in a group', ...says({ chat: group, new_chat_members: [NAM] }) },
  { name: 'ignores another bot', ...says({ from: { ...NAM, is_bot: true }, text: 'ping' }) },
  { name: 'ignores what nobody wrote', ...says({ from: undefined, text: 'ping' }) },
  { name: 'ignores a channel', ...says({ chat: { id: -5, type: 'channel' }, text: 'tin' }) },
  { name: 'ignores an edit', ...update({ edited_message: { message_id: 3, date, chat: privately, from: NAM, text: 'x' } }) },
  { name: 'reads the payload of a deep link', ...says({ text: '/start ma-mot-lan_1' }), events: [heard({ text: '/start ma-mot-lan_1', startPayload: 'ma-mot-lan_1' })] },
  { name: 'reads the payload in a group, where the name of the bot is added', ...says({ chat: group, text: '/start@xa_bot ma1' }), events: [heard({ chat: '-1001234567890', isGroup: true, text: '/start@xa_bot ma1', startPayload: 'ma1' })] },
  { name: 'takes no payload that Telegram would not carry', ...says({ text: '/start mã lạ' }), events: [heard({ text: '/start mã lạ' })] },
  ...(
    [
      ['84900000001', '+84900000001'],
      ['+84 900 000 001', '+84900000001'],
      ['0900000001', '+84900000001'],
      ['66812345678', '+66812345678'],
    ] as const
  ).map(([shared, verifiedPhone]): IncomingCase => ({ name: `proves the phone ${shared} of its sender`, ...says({ contact: { phone_number: shared, user_id: NAM.id } }), events: [heard({ verifiedPhone })] })),
  { name: 'believes no contact of somebody else', ...says({ contact: { phone_number: '84900000002', user_id: 700_000_002 } }), events: [heard({})] },
  { name: 'believes no contact without a user', ...says({ contact: { phone_number: '84900000001' } }), events: [heard({})] },
  { name: 'hears a pressed button and answers it in the same response', ...presses({ message: { chat: group, message_id: 2, date: 0 } }), response: answered, events: [heard({ chat: '-1001234567890', isGroup: true, buttonData: 'ok:1' })] },
  { name: 'hears a button under a message that is gone', ...presses({}), response: answered, events: [heard({ buttonData: 'ok:1' })] },
  { name: 'answers a button without data, and hears nothing', ...presses({ data: undefined }), response: answered },
  { name: 'learns that a person blocked the bot', ...member(privately, 'kicked'), events: [happened({})] },
  { name: 'learns that a person came back', ...member(privately, 'member'), events: [happened({ change: 'unblocked' })] },
  { name: 'learns that it was put out of a group', ...member(group, 'left'), events: [happened({ chat: '-1001234567890' })] },
  { name: 'learns that it is restricted and out', ...member(group, 'restricted', { is_member: false }), events: [happened({ chat: '-1001234567890' })] },
  { name: 'learns that it was made an administrator', ...member(group, 'administrator'), events: [happened({ chat: '-1001234567890', change: 'unblocked' })] },
  { name: 'learns from the old group where it went', ...says({ chat: { id: -77, type: 'group' }, migrate_to_chat_id: -1_001_234_567_890 }), events: [happened({ chat: '-77', change: 'moved', movedTo: '-1001234567890' })] },
  { name: 'learns from the new group where it came from', ...says({ chat: group, migrate_from_chat_id: -77 }), events: [happened({ chat: '-77', change: 'moved', movedTo: '-1001234567890' })] },
  { name: 'lets an update pass that it cannot read', ...update({ message: { chat: 'x' } }) },
  { name: 'lets nonsense pass, which Telegram would bring again for a day', ...update({}), body: '{"update_id":' },
  { name: 'refuses a call with another secret', ...says({ text: 'x' }), headers: { 'x-telegram-bot-api-secret-token': 'ma-khac' }, response: { status: 401 } },
  { name: 'refuses a call without a secret', ...says({ text: 'x' }), headers: {}, response: { status: 401 } },
  { name: 'refuses an update beyond all messages', ...says({ text: 'x'.repeat(300_000) }), response: { status: 413 } },
  { name: 'lets Telegram come again when the update could not be stored', ...says({ text: 'x' }), storeFails: true },
]

describeChannel('Telegram', subject, outgoing, incoming)
