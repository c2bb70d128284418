/** What breaks between a claim, a send and its record, and what the person receives all the same. All data is invented. */
import { afterEach, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { claimSurely } from '../../src/delivery/claim-surely.ts'
import type { Claim } from '../../src/delivery/claim-surely.ts'
import type { ClaimedNotice } from '../../src/delivery/notice.ts'
import { claimNotices, giveBackNotices } from '../../src/store/claim-notices.ts'
import { isConnectionLost } from '../../src/store/database.ts'
import type { Queryable } from '../../src/store/database.ts'
import { sendAfterAll } from '../../src/store/open-questions.ts'
import { settleNotices } from '../../src/store/settle-notices.ts'
import type { SettlementRow } from '../../src/store/settle-notices.ts'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
afterEach(() => pipeline.stop())

const MORNING = '2026-12-01T08:00:00+07:00'
const states = () => pipeline.sql<{ state: string; end_reason: string | null }>('SELECT state, end_reason FROM notice ORDER BY id')

/** One due notice, queued, and nobody at work. */
async function queuedNotice(channels: HandHeldChannel[], phone = '+84912000001'): Promise<string> {
  pipeline = await startPipeline(database, channels, { at: MORNING, roles: [] })
  await addPerson(pipeline, { phone, cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.app.promote()
  const [row] = await pipeline.sql<{ id: string }>("SELECT id FROM notice WHERE state = 'queued'")
  return (row as { id: string }).id
}

async function newSession(): Promise<number> {
  const [row] = await pipeline.sql<{ id: number }>("INSERT INTO worker_session (host, pid, roles) VALUES ('test', 1, 'worker') RETURNING id")
  return (row as { id: number }).id
}

/** The statement is carried out, and then the connection breaks before its answer has come. */
function losingAnswers(times: number): Queryable {
  let left = times
  const query = async (...args: unknown[]): Promise<unknown> => {
    const answer = await (database.pool.query as (...all: unknown[]) => Promise<unknown>)(...args)
    if (left-- > 0) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' })
    return answer
  }
  return { query } as unknown as Queryable
}

const claimWith = (pool: Queryable, sessionId: number) => {
  const { clock, app } = pipeline
  const one = async (claim: Claim) => (await claimNotices(pool, app.ground.cipher, 'test')([claim]))[0]
  return claimSurely({
    clock,
    provider: 'sms',
    sessionId: async () => sessionId,
    claim: one,
    giveBack: async (claim) => void (await giveBackNotices(database.pool)([claim])),
    isPassing: isConnectionLost,
  })
}

test('a claim whose answer was lost is given back and made again, and leaves one try', async () => {
  const noticeId = await queuedNotice([handHeld('sms')])
  const claimed = await claimWith(losingAnswers(1), await newSession())(noticeId, 'sms')
  expect(claimed?.address).toBe('+84912000001')
  expect(await pipeline.sql('SELECT state FROM attempt')).toEqual([{ state: 'sending' }])
})

test('a claim of another worker is never given back by one whose own answer was lost', async () => {
  const noticeId = await queuedNotice([handHeld('sms')])
  const holder = await newSession()
  await claimWith(database.pool, holder)(noticeId, 'sms')
  expect(await claimWith(losingAnswers(1), await newSession())(noticeId, 'sms')).toBeUndefined()
  expect(await pipeline.sql('SELECT state, claimed_by FROM notice')).toEqual([{ state: 'sending', claimed_by: holder }])
})

test('a record that is written twice does not disturb the try that has begun since', async () => {
  const noticeId = await queuedNotice([handHeld('sms')])
  const session = await newSession()
  const claim = claimWith(database.pool, session)
  const first = (await claim(noticeId, 'sms')) as ClaimedNotice
  const failed: SettlementRow = {
    noticeId, attemptId: first.attemptId, claimedBy: session, state: 'planned', at: pipeline.clock.now(), notBefore: pipeline.clock.now(),
    tries: 1, maybeSentAt: undefined, attempt: { state: 'failed', errorClass: 'RETRY', errorCode: 'channel.unreachable' },
  }
  const settle = settleNotices(database.pool, pipeline.app.ground.cipher)
  await settle([failed])
  await pipeline.app.promote()
  await claim(noticeId, 'sms')
  await settle([failed])
  expect(await states()).toEqual([{ state: 'sending', end_reason: null }])
  expect(await pipeline.sql('SELECT state FROM attempt ORDER BY id')).toEqual([{ state: 'failed' }, { state: 'sending' }])
})

test('a number that cannot be read any more fails alone, and somebody goes to see the person', async () => {
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  for (const digit of ['1', '2', '3']) await addPerson(pipeline, { phone: `+8491200000${digit}`, cardEnds: '2026-12-31' })
  await pipeline.sql("UPDATE contact SET address_enc = '\\x01ff' WHERE id = (SELECT min(id) FROM contact)")
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received.map(({ to }) => to).toSorted()).toEqual(['+84912000002', '+84912000003'])
  expect((await states()).filter(({ state }) => state !== 'sent')).toEqual([{ state: 'visit', end_reason: 'unreadable' }])
})

test('an answer that the database cannot hold spoils no other record', async () => {
  const sms = handHeld('sms')
  sms.answer = (message) => ({ providerId: message.to.endsWith('1') ? 'a\0b' : 'plain', outcome: 'accepted' })
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  for (const digit of ['1', '2', '3']) await addPerson(pipeline, { phone: `+8491200000${digit}`, cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect((await states()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent'])
})

test('an outcome that cannot be recorded is in doubt, and does not rest with a worker that lives on', async () => {
  const sms = handHeld('sms')
  sms.answer = (message) => ({ providerId: 'p', outcome: 'accepted', ...(message.to.endsWith('1') ? { costDong: 12.5 } : {}) })
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  for (const digit of ['1', '2', '3']) await addPerson(pipeline, { phone: `+8491200000${digit}`, cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(3)
  expect((await states()).map(({ state }) => state).toSorted()).toEqual(['sent', 'sent', 'unconfirmed'])
})

test('a claim that is committed and cannot be understood goes back to the queue', async () => {
  const noticeId = await queuedNotice([handHeld('sms')])
  const session = await newSession()
  await pipeline.sql(`UPDATE commune SET profile = profile || '{"cascade": 7}'`)
  await expect(claimWith(database.pool, session)(noticeId, 'sms')).rejects.toThrow(TypeError)
  expect(await states()).toEqual([{ state: 'queued', end_reason: null }])
  expect(await pipeline.sql('SELECT FROM attempt')).toEqual([])
})

test('a request that was in doubt goes on to the next channel once its provider says that it failed', async () => {
  const sms = handHeld('sms', { idempotent: true })
  let calls = 0
  sms.answer = () => {
    calls += 1
    return calls === 1
      ? new SendError('channel.timed-out', 'no answer', { errorClass: 'RETRY', ambiguous: true })
      : new SendError('channel.failed', 'the phone could not send it', { errorClass: 'FALL' })
  }
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  pipeline.clock.advance(60_000)
  await pipeline.deliver()
  await pipeline.deliver()
  expect(calls).toBe(2)
  expect(await states()).toEqual([{ state: 'visit', end_reason: 'channels-failed' }])
})

test.for([
  { outcome: 'sent', state: 'sent', calls: 1 },
  { outcome: 'delivered', state: 'delivered', calls: 1 },
  { outcome: 'failed', state: 'visit', calls: 1 },
] as const)('a receipt "$outcome" settles a request that waits to be asked again, without asking', async ({ outcome, state, calls }) => {
  const sms = handHeld('sms', { idempotent: true })
  let asked = 0
  sms.answer = () => {
    asked += 1
    return new SendError('channel.timed-out', 'no answer', { errorClass: 'RETRY', ambiguous: true })
  }
  pipeline = await startPipeline(database, [sms], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  const [attempt] = await pipeline.sql<{ request_id: string }>('SELECT request_id FROM attempt')
  await pipeline.app.receive('sms')({ kind: 'receipt', dedupeKey: 'r1', requestId: attempt?.request_id ?? '', outcome, occurredAt: pipeline.clock.now() })
  await pipeline.app.applyReports()
  pipeline.clock.advance(60_000)
  await pipeline.deliver()
  expect(asked).toBe(calls)
  expect(await states()).toMatchObject([{ state }])
})

test('an old question that the provider cannot answer does not send again what is in doubt on another channel', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  sms.answer = () => new SendError('channel.recipient-unreachable', 'blocked', { errorClass: 'FALL' })
  telegram.answer = () => new SendError('channel.timed-out', 'no answer', { errorClass: 'RETRY', ambiguous: true })
  pipeline = await startPipeline(database, [sms, telegram], { at: MORNING })
  const { id: personId } = await addPerson(pipeline, { phone: '+84912000001', telegram: '777', cardEnds: '2026-12-31' })
  await pipeline.sql("UPDATE person SET preferred_channel = 'sms' WHERE id = $1", [personId])
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.deliver()
  expect(await states()).toEqual([{ state: 'unconfirmed', end_reason: null }])
  const [first] = await pipeline.sql<{ id: string; notice_id: string; request_id: string }>("UPDATE attempt SET state = 'unconfirmed' WHERE channel = 'sms' RETURNING *")
  if (first === undefined) throw new Error('the first try is missing')
  await sendAfterAll(database.pool, { attemptId: first.id, noticeId: first.notice_id, channel: 'sms', requestId: first.request_id, providerId: undefined }, pipeline.clock.now())
  await pipeline.deliver()
  expect(telegram.received).toHaveLength(1)
  expect(await states()).toEqual([{ state: 'unconfirmed', end_reason: null }])
})

test('a chat that moved to one that is known already is reached there, and does not go round in circles', async () => {
  const telegram = handHeld('telegram')
  let calls = 0
  telegram.answer = (message) => {
    calls += 1
    return message.to === '777'
      ? new SendError('channel.recipient-moved', 'moved', { errorClass: 'RETRY', movedTo: '-100777' })
      : { providerId: message.to, outcome: 'delivered' }
  }
  pipeline = await startPipeline(database, [telegram], { at: MORNING })
  await addPerson(pipeline, { telegram: '-100777' })
  await addPerson(pipeline, { telegram: '777', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  for (let round = 0; round < 8; round += 1) await pipeline.deliver()
  expect(calls).toBe(2)
  expect(await states()).toEqual([{ state: 'delivered', end_reason: null }])
})
