/**
 * The queue is a doorbell: wiped in the middle of a run, rung twice, read by twice as many, it changes nothing about who
 * is told and how often. The sender here cannot tell twins apart, so every twin would be seen. All people are invented.
 */
import { afterEach, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { backends, eventually, openFaultRun, SIZE, slowHands, tally, wipeQueue } from '../support/fault-run.ts'
import type { FaultRun } from '../support/fault-run.ts'

const database = await testDatabase()
let run: FaultRun
afterEach(() => run.stop())

/** A bell is missed after 20 s at the earliest, and the sweep looks every 15 s. */
const RECOVERY_MS = 60_000
const everybodyOnce = { once: SIZE.notices, twice: [], never: [] }

test.for(backends())('on $backend, a queue that is wiped twice in mid-run loses nobody and tells nobody twice', async ({ backend, redisUrl }) => {
  const hands = slowHands(60)
  run = await openFaultRun({ database, redisUrl, channel: [hands], kind: 'phone', notices: SIZE.notices })
  await run.app.start(['worker', 'scheduler'])
  const gaps: number[] = []
  for (const share of [0.2, 0.5]) {
    await eventually(() => hands.received.length >= SIZE.notices * share, RECOVERY_MS, run.states)
    await wipeQueue(run.app, database, redisUrl)
    const wipedAt = performance.now()
    const told = hands.received.length
    // What was in a worker's hands at that moment still goes out; what comes after it shows that the bells are back.
    await eventually(() => hands.received.length >= Math.min(told + 100, SIZE.notices), RECOVERY_MS, run.states)
    gaps.push(Math.round(performance.now() - wipedAt))
  }
  await eventually(async () => (await run.states())['sent'] === SIZE.notices, 300_000, run.states)
  console.log(`wiped queue, ${backend}: ${JSON.stringify({ notices: SIZE.notices, wipes: gaps.length, backWithinMs: gaps })}`)
  expect(tally(run.addresses, hands.received)).toEqual(everybodyOnce)
})

test.for(backends())('on $backend, a sweep that never stops adds nothing to a healthy run', async ({ backend, redisUrl }) => {
  const hands = slowHands(15)
  run = await openFaultRun({ database, redisUrl, channel: [hands], kind: 'phone', notices: SIZE.notices })
  await run.app.start(['worker', 'scheduler'])
  let sweeps = 0
  while (hands.received.length < SIZE.notices) {
    const { requeued, unconfirmed } = await run.app.sweep()
    expect({ requeued, unconfirmed }).toEqual({ requeued: 0, unconfirmed: 0 })
    sweeps += 1
  }
  await eventually(async () => (await run.states())['sent'] === SIZE.notices, 60_000, run.states)
  console.log(`sweep throughout, ${backend}: ${JSON.stringify({ notices: SIZE.notices, sweeps })}`)
  expect(tally(run.addresses, hands.received)).toEqual(everybodyOnce)
  expect(await run.sql('SELECT count(*)::int AS n FROM attempt')).toEqual([{ n: SIZE.notices }])
})

test.for(backends())('on $backend, two planners, two schedulers and two workers at once tell everybody once', async ({ redisUrl }) => {
  const hands = slowHands(15)
  run = await openFaultRun({ database, redisUrl, channel: [hands], kind: 'phone', notices: SIZE.notices })
  await run.sql('TRUNCATE notice CASCADE')
  const other = await run.startApp()
  const planned = await Promise.all([run.app.plan(), other.plan(), run.app.plan(), other.plan()])
  const counts = planned.flat().map(({ planned: byRule }) => Object.values(byRule).reduce((sum, n) => sum + n, 0))
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(SIZE.notices)
  for (const app of [run.app, other]) await app.start(['worker', 'scheduler'])
  // On top of both schedules: ticks that come twice.
  while (hands.received.length < SIZE.notices) await Promise.all([run.app.promote(), other.promote(), run.app.sweep(), other.sweep(), run.app.plan()])
  await eventually(async () => (await run.states())['sent'] === SIZE.notices, 60_000, run.states)
  expect(tally(run.addresses, hands.received)).toEqual(everybodyOnce)
  expect(await run.sql('SELECT count(*)::int AS n FROM attempt')).toEqual([{ n: SIZE.notices }])
})
