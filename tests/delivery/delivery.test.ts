/** One notice through the real pipeline: what the person receives, and what the register remembers of it. */
import { afterEach, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { testDatabase } from '../support/database.ts'
import { addCard, addPerson, handHeld, LOST, startPipeline } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
afterEach(() => pipeline.stop())

const MORNING = '2026-12-01T08:00:00+07:00'
const states = () => pipeline.sql<{ state: string; end_reason: string | null }>('SELECT state, end_reason FROM notice ORDER BY id')

test('a card that ends in 30 days is told of once, by SMS without marks, however often it is planned', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { name: 'Lê Thị Bịa', phone: '+84912000001', cardEnds: '2026-12-31' })

  await pipeline.app.plan()
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.app.plan()
  await pipeline.deliver()

  expect(sms.received).toHaveLength(1)
  expect(sms.received[0]).toMatchObject({ to: '+84912000001' })
  expect(sms.received[0]?.text).toContain('UBND xa Tan Dong')
  expect(sms.received[0]?.text).toContain('Le Thi Bia')
  expect(sms.received[0]?.text).toContain('31/12/2026')
  expect(await states()).toEqual([{ state: 'sent', end_reason: null }])
})

test('a renewal between planning and sending stops the reminder', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  const person = await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await addCard(pipeline, person.id, '2027-12-31')
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await states()).toEqual([{ state: 'cancelled', end_reason: 'renewed' }])
})

test('a notice about somebody whom an undone import took away meanwhile goes to nobody', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.sql('DELETE FROM person')
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await states()).toEqual([{ state: 'cancelled', end_reason: 'import-undone' }])
})

test('a large plan is one plan: everybody once, whichever part of it they are in', async () => {
  pipeline = await startPipeline(database, [handHeld('sms')], { at: MORNING })
  await addPerson(pipeline, { cardEnds: '2026-12-31' })
  await pipeline.sql(`WITH many AS (
      INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key)
      SELECT commune_id, full_name, search_key, sort_key, match_key || n FROM person, generate_series(1, 31000) AS n RETURNING id, commune_id)
    INSERT INTO card (commune_id, person_id, valid_to) SELECT commune_id, id, '2026-12-31' FROM many`)
  await pipeline.app.plan()
  await pipeline.app.plan()
  expect(await pipeline.sql('SELECT count(*)::int AS notices, count(DISTINCT person_id)::int AS people FROM notice')).toEqual([{ notices: 31_001, people: 31_001 }])
})

