/**
 * From a citizen's message to the reply in the channel's hands: stored, queued, understood, looked up, written, claimed,
 * handed over. Beside it a bare telegraf bot that only echoes to a stub of its provider, in the same process and run.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Telegraf } from 'telegraf'
import type { Channel } from '../../../src/channels/channel.ts'
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import { count } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Installation } from '../installation.ts'
import { addCards, addPeople, addPhones, settleDown } from '../invented-people.ts'
import { until } from '../until.ts'

const A_SECOND = 100
const QUESTIONS = [
  'the bhyt cua toi con han den khi nao', 'Bao giờ có tiền trợ cấp?', 'thang nay toi nhan bao nhieu', 'gia hạn thẻ ở đâu, mang giấy gì', 'mấy giờ ủy ban làm việc',
  'chào em', 'the atm het han', 'cảm ơn nhé', 'mua bao hiem y te het bao nhieu tien', 'hướng dẫn sử dụng',
]

/** A channel in this process: notes when each person's reply was handed to it. */
function listening() {
  const handedAt = new Map<string, number[]>()
  const channel: Channel = {
    name: 'sms', reaches: 'phone', limits: { maxChars: 2_000, perSecond: 1_000, buttons: 0 }, idempotent: true, secrets: [],
    send: async ({ to, urgent, requestId }) => {
      if (urgent === true) handedAt.set(to, [...(handedAt.get(to) ?? []), performance.now()])
      return { providerId: requestId, outcome: 'accepted' }
    },
  }
  return { channel, handedAt }
}

const phone = (n: number): string => `+8490${String(n).padStart(7, '0')}`

export const answering: Figure = {
  name: 'answering',
  about: `replies to ${A_SECOND} messages a second, in a burst, and beside bulk`,
  async measure(bench) {
    const backend = bench.ground.redisUrl === undefined ? 'postgres' : 'redis'
    const { channel, handedAt } = listening()
    const own = await install(bench, backend, {}, () => [channel])
    try {
      const burst = bench.short ? 500 : 10_000
      const steady = bench.short ? 300 : 3_000
      await addPeople(own, burst)
      await addPhones(own, burst)
      await settleDown(own)
      await own.app.start(['worker', 'bot'])
      await warmUp(own, handedAt)

      const waits = await ask(own, handedAt, steady, 'steady')
      bench.say(`${backend}: ${count(steady)} messages at ${A_SECOND}/s are answered`)
      const echoed = await bareEcho(steady)
      const drained = await burstOf(own, handedAt, burst)
      bench.say(`${backend}: a burst of ${count(burst)} is answered`)
      const beside = await besideBulk(bench, own, handedAt)
      return [
        { what: `reply at ${A_SECOND} messages/s, 99 % within, ${backend}`, value: share(waits, 0.99), unit: 'ms', goal: { atMost: 50 }, note: `${count(steady)} questions of people on the register; half within ${share(waits, 0.5).toFixed(1)} ms, the slowest ${Math.max(...waits).toFixed(0)} ms` },
        { what: '– a bare telegraf echo beside it', value: share(echoed, 0.99), unit: 'ms', note: `the same pace, to a stub over HTTP; half within ${share(echoed, 0.5).toFixed(1)} ms` },
        { what: `– a burst of ${count(burst)}, ${backend}`, value: (burst * 1_000) / drained.ms, unit: 'replies/s', note: `none lost, none answered twice; ${count(drained.refused)} were refused at first and came again` },
        { what: `– beside bulk on the same channel, the slowest, ${backend}`, value: Math.max(...beside) / 1_000, unit: 's', goal: { atMost: 1 }, note: `${count(beside.length)} questions while ${count(burst)} reminders leave` },
      ] satisfies Measured[]
    } finally {
      await own.close()
    }
  },
}

const share = (waits: readonly number[], part: number): number => [...waits].sort((a, b) => a - b)[Math.ceil(waits.length * part) - 1] as number

const hear = (own: Installation, person: number, round: string): Promise<void> =>
  own.app.receive('sms')({
    kind: 'message', dedupeKey: `${round}-${person}`, from: phone(person), chat: phone(person), isGroup: false,
    text: QUESTIONS[person % QUESTIONS.length] as string, occurredAt: own.app.clock.now(),
  })

