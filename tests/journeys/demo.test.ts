/** The demo as a newcomer runs it, over the real pipeline: a morning, and the weeks around Tết under a moved clock. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { demoCommand } from '../../src/cli/demo.ts'
import { testDatabase } from '../support/database.ts'
import { PATIENTLY } from '../support/patience.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'loa-demo-'))
afterAll(() => rm(dataDir, { recursive: true }))
const demo = (args: readonly string[]) => runCli(demoCommand, database, args, { LOA_DATA: dataDir })
const schema = `${database.schema}_demo`
const count = async (sql: string): Promise<number> => (await database.pool.query<{ n: number }>(sql.replaceAll('@', `"${schema}".`))).rows[0]?.n ?? -1

test('the first morning imports four files, delivers, and says who got what and why', async () => {
  const { out, exitCode } = await demo(['--exit', '--from', '2026-11-22'])
  expect(exitCode).toBe(0)
  expect(out).toContain('tro_cap_xa_hoi.xlsx: danh sách hưởng trợ cấp, 369 người')
  expect(out).toMatch(/the_bhyt\.xlsx: .* 1\.190 người/)
  expect(out).toContain('Tin này được gửi vì ')
  expect(out).toContain('UBND xã Tân Đông: ')
  expect(await count("SELECT count(*)::int AS n FROM @notice WHERE state IN ('sent', 'delivered')")).toBeGreaterThan(50)
  expect(await count("SELECT count(*)::int AS n FROM @notice WHERE state IN ('planned', 'queued', 'sending', 'failed', 'unconfirmed')")).toBe(0)
  expect(await count("SELECT count(*)::int AS n FROM @visit WHERE outcome IS NULL")).toBe(await count("SELECT count(*)::int AS n FROM @notice WHERE state = 'visit'"))
})

test('a newcomer opens a phone of the demo, writes as a citizen, and is answered', async () => {
  const ended = await runCli(demoCommand, database, ['--from', '2026-11-22'], { LOA_DATA: dataDir, LOA_PORT: '0' }, async ({ out, interrupt }) => {
    try {
      await expect.poll(out, PATIENTLY).toContain('Mở trang này')
      const url = /http:\/\/\S+(?=\/demo)/.exec(out())?.[0] as string
      const link = /\/c\/[\w-]+/.exec(await (await fetch(`${url}/demo`)).text())?.[0] as string
      const entered = await fetch(url + link, { redirect: 'manual' })
      const headers = { cookie: (entered.headers.get('set-cookie') as string).split(';')[0] as string }
      const chat = new URL(entered.headers.get('location') as string, url)
      const page = async () => (await fetch(chat, { headers })).text()
      const key = /name="key" value="([\w-]+)"/.exec(await page())?.[1] as string
      const before = (await page()).split('class="letter out"').length
      const say = () => fetch(`${chat.origin}${chat.pathname}/say`, { method: 'POST', headers, body: new URLSearchParams({ key, text: 'may gio uy ban lam viec' }) })
      // A busy machine may ask for another try; under its key the message is one all the same.
      await expect.poll(async () => (await say()).ok, PATIENTLY).toBe(true)
      await expect.poll(async () => (await page()).split('class="letter out"').length, PATIENTLY).toBe(before + 1)
      expect((await page()).split('class="letter out"').at(-1)).toContain('0276 000 1234')
    } finally {
      interrupt()
    }
  })
  expect(ended.exitCode).toBe(0)
})

test('the weeks around Tết: nobody twice, nobody at night, nobody after renewing, nobody forgotten, and no payment on a holiday', async () => {
  const { out, exitCode } = await demo(['--days', '20', '--from', '2027-01-22'])
  expect(exitCode).toBe(0)
  expect(out.match(/^✓ /gm)).toHaveLength(4)
  expect(out).not.toContain('✗')
  // Tết falls on 06/02/2027: February's money is paid before it, and nobody is called on a holiday.
  const lines = out.split('\n')
  const holidays = lines.filter((line) => /Tết|Nguyên đán/.test(line))
  expect(holidays.length).toBeGreaterThanOrEqual(5)
  expect(holidays.filter((line) => line.includes('chi trả'))).toEqual([])
  expect(await count("SELECT count(*)::int AS n FROM @payment_schedule WHERE month = '2027-02-01' AND pays_on < '2027-02-05'")).toBeGreaterThan(10)
  expect(await count("SELECT count(*)::int AS n FROM @payment_schedule WHERE month = '2027-02-01' AND pays_on >= '2027-02-05'")).toBe(0)
  expect(await count('SELECT count(*)::int AS n FROM @webchat_message')).toBeGreaterThan(300)
  // told twice would be two messages of one notice
  expect(await count("SELECT count(*)::int AS n FROM (SELECT split_part(dedupe_key, '-', 2) FROM @webchat_message GROUP BY 1 HAVING count(*) > 1) twice")).toBe(0)
})
