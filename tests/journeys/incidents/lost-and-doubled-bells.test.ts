/** Incidents 2, 3, 4, 19, 20 and 22: bells that are lost, doubled, or that nobody listens to. All people are invented. */
import { afterEach, expect, inject, test } from 'vitest'
import { CHANNEL_NAMES, LANES } from '../../../src/domain/notice-state.ts'
import { testDatabase } from '../../support/database.ts'
import type { TestDatabase } from '../../support/database.ts'
import { wipeQueue } from '../../support/fault-run.ts'
import { addManyPeople } from '../../support/many-people.ts'
import { startOwnPostgres } from '../../support/own-servers.ts'
import { addPerson, handHeld, startPipeline, untilTrue } from '../../support/pipeline.ts'
import type { Pipeline } from '../../support/pipeline.ts'

const database = await testDatabase()
const redisUrl = inject('redisUrl')
const backends = [{ backend: 'postgres', url: null }, ...(redisUrl === null ? [] : [{ backend: 'redis', url: redisUrl }])]
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const MORNING = '2026-12-01T08:00:00+07:00'
const PEOPLE = 200

async function open(channels: Parameters<typeof startPipeline>[1], options: Omit<Parameters<typeof startPipeline>[2], 'at'>, where: TestDatabase = database): Promise<Pipeline> {
  const pipeline = await startPipeline(where, channels, { at: MORNING, ...options })
  stops.push(pipeline.stop)
  return pipeline
}

const addPeople = ({ app, communeId }: Pipeline, where = database) =>
  addManyPeople(where.pool, app.ground.cipher, { communeId, count: PEOPLE, kind: 'phone', cardEnds: '2026-12-31' })

test.for(backends)('incident 2 on $backend: a sweep in the middle of a healthy run adds nothing', async ({ url }) => {
  const sms = handHeld('sms')
  const pipeline = await open([sms], { redisUrl: url })
  await addPeople(pipeline)
  await pipeline.app.plan()
  const delivered = pipeline.deliver()
  // Every row is older than any patience by now; that alone must move none of them.
  pipeline.clock.advance(60_000)
  for (let sweeps = 0; sweeps < 5; sweeps += 1) expect(await pipeline.app.sweep()).toMatchObject({ requeued: 0, unconfirmed: 0 })
  await delivered
  expect(sms.received).toHaveLength(PEOPLE)
  expect(new Set(sms.received.map(({ to }) => to)).size).toBe(PEOPLE)
})

test('incident 3: ticks that fire twice, on two schedulers, tell nobody twice', async () => {
  const sms = handHeld('sms')
  const pipeline = await open([sms], { redisUrl })
  await addPeople(pipeline)
  await Promise.all([pipeline.app.plan(), pipeline.app.plan(), pipeline.app.plan()])
  await Promise.all([pipeline.app.promote(), pipeline.app.promote(), pipeline.app.sweep(), pipeline.app.promote()])
  await pipeline.deliver()
  expect(sms.received).toHaveLength(PEOPLE)
  expect(await pipeline.sql('SELECT count(*)::int AS n FROM notice')).toEqual([{ n: PEOPLE }])
})

test.for(backends)('incidents 4 and 20 on $backend: a restart and a wiped queue between ringing and sending lose nobody', async ({ url }) => {
  const sms = handHeld('sms')
  const pipeline = await open([sms], { redisUrl: url, roles: [] })
  await addPeople(pipeline)
  await pipeline.app.plan()
  expect(await pipeline.app.promote()).toBe(PEOPLE)
  await wipeQueue(pipeline.app, database, url ?? undefined)
  await pipeline.app.start(['worker'])
  expect(await pipeline.app.promote()).toBe(0)
  expect(sms.received).toEqual([])
  pipeline.clock.advance(21_000)
  expect(await pipeline.app.sweep()).toMatchObject({ rungAgain: PEOPLE })
  await pipeline.deliver()
  expect(sms.received).toHaveLength(PEOPLE)
})

test('incident 19: the connections on which idle workers wait are cut, and the next bell is heard all the same', async () => {
  const server = await startOwnPostgres()
  stops.push(server.stop)
  const sms = handHeld('sms')
  const pipeline = await open([sms], {}, server.database)
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.deliver()
  const cut = await pipeline.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%send-%' OR application_name = 'loa-queue'")
  expect(cut.length).toBeGreaterThan(0)
  await addPerson(pipeline, { phone: '+84912000002', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.app.promote()
  await untilTrue(() => sms.received.length === 2)
})

test('incident 22: whatever can be rung for is heard by somebody, on every channel and in every lane', async () => {
  const channels = CHANNEL_NAMES.map((name) => handHeld(name, name === 'zalo' ? { reaches: 'zalo' } : {}))
  const pipeline = await open(channels, { redisUrl })
  const { id } = await addPerson(pipeline, { phone: '+84912000001', telegram: '777', webchat: 'bia-dat' })
  await pipeline.sql("INSERT INTO contact (commune_id, kind, address_enc, address_idx) SELECT commune_id, 'zalo', address_enc, address_idx FROM contact LIMIT 1")
  const expected = CHANNEL_NAMES.flatMap((name) => LANES.map((lane) => `${name} ${lane}`))
  for (const name of CHANNEL_NAMES) {
    for (const lane of LANES) {
      await pipeline.sql(
        `INSERT INTO notice (commune_id, recipient, person_id, contact_id, kind, lane, reason_key, template_key, text_enc, due_on, not_before, not_after)
         SELECT c.commune_id, 'contact:' || c.id, $1, c.id, 'officer', $2, 'test:' || $2, 'officer-text', $3, '2026-12-01', $4, $4::timestamptz + interval '1 day'
         FROM contact c WHERE c.kind = $5`,
        [id, lane, pipeline.app.ground.cipher.encrypt('Mời bà đến nhận kết quả.'), pipeline.clock.now(), name === 'sms' ? 'phone' : name],
      )
    }
  }
  await pipeline.deliver()
  const ended = await pipeline.sql<{ what: string }>("SELECT channel || ' ' || lane AS what FROM notice WHERE state NOT IN ('planned', 'queued', 'sending') AND channel IS NOT NULL")
  expect(ended.map(({ what }) => what).toSorted()).toEqual(expected.toSorted())
})
