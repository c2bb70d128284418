/** The officer's word on who lives, and lives here. All people are invented. */
import { beforeEach, expect, test } from 'vitest'
import { personCommand } from '../../src/cli/person.ts'
import { statusCommand } from '../../src/cli/status.ts'
import { registerWorld } from '../support/register-world.ts'
import { runCli } from '../support/run-cli.ts'

const world = await registerWorld()
beforeEach(() => world.reset())
const person = (...args: string[]) => runCli(personCommand, world.database, args)
const lan = { full_name: 'Nguyễn Thị Lan', birth: '1950-03-12', citizen_id: '072150001234', village: 'Đông Lợi', village_kind: 'Ấp' }

test('a death is written down by name, shown, and taken back', async () => {
  await world.import('cards', [{ ...lan, valid_to: '2026-12-31' }])
  expect((await person('nguyen thi lan', '--da-mat', '15/11/2026')).out).toContain('Nguyễn Thị Lan đã mất ngày 15/11/2026')
  expect((await person('Nguyễn Thị Lan')).out).toContain('Ấp Đông Lợi · đã mất ngày 15/11/2026')
  await person('Nguyễn Thị Lan', '--chuyen-di', '16/11/2026')
  expect(await world.rows('SELECT died_on, moved_out_on FROM person')).toEqual([{ died_on: null, moved_out_on: '2026-11-16' }])
  await person('Nguyễn Thị Lan', '--con-song')
  expect(await world.rows('SELECT died_on, moved_out_on FROM person')).toEqual([{ died_on: null, moved_out_on: null }])
  expect(await world.rows('SELECT action FROM audit ORDER BY id')).toEqual([{ action: 'person.died' }, { action: 'person.moved' }, { action: 'person.here' }])
})

test("a list's note is waited on in the status, until it is decided", async () => {
  await world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', note: 'đã mất tháng 10', noted_as: 'died' }])
  const { out, exitCode } = await runCli(statusCommand, world.database, [])
  expect(out).toContain('1 người cần xác nhận còn sống, còn ở xã')
  expect(out).toContain('Nguyễn Thị Lan, Ấp Đông Lợi · danh sách')
  expect(exitCode).toBe(5)
  expect((await person('Nguyễn Thị Lan')).out).toContain('có người báo đã mất, cần xác nhận')
  await person('Nguyễn Thị Lan', '--con-song')
  expect((await runCli(statusCommand, world.database, [])).out).not.toContain('cần xác nhận')
})

test('an import that is taken back takes its notes with it', async () => {
  const { batchId } = await world.import('assistance', [{ ...lan, category: 'ND335:6', category_group: 'disabled', noted_as: 'moved' }])
  expect(await world.rows('SELECT said, holds FROM gone_report')).toEqual([{ said: 'moved', holds: false }])
  await world.undo(batchId)
  expect(await world.rows('SELECT said FROM gone_report')).toEqual([])
})

test.each([
  ['two answers at once', ['--da-mat', '15/11/2026', '--con-song'], 'Chỉ chọn một'],
  ['a day that does not exist', ['--da-mat', '31/11/2026'], 'không phải một ngày'],
  ['a day to come', ['--chuyen-di', '01/01/2099'], 'chưa tới'],
])('refuses %s', async (_what, args, said) => {
  const { exitCode, err } = await person('1', ...args)
  expect(exitCode).toBe(2)
  expect(err).toContain(said)
})

test('of two people of one name neither is chosen', async () => {
  await world.import('cards', [{ ...lan, valid_to: '2026-12-31' }, { full_name: 'Nguyễn Thị Lan', birth: '1971-08-09', citizen_id: '072171001235', village: 'Tân Tiến', village_kind: 'Ấp', valid_to: '2026-12-31' }])
  const { exitCode, err } = await person('Nguyễn Thị Lan', '--da-mat', '15/11/2026')
  expect(exitCode).toBe(3)
  expect(err).toContain('sinh 1971')
  expect(await world.rows('SELECT died_on FROM person')).toEqual([{ died_on: null }, { died_on: null }])
})
