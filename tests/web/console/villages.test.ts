/** Villages, the committee's board and the visit lists: who sees and changes which. Everybody and every number is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { roomsOf } from '../../../src/app/rooms.ts'
import { addPerson, addVillage } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
let head: OfficerAtDesk
let loi: number
let kaOt: number
beforeAll(async () => {
  world = await consoleWorld(database)
  loi = await addVillage(world, 'Đông Lợi')
  kaOt = await addVillage(world, 'Kà Ốt')
  officer = await world.officer('officer')
  head = await world.officer('village-head', { communeId: world.communeId, villageId: loi })
})
afterAll(() => world.stop())

const PATH = '/quan-ly/thon'
const VISITS = `${PATH}/den-nha`
let notices = 0

/** Somebody whom no channel reached, with what the village head is to tell. */
async function toVisit(name: string, village: string): Promise<string> {
  const { id, cardId } = await addPerson(world, { name, village, cardEnds: '2026-11-20' })
  notices += 1
  await world.sql(
    `WITH n AS (
       INSERT INTO notice (commune_id, recipient, person_id, card_id, kind, reason_key, template_key, due_on, not_before, not_after, state)
       VALUES ($1, 'person:' || $2::text, $2::text::bigint, $4, 'reminder', $3, 'card-lapsed', '2026-11-21', now(), now(), 'visit') RETURNING id)
     INSERT INTO visit (notice_id, commune_id, person_id, reason) SELECT id, $1, $2::text::bigint, 'no-contact' FROM n`,
    [world.communeId, id, `card:v${notices}`, cardId],
  )
  return id
}

/** As the committee's group would have given it. */
async function task(number: number, text: string, parts: readonly { village: number; confirmed?: boolean; reports?: readonly Record<string, number>[] }[]): Promise<void> {
  const { cipher } = world.app.ground
  const [row] = await world.sql<{ id: string }>(
    `INSERT INTO task (commune_id, number, kind, state, room_id, body_enc, text_idx, due_on, needs_ack, given_at) VALUES ($1, $2, 'task', 'open', 1, $3, '\\x00', '2026-11-20', true, '2026-11-18T02:00:00Z') RETURNING id`,
    [world.communeId, number, cipher.encrypt(JSON.stringify({ text, askedBy: '', attachments: [] }))],
  )
  for (const { village, confirmed, reports = [] } of parts) {
    await world.sql(
      `INSERT INTO task_target (task_id, village_id, notice_id, told_at, confirmed_at, answered_at) VALUES ($1, $2, 1, '2026-11-18T02:05:00Z', $3, $4)`,
      [row?.id, village, confirmed === true ? '2026-11-18T03:00:00Z' : null, reports.length > 0 ? '2026-11-19T03:00:00Z' : null],
    )
    for (const [at, numbers] of reports.entries()) {
      await world.sql(`INSERT INTO task_report (commune_id, task_id, village_id, inbound_id, text_enc, numbers, given_at, replaced_at) VALUES ($1, $2, $3, $4, $5, $6, now(), $7)`, [
        world.communeId, row?.id, village, number * 100 + village * 10 + at, cipher.encrypt('x'), JSON.stringify(numbers), at < reports.length - 1 ? '2026-11-19T02:00:00Z' : null,
      ])
    }
  }
}

