/** Questions handed to a person: who sees them, how they are answered, taken and closed. Everybody and every word is invented. */
import { readFile, readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TEMPLATES } from '../../../src/app/templates-dir.ts'
import { readyReplies } from '../../../src/content/ready-replies.ts'
import { wordingProblems } from '../../../src/content/wording-rules.ts'
import { communeProfile } from '../../../src/domain/commune-profile.ts'
import { ensureContact } from '../../../src/store/contacts.ts'
import { storeInbound } from '../../../src/store/inbound-messages.ts'
import { openTicket } from '../../../src/store/tickets.ts'
import { addPerson, addVillage, untilTrue } from '../../support/pipeline.ts'
import { testDatabase } from '../../support/database.ts'
import { consoleWorld } from './console-world.ts'
import type { ConsoleWorld, OfficerAtDesk } from './console-world.ts'

const database = await testDatabase()
let world: ConsoleWorld
let officer: OfficerAtDesk
beforeAll(async () => {
  world = await consoleWorld(database, { roles: ['worker'] })
  officer = await world.officer('officer')
})
afterAll(() => world.stop())

const PATH = '/quan-ly/trao-doi'
let chats = 0

/** Somebody's question, from their own telephone. */
async function asked(words: string, given: { name?: string; topic?: string; urgent?: boolean; communeId?: number; facts?: unknown } = {}): Promise<{ id: string; phone: string }> {
  chats += 1
  const phone = `+849000005${String(chats).padStart(2, '0')}`
  const { cipher } = world.app.ground
  const now = world.clock.now()
  const communeId = given.communeId ?? world.communeId
  const person = given.communeId === undefined ? await addPerson(world, { name: given.name ?? 'Lê Thị Mười', phone, cardEnds: '2026-12-31', village: 'Đông Lợi', allowance: { amount: 810_000 } }) : undefined
  const contactId = await ensureContact(database.pool, cipher, { communeId, kind: 'phone', address: phone })
  await storeInbound(database.pool, cipher, { channel: 'sms', dedupeKey: `said-${chats}`, chat: phone, isGroup: false, body: { text: words }, occurredAt: now }, now)
  const facts = JSON.stringify(given.facts ?? { understood: { intents: ['payment_missing'], slots: { month: 'previous' } } })
  const id = await openTicket(database.pool, cipher, { communeId, contactId, personId: person?.id, topic: given.topic ?? 'money-missing', urgent: given.urgent === true, facts }, now)
  return { id, phone }
}

const lineOf = (page: string, id: string): string => new RegExp(`<li[^>]*><p class="what"><a href="${PATH}/${id}"[\\s\\S]*?</li>`).exec(page)?.[0] ?? ''

test('what nobody has read stands before what somebody has, danger before both; the navigation and Hôm nay say how many wait', async () => {
  const first = await asked('tháng trước chưa có tiền <b>nhé</b>')
  world.clock.set(new Date(world.clock.now().getTime() + 3 * 3_600_000))
  const second = await asked('hồ sơ tới đâu rồi', { name: 'Nguyễn Văn Sáu', topic: 'dossier' })
  await officer.get(`${PATH}/${first.id}`)
  const fire = await asked('cháy nhà', { name: 'Trần Thị Bịa', topic: 'emergency', urgent: true })
  const { text } = await officer.get(PATH)
  const order = [...text.matchAll(/class="what"><a href="\/quan-ly\/trao-doi\/(\d+)"/g)].map(([, id]) => id)
  expect(order).toEqual([fire.id, second.id, first.id])
  expect(lineOf(text, second.id)).toContain('>mới<')
  expect(lineOf(text, first.id)).not.toContain('>mới<')
  expect(lineOf(text, first.id)).toMatch(/chờ trả lời<[^·]*· <span class="nowrap">3 giờ/)
  expect(text).toContain('tháng trước chưa có tiền &lt;b&gt;nhé&lt;/b&gt;')
  expect(text).toMatch(/Trao đổi <span class="badge">3<span class="unseen"> câu hỏi chờ trả lời/)
  expect((await officer.get('/quan-ly')).text).toMatch(/<a href="\/quan-ly\/trao-doi">3 câu hỏi chờ cán bộ trả lời/)
})

