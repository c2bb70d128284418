/** What Zalo posts to Loa's own web server, and what comes of it. All people, ids and keys are invented. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { storeAlert } from '../../src/store/channel-alerts.ts'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld } from '../support/pipeline.ts'
import { zaloEvents } from '../support/simulators/zalo-events.ts'
import type { ZaloEventFacts } from '../support/simulators/zalo-events.ts'
import { ZALO_USER, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
const MORNING = '2026-12-01T08:00:00+07:00'
/** What ZALO_USER becomes where somebody reads it as a number. */
const ROUNDED = String(Number(ZALO_USER))
const PHONE = '+84900000001'
let rig: ZaloPipeline
beforeEach(async () => {
  rig = await startZaloPipeline(database, { at: MORNING, others: [handHeld('sms')] })
})
afterEach(() => rig.close())

/** The facts of an event that happened so long ago. */
const ago = (ms: number): ZaloEventFacts => ({ ...rig.zalo.facts(), timestamp: String(rig.clock.now().getTime() - ms) })
const post = (event: { timestamp: string } & object) => rig.zalo.post(event, { timestamp: event.timestamp })
const contact = async (address = ZALO_USER) => {
  const [row] = await rig.sql<{ state: string; last_inbound_at: Date | null }>('SELECT state, last_inbound_at FROM contact WHERE address_idx = $1', [rig.app.ground.cipher.blindIndex('zalo', address)])
  return row
}
const kept = async () => (await rig.sql<{ n: number }>('SELECT (SELECT count(*) FROM channel_event)::int + (SELECT count(*) FROM receipt)::int + (SELECT count(*) FROM channel_alert)::int AS n'))[0]?.n

describe('is it Zalo', () => {
  test('a forged signature is refused, and leaves nothing', async () => {
    await addPerson(rig, { zalo: ZALO_USER })
    expect(await rig.zalo.post(zaloEvents.follow(rig.zalo.facts(), ZALO_USER, 'unfollow'), { webhookSecret: 'khoa-cua-ke-gia-mao' })).toBe(false)
    await rig.app.applyReports()
    expect(await contact()).toMatchObject({ state: 'active' })
    expect(await kept()).toBe(0)
  })

  test('a body that was changed on its way is refused', async () => {
    const body = JSON.stringify(zaloEvents.follow(rig.zalo.facts(), ZALO_USER, 'unfollow'))
    const answer = await fetch(rig.hook, { method: 'POST', headers: { 'x-zevent-signature': `mac=${'0'.repeat(64)}` }, body })
    expect(answer.status).toBe(401)
    expect(await kept()).toBe(0)
  })
})

