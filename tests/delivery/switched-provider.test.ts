/** A commune changes its SMS provider while requests of the old one are in doubt: nobody may be told twice. All data is invented. */
import { afterEach, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { testDatabase } from '../support/database.ts'
import { sendAndDie } from '../support/dying-sender.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
afterEach(() => pipeline.stop())

const MORNING = '2026-12-01T08:00:00+07:00'
const states = async () => (await pipeline.sql<{ state: string }>('SELECT state FROM notice')).map(({ state }) => state)
const phone = (provider = 'android:1', lookUp?: HandHeldChannel['lookUp']) => handHeld('sms', { idempotent: true, provider, ...(lookUp === undefined ? {} : { lookUp }) })
const brand = (lookUp?: HandHeldChannel['lookUp']) => phone('esms:2', lookUp)
const lostAnswer = () => new SendError('channel.timed-out', 'no answer', { errorClass: 'RETRY', ambiguous: true })

async function oneDue(channel: HandHeldChannel, roles: readonly 'worker'[] = ['worker']): Promise<void> {
  pipeline = await startPipeline(database, [channel], { at: MORNING, roles })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
}

/** Loa is stopped and starts a minute later with this one. */
async function startAgain(channel: HandHeldChannel): Promise<void> {
  const at = new Date(pipeline.clock.now().getTime() + 60_000).toISOString()
  await pipeline.stop()
  pipeline = await startPipeline(database, [channel], { at, keep: true })
}

describe('a request whose answer was lost', () => {
  test('is never asked for on another provider', async () => {
    const before = phone()
    before.answer = lostAnswer
    await oneDue(before)
    await pipeline.deliver()
    expect(before.received).toHaveLength(1)
    const after = brand()
    await startAgain(after)
    await pipeline.deliver()
    expect(after.received).toEqual([])
    expect(await states()).toEqual(['unconfirmed'])
  })

  test('is asked for again on the same, which takes it for the one that it is', async () => {
    const before = phone()
    before.answer = lostAnswer
    await oneDue(before)
    await pipeline.deliver()
    const after = phone()
    await startAgain(after)
    await pipeline.deliver()
    expect(after.received.map(({ requestId }) => requestId)).toEqual(before.received.map(({ requestId }) => requestId))
    expect(await states()).toEqual(['sent'])
  })

  test('is not given up because another provider has never heard of it', async () => {
    const before = phone()
    before.answer = lostAnswer
    await oneDue(before)
    await pipeline.deliver()
    const asked: string[] = []
    const after = brand(async (requestId) => {
      asked.push(requestId)
      return 'unknown'
    })
    await startAgain(after)
    await pipeline.deliver()
    pipeline.clock.advance(10 * 60_000)
    await pipeline.app.ask()
    await pipeline.deliver()
    expect(asked).toEqual([])
    expect(after.received).toEqual([])
    expect(await states()).toEqual(['unconfirmed'])
  })

  test('is settled by a late receipt of the provider that had it', async () => {
    const before = phone()
    before.answer = lostAnswer
    await oneDue(before)
    await pipeline.deliver()
    await startAgain(brand())
    await pipeline.deliver()
    await pipeline.app.receive('sms')({ kind: 'receipt', dedupeKey: 'r1', requestId: before.received[0]?.requestId ?? '', outcome: 'delivered', occurredAt: pipeline.clock.now() })
    await pipeline.app.applyReports()
    expect(await states()).toEqual(['delivered'])
  })
})

describe('a worker that died in mid-send', () => {
  test.for([
    { now: 'the same provider', provider: 'android:1', state: 'sent', received: 1 },
    { now: 'another account of it', provider: 'android:9', state: 'unconfirmed', received: 0 },
    { now: 'another provider', provider: 'esms:2', state: 'unconfirmed', received: 0 },
  ])('leaves what is sent again only to $now', async ({ provider, state, received }) => {
    const before = phone()
    await oneDue(before, [])
    await pipeline.app.promote()
    await sendAndDie(pipeline, before)
    const after = phone(provider)
    await startAgain(after)
    await pipeline.app.sweep()
    await pipeline.deliver()
    expect(after.received).toHaveLength(received)
    expect(await states()).toEqual([state])
  })

  test('on the new provider, too, the doubt about the old one stays', async () => {
    const before = phone()
    before.answer = lostAnswer
    await oneDue(before)
    await pipeline.deliver()
    await pipeline.stop()
    // It claimed, and was killed before it had looked who was asked before.
    pipeline = await startPipeline(database, [brand()], { at: '2026-12-01T08:05:00+07:00', keep: true, roles: [] })
    await pipeline.app.promote()
    const [notice] = await pipeline.sql<{ id: string; request_id: string }>("SELECT n.id, a.request_id FROM notice n JOIN attempt a ON a.notice_id = n.id WHERE n.state = 'queued'")
    await pipeline.sql("UPDATE notice SET state = 'sending', claimed_by = 999999 WHERE id = $1", [notice?.id])
    await pipeline.sql("INSERT INTO attempt (notice_id, channel, contact_id, request_id, provider) SELECT id, channel, contact_id, $2, 'esms:2' FROM notice WHERE id = $1", [notice?.id, notice?.request_id])
    const after = brand()
    await startAgain(after)
    await pipeline.app.sweep()
    await pipeline.deliver()
    expect(after.received).toEqual([])
    expect(await states()).toEqual(['unconfirmed'])
  })
})
