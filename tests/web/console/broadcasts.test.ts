/** A broadcast through the pages: written, looked at, approved by a second person, followed, kept as a file. Everybody is invented. */
import { afterAll, beforeEach, expect, test } from 'vitest'
import * as xlsx from '@e965/xlsx'
import { addManyPeople } from '../../support/many-people.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
const world: ConsoleWorld = await consoleWorld(database)
let officer: OfficerAtDesk
afterAll(() => world.stop())

const PATH = '/quan-ly/thong-bao'
const TEXT = 'Sáng thứ hai 30/11, xã khám bệnh miễn phí tại trạm y tế.'

beforeEach(async () => {
  await world.sql('TRUNCATE person, person_contact, contact, notice, visit, attempt, broadcast CASCADE')
  officer = await world.officer('officer')
})

/** Written on the form; where it can be looked at. */
async function write(desk: OfficerAtDesk, fields: Record<string, string> = {}): Promise<string> {
  const { text } = await desk.get(`${PATH}/moi`)
  const once = /name="lan" value="([^"]+)"/.exec(text)?.[1] as string
  const answer = await desk.post(`${PATH}/moi`, { lan: once, loi: TEXT, ...fields })
  if (answer.to === undefined) throw new Error(answer.text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '))
  return answer.to
}

/** What the page of a draft hands over with its button. */
async function button(desk: OfficerAtDesk, page: string): Promise<{ ban: string; so: string; text: string }> {
  const { text } = await desk.get(page)
  return { text, ban: /name="ban" value="(\d+)"/.exec(text)?.[1] ?? '', so: /name="so" value="(\d+)"/.exec(text)?.[1] ?? '' }
}

test('a few people: written, looked at in every form with its price, sent, and shown by state and village', async () => {
  const village = await addVillage(world, 'Đông Lợi')
  await addPerson(world, { name: 'Lê Thị Mười', phone: '+84900000001', village: 'Đông Lợi' })
  await addPerson(world, { name: 'Võ Văn Không Máy', village: 'Đông Lợi' })
  await addPerson(world, { name: 'Trần Thị Nơi Khác', phone: '+84900000003', village: 'Kà Ốt' })
  const page = await write(officer, { thon: String(village) })
  const { text, ban, so } = await button(officer, page)
  expect(text).toContain('<strong>2 người</strong>: 1 được nhắn tin, 1 không kênh nào tới được')
  expect(text).toContain('UBND xa Tan Dong: Sang thu hai 30/11, xa kham benh mien phi tai tram y te.')
  expect(text).toContain('1 tin × 1 đoạn, khoảng <strong>800 đồng</strong>')
  expect(text).toContain('Võ Văn Không Máy')
  expect(text).not.toContain('Nơi Khác')
  expect(text).toContain('Gửi cho 2 người')
  expect((await officer.get(`${page}?nguoi=2`)).text).toContain('Võ Văn Không Máy, Ấp Đông Lợi</strong>')

  const sent = await officer.post(`${page}/gui`, { ban, so })
  expect(sent.to).toBe(`${page}?xong=scheduled`)
  expect((await officer.post(`${page}/gui`, { ban, so })).to).toBe(`${page}?xong=gone`)
  await world.app.promote()
  const followed = await officer.get(page)
  expect(followed.text).toContain('đang gửi')
  expect(followed.headers.refresh).toBe('10')
  expect(followed.text).toMatch(/<strong>1<\/strong> cần đến nhà báo tin/)
  expect(followed.text).toContain('Ấp Đông Lợi')
  expect((await officer.get(PATH)).text).toContain('đang gửi')
  expect((await officer.get('/quan-ly/luu-vet')).text).toContain('gửi một thông báo')
})