describe('again, late and in any order', () => {
  test('an event that is posted three times counts once', async () => {
    const event = zaloEvents.group(rig.zalo.facts(), 'user_out_group', '8007199254740993555', [ZALO_USER])
    for (let time = 0; time < 3; time += 1) expect(await post(event)).toBe(true)
    expect(await kept()).toBe(1)
  })

  test('who stopped following and came back is there, whichever is told last', async () => {
    await addPerson(rig, { zalo: ZALO_USER })
    const left = zaloEvents.follow(ago(60_000), ZALO_USER, 'unfollow')
    const back = zaloEvents.follow(ago(30_000), ZALO_USER)
    await post(back)
    await rig.app.applyReports()
    await post(left)
    await rig.app.applyReports()
    expect(await contact()).toEqual({ state: 'active', last_inbound_at: new Date(rig.clock.now().getTime() - 30_000) })
  })

  test('who left after writing is gone, whichever is told last', async () => {
    await addPerson(rig, { zalo: ZALO_USER })
    await post(zaloEvents.follow(ago(30_000), ZALO_USER, 'unfollow'))
    await rig.app.applyReports()
    await post(zaloEvents.text(ago(60_000), ZALO_USER, { msg_id: 'm1', text: 'a lô' }))
    await rig.app.applyReports()
    expect(await contact()).toMatchObject({ state: 'gone' })
    await post(zaloEvents.text(ago(10_000), ZALO_USER, { msg_id: 'm2', text: 'bác hỏi chút' }))
    expect(await contact()).toMatchObject({ state: 'active' })
  })

  test('receipts, doubled and backwards, deliver each notice once', async () => {
    for (let n = 1; n <= 5; n += 1) await addPerson(rig, { phone: `+8490000000${n}`, cardEnds: '2026-12-31' })
    await rig.app.plan()
    await rig.deliver()
    expect(await rig.zalo.receipts.flush({ times: 2, reversed: true })).toBe(5)
    await rig.app.applyReports()
    expect(await rig.sql('SELECT state, count(*)::int AS n FROM notice GROUP BY state')).toEqual([{ state: 'delivered', n: 5 }])
    expect(await rig.sql('SELECT count(*)::int AS n FROM receipt')).toEqual([{ n: 5 }])
    expect(rig.zalo.ledger.doubled()).toEqual([])
  })

  test('a receipt that overtakes the answer to its send is kept for it', async () => {
    await addPerson(rig, { phone: PHONE, cardEnds: '2026-12-31' })
    await rig.app.plan()
    rig.zalo.faults.next({ kind: 'slow', ms: 1, accepted: true })
    const sending = rig.deliver()
    while ((await rig.zalo.receipts.flush()) === 0) await rig.sql('SELECT 1')
    await sending
    await rig.app.applyReports()
    expect(await rig.sql('SELECT state FROM notice')).toEqual([{ state: 'delivered' }])
  })
})

describe('ids above 2^53', () => {
  test('written without quotes mean the person whom they name, and nobody near', async () => {
    expect(ROUNDED).not.toBe(ZALO_USER)
    await addPerson(rig, { zalo: ZALO_USER })
    await addPerson(rig, { zalo: ROUNDED, name: 'Trần Văn Bịa' })
    const { timestamp, appId } = rig.zalo.facts()
    const raw = `{"event_name":"user_click_chatnow","app_id":"${appId}","oa_id":${rig.zalo.facts().oaId},"user_id":${ZALO_USER},"timestamp":"${timestamp}"}`
    expect(await rig.zalo.post(raw, { timestamp })).toBe(true)
    await rig.app.applyReports()
    expect(await contact(ZALO_USER)).toMatchObject({ last_inbound_at: rig.clock.now() })
    expect(await contact(ROUNDED)).toMatchObject({ last_inbound_at: null })
  })
})

