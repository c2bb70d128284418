/**
 * PostgreSQL crashes in the middle of a run, stays away, or cuts the connections on which workers wait. It is the truth,
 * so nothing may be sent while it is away that is not already claimed, and nothing that left may be forgotten.
 */
import { afterAll, afterEach, expect, inject, test } from 'vitest'
import { backends, eventually, openFaultRun, SIZE, slowHands, tally } from '../support/fault-run.ts'
import type { FaultRun } from '../support/fault-run.ts'
import { addManyPeople, inventedAddress } from '../support/many-people.ts'
import { startOwnPostgres } from '../support/own-servers.ts'

const server = await startOwnPostgres()
let run: FaultRun
afterEach(() => run.stop())
afterAll(() => server.stop())

const AWAY_MS = 20_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Counting needs the database too, and it may be away. */
const sentByNow = async (): Promise<number> => (await run.states().catch((): Record<string, number> => ({})))['sent'] ?? 0

test.for(backends())('on $backend, a PostgreSQL that crashes three times in mid-run, once for long, loses nobody and tells nobody twice', async ({ backend, redisUrl }) => {
  const hands = slowHands(60)
  run = await openFaultRun({ database: server.database, redisUrl, channel: [hands], kind: 'phone', notices: SIZE.notices })
  await run.app.start(['worker', 'scheduler'])
  const resumedMs: number[] = []
  for (const [share, awayMs] of [[0.15, 0], [0.4, AWAY_MS], [0.7, 0]] as const) {
    await eventually(() => hands.received.length >= SIZE.notices * share, 120_000, run.states)
    await server.crash()
    await pause(awayMs)
    const backAt = performance.now()
    await server.start()
    // More than the workers can have had in their hands.
    const resumed = Math.min(hands.received.length + 150, SIZE.notices)
    await eventually(() => hands.received.length >= resumed, 60_000, run.states)
    resumedMs.push(Math.round(performance.now() - backAt))
  }
  await eventually(async () => (await sentByNow()) === SIZE.notices, 300_000, run.states)
  console.log(`PostgreSQL crashed, ${backend}: ${JSON.stringify({ notices: SIZE.notices, crashes: resumedMs.length, resumedMs })}`)
  expect(tally(run.addresses, hands.received)).toEqual({ once: SIZE.notices, twice: [], never: [] })
})

test('a notice is late by no more than one tick when the connections are cut on which idle workers wait', async () => {
  const hands = slowHands(1)
  run = await openFaultRun({ database: server.database, redisUrl: undefined, channel: [hands], kind: 'phone', notices: 1 })
  await run.app.start(['worker', 'scheduler'])
  await eventually(() => hands.received.length === 1, 30_000, run.states)
  const lateMs: number[] = []
  for (let round = 1; round <= 3; round += 1) {
    const cut = await run.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%send-%' OR application_name = 'loa-queue'")
    expect(cut.length).toBeGreaterThan(0)
    const [commune] = await run.sql<{ id: number; ends: string }>('SELECT commune.id, valid_to AS ends FROM commune, card LIMIT 1')
    if (commune === undefined) throw new Error('the commune is gone')
    await addManyPeople(server.database.pool, run.app.ground.cipher, { communeId: commune.id, count: 1, kind: 'phone', cardEnds: commune.ends, from: 1 + round })
    await run.app.plan()
    const plannedAt = performance.now()
    await eventually(() => hands.received.some(({ to }) => to === inventedAddress('phone')(1 + round)), 30_000, run.states)
    lateMs.push(Math.round(performance.now() - plannedAt))
  }
  console.log(`waiting connections cut: ${JSON.stringify({ lateMs })}`)
  // The sweep's tick; a bell that is rung after the cut is heard at the worker's next look, every five seconds.
  expect(Math.max(...lateMs)).toBeLessThan(15_000)
  expect(hands.received).toHaveLength(4)
})

test('the connection that proves a worker alive is cut while it sends: it goes on under a new one, and nobody is told twice', async () => {
  const hands = slowHands(400)
  run = await openFaultRun({ database: server.database, redisUrl: inject('redisUrl') ?? undefined, channel: [hands], kind: 'phone', notices: 1_000 })
  await run.app.start(['worker', 'scheduler'])
  for (const told of [100, 300, 500, 700]) {
    await eventually(() => hands.received.length >= told, 60_000, run.states)
    await run.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'loa-worker-session'")
    await run.app.sweep()
  }
  await eventually(async () => (await sentByNow()) === 1_000, 120_000, run.states)
  expect(tally(run.addresses, hands.received)).toEqual({ once: 1_000, twice: [], never: [] })
})
