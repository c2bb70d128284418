/** Rules, words and the coming month: what an officer changes is what people are told. Everybody is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENTLY } from '../../support/patience.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
beforeAll(async () => {
  world = await consoleWorld(database)
  await addPerson(world, { name: 'Lê Thị Mười', phone: '+84900000701', cardEnds: '2026-12-22', village: 'Đông Lợi' })
  await addPerson(world, { name: 'Nguyễn Văn Sáu', phone: '+84900000702', cardEnds: '2026-12-22', village: 'Kà Ốt' })
  const { id } = await addPerson(world, { name: 'Trần Thị Từ Chối', phone: '+84900000703', cardEnds: '2026-12-10', birth: '1952-01-20', village: 'Kà Ốt' })
  await world.sql('UPDATE person SET opted_out_at = now() WHERE id = $1', [id])
  await addPerson(world, { name: 'Võ Thị Chưa Số', cardEnds: '2026-12-10', village: 'Đông Lợi' })
  await addPerson(world, { name: 'Đỗ Thị Chỉ Zalo', zalo: 'zalo-bia-1', cardEnds: '2026-12-10', village: 'Đông Lợi' })
  await world.app.plan()
  officer = await world.officer('officer')
})
afterAll(() => world.stop())

const PATH = '/quan-ly/nhac-viec'
const RULE = { rule: 'card-expiry', enabled: '1', before: '60, 30, 7', 'on-day': '1', after: '7', time: '08:15' }
const SMS = `${PATH}/mau/card-expiry-ahead/sms`
const states = async (): Promise<string[]> => (await world.sql<{ state: string }>("SELECT state FROM notice WHERE template_key = 'card-expiry-ahead' AND due_on = '2026-11-22' ORDER BY id")).map(({ state }) => state)

/** The rule as the tests want it; what any of them does, in whatever order, is told apart from what stood before. */
async function saveRule(): Promise<void> {
  await officer.get(PATH)
  await officer.post(`${PATH}/quy-tac`, RULE)
}
const recorded = async (action: string): Promise<number> => (await world.sql('SELECT FROM audit WHERE action = $1 AND commune_id = $2', [action, world.communeId])).length

test('an edited rule takes back what has not been sent, is planned anew, and is on record', async () => {
  await saveRule()
  const before = await recorded('rule.changed')
  expect(await states()).toEqual(['planned', 'planned'])
  expect((await officer.post(`${PATH}/quy-tac`, { ...RULE, before: '60, 7' })).to).toBe(`${PATH}#card-expiry`)
  expect(await states()).toEqual(['cancelled', 'cancelled'])
  expect((await officer.get(PATH)).text).toContain('Nhắc trước 60, 7 ngày; đúng ngày; sau 7 ngày; lúc 08:15.')
  await officer.post(`${PATH}/quy-tac`, RULE)
  expect(await states()).toEqual(['planned', 'planned'])
  const { enabled, ...off } = RULE
  await officer.post(`${PATH}/quy-tac`, off)
  expect([enabled, await states()]).toEqual(['1', ['cancelled', 'cancelled']])
  await officer.post(`${PATH}/quy-tac`, RULE)
  // The same again changes nothing and records nothing.
  await officer.post(`${PATH}/quy-tac`, RULE)
  expect(await recorded('rule.changed')).toBe(before + 4)
})

test.each([
  [{ before: 'ba mươi' }, 'Số ngày viết bằng chữ số'],
  [{ before: '300' }, 'không có lời nhắn nào đúng trước 300 ngày'],
  [{ before: '', 'on-day': '', after: '' }, 'Chọn ít nhất một ngày'],
  [{ time: '23:00' }, 'từ 07:00 đến 20:00'],
])('what cannot be true is not saved, and stays to be mended: %o', async (wrong, said) => {
  await saveRule()
  await officer.get(PATH)
  const answer = await officer.post(`${PATH}/quy-tac`, { ...RULE, ...wrong })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain(said)
  for (const value of Object.values(wrong).filter((one) => one.length > 1)) expect(answer.text).toContain(`value="${value}"`)
  expect((await officer.get(PATH)).text).toContain('lúc 08:15.')
})

test('the coming month stands day by day, and whom nothing will reach stands with the reason', async () => {
  await saveRule()
  let text = ''
  const row = (name: string): string => new RegExp(`<tr><th scope="row"><a href="[^"]+">${name}[\\s\\S]*?</tr>`).exec(text)?.[0] ?? ''
  // The page counts in the background, and shows what it counted under an older rule meanwhile.
  await expect.poll(async () => ((text = (await officer.get(PATH)).text), row('Võ Thị Chưa Số')), PATIENTLY).toMatch(/Ấp Đông Lợi.*chưa có số điện thoại.*03\/12\/2026/)
  expect(text).toMatch(/10\/12\/2026 <span class="muted">thứ năm<\/span><\/th><td class="number">2<\/td><td>Thẻ bảo hiểm y tế sắp hết hạn: 2/)
  expect(row('Đỗ Thị Chỉ Zalo')).toContain('chưa bật kênh tới được')
  expect(row('Trần Thị Từ Chối')).toMatch(/đã từ chối nhận tin.*Sắp tròn 75 tuổi/)
  expect(row('Lê Thị Mười')).toBe('')
  expect(await world.sql("SELECT FROM notice WHERE due_on > '2026-11-22'")).toEqual([])
})

