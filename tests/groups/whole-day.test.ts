/**
 * A day of the committee and six village heads, as a transcript: what each of them writes and reads, over the real adapters
 * and HTTP on every messenger, with a restart of Loa at noon. All data is invented.
 */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { configuredChannels } from '../../src/app/channels.ts'
import { vietnamInstant } from '../../src/domain/calendar.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { handHeld, startPipeline } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'
import { telegramWire, webchatWire, zaloWire } from '../support/room-wires.ts'
import type { RoomWire } from '../support/room-wires.ts'
import { roomWorld } from '../support/room-world.ts'

const database = await testDatabase()
beforeAll(trainOnce)
let running: Pipeline | undefined
let wire: RoomWire | undefined
afterEach(async () => {
  await wire?.stopWeb()
  await running?.stop()
  await wire?.stop()
  running = undefined
  wire = undefined
})

const HEADS = ['Đông Lợi', 'Bàu Rã', 'Kà Ốt', 'Tân Hòa', 'Suối Dây', 'Cây Xoài']
const SENDER = 'UBND xã Tân Đông: '

const STAGES = [['telegram', telegramWire], ['zalo', zaloWire], ['webchat', webchatWire]] as const

test.each(STAGES)('a task to four of six villages, from the morning to the evening, on %s', async (name, open) => {
  const clock = new SettableClock(new Date('2026-11-23T01:00:00Z'))
  const over = (wire = await open(clock))
  const { group, edits } = over
  const sms = handHeld('sms')
  const start = async (keep: boolean, at: string): Promise<Pipeline> => {
    clock.set(new Date(at))
    const pipeline = await startPipeline(database, ({ ground, mailbox }) => [...configuredChannels(ground, mailbox, clock), sms], { at, clock, keep, roles: ['worker', 'bot'], env: { ...over.env, LOA_DATA: MODELS } })
    await over.startWeb(pipeline, [...HEADS.map(chatOf), group, '900009'], keep)
    return pipeline
  }
  const chatOf = (village: string): string => String(800_001 + HEADS.indexOf(village))
  running = await start(false, '2026-11-23T01:00:00Z')
  let world = roomWorld(running, name, 0, over.hear)
  for (const village of HEADS) {
    await world.village(village)
    await world.head(village, { name: `Nguyễn Văn ${village}`, chat: chatOf(village), phone: `+8490100000${HEADS.indexOf(village)}` })
  }
  await world.head('', { name: 'Cô Châu', chat: '900009', office: 'officer' })
  await world.bindGroup('committee', group, '900001')
  const lies = async (chat: string): Promise<string[]> => (await over.lies(running as Pipeline, chat)).map((text) => text.replace(SENDER, ''))
  const read = new Map<string, number>()
  /** What was sent to a chat since it was last looked at, without who writes. */
  const news = async (chat: string): Promise<string[]> => {
    const all = await lies(chat)
    const fresh = all.slice(read.get(chat) ?? 0)
    read.set(chat, all.length)
    return fresh
  }
  for (const chat of [...HEADS.map(chatOf), group, '900009']) await news(chat)
  /** As it lies in the committee's chat now. */
  const board = async (): Promise<string> => (await lies(group)).findLast((text) => text.includes('\n'))?.split('\n').slice(1).join(' | ') ?? ''
  const at = (day: string, time: string): void => clock.set(vietnamInstant(day, time))

  // 08:30, the committee gives the task.
  at('2026-11-23', '08:30')
  await world.say(group, 'Ấp Đông Lợi, ấp Bàu Rã, ấp Kà Ốt, ấp Tân Hòa báo số hộ nghèo, cận nghèo trước 16h ngày 25/11.', { from: '900001' })
  for (const village of HEADS.slice(0, 4)) expect(await news(chatOf(village)), village).toEqual([expect.stringContaining(`Ban chỉ đạo giao Ấp ${village} việc số 1: `)])
  for (const village of HEADS.slice(4)) expect(await news(chatOf(village)), village).toEqual([])
  await news(group)
  expect(await board()).toBe('Ấp Bàu Rã: đã chuyển 08:30 | Ấp Đông Lợi: đã chuyển 08:30 | Ấp Kà Ốt: đã chuyển 08:30 | Ấp Tân Hòa: đã chuyển 08:30')

  // Two confirm.
  at('2026-11-23', '09:00')
  await world.say(chatOf('Đông Lợi'), '', { button: 'g:ok:1' })
  await world.say(chatOf('Bàu Rã'), '', { button: 'g:ok:1' })
  expect(await news(chatOf('Đông Lợi'))).toEqual([expect.stringMatching(/^Đã ghi Ấp Đông Lợi nhận số 1\./)])
  if (edits) expect(await board()).toBe('Ấp Bàu Rã: đã nhận 09:00 | Ấp Đông Lợi: đã nhận 09:00 | Ấp Kà Ốt: đã chuyển 08:30 | Ấp Tân Hòa: đã chuyển 08:30')

  // One asks, the officer answers in the messenger.
  at('2026-11-23', '09:30')
  await world.say(chatOf('Kà Ốt'), '#hoi 1 hộ mới chuyển đến có tính không?')
  expect(await news(chatOf('Kà Ốt'))).toEqual(['Đã chuyển câu hỏi tới cán bộ trực. Câu trả lời sẽ tới đây.'])
  expect(await news('900009')).toEqual(['Ấp Kà Ốt hỏi về số 1: hộ mới chuyển đến có tính không?\nTrả lời: #traloi 1 rồi tới nội dung.'])
  await world.say('900009', '#traloi 1 Có, tính từ ngày có hộ khẩu.')
  expect(await news(chatOf('Kà Ốt'))).toEqual(['Có, tính từ ngày có hộ khẩu.'])

  // At noon Loa starts again; nothing is said twice, nothing is lost.
  const heard = world.heard()
  await over.stopWeb()
  await running.stop()
  running = await start(true, '2026-11-23T05:00:00Z')
  world = roomWorld(running, name, heard, over.hear)
  await world.settle()
  const sinceNoon: string[] = []
  for (const chat of [...HEADS.map(chatOf), '900009']) sinceNoon.push(...(await news(chat)))
  expect(sinceNoon.filter((text) => !text.startsWith('Đã ghi'))).toEqual([])

  // One reports wrong figures, and corrects them.
  at('2026-11-23', '14:00')
  await world.say(chatOf('Đông Lợi'), '#baocao 1 hộ nghèo 4, hộ cận nghèo 7')
  await world.say(chatOf('Bàu Rã'), '#baocao 1 hộ nghèo 2, cận nghèo 3')
  expect((await news(chatOf('Bàu Rã'))).at(-1)).toBe('Đã chuyển tin của Ấp Bàu Rã về số 1: hộ nghèo 2, hộ cận nghèo 3. Nếu sai, xin gửi lại số đúng.')
  at('2026-11-23', '14:20')
  await world.say(chatOf('Đông Lợi'), '#baocao 1 đính chính hộ nghèo 5, hộ cận nghèo 7')
  expect((await news(chatOf('Đông Lợi'))).at(-1)).toBe('Đã chuyển tin của Ấp Đông Lợi về số 1: hộ nghèo 5, hộ cận nghèo 7. Số mới thay số cũ; số cũ được giữ để đối chiếu.')
  expect((await news(group)).filter((text) => text.startsWith('Ấp Đông Lợi'))).toEqual([
    'Ấp Đông Lợi trả lời số 1: hộ nghèo 4, hộ cận nghèo 7',
    'Ấp Đông Lợi đính chính số 1: đính chính hộ nghèo 5, hộ cận nghèo 7',
  ])
  if (edits) {
    expect(await board()).toBe('Ấp Bàu Rã: đã trả lời 14:00 (hộ nghèo 2, hộ cận nghèo 3) | Ấp Đông Lợi: đã trả lời 14:00 (hộ nghèo 5, hộ cận nghèo 7) | Ấp Kà Ốt: đã chuyển 08:30 | Ấp Tân Hòa: đã chuyển 08:30 | Cộng: hộ nghèo 7, hộ cận nghèo 10')
  }
  expect(await running.sql("SELECT numbers, replaced_at IS NOT NULL AS replaced FROM task_report WHERE numbers ->> 'ho_can_ngheo' = '7' ORDER BY id")).toEqual([
    { numbers: { ho_ngheo: 4, ho_can_ngheo: 7 }, replaced: true }, { numbers: { ho_ngheo: 5, ho_can_ngheo: 7 }, replaced: false },
  ])

  // Who is silent is reminded the day before and on the day; then an officer learns whom to ring.
  for (const [day, time] of [['2026-11-24', '08:00'], ['2026-11-25', '14:00'], ['2026-11-25', '14:05']] as const) {
    at(day, time)
    await running.app.followUp()
    await running.app.followUp()
    await world.settle()
  }
  expect((await news(chatOf('Tân Hòa'))).map((text) => text.split('. ')[0])).toEqual(Array.from({ length: 2 }, () => expect.stringMatching(/^Nhắc Ấp Tân Hòa: số 1, ".*", hạn 16:00 thứ tư 25\/11\/2026$/)))
  expect(await news(chatOf('Đông Lợi'))).toEqual([])
  at('2026-11-25', '16:00')
  await running.app.followUp()
  await running.app.followUp()
  await world.settle()
  expect((await news('900009')).filter((text) => text.startsWith('Ấp Tân Hòa'))).toEqual([expect.stringMatching(/^Ấp Tân Hòa chưa trả lời số 1, ".*"\. Xin gọi:\nNguyễn Văn Tân Hòa: 0901 000 003$/)])
  if (!edits) expect(await board(), 'posted anew once a day').toMatch(/Ấp Kà Ốt: đã chuyển 08:30 \| Ấp Tân Hòa: đã chuyển 08:30 \| Cộng: hộ nghèo 7, hộ cận nghèo 10$/)
  else expect(await board()).toBe(
    'Ấp Bàu Rã: đã trả lời 14:00 (hộ nghèo 2, hộ cận nghèo 3) | Ấp Đông Lợi: đã trả lời 14:00 (hộ nghèo 5, hộ cận nghèo 7) | Ấp Kà Ốt: quá hạn, chưa trả lời | Ấp Tân Hòa: quá hạn, chưa trả lời | Cộng: hộ nghèo 7, hộ cận nghèo 10',
  )
  expect(await running.sql("SELECT topic, count(*)::int AS n FROM ticket WHERE state <> 'closed' GROUP BY topic ORDER BY topic")).toEqual([{ topic: 'village-question', n: 1 }, { topic: 'village-silent', n: 2 }])
})