describe('what it makes us do', () => {
  test('who writes is there again, whatever Zalo said of them before', async () => {
    await addPerson(rig, { zalo: ZALO_USER, phone: PHONE })
    await rig.sql("INSERT INTO channel_unreachable (contact_id, channel, until) SELECT id, 'zalo', $1 FROM contact", [new Date('2027-12-01T00:00:00Z')])
    await post(zaloEvents.text(rig.zalo.facts(), ZALO_USER, { msg_id: 'm1', text: 'a lô' }))
    expect(await rig.sql('SELECT ct.kind FROM channel_unreachable un JOIN contact ct ON ct.id = un.contact_id')).toEqual([{ kind: 'phone' }])
  })

  test('a person of ours who answers in Zalo’s own tool makes the bot keep quiet for four hours', async () => {
    await addPerson(rig, { zalo: ZALO_USER })
    await post(zaloEvents.echo(rig.zalo.facts(), ZALO_USER, 'm1'))
    await rig.app.applyReports()
    expect(await rig.sql('SELECT FROM conversation')).toEqual([])
    await post(zaloEvents.echo(ago(60_000), ZALO_USER, 'm2', '123456'))
    await post(zaloEvents.echo(ago(120_000), ZALO_USER, 'm3', '123456'))
    await rig.app.applyReports()
    expect(await rig.sql('SELECT paused_until FROM conversation')).toEqual([{ paused_until: new Date('2026-12-01T11:59:00+07:00') }])
  })

  test('who asks that their data be deleted is written to no more, and an officer is told who', async () => {
    const { id } = await addPerson(rig, { zalo: ZALO_USER, phone: PHONE, cardEnds: '2026-12-31', name: 'Lê Thị Bịa' })
    const { id: mother } = await addPerson(rig, { zalo: ZALO_USER, cardEnds: '2026-12-31', name: 'Mẹ Bịa' })
    await rig.sql("UPDATE person_contact SET relation = 'child' WHERE person_id = $1", [mother])
    const withdrawal = { event_name: 'user_withdraw', app_id: rig.zalo.facts().appId, oa_id: rig.zalo.facts().oaId, user_id: ZALO_USER, timestamp: rig.zalo.facts().timestamp }
    await post(withdrawal)
    await post(withdrawal)
    await rig.app.applyReports()
    expect(await rig.sql('SELECT id, opted_out_at IS NOT NULL AS opted_out FROM person ORDER BY id')).toEqual([{ id, opted_out: true }, { id: mother, opted_out: false }])
    expect(await rig.sql('SELECT code, person_ids FROM channel_alert')).toEqual([{ code: 'zalo.withdrawal', person_ids: [id] }])
    await rig.app.plan()
    await rig.deliver()
    expect(rig.zalo.ledger.all()).toEqual([])
    // The mother, who asked for nothing, is still reminded; only this way to her is gone.
    expect(await rig.sql('SELECT person_id, state, end_reason FROM notice')).toEqual([{ person_id: mother, state: 'visit', end_reason: 'no-contact' }])
  })

  test('what happens in a group of ours is kept, and nobody who looks at the table can read who', async () => {
    await post(zaloEvents.group(rig.zalo.facts(), 'user_join_group', '8007199254740993555', [ZALO_USER]))
    await rig.app.applyReports()
    const [row] = await rig.sql<{ kind: string; body_enc: Buffer; applied: boolean }>('SELECT kind, body_enc, applied FROM channel_event')
    expect(row).toMatchObject({ kind: 'group', applied: true })
    expect(JSON.parse(rig.app.ground.cipher.decrypt(row?.body_enc as Buffer))).toEqual({ kind: 'group', group: 'group:8007199254740993555', change: 'joined', people: [ZALO_USER] })
  })

  test('a quota that Zalo changed is told to the officer once', async () => {
    const { appId, oaId, timestamp } = rig.zalo.facts()
    const event = { event_name: 'change_oa_daily_quota', app_id: appId, oaId, quota: { prev_value: '20000', new_value: '1000' }, timestamp }
    await post(event)
    await post(event)
    expect(await rig.sql('SELECT code, said FROM channel_alert')).toMatchObject([{ code: 'zalo.daily-quota', said: expect.stringContaining('từ 20000 thành 1000') }])
  })

  test('an event that cannot be read any more stands in nobody’s way', async () => {
    await addPerson(rig, { zalo: ZALO_USER })
    await rig.sql("INSERT INTO channel_event (channel, dedupe_key, kind, body_enc, occurred_at) VALUES ('zalo', 'broken', 'chat', '\\x01ff', $1)", [new Date(0)])
    await post(zaloEvents.follow(rig.zalo.facts(), ZALO_USER, 'unfollow'))
    await rig.app.applyReports()
    expect(await contact()).toMatchObject({ state: 'gone' })
  })
})

test('news is told once a day and not once a message', async () => {
  const alert = { dedupeKey: 'zalo:quota-low:2026-12-01', code: 'zalo.quota-low', said: 'Sắp hết.', occurredAt: rig.clock.now() }
  await Promise.all(Array.from({ length: 20 }, () => storeAlert(database.pool, 'zalo', alert)))
  expect(await kept()).toBe(1)
})
