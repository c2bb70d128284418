/** What Zalo posts, in the shapes of the wire document. Accounts, people, groups and keys are invented. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { InboundEvent } from '../../src/channels/channel.ts'
import { readEvent } from '../../src/channels/zalo/webhook-events.ts'
import { createZalo } from '../../src/channels/zalo/zalo.ts'
import type { ZaloConfig } from '../../src/kernel/config.ts'
import { signEvent, zaloEvents } from '../support/simulators/zalo-events.ts'
import { memoryTokens } from '../support/simulators/zalo-memory-tokens.ts'
import { describeChannel, NOW } from './contract.ts'
import type { IncomingCase, Subject } from './contract.ts'

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
const GROUP = '9007199254740993555'
const STAMP = String(NOW.getTime())
const facts = { appId: config.appId, oaId: config.oaId, timestamp: STAMP }
const subject: Subject = {
  message: { to: USER, text: 'Chào bác.', requestId: 'n-1' },
  create: (url, deps) => createZalo({ ...config, urls: { oauth: url, oa: url, zbs: url } }, { ...deps, tokens: memoryTokens() }),
}

const signed = (event: object | string, timestamp = STAMP, format?: (mac: string) => string): Pick<IncomingCase, 'path' | 'headers' | 'body'> => ({
  path: '/hooks/zalo',
  ...signEvent(config, event, timestamp, format),
})
/** The key of an event that has no id of its own. */
const keyOf = (event: object | string) => createHash('sha256').update(typeof event === 'string' ? event : JSON.stringify(event)).digest('hex').slice(0, 32)

const text = zaloEvents.text(facts, USER, { msg_id: '9007199254740993900', text: 'Thẻ của tôi còn hạn không?' })
const heard: InboundEvent = {
  kind: 'message',
  dedupeKey: 'zalo:message:9007199254740993900',
  from: USER,
  chat: USER,
  isGroup: false,
  text: 'Thẻ của tôi còn hạn không?',
  occurredAt: NOW,
}
const follow = zaloEvents.follow(facts, USER)
const chatnow = { event_name: 'user_click_chatnow', app_id: config.appId, oa_id: config.oaId, user_id: USER, user_id_by_app: '5', timestamp: STAMP }
const form = {
  event_name: 'user_submit_info',
  app_id: config.appId,
  timestamp: STAMP,
  sender: { id: USER },
  recipient: { id: config.oaId },
  info: { name: 'Nguyễn Văn A', phone: '84912345678', gender: 'Nam', user_dob: '30/10/1960', full_address: { user_city: 'Tây Ninh', user_ward: 'Tân Đông', user_address: 'Ấp Đông Lợi' } },
}
const olderForm = { ...form, info: { phone: 912_345_678, address: 'Ấp Đông Lợi', district: 'Tân Châu', city: 'Tây Ninh' } }
const picture = {
  ...zaloEvents.text(facts, USER, { msg_id: '9007199254740993901', text: '' }),
  event_name: 'user_send_image',
  message: { msg_id: '9007199254740993901', attachments: [{ type: 'image', payload: { thumbnail: 'https://x.example/t', url: 'https://x.example/p' } }] },
}
const place = {
  ...picture,
  event_name: 'user_send_location',
  message: { msg_id: '9007199254740993902', attachments: [{ type: 'location', payload: { coordinates: { latitude: '11.5', longitude: 106.2 } } }] },
}
const groupText = zaloEvents.groupText(facts, USER, GROUP, { msg_id: '9007199254740993903', text: 'Thôn 3 đã phát xong', quote_msg_id: '9007199254740993800' })
const withdrawn = { event_name: 'user_withdraw', app_id: config.appId, oa_id: config.oaId, user_id: USER, timestamp: STAMP }
const quotaChange = { event_name: 'change_oa_daily_quota', oaId: config.oaId, app_id: config.appId, timestamp: STAMP, quota: { prev_value: '20000', new_value: '10000' } }
const templateStatus = { event_name: 'change_template_status', oa_id: config.oaId, app_id: config.appId, template_id: '300001', status: { prev_status: 'ENABLE', new_status: 'DISABLE' }, reason: 'x', timestamp: STAMP }
const templateQuality = { event_name: 'change_template_quality', oa_id: config.oaId, app_id: config.appId, template_id: '300001', quality: { prev_quality: 'HIGH', new_quality: 'LOW' }, timestamp: STAMP }
const tapped = {
  event_name: 'user_click_response_button',
  app_id: config.appId,
  timestamp: STAMP,
  sender: { id: '84912345678' },
  recipient: { id: config.oaId },
  message: { tracking_id: 'n-1', button_type: 'response', data: 'da-nhan', submit_time: STAMP, msg_id: '9007199254740993888' },
}
const twoHours = 2 * 60 * 60 * 1000
const old = (ms: number) => {
  const timestamp = String(NOW.getTime() - ms)
  return signed({ ...text, timestamp }, timestamp)
}

