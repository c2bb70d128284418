/** The account's tokens while reminders go out: dead in mid-send, raced for by two processes, lost, and given anew by an admin. All data is invented. */
import { afterEach, expect, test } from 'vitest'
import { zaloAccount } from '../../src/app/channels.ts'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, untilTrue } from '../support/pipeline.ts'
import type { HandHeldChannel } from '../support/pipeline.ts'
import { ZALO_KEYS, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline, ZaloPipelineOptions } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
const MORNING = '2026-12-01T08:00:00+07:00'
const HOUR = 60 * 60_000
let rig: ZaloPipeline
let sms: HandHeldChannel
afterEach(() => rig.close())

async function open(options: Partial<ZaloPipelineOptions> = {}): Promise<void> {
  sms = handHeld('sms', { idempotent: true })
  rig = await startZaloPipeline(database, { at: MORNING, others: [sms], ...options })
}

async function dueTo(people: number): Promise<void> {
  for (let n = 0; n < people; n += 1) await addPerson(rig, { phone: `+849000000${String(n).padStart(2, '0')}`, cardEnds: '2026-12-31' })
  await rig.app.plan()
}

const states = async () => Object.fromEntries((await rig.sql<{ state: string; n: number }>('SELECT state, count(*)::int AS n FROM notice GROUP BY state')).map(({ state, n }) => [state, n]))
/** Dies when the eighth message is on its way. */
const killInMidSend = () => {
  let killed = false
  rig.zalo.faults.rule((call) => {
    if (call >= 8 && !killed) {
      killed = true
      rig.zalo.killToken()
    }
    return { kind: 'slow', ms: 5 }
  })
}

test('a token that dies in mid-send costs nobody a message, and nobody gets two', async () => {
  await open()
  await dueTo(40)
  killInMidSend()
  await rig.deliver()
  expect(await states()).toEqual({ sent: 40 })
  expect(new Set(rig.zalo.ledger.all().map(({ to }) => to)).size).toBe(40)
  expect(rig.zalo.ledger.all()).toHaveLength(40)
  expect(rig.zalo.refreshes()).toBe(1)
  expect(sms.received).toEqual([])
  expect(rig.zalo.violations).toEqual([])
})

test('two processes that find it dead ask for one new pair', async () => {
  await open({ roles: [] })
  await dueTo(60)
  const first = await rig.beside()
  const second = await rig.beside()
  killInMidSend()
  await first.app.start(['worker'])
  await second.app.start(['worker'])
  await rig.app.promote()
  await untilTrue(async () => (await states()).sent === 60)
  expect(rig.zalo.ledger.all()).toHaveLength(60)
  expect(rig.zalo.ledger.doubled()).toEqual([])
  expect(rig.zalo.refreshes()).toBe(1)
})

test('tokens older than twenty hours are renewed before they are missed', async () => {
  await open()
  rig.clock.advance(24 * HOUR)
  await dueTo(3)
  await rig.deliver()
  expect(rig.zalo.refreshes()).toBe(1)
  expect(await states()).toEqual({ sent: 3 })
})

test('a connection that is lost tells one officer once, everybody is told by SMS, and an admin’s consent brings it back', async () => {
  await open()
  const [account] = await rig.sql<{ tokens_enc: Buffer }>('SELECT tokens_enc FROM zalo_account')
  const { refresh } = JSON.parse(rig.app.ground.cipher.decrypt(account?.tokens_enc as Buffer)) as { refresh: string }
  // Somebody else used it up, as a process would that died before it had kept what it got.
  await fetch(`${rig.zalo.url}/v4/oa/access_token`, { method: 'POST', headers: { secret_key: ZALO_KEYS.appSecret, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ app_id: ZALO_KEYS.appId, refresh_token: refresh, grant_type: 'refresh_token' }) })
  rig.zalo.killToken()
  await dueTo(10)
  for (let round = 0; round < 3; round += 1) await rig.deliver()
  expect(sms.received).toHaveLength(10)
  expect(rig.zalo.ledger.all()).toEqual([])
  expect(await rig.sql('SELECT code FROM channel_alert')).toEqual([{ code: 'zalo.connection' }])
  expect(await rig.sql('SELECT trouble FROM zalo_account')).toEqual([{ trouble: 'channel.reconsent-needed' }])

  const consent = zaloAccount(rig.app.ground, rig.clock)
  const way = consent?.authoriseUrl() ?? ''
  await consent?.stop?.()
  const back = (await fetch(way, { redirect: 'manual' })).headers.get('location') ?? ''
  const answer = await fetch(new URL(`${new URL(back).pathname}${new URL(back).search}`, rig.hook))
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Đã kết nối Zalo OA với Loa')])
  rig.clock.advance(HOUR)
  await addPerson(rig, { phone: '+84900000099', cardEnds: '2026-12-31' })
  await rig.app.plan()
  await rig.deliver()
  expect(rig.zalo.ledger.all().map(({ to }) => to)).toEqual(['84900000099'])
  expect(await rig.sql('SELECT trouble FROM zalo_account')).toEqual([{ trouble: null }])
})
