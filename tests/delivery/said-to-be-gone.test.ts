/** Who is said to be dead hears nothing, and nothing that was for them is lost. All people are invented. */
import { afterEach, expect, test } from 'vitest'
import { overviewOf, settingsOf } from '../../src/app/installation.ts'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
let sms: HandHeldChannel
afterEach(() => pipeline.stop())

const DAY_MS = 24 * 3_600_000
const states = async (): Promise<string[]> => (await pipeline.sql<{ state: string }>('SELECT state FROM notice ORDER BY id')).map(({ state }) => state)
const settings = () => settingsOf(pipeline.app.ground, pipeline.clock)
const visits = async (): Promise<number> => (await overviewOf(pipeline.app.ground, pipeline.clock).visits({})).length

/** Somebody with a card that ends in 30 days, and two notices of which the village head was to tell. */
async function somebody(phone?: string): Promise<{ communeId: number; personId: string }> {
  sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: '2026-12-01T08:00:00+07:00' })
  const { id } = await addPerson(pipeline, { cardEnds: '2026-12-31', ...(phone && { phone }) })
  return { communeId: pipeline.communeId, personId: id }
}

async function reportedByList(who: { communeId: number; personId: string }, said: 'died' | 'moved', holds: boolean): Promise<void> {
  await pipeline.sql("INSERT INTO gone_report (commune_id, person_id, said, source, holds, reported_at) VALUES ($1, $2, $3, 'import', $4, $5)", [who.communeId, who.personId, said, holds, pipeline.clock.now()])
}

test('a note of a death holds the reminder back until the officer says that the person is here', async () => {
  const who = await somebody('+84912000001')
  await reportedByList(who, 'died', true)
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await states()).toEqual(['planned'])
  expect(await overviewOf(pipeline.app.ground, pipeline.clock).goneReports()).toMatchObject([{ personId: who.personId, said: 'died', held: 1 }])
  await settings().decideFate({ ...who, by: 'test' }, { kind: 'here' })
  pipeline.clock.advance(3_600_000)
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
})

test('what is held for too long to be sent is a visit that shows when the person is here', async () => {
  const who = await somebody('+84912000001')
  await reportedByList(who, 'died', true)
  await pipeline.app.plan()
  pipeline.clock.advance(45 * DAY_MS)
  await pipeline.deliver()
  expect(await states()).toEqual(['visit'])
  expect(await visits()).toBe(0)
  await settings().decideFate({ ...who, by: 'test' }, { kind: 'here' })
  expect(await visits()).toBe(1)
})

test("a list's note of a move is asked about and stops nothing", async () => {
  const who = await somebody('+84912000001')
  await reportedByList(who, 'moved', false)
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
  expect(await overviewOf(pipeline.app.ground, pipeline.clock).goneReports()).toMatchObject([{ said: 'moved', held: 0 }])
})

test('a village head who finds a house of mourning is the last to be sent there', async () => {
  const who = await somebody()
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(await visits()).toBe(1)
  await settings().recordVisit({ ...who, outcome: 'died', by: 'test' })
  expect(await visits()).toBe(0)
  expect((await overviewOf(pipeline.app.ground, pipeline.clock).communes())[0]?.openVisits).toBe(0)
})

test('a death on record cancels what was planned, and taken back it is as it was', async () => {
  const who = await somebody()
  await pipeline.app.plan()
  await pipeline.deliver()
  await pipeline.sql(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after)
     SELECT commune_id, recipient, person_id, kind, 'later', template_key, due_on, not_before + interval '5 days', not_after + interval '5 days' FROM notice`,
  )
  expect(await states()).toEqual(['visit', 'planned'])
  expect(await settings().decideFate({ ...who, by: 'test' }, { kind: 'died', on: '2026-11-30' })).toBe(2)
  expect(await states()).toEqual(['cancelled', 'cancelled'])
  expect(await visits()).toBe(0)
  await pipeline.app.plan()
  expect(await states()).toEqual(['cancelled', 'cancelled'])
  expect(await settings().decideFate({ ...who, by: 'test' }, { kind: 'here' })).toBe(2)
  expect((await states()).slice(0, 2)).toEqual(['visit', 'planned'])
  expect(await visits()).toBe(1)
})
