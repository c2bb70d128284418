/** The demo's committee: a newcomer gives a task in one chat, a village head confirms in another, and the board says so. All people are invented. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoCommand } from '../../src/cli/demo.ts'
import { testDatabase } from '../support/database.ts'
import { giveModel } from '../support/models.ts'
import { PATIENTLY } from '../support/patience.ts'
import { runCli } from '../support/run-cli.ts'

const database = await testDatabase()
const dataDir = await mkdtemp(join(tmpdir(), 'loa-demo-rooms-'))
beforeAll(() => giveModel(dataDir))
afterAll(() => rm(dataDir, { recursive: true }))

const schema = `${database.schema}_demo`
const count = async (sql: string): Promise<number> => (await database.pool.query<{ n: number }>(sql.replaceAll('@', `"${schema}".`))).rows[0]?.n ?? -1

const phonesOf = (html: string): string[] => html.split('<section class="phone').slice(1)
const plain = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&quot;', '"').replace(/\s+/g, ' ')

/** The chat of one phone of the demo's page, as a browser without script uses it. */
async function openChat(url: string, phone: string) {
  const entered = await fetch(url + (/\/c\/[\w-]+/.exec(phone)?.[0] as string), { redirect: 'manual' })
  const headers = { cookie: (entered.headers.get('set-cookie') as string).split(';')[0] as string }
  const chat = new URL(entered.headers.get('location') as string, url)
  const page = async (): Promise<string> => (await fetch(chat, { headers })).text()
  return {
    text: async () => plain((await page()).replace(/<template>[\s\S]*?<\/template>/g, '')),
    send: async (words: Record<string, string>): Promise<void> => {
      const key = /name="key" value="([\w-]+)"/.exec(await page())?.[1] as string
      // A busy machine may ask for another try; under its key the message is one all the same.
      await expect.poll(async () => (await fetch(`${chat.origin}${chat.pathname}/say`, { method: 'POST', headers, body: new URLSearchParams({ key, ...words }) })).ok, PATIENTLY).toBe(true)
    },
    buttons: async () => [...(await page()).matchAll(/name="press" value="([^"]+)">([^<]+)</g)].map(([, value, title]) => ({ value: value as string, title: title as string })),
  }
}

test('a newcomer gives a task in the committee’s chat, sees it at the heads, confirms, and watches the board', async () => {
  const ended = await runCli(demoCommand, database, ['--from', '2026-11-22'], { LOA_DATA: dataDir, LOA_PORT: '0' }, async ({ out, interrupt }) => {
    try {
      await expect.poll(out, PATIENTLY).toContain('Mở trang này')
      const url = /http:\/\/\S+(?=\/demo)/.exec(out())?.[0] as string
      const wall = phonesOf(await (await fetch(`${url}/demo`)).text())
      const head = (village: string): string => wall.find((one) => plain(one).includes(`Trưởng ấp · ${village}`)) as string
      expect(plain(wall[0] as string)).toContain('Ban chỉ đạo')
      expect(wall.filter((one) => plain(one).includes('Trưởng ấp · '))).toHaveLength(10)
      const [committee, dongLoi, tanPhu] = await Promise.all([openChat(url, wall[0] as string), openChat(url, head('Ấp Đông Lợi')), openChat(url, head('Ấp Tân Phú'))])
      await committee.send({ text: 'Ấp Đông Lợi, ấp Bàu Sen báo số hộ nghèo, cận nghèo trước 16h thứ sáu.' })
      await expect.poll(dongLoi.text, PATIENTLY).toContain('Ban chỉ đạo giao Ấp Đông Lợi việc số 1')
      await expect.poll(committee.text, PATIENTLY).toMatch(/Ấp Bàu Sen: đã chuyển \d\d:\d\d.*Ấp Đông Lợi: đã chuyển \d\d:\d\d/)
      expect(await tanPhu.text()).not.toContain('việc số 1')
      const confirm = (await dongLoi.buttons()).find(({ title }) => title === 'Đã nhận')
      await dongLoi.send({ press: confirm?.value ?? '' })
      await expect.poll(committee.text, PATIENTLY).toMatch(/Ấp Đông Lợi: đã nhận \d\d:\d\d/)
      expect((await committee.text()).match(/Ấp Bàu Sen: đã chuyển/g), 'the board is changed where it lies').toHaveLength(1)
      expect(plain(phonesOf((await (await fetch(`${url}/demo/live`)).json() as { rooms: string }).rooms)[0] as string)).toMatch(/Ấp Đông Lợi: đã nhận/)
      // Whom no channel reached this morning is seen at home: one tap closes the notice.
      await dongLoi.send({ ask: '#dennha' })
      await expect.poll(dongLoi.text, { timeout: 60_000 }).toContain('Mời đến nhà báo tin cho ')
      expect(await count("SELECT count(*)::int AS n FROM @visit WHERE outcome = 'told'")).toBe(0)
      const told = (await dongLoi.buttons()).find(({ title }) => title === 'Đã báo')
      await dongLoi.send({ press: told?.value ?? '' })
      await expect.poll(dongLoi.text, { timeout: 60_000 }).toContain('Đã ghi: đã báo ')
      expect(await count("SELECT count(*)::int AS n FROM @visit v JOIN @notice n ON n.id = v.notice_id WHERE v.outcome = 'told' AND n.state <> 'delivered'")).toBe(0)
      expect(await count("SELECT count(*)::int AS n FROM @visit WHERE outcome = 'told'")).toBeGreaterThan(0)
    } finally {
      interrupt()
    }
  })
  expect(ended.exitCode).toBe(0)
})
