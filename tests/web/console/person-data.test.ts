/** What somebody asks about their own data: noted with the law's days, shown, erased. All people are invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { personCommand } from '../../../src/cli/person.ts'
import { statusCommand } from '../../../src/cli/status.ts'
import { ensureCommune } from '../../../src/store/communes.ts'
import { sightings, tablesOf } from '../../support/canaries.ts'
import { testDatabase } from '../../support/database.ts'
import { addPerson } from '../../support/pipeline.ts'
import { runCli } from '../../support/run-cli.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
beforeAll(async () => {
  world = await consoleWorld(database)
  officer = await world.officer('officer')
})
afterAll(() => world.stop())

const LETTER = 'Bà nhớ mang theo căn cước nhé.'

async function somebody(name: string, phone: string, given: Partial<Parameters<typeof addPerson>[1]> = {}): Promise<string> {
  const { id } = await addPerson(world, { name, phone, cardEnds: '2026-01-31', ...given })
  const { cipher } = world.app.ground
  await world.sql("UPDATE person SET secrets_enc = $2 WHERE id = $1", [id, cipher.encrypt(JSON.stringify({ citizen_id: '072150001234' }))])
  await world.sql("INSERT INTO notice (commune_id, recipient, person_id, kind, reason_key, template_key, due_on, not_before, not_after, state, text_enc) VALUES ($1, 'person:' || $2, $2::bigint, 'officer', 'r', 'x', '2026-11-01', now(), now(), 'delivered', $3)", [world.communeId, id, cipher.encrypt(LETTER)])
  await world.sql("INSERT INTO import_change (batch_id, seq, entity, entity_id, before, after) SELECT 1, $1::int, 'person', id::text, to_jsonb(person), to_jsonb(person) FROM person WHERE id = $1::bigint", [id])
  return id
}

test('a wish is noted once, with its days, and shows until it is fulfilled', async () => {
  const id = await somebody('Chim Sơn Ca', '+84900004321')
  await officer.get(`/quan-ly/nguoi-dan/${id}`)
  await officer.post(`/quan-ly/nguoi-dan/${id}/yeu-cau`, { kind: 'export' })
  const page = (await officer.get(`/quan-ly/nguoi-dan/${id}`)).text
  expect(page).toContain('Đã yêu cầu xem dữ liệu ngày 22/11/2026')
  expect(page).toMatch(/trả lời chậm nhất <strong>24\/11\/2026<\/strong>, làm xong chậm nhất <strong>02\/12\/2026/)
  expect((await runCli(statusCommand, database, [])).out).toContain('Chim Sơn Ca (người số')
  const { text, headers } = await officer.post(`/quan-ly/nguoi-dan/${id}/tep`)
  expect(headers['content-disposition']).toBe(`attachment; filename="du-lieu-nguoi-${id}.json"`)
  const data = JSON.parse(text) as Record<string, { [field: string]: unknown }[]>
  expect(data.person).toMatchObject({ full_name: 'Chim Sơn Ca', numbers: { citizen_id: '072150001234' } })
  expect(data.contacts).toMatchObject([{ kind: 'phone', address: '+84900004321' }])
  expect(data.messages).toMatchObject([{ text: LETTER }])
  expect(data.seenBy?.map(({ action }) => action)).toContain('person.viewed')
  expect((await officer.get(`/quan-ly/nguoi-dan/${id}`)).text).not.toContain('Đã yêu cầu xem dữ liệu')
  expect((await world.sql<{ action: string }>("SELECT action FROM audit WHERE person_id = $1 AND action LIKE 'data.%' ORDER BY id", [id])).map(({ action }) => action)).toEqual(['data.export-asked', 'data.exported'])
})

test('a file about somebody holds nothing that a shared chat says of the other', async () => {
  const mother = await somebody('Chim Mẹ', '+84900004330')
  const father = await somebody('Chim Cha', '+84900004330')
  const { cipher } = world.app.ground
  const [{ contact_id: shared } = { contact_id: '' }] = await world.sql<{ contact_id: string }>('SELECT contact_id FROM person_contact WHERE person_id = $1', [father])
  await world.sql("INSERT INTO notice (commune_id, recipient, kind, reason_key, template_key, due_on, not_before, not_after, state, text_enc) VALUES ($1, 'contact:' || $2, 'reply', 'r2', 'x', '2026-11-01', now(), now(), 'delivered', $3)", [world.communeId, shared, cipher.encrypt('Tiền của ông Cha là 777.001 đồng.')])
  await officer.get(`/quan-ly/nguoi-dan/${mother}`)
  const { text } = await officer.post(`/quan-ly/nguoi-dan/${mother}/tep`)
  expect(text).toContain(LETTER)
  expect(text).not.toContain('777.001')
})

test('who has nothing any more is erased so that no table knows them', async () => {
  const secrets = { name: 'Chim Hoàng Yến', phone: '900004322' }
  const id = await somebody(secrets.name, `+84${secrets.phone}`)
  await officer.get(`/quan-ly/nguoi-dan/${id}`)
  expect((await officer.post(`/quan-ly/nguoi-dan/${id}/xoa`)).to).toContain('#du-lieu')
  expect((await officer.post(`/quan-ly/nguoi-dan/${id}/xoa`, { sure: 'yes' })).text).toContain('Đã xóa tên, ngày sinh')
  const seen = [...(await tablesOf(database.pool, database.schema))].filter(([, text]) => sightings(text, secrets).length > 0).map(([table]) => table)
  expect(seen).toEqual([])
  expect(await world.sql('SELECT full_name, birth, secrets_enc FROM person WHERE id = $1', [id])).toEqual([{ full_name: 'đã xóa theo yêu cầu', birth: null, secrets_enc: null }])
  expect(await world.sql('SELECT text_enc FROM notice WHERE person_id = $1', [id])).toEqual([{ text_enc: null }])
})

test('who has a benefit keeps their entry and loses the words; a number that a neighbour shares stays the neighbour’s', async () => {
  const id = await somebody('Chim Khướu', '+84900004323', { allowance: {} })
  const neighbour = await somebody('Chim Sáo', '+84900004323')
  const { out } = await runCli(personCommand, database, [id, '--xoa', '--yes'])
  expect(out).toContain('Tên, ngày sinh, số giấy tờ, trợ cấp và thẻ còn được giữ')
  expect(await world.sql('SELECT full_name, opted_out_at IS NOT NULL AS out FROM person WHERE id = $1', [id])).toEqual([{ full_name: 'Chim Khướu', out: true }])
  expect(await world.sql('SELECT person_id FROM person_contact WHERE person_id IN ($1, $2)', [id, neighbour])).toEqual([{ person_id: neighbour }])
  expect((await runCli(personCommand, database, [id, '--xoa'])).err).toContain('Chưa xóa gì')
})

test('only the desk of the person’s own commune may', async () => {
  const id = await somebody('Chim Cu', '+84900004324')
  expect((await (await world.officer('approver')).get(`/quan-ly/nguoi-dan/${id}`)).text).not.toContain('Xóa dữ liệu')
  const other = await world.officer('admin', { communeId: (await ensureCommune(database, 'xã Phú Mỹ')).id })
  await other.get('/quan-ly')
  for (const [what, fields] of [['yeu-cau', { kind: 'erase' }], ['tep', {}], ['xoa', { sure: 'yes' }]] as const) expect((await other.post(`/quan-ly/nguoi-dan/${id}/${what}`, fields)).status).toBe(404)
  expect(await world.sql('SELECT full_name FROM person WHERE id = $1', [id])).toEqual([{ full_name: 'Chim Cu' }])
})
