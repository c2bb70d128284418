/** What an officer is told of a channel that has lost part of its share because its provider is slow. */
import { beforeEach, expect, test } from 'vitest'
import { doctorCommand } from '../../src/cli/doctor.ts'
import { statusCommand } from '../../src/cli/status.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
let communeId: number
beforeEach(async () => {
  await emptyTables(database)
  communeId = (await ensureCommune(database, 'xã Tân Đông')).id
})

const weigh = (weight: number): Promise<unknown> => database.pool.query("INSERT INTO channel_state (commune_id, channel, weight) VALUES ($1, 'sms', $2)", [communeId, weight])

/** Tries of the last minutes, some of which took nine seconds. */
const send = (tries: number, slow: number): Promise<unknown> =>
  database.pool.query(
    `WITH one AS (
       INSERT INTO notice (commune_id, recipient, kind, reason_key, template_key, due_on, not_before, not_after, state)
       VALUES ($1, 'person:1', 'reminder', 'invented', 'card-lapsed', current_date, now(), now(), 'sent') RETURNING id)
     INSERT INTO attempt (notice_id, channel, request_id, state, started_at, finished_at)
     SELECT one.id, 'sms', 'invented-' || n, 'sent', now() - interval '60 s', now() - interval '60 s' + make_interval(secs => CASE WHEN n <= $3 THEN 9 ELSE 1 END)
     FROM one, generate_series(1, $2::int) AS n`,
    [communeId, tries, slow],
  )

test.each([['status', statusCommand], ['doctor', doctorCommand]] as const)('%s tells the share that is left, and why', async (_, command) => {
  await weigh(60)
  await send(20, 5)
  expect((await runCli(command, database, [])).out).toMatch(
    /Kênh tin nhắn SMS: nhà cung cấp chậm hoặc không trả lời 5 trong 20 lần gửi của năm phút qua; Loa chỉ gửi 60% số tin qua kênh này/,
  )
})

test('a share that is on its way back is told as that', async () => {
  await weigh(80)
  expect((await runCli(statusCommand, database, [])).out).toContain('Kênh tin nhắn SMS: nhà cung cấp vừa chậm hoặc không trả lời, nay đã khá hơn; Loa chỉ gửi 80% số tin')
})

test('--json has the figures', async () => {
  await weigh(60)
  await send(20, 5)
  expect((JSON.parse((await runCli(statusCommand, database, ['--json'])).out) as { slow: object[] }).slow).toEqual([{ channel: 'sms', weight: 60, tries: 20, troubled: 5 }])
})

test.each([['status', statusCommand], ['doctor', doctorCommand]] as const)('%s says nothing of a channel that has its full share', async (_, command) => {
  await weigh(100)
  await send(20, 0)
  expect((await runCli(command, database, [])).out).not.toContain('số tin qua kênh này')
})
