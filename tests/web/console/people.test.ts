/** Who finds and sees whom. Everybody and every number is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { searchKey, sortKey } from '../../../src/domain/person-name.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, Desk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let muoi: string
let sau: string
const PATH = '/quan-ly/nguoi-dan'

async function person(name: string, given: Parameters<typeof addPerson>[1] = {}): Promise<string> {
  const { id } = await addPerson(world, { name, ...given })
  await world.sql('UPDATE person SET search_key = $2, sort_key = $3 WHERE id = $1', [id, searchKey(name), sortKey(name)])
  return id
}

beforeAll(async () => {
  world = await consoleWorld(database)
  muoi = await person('Lê Thị Mười', { phone: '+84900000401', village: 'Đông Lợi', cardEnds: '2026-12-31', allowance: { amount: 810_000, tail: '4471' } })
  sau = await person('Nguyễn Văn Sáu', { phone: '+84900000402', village: 'Kà Ốt' })
  await person('Y Bhăm <script>alert(1)</script>', { village: 'Kà Ốt' })
})
afterAll(() => world.stop())

const names = async (desk: Desk, query: string): Promise<string[]> =>
  [...(await desk.get(`${PATH}?${query}`)).text.matchAll(/<th scope="row"><a href="[^"]+">([^<]+)</g)].map(([, name]) => name as string)

test.each([
  ['ten=muoi', ['Lê Thị Mười']],
  ['ten=Mười', ['Lê Thị Mười']],
  ['ten=thi%20muo', ['Lê Thị Mười']],
  ['ten=le%20thi', ['Lê Thị Mười']],
  ["ten=%27%20%26%20%7C%20%3A*%20%21%28", ['Lê Thị Mười', 'Nguyễn Văn Sáu', 'Y Bhăm &lt;script&gt;alert(1)&lt;/script&gt;']],
  ['ten=khong%20co%20ai', []],
  ['', ['Lê Thị Mười', 'Nguyễn Văn Sáu', 'Y Bhăm &lt;script&gt;alert(1)&lt;/script&gt;']],
])('%s finds them, with or without marks, the last word half typed', async (query, expected) => {
  const found = await names(await world.officer('officer'), query)
  expect(found.toSorted()).toEqual([...expected].sort())
})

test('a number finds whom it belongs to, and stands in no address and no log', async () => {
  const officer = await world.officer('officer')
  await officer.get(PATH)
  expect((await officer.post(`${PATH}/so`, { so: '0900 000 401' })).to).toBe(`${PATH}/${muoi}`)
  await world.sql('UPDATE person SET citizen_idx = $2 WHERE id = $1', [sau, world.app.ground.cipher.blindIndex('citizen', '072060000402')])
  expect((await officer.post(`${PATH}/so`, { so: '072 060 000 402' })).to).toBe(`${PATH}/${sau}`)
  expect((await officer.post(`${PATH}/so`, { so: '0900000499' })).text).toContain('Không ai trong sổ')
  expect(world.lines.join()).not.toContain('0900')
})

test('a file card shows what is known and said, and leaves a record of who looked', async () => {
  await world.sql(
    `INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after, state, channel, text_enc)
     VALUES ($1, 'person:' || $2::text, $2::text::bigint, 'reminder', 'card:z', 'card-expiry-ahead', '2026-11-22', now(), now(), 'delivered', 'sms', $3)`,
    [world.communeId, muoi, world.app.ground.cipher.encrypt('UBND xã Tân Đông: thẻ của bà <b>sắp</b> hết hạn')],
  )
  const officer = await world.officer('officer')
  const { text } = await officer.get(`${PATH}/${muoi}`)
  for (const said of ['Lê Thị Mười', '0900 000 401', '31/12/2026', '810.000 đồng', 'đuôi 4471', 'thẻ của bà &lt;b&gt;sắp&lt;/b&gt; hết hạn', 'đã tới nơi']) expect(text).toContain(said)
  const looked = await world.sql('SELECT FROM audit a JOIN account c ON a.actor = \'officer:\' || c.id WHERE a.action = \'person.viewed\' AND a.person_id = $1 AND c.login = $2', [muoi, officer.login])
  expect(looked).toHaveLength(1)
})

test('a village head finds and sees only their own village, and neither money nor words', async () => {
  const head = await world.officer('village-head', { communeId: world.communeId, villageId: await addVillage(world, 'Đông Lợi') })
  const other = await addVillage(world, 'Kà Ốt')
  expect(await names(head, '')).toEqual(['Lê Thị Mười'])
  expect(await names(head, `thon=${other}`)).toEqual(['Lê Thị Mười'])
  expect(await names(head, 'ten=sau')).toEqual([])
  expect((await head.post(`${PATH}/so`, { so: '0900000402' })).text).toContain('Không ai trong sổ')
  expect((await head.get(`${PATH}/${sau}`)).status).toBe(404)
  const { text } = await head.get(`${PATH}/${muoi}`)
  expect(text).toContain('0900 000 401')
  for (const hidden of ['810.000', '4471', 'sắp', 'Đã nói với nhau']) expect(text).not.toContain(hidden)
})

test('nobody is seen across communes, or by who only watches', async () => {
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const stranger = await world.officer('admin', { communeId: commune?.id })
  expect(await names(stranger, '')).toEqual([])
  expect((await stranger.get(`${PATH}/${muoi}`)).status).toBe(404)
  expect((await stranger.post(`${PATH}/so`, { so: '0900000401' })).text).toContain('Không ai trong sổ')
  expect((await (await world.officer('viewer')).get(`${PATH}/${muoi}`)).status).toBe(403)
  const refused = await world.sql("SELECT FROM audit a JOIN account c ON a.actor = 'officer:' || c.id WHERE a.action = 'person.viewed' AND c.login = $1", [stranger.login])
  expect(refused).toEqual([])
})
