/** A list's way through the console: shown, taken over, planned for, taken back; and files that want to do harm. Everybody is invented. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
beforeAll(async () => {
  world = await consoleWorld(database)
})
beforeEach(async () => {
  officer = await world.officer('officer')
  await officer.get('/quan-ly/nhap')
})
afterAll(() => world.stop())

const list = (rows: readonly string[], head = 'UBND XÃ TÂN ĐÔNG\nDANH SÁCH THẺ BẢO HIỂM Y TẾ\n'): Buffer =>
  Buffer.from(`${head}STT,Họ và tên,Ngày sinh,Địa chỉ,Điện thoại,Mã số thẻ,Giá trị đến\n${rows.map((row, at) => `${at + 1},${row}`).join('\n')}\n`)
const CARDS = list([
  'Lê Thị Bịa,02/03/1950,Ấp Đông Lợi,0900000101,GD4723100000101,22/12/2026',
  'Võ Văn Bịa,05/06/1949,Ấp Đông Lợi,0900000102,GD4723100000102,29/11/2026',
  'Trần Thị Bịa,05/06/1961,Ấp Kà Ốt,,GD4723100000103,31/11/2026',
])

async function read(bytes: Buffer, name = 'the_bhyt.csv', who = officer): Promise<string> {
  const answer = await who.upload('/quan-ly/nhap', { name, bytes })
  expect([answer.status, answer.text.match(/role="alert">([^<]*)/)?.[1]]).toEqual([303, undefined])
  return answer.to as string
}

test('a file is shown with how it was read and what it changes, then taken over, planned for and taken back', async () => {
  const draft = await read(CARDS)
  const look = await officer.get(draft)
  expect(look.text).toContain('tiêu đề ở dòng 3')
  expect(look.text).toContain('xã Tân Đông')
  expect(look.text).toContain('<mark>31/11/2026</mark>')
  expect(look.text).toContain('Ghi 3 dòng vào sổ')
  expect(await world.sql('SELECT FROM person')).toEqual([])
  const done = await officer.post(draft, { do: 'commit' })
  expect(done.to).toMatch(/^\/quan-ly\/nhap\/lan\/\d+\?moi=1$/)
  const batch = await officer.get(done.to as string)
  expect(batch.text).toContain('Đã ghi vào sổ')
  expect(batch.text).toContain('do người thử')
  expect(await world.sql('SELECT FROM person')).toHaveLength(3)
  expect(await world.sql("SELECT FROM notice WHERE state = 'planned'")).not.toEqual([])
  expect(await world.sql('SELECT FROM import_draft')).toEqual([])
  expect((await officer.get(draft)).status).toBe(404)
  const undone = await officer.post(`${(done.to as string).split('?')[0]}/hoan-tac`)
  expect(undone.text).toContain('bỏ 3 người mới')
  expect(await world.sql('SELECT FROM person')).toEqual([])
  expect((await world.sql<{ action: string }>("SELECT action FROM audit WHERE action LIKE 'import.%' ORDER BY id")).map(({ action }) => action)).toEqual(['import.made', 'import.undone'])
})

test('a draft belongs to who brought it: a colleague does not see it, and dropping it leaves nothing', async () => {
  const draft = await read(CARDS)
  const colleague = await world.officer('officer')
  expect((await colleague.get(draft)).status).toBe(404)
  await officer.get(draft)
  expect((await officer.post(draft, { do: 'drop' })).to).toBe('/quan-ly/nhap')
  expect(await world.sql('SELECT FROM import_draft')).toEqual([])
})

test('a file that names another commune, tells no kind or no month is asked about, and not taken over meanwhile', async () => {
  const other = await read(list(['Lê Thị Bịa,02/03/1950,Ấp Một,,GD4723100000101,22/12/2026'], 'UBND XÃ PHÚ MỸ\nDANH SÁCH THẺ BẢO HIỂM Y TẾ\n'))
  expect((await officer.get(other)).text).toContain('xã Phú Mỹ')
  expect((await officer.post(other, { do: 'commit' })).status).toBe(200)
  expect(await world.sql('SELECT FROM person')).toEqual([])
  expect((await officer.get(`${other}?dung-xa=1`)).text).toContain('Ghi 1 dòng vào sổ')
  const plain = await read(Buffer.from('Họ và tên,Ngày sinh\nLê Thị Bịa,02/03/1950\nVõ Văn Bịa,05/06/1949\n'), 'a.csv')
  expect((await officer.get(plain)).text).toContain('chưa biết đây là loại danh sách nào')
  expect((await officer.get(`${plain}?loai=households`)).text).toContain('Danh sách hộ nghèo')
})

test('the same file a second time changes nothing', async () => {
  await officer.post(await readAndLook(CARDS), { do: 'commit' })
  const again = await readAndLook(CARDS)
  expect((await officer.get(again)).text).toContain('không thay đổi gì')
  expect((await officer.post(again, { do: 'commit' })).to).toBe('/quan-ly/nhap?nhu-cu=1')
})

async function readAndLook(bytes: Buffer): Promise<string> {
  const draft = await read(bytes)
  await officer.get(draft)
  return draft
}

test('imports of another commune are not there', async () => {
  await officer.post(await readAndLook(list(['Phan Thị Bịa,02/03/1950,Ấp Một,,GD4723100000777,22/12/2026'])), { do: 'commit' })
  const [batch] = await world.sql<{ id: string }>('SELECT id FROM import_batch ORDER BY id DESC LIMIT 1')
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id")
  const stranger = await world.officer('officer', { communeId: commune?.id })
  expect((await stranger.get('/quan-ly/nhap')).text).not.toContain('the_bhyt.csv')
  expect((await stranger.get(`/quan-ly/nhap/lan/${batch?.id}`)).status).toBe(404)
  expect((await stranger.post(`/quan-ly/nhap/lan/${batch?.id}/hoan-tac`)).status).toBe(404)
})

test.each<[string, Buffer, string]>([
  ['a program', Buffer.from('MZ\u0000\u0000 this is no list'), 'a.exe'],
  ['a broken workbook', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500, 7)]), 'a.xlsx'],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a.csv'],
])('%s is refused in one sentence, and nothing is kept', async (_name, bytes, name) => {
  const answer = await officer.upload('/quan-ly/nhap', { name, bytes })
  expect(answer.status).toBe(400)
  expect(answer.text).toMatch(/role="alert">[^<]{20,}/)
  expect(await world.sql('SELECT FROM import_draft WHERE account_id = (SELECT max(id) FROM account)')).toEqual([])
})

test('a name that is a script or climbs out of a folder is only ever text', async () => {
  const draft = await read(list(['<script>alert(1)</script> Bịa,02/03/1950,"<img src=x onerror=alert(1)>",,GD4723100000555,31/11/2026']), '../../<b>x</b>.csv')
  const look = await officer.get(draft)
  expect(look.text).not.toMatch(/<script|<img|<b>x/)
  expect(look.text).toContain('&lt;')
  expect(look.text).not.toContain('../')
})

test('a file that is larger than any list, or no form at all, is refused', async () => {
  const large = await officer.upload('/quan-ly/nhap', { name: 'a.csv', bytes: Buffer.alloc(33 * 1024 * 1024, 'a') })
  expect(large.status).toBe(413)
  const broken = await world.web.inject({
    method: 'POST', url: '/quan-ly/nhap', payload: 'no form', headers: { cookie: `loa_phien=${officer.cookies.get('loa_phien')}`, 'content-type': 'multipart/form-data; boundary=x' },
  })
  expect(broken.statusCode).toBe(403)
})

test('a column that is read wrongly is put right, and the next list of that source is read so by itself', async () => {
  const source = (rows: readonly string[]): Buffer =>
    Buffer.from(`UBND XÃ TÂN ĐÔNG\nDANH SÁCH THẺ BẢO HIỂM Y TẾ\nSTT,Họ và tên,Ngày sinh,Địa chỉ,Mã số thẻ,Ngày trở lại\n${rows.join('\n')}\n`)
  const draft = await read(source(['1,Hà Thị Bịa,02/03/1950,Ấp Đông Lợi,GD4723100000301,22/12/2026']))
  const look = await officer.get(draft)
  expect(look.text).toContain('Cột F: Ngày trở lại')
  expect(look.text).toContain('Loa đọc là: không đọc')
  const again = await officer.get(`${draft}?${new URLSearchParams([['cot', ''], ['cot', 'ngay tro lai=valid_to']]).toString()}`)
  expect(again.text).toContain('F = thẻ dùng đến ngày')
  await officer.post(draft, { do: 'commit', cot: 'ngay tro lai=valid_to' })
  expect(await world.sql("SELECT valid_to FROM card c JOIN person p ON p.id = c.person_id WHERE p.full_name = 'Hà Thị Bịa'")).toEqual([{ valid_to: '2026-12-22' }])

  const nextDraft = await read(source(['1,Mã Văn Bịa,05/06/1949,Ấp Đông Lợi,GD4723100000302,29/12/2026']))
  const next = await officer.get(nextDraft)
  expect(next.text).toContain('F = thẻ dùng đến ngày')
  // Another list is no business of that source.
  expect((await officer.get(await read(CARDS))).text).not.toContain('Ngày trở lại')
  // And what is no field, or no heading of this list, changes nothing.
  const odd = await officer.get(`${nextDraft}?${new URLSearchParams([['cot', 'ngay tro lai=drop_table'], ['cot', 'dia chi'], ['cot', '=']]).toString()}`)
  expect(odd.text).not.toContain('F = thẻ dùng đến ngày')
})
