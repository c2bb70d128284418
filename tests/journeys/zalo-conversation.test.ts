/** A citizen and the commune's account, from Zalo's webhook to the phone in their hand. All people are invented. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { trainOnce } from '../support/models.ts'
import { addPerson, handHeld, untilTrue } from '../support/pipeline.ts'
import { zaloEvents } from '../support/simulators/zalo-events.ts'
import { ZALO_USER, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline, ZaloPipelineOptions } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
beforeAll(trainOnce)
let rig: ZaloPipeline
afterEach(() => rig.close())

async function open(options: Partial<ZaloPipelineOptions> = {}): Promise<void> {
  rig = await startZaloPipeline(database, { at: '2026-12-01T08:00:00+07:00', others: [handHeld('sms')], roles: ['worker', 'bot'], ...options })
}

async function says(text: string, id: string, user = ZALO_USER): Promise<void> {
  rig.zalo.people.interact(user)
  expect(await rig.zalo.post(zaloEvents.text(rig.zalo.facts(), user, { msg_id: id, text }))).toBe(true)
}
const answers = (user = ZALO_USER) => rig.zalo.ledger.of(user).map(({ text }) => text)
const settled = () => untilTrue(async () => (await rig.sql("SELECT FROM inbound_message WHERE state = 'waiting' UNION ALL SELECT FROM notice WHERE state IN ('planned', 'queued', 'sending')")).length === 0)

test('who is linked is told of their own card, once, however often Zalo posts the question', async () => {
  await open()
  await addPerson(rig, { name: 'Nguyễn Thị Bịa', zalo: ZALO_USER, cardEnds: '2027-06-30' })
  await says('the bhyt cua toi bao gio het han', 'm1')
  await says('the bhyt cua toi bao gio het han', 'm1')
  await settled()
  expect(answers()).toHaveLength(1)
  expect(answers()[0]).toContain('30/06/2027')
  expect(rig.zalo.violations).toEqual([])
})

test('a stranger is answered politely, with nothing of anybody’s', async () => {
  await open()
  await addPerson(rig, { name: 'Nguyễn Thị Bịa', phone: '+84900000001', cardEnds: '2027-06-30' })
  await says('thẻ của bà Nguyễn Thị Bịa bao giờ hết hạn', 'm1')
  await settled()
  expect(answers()).toHaveLength(1)
  expect(answers()[0]).not.toContain('30/06/2027')
})

test('a state agency’s account answers where Zalo lets it', async () => {
  await open({ simulator: { stateAgency: true } })
  await says('xin chào', 'm1')
  await settled()
  expect(answers()).toHaveLength(1)
  expect(rig.zalo.calls.filter((call) => /message\/cs|oa\/message$/.test(call))).toEqual(['POST /v3.0/oa/message/cs', 'POST /v2.0/oa/message'])
})

test('while a person of ours writes in Zalo’s own tool the bot keeps quiet, and speaks again afterwards', async () => {
  await open()
  await addPerson(rig, { zalo: ZALO_USER, cardEnds: '2027-06-30' })
  await rig.zalo.post(zaloEvents.echo(rig.zalo.facts(), ZALO_USER, 'echo-1', '123456'))
  await rig.app.applyReports()
  await says('the cua toi bao gio het han', 'm1')
  await settled()
  expect(answers()).toEqual([])
  rig.clock.advance(5 * 60 * 60_000)
  await says('the cua toi bao gio het han', 'm2')
  await settled()
  expect(answers()).toHaveLength(1)
})

test('our own words, which Zalo tells us of, are not answered', async () => {
  await open()
  await says('xin chào', 'm1')
  await settled()
  await rig.zalo.post(zaloEvents.echo(rig.zalo.facts(), ZALO_USER, 'echo-1'))
  await settled()
  expect(answers()).toHaveLength(1)
  expect(await rig.sql('SELECT count(*)::int AS n FROM inbound_message')).toEqual([{ n: 1 }])
})

test('questions that come together are answered in their order', async () => {
  await open()
  await addPerson(rig, { zalo: ZALO_USER, cardEnds: '2027-06-30' })
  const facts = rig.zalo.facts()
  rig.zalo.people.interact(ZALO_USER)
  const at = (ms: number) => String(Number(facts.timestamp) + ms)
  for (const [n, text] of ['the cua toi bao gio het han', 'van phong lam viec may gio'].entries()) {
    const event = zaloEvents.text({ ...facts, timestamp: at(n) }, ZALO_USER, { msg_id: `m${n}`, text })
    await rig.zalo.post(event, { timestamp: at(n) })
  }
  await settled()
  expect(answers()).toHaveLength(2)
  expect(answers()[0]).toContain('30/06/2027')
  expect(answers()[1]).toMatch(/07:30|13:30/)
})