test('many people: the author cannot say yes, a second person sees three real rows and says it', async () => {
  await addManyPeople(world.app.ground.database.pool, world.app.ground.cipher, { communeId: world.communeId, count: 201, kind: 'phone', cardEnds: '2026-12-20' })
  const admin = await world.officer('admin')
  const page = await write(admin)
  const first = await button(admin, page)
  expect(first.text).toContain('Xin duyệt gửi 201 người')
  await admin.post(`${page}/gui`, first)
  expect((await admin.get(page)).text).not.toContain('Duyệt, gửi cho')
  expect((await admin.post(`${page}/duyet`, first)).to).toBe(`${page}?xong=own`)
  expect((await officer.post(`${page}/duyet`, first)).status).toBe(403)

  const approver = await world.officer('approver')
  expect((await approver.get(PATH)).text).toContain('<strong>1</strong> thông báo chờ người thứ hai duyệt')
  const second = await button(approver, page)
  expect(second.text.match(/<h3>Nguyễn Thị Bịa/g)).toHaveLength(3)
  expect((await approver.post(`${page}/duyet`, { ...second, so: '200' })).to).toBe(`${page}?xong=changed`)
  expect((await approver.post(`${page}/duyet`, second)).to).toBe(`${page}?xong=scheduled`)
  expect(await world.sql("SELECT count(*)::int AS n FROM notice WHERE kind = 'broadcast'")).toEqual([{ n: 201 }])
  await approver.post(`${page}/tam-dung`)
  expect((await approver.get(`${page}?xong=tam-dung&n=201`)).text).toContain('Đã tạm dừng; 201 tin đang chờ')
  await approver.post(`${page}/gui-tiep`)
  expect((await approver.post(`${page}/huy`)).to).toBe(`${page}?xong=huy&n=201`)
  expect((await approver.get(page)).text).toContain('<strong>201</strong> không cần gửi nữa')
})

test('an approver gives it back, its author changes it, and the old yes is worth nothing', async () => {
  await addManyPeople(world.app.ground.database.pool, world.app.ground.cipher, { communeId: world.communeId, count: 201, kind: 'phone', cardEnds: '2026-12-20' })
  const page = await write(officer)
  await officer.post(`${page}/gui`, await button(officer, page))
  const approver = await world.officer('approver')
  const yes = await button(approver, page)
  expect((await approver.post(`${page}/tra-lai`)).to).toBe(`${page}?xong=tra-lai`)
  await officer.get(`${page}/sua`)
  await officer.post(`${page}/sua`, { loi: 'Lời khác hẳn, vẫn đủ ý.' })
  await officer.post(`${page}/gui`, await button(officer, page))
  expect((await approver.post(`${page}/duyet`, yes)).to).toBe(`${page}?xong=changed`)
  expect(await world.sql('SELECT FROM notice')).toEqual([])
})

test.each<[string, Record<string, string>, string]>([
  ['no words', { loi: ' ' }, 'Chưa có nội dung'],
  ['too many words', { loi: 'a'.repeat(601) }, 'viết gọn trong 600'],
  ['a day that is none', { the_tu: '31/11/2026' }, 'Viết ngày dạng'],
  ['days the wrong way round', { the_tu: '31/12/2026', the_den: '01/12/2026' }, 'Ngày đầu phải trước'],
  ['an age that is none', { tuoi_tu: 'già' }, 'Tuổi là số'],
  ['an hour that is over', { ngay_gui: '22/11/2026', gio_gui: '08:00' }, 'Giờ này đã qua'],
  ['an hour that is none', { gio_gui: '25:00' }, 'giờ dạng 07:30'],
  ['a year that is far away', { ngay_gui: '30/11/2027' }, 'Xa quá'],
  ['an end before the hour', { ngay_gui: '25/11/2026', ngay_het: '24/11/2026' }, 'Hạn phải sau giờ gửi'],
  ['urgent without a reason', { khan: '1' }, 'Ghi rõ vì sao'],
])('%s is said beside its field, and what was typed is still there', async (_, fields, said) => {
  const { text } = await officer.get(`${PATH}/moi`)
  const answer = await officer.post(`${PATH}/moi`, { lan: /name="lan" value="([^"]+)"/.exec(text)?.[1] as string, loi: TEXT, tuoi_den: '99', ...fields })
  expect(answer.status).toBe(400)
  expect(answer.text).toContain(said)
  expect(answer.text).toContain('value="99"')
})

