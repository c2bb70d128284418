/** What happened to others with groups, and what happens in every commune: each of it here, through the real pipeline. All data is invented. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'
import { editableChannel, roomWorld, textsTo } from '../support/room-world.ts'

const database = await testDatabase()
beforeAll(trainOnce)
const GROUP = '-100400'
const MEMBER = '900001'
const TASK = 'Ấp Đông Lợi và ấp Bàu Rã báo số hộ nghèo trước 17h ngày 27/11.'
let pipeline: Pipeline | undefined
let telegram: ReturnType<typeof editableChannel>
let sms: HandHeldChannel
let world: ReturnType<typeof roomWorld>

afterAll(async () => pipeline?.stop())
beforeEach(async () => {
  await pipeline?.stop()
  telegram = editableChannel('telegram')
  sms = handHeld('sms')
  pipeline = await startPipeline(database, [telegram, sms], { at: '2026-11-23T01:00:00Z', roles: ['worker', 'bot'], env: { LOA_DATA: MODELS } })
  world = roomWorld(pipeline, 'telegram')
  for (const village of ['Đông Lợi', 'Bàu Rã']) await world.village(village)
  await world.bindGroup('committee', GROUP, MEMBER)
})

const told = (chat: string): string[] => textsTo(telegram.received, chat).filter((text) => /giao .* việc số/.test(text))

test('who is reached in two groups and an own chat is told once, there', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001', phone: '+84901000001' })
  await world.head('Bàu Rã', { name: 'Nguyễn Văn Bịa', phone: '+84901000001' })
  await world.bindGroup('village', '-100401', '700001', 'Đông Lợi')
  await world.bindGroup('village', '-100402', '700001', 'Bàu Rã')
  await world.say(GROUP, TASK, { from: MEMBER })
  expect(told('700001')).toEqual([expect.stringContaining('giao Ấp Bàu Rã, Ấp Đông Lợi việc số 1')])
  expect([...told('-100401'), ...told('-100402'), ...sms.received]).toEqual([])
  await world.say('700001', '', { button: 'g:ok:1' })
  expect(await pipeline!.sql('SELECT count(confirmed_at)::int AS n FROM task_target')).toEqual([{ n: 2 }])
})

test('a head without a messenger is told by SMS, and answers by SMS', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', phone: '+84901000001' })
  await world.say(GROUP, '#giao ấp Đông Lợi báo số hộ nghèo trước 17h ngày 27/11', { from: MEMBER })
  expect(sms.received.map(({ to, text }) => [to, text])).toEqual([['+84901000001', expect.stringContaining('Nhan: #nhan 1. Tra loi: #baocao 1')]])
  await pipeline!.app.receive('sms')({ kind: 'message', dedupeKey: 'sms-1', from: '+84901000001', chat: '+84901000001', isGroup: false, text: '#nhan 1', occurredAt: pipeline!.clock.now() })
  await world.settle()
  expect(await pipeline!.sql('SELECT count(confirmed_at)::int AS n FROM task_target')).toEqual([{ n: 1 }])
})

test('a group that became a supergroup keeps its binding, also when its new chat was heard first', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say('-100999', 'chào cả nhà', { from: MEMBER })
  await pipeline!.app.receive('telegram')({ kind: 'chat', dedupeKey: 'moved', chat: GROUP, change: 'moved', movedTo: '-100999', occurredAt: pipeline!.clock.now() })
  await pipeline!.app.applyReports()
  await world.say('-100999', TASK, { from: MEMBER })
  expect(told('700001')).toHaveLength(1)
  expect(telegram.lies('-100999').at(-1)).toContain('Ấp Đông Lợi: đã chuyển')
  expect(await pipeline!.sql("SELECT count(*)::int AS n FROM room WHERE kind = 'committee' AND ended_at IS NULL")).toEqual([{ n: 1 }])
})

test('a send that learns of the supergroup takes the binding along', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say('-100998', 'chào cả nhà', { from: MEMBER })
  telegram.answer = ({ to, requestId }) => (to === GROUP ? new SendError('channel.recipient-moved', 'moved', { errorClass: 'RETRY', movedTo: '-100998' }) : { providerId: `p-${requestId}`, outcome: 'accepted' })
  await world.say(GROUP, TASK, { from: MEMBER })
  await world.say('-100998', '#viec', { from: MEMBER })
  expect(telegram.lies('-100998').at(-1)).toContain('Các việc đang mở')
})

test('two machines that answer each other are cut off', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  for (let turn = 0; turn < 20; turn += 1) await world.say('700001', '#viec')
  expect(textsTo(telegram.received, '700001').filter((text) => text.includes('Không có việc nào')).length).toBeLessThan(13)
  pipeline!.clock.advance(10 * 60_000)
  const before = textsTo(telegram.received, '700001').length
  await world.say('700001', '#viec')
  expect(textsTo(telegram.received, '700001')).toHaveLength(before + 1)
})

test('what a stranger writes in the group waits for a member, and a stranger\'s own tap counts for nothing', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say(GROUP, TASK, { from: '666' })
  await world.say(GROUP, '', { from: '666', button: 'g:send:1' })
  expect(told('700001')).toEqual([])
  expect(telegram.received.at(-1)?.buttons?.map(({ title }) => title)).toEqual(['Gửi đi', 'Không gửi'])
  await world.say(GROUP, '', { from: MEMBER, button: 'g:send:1' })
  expect(told('700001')).toHaveLength(1)
})

test('a head who leaves office in the middle hears no more, and the new one is told', async () => {
  const old = await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say(GROUP, TASK, { from: MEMBER })
  expect(told('700001')).toHaveLength(1)
  await world.rooms.endHolder(pipeline!.communeId, old, 'thử')
  await world.head('Đông Lợi', { name: 'Trần Thị Mới', chat: '700009' })
  await pipeline!.app.followUp()
  await world.settle()
  expect(told('700009')).toHaveLength(1)
  await world.say('700001', '#baocao 1 hộ nghèo 99')
  expect(await pipeline!.sql('SELECT count(*)::int AS n FROM task_report')).toEqual([{ n: 0 }])
  expect(told('700001')).toHaveLength(1)
})

test('the same words in two of the committee\'s groups are one task', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.bindGroup('committee', '-100403', MEMBER)
  await world.say(GROUP, TASK, { from: MEMBER })
  await world.say('-100403', TASK.toUpperCase(), { from: MEMBER })
  expect(told('700001')).toHaveLength(1)
  expect(textsTo(telegram.received, '-100403').at(-1)).toContain('đã được ghi là số 1, không gửi thêm')
})

test('a text of six thousand letters arrives whole, in order', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  const long = Array.from({ length: 200 }, (_, index) => `Điểm ${index + 1}: rà soát từng hộ.`).join(' ')
  await world.say(GROUP, `#giao ấp Đông Lợi báo trước 17h ngày 27/11. ${long}`, { from: MEMBER })
  pipeline!.clock.advance(60_000)
  await world.settle()
  const arrived = textsTo(telegram.received, '700001').slice(1).join(' ')
  for (let index = 1; index <= 200; index += 1) expect(arrived, `point ${index}`).toContain(`Điểm ${index}: rà soát từng hộ.`)
  expect(Math.max(...textsTo(telegram.received, '700001').map((text) => text.length))).toBeLessThan(2_000)
})

test('a photo answers the task that it quotes, and numbers of papers are covered on the way', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say(GROUP, TASK, { from: MEMBER })
  const relay = telegram.received.find(({ to, text }) => to === '700001' && text.includes('việc số 1'))
  await world.say('700001', '', { replyTo: `p-${relay?.requestId}`, attachments: [{ kind: 'image' }] })
  expect(textsTo(telegram.received, GROUP).at(-1)).toBe('UBND xã Tân Đông: Ấp Đông Lợi trả lời số 1: ảnh')
  await world.say('700001', '#baocao 1 hộ nghèo 2, hỏi ông Tư 0912345678, căn cước 072060001234')
  expect(textsTo(telegram.received, GROUP).at(-1)).toBe('UBND xã Tân Đông: Ấp Đông Lợi trả lời số 1: hộ nghèo 2, hỏi ông Tư …678, căn cước …234')
  expect(textsTo(telegram.received, '700001').at(-1)).toContain('Trợ lý đã che')
})

test('a photo and a file under a task are named to the heads, with the messenger’s own link', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.say(GROUP, TASK, { from: MEMBER, attachments: [{ kind: 'image', url: 'https://anh.example/mau-b1.jpg' }, { kind: 'file', name: 'mau-b1.xlsx' }] })
  expect(told('700001')).toEqual([expect.stringContaining('(kèm ảnh https://anh.example/mau-b1.jpg, tệp mau-b1.xlsx)')])
})

test('who leaves the group has no say in it any more, and a group that is gone is no room', async () => {
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  const happen = async (change: 'left' | 'deleted'): Promise<void> => {
    pipeline!.clock.advance(1_000)
    await pipeline!.app.receive('telegram')({ kind: 'group', dedupeKey: change, group: GROUP, change, people: [MEMBER], occurredAt: pipeline!.clock.now() })
    await pipeline!.app.applyReports()
  }
  await happen('left')
  await world.say(GROUP, TASK, { from: MEMBER })
  expect(told('700001')).toEqual([])
  expect(telegram.received.at(-1)?.text).toContain('chưa có trong danh sách')
  await happen('deleted')
  await world.say(GROUP, '#viec', { from: MEMBER })
  expect(await world.rooms.list(pipeline!.communeId)).toMatchObject([{ kind: 'private' }])
})
