/** What hangs in the queues, for an admin. All people are invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWorkerSession } from '../../../src/store/worker-session.ts'
import { silentLog, testDatabase } from '../../support/database.ts'
import { addPerson } from '../../support/pipeline.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
beforeAll(async () => {
  world = await consoleWorld(database)
})
afterAll(() => world.stop())

test('an admin sees what waits and whether anybody sends it, and no name', async () => {
  await addPerson(world, { name: 'Chim Sẻ', phone: '+84901000001', cardEnds: '2026-12-22' })
  await world.app.plan()
  await world.app.promote()
  const admin = await world.officer('admin')
  const { text } = await admin.get('/quan-ly/may')
  expect(text).toMatch(/tin nhắn SMS, tin hàng loạt<\/th><td class="number">1<\/td><td class="number">0<\/td>/)
  expect(text).toContain('không phần nào đang chạy')
  expect(text).not.toContain('Chim Sẻ')
  const session = openWorkerSession(database, { host: 'here', roles: 'worker', log: silentLog })
  const id = await session.id()
  await world.sql('UPDATE worker_session SET started_at = $2 WHERE id = $1', [id, world.clock.now()])
  expect((await admin.get('/quan-ly/may')).text).toContain('1 phần đang chạy')
  await session.close()
})