test('words are seen on a real row, as SMS with both prices; looking at somebody is on record', async () => {
  const before = await recorded('wording.seen')
  const first = (await officer.get(SMS)).text
  expect(first).toMatch(/người thứ 1 trong 2/)
  const name = /Xem trên <strong>([^<]+)</.exec(first)?.[1]
  expect(['Lê Thị Mười', 'Nguyễn Văn Sáu']).toContain(name)
  expect(first).toMatch(/UBND xa Tan Dong: .*22\/12\/2026/)
  expect(first).toMatch(/không dấu \(đang dùng\)<\/th><td class="number">\d+<\/td><td class="number">1<\/td><td class="number">800 đồng/)
  expect(first).toMatch(/có dấu<\/th><td class="number">\d+<\/td><td class="number">[23]<\/td>/)
  expect((await officer.get(`${SMS}?nguoi=2`)).text).not.toContain(`Xem trên <strong>${name}`)
  expect(await recorded('wording.seen')).toBe(before + 2)
  expect((await officer.get(`${PATH}/mau/birthday-70/chat`)).text).toContain('người đặt ra để xem thử')
})

test('own words are tried before they are saved, refused where they may not be said, used from then on, and taken back', async () => {
  const before = await recorded('wording.changed')
  const body = '{{ sender }}: Thẻ của {{ address_form }} {{ name }} dùng đến {{ valid_to }}. Tiến hành gia hạn tại {{ renew_place }}. Hỏi: {{ contact }}'
  await officer.get(SMS)
  const tried = (await officer.post(SMS, { do: 'preview', body, row: '1' })).text
  expect(tried).toContain('Tien hanh gia han tai buu dien')
  expect(tried).toContain('Thay “tiến hành” bằng lời thường')
  expect((await officer.get(SMS)).text).not.toContain('Tien hanh')
  const refused = await officer.post(SMS, { do: 'save', body: `${body} Chuyển khoản ngay!`, row: '1' })
  expect(refused.status).toBe(400)
  for (const said of ['Bỏ dấu chấm than', 'lừa đảo', 'Chuyển khoản ngay!</textarea>']) expect(refused.text).toContain(said)
  expect(await world.sql('SELECT FROM template_override WHERE commune_id = $1', [world.communeId])).toEqual([])
  expect((await officer.post(SMS, { do: 'save', body: body.replace(' Tiến hành', '\r\nMời'), row: '2' })).to).toBe(`${SMS}?da-luu=1&nguoi=2`)
  const fields = { sender: 'UBND xã Tân Đông', address_form: 'bà', name: 'Bịa', valid_to: '31/12/2026', renew_place: 'bưu điện', contact: 'cô Châu' }
  const said = async (): Promise<string> => (await world.app.content.render({ communeId: world.communeId, key: 'card-expiry-ahead', form: 'sms', fields: { ...fields, reader: 'bà' } })).text
  expect(await said()).toBe('UBND xã Tân Đông: Thẻ của bà Bịa dùng đến 31/12/2026. Mời gia hạn tại bưu điện. Hỏi: cô Châu')
  expect((await officer.get(PATH)).text).toContain('(lời riêng)')
  await officer.post(SMS, { do: 'reset', row: '1' })
  expect(await said()).not.toContain('Mời gia hạn')
  expect(await recorded('wording.changed')).toBe(before + 2)
})

test('another commune’s officer changes and sees only their own; who approves changes nothing; a village head has no such page', async () => {
  await saveRule()
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const stranger = await world.officer('admin', { communeId: commune?.id })
  expect((await stranger.get(SMS)).text).not.toMatch(/Mười|Sáu/)
  await stranger.post(`${PATH}/quy-tac`, { ...RULE, time: '09:00' })
  await stranger.post(SMS, { do: 'save', body: '{{ sender }}: {{ name }}', row: '1' })
  expect((await officer.get(PATH)).text).toContain('lúc 08:15.')
  expect(await world.sql('SELECT FROM template_override WHERE commune_id = $1', [world.communeId])).toEqual([])
  const approver = await world.officer('approver')
  expect((await approver.get(PATH)).text).not.toContain('Sửa quy tắc')
  expect((await approver.get(SMS)).text).not.toContain('<textarea')
  expect((await approver.post(`${PATH}/quy-tac`, RULE)).status).toBe(403)
  const head = await world.officer('village-head', { communeId: world.communeId, villageId: await addVillage(world, 'Đông Lợi') })
  expect((await head.get(PATH)).status).toBe(403)
})
