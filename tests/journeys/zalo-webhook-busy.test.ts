/** Zalo posts while the database is busy: it wants its answer within two seconds all the same. All people and ids are invented. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, TEST_GROUND, untilTrue } from '../support/pipeline.ts'
import { zaloEvents } from '../support/simulators/zalo-events.ts'
import type { ZaloEventFacts } from '../support/simulators/zalo-events.ts'
import { ZALO_USER, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
let rig: ZaloPipeline
beforeEach(async () => {
  // With the time that Loa takes for keeping a message, and no test's patience.
  const { maxConnections = 6 } = TEST_GROUND
  rig = await startZaloPipeline(database, { at: '2026-12-01T08:00:00+07:00', others: [handHeld('sms')], ground: { maxConnections } })
})
/** Gives back what `busy` holds, also after a test that failed. */
let free: () => Promise<void> = async () => undefined
afterEach(async () => {
  await free()
  await rig.close()
})

/** Every connection of Loa's is taken, and whoever touches the register or the outbox waits. */
async function busy(lock: string): Promise<void> {
  const { pool } = rig.app.ground.database
  const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()))
  const holder = await database.pool.connect()
  await holder.query(`BEGIN; ${lock}`)
  free = async () => {
    free = async () => undefined
    await holder.query('COMMIT')
    holder.release()
    for (const client of taken) client.release()
  }
}

/** The facts of an event that happened so long ago. */
const ago = (ms: number): ZaloEventFacts => ({ ...rig.zalo.facts(), timestamp: String(rig.clock.now().getTime() - ms) })
const post = (event: { timestamp: string } & object) => rig.zalo.post(event, { timestamp: event.timestamp })
/** On a machine that is busy itself one may be refused for want of time; Zalo brings it again. */
const untilTaken = (event: Parameters<typeof post>[0]): Promise<void> => untilTrue(() => post(event))
const contact = async () => (await rig.sql<{ state: string; last_inbound_at: Date | null }>('SELECT state, last_inbound_at FROM contact'))[0]

test('two hundred events are answered before it is free again, and count once it is', async () => {
  const users = Array.from({ length: 100 }, (_, n) => String(BigInt(ZALO_USER) + BigInt(n)))
  for (const zalo of users.slice(0, 20)) await addPerson(rig, { zalo })
  await addPerson(rig, { phone: '+84900000001', cardEnds: '2026-12-31' })
  await rig.app.plan()
  await rig.deliver()
  await busy('LOCK TABLE contact, notice, attempt IN ACCESS EXCLUSIVE MODE')
  await Promise.all(users.flatMap((user) => [untilTaken(zaloEvents.follow(ago(1_000), user)), untilTaken(zaloEvents.follow(ago(2_000), user, 'unfollow'))]))
  await untilTrue(async () => (await rig.zalo.receipts.flush()) === 1)
  await free()
  await rig.app.applyReports()
  expect(await rig.sql("SELECT count(*)::int AS n FROM contact WHERE kind = 'zalo' AND state = 'active' AND last_inbound_at IS NOT NULL")).toEqual([{ n: 20 }])
  expect(await rig.sql("SELECT state FROM notice WHERE channel = 'zalo'")).toEqual([{ state: 'delivered' }])
})

test('a message finds its person’s row taken, and still opens the window', async () => {
  await addPerson(rig, { zalo: ZALO_USER })
  await busy('SELECT FROM contact FOR UPDATE')
  await untilTaken(zaloEvents.text(rig.zalo.facts(), ZALO_USER, { msg_id: 'm1', text: 'a lô' }))
  await free()
  await rig.app.applyReports()
  expect(await contact()).toMatchObject({ last_inbound_at: rig.clock.now() })
})

test('what cannot be kept in time is refused, and Zalo’s repeat is taken', async () => {
  await addPerson(rig, { zalo: ZALO_USER })
  const event = zaloEvents.follow(rig.zalo.facts(), ZALO_USER, 'unfollow')
  await busy('LOCK TABLE channel_event IN ACCESS EXCLUSIVE MODE')
  expect(await post(event)).toBe(false)
  await free()
  await untilTaken(event)
  await rig.app.applyReports()
  expect(await contact()).toMatchObject({ state: 'gone' })
  expect(await rig.sql('SELECT kind FROM channel_event')).toHaveLength(1)
})
