/** The thinnest way: a task from the committee's group to two heads, each confirms, and the board shows it. All data is invented. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { startPipeline } from '../support/pipeline.ts'
import { editableChannel, roomWorld, textsTo } from '../support/room-world.ts'

const database = await testDatabase()
beforeAll(trainOnce)
const stops: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const stop of stops) await stop()
})

const GROUP = '-100200'
const OFFICER = '900001'

test('a task goes to the heads whom it names, each confirms, and the board in the group shows it in its place', async () => {
  const telegram = editableChannel('telegram')
  const pipeline = await startPipeline(database, [telegram], { at: '2026-11-23T01:00:00Z', roles: ['worker', 'bot'], env: { LOA_DATA: MODELS } })
  stops.push(pipeline.stop)
  const world = roomWorld(pipeline, 'telegram')
  for (const village of ['Đông Lợi', 'Bàu Rã', 'Kà Ốt']) await world.village(village)
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: '700001' })
  await world.head('Bàu Rã', { name: 'Trần Thị Đặt', chat: '700002' })
  await world.head('Kà Ốt', { name: 'Lê Văn Ra', chat: '700003' })
  await world.bindGroup('committee', GROUP, OFFICER)
  expect(textsTo(telegram.received, GROUP)).toEqual([expect.stringContaining('nhóm của Ban chỉ đạo')])

  await world.say(GROUP, 'Ấp Đông Lợi và ấp Bàu Rã rà soát, báo số hộ nghèo trước 17h thứ sáu 27/11.', { from: OFFICER })
  for (const [chat, village] of [['700001', 'Ấp Đông Lợi'], ['700002', 'Ấp Bàu Rã']] as const) {
    const relay = telegram.received.filter(({ to }) => to === chat).at(-1)
    expect(relay?.text).toBe(
      `UBND xã Tân Đông: Ban chỉ đạo giao ${village} việc số 1: Ấp Đông Lợi và ấp Bàu Rã rà soát, báo số hộ nghèo trước 17h thứ sáu 27/11.\nHạn: 17:00 thứ sáu 27/11/2026.\nXin bấm Đã nhận; trả lời ngay dưới tin này.`,
    )
    expect(relay?.buttons?.map(({ title }) => title)).toEqual(['Đã nhận', 'Đã xong', 'Hỏi lại'])
  }
  expect(textsTo(telegram.received, '700003')).toHaveLength(1) // only that the chat is bound

  pipeline.clock.advance(20 * 60_000)
  await world.say('700001', '', { button: 'g:ok:1' })
  await world.say('700002', '', { button: 'g:ok:1' })
  expect(telegram.lies(GROUP).at(-1)).toBe(
    'UBND xã Tân Đông: Số 1, "Ấp Đông Lợi và ấp Bàu Rã rà soát, báo số hộ nghèo trước 17h thứ sáu…", hạn 17:00 thứ sáu 27/11/2026\nẤp Bàu Rã: đã nhận 08:20\nẤp Đông Lợi: đã nhận 08:20',
  )
  expect(telegram.lies(GROUP)).toHaveLength(2) // the binding and one board, changed in its place
})
