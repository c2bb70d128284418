/** Incidents 9, 11, 13 and 15: a provider that throttles, slows down or goes away, and rows that can never be sent. All data is invented. */
import { afterEach, expect, test } from 'vitest'
import { SendError } from '../../../src/channels/channel.ts'
import { createAndroidGateway } from '../../../src/channels/sms/android-gateway.ts'
import { createTelegram } from '../../../src/channels/telegram/telegram.ts'
import { SettableClock } from '../../../src/kernel/clock.ts'
import { silentLog, testDatabase } from '../../support/database.ts'
import { addManyPeople, inventedAddress } from '../../support/many-people.ts'
import { addPerson, handHeld, startPipeline } from '../../support/pipeline.ts'
import type { Pipeline } from '../../support/pipeline.ts'
import { startAndroidGateway } from '../../support/simulators/android-gateway-simulator.ts'
import { sometimes } from '../../support/simulators/fault-plan.ts'
import { startTelegram, telegramRefusal } from '../../support/simulators/telegram-simulator.ts'
import { startWebhookHost } from '../../support/webhook-host.ts'

const database = await testDatabase()
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const MORNING = '2026-12-01T08:00:00+07:00'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

test('incident 9: Telegram floods one chat for 30 s; that message waits, uses up no try, and the others flow', async () => {
  const telegram = await startTelegram('1234567:ma-bia-dat')
  stops.push(telegram.stop)
  const channel = createTelegram({ enabled: true, token: '1234567:ma-bia-dat', apiRoot: telegram.url, updates: { mode: 'polling' } }, { clock: new SettableClock(new Date(MORNING)), log: silentLog })
  const pipeline = await startPipeline(database, [channel], { at: MORNING })
  stops.push(pipeline.stop)
  for (const chat of ['701', '702', '703', '704', '705']) await addPerson(pipeline, { telegram: chat, cardEnds: '2026-12-31' })
  telegram.faults.next(telegramRefusal(429, 'Too Many Requests: retry after 30', { retry_after: 30 }))
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(telegram.ledger.all()).toHaveLength(4)
  pipeline.clock.advance(29_000)
  await pipeline.deliver()
  expect(telegram.ledger.all()).toHaveLength(4)
  expect(await pipeline.sql("SELECT tries FROM notice WHERE state = 'planned'")).toEqual([{ tries: 0 }])
  pipeline.clock.advance(2_000)
  await pipeline.deliver()
  expect(telegram.ledger.all().map(({ to }) => to).toSorted()).toEqual(['701', '702', '703', '704', '705'])
  expect(telegram.violations).toEqual([])
})

test('incident 11: a provider that is slow for ten minutes loses part of its share, is not stormed, and gets its share back', async () => {
  const sms = handHeld('sms', { idempotent: true })
  const telegram = handHeld('telegram')
  let isSlow = false
  let calls = 0
  const slow = sometimes(0.2, { kind: 'hang', accepted: true })
  sms.answer = (message) => {
    calls += 1
    // One request in five, however often it is asked again.
    return isSlow && slow(Number(message.requestId.split('-')[1])) !== undefined
      ? new SendError('channel.timed-out', 'no answer in 15000 ms', { errorClass: 'RETRY', ambiguous: true })
      : { providerId: message.requestId, outcome: 'accepted' }
  }
  const pipeline = await startPipeline(database, [sms, telegram], { at: MORNING })
  stops.push(pipeline.stop)
  await pipeline.sql(`UPDATE commune SET profile = profile || '{"cascade": ["sms", "telegram"]}'`)

  // Every minute thirty new people whom both channels reach, and ten whom only SMS reaches.
  let people = 0
  const minute = async (): Promise<{ calls: number; bySms: number; byTelegram: number }> => {
    const before = { calls, sms: sms.received.length, telegram: telegram.received.length }
    await addFamilies(pipeline, { both: 30, smsOnly: 10, from: people + 1 })
    people += 40
    await pipeline.app.plan()
    for (let part = 0; part < 4; part += 1) {
      await pipeline.deliver()
      pipeline.clock.advance(MINUTE / 4)
    }
    await pipeline.app.weigh()
    return { calls: calls - before.calls, bySms: sms.received.length - before.sms, byTelegram: telegram.received.length - before.telegram }
  }
  const weight = async () => (await pipeline.sql<{ weight: number }>("SELECT weight FROM channel_state WHERE channel = 'sms'"))[0]?.weight ?? 100

  expect(await minute()).toEqual({ calls: 40, bySms: 40, byTelegram: 0 })
  isSlow = true
  const during = []
  for (let n = 0; n < 10; n += 1) during.push({ ...(await minute()), weight: await weight() })
  isSlow = false
  const after = []
  for (let n = 0; n < 16; n += 1) after.push({ ...(await minute()), weight: await weight() })

  // Weight shifts: at the end of the ten minutes most of what has another way goes there.
  expect(during.at(-1)?.weight).toBeLessThanOrEqual(40)
  expect(during.at(-1)?.byTelegram).toBeGreaterThan(10)
  // No stampede: by the tenth minute eighty requests have had no answer, and are still asked for less than anew each minute.
  expect(Math.max(...during.map((one) => one.calls))).toBeLessThan(2 * 40)
  // The others flow: every minute somebody is told, on both ways.
  expect(Math.min(...during.map((one) => one.bySms + one.byTelegram))).toBeGreaterThan(30)
  // It drifts back, step by step, and in the end everything is as before.
  expect(after.map((one) => one.weight)).toEqual(after.map((one) => one.weight).toSorted((a, b) => a - b))
  expect(after.at(-1)).toEqual({ calls: 40, bySms: 40, byTelegram: 0, weight: 100 })
  // And everybody was told once.
  const told = [...sms.received, ...telegram.received].map(({ requestId }) => requestId.split('-')[1])
  expect(told).toHaveLength(people)
  expect(new Set(told).size).toBe(people)
})

