/** The Zalo Bot Platform, alone and beside an account. Tokens, chats and people are invented. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { InboundEvent, MessageEvent, OutboundMessage } from '../../src/channels/channel.ts'
import { createZaloBot } from '../../src/channels/zalo/bot.ts'
import { oaBesideBot } from '../../src/channels/zalo/oa-beside-bot.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import type { ZaloBotConfig } from '../../src/kernel/config.ts'
import { createLog } from '../../src/kernel/log.ts'
import { PATIENT, PATIENTLY } from '../support/patience.ts'
import { handHeld } from '../support/pipeline.ts'
import { botRefusal, startZaloBot } from '../support/simulators/zalo-bot-simulator.ts'
import { describeChannel, NOW } from './contract.ts'
import type { ExpectedCall, IncomingCase, OutgoingCase, Subject } from './contract.ts'

const SECRET = 'ma-webhook-bia-dat-0001'
const TOKEN = '4242:BIA-DAT-hoan-toan'
const config: ZaloBotConfig = { enabled: true, token: TOKEN, apiRoot: '', updates: { mode: 'webhook', url: 'https://xa.example/hooks/zalo-bot', secretToken: SECRET } }
const message: OutboundMessage = { to: 'bot:9007199254740993123', text: 'Mai họp lúc 14 giờ tại ủy ban.', requestId: 'n-1' }
const subject: Subject = { message, create: (url, deps) => createZaloBot({ ...config, apiRoot: url }, deps) }

const post: ExpectedCall = { method: 'POST', path: `/bot${TOKEN}/sendMessage`, body: { chat_id: '9007199254740993123', text: message.text } }
const posted = { json: { ok: true, result: { message_id: '9007199254740993777', date: 1_790_000_000_000 } } }
const sent = { providerId: '9007199254740993777', outcome: 'delivered' }
const refused = (code: number, status = 200) => ({ status, json: { ok: false, error_code: code, description: 'Mai họp lúc 14 giờ tại ủy ban.' } })
const check: OutgoingCase['ask'] = (channel, _message, signal) => channel.check!(signal)
const getMe: ExpectedCall = { method: 'POST', path: `/bot${TOKEN}/getMe`, body: {} }

const outgoing: OutgoingCase[] = [
  { name: 'posts plain text', answers: [posted], calls: [post], gives: sent },
  { name: 'keeps every digit of an id without quotes', answers: [{ text: '{"ok":true,"result":{"message_id":9007199254740993777}}' }], calls: [post], gives: sent },
  { name: 'passes no mention on', message: { text: '[@9007199254740993123]Mai họp' }, answers: [posted], calls: [{ ...post, body: { chat_id: '9007199254740993123', text: 'Mai họp' } }], gives: sent },
  ...(
    [
      [400, 'channel.refused', 'PERM', false],
      [401, 'channel.unauthorised', 'OPS', false],
      [403, 'channel.recipient-unreachable', 'FALL', false],
      [404, 'channel.refused', 'PERM', false],
      [408, 'channel.provider-fault', 'RETRY', true],
      [429, 'channel.throttled', 'RETRY', false],
      [500, 'channel.provider-fault', 'RETRY', true],
      [503, 'channel.provider-fault', 'RETRY', true],
    ] as const
  ).map(([status, code, errorClass, ambiguous]): OutgoingCase => ({ name: `${status} is ${errorClass}, ${code}`, answers: [refused(status)], calls: [post], error: { code, errorClass, ambiguous, detail: { provider: 'zalo-bot', providerCode: String(status) } } })),
  { name: 'HTTP 401 with their envelope is what the envelope says', answers: [refused(403, 401)], calls: [post], error: { code: 'channel.recipient-unreachable', errorClass: 'FALL', ambiguous: false } },
  { name: 'a page instead of an answer may have sent', answers: [{ text: '<html>' }], calls: [post], error: { code: 'channel.unreadable-answer', errorClass: 'RETRY', ambiguous: true } },
  { name: 'may have sent when no answer comes', answers: [{ fault: 'hang' }], calls: [post], error: { code: 'channel.timed-out', errorClass: 'RETRY', ambiguous: true } },
  { name: 'has not sent where nobody listens', deaf: true, error: { code: 'channel.unreachable', errorClass: 'RETRY', ambiguous: false } },
  { name: 'refuses an address that is not the bot’s', message: { to: '9007199254740993123' }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses buttons', message: { buttons: [{ title: 'a', data: 'b' }] }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'refuses a text of 2001 letters', message: { text: 'a'.repeat(2_001) }, error: { code: 'channel.refused', errorClass: 'PERM', ambiguous: false } },
  { name: 'tells its name', ask: check, answers: [{ json: { ok: true, result: { id: '1', account_name: 'Bot xã Tân Đông' } } }], calls: [getMe], gives: { ok: true, said: 'Zalo Bot nhận mã, trợ lý tên Bot xã Tân Đông.' } },
  { name: 'tells the officer that the token is refused', ask: check, answers: [refused(401)], calls: [getMe], gives: { ok: false, said: 'Zalo Bot không nhận mã: hãy xem lại ZALO_BOT_TOKEN.' } },
]

const update = (change: object = {}, name = 'message.text.received') => ({
  event_name: name,
  message: {
    message_id: '9007199254740993900',
    date: NOW.getTime(),
    text: 'báo cáo ấp 3',
    from: { id: '9007199254740993123', display_name: 'Anh B', is_bot: false },
    chat: { id: '9007199254740993555', chat_type: 'GROUP' },
    ...change,
  },
})
const heard: MessageEvent = { kind: 'message', dedupeKey: 'zalo-bot:9007199254740993900', from: 'bot:9007199254740993123', chat: 'bot:9007199254740993555', isGroup: true, text: 'báo cáo ấp 3', occurredAt: NOW }
const call = (body: unknown, secret: string | null = SECRET): Pick<IncomingCase, 'path' | 'headers' | 'body'> => ({
  path: '/hooks/zalo-bot',
  ...(secret === null ? {} : { headers: { 'x-bot-api-secret-token': secret } }),
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

const incoming: IncomingCase[] = [
  { name: 'hears an update as it is seen', ...call(update()), events: [heard] },
  { name: 'hears an update as it is documented', ...call({ ok: true, result: update() }), events: [heard] },
  { name: 'keeps every digit of ids without quotes', ...call(JSON.stringify(update()).replaceAll(/"(\d{16,})"/g, '$1')), events: [heard] },
  { name: 'knows a private chat', ...call(update({ chat: { id: '9007199254740993123', chat_type: 'PRIVATE' } })), events: [{ ...heard, chat: 'bot:9007199254740993123', isGroup: false }] },
  {
    name: 'hears a picture with its caption',
    ...call(update({ text: undefined, caption: 'đây', photo_url: 'https://x.example/p' }, 'message.image.received')),
    events: [{ ...heard, text: 'đây', attachments: [{ kind: 'image', url: 'https://x.example/p' }] }],
  },
  { name: 'hears a voice', ...call(update({ text: undefined, voice_url: 'https://x.example/v' }, 'message.voice.received')), events: [{ ...heard, text: '', attachments: [{ kind: 'audio', url: 'https://x.example/v' }] }] },
  { name: 'never answers a bot', ...call(update({ from: { id: '1', is_bot: true } })), events: [] },
  { name: 'answers an unknown event kindly', ...call(update({}, 'chat.renamed')), events: [] },
  { name: 'answers nonsense kindly', ...call('{'), events: [] },
  { name: 'refuses a wrong secret', ...call(update(), 'ma-khac-hoan-toan'), response: { status: 401 } },
  { name: 'refuses a call without a secret', ...call(update(), null), response: { status: 401 } },
  { name: 'does not answer "taken" for what could not be stored', ...call(update()), storeFails: true },
]

describeChannel('the Zalo bot', subject, outgoing, incoming)

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function rig(updates: ZaloBotConfig['updates'] = { mode: 'polling' }) {
  const bot = await startZaloBot(TOKEN)
  const channel = createZaloBot(
    { enabled: true, token: TOKEN, apiRoot: bot.url, updates },
    { clock: new SettableClock(NOW), log: createLog({ level: 'silent' }), timing: PATIENT, wait: async () => undefined },
  )
  opened.push(bot.stop, async () => channel.stop?.())
  return { bot, channel }
}

const never = new AbortController().signal

describe('polling', () => {
  test('stores one update after the other, and repeats one that could not be stored', async () => {
    const { bot, channel } = await rig()
    for (const text of ['một', 'hai', 'ba']) bot.say('77', text)
    const stored: string[] = []
    let failures = 2
    await new Promise<void>((resolve) => {
      void channel.start!(async (event: InboundEvent) => {
        if (event.kind !== 'message') return
        if (event.text === 'hai' && failures-- > 0) throw new Error('the database is away')
        stored.push(event.text)
        if (stored.length === 3) resolve()
      })
    })
    expect(stored).toEqual(['một', 'hai', 'ba'])
    expect(bot.violations).toEqual([])
  })

  test('takes a webhook away that an earlier installation had set', async () => {
    const first = await rig({ mode: 'webhook', url: 'https://xa.example/hooks/zalo-bot', secretToken: SECRET })
    await first.channel.start!(async () => undefined)
    await vi.waitFor(() => expect(first.bot.webhook()).toBeDefined(), PATIENTLY)
    await first.channel.stop!()
    expect(first.bot.webhook()).toEqual({ url: 'https://xa.example/hooks/zalo-bot', secretToken: SECRET })
    first.bot.say('77', 'có ai không')
    const polling = createZaloBot({ enabled: true, token: TOKEN, apiRoot: first.bot.url, updates: { mode: 'polling' } }, { clock: new SettableClock(NOW), log: createLog({ level: 'silent' }), wait: async () => undefined })
    await new Promise<void>((resolve) => void polling.start!(async () => resolve()))
    await polling.stop!()
    expect(first.bot.webhook()).toBeUndefined()
  })
})

describe('a chat', () => {
  test('exists once the person has written, and is gone when they block the bot', async () => {
    const { bot, channel } = await rig()
    await expect(channel.send({ ...message, to: 'bot:77' }, never)).rejects.toMatchObject({ errorClass: 'PERM' })
    bot.say('77', 'xin chào')
    await channel.send({ ...message, to: 'bot:77' }, never)
    bot.block('77')
    await expect(channel.send({ ...message, to: 'bot:77' }, never)).rejects.toMatchObject({ errorClass: 'FALL' })
    expect(bot.ledger.of('77')).toHaveLength(1)
  })
})

describe('beside an account', () => {
  test('each address goes its own way, and the bot’s troubles stay the bot’s', async () => {
    const { bot, channel } = await rig()
    const oa = handHeld('zalo')
    const both = oaBesideBot(oa, channel)
    bot.say('77', 'xin chào')
    await both.send({ ...message, to: 'bot:77', buttons: [{ title: 'a', data: 'b' }] }, never)
    await both.send({ ...message, to: '9007199254740993123' }, never)
    expect([bot.ledger.all().length, oa.received.length]).toEqual([1, 1])
    bot.faults.next(botRefusal(401))
    await expect(both.send({ ...message, to: 'bot:77' }, never)).rejects.toMatchObject({ code: 'channel.unauthorised', errorClass: 'FALL' })
    expect(both.secrets).toContain(TOKEN)
  })
})
