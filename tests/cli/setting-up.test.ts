/** What an officer or the province's IT person sets from the command line, and what is refused because it would be untrue. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { communeCommand } from '../../src/cli/commune.ts'
import { rulesCommand } from '../../src/cli/rules.ts'
import { scheduleCommand } from '../../src/cli/schedule.ts'
import { unconfirmedCommand } from '../../src/cli/unconfirmed.ts'
import { wordingCommand } from '../../src/cli/wording.ts'
import { addDays, dayInVietnamese, vietnamDay } from '../../src/domain/calendar.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'loa-wording-'))
afterAll(() => rm(folder, { recursive: true }))

let communeId: number
beforeEach(async () => {
  await emptyTables(database)
  communeId = (await ensureCommune(database, 'xã Tân Đông')).id
  await database.pool.query("INSERT INTO village (commune_id, kind, name, search_key) VALUES ($1, 'Ấp', 'Đông Lợi', 'dong loi')", [communeId])
})
const NEXT_WEEK = addDays(vietnamDay(new Date()), 7)

test("the commune's contact is set once and shown; the other settings stay", async () => {
  await runCli(communeCommand, database, ['lien-he=cô Châu 0276 000 1234', 'gia-sms=350'])
  const { out } = await runCli(communeCommand, database, [])
  expect(out).toContain('cô Châu 0276 000 1234')
  expect(out).toContain('350')
  expect(out).toContain('bưu điện')
})

test.each([['gio-nghi=22:00-06:00'], ['gio-nghi=20:30-05:00'], ['kenh=zalo,fax'], ['gia-sms=rẻ'], ['duyet-tren=nhiều'], ['mau-sac=xanh'], ['lien-he=']])('refuses %s and changes nothing', async (assignment) => {
  const before = await database.pool.query('SELECT profile FROM commune')
  const { exitCode, err } = await runCli(communeCommand, database, [assignment])
  expect(exitCode).toBe(2)
  expect(err).not.toBe('')
  expect((await database.pool.query('SELECT profile FROM commune')).rows).toEqual(before.rows)
})

test('a rule is edited, and its version tells the planner', async () => {
  const { out } = await runCli(rulesCommand, database, ['card-expiry', '--days=-30,-7', '--time', '08:00'])
  expect(out).toContain('nhắc trước 30, 7 ngày; lúc 08:00')
  expect((await database.pool.query("SELECT offsets, send_time, version, enabled FROM reminder_rule WHERE key = 'card-expiry'")).rows).toEqual([
    { offsets: [-30, -7], send_time: '08:00', version: 2, enabled: true },
  ])
  await runCli(rulesCommand, database, ['card-expiry', '--off'])
  expect((await database.pool.query("SELECT enabled FROM reminder_rule WHERE key = 'card-expiry'")).rows).toEqual([{ enabled: false }])
})

test.each([
  ['a day on which no wording is true', ['card-expiry', '--days=100']],
  ['an hour of the night', ['card-expiry', '--time', '22:00']],
  ['a rule that does not exist', ['the-het-han', '--off']],
  ['a change to no rule', ['--off']],
  ['on and off at once', ['card-expiry', '--on', '--off']],
])('refuses %s', async (_what, args) => {
  const { exitCode } = await runCli(rulesCommand, database, args)
  expect(exitCode).toBe(2)
  expect((await database.pool.query("SELECT DISTINCT version FROM reminder_rule")).rows).toEqual([{ version: 1 }])
})

test.each([['abc', '"abc" không phải một số ngày. Viết như --days=-30,-7,0'], ['-30,,7', '"" không phải một số ngày'], ['1e2', '"1e2" không phải']])('days written as %s are answered in words', async (days, said) => {
  const { exitCode, err } = await runCli(rulesCommand, database, ['card-expiry', `--days=${days}`])
  expect(exitCode).toBe(2)
  expect(err).toContain(said)
})

test('a payment day is entered for a village as people write its name, confirmed, moved and called off', async () => {
  const added = await runCli(scheduleCommand, database, ['--date', dayInVietnamese(NEXT_WEEK), '--village', 'ap dong loi', '--place', 'nhà văn hóa ấp', '--method', 'tien-mat'])
  expect(added.out).toContain('Ấp Đông Lợi')
  expect(added.out).toContain('dự kiến')
  const again = await runCli(scheduleCommand, database, ['--date', dayInVietnamese(NEXT_WEEK), '--village', 'Ấp Đông Lợi', '--place', 'nhà văn hóa ấp', '--method', 'tien-mat'])
  expect(again.exitCode).toBe(2)
  expect(again.err).toContain('loa schedule 1')
  const moved = await runCli(scheduleCommand, database, ['1', '--date', dayInVietnamese(addDays(NEXT_WEEK, 2)), '--confirmed'])
  expect(moved.out).toContain(dayInVietnamese(addDays(NEXT_WEEK, 2)))
  expect(moved.out).toContain('chắc chắn')
  expect((await runCli(scheduleCommand, database, ['1', '--cancel'])).out).toContain('đã hủy')
  const after = await runCli(scheduleCommand, database, ['1', '--time', '08:00'])
  expect(after.exitCode).toBe(2)
  expect(after.err).toContain('Lịch số 1 đã hủy nên không đổi được. Thêm lịch mới')
  expect((await database.pool.query('SELECT from_time FROM payment_schedule')).rows).toEqual([{ from_time: '07:30' }])
})

test.each([
  ['an impossible day', ['--date', '31/11/2027', '--place', 'x'], 'không phải một ngày'],
  ['a day that has passed', ['--date', '01/01/2020', '--place', 'x'], 'đã qua'],
  ['a village that is not on the register', ['--date', dayInVietnamese(NEXT_WEEK), '--place', 'x', '--village', 'Kà Ốt'], 'Ấp Đông Lợi'],
  ['a day without a place', ['--date', dayInVietnamese(NEXT_WEEK)], '--place'],
  ['a number that nobody has', ['99', '--cancel'], 'Không có lịch'],
  ['a cancellation of nothing', ['--cancel'], 'loa schedule SỐ --cancel'],
  ['a confirmation of nothing', ['--confirmed'], 'loa schedule SỐ --confirmed'],
])('refuses %s, and says what to do', async (_what, args, said) => {
  const { exitCode, err } = await runCli(scheduleCommand, database, args)
  expect(exitCode).toBe(2)
  expect(err).toContain(said)
})

test('an hour at which nobody pays is entered and asked about', async () => {
  const { err, out } = await runCli(scheduleCommand, database, ['--date', dayInVietnamese(NEXT_WEEK), '--place', 'nhà văn hóa ấp', '--time', '19:30'])
  expect(out).toContain('từ 19:30')
  expect(err).toContain('19:30 là giờ chi trả không thường gặp')
  expect((await runCli(scheduleCommand, database, ['1', '--time', '07:00'])).err).not.toContain('không thường gặp')
})

test("a commune's own wording is previewed and saved; one that could not be sent is not", async () => {
  const file = join(folder, 'tin.txt')
  await writeFile(file, '{{ sender }}: thẻ bảo hiểm y tế của {{ address_form }} {{ name }} hết hạn {{ valid_to }}. Hỏi: {{ contact }}\n')
  expect((await runCli(wordingCommand, database, ['vi/card-lapsed.sms', file])).out).toContain('Người dân sẽ đọc')
  expect((await runCli(wordingCommand, database, ['vi/card-lapsed.sms'])).out).toContain('hết hạn {{ valid_to }}')
  await writeFile(file, '{{ sender }}: mời chuyển tiền vào số 123 ngay!')
  const refused = await runCli(wordingCommand, database, ['vi/card-lapsed.sms', file])
  expect(refused.exitCode).toBe(3)
  expect((await runCli(wordingCommand, database, ['vi/card-lapsed.sms'])).out).toContain('hết hạn {{ valid_to }}')
  await runCli(wordingCommand, database, ['vi/card-lapsed.sms', '--reset'])
  expect((await runCli(wordingCommand, database, ['vi/card-lapsed.sms'])).out).toContain('mặc định')
})

test('every text can be found and read before it is changed', async () => {
  const { out } = await runCli(wordingCommand, database, [])
  expect(out).toContain('đang dùng lời mặc định của mọi mẫu tin')
  expect(out).toContain('  vi/card-lapsed: chat, sms, visit, why')
  const shown = await runCli(wordingCommand, database, ['card-lapsed.sms'])
  expect(shown.out).toMatch(/^vi\/card-lapsed\.sms, lời mặc định:\n.*\{\{ sender \}\}/)
  const unknown = await runCli(wordingCommand, database, ['vi/card-lapse.sms'])
  expect(unknown.exitCode).toBe(2)
  expect(unknown.err).toContain('Có phải là vi/card-lapsed.sms không?')
})

test.each([['Tây Ninh', 'Tây Ninh'], ['tỉnh tay ninh', 'Tây Ninh'], ['TP. Hồ Chí Minh', 'Thành phố Hồ Chí Minh']])('a province is known as people write it: %s', async (written, name) => {
  await runCli(communeCommand, database, [`tinh=${written}`])
  expect((await database.pool.query("SELECT profile ->> 'province' AS name FROM commune")).rows).toEqual([{ name }])
})

test('a province that is no longer one is refused', async () => {
  const { exitCode, err } = await runCli(communeCommand, database, ['tinh=Bến Tre'])
  expect(exitCode).toBe(2)
  expect(err).toContain('34 tỉnh, thành phố')
})

test('a channel that is not switched on is marked', async () => {
  const { out } = await runCli(communeCommand, database, [], { LOA_WEBCHAT: '1' })
  expect(out).toContain('zalo (chưa bật), telegram (chưa bật), webchat, sms (chưa bật)')
})

async function addNotice(state: string): Promise<{ personId: string; noticeId: string }> {
  const { rows: people } = await database.pool.query<{ id: string }>(
    "INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key) VALUES ($1, 'Nguyễn Thị Bịa', 'x', 'x', 'x') RETURNING id", [communeId])
  const personId = (people[0] as { id: string }).id
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after, state, channel)
     VALUES ($1, 'person:' || $2::text, $2::bigint, 'reminder', 'r', 'card-lapsed', now(), now(), now() + interval '1 day', $3, 'telegram') RETURNING id`, [communeId, personId, state])
  return { personId, noticeId: (rows[0] as { id: string }).id }
}
const stateOf = async (noticeId: string): Promise<string> => (await database.pool.query<{ state: string }>('SELECT state FROM notice WHERE id = $1', [noticeId])).rows[0]?.state ?? ''

test('only a person decides about a send whose outcome nobody knows', async () => {
  const { noticeId } = await addNotice('unconfirmed')
  await runCli(unconfirmedCommand, database, [noticeId, '--again'])
  expect(await stateOf(noticeId)).toBe('planned')
  expect((await runCli(unconfirmedCommand, database, [noticeId, '--arrived'])).exitCode).toBe(3)
})