test('one page holds the words, what the bot understood, and what the register says; looking is on record', async () => {
  const { id } = await asked('sao tháng trước tôi không có tiền', { name: 'Bùi Thị Kín' })
  const { text } = await officer.get(`${PATH}/${id}`)
  for (const said of ['sao tháng trước tôi không có tiền', 'báo chưa nhận được tiền (tháng trước)', 'Bùi Thị Kín', '31/12/2026', '810.000 đồng', 'Chưa ai nhận']) expect(text).toContain(said)
  const looked = await world.sql("SELECT FROM audit a JOIN person p ON p.id = a.person_id WHERE a.action = 'ticket.read' AND p.full_name = 'Bùi Thị Kín' AND a.subject = $1", [`ticket:${id}`])
  expect(looked).toHaveLength(1)
})

test('an answer reaches the telephone where the question came from, is seen in the conversation, and the bot keeps quiet until it is told to speak', async () => {
  const { id, phone } = await asked('chưa có tiền', { name: 'Võ Thị Bịa' })
  const seen = /name="seen" value="([^"]+)"/.exec((await officer.get(`${PATH}/${id}`)).text)?.[1] as string
  expect((await officer.post(`${PATH}/${id}/tra-loi`, { do: 'send', text: 'Bưu điện phát bù sáng thứ hai.', seen })).to).toBe(`${PATH}/${id}?da-gui=1`)
  await world.deliver()
  await untilTrue(() => world.sms.received.some(({ to, text }) => to === phone && text.includes('Buu dien phat bu sang thu hai.')))
  const { text } = await officer.get(`${PATH}/${id}`)
  for (const said of ['UBND xã Tân Đông: Bưu điện phát bù sáng thứ hai.', 'đã trả lời', 'im lặng ở cuộc trò chuyện này đến', 'đang giao cho mình']) expect(text).toContain(said)
  await officer.post(`${PATH}/${id}/tro-ly`)
  expect((await officer.get(`${PATH}/${id}`)).text).not.toContain('im lặng')
  expect((await officer.post(`${PATH}/${id}/dong`)).to).toBe(PATH)
  expect((await officer.get(`${PATH}?xem=da-dong`)).text).toContain('Võ Thị Bịa')
  expect((await officer.get(`${PATH}/${id}`)).text).not.toContain('Gửi câu trả lời')
  expect((await officer.post(`${PATH}/${id}/tra-loi`, { do: 'send', text: 'Muộn rồi' })).status).toBe(404)
})

test('a second answer to words that have changed meanwhile is not sent, and not lost', async () => {
  const { id, phone } = await asked('chưa có tiền', { name: 'Phan Thị Bịa' })
  const colleague = await world.officer('officer')
  const seen = /name="seen" value="([^"]+)"/.exec((await officer.get(`${PATH}/${id}`)).text)?.[1] as string
  await colleague.get(`${PATH}/${id}`)
  world.clock.set(new Date(world.clock.now().getTime() + 60_000))
  await officer.post(`${PATH}/${id}/tra-loi`, { do: 'send', text: 'Lời thứ nhất.', seen })
  const late = await colleague.post(`${PATH}/${id}/tra-loi`, { do: 'send', text: 'Lời thứ hai.', seen })
  expect(late.status).toBe(400)
  expect(late.text).toContain('vừa có lời mới')
  expect(late.text).toContain('>Lời thứ hai.</textarea>')
  expect((await officer.post(`${PATH}/${id}/tra-loi`, { do: 'send', text: '  ', seen })).text).toContain('từ 1 đến 1.000 chữ')
  await world.deliver()
  expect(world.sms.received.filter(({ to }) => to === phone)).toHaveLength(1)
})

test('ready words are put in beside what is written, and leave only when they are sent', async () => {
  const { id, phone } = await asked('cần gì', { name: 'Đỗ Thị Bịa' })
  await officer.get(`${PATH}/${id}`)
  const { text } = await officer.post(`${PATH}/${id}/tra-loi`, { do: 'ready', ready: '2-come-to-office', text: 'Chào bà.' })
  expect(text).toMatch(/>Chào bà\.\nViệc này cần xem giấy tờ\. Mời đến Trung tâm Phục vụ hành chính công của xã/)
  await world.deliver()
  expect(world.sms.received.filter(({ to }) => to === phone)).toEqual([])
})

