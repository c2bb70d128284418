/** The Telegram adapter over HTTP against telegram-test-api behind a proxy that fails. All data is invented. */
import { setTimeout as pause } from 'node:timers/promises'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import type { Channel, InboundEvent, MessageEvent } from '../../src/channels/channel.ts'
import { createTelegram } from '../../src/channels/telegram/telegram.ts'
import type { TelegramConfig } from '../../src/kernel/config.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { HURRIED, PATIENT } from '../support/patience.ts'
import { startTelegram, telegramRefusal } from '../support/simulators/telegram-simulator.ts'
import type { TelegramSimulator } from '../support/simulators/telegram-simulator.ts'

const TOKEN = '4242:BIA-DAT-hoan-toan'
const START = new Date('2026-10-10T01:00:00.000Z')
const never = new AbortController().signal
const NAM = { id: 700_000_001, is_bot: false, first_name: 'Năm' }
const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

interface Rig {
  channel: Channel
  telegram: TelegramSimulator
  /** Waits asked for by the poller; they end at once. */
  waits: number[]
  logged: () => string
}

async function startRig(updates: TelegramConfig['updates'] = { mode: 'polling' }, timing = PATIENT): Promise<Rig> {
  const telegram = await startTelegram(TOKEN)
  const waits: number[] = []
  const lines: string[] = []
  const destination = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) })
  const channel = createTelegram(
    { enabled: true, token: TOKEN, apiRoot: telegram.url, updates },
    { clock: new SettableClock(START), log: pino({ level: 'trace' }, destination), timing, wait: async (ms) => void waits.push(ms) },
  )
  opened.push(telegram.stop, async () => channel.stop?.())
  return { channel, telegram, waits, logged: () => lines.join('') }
}

const to = (chat: string, text = 'Chào bà, mai xã phát tiền.') => ({ to: chat, text, requestId: 'n-1' })

/** An inbox that tells when it holds so many events; the first `failing` are not stored. */
function inbox(failing = 0) {
  const events: InboundEvent[] = []
  const waiting: { count: number; done: () => void }[] = []
  let refused = 0
  return {
    events,
    refused: () => refused,
    async receive(event: InboundEvent) {
      if (refused < failing) {
        refused += 1
        throw Object.assign(new Error(`no room for ${(event as MessageEvent).text}`), { code: 'P1001' })
      }
      events.push(event)
      for (const { count, done } of waiting) if (events.length >= count) done()
    },
    holds: (count: number) => new Promise<void>((done) => (events.length >= count ? done() : waiting.push({ count, done }))),
  }
}