const incoming: IncomingCase[] = [
  { name: 'hears what somebody writes', ...signed(text), events: [heard] },
  { name: 'takes a signature with spaces and capitals', ...signed(text, STAMP, (mac) => ` MAC = ${mac.toUpperCase()} `), events: [heard] },
  { name: 'takes a bare signature', ...signed(text, STAMP, (mac) => mac), events: [heard] },
  {
    name: 'keeps every digit of ids that come without quotes',
    ...signed(`{"event_name":"user_send_text","timestamp":${STAMP},"sender":{"id":9007199254740993123},"recipient":{"id":${config.oaId}},"message":{"msg_id":9007199254740993900,"text":"Thẻ của tôi còn hạn không?"}}`),
    events: [heard],
  },
  { name: 'believes the exact bytes, whatever their spacing', ...signed(JSON.stringify(text, null, 3)), events: [heard] },
  { name: 'composes what a phone sent decomposed', ...signed({ ...text, message: { ...text.message, text: text.message.text.normalize('NFD') } }), events: [heard] },
  {
    name: 'tells which message is answered',
    ...signed(zaloEvents.text(facts, USER, { msg_id: '9007199254740993900', text: 'Thẻ của tôi còn hạn không?', quote_msg_id: '9007199254740993800' })),
    events: [{ ...heard, replyTo: '9007199254740993800' }],
  },
  {
    name: 'takes a pressed button for what it is',
    ...signed(zaloEvents.text(facts, USER, { msg_id: '9007199254740993900', text: '#loa:ok:1' })),
    events: [{ ...heard, text: '', buttonData: 'ok:1' }],
  },
  {
    name: 'hears a picture',
    ...signed(picture),
    events: [{ ...heard, dedupeKey: 'zalo:message:9007199254740993901', text: '', attachments: [{ kind: 'image', url: 'https://x.example/p' }] }],
  },
  {
    name: 'hears a place whose coordinates are text',
    ...signed(place),
    events: [{ ...heard, dedupeKey: 'zalo:message:9007199254740993902', text: '', attachments: [{ kind: 'location', latitude: 11.5, longitude: 106.2 }] }],
  },
  {
    name: 'hears a group, and says where to answer',
    ...signed(groupText),
    events: [{ ...heard, dedupeKey: 'zalo:message:9007199254740993903', chat: `group:${GROUP}`, isGroup: true, text: 'Thôn 3 đã phát xong', replyTo: '9007199254740993800' }],
  },
  {
    name: 'a new follower may be written to, freely for a while',
    ...signed(follow),
    events: [
      { kind: 'chat', dedupeKey: `zalo:${keyOf(follow)}`, chat: USER, change: 'unblocked', occurredAt: NOW },
      { kind: 'interaction', dedupeKey: `zalo:${keyOf(follow)}:interaction`, chat: USER, occurredAt: NOW },
    ],
  },
  {
    name: 'who unfollows is not written to',
    ...signed(zaloEvents.follow(facts, USER, 'unfollow')),
    events: [{ kind: 'chat', dedupeKey: `zalo:${keyOf(zaloEvents.follow(facts, USER, 'unfollow'))}`, chat: USER, change: 'blocked', occurredAt: NOW }],
  },
  { name: 'to open the chat is to turn to the account', ...signed(chatnow), events: [{ kind: 'interaction', dedupeKey: `zalo:${keyOf(chatnow)}`, chat: USER, occurredAt: NOW }] },
  {
    name: 'a typed phone number is a claim, never a verified one',
    ...signed(form),
    events: [{ ...heard, dedupeKey: `zalo:${keyOf(form)}`, text: '', claim: { name: 'Nguyễn Văn A', phone: '+84912345678', birth: '1960-10-30', address: 'Ấp Đông Lợi, Tân Đông, Tây Ninh' } }],
  },
  {
    name: 'reads the flat form of older senders, and drops a phone that is none',
    ...signed(olderForm),
    events: [{ ...heard, dedupeKey: `zalo:${keyOf(olderForm)}`, text: '', claim: { address: 'Ấp Đông Lợi, Tân Châu, Tây Ninh' } }],
  },
  { name: 'reports that free text arrived', ...signed(zaloEvents.receipt(facts, USER, '9007199254740993777')), events: [{ kind: 'receipt', dedupeKey: 'zalo:delivered:9007199254740993777', providerId: '9007199254740993777', outcome: 'delivered', occurredAt: NOW }] },
  {
    name: 'reports that a template by phone arrived, under our own id',
    ...signed(zaloEvents.phoneReceipt(facts, '84912345678', '9007199254740993888', 'n-1')),
    events: [{ kind: 'receipt', dedupeKey: 'zalo:delivered:9007199254740993888', requestId: 'n-1', providerId: 'zbs:9007199254740993888', outcome: 'delivered', occurredAt: NOW }],
  },
  {
    name: 'knows a template by phone by the header alone',
    ...(({ headers, ...rest }) => ({ ...rest, headers: { ...headers, 'x-zevent-server': 'ZNS' } }))(signed(zaloEvents.receipt(facts, '84912345678', '9007199254740993888'))),
    events: [{ kind: 'receipt', dedupeKey: 'zalo:delivered:9007199254740993888', providerId: 'zbs:9007199254740993888', outcome: 'delivered', occurredAt: NOW }],
  },
  {
    name: 'reports each message that was seen',
    ...signed(zaloEvents.seen(facts, USER, ['9007199254740993777', '9007199254740993778'])),
    events: ['9007199254740993777', '9007199254740993778'].map((id) => ({ kind: 'receipt', dedupeKey: `zalo:seen:${id}`, providerId: id, outcome: 'seen', occurredAt: NOW })),
  },
  {
    name: 'notices that a person of ours answers by hand',
    ...signed(zaloEvents.echo(facts, USER, '9007199254740993950', '77')),
    events: [{ kind: 'takeover', dedupeKey: 'zalo:takeover:9007199254740993950', chat: USER, by: '77', occurredAt: NOW }],
  },
  { name: 'does not take the echo of its own send for anything', ...signed(zaloEvents.echo(facts, USER, '9007199254740993951')), events: [] },
  { name: 'passes a wish to be forgotten on', ...signed(withdrawn), events: [{ kind: 'withdrawal', dedupeKey: `zalo:${keyOf(withdrawn)}`, chat: USER, occurredAt: NOW }] },
  ...(
    [
      ['create_group', 'created'],
      ['user_join_group', 'joined'],
      ['user_request_join_group', 'asked-to-join'],
      ['accept_request_join_group', 'accepted'],
      ['react_request_join_group_accept', 'accepted'],
      ['reject_request_join_group', 'rejected'],
      ['react_request_join_group_reject', 'rejected'],
      ['add_group_admin', 'admin-added'],
      ['remove_group_admin', 'admin-removed'],
      ['update_group_info', 'updated'],
      ['user_out_group', 'left'],
      ['user_leave_group', 'left'],
      ['delete_group', 'deleted'],
    ] as const
  ).map(([name, change]): IncomingCase => {
    const event = zaloEvents.group(facts, name, GROUP, [USER])
    return { name: `in a group, ${name} is "${change}"`, ...signed(event), events: [{ kind: 'group', dedupeKey: `zalo:${keyOf(event)}`, group: `group:${GROUP}`, change, people: [USER], occurredAt: NOW }] }
  }),
  {
    name: 'tells the officer of a smaller quota, and why',
    ...signed(quotaChange),
    events: [{ kind: 'alert', dedupeKey: `zalo:${keyOf(quotaChange)}`, code: 'zalo.daily-quota', said: 'Zalo đổi hạn mức tin theo mẫu mỗi ngày từ 20000 thành 10000 tin. Hạn mức giảm vì có nhiều người báo phiền; hãy xem lại các đợt gửi gần đây.', occurredAt: NOW }],
  },
  {
    name: 'tells the officer of a template that was locked',
    ...signed(templateStatus),
    events: [{ kind: 'alert', dedupeKey: `zalo:${keyOf(templateStatus)}`, code: 'zalo.template-status', said: 'Mẫu tin Zalo số 300001 đã bị Zalo khóa. Tin dùng mẫu này sẽ đi đường khác; hãy xem lý do trên trang quản lý OA.', occurredAt: NOW }],
  },
  {
    name: 'tells the officer of a template that people dislike',
    ...signed(templateQuality),
    events: [{ kind: 'alert', dedupeKey: `zalo:${keyOf(templateQuality)}`, code: 'zalo.template-quality', said: 'Zalo đánh giá chất lượng mẫu tin số 300001: thấp. Nhiều người báo phiền hoặc từ chối mẫu này; hãy gửi ít lại và xem lại lời nhắn, nếu không Zalo sẽ khóa mẫu.', occurredAt: NOW }],
  },
  {
    name: 'hears the answer that was tapped under a template',
    ...signed(tapped),
    events: [{ kind: 'message', dedupeKey: `zalo:${keyOf(tapped)}`, from: '+84912345678', chat: '+84912345678', isGroup: false, text: '', buttonData: 'da-nhan', replyTo: 'zbs:9007199254740993888', occurredAt: NOW }],
  },

  { name: 'answers an unknown event kindly', ...signed({ event_name: 'user_dances', app_id: config.appId, timestamp: STAMP }), events: [] },
  { name: 'is not misled by the names of JavaScript’s own', ...signed({ event_name: 'constructor', app_id: config.appId, timestamp: STAMP }), events: [] },
  { name: 'answers a known event of a strange shape kindly', ...signed({ event_name: 'user_send_text', timestamp: STAMP, message: 7 }), events: [] },
  { name: 'acts on an event that is two hours old to the second', ...old(twoHours), events: [{ ...heard, occurredAt: new Date(NOW.getTime() - twoHours) }] },
  { name: 'does not act on an older one, and lets it rest', ...old(twoHours + 1), events: [] },
  { name: 'does not act on the console’s sample', ...signed(zaloEvents.text(facts, USER, { msg_id: 'This is message id', text: 'x' })), events: [] },
  { name: 'does not act on what another account of the app was told', ...signed(zaloEvents.text({ ...facts, oaId: '2000000000000000009' }, USER, { msg_id: '1', text: 'x' })), events: [] },

  { name: 'refuses a forged signature', path: '/hooks/zalo', ...signEvent({ ...config, webhookSecret: 'khoa-doan-mo' }, text, STAMP), response: { status: 401 } },
  { name: 'refuses a body that was changed after signing', ...signed(text), body: JSON.stringify({ ...text, message: { ...text.message, text: 'khác' } }), response: { status: 401 } },
  { name: 'refuses a call without a signature', path: '/hooks/zalo', body: JSON.stringify(text), response: { status: 401 } },
  { name: 'refuses the reading with the account’s id in front, which only the log names', path: '/hooks/zalo', ...signEvent({ ...config, appId: config.oaId }, text, STAMP), response: { status: 401 } },
  { name: 'refuses the app’s own secret, which only the log names', path: '/hooks/zalo', ...signEvent({ ...config, webhookSecret: config.appSecret }, text, STAMP), response: { status: 401 } },
  { name: 'refuses what is no JSON', ...signed('{"event_name":'), response: { status: 400 } },
  { name: 'refuses an event without a time', ...signed({ event_name: 'follow' }), response: { status: 400 } },
  { name: 'refuses a body beyond all reason', ...signed(JSON.stringify({ ...text, padding: 'x'.repeat(300_000) })), response: { status: 413 } },
  { name: 'does not answer "taken" for what could not be stored', ...signed(text), storeFails: true },
]

