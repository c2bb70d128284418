/** What happened to others' broadcasts, on both queue backends: killed in the middle, begun twice, swept while healthy. Everybody is invented. */
import { afterEach, expect, inject, test } from 'vitest'
import { broadcasting } from '../../support/broadcasting.ts'
import { testDatabase } from '../../support/database.ts'
import { sendAndDie } from '../../support/dying-sender.ts'
import { addManyPeople } from '../../support/many-people.ts'
import { addPerson, handHeld, startPipeline } from '../../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../../support/pipeline.ts'
import { waysOf } from '../../../src/delivery/promote.ts'
import { writeBatch } from '../../../src/store/broadcast-outbox.ts'

const database = await testDatabase()
const running: Pipeline[] = []
afterEach(async () => {
  for (const pipeline of running.splice(0).toReversed()) await pipeline.stop()
})

const redisUrl = inject('redisUrl')
const backends = [{ backend: 'postgres', redisUrl: null as string | null }, ...(redisUrl === null ? [] : [{ backend: 'redis', redisUrl }])]

async function start(sms: HandHeldChannel, given: { redisUrl: string | null; roles: ('worker' | 'scheduler')[]; keep?: boolean }): Promise<Pipeline> {
  const pipeline = await startPipeline(database, [sms], { at: '2026-11-23T02:00:00Z', ...given })
  running.push(pipeline)
  return pipeline
}

const many = (pipeline: Pipeline, count: number): Promise<string[]> =>
  addManyPeople(database.pool, pipeline.app.ground.cipher, { communeId: pipeline.communeId, count, kind: 'phone', cardEnds: '2026-12-20' })

test.for(backends)('on $backend, a sender killed in mid-broadcast leaves nobody out and tells nobody twice', async (backend) => {
  const sms = handHeld('sms')
  const first = await start(sms, { ...backend, roles: [] })
  const addresses = await many(first, 24)
  const id = await broadcasting(first).send()
  await first.app.promote()
  // One is with the provider and not on record, the rest still waits.
  await first.sql("UPDATE notice SET state = 'planned' WHERE id NOT IN (SELECT id FROM notice ORDER BY id LIMIT 1)")
  await sendAndDie(first, sms)
  expect(sms.received).toHaveLength(1)
  await running.pop()?.stop()

  const second = await start(sms, { ...backend, roles: ['worker'], keep: true })
  await second.app.sweep()
  await second.deliver()
  await second.app.sweep()
  await second.deliver()
  expect(sms.received.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
  expect(await broadcasting(second).states(id)).toEqual({ sent: 23, unconfirmed: 1 })
})

test('killed while its notices are written, it goes on behind the last batch', async () => {
  const sms = handHeld('sms')
  const pipeline = await start(sms, { redisUrl: null, roles: ['worker'] })
  const addresses = await many(pipeline, 50)
  const desk = broadcasting(pipeline)
  const id = await desk.draft()
  const now = pipeline.clock.now()
  await pipeline.sql("UPDATE broadcast SET state = 'scheduled', approved_at = $1, leaves_at = $1, not_after = $1::timestamptz + interval '1 day'", [now])
  await writeBatch(database, waysOf([sms]), id, now, 20)
  // What the next batch had written when the process died is not there.
  await expect(
    writeBatch({ ...database, transaction: (work) => database.transaction(async (client) => {
      await work(client)
      throw new Error('killed before the commit')
    }) }, waysOf([sms]), id, now, 20),
  ).rejects.toThrow('killed')
  expect(await desk.states(id)).toEqual({ planned: 20 })
  await pipeline.app.broadcasts.keep()
  await pipeline.deliver()
  expect(sms.received.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
})

test('the clock ticks twice and the sweep runs while it is going out: nobody hears it again', async () => {
  const sms = handHeld('sms')
  const pipeline = await start(sms, { redisUrl: null, roles: ['worker'] })
  const addresses = await many(pipeline, 60)
  await broadcasting(pipeline).send()
  await Promise.all([pipeline.app.broadcasts.keep(), pipeline.app.broadcasts.keep(), pipeline.app.promote(), pipeline.app.promote(), pipeline.app.sweep(), pipeline.app.sweep()])
  await pipeline.deliver()
  expect(sms.received.map(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
})

test('one damaged row holds no broadcast open', async () => {
  const sms = handHeld('sms')
  const pipeline = await start(sms, { redisUrl: null, roles: ['worker'] })
  await many(pipeline, 3)
  const broken = await addPerson(pipeline, { phone: '+84900009999' })
  await pipeline.sql("UPDATE contact SET address_enc = '\\x00' WHERE id IN (SELECT contact_id FROM person_contact WHERE person_id = $1)", [broken.id])
  const desk = broadcasting(pipeline)
  const id = await desk.send()
  await pipeline.deliver()
  await pipeline.app.broadcasts.keep()
  expect(await desk.states(id)).toEqual({ sent: 3, visit: 1 })
  expect((await desk.read(id)).state).toBe('done')
})
