/** The visit list, and what a village head reports of it. All people are invented. */
import { beforeEach, expect, test } from 'vitest'
import { statusCommand } from '../../src/cli/status.ts'
import { visitsCommand } from '../../src/cli/visits.ts'
import { dayInVietnamese, vietnamDay } from '../../src/domain/calendar.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
let communeId: number
let villageId: number
beforeEach(async () => {
  await emptyTables(database)
  communeId = (await ensureCommune(database, 'xã Tân Đông')).id
  villageId = await one("INSERT INTO village (commune_id, kind, name, search_key) VALUES ($1, 'Ấp', 'Đông Lợi', 'dong loi') RETURNING id", [communeId])
})

async function one<Value>(text: string, values: unknown[]): Promise<Value> {
  const { rows } = await database.pool.query<{ id: Value }>(text, values)
  return rows[0]?.id as Value
}

async function addPerson(birth: string, householdId: string | null = null, name = 'Nguyễn Thị Bịa', head = false): Promise<string> {
  return one(
    `INSERT INTO person (commune_id, village_id, full_name, search_key, sort_key, match_key, birth, birth_precision, household_id, is_household_head)
     VALUES ($1, $2, $3, 'x', 'x', 'x', $4, 'day', $5, $6) RETURNING id`,
    [communeId, villageId, name, birth, householdId, head],
  )
}

async function addVisit(personId: string, templateKey = 'card-lapsed', ruleId = 1): Promise<string> {
  const noticeId = await one<string>(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, rule_id, template_key, due_on, not_before, not_after, state)
     VALUES ($1, 'person:' || $2::text, $2::bigint, 'reminder', 'r' || $4, $4::int, $3, '2026-11-22', now(), now() + interval '1 day', 'visit') RETURNING id`,
    [communeId, personId, templateKey, ruleId],
  )
  await database.pool.query("INSERT INTO visit (notice_id, commune_id, person_id, reason) VALUES ($1, $2, $3, 'no-contact')", [noticeId, communeId, personId])
  return noticeId
}

const stateOf = (noticeId: string): Promise<string> => one('SELECT state AS id FROM notice WHERE id = $1', [noticeId])
/** What was printed, or why nothing was. */
const list = async (...args: string[]): Promise<string> => {
  const { out, err } = await runCli(visitsCommand, database, args)
  return out || err
}

test('who has been told leaves the list', async () => {
  const personId = await addPerson('1950-03-02')
  const noticeId = await addVisit(personId)
  expect(await list(personId, '--outcome', 'da-bao')).toContain('Đã ghi: đã báo thẻ bảo hiểm y tế.')
  expect(await stateOf(noticeId)).toBe('delivered')
  expect(await list()).toBe('Không có ai cần đến nhà báo tin.\n')
})

test('who was not at home stays on the list and in the numbers, with the day of the try', async () => {
  const personId = await addPerson('1950-03-02')
  const noticeId = await addVisit(personId)
  const before = dayInVietnamese(vietnamDay(new Date()))
  expect(await list(personId, '--outcome', 'vang')).toBe('Đã ghi: chưa gặp. Người này vẫn còn trong danh sách, để đến lần sau.\n')
  const after = dayInVietnamese(vietnamDay(new Date())) // another day, where the two stand around midnight
  expect(await stateOf(noticeId)).toBe('visit')
  expect(await list()).toMatch(new RegExp(`đã đến ngày (?:${before}|${after}), chưa gặp`))
  expect((await runCli(statusCommand, database, [])).out).toContain('1 người cần đến nhà báo tin')
  expect((await database.pool.query("SELECT action, person_id FROM audit")).rows).toEqual([{ action: 'visit.absent', person_id: personId }])
  await list(personId, '--outcome', 'da-bao')
  expect((await runCli(statusCommand, database, [])).out).not.toContain('cần đến nhà báo tin')
})

test('one word is about everything that was open, and says so', async () => {
  const personId = await addPerson('1950-03-02')
  await addVisit(personId)
  await addVisit(personId, 'uncollected', 2)
  expect(await list(personId, '--outcome', 'da-bao')).toBe('Đã ghi cho 2 việc: thẻ bảo hiểm y tế, trợ cấp chưa nhận.\n')
})

test('two people of one name are told apart, and the reason is said once for each', async () => {
  const householdId = await one<string>("INSERT INTO household (commune_id, match_key) VALUES ($1, 'h') RETURNING id", [communeId])
  await addPerson('1948-01-05', householdId, 'Trần Văn Bịa', true)
  const wife = await addPerson('1950-03-02', householdId)
  const other = await addPerson('1971-08-09')
  await addVisit(wife)
  await addVisit(wife, 'uncollected', 2)
  await addVisit(other)
  const out = await list()
  expect(out).toContain('Ấp Đông Lợi: 2 người')
  expect(out).toContain(`${wife} · Nguyễn Thị Bịa (sinh 1950, chủ hộ Trần Văn Bịa) · không có số điện thoại`)
  expect(out).toContain(`${other} · Nguyễn Thị Bịa (sinh 1971) ·`)
  expect(out.match(/không có số điện thoại/g)).toHaveLength(2)
  expect(out.match(/cần báo từ ngày 22\/11\/2026/g)).toHaveLength(3)
})

test.each(['Ấp Đông Lợi', 'Đông Lợi', 'ap dong loi'])('a village is found as people write it: %s', async (written) => {
  await addVisit(await addPerson('1950-03-02'))
  expect(await list('--village', written)).toContain('Nguyễn Thị Bịa')
})

test('a village that the register does not have is refused with those that it has', async () => {
  const { exitCode, err } = await runCli(visitsCommand, database, ['--village', 'Đông Lọi Hai'])
  expect(exitCode).toBe(2)
  expect(err).toContain('Sổ đang có: Ấp Đông Lợi.')
})

test.each([[['--outcome', 'vang']], [['12']], [['12', '--outcome', 'constructor']], [['mười hai', '--outcome', 'vang']]])('refuses %j with how to write it', async (args) => {
  const { exitCode, err } = await runCli(visitsCommand, database, args)
  expect(exitCode).toBe(2)
  expect(err).toContain('loa visits SỐ --outcome')
})