describeChannel('Zalo’s webhook', subject, [], incoming)

test.each(
  (
    'user_reacted_message oa_reacted_message update_user_info add_user_to_tag remove_user_from_tag remove_tag user_feedback ' +
    'widget_interaction_accepted widget_failed_to_sync_user_external_id oa_send_consent user_reply_consent oa_call_user extension_purchased ' +
    'anonymous_send_text oa_send_anonymous_text oa_send_group_text oa_send_list'
  ).split(' '),
)('%s is known, and has no consequence', (event_name) => {
  const event = { event_name, timestamp: STAMP, oa_id: config.oaId, sender: { id: USER }, recipient: { id: config.oaId } }
  expect(readEvent(event, { key: 'k', at: NOW, byPhone: false })).toEqual([])
})

test.each(['text', 'image', 'file', 'audio', 'video', 'sticker', 'gif', 'link', 'location', 'business_card'])('a person and a group can send "%s"', (what) => {
  const one = readEvent({ ...text, event_name: `user_send_${what}` }, { key: 'k', at: NOW, byPhone: false })
  const many = readEvent({ ...groupText, event_name: `user_send_group_${what}` }, { key: 'k', at: NOW, byPhone: false })
  expect([one, many]).toMatchObject([[{ kind: 'message', isGroup: false }], [{ kind: 'message', isGroup: true }]])
})
