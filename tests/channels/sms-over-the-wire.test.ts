/** The SMS adapters against simulated providers: what the person holds in the end. All data is invented. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import type { Channel, InboundEvent, OutboundMessage } from '../../src/channels/channel.ts'
import { createAndroidGateway } from '../../src/channels/sms/android-gateway.ts'
import { createEsms } from '../../src/channels/sms/esms.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/kernel/log.ts'
import { HURRIED, PATIENT } from '../support/patience.ts'
import { startAndroidGateway } from '../support/simulators/android-gateway-simulator.ts'
import type { AndroidGatewayOptions } from '../support/simulators/android-gateway-simulator.ts'
import { esmsCode, startEsms } from '../support/simulators/esms-simulator.ts'
import type { EsmsOptions } from '../support/simulators/esms-simulator.ts'
import { sometimes } from '../support/simulators/fault-plan.ts'
import type { Fault, FaultPlan } from '../support/simulators/fault-plan.ts'
import type { Ledger } from '../support/simulators/ledger.ts'

const START = new Date('2026-10-10T01:00:00.000Z')
const log = createLog({ level: 'silent' })
const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

interface Rig {
  channel: Channel
  clock: SettableClock
  events: InboundEvent[]
  ledger: Ledger
  faults: FaultPlan
  violations: readonly string[]
}

async function androidRig(options: Partial<AndroidGatewayOptions> = {}, timing = PATIENT) {
  const clock = new SettableClock(START)
  const account = { user: 'xa', password: 'mat-khau-bia-dat', signingKey: 'khoa-ky-bia-dat' }
  const events: InboundEvent[] = []
  const web = await serveRoutes(() => channel, events)
  const simulator = await startAndroidGateway({ ...account, clock, webhookUrl: `${web}/hooks/sms-gateway`, ...options })
  const channel: Channel = createAndroidGateway({ enabled: true, provider: 'android', url: simulator.url, perMinute: 60, ...account }, { clock, log, timing })
  opened.push(simulator.stop, async () => channel.stop?.())
  return { channel, clock, events, ...simulator }
}

async function esmsRig(options: Partial<EsmsOptions> = {}, timing = PATIENT) {
  const clock = new SettableClock(START)
  const account = { apiKey: 'KHOA', secretKey: 'khoa-mat', brandname: 'UBNDTANDONG' }
  const events: InboundEvent[] = []
  const web = await serveRoutes(() => channel, events)
  const simulator = await startEsms({ ...account, clock, ...options })
  const config = { enabled: true, provider: 'esms', url: simulator.url, callbackToken: 'ma-goi-lai-bia-dat', callbackUrl: web, sandbox: false, perSecond: 10 } as const
  const channel: Channel = createEsms({ ...config, ...account }, { clock, log, timing })
  opened.push(simulator.stop, async () => channel.stop?.())
  return { channel, clock, events, ...simulator }
}

/** Mounts the channel's routes the way that web/ does. */
async function serveRoutes(channel: () => Channel, events: InboundEvent[]): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      const url = new URL(request.url ?? '/', 'http://127.0.0.1')
      const route = channel().routes!(async (event) => void events.push(event)).find(({ method, path }) => method === request.method && path === url.pathname)
      const answer = await route?.handle({
        headers: request.headers as Record<string, string>,
        query: Object.fromEntries(url.searchParams),
        rawBody: Buffer.concat(parts),
      })
      response.writeHead(answer?.status ?? 404).end(answer?.body)
    })()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  opened.push(() => new Promise((done) => (server.close(() => done()), server.closeAllConnections())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const never = new AbortController().signal
const message = (number: number, change: Partial<OutboundMessage> = {}): OutboundMessage => ({
  to: `+849${String(number).padStart(8, '0')}`,
  text: `UBND xa bao ho so so ${number} da xong.`,
  requestId: `n-${number}`,
  ...change,
})

/** Sends as delivery does on an idempotent channel: the same request again after every RETRY. */
async function sendUntilSettled({ channel }: Rig, one: OutboundMessage): Promise<string> {
  for (let attempt = 1; attempt <= 40; attempt += 1) {
    try {
      return (await channel.send(one, never)).outcome
    } catch (error) {
      if (!(error instanceof SendError) || error.errorClass !== 'RETRY') throw error
    }
  }
  return 'given up'
}

const outcomes = (events: readonly InboundEvent[]) => events.map((event) => (event.kind === 'receipt' ? `${event.requestId} ${event.outcome}` : event.kind))

describe.each<[string, (options?: object, timing?: typeof PATIENT) => Promise<Rig>]>([
  ['the Android gateway', androidRig],
  ['eSMS', esmsRig],
])('%s', (_name, startRig) => {
  test.each<[string, Fault]>([
    ['the answer was lost with the connection', { kind: 'reset', accepted: true }],
    ['no answer came', { kind: 'hang', accepted: true }],
    ['the answer was a server fault', { kind: 'fault-after-accepting', status: 502 }],
    ['the connection broke before it was accepted', { kind: 'reset', accepted: false }],
    ['it was never accepted and no answer came', { kind: 'hang', accepted: false }],
    ['the server was down for maintenance', { kind: 'answer', status: 503 }],
  ])('reaches the person once when %s and the request is repeated', async (_what, fault) => {
    const rig = await startRig({}, fault.kind === 'hang' ? HURRIED : PATIENT)
    rig.faults.next(fault)
    expect(await sendUntilSettled(rig, message(1))).not.toBe('given up')
    expect(rig.ledger.all()).toEqual([{ to: '+84900000001', text: message(1).text, requestId: 'n-1' }])
    expect(rig.violations).toEqual([])
  })

  test('reaches each of sixty people once while a third of the calls fail', async () => {
    const rig = await startRig()
    const faults = [
      sometimes(0.12, { kind: 'reset', accepted: true }, 1),
      sometimes(0.12, { kind: 'fault-after-accepting', status: 500 }, 2),
      sometimes(0.12, { kind: 'answer', status: 503 }, 3),
    ]
    rig.faults.rule((call) => faults.map((decide) => decide(call)).find((fault) => fault !== undefined))
    const people = Array.from({ length: 60 }, (_, index) => message(index + 1))
    const ends = await Promise.all(people.map((one) => sendUntilSettled(rig, one)))
    expect(ends.filter((end) => end === 'given up')).toEqual([])
    expect(rig.ledger.all()).toHaveLength(60)
    expect(rig.ledger.doubled()).toEqual([])
    expect(rig.violations).toEqual([])
  })

  test('would reach a person twice if each attempt had an id of its own', async () => {
    const rig = await startRig()
    rig.faults.next({ kind: 'reset', accepted: true })
    await rig.channel.send(message(1), never).catch(() => undefined)
    await rig.channel.send(message(1, { requestId: 'n-1-again' }), never)
    expect(rig.ledger.of('+84900000001')).toHaveLength(2)
  })

  test('a sender that dies after acceptance leaves a request that can be repeated', async () => {
    const rig = await startRig()
    // As with kill -9: the provider has it, the sender never hears.
    const dying = new AbortController()
    rig.faults.next({ kind: 'crash', happen: () => dying.abort() })
    await expect(rig.channel.send(message(1), dying.signal)).rejects.toMatchObject({ code: 'channel.interrupted', ambiguous: true })
    expect((await rig.channel.send(message(1), never)).outcome).not.toBe('failed')
    expect(rig.ledger.all()).toHaveLength(1)
  })

  test('a slow answer is an answer', async () => {
    const rig = await startRig()
    rig.faults.next({ kind: 'slow', ms: 40 })
    expect(await rig.channel.send(message(1), never)).toMatchObject({ outcome: 'accepted' })
  })
})

describe('the Android gateway', () => {
  test('reports each receipt under one key, however often, late and out of order it comes', async () => {
    const { channel, clock, events, receipts } = await androidRig()
    await channel.send(message(1), never)
    clock.advance(3 * 60 * 60 * 1000)
    expect(await receipts.flush({ times: 3, reversed: true })).toBe(2)
    expect(outcomes(events)).toEqual(Array.from({ length: 6 }, (_, index) => (index < 3 ? 'n-1 delivered' : 'n-1 sent')))
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(2)
  })

  test('hears receipts that overtake the answer', async () => {
    const { channel, events } = await androidRig({ receipts: 'before-answer' })
    await channel.send(message(1), never)
    expect(outcomes(events)).toEqual(['n-1 sent', 'n-1 delivered'])
  })

  test('what waited three weeks on a phone without network is not sent when it wakes up', async () => {
    const { channel, clock, events, ledger, receipts, setPhone } = await androidRig()
    await setPhone(false)
    const evening = new Date('2026-10-10T13:30:00.000Z')
    await channel.send(message(1, { notAfter: evening }), never)
    await channel.send(message(2), never)
    expect(await channel.lookUp!('n-1', 'n-1', never)).toBe('accepted')
    clock.advance(21 * 24 * 60 * 60 * 1000)
    await setPhone(true)
    await receipts.flush()
    expect(ledger.all().map(({ requestId }) => requestId)).toEqual(['n-2'])
    expect(outcomes(events)).toEqual(['n-1 failed', 'n-2 sent', 'n-2 delivered'])
    expect(await channel.lookUp!('n-1', 'n-1', never)).toBe('failed')
    expect(await channel.lookUp!('n-9', undefined, never)).toBe('unknown')
  })

  test('a forged or replayed receipt is not taken, and a good one still is', async () => {
    const { channel, events, postEvent } = await androidRig()
    await channel.send(message(1), never)
    const payload = { messageId: 'n-1', failedAt: START.toISOString(), reason: 'x' }
    expect(await postEvent('sms:failed', payload, { key: 'khoa-doan-mo' })).toBe(false)
    expect(await postEvent('sms:failed', payload, { timestamp: String(START.getTime() / 1_000 - 3_600) })).toBe(false)
    expect(await postEvent('sms:failed', payload)).toBe(true)
    expect(outcomes(events)).toEqual(['n-1 failed'])
  })

  test('a citizen who answers by SMS is heard', async () => {
    const { events, incomingSms } = await androidRig()
    expect(await incomingSms('0900000001', 'Toi nhan roi')).toBe(true)
    expect(events).toMatchObject([{ kind: 'message', from: '+84900000001', text: 'Toi nhan roi' }])
  })

  test('its simulator catches what the document forbids', async () => {
    const { url, violations } = await androidRig()
    const authorization = `Basic ${Buffer.from('xa:mat-khau-bia-dat').toString('base64')}`
    const post = (body: object, headers: object = {}) =>
      fetch(`${url}/messages`, { method: 'POST', body: JSON.stringify(body), headers: { authorization, 'content-type': 'application/json', ...headers } })
    const good = { id: 'a', phoneNumbers: ['+84900000001'], textMessage: { text: 'x' }, withDeliveryReport: true }
    const wrong: object[] = [
      { ...good, id: 'a'.repeat(37) },
      { ...good, ttl: 3_600, validUntil: '2026-10-11T00:00:00Z' },
      { ...good, ttl: 4 },
      { ...good, phoneNumbers: ['0900000001'] },
      { ...good, phoneNumbers: [] },
      { ...good, priority: 128 },
      { ...good, message: 'x' },
      { id: 'a', phoneNumbers: ['+84900000001'], withDeliveryReport: true },
      { ...good, withDeliveryReport: undefined },
    ]
    for (const body of wrong) expect((await post(body)).status).toBe(400)
    expect((await post(good, { authorization: 'Bearer x' })).status).toBe(401)
    expect(violations).toHaveLength(wrong.length + 1)
    expect((await post(good)).status).toBe(202)
    expect((await post(good)).status).toBe(409)
    expect(violations).toHaveLength(wrong.length + 1)
  })
})

describe('eSMS', () => {
  test.each(['?', '&'] as const)('reports what the poll says, when they join the callback with "%s"', async (glue) => {
    const { channel, events, receipts, violations } = await esmsRig({ glue, delivers: (phone) => phone !== '+84900000002' })
    await channel.send(message(1), never)
    await channel.send(message(2), never)
    expect(await receipts.flush({ times: 2 })).toBe(2)
    expect(outcomes(events)).toEqual(['n-1 delivered', 'n-1 delivered', 'n-2 failed', 'n-2 failed'])
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey)).size).toBe(2)
    expect(violations).toEqual([])
  })

  test('reports nothing on a callback while the status calls fail, and the truth when asked later', async () => {
    const { channel, events, receipts, statusFaults } = await esmsRig()
    const { providerId } = await channel.send(message(1), never)
    statusFaults.next({ kind: 'answer', status: 500 })
    expect(await receipts.flush()).toBe(0)
    expect(events).toEqual([])
    expect(await channel.lookUp!('n-1', providerId, never)).toBe('delivered')
  })

  test('is asked again when the message is too new to be known', async () => {
    const { channel } = await esmsRig({ unknownFor: 1 })
    const { providerId } = await channel.send(message(1), never)
    await expect(channel.lookUp!('n-1', providerId, never)).rejects.toMatchObject({ code: 'channel.not-yet-known', errorClass: 'RETRY' })
    expect(await channel.lookUp!('n-1', providerId, never)).toBe('delivered')
  })

  test('forgets a RequestId within a day, which is why its channel says for how long it is idempotent', async () => {
    const { channel, clock, ledger } = await esmsRig()
    await channel.send(message(1), never)
    clock.advance(channel.idempotentForMs!)
    await channel.send(message(1), never)
    expect(ledger.doubled()).toEqual([])
    clock.advance(24 * 60 * 60 * 1000)
    await channel.send(message(1), never)
    expect(ledger.doubled()).toEqual(['n-1'])
  })

  test('stops the channel where a wording is not registered, and goes on where it is', async () => {
    const { channel, ledger, faults } = await esmsRig({ isRegistered: (text) => text.startsWith('UBND xa') })
    await expect(channel.send(message(1, { text: 'Thong bao la' }), never)).rejects.toMatchObject({ code: 'channel.wording-not-registered', errorClass: 'OPS' })
    faults.next(esmsCode('103'))
    await expect(channel.send(message(2), never)).rejects.toMatchObject({ code: 'channel.billing', errorClass: 'OPS' })
    await channel.send(message(3), never)
    expect(ledger.all().map(({ requestId }) => requestId)).toEqual(['n-3'])
  })

  test('tells the balance that is left', async () => {
    const { channel } = await esmsRig({ balanceDong: 10_000 })
    await channel.send(message(1), never)
    expect(await channel.check!(never)).toMatchObject({ ok: true, balanceDong: 9_150 })
  })

  test('its simulator catches what the document forbids', async () => {
    const { url, violations } = await esmsRig()
    const send = async (body: object) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(`${url}/MainService.svc/json/SendMultipleMessage_V4_post_json/`, { method: 'POST', body: JSON.stringify(body), headers })
      return (await answer.json()) as { CodeResult?: string; error?: string }
    }
    const good = { ApiKey: 'KHOA', SecretKey: 'khoa-mat', Phone: '0900000001', Content: 'x', Brandname: 'UBNDTANDONG', SmsType: '2', IsUnicode: '0', RequestId: 'a' }
    for (const body of [{ ...good, IsUnicode: 0 }, { ...good, Content: 'Xã' }, { ...good, RequestId: 'a'.repeat(51) }, { ...good, Extra: '1' }, { ...good, RequestId: undefined }]) {
      expect(await send(body)).toEqual({ error: 'Invalid request' })
    }
    expect((await send({ ...good, Phone: '+84900000001' })).CodeResult).toBe('108')
    expect((await send({ ...good, SecretKey: 'khac' })).CodeResult).toBe('101')
    expect((await send({ ...good, Brandname: 'KHAC' })).CodeResult).toBe('104')
    expect(violations).toHaveLength(8)
    expect((await send(good)).CodeResult).toBe('100')
    expect((await send(good)).CodeResult).toBe('124')
    expect(violations).toHaveLength(8)
    expect((await send({ ...good, RequestId: 'b' })).CodeResult).toBe('100')
    expect(violations.at(-1)).toContain('within five minutes')
  })
})