/** People `from` on: first those with both contacts, then those with a phone only. */
async function addFamilies({ app, communeId, sql }: Pipeline, { both, smsOnly, from }: { both: number; smsOnly: number; from: number }): Promise<void> {
  const { pool } = database
  const { cipher } = app.ground
  await addManyPeople(pool, cipher, { communeId, count: both + smsOnly, kind: 'phone', cardEnds: '2026-12-31', from })
  const chats = Array.from({ length: both }, (_, n) => inventedAddress('telegram')(from + n))
  await sql(
    `WITH chat AS (
       INSERT INTO contact (commune_id, kind, address_enc, address_idx) SELECT $1, 'telegram', * FROM unnest($2::bytea[], $3::bytea[]) RETURNING id
     ), numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM chat),
     newest AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM (SELECT id FROM person ORDER BY id DESC LIMIT $4) p)
     INSERT INTO person_contact (person_id, contact_id, relation) SELECT newest.id, numbered.id, 'self' FROM numbered JOIN newest USING (n)`,
    [communeId, chats.map((chat) => cipher.encrypt(chat)), chats.map((chat) => cipher.blindIndex('telegram', chat)), both + smsOnly],
  )
}

test('incident 13: a gateway phone that is off for three weeks does not pour out what is stale when it is on again', async () => {
  const clock = new SettableClock(new Date(MORNING))
  const account = { user: 'xa', password: 'mat-khau-bia-dat', signingKey: 'khoa-ky-bia-dat' }
  const host = await startWebhookHost()
  const phone = await startAndroidGateway({ ...account, clock, webhookUrl: `${host.url}/hooks/sms-gateway` })
  const channel = createAndroidGateway({ enabled: true, provider: 'android', url: phone.url, perMinute: 600, ...account }, { clock, log: silentLog })
  const pipeline = await startPipeline(database, [channel], { at: MORNING, clock })
  stops.push(phone.stop, host.stop, pipeline.stop)
  host.mount(channel.routes?.(pipeline.app.receive('sms')) ?? [])
  for (const digit of ['1', '2', '3']) await addPerson(pipeline, { phone: `+8491200000${digit}`, cardEnds: '2026-12-31' })
  await phone.setPhone(false)
  await pipeline.app.plan()
  await pipeline.deliver()
  clock.advance(21 * DAY)
  await phone.setPhone(true)
  await phone.receipts.flush()
  await pipeline.app.applyReports()
  await pipeline.deliver()
  expect(phone.ledger.all()).toEqual([])
  // Somebody goes and tells them instead.
  expect(await pipeline.sql('SELECT state, count(*)::int AS n FROM notice GROUP BY state')).toEqual([{ state: 'visit', n: 3 }])
})

test('incident 13: what could not be handed over for three weeks is not sent when the gateway is back', async () => {
  const sms = handHeld('sms', { idempotent: true })
  let isAway = true
  sms.answer = (message) => (isAway ? new SendError('channel.throttled', 'away', { errorClass: 'WAIT', afterMs: 600_000 }) : { providerId: message.requestId, outcome: 'accepted' })
  const pipeline = await startPipeline(database, [sms], { at: MORNING })
  stops.push(pipeline.stop)
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  pipeline.clock.advance(21 * DAY)
  isAway = false
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await pipeline.sql('SELECT state, end_reason FROM notice')).toEqual([{ state: 'visit', end_reason: 'expired' }])
})

test('incident 15: rows that can never be sent do not hold the run open', async () => {
  const sms = handHeld('sms')
  sms.answer = (message) =>
    message.to === '+84912000009' ? new SendError('channel.bad-number', 'malformed', { errorClass: 'PERM', recipientGone: true }) : { providerId: message.requestId, outcome: 'accepted' }
  const pipeline = await startPipeline(database, [sms], { at: MORNING })
  stops.push(pipeline.stop)
  await addManyPeople(database.pool, pipeline.app.ground.cipher, { communeId: pipeline.communeId, count: 20, kind: 'phone', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { name: 'Trần Bịa Không Liên Lạc', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { phone: '+84912000009', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { phone: '+84912000008', cardEnds: '2026-12-31' })
  await pipeline.sql("UPDATE contact SET address_enc = '\\x00' WHERE id = (SELECT max(id) FROM contact)")
  const text = await addPerson(pipeline, { phone: '+84912000007', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.sql("UPDATE notice SET template_key = 'no-such-template' WHERE person_id = $1", [text.id])
  await pipeline.deliver()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(20)
  expect(await pipeline.sql('SELECT state, end_reason, count(*)::int AS n FROM notice GROUP BY 1, 2 ORDER BY 1, 2')).toEqual([
    { state: 'sent', end_reason: null, n: 20 },
    { state: 'visit', end_reason: 'channels-failed', n: 1 },
    { state: 'visit', end_reason: 'content', n: 1 },
    { state: 'visit', end_reason: 'no-contact', n: 1 },
    { state: 'visit', end_reason: 'unreadable', n: 1 },
  ])
})
