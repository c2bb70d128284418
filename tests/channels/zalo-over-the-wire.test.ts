/** Zalo against its simulator: what the person holds in the end. All data is invented. */
import { afterEach, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import type { AlertEvent, InboundEvent, OutboundMessage } from '../../src/channels/channel.ts'
import { createZalo } from '../../src/channels/zalo/zalo.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { createLog } from '../../src/kernel/log.ts'
import { HURRIED, PATIENT } from '../support/patience.ts'
import { zaloEvents } from '../support/simulators/zalo-events.ts'
import type { Fault } from '../support/simulators/fault-plan.ts'
import { memoryTokens } from '../support/simulators/zalo-memory-tokens.ts'
import { startZalo, zaloCode } from '../support/simulators/zalo-simulator.ts'
import type { ZaloSimulatorOptions } from '../support/simulators/zalo-simulator.ts'
import { startWebhookHost } from '../support/webhook-host.ts'

const START = new Date('2026-10-10T01:00:00.000Z')
const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const never = new AbortController().signal
const USER = '9007199254740993123'
const PHONE = '+84900000001'
const keys = { appId: '1000000000000000001', appSecret: 'khoa-ung-dung-bia-dat', oaId: '2000000000000000002', webhookSecret: 'khoa-oa-bia-dat' }
const templates = {
  '300001': { text: 'Thẻ của {ho_ten} hết hạn ngày {han_the}.', params: [{ name: 'ho_ten', maxLength: 30 }, { name: 'han_the', maxLength: 20 }] },
  '300002': { text: 'Mai phát tiền cho {ho_ten}.', params: [{ name: 'ho_ten', maxLength: 30 }], byUser: false },
}
const card = { id: '300001', values: { ho_ten: 'Nguyễn Văn A', han_the: '31/12/2026' } }
const written = 'Thẻ của Nguyễn Văn A hết hạn ngày 31/12/2026.'

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close()
})

async function rig(options: Partial<ZaloSimulatorOptions> = {}, timing = PATIENT) {
  const clock = new SettableClock(START)
  const host = await startWebhookHost()
  const zalo = await startZalo({ ...keys, redirectUrl: 'https://xa.example/zalo', clock, templates, webhookUrl: `${host.url}/hooks/zalo`, ...options })
  const alerts: AlertEvent[] = []
  const events: InboundEvent[] = []
  const tokens = memoryTokens({ ...zalo.issueTokens(), rotatedAt: START, accessEndsAt: new Date(START.getTime() + 25 * HOUR_MS) })
  const channel = createZalo(
    { enabled: true, ...keys, redirectUrl: undefined, codeVerifier: undefined, secretProof: options.secretProof ?? false, perMinute: 100, urls: { oauth: zalo.url, oa: zalo.url, zbs: zalo.url } },
    { tokens, clock, log: createLog({ level: 'silent' }), tell: async (alert) => void alerts.push(alert), timing },
  )
  host.mount(channel.routes!(async (event) => void events.push(event)))
  opened.push(host.stop, zalo.stop, async () => channel.stop?.())
  return { clock, zalo, tokens, channel, alerts, events }
}

const message = (number: number, change: Partial<OutboundMessage> = {}): OutboundMessage => ({ to: USER, text: `Tin số ${number}.`, requestId: `n-${number}`, ...change })
const refusal = async (send: Promise<unknown>): Promise<SendError> => {
  const problem = await send.then(() => undefined, (error: unknown) => error)
  if (problem instanceof SendError) return problem
  throw new Error('nothing was refused')
}

