/** A commune that has switched on nothing yet: visits say so, and stop when a channel comes. All people are invented. */
import { afterEach, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
afterEach(() => pipeline.stop())

const MORNING = '2026-12-01T08:00:00+07:00'
const reasons = () => pipeline.sql<{ reason: string }>('SELECT reason FROM visit ORDER BY notice_id')

async function withoutChannel(): Promise<void> {
  pipeline = await startPipeline(database, [handHeld('webchat')], { at: MORNING })
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.stop()
}

test('who has a number is not said to have none', async () => {
  await withoutChannel()
  pipeline = await startPipeline(database, [handHeld('webchat')], { at: MORNING, keep: true, roles: ['scheduler'] })
  expect(await reasons()).toEqual([{ reason: 'no-channel' }, { reason: 'no-contact' }])
})

test('a channel that is switched on later sends what there is still time for', async () => {
  await withoutChannel()
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: '2026-12-02T08:00:00+07:00', keep: true, roles: ['scheduler', 'worker'] })
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
  expect(await reasons()).toEqual([{ reason: 'no-contact' }])
})

test('what is too late to be sent stays a visit', async () => {
  await withoutChannel()
  await database.pool.query("UPDATE notice SET not_after = '2026-12-01T20:00:00+07:00'")
  const sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: '2026-12-02T08:00:00+07:00', keep: true, roles: ['scheduler', 'worker'] })
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await reasons()).toEqual([{ reason: 'no-channel' }, { reason: 'no-contact' }])
})