test('23:30 is 23:30 in Vietnam, and waits for the morning unless somebody is in danger', async () => {
  await addPerson(world, { phone: '+84900000001' })
  const asleep = await officer.get(await write(officer, { ngay_gui: '24/11/2026', gio_gui: '23:30' }))
  expect(asleep.text).toContain('Sớm nhất: <strong>07:00 25/11/2026</strong> (bây giờ hoặc giờ đã chọn là giờ nghỉ đêm)')
  const urgent = await officer.get(await write(officer, { loi: 'Nước lên.', ngay_gui: '24/11/2026', gio_gui: '23:30', khan: '1', ly_do: 'lũ về trong đêm' }))
  expect(urgent.text).toContain('Sớm nhất: <strong>23:30 24/11/2026</strong>')
  expect(urgent.text).toContain('lũ về trong đêm')
})

test('a form that the browser sends twice makes one draft; a pasted list names whom it did not find', async () => {
  await addPerson(world, { name: 'Lê Thị Mười', phone: '+84912345678' })
  await officer.get(`${PATH}/moi`)
  const fields = { lan: 'once', loi: TEXT, danh_sach: '0912 345 678\n0987 654 321' }
  const places = [await officer.post(`${PATH}/moi`, fields), await officer.post(`${PATH}/moi`, fields)].map(({ to }) => to)
  expect(places[0]).toBe(places[1])
  const { text } = await officer.get(places[0] as string)
  expect(text).toContain('0987 654 321: trong sổ không ai có số này')
  expect(text).toContain('Gửi cho 1 người')
})

test('a trial goes to the officer’s own telephone once, and is no part of the result', async () => {
  await addPerson(world, { phone: '+84900000001' })
  const page = await write(officer)
  expect((await officer.post(`${page}/thu`, { so_cua_toi: 'không có' })).to).toBe(`${page}?xong=no-phone`)
  for (const _ of [1, 2]) expect((await officer.post(`${page}/thu`, { so_cua_toi: '0912 345 678' })).to).toBe(`${page}?xong=sent`)
  expect(await world.sql('SELECT kind, lane, broadcast_id FROM notice')).toEqual([{ kind: 'officer', lane: 'reply', broadcast_id: null }])
})

test('the result as a file: nothing in it becomes a formula, nothing on the page a script', async () => {
  const name = '=HYPERLINK("http://xau.example")<script>'
  await addPerson(world, { name, phone: '+84900000001' })
  const page = await write(officer, { loi: '<script>alert(1)</script> họp thôn' })
  const draft = await button(officer, page)
  expect(draft.text).not.toContain('<script>alert')
  await officer.post(`${page}/gui`, draft)
  const csv = await officer.get(`${page}/ket-qua.csv`)
  expect(csv.headers['content-type']).toContain('text/csv')
  expect(csv.text).toContain('"\'=HYPERLINK(""http://xau.example"")<script>"')
  const raw = await world.web.inject({ url: `${page}/ket-qua.xlsx`, headers: { cookie: [...officer.cookies].map(([key, value]) => `${key}=${value}`).join('; ') } })
  const sheet = Object.values(xlsx.read(raw.rawPayload).Sheets)[0]
  expect(sheet?.A1?.v).toBe('Họ và tên')
  expect([sheet?.A2?.t, sheet?.A2?.f, sheet?.A2?.v]).toEqual(['s', undefined, `'${name}`])
})

test('another commune sees, sends and stops nothing of it', async () => {
  await addPerson(world, { phone: '+84900000001' })
  const page = await write(officer)
  const given = await button(officer, page)
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const other = await world.officer('admin', { communeId: commune?.id })
  await other.get(PATH)
  expect((await other.get(page)).status).toBe(404)
  for (const step of ['gui', 'duyet', 'tra-lai', 'thu', 'tam-dung', 'gui-tiep', 'huy', 'gui-lai', 'sua']) expect([step, (await other.post(`${page}/${step}`, given)).status]).toEqual([step, 404])
  expect((await other.get(`${page}/ket-qua.csv`)).status).toBe(404)
  expect((await other.get(PATH)).text).not.toContain('Sáng thứ hai')
  expect(await world.sql('SELECT state FROM broadcast')).toEqual([{ state: 'draft' }])
})