describe('what a person receives', () => {
  test.each([
    ['within two days', HOUR_MS, message(1).text, 'POST /v3.0/oa/message/cs'],
    ['on the last second of the seventh day', 7 * DAY_MS - 1_000, message(1).text, 'POST /v3.0/oa/message/cs'],
    ['after that', 7 * DAY_MS, written, 'POST /v3.0/oa/message/template'],
  ])('%s', async (_when, sinceMs, text, call) => {
    const { zalo, channel, clock } = await rig()
    zalo.people.interact(USER)
    clock.advance(sinceMs)
    // The token is a week old by then.
    const sent = await channel.send(message(1, { template: card, lastInboundAt: START }), never)
    expect(zalo.ledger.of(USER)).toEqual([{ to: USER, text, requestId: sent.providerId }])
    expect(zalo.calls.filter((one) => one.includes('/message/'))).toEqual([call])
    expect(zalo.violations).toEqual([])
  })

  test('a template by phone, once for each number, with our id on the receipt', async () => {
    const { zalo, channel, events } = await rig()
    const sent = await channel.send(message(1, { to: PHONE, template: card }), never)
    expect(zalo.ledger.all()).toEqual([{ to: '84900000001', text: written, requestId: 'n-1' }])
    await zalo.receipts.flush()
    expect(events).toMatchObject([{ kind: 'receipt', requestId: 'n-1', providerId: sent.providerId, outcome: 'delivered' }])
    expect(await channel.lookUp!('n-1', sent.providerId, never)).toBe('delivered')
    expect(zalo.violations).toEqual([])
  })

  test('a template that does not go by user id goes by phone, which is delivery’s next step', async () => {
    const { zalo, channel } = await rig()
    const mai = { id: '300002', values: { ho_ten: 'bà Năm' } }
    expect(await refusal(channel.send(message(1, { template: mai, lastInboundAt: new Date(0) }), never))).toMatchObject({ code: 'channel.template-by-phone-only', errorClass: 'FALL' })
    await channel.send(message(1, { to: PHONE, template: mai }), never)
    expect(zalo.ledger.all()).toMatchObject([{ to: '84900000001', text: 'Mai phát tiền cho bà Năm.' }])
  })

  test('asks for the description of a template once, and again after an hour', async () => {
    const { zalo, channel, clock } = await rig()
    const described = () => zalo.calls.filter((call) => call === 'GET /template/info/v2').length
    for (const number of [1, 2, 3]) await channel.send(message(number, { to: PHONE, template: card }), never)
    expect(described()).toBe(1)
    clock.advance(HOUR_MS)
    await channel.send(message(4, { to: PHONE, template: card }), never)
    expect(described()).toBe(2)
  })

  test('every kind of message passes the strict reading of the document', async () => {
    const { zalo, channel } = await rig()
    zalo.people.interact(USER)
    const first = await channel.send(message(1), never)
    await channel.send(message(2, { replyTo: first.providerId }), never)
    await channel.send(message(3, { replyTo: '123456' }), never)
    await channel.send(message(4, { buttons: [{ title: 'Đã nhận', data: 'ok' }] }), never)
    await channel.send(message(5, { imageUrl: 'https://xa.example/a.jpg' }), never)
    await channel.send(message(6, { askContact: { title: 'Liên kết', imageUrl: 'https://xa.example/a.png' } }), never)
    await channel.send(message(7, { text: message(7).text.normalize('NFD') }), never)
    expect(zalo.ledger.of(USER)).toHaveLength(7)
    expect(zalo.violations).toEqual([])
  })

  test('with the console’s check of the secret on, every call carries its proof', async () => {
    const { zalo, channel } = await rig({ secretProof: true })
    zalo.people.interact(USER)
    await channel.send(message(1), never)
    await channel.send(message(2, { to: PHONE, template: card }), never)
    expect(zalo.ledger.all()).toHaveLength(2)
    expect(zalo.violations).toEqual([])
  })
})