test('a question is taken, given to a colleague who may answer, and to nobody else', async () => {
  const { id } = await asked('hỏi', { name: 'Hồ Thị Bịa' })
  const colleague = await world.officer('officer')
  const [theirs] = await world.sql<{ id: number; name: string }>('SELECT id, name FROM account WHERE login = $1', [colleague.login])
  const watcher = await world.officer('viewer')
  const [watching] = await world.sql<{ id: number }>('SELECT id FROM account WHERE login = $1', [watcher.login])
  await officer.get(`${PATH}/${id}`)
  expect((await officer.post(`${PATH}/${id}/giao`, { to: String(watching?.id) })).status).toBe(404)
  await officer.post(`${PATH}/${id}/giao`, { to: String(theirs?.id) })
  expect((await officer.get(`${PATH}/${id}`)).text).toContain(`Đang giao cho ${theirs?.name}`)
  expect((await colleague.get(`${PATH}?xem=cua-toi`)).text).toContain('Hồ Thị Bịa')
  expect((await officer.get(`${PATH}?xem=cua-toi`)).text).not.toContain('Hồ Thị Bịa')
  await colleague.get(`${PATH}/${id}`)
  await colleague.post(`${PATH}/${id}/giao`, { to: '' })
  expect((await colleague.get(`${PATH}/${id}`)).text).toContain('Chưa ai nhận')
})

test('a village that is silent is shown with its task and whom to ring', async () => {
  const { id } = await asked('', { topic: 'village-silent', facts: { village: 'Ấp Kà Ốt', task: 12, gist: 'rà soát hộ nghèo', ring: [{ name: 'Thạch Bịa', phone: '+84900000599' }] } })
  const { text } = await officer.get(`${PATH}/${id}`)
  for (const said of ['Ấp Kà Ốt', 'số 12: rà soát hộ nghèo', 'Thạch Bịa', '0900 000 599']) expect(text).toContain(said)
})

test('another commune’s officer, a village head and who only watches see no question; who approves sees and changes nothing', async () => {
  const { id } = await asked('chuyện riêng', { name: 'Lý Thị Riêng' })
  const [commune] = await world.sql<{ id: number }>("INSERT INTO commune (name) VALUES ('xã Phú Mỹ') RETURNING id")
  const stranger = await world.officer('admin', { communeId: commune?.id })
  expect((await stranger.get(PATH)).text).not.toContain('Lý Thị Riêng')
  expect((await stranger.get(`${PATH}/${id}`)).status).toBe(404)
  for (const path of ['tra-loi', 'giao', 'dong', 'tro-ly']) expect((await stranger.post(`${PATH}/${id}/${path}`, { do: 'send', text: 'x', to: '' })).status).toBe(404)
  const head = await world.officer('village-head', { communeId: world.communeId, villageId: await addVillage(world, 'Đông Lợi') })
  for (const desk of [head, await world.officer('viewer')]) {
    expect((await desk.get(PATH)).status).toBe(403)
    expect((await desk.get('/quan-ly')).text).not.toContain('câu hỏi')
  }
  const approver = await world.officer('approver')
  expect((await approver.get(`${PATH}/${id}`)).text).not.toContain('<textarea')
  expect((await approver.post(`${PATH}/${id}/dong`)).status).toBe(403)
  expect(world.lines.join()).not.toContain('Riêng')
})

test('every ready answer may be sent as it stands', async () => {
  const profile = communeProfile('xã Tân Đông', { address: '1 đường Bịa' })
  const all = (await readyReplies(TEMPLATES))(profile)
  expect(all.length).toBeGreaterThan(4)
  for (const name of await readdir(`${TEMPLATES}vi/replies`)) {
    const body = (await readFile(`${TEMPLATES}vi/replies/${name}`, 'utf8')).split('\n').slice(1).join('\n')
    expect([name, wordingProblems(body, 'visit', [])]).toEqual([name, []])
  }
  for (const { title, text } of all) expect([title !== '' && text.length > 30, /\{|\}|undefined|null/.test(title + text)]).toEqual([true, false])
})