test('a person whom no channel reaches becomes a visit, never silence', async () => {
  pipeline = await startPipeline(database, [handHeld('sms')], { at: MORNING })
  await addPerson(pipeline, { cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(await states()).toEqual([{ state: 'visit', end_reason: 'no-contact' }])
  expect(await pipeline.sql('SELECT reason, outcome FROM visit')).toEqual([{ reason: 'no-contact', outcome: null }])
})

test('a number that cannot be reached goes on to the next channel at once', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  telegram.answer = () => new SendError('telegram.blocked', 'blocked', { errorClass: 'FALL', recipientGone: true })
  pipeline = await startPipeline(database, [telegram, sms], { at: MORNING })
  await addPerson(pipeline, { telegram: '777', phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.deliver()
  expect(telegram.received).toEqual([])
  expect(sms.received).toHaveLength(1)
  expect(await pipeline.sql("SELECT kind, state FROM contact ORDER BY kind")).toEqual([{ kind: 'phone', state: 'active' }, { kind: 'telegram', state: 'gone' }])
  expect(await pipeline.sql('SELECT channel, state, error_class FROM attempt ORDER BY id')).toEqual([
    { channel: 'telegram', state: 'failed', error_class: 'FALL' },
    { channel: 'sms', state: 'sent', error_class: null },
  ])
})

test('an answer that never came is not sent again where the provider cannot tell twins apart', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  telegram.answer = () => new SendError('telegram.timeout', 'no answer', { errorClass: 'RETRY', ambiguous: true })
  pipeline = await startPipeline(database, [telegram, sms], { at: MORNING })
  await addPerson(pipeline, { telegram: '777', phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  pipeline.clock.advance(3_600_000)
  await pipeline.deliver()
  await pipeline.app.sweep()
  expect(telegram.received).toHaveLength(1)
  expect(sms.received).toEqual([])
  expect(await states()).toEqual([{ state: 'unconfirmed', end_reason: null }])
})

test('an answer that never came is asked again with the same request where the provider can', async () => {
  const sms = handHeld('sms', { idempotent: true })
  let calls = 0
  sms.answer = (message) => {
    calls += 1
    return calls === 1 ? new SendError('sms.timeout', 'no answer', { errorClass: 'RETRY', ambiguous: true }) : { providerId: message.requestId, outcome: 'accepted' }
  }
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  pipeline.clock.advance(60_000)
  await pipeline.deliver()
  expect(calls).toBe(2)
  expect(sms.received).toHaveLength(1)
  expect(await states()).toEqual([{ state: 'sent', end_reason: null }])
})

test('a rate limit uses up no try, and the others flow meanwhile', async () => {
  const sms = handHeld('sms')
  let isThrottled = true
  sms.answer = (message) =>
    message.to.endsWith('1') && isThrottled
      ? new SendError('channel.throttled', 'slow down', { errorClass: 'WAIT', afterMs: 30_000 })
      : { providerId: message.requestId, outcome: 'accepted' }
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  for (const digit of ['1', '2', '3', '4', '5', '6']) await addPerson(pipeline, { phone: `+8491200000${digit}`, cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received.map((message) => message.to).sort()).toEqual(['+84912000002', '+84912000003', '+84912000004', '+84912000005', '+84912000006'])
  expect(await pipeline.sql("SELECT tries, state FROM notice WHERE state = 'planned'")).toEqual([{ tries: 0, state: 'planned' }])
  isThrottled = false
  pipeline.clock.advance(31_000)
  await pipeline.deliver()
  expect(sms.received).toHaveLength(6)
})

test('nothing of the day leaves at night, and what was rung too late waits for the morning', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: '2026-12-01T20:31:00+07:00' })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  pipeline.clock.set(new Date('2026-12-02T07:00:00+07:00'))
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
})

test('a receipt that came before the send call had returned still counts', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  sms.answer = async (message) => {
    await pipeline.app.receive('sms')({ kind: 'receipt', dedupeKey: 'r1', requestId: message.requestId, outcome: 'delivered', occurredAt: new Date(MORNING) })
    await pipeline.app.applyReports()
    return { providerId: message.requestId, outcome: 'accepted' }
  }
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.app.sweep()
  expect(await states()).toEqual([{ state: 'delivered', end_reason: null }])
})

test('a receipt of failure sends the notice on to the visit list when nothing else is left', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  const requestId = sms.received[0]?.requestId as string
  const failed = { kind: 'receipt', dedupeKey: 'r1', requestId, outcome: 'failed', occurredAt: new Date(MORNING) } as const
  await pipeline.app.receive('sms')(failed)
  await pipeline.app.applyReports()
  await pipeline.app.receive('sms')(failed)
  await pipeline.app.applyReports()
  await pipeline.deliver()
  expect(await states()).toEqual([{ state: 'visit', end_reason: 'channels-failed' }])
})

test('a channel whose key is refused rests, and the others take over', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  telegram.answer = () => new SendError('telegram.unauthorized', 'token revoked', { errorClass: 'OPS' })
  pipeline = await startPipeline(database, [telegram, sms], { at: MORNING })
  await addPerson(pipeline, { telegram: '777', phone: '+84912000001', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { telegram: '778', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
  expect(await pipeline.sql('SELECT state FROM notice ORDER BY person_id')).toEqual([{ state: 'sent' }, { state: 'planned' }])
  telegram.answer = (message) => ({ providerId: message.requestId, outcome: 'delivered' })
  pipeline.clock.advance(16 * 60_000)
  await pipeline.deliver()
  expect(await pipeline.sql('SELECT state FROM notice ORDER BY person_id')).toEqual([{ state: 'sent' }, { state: 'delivered' }])
})

test('a provider that can be asked settles a doubt: what it never got is sent, what it has is not', async () => {
  const sms = handHeld('sms')
  const known = new Map<string, 'accepted' | 'delivered'>()
  sms.answer = (message) => {
    if (message.to.endsWith('2')) known.set(message.requestId, 'delivered')
    return new SendError('channel.timed-out', message.to.endsWith('2') ? 'no answer' : LOST, { errorClass: 'RETRY', ambiguous: true })
  }
  sms.lookUp = async (requestId) => known.get(requestId) ?? 'unknown'
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { phone: '+84912000002', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(await states()).toEqual([{ state: 'unconfirmed', end_reason: null }, { state: 'unconfirmed', end_reason: null }])

  sms.answer = (message) => ({ providerId: message.requestId, outcome: 'accepted' })
  pipeline.clock.advance(61_000)
  expect(await pipeline.app.ask()).toBe(2)
  await pipeline.deliver()
  expect(await pipeline.sql('SELECT state FROM notice ORDER BY person_id')).toEqual([{ state: 'sent' }, { state: 'delivered' }])
  expect(sms.received.map((message) => message.to).sort()).toEqual(['+84912000001', '+84912000002'])
})
