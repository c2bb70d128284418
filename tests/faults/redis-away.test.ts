/** Redis crashes in the middle of a run and stays away. The outbox goes on filling; the bells are rung when it is back. */
import { afterEach, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { eventually, openFaultRun, SIZE, slowHands, tally } from '../support/fault-run.ts'
import { startOwnRedis } from '../support/own-servers.ts'

const database = await testDatabase()
const redis = await startOwnRedis()
if (redis === undefined) console.log('skipped: no redis-server on this machine')
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const AWAY_MS = 20_000

test.skipIf(redis === undefined)('a Redis that crashes twice in mid-run, once for long, loses nobody and tells nobody twice', async () => {
  if (redis === undefined) return
  stops.push(redis.stop)
  const hands = slowHands(60)
  const run = await openFaultRun({ database, redisUrl: redis.url, channel: [hands], kind: 'phone', notices: SIZE.notices })
  stops.push(run.stop)
  await run.app.start(['worker', 'scheduler'])
  const resumedMs: number[] = []
  for (const [share, awayMs] of [[0.2, 0], [0.6, AWAY_MS]] as const) {
    await eventually(() => hands.received.length >= SIZE.notices * share, 120_000, run.states)
    await redis.crash()
    await new Promise((resolve) => setTimeout(resolve, awayMs))
    const backAt = performance.now()
    await redis.start()
    // More than the workers can have had in their hands.
    const resumed = Math.min(hands.received.length + 150, SIZE.notices)
    await eventually(() => hands.received.length >= resumed, 60_000, run.states)
    resumedMs.push(Math.round(performance.now() - backAt))
  }
  await eventually(async () => (await run.states())['sent'] === SIZE.notices, 300_000, run.states)
  console.log(`Redis crashed: ${JSON.stringify({ notices: SIZE.notices, crashes: resumedMs.length, resumedMs })}`)
  expect(tally(run.addresses, hands.received)).toEqual({ once: SIZE.notices, twice: [], never: [] })
})