describe('trouble', () => {
  test('a token that dies while twenty messages are on their way costs none of them', async () => {
    const { zalo, channel } = await rig()
    zalo.people.interact(USER)
    let killed = false
    zalo.faults.rule((call) => {
      if (call === 8 && !killed) {
        killed = true
        zalo.killToken()
      }
      return { kind: 'slow', ms: 5 }
    })
    await Promise.all(Array.from({ length: 20 }, (_, number) => channel.send(message(number), never)))
    expect(new Set(zalo.ledger.all().map(({ text }) => text)).size).toBe(20)
    expect(zalo.ledger.all()).toHaveLength(20)
    expect(zalo.refreshes()).toBe(1)
  })

  test.each<[string, Fault]>([
    ['the answer was lost with the connection', { kind: 'reset', accepted: true }],
    ['no answer came', { kind: 'hang', accepted: true }],
    ['the answer was a server fault', { kind: 'fault-after-accepting', status: 502 }],
  ])('when %s, says that it may have arrived, and sends nothing by itself', async (_what, fault) => {
    const { zalo, channel } = await rig({}, fault.kind === 'hang' ? HURRIED : PATIENT)
    zalo.people.interact(USER)
    zalo.faults.next(fault)
    expect(await refusal(channel.send(message(1, { template: card }), never))).toMatchObject({ ambiguous: true, errorClass: 'RETRY' })
    expect(channel.idempotent).toBe(false)
    expect(zalo.ledger.all()).toHaveLength(1)
  })

  test('the receipt of a message whose answer was lost carries our id, which settles the doubt', async () => {
    const { zalo, channel, events } = await rig()
    zalo.faults.next({ kind: 'reset', accepted: true })
    await refusal(channel.send(message(1, { to: PHONE, template: card }), never))
    await zalo.receipts.flush()
    expect(events).toMatchObject([{ kind: 'receipt', requestId: 'n-1', outcome: 'delivered' }])
  })

  test('the window that Zalo says is closed is closed, whatever we believed', async () => {
    const { channel } = await rig()
    expect(await refusal(channel.send(message(1, { lastInboundAt: START }), never))).toMatchObject({ code: 'channel.window-closed', errorClass: 'FALL', ambiguous: false })
  })

  test('a used-up day waits for the next one, and an officer hears of it once', async () => {
    const { zalo, channel, clock, alerts } = await rig({ dailyQuota: 1 })
    await channel.send(message(1, { to: PHONE, template: card }), never)
    const refused = await refusal(channel.send(message(2, { to: PHONE, template: card }), never))
    expect(refused).toMatchObject({ code: 'channel.quota-used-up', errorClass: 'WAIT' })
    expect(new Date(START.getTime() + refused.afterMs!).toISOString()).toBe('2026-10-10T17:05:00.000Z')
    await refusal(channel.send(message(3, { to: PHONE, template: card }), never))
    expect([...new Set(alerts.map(({ dedupeKey }) => dedupeKey))]).toEqual(['zalo:quota-low:2026-10-10', 'zalo:channel.quota-used-up:2026-10-10'])
    clock.advance(refused.afterMs!)
    zalo.setQuota(1)
    await channel.send(message(2, { to: PHONE, template: card }), never)
    expect(zalo.ledger.all().map(({ requestId }) => requestId)).toEqual(['n-1', 'n-2'])
  })

  test('an officer hears while a tenth of the day’s quota is left, not when it is gone', async () => {
    const { channel, alerts } = await rig({ dailyQuota: 20 })
    for (let number = 1; number <= 17; number += 1) await channel.send(message(number, { to: PHONE, template: card }), never)
    expect(alerts).toEqual([])
    await channel.send(message(18, { to: PHONE, template: card }), never)
    expect(alerts).toMatchObject([{ code: 'zalo.quota-low', said: 'Hạn mức tin theo mẫu của Zalo OA hôm nay chỉ còn 2 trên 20 tin.' }])
  })

  test('a used-up minute waits for the next one', async () => {
    const { zalo, channel, clock } = await rig({ perMinute: 3 })
    zalo.people.interact(USER)
    clock.advance(20_000)
    for (const number of [1, 2, 3]) await channel.send(message(number), never)
    const refused = await refusal(channel.send(message(4), never))
    expect(refused).toMatchObject({ code: 'channel.throttled', errorClass: 'WAIT', afterMs: 40_000 })
    clock.advance(refused.afterMs!)
    await channel.send(message(4), never)
    expect(zalo.ledger.all()).toHaveLength(4)
  })

  test('a state agency’s account is moved to the old address once, for good and for every process', async () => {
    const { zalo, channel, tokens } = await rig({ stateAgency: true })
    zalo.people.interact(USER)
    for (const number of [1, 2, 3]) await channel.send(message(number), never)
    expect(zalo.calls).toEqual(['POST /v3.0/oa/message/cs', ...Array.from({ length: 3 }, () => 'POST /v2.0/oa/message')])
    expect(tokens.account!.messageApi).toBe('v2')
    expect(zalo.ledger.all()).toHaveLength(3)
  })

  test.each([zaloCode(-240), zaloCode(-201), zaloCode(-200), { kind: 'answer', status: 404 } as const, { kind: 'reset', accepted: true } as const])(
    'nothing but -235 moves it (%j)',
    async (fault) => {
      const { zalo, channel, tokens } = await rig({ stateAgency: true })
      zalo.faults.next(fault)
      await refusal(channel.send(message(1), never))
      expect(zalo.calls).toEqual(['POST /v3.0/oa/message/cs'])
      expect(tokens.account!.messageApi).toBe('v3')
    },
  )

  test('an account pinned wrongly is a matter for a person, not for a guess', async () => {
    const { zalo, channel, tokens } = await rig()
    zalo.people.interact(USER)
    await tokens.pinMessageApi(keys.oaId, 'v2')
    expect(await refusal(channel.send(message(1), never))).toMatchObject({ code: 'channel.misconfigured', errorClass: 'OPS' })
    expect(zalo.ledger.all()).toEqual([])
  })
})

