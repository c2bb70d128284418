/** Báo cáo: what it counts is what the register holds, to the row. All people are invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWorkbook } from '../../support/read-workbook.ts'
import { testDatabase } from '../../support/database.ts'
import { addCard, addPerson, addVillage } from '../../support/pipeline.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
beforeAll(async () => {
  world = await consoleWorld(database)
  const { sql } = world
  const [first, second] = [['elderly', 'cash'], ['disabled', 'bank'], ['elderly', 'social_security_account'], ['carer', 'home']].map(([group, method]) => ({ group, method }) as { group: string; method: string })
  for (let n = 0; n < 12; n += 1) {
    const allowance = [first, second, { group: 'elderly', method: 'social_security_account' }][n % 3] as { group: string; method: string }
    const { id, cardId } = await addPerson(world, {
      name: n === 0 ? '=HYPERLINK("http://xau.example")' : `Người Thử ${n}`, village: n % 2 === 0 ? 'Đông Lợi' : '=1+1', allowance, cardEnds: '2026-11-10',
      ...(n % 4 === 0 && { poor: 'poor' as const }), ...(n < 7 && { phone: `+8490100001${n}` }),
    })
    await sql("INSERT INTO payment (commune_id, person_id, month, category, amount, payment_method, status) VALUES ($1, $2, '2026-11-01', 'x', 540000, $3, $4)", [world.communeId, id, allowance.method, n === 5 ? 'uncollected' : 'paid'])
    if (n < 5) await addCard(world, id, '2027-11-10')
    if (n < 6) await sql("INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, card_id, template_key, due_on, not_before, not_after, state, channel) VALUES ($1, 'person:' || $2, $2::bigint, 'reminder', 'r', $3, 'x', '2026-11-01', now(), now(), 'delivered', 'sms')", [world.communeId, id, cardId])
  }
  // A person with two benefits, one that is stopped, and somebody of another commune.
  await sql("INSERT INTO allowance (commune_id, person_id, category_group, payment_method, amount) SELECT $1, min(id), 'carer', 'cash', 270000 FROM person", [world.communeId])
  await sql("INSERT INTO allowance (commune_id, person_id, category_group, status, amount) SELECT $1, max(id), 'carer', 'stopped', 1 FROM person", [world.communeId])
  officer = await world.officer('officer')
})
afterAll(() => world.stop())

/** The cells of each table of the page, by its heading. */
function tables(text: string): Map<string, string[][]> {
  const found = new Map<string, string[][]>()
  for (const [, title, body] of text.matchAll(/<h2 id="[^"]+">([^<]+)<\/h2>([^]*?)<\/section>/g)) {
    found.set(title as string, [...(body as string).matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) => [...(row as string).matchAll(/<t[hd][^>]*>([^<]*)/g)].map(([, cell]) => cell as string)))
  }
  return found
}
const number = (text: string | undefined): number => Number(text?.replaceAll('.', ''))

test('every table adds up to the rows of the register', async () => {
  const found = tables((await officer.get('/quan-ly/bao-cao?thang=2026-11')).text)
  const [counted] = await world.sql<{ allowances: number; people: number; amount: string }>(
    "SELECT count(*)::int AS allowances, count(DISTINCT person_id)::int AS people, sum(amount) AS amount FROM allowance WHERE commune_id = $1 AND status = 'active' AND withdrawn_at IS NULL", [world.communeId],
  )
  for (const title of ['theo diện', 'theo thôn, ấp', 'theo hộ nghèo', 'theo cách nhận']) {
    const rows = found.get(`Người hưởng trợ cấp ${title}`) as string[][]
    const total = rows.at(-1) as string[]
    expect([title, total.slice(1, 4).map(number)]).toEqual([title, [counted?.allowances, counted?.people, Number(counted?.amount)]])
    expect(rows.slice(1, -1).reduce((sum, row) => sum + number(row[1]), 0)).toBe(counted?.allowances)
  }
  expect(found.get('Chi trả từng tháng')?.[1]?.slice(0, 6)).toEqual(['11/2026', '12', '12', '6.480.000', '1', '66,6%'])
  expect(found.get('Gia hạn thẻ bảo hiểm y tế, có nhắc và không nhắc')?.[1]?.slice(0, 8)).toEqual(['11/2026', '12', '6', '5', '83,3%', '6', '0', '0%'])
  expect(found.get('Tin đến hạn trong tháng 11/2026, theo kênh và kết quả')?.at(-1)?.[1]).toBe('6')
  expect(found.get('Thẻ còn hạn và người không kênh nào tới được')?.at(-1)?.slice(1, 5)).toEqual(['12', '5', '41,6%', '5'])
})

test('cashless is counted over all benefits', async () => {
  expect((await officer.get('/quan-ly/bao-cao')).text).toContain('Tỷ lệ không dùng tiền mặt: 61,5% (8 trên 13 suất).')
})

test('the file holds the same figures, opens as a workbook and has no formula', async () => {
  const answer = await world.web.inject({ url: '/quan-ly/bao-cao/tep?thang=2026-11', headers: { cookie: [...officer.cookies].map(([name, value]) => `${name}=${value}`).join('; ') } })
  expect(answer.headers['content-disposition']).toBe('attachment; filename="bao-cao-2026-11.xlsx"')
  const sheets = readWorkbook(answer.rawPayload)
  expect(Object.keys(sheets)).toHaveLength(8)
  expect(sheets['Người hưởng trợ cấp theo diện']?.at(-1)).toEqual(['Cộng', 13, 12, 12 * 540_000 + 270_000])
  expect(JSON.stringify(sheets)).toContain('Ấp =1+1')
  expect(await world.sql("SELECT action, subject FROM audit WHERE action = 'report.taken'")).toEqual([{ action: 'report.taken', subject: '2026-11' }])
})

test('a village head sees no report, a viewer does; a month that is none is this one', async () => {
  const head = await world.officer('village-head', { communeId: world.communeId, villageId: await addVillage(world, 'Đông Lợi') })
  expect((await head.get('/quan-ly/bao-cao')).status).toBe(403)
  const viewer = await world.officer('viewer')
  expect((await viewer.get('/quan-ly/bao-cao?thang=2026-13')).text).toContain('<h1>Báo cáo tháng 11/2026</h1>')
})