/** A messenger that is refused comes again with the same message. Returns how often it was. */
async function insist(own: Installation, person: number, round: string): Promise<number> {
  let refused = 0
  while (!(await hear(own, person, round).then(() => true, () => false))) {
    refused += 1
    await new Promise((done) => setTimeout(done, 500))
  }
  return refused
}

/** The first answer of a process learns to understand, and every plan is made once. */
async function warmUp(own: Installation, handedAt: Map<string, number[]>): Promise<void> {
  for (let person = 0; person < 20; person += 1) await hear(own, person, 'warm-up')
  await until(async () => handedAt.size === 20, 'the first replies')
}

/** Asks at a steady pace, whatever the answers do; milliseconds until each person's reply. */
async function ask(own: Installation, handedAt: Map<string, number[]>, messages: number, round: string): Promise<number[]> {
  handedAt.clear()
  const askedAt = new Map<string, number>()
  const start = performance.now()
  const heard: Promise<number>[] = []
  for (let person = 0; person < messages; person += 1) {
    const due = start + (person * 1_000) / A_SECOND
    while (performance.now() < due) await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())))
    askedAt.set(phone(person), performance.now())
    heard.push(insist(own, person, round))
  }
  await Promise.all(heard)
  await until(async () => handedAt.size === messages, `${messages} replies`)
  return [...handedAt].map(([to, [at]]) => (at as number) - (askedAt.get(to) as number))
}

async function burstOf(own: Installation, handedAt: Map<string, number[]>, messages: number): Promise<{ ms: number; refused: number }> {
  handedAt.clear()
  const start = performance.now()
  let refused = 0
  for (let from = 0; from < messages; from += 100) {
    await Promise.all(Array.from({ length: Math.min(100, messages - from) }, (_, n) => insist(own, from + n, 'burst').then((times) => (refused += times))))
  }
  await until(async () => handedAt.size === messages, `${messages} replies to a burst`, { withinMs: 600_000 })
  const ms = performance.now() - start
  const twice = [...handedAt.values()].filter((times) => times.length > 1).length
  if (twice > 0) throw new Error(`${twice} people were answered twice`)
  return { ms, refused }
}

/** Everybody is reminded at once, and some of them ask meanwhile. */
async function besideBulk(bench: Bench, own: Installation, handedAt: Map<string, number[]>): Promise<number[]> {
  await addCards(own, bench.short ? 500 : 10_000, addDays(vietnamDay(own.app.clock.now()), 30))
  await own.app.plan()
  const bulk = own.app.promote()
  const waits = await ask(own, handedAt, bench.short ? 100 : 500, 'beside')
  await bulk
  return waits
}

/** Telegraf alone: an update in, the same text out to a stub of the provider; milliseconds until the stub has it. */
async function bareEcho(messages: number): Promise<number[]> {
  const echoedAt = new Map<number, number>()
  const stub = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
      const { chat_id: chat } = JSON.parse(Buffer.concat(pieces).toString()) as { chat_id: number }
      echoedAt.set(chat, performance.now())
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ ok: true, result: { message_id: 1, date: 0, chat: { id: chat, type: 'private' } } }))
    })
  })
  await new Promise<void>((done) => stub.listen(0, '127.0.0.1', done))
  const bot = new Telegraf('1:bench', { telegram: { apiRoot: `http://127.0.0.1:${(stub.address() as AddressInfo).port}` } })
  bot.botInfo = { id: 1, is_bot: true, first_name: 'bench', username: 'bench_bot', can_join_groups: false, can_read_all_group_messages: false, supports_inline_queries: false }
  bot.on('text', (context) => context.reply(context.message.text))
  const askedAt = new Map<number, number>()
  const start = performance.now()
  const handled: Promise<void>[] = []
  for (let chat = 1; chat <= messages; chat += 1) {
    const due = start + (chat * 1_000) / A_SECOND
    while (performance.now() < due) await new Promise((done) => setTimeout(done, Math.max(0, due - performance.now())))
    askedAt.set(chat, performance.now())
    const from = { id: chat, is_bot: false, first_name: 'bench' }
    handled.push(bot.handleUpdate({ update_id: chat, message: { message_id: chat, date: 0, chat: { id: chat, type: 'private', first_name: 'bench' }, from, text: QUESTIONS[chat % QUESTIONS.length] as string } }))
  }
  await Promise.all(handled)
  await new Promise((done) => stub.close(done))
  return [...echoedAt].map(([chat, at]) => at - (askedAt.get(chat) as number))
}