describe('groups', () => {
  test('are made, filled, written to and looked at', async () => {
    const { zalo, channel } = await rig()
    const { id, link } = await channel.groups.create({ name: 'Trưởng ấp xã Tân Đông và các cán bộ', description: '', assetId: 'asset-1', memberIds: [USER] })
    expect(link).toContain(id)
    await channel.groups.invite(id, ['9007199254740993124', '9007199254740993125'])
    await channel.groups.remove(id, ['9007199254740993125'])
    expect((await channel.groups.members(id)).map((member) => member.id)).toEqual([USER, '9007199254740993124'])
    await channel.send(message(1, { to: `group:${id}`, text: `Họp lúc 14 giờ [@${id}]` }), never)
    expect(zalo.ledger.all()).toMatchObject([{ to: `group:${id}`, text: 'Họp lúc 14 giờ ' }])
    expect(await channel.groups.info(id)).toMatchObject({ id, enabled: true, members: 2, maxMembers: 100, dissolvesOn: '01/02/2027' })
    expect(zalo.violations).toEqual([])
  })

  test('members come page by page', async () => {
    const { channel } = await rig()
    const people = Array.from({ length: 99 }, (_, number) => String(9_007_199_254_740_993n * 1_000n + BigInt(number)))
    const { id } = await channel.groups.create({ name: 'Nhóm lớn', description: '', assetId: 'asset-1', memberIds: people })
    expect((await channel.groups.members(id)).map((member) => member.id)).toEqual(people)
  })

  test('that are locked or lost do not stop the channel, and the officer is told', async () => {
    const { zalo, channel, alerts } = await rig()
    const { id } = await channel.groups.create({ name: 'Trưởng ấp', description: '', assetId: 'asset-1', memberIds: [USER] })
    zalo.groups.get(id)!.disabled = true
    expect(await refusal(channel.send(message(1, { to: `group:${id}` }), never))).toMatchObject({ code: 'channel.group-closed', errorClass: 'FALL' })
    zalo.groups.delete(id)
    expect(await refusal(channel.send(message(2, { to: `group:${id}` }), never))).toMatchObject({ code: 'channel.group-lost', errorClass: 'PERM', recipientGone: true })
    expect(alerts.map(({ code }) => code)).toEqual(['zalo.group-closed', 'zalo.group-lost'])
  })
})

