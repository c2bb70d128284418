/** The first page: what it foretells is what is planned, and what it lets somebody decide is theirs. Everybody is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { communeFigures } from '../../../src/app/figures.ts'
import { vietnamInstant } from '../../../src/domain/calendar.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { silentLog, testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await consoleWorld(database)
})
afterAll(() => world.stop())

const forecastOf = () => communeFigures({ database: world.app.ground.database, log: silentLog }, world.clock, 20_000).get(world.communeId)

test('an officer with an empty register is led to the first list; who may not bring one in is told to wait', async () => {
  expect((await (await world.officer('officer')).get('/quan-ly')).text).toContain('Nhập danh sách đầu tiên')
  expect((await (await world.officer('viewer')).get('/quan-ly')).text).not.toContain('Nhập danh sách đầu tiên')
})

test('what is foretold for seven days is what each of those days then plans, and foretelling plans nothing', async () => {
  for (const [phone, ends] of [['+84900000201', '2026-11-24'], ['+84900000202', '2026-12-26'], ['+84900000203', '2026-12-12'], ['+84900000204', '2027-05-01']] as const) {
    await addPerson(world, { phone, cardEnds: ends, village: 'Đông Lợi' })
  }
  await addPerson(world, { cardEnds: '2026-12-23', birth: '1951-11-28', village: 'Kà Ốt' })
  await world.sql(
    `INSERT INTO payment_schedule (commune_id, month, place, pays_on, confirmed) VALUES ($1, '2026-12-01', 'nhà văn hóa', '2026-11-27', true)`, [world.communeId],
  )
  await addPerson(world, { phone: '+84900000205', allowance: {}, village: 'Đông Lợi' })
  const foretold = (await forecastOf())?.planned.map(({ dueOn, ruleKey, n }) => [dueOn, ruleKey, n])
  expect(await world.sql('SELECT FROM notice')).toEqual([])
  expect(foretold?.length).toBeGreaterThan(4)

  const start = world.clock.now()
  for (const day of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29']) {
    world.clock.set(vietnamInstant(day, '00:30'))
    await world.app.plan()
  }
  world.clock.set(start)
  const planned = await world.sql<{ due_on: string; key: string; n: number }>(
    `SELECT n.due_on, r.key, count(*)::int AS n FROM notice n JOIN reminder_rule r ON r.id = n.rule_id JOIN person p ON p.id = n.person_id
     WHERE n.due_on BETWEEN '2026-11-23' AND '2026-11-29' GROUP BY 1, 2, p.village_id ORDER BY 1, 2, p.village_id`,
  )
  expect(foretold?.map(String).sort()).toEqual(planned.map(({ due_on, key, n }) => [due_on, key, n].map(String).join()).sort())
  await world.sql('DELETE FROM notice')
})

test('a send whose end nobody knows waits for a decision, which is made once, by whoever may, in their own commune', async () => {
  const villageId = await addVillage(world, 'Đông Lợi')
  const { id } = await addPerson(world, { name: 'Lê Thị <b>Bịa</b>', phone: '+84900000301', village: 'Đông Lợi' })
  const [notice] = await world.sql<{ id: string }>(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after, state, channel)
     VALUES ($1, 'person:' || $2::text, $2::text::bigint, 'reminder', 'card:x', 'card-expiry-ahead', '2026-11-22', now(), now(), 'unconfirmed', 'sms') RETURNING id`, [world.communeId, id],
  )
  const decision = { notice: String(notice?.id), decision: 'arrived' }
  const [other] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const stranger = await world.officer('officer', { communeId: other?.id })
  expect((await stranger.get('/quan-ly')).text).not.toContain('chưa rõ')
  expect((await stranger.post('/quan-ly/chua-ro', decision)).status).toBe(404)
  const head = await world.officer('village-head', { communeId: world.communeId, villageId })
  expect((await head.get('/quan-ly')).text).toContain('1 tin chưa rõ')
  const elsewhere = await world.officer('village-head', { communeId: world.communeId, villageId: await addVillage(world, 'Kà Ốt') })
  expect((await elsewhere.get('/quan-ly')).text).not.toContain('chưa rõ')
  const officer = await world.officer('officer')
  const page = await officer.get('/quan-ly')
  expect(page.text).toContain('Lê Thị &lt;b&gt;Bịa&lt;/b&gt;')
  expect((await officer.post('/quan-ly/chua-ro', { ...decision, decision: 'nothing' })).status).toBe(404)
  expect((await officer.post('/quan-ly/chua-ro', decision)).to).toBe('/quan-ly#chua-ro')
  expect((await officer.post('/quan-ly/chua-ro', decision)).status).toBe(404)
  expect((await officer.get('/quan-ly')).text).not.toContain('chưa rõ đã tới')
})

test('who only watches sees numbers and no names', async () => {
  const { id } = await addPerson(world, { name: 'Bùi Thị Kín', village: 'Đông Lợi' })
  await world.sql(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after, state)
     VALUES ($1, 'person:' || $2::text, $2::text::bigint, 'reminder', 'card:y', 'card-expiry-ahead', '2026-11-22', now(), now(), 'unconfirmed')`, [world.communeId, id],
  )
  const page = await (await world.officer('viewer')).get('/quan-ly')
  expect(page.text).toContain('1 tin chưa rõ')
  expect(page.text).not.toContain('Bùi Thị Kín')
})