test('a head is put down with a number to ring, gets a code for their own chat once, and leaves office', async () => {
  await officer.get(PATH)
  expect((await officer.post(`${PATH}/nguoi`, { name: 'Thạch Bịa', phone: '12', office: 'head', village: String(loi) })).text).toContain('Số điện thoại chưa đúng')
  expect((await officer.post(`${PATH}/nguoi`, { name: 'Thạch Bịa', phone: '', office: 'head', village: '' })).text).toContain('Chọn thôn, ấp')
  expect((await officer.post(`${PATH}/nguoi`, { name: 'Thạch Bịa', phone: '0900 000 801', office: 'head', village: String(loi) })).to).toBe(PATH)
  const { text } = await officer.get(PATH)
  expect(text).toMatch(/Ấp Đông Lợi<\/th><td><p><strong>Thạch Bịa<\/strong> <span class="nowrap">0900 000 801/)
  expect(text).toMatch(/Ấp Kà Ốt<\/th><td><span class="failed"><span aria-hidden="true">▲<\/span> chưa ghi ai đứng đầu/)
  const id = /name="holder" value="(\d+)"/.exec(text)?.[1] as string
  expect((await officer.post(`${PATH}/ma`, { holder: id })).text).toMatch(/<code>#ma [A-Z0-9]{4}-[A-Z0-9]{4}<\/code>/)
  expect((await officer.post(`${PATH}/ma`, { holder: '999' })).status).toBe(404)
  expect((await officer.post(`${PATH}/thoi-viec`, { id })).to).toBe(PATH)
  expect((await officer.get(PATH)).text).not.toContain('Thạch Bịa')
  const record = await world.sql<{ action: string }>("SELECT action FROM audit WHERE action ~ '^(holder|room)' ORDER BY id")
  expect(record.map(({ action }) => action)).toEqual(['holder.added.head', 'room.code-made', 'holder.ended'])
})

test('a group is bound by the code of its page, is shown, and is let go', async () => {
  await officer.get(PATH)
  const code = /#ma ([A-Z0-9]{4})-([A-Z0-9]{4})</.exec((await officer.post(`${PATH}/ma`, { village: String(kaOt) })).text)?.slice(1).join('')
  expect(await world.sql('SELECT FROM room_code WHERE code_idx = $1 AND kind = $2 AND village_id = $3', [world.app.ground.cipher.blindIndex('room-code', code as string), 'village', kaOt])).toHaveLength(1)
  const [contact] = await world.sql<{ id: string }>("INSERT INTO contact (commune_id, kind, address_enc, address_idx) VALUES ($1, 'telegram', $2, '\\x01') RETURNING id", [world.communeId, world.app.ground.cipher.encrypt('-1')])
  const [room] = await world.sql<{ id: string }>("INSERT INTO room (commune_id, kind, village_id, contact_id, is_group, bound_at) VALUES ($1, 'village', $2, $3, true, now()) RETURNING id", [world.communeId, kaOt, contact?.id])
  expect((await officer.get(PATH)).text).toContain('Nhóm Telegram')
  expect((await officer.post(`${PATH}/thoi-gan`, { id: String(room?.id) })).to).toBe(PATH)
  expect((await officer.get(PATH)).text).not.toContain('Nhóm Telegram')
  expect((await officer.post(`${PATH}/ma`)).status).toBe(404)
})

test('the board tells how far each village is, what the figures add up to and what was put right; a head sees their own line', async () => {
  await task(1, 'Báo số hộ nghèo <b>sau</b> rà soát', [{ village: loi, reports: [{ ho_ngheo: 14 }, { ho_ngheo: 4 }] }, { village: kaOt, confirmed: true }])
  await task(2, 'Kà Ốt kiểm tra cống', [{ village: kaOt }])
  const { text } = await officer.get(PATH)
  for (const said of ['Báo số hộ nghèo &lt;b&gt;sau&lt;/b&gt; rà soát', 'đã trả lời', 'hộ nghèo 4', 'quá hạn, chưa trả lời', 'trước đó báo: hộ nghèo 14', 'Kà Ốt kiểm tra cống']) expect(text).toContain(said)
  expect(text).toMatch(/Ấp Kà Ốt<\/th>[\s\S]*<strong class="failed">2<\/strong>/)
  const own = (await head.get(PATH)).text
  expect(own).toContain('Báo số hộ nghèo')
  for (const hidden of ['Kà Ốt', 'cống', 'Cấp mã', 'Ghi người này']) expect(own).not.toContain(hidden)
})

test('whom nobody reached is told at the door, is not at home, or has gone; each word does what it says', async () => {
  const [muoi, sau, bay] = [await toVisit('Lê Thị Mười', 'Đông Lợi'), await toVisit('Nguyễn Văn Sáu', 'Đông Lợi'), await toVisit('Trần Thị Bảy', 'Đông Lợi')]
  expect((await officer.get('/quan-ly')).text).toContain(`<a href="${VISITS}">3 người không kênh nào tới được`)
  const { text } = await head.get(VISITS)
  for (const said of ['Lê Thị Mười', 'sinh 1950', 'không có số điện thoại', '20/11/2026']) expect(text).toContain(said)
  expect((await head.post(VISITS, { person: muoi, outcome: 'told', thon: '' })).to).toBe(`${VISITS}?da-ghi=told`)
  expect((await head.post(VISITS, { person: sau, outcome: 'absent', thon: '' })).to).toBe(`${VISITS}?da-ghi=absent`)
  expect((await head.post(VISITS, { person: bay, outcome: 'died', thon: '' })).to).toBe(`${VISITS}?da-ghi=died`)
  const after = (await head.get(`${VISITS}?da-ghi=died`)).text
  expect(after).toContain('trợ cấp chưa bị dừng')
  expect(after).toContain('đã đến ngày 22/11/2026, chưa gặp')
  for (const gone of ['Lê Thị Mười', 'Trần Thị Bảy']) expect(after).not.toContain(gone)
  expect(await world.sql<{ state: string }>("SELECT state FROM notice WHERE person_id = $1", [muoi])).toEqual([{ state: 'delivered' }])
  expect(await world.sql('SELECT said FROM gone_report WHERE person_id = $1 AND decided_at IS NULL', [bay])).toEqual([{ said: 'died' }])
  const by = await world.sql<{ n: number }>("SELECT count(*)::int AS n FROM audit a JOIN account c ON a.actor = 'officer:' || c.id WHERE a.action LIKE 'visit.%' AND c.login = $1", [head.login])
  expect(by[0]?.n).toBe(3)
  expect((await head.post(VISITS, { person: muoi, outcome: 'told' })).status).toBe(404)
  expect((await head.post(VISITS, { person: sau, outcome: 'sold' })).status).toBe(404)
})

test('the sheet has a page for each village, boxes to tick and room to sign', async () => {
  await toVisit('Phan Thị Bịa', 'Kà Ốt')
  const { text } = await officer.get(`${VISITS}/in`)
  for (const said of ['Danh sách đến nhà báo tin: Ấp Kà Ốt', 'Phan Thị Bịa', '☐ đã báo', 'Ký nhận', '(ký, ghi họ tên)']) expect(text).toContain(said)
  expect((await officer.get(`${VISITS}/in?thon=${kaOt}`)).text).not.toContain('Đông Lợi')
})

test('nothing of another village or commune is seen or closed, whatever is asked for', async () => {
  const theirs = await toVisit('Lý Thị Riêng', 'Kà Ốt')
  for (const path of [VISITS, `${VISITS}?thon=${kaOt}`, `${VISITS}/in?thon=${kaOt}`]) expect((await head.get(path)).text).not.toContain('Lý Thị Riêng')
  expect((await head.post(VISITS, { person: theirs, outcome: 'told' })).status).toBe(404)
  for (const path of ['nguoi', 'ma', 'thoi-viec', 'thoi-gan']) expect((await head.post(`${PATH}/${path}`, { committee: '1' })).status).toBe(403)
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const stranger = await world.officer('admin', { communeId: commune?.id })
  for (const path of [PATH, VISITS, `${VISITS}/in`]) expect((await stranger.get(path)).text).not.toMatch(/Kà Ốt|Riêng|cống/)
  expect((await stranger.post(VISITS, { person: theirs, outcome: 'told' })).status).toBe(404)
  expect((await stranger.post(`${PATH}/ma`, { village: String(kaOt) })).status).toBe(404)
  expect((await stranger.post(`${PATH}/nguoi`, { name: 'x', phone: '', office: 'head', village: String(kaOt) })).status).toBe(404)
  const holderId = await roomsOf(world.app.ground, world.clock).addHolder({ communeId: world.communeId, office: 'head', villageId: kaOt, name: 'Sơn Bịa', phone: undefined, personId: undefined, termFrom: '2026-01-01', termTo: undefined, by: 'thử' })
  expect((await stranger.post(`${PATH}/thoi-viec`, { id: holderId })).status).toBe(404)
  expect((await stranger.post(`${PATH}/ma`, { holder: holderId })).status).toBe(404)
  const viewer = await world.officer('viewer')
  for (const path of [PATH, VISITS, `${VISITS}/in`]) expect((await viewer.get(path)).status).toBe(403)
  const approver = await world.officer('approver')
  expect((await approver.get(VISITS)).text).toContain('Lý Thị Riêng')
  expect((await approver.post(VISITS, { person: theirs, outcome: 'told' })).status).toBe(403)
})