describe('what comes in', () => {
  const said = (id: string, text: string) => ({ msg_id: id, text })

  test('is one message however often and in whatever order it comes, and keeps every digit', async () => {
    const { zalo, events } = await rig()
    const ids = [zalo.nextId(), zalo.nextId(), zalo.nextId()]
    const posts = ids.map((id, number) => zaloEvents.text(zalo.facts(), USER, said(id, `Câu ${number}`)))
    for (const event of [...posts.toReversed(), ...posts]) expect(await zalo.post(event)).toBe(true)
    expect(new Set(events.map(({ dedupeKey }) => dedupeKey))).toEqual(new Set(ids.map((id) => `zalo:message:${id}`)))
    expect(ids.every((id) => BigInt(id) > BigInt(Number.MAX_SAFE_INTEGER))).toBe(true)
  })

  test('a forged post is refused, and the true one is still taken', async () => {
    const { zalo, events } = await rig()
    const event = zaloEvents.text(zalo.facts(), USER, said('1', 'Xin chào'))
    expect(await zalo.post(event, { webhookSecret: 'khoa-doan-mo' })).toBe(false)
    expect(await zalo.post(event)).toBe(true)
    expect(events).toHaveLength(1)
  })

  test('is answered while Zalo itself answers nothing: no question goes out before the 200', async () => {
    const { zalo, events, channel } = await rig()
    zalo.people.interact(USER)
    zalo.faults.rule(() => ({ kind: 'hang', accepted: false }))
    zalo.otherFaults.rule(() => ({ kind: 'hang', accepted: false }))
    zalo.tokenFaults.rule(() => ({ kind: 'hang', accepted: false }))
    const givenUp = new AbortController()
    const sends = Array.from({ length: 10 }, (_, number) => refusal(channel.send(message(number), givenUp.signal)))
    const posts = Array.from({ length: 50 }, () => zalo.post(zaloEvents.text(zalo.facts(), USER, said(zalo.nextId(), 'Xin chào'))))
    const first = await Promise.race([Promise.all(posts).then(() => 'all posts answered'), Promise.race(sends).then(() => 'a send ended')])
    expect(first).toBe('all posts answered')
    expect(events).toHaveLength(50)
    expect(zalo.calls.every((call) => call === 'POST /v3.0/oa/message/cs')).toBe(true)
    givenUp.abort()
    await Promise.all(sends)
  })

  test('an answer within the window that the question opened is free text', async () => {
    const { zalo, events, channel } = await rig()
    zalo.people.interact(USER)
    await zalo.post(zaloEvents.text(zalo.facts(), USER, said('9007199254740993900', 'Thẻ còn hạn không?')))
    const [question] = events
    if (question?.kind !== 'message') throw new Error('nothing was heard')
    await channel.send(message(1, { to: question.chat, replyTo: '9007199254740993900', lastInboundAt: question.occurredAt, urgent: true }), never)
    expect(zalo.ledger.of(USER)).toHaveLength(1)
  })
})

test('the simulator catches what the document forbids', async () => {
  const { zalo, tokens } = await rig()
  zalo.people.interact(USER)
  const token = { access_token: tokens.account!.accessToken, 'content-type': 'application/json' }
  const post = async (path: string, body: object, headers: Record<string, string> = token) =>
    ((await (await fetch(`${zalo.url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })).json()) as { error: number }).error
  const cs = (body: object, user: unknown = USER) => post('/v3.0/oa/message/cs', { recipient: { user_id: user }, message: body })
  const wrong: (() => Promise<number>)[] = [
    () => cs({ text: 'a'.repeat(2_001) }),
    () => cs({ text: 'Xã'.normalize('NFD') }),
    () => cs({ text: 'x' }, 9_007_199_254_740_992),
    () => cs({ text: 'x', react_message_id: '1' }),
    () => cs({ text: 'x', attachment: { type: 'template', payload: { buttons: Array.from({ length: 6 }, () => ({ title: 'a', type: 'oa.query.hide', payload: '#b' })) } } }),
    () => post('/message/template', { phone: '+84900000001', template_id: '300001', template_data: card.values, tracking_id: 'n' }),
    () => post('/message/template', { phone: '84900000001', template_id: '300001', template_data: card.values }),
    () => post('/message/template', { phone: '84900000001', template_id: '300001', template_data: { ...card.values, them: 'x' }, tracking_id: 'n' }),
    () => post('/v3.0/oa/message/template', { user_id: USER, template_id: '300001', template_data: card.values, tracking_id: 'n' }),
    () => post('/v3.0/oa/group/listgroup', {}),
    () => post('/v3.0/oa/message/cs', {}, { ...token, authorization: `Bearer ${token.access_token}` }),
  ]
  for (const [index, call] of wrong.entries()) {
    expect(await call()).toBeLessThan(0)
    expect(zalo.violations.length).toBeGreaterThan(index)
  }
  expect(await post('/v3.0/oa/message/cs', { recipient: { user_id: USER }, message: { text: 'x' } }, { ...token, access_token: 'cu' })).toBe(-216)
  expect(await post('/message/template', {}, { ...token, access_token: 'cu' })).toBe(-124)
  expect(await post('/v2.0/oa/message', { recipient: { user_id: USER }, message: { text: 'x' } })).toBe(-240)
  // Two sends with one tracking id are two messages: nothing tells twins apart.
  const twice = { phone: '84900000001', template_id: '300001', template_data: card.values, tracking_id: 'n' }
  expect([await post('/message/template', twice), await post('/message/template', twice)]).toEqual([0, 0])
  expect(zalo.ledger.doubled()).toEqual(['n'])
})
