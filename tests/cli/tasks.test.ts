/** What an officer sets up and sees of tasks on the command line. All people are invented. */
import { beforeEach, expect, test } from 'vitest'
import { headsCommand } from '../../src/cli/heads.ts'
import { roomCodeCommand, roomsCommand } from '../../src/cli/rooms.ts'
import { tasksCommand } from '../../src/cli/tasks.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { insertTask } from '../../src/store/tasks.ts'
import { emptyTables, testCipher, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
let communeId: number
beforeEach(async () => {
  await emptyTables(database)
  communeId = (await ensureCommune(database, 'xã Tân Đông')).id
  await database.pool.query("INSERT INTO village (commune_id, kind, name, search_key) VALUES ($1, 'Ấp', 'Đông Lợi', 'donglợi')", [communeId])
})

test('a head is written down, gets a code, and goes', async () => {
  const added = await runCli(headsCommand, database, ['add', 'Nguyễn Văn Bịa', '--village', 'ap dong loi', '--phone', '0901 000 001', '--from', '1/7/2026'])
  expect(added.out).toMatch(/^Đã ghi Nguyễn Văn Bịa, số 1\.\n#ma [A-Z0-9]{4}-[A-Z0-9]{4}\nDùng một lần/)
  expect((await runCli(headsCommand, database, [])).out).toBe('1 · trưởng Ấp Đông Lợi · Nguyễn Văn Bịa · 0901 000 001 · từ 01/07/2026 · chỉ SMS\n')
  expect((await runCli(headsCommand, database, ['code', '1'])).out).toMatch(/^#ma /)
  await runCli(headsCommand, database, ['end', '1'])
  expect((await runCli(headsCommand, database, [])).out).toContain('Chưa có ai')
})

test('what is no telephone, no day or no village is refused before anything is written', async () => {
  for (const args of [['--phone', '12'], ['--from', 'mai'], ['--village', 'Sao Hỏa']]) {
    const refused = await runCli(headsCommand, database, ['add', 'Nguyễn Văn Bịa', '--village', 'Đông Lợi', ...args])
    expect(refused, args.join(' ')).toMatchObject({ exitCode: 2, out: '' })
  }
  expect((await runCli(headsCommand, database, [])).out).toContain('Chưa có ai')
})

test('a code for a group is given out, and there is no room before it was sent', async () => {
  expect((await runCli(roomCodeCommand, database, ['--village', 'Đông Lợi'])).out).toMatch(/^#ma [A-Z0-9]{4}-[A-Z0-9]{4}\n/)
  expect((await runCli(roomsCommand, database, [])).out).toContain('Chưa gắn nhóm nào')
  expect(await runCli(roomsCommand, database, ['end', '7'])).toMatchObject({ err: expect.stringContaining('Không có nhóm nào số 7') })
})

test('open tasks are shown with every village, for people and for machines', async () => {
  await insertTask(database.pool, testCipher(), {
    communeId, number: 12, kind: 'task', open: true, roomId: '1', text: 'Báo số hộ nghèo của ấp.', askedBy: 'Ban chỉ đạo', attachments: [], words: 'x', villageIds: [1], dueOn: '2026-11-27', dueTime: '17:00', needsAck: true,
  }, new Date('2026-11-23T01:00:00Z'))
  await database.pool.query("UPDATE task_target SET done_at = '2026-11-23T02:00:00Z'")
  expect((await runCli(tasksCommand, database, [])).out).toBe('12. Báo số hộ nghèo của ấp · hạn 17:00 thứ sáu 27/11/2026\n   Ấp Đông Lợi: đã xong 09:00\n')
  expect(JSON.parse((await runCli(tasksCommand, database, ['--json'])).out)).toMatchObject([{ number: 12, state: 'open', lines: [{ village: 'Ấp Đông Lợi', status: 'done' }] }])
})
