/** The record of who saw what: shown to whom it may, checked, and bound to its commune. Everybody is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chainAudit } from '../../../src/store/audit.ts'
import { addPerson } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await consoleWorld(database)
})
afterAll(() => world.stop())

const PATH = '/quan-ly/luu-vet'

test('who looked at whom is there by name for the office, by number for who only watches, and not for another commune', async () => {
  const { id } = await addPerson(world, { name: 'Bùi Thị Kín' })
  const officer = await world.officer('officer')
  await officer.get(`/quan-ly/nguoi-dan/${id}`)
  expect((await officer.get(PATH)).text).toMatch(/xem trang của <a href="[^"]+">Bùi Thị Kín/)
  const watcher = await (await world.officer('viewer')).get(PATH)
  expect(watcher.text).toContain(`xem trang của người số ${id}`)
  expect(watcher.text).not.toContain('Bùi Thị Kín')
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  expect((await (await world.officer('admin', { communeId: commune?.id })).get(PATH)).text).not.toContain('xem trang của')
})

test('the whole record is checked on demand, and a line that was changed is found', async () => {
  const officer = await world.officer('officer')
  await chainAudit(world.app.ground.database)
  await officer.get(PATH)
  expect((await officer.post(PATH)).text).toContain('không dòng nào bị sửa')
  // Whoever owns the database can switch off what forbids it; the chain still tells.
  await world.sql('ALTER TABLE audit DISABLE TRIGGER USER')
  await world.sql("UPDATE audit SET actor = 'someone else' WHERE seq = 1")
  await world.sql('ALTER TABLE audit ENABLE TRIGGER USER')
  expect((await officer.post(PATH)).text).toContain('Dòng thứ 1 của sổ đã bị sửa')
})

test('older lines are a link away', async () => {
  const officer = await world.officer('officer')
  await world.sql("INSERT INTO audit (commune_id, at, actor, action) SELECT $1, now(), 'bot', 'person.answered' FROM generate_series(1, 130)", [world.communeId])
  const next = /href="(\/quan-ly\/luu-vet\?truoc=\d+)"/.exec((await officer.get(PATH)).text)?.[1]
  expect(next).toBeDefined()
  expect((await officer.get(next as string)).text.match(/trợ lý tự động/g)?.length).toBeGreaterThanOrEqual(30)
})