/** Lets the poller take its next turns until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5)
}

const says = (text: string) => ({ message: { message_id: 1, date: START.getTime() / 1_000, chat: { id: NAM.id, type: 'private' }, from: NAM, text } })
const texts = (events: readonly InboundEvent[]) => events.map((event) => (event as MessageEvent).text)

test('a message lies in the chat once, with its buttons', async () => {
  const { channel, telegram } = await startRig()
  const sent = await channel.send({ ...to('700000001'), buttons: [{ title: 'Đã nhận', data: 'ok:1' }] }, never)
  expect(sent).toMatchObject({ providerId: expect.stringMatching(/^700000001:\d+$/), outcome: 'delivered' })
  expect(telegram.server.storage.botMessages.map(({ message }) => message)).toMatchObject([
    { chat_id: '700000001', text: 'Chào bà, mai xã phát tiền.', reply_markup: { inline_keyboard: [[{ text: 'Đã nhận', callback_data: 'ok:1' }]] } },
  ])
  expect(telegram.violations).toEqual([])
})

test('a flood makes one message wait as long as Telegram asks, and the others go through', async () => {
  const { channel, telegram } = await startRig()
  telegram.faults.next(telegramRefusal(429, 'Too Many Requests: retry after 3', { retry_after: 3 }))
  await expect(channel.send(to('700000001', 'một'), never)).rejects.toMatchObject({ errorClass: 'WAIT', afterMs: 3_000, ambiguous: false })
  await channel.send(to('700000002', 'hai'), never)
  await channel.send(to('700000001', 'một'), never)
  expect(telegram.ledger.all().map(({ to: chat, text }) => `${chat} ${text}`)).toEqual(['700000002 hai', '700000001 một'])
})

test('a group that became a supergroup is reached once, under its new id', async () => {
  const { channel, telegram } = await startRig()
  telegram.migrate('-77', '-1001234567890')
  const moved = await channel.send(to('-77'), never).catch((error: unknown) => error as { movedTo: string })
  expect(moved).toMatchObject({ code: 'channel.recipient-moved', ambiguous: false, movedTo: '-1001234567890' })
  await channel.send(to('-1001234567890'), never)
  expect(telegram.ledger.all().map(({ to: chat }) => chat)).toEqual(['-1001234567890'])
})

test('a person who blocked the bot is told apart from a fault', async () => {
  const { channel, telegram } = await startRig()
  telegram.block('700000001')
  await expect(channel.send(to('700000001'), never)).rejects.toMatchObject({ errorClass: 'FALL', recipientGone: true, ambiguous: false })
})

test.each([
  ['the answer was lost with the connection', { kind: 'reset', accepted: true }, 1],
  ['no answer came', { kind: 'hang', accepted: true }, 1],
  ['a server fault followed', { kind: 'fault-after-accepting', status: 502 }, 1],
  ['it broke before Telegram had it', { kind: 'reset', accepted: false }, 0],
] as const)('nobody can know whether it arrived when %s, and the error says so', async (_what, fault, arrived) => {
  const { channel, telegram } = await startRig(undefined, fault.kind === 'hang' ? HURRIED : PATIENT)
  telegram.faults.next(fault)
  await expect(channel.send(to('700000001'), never)).rejects.toMatchObject({ errorClass: 'RETRY', ambiguous: true })
  expect(telegram.ledger.all()).toHaveLength(arrived)
  expect(channel.idempotent).toBe(false)
})

test('polling hears people, buttons and blocks, and confirms what it stored', async () => {
  const { channel, telegram } = await startRig()
  const { events, receive, holds } = inbox()
  const nam = telegram.server.getClient(TOKEN, { userId: NAM.id, chatId: NAM.id, type: 'private' })
  await nam.sendMessage(nam.makeMessage('Bao giờ phát tiền'))
  await nam.sendCallback(nam.makeCallbackQuery('ok:1') as Parameters<typeof nam.sendCallback>[0])
  await channel.start!(receive)
  await holds(2)
  telegram.happen({ my_chat_member: { chat: { id: NAM.id, type: 'private' }, from: NAM, date: 1_790_000_000, new_chat_member: { status: 'kicked' } } })
  await holds(3)
  await until(() => telegram.unconfirmed() === 0)
  expect(events).toMatchObject([
    { kind: 'message', from: '700000001', text: 'Bao giờ phát tiền' },
    { kind: 'message', from: '700000001', buttonData: 'ok:1' },
    { kind: 'chat', chat: '700000001', change: 'blocked' },
  ])
  expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(3)
  expect(telegram.calls).toEqual(['deleteWebhook', 'answerCallbackQuery'])
})

test('polling loses nothing when storing fails, and tells the log nothing of what was said', async () => {
  const { channel, telegram, waits, logged } = await startRig()
  const { events, receive, refused, holds } = inbox(2)
  telegram.happen(says('Nhà tôi hết gạo'))
  telegram.happen(says('Xin giúp'))
  await channel.start!(receive)
  await holds(2)
  expect(texts(events)).toEqual(['Nhà tôi hết gạo', 'Xin giúp'])
  expect(refused()).toBe(2)
  expect(waits).toEqual([5_000, 5_000])
  expect(logged()).toContain('P1001')
  expect(logged()).not.toContain('hết gạo')
})

test('polling steps over what it cannot read', async () => {
  const { channel, telegram } = await startRig()
  const { events, receive, holds } = inbox()
  telegram.happen({ message: { chat: 'lạ' } })
  telegram.happen(says('vẫn nghe'))
  await channel.start!(receive)
  await holds(1)
  await until(() => telegram.unconfirmed() === 0)
  expect(texts(events)).toEqual(['vẫn nghe'])
})

test('a start where Telegram cannot be reached is no failed start, and stop ends it', async () => {
  const waits: number[] = []
  const config: TelegramConfig = { enabled: true, token: TOKEN, apiRoot: 'http://127.0.0.1:1', updates: { mode: 'polling' } }
  const channel = createTelegram(config, { clock: new SettableClock(START), log: pino({ level: 'silent' }), wait: async (ms) => void (waits.push(ms), await pause(1)) })
  await channel.start!(async () => undefined)
  await until(() => waits.length >= 2)
  await channel.stop!()
  const after = waits.length
  await pause(5)
  expect(waits).toHaveLength(after)
  expect(new Set(waits)).toEqual(new Set([5_000]))
})

test('a webhook is announced once, with its secret, and nothing is polled', async () => {
  const { channel, telegram } = await startRig({ mode: 'webhook', url: 'https://xa.example/hooks/telegram', secretToken: 'ma-webhook-bia-dat' })
  await channel.start!(async () => undefined)
  const announced = () => Reflect.get(telegram.server, 'webhooks') as Record<string, unknown>
  await until(() => TOKEN in announced())
  await channel.stop!()
  expect(telegram.calls).toEqual(['setWebhook'])
  expect(announced()).toMatchObject({ [TOKEN]: { url: 'https://xa.example/hooks/telegram', secret_token: 'ma-webhook-bia-dat' } })
})
