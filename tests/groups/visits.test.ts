/** Whom no channel reached, in the head's own chat: one person at a time, and one tap for what was found. All people are invented. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { addPerson, startPipeline } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'
import { editableChannel, roomWorld, textsTo } from '../support/room-world.ts'

const database = await testDatabase()
beforeAll(trainOnce)
let running: Pipeline
afterEach(() => running.stop())

const HEAD = '800001'
const GROUP = '-100300'

/** Two people of the village without a telephone, whose reminders became visits. */
async function village() {
  const telegram = editableChannel('telegram')
  running = await startPipeline(database, [telegram], { at: '2026-12-24T01:00:00Z', roles: ['worker', 'bot'], env: { LOA_DATA: MODELS } })
  const world = roomWorld(running, 'telegram')
  await world.village('Đông Lợi')
  await world.village('Bàu Rã')
  await world.head('Đông Lợi', { name: 'Nguyễn Văn Bịa', chat: HEAD })
  const first = await addPerson(running, { name: 'Lê Thị Bịa', cardEnds: '2026-12-31', village: 'Đông Lợi' })
  const second = await addPerson(running, { name: 'Trần Văn Bịa', cardEnds: '2026-12-31', village: 'Đông Lợi' })
  const elsewhere = await addPerson(running, { name: 'Phạm Thị Bịa', cardEnds: '2026-12-31', village: 'Bàu Rã' })
  await running.app.plan()
  await running.deliver()
  return { world, telegram, first, second, elsewhere, said: () => textsTo(telegram.received, HEAD), last: () => telegram.received.findLast(({ to }) => to === HEAD) }
}

const statesOf = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await running.sql<{ full_name: string; said: string }>(
    "SELECT p.full_name, n.state || ' ' || coalesce(v.outcome, '-') AS said FROM visit v JOIN notice n ON n.id = v.notice_id JOIN person p ON p.id = v.person_id ORDER BY p.id")).map((row) => [row.full_name, row.said]))

test('each person is shown with what to tell and four answers, and a tap closes the notice and shows the next', async () => {
  const { world, last, said, first, second } = await village()
  expect(await statesOf()).toEqual({ 'Lê Thị Bịa': 'visit -', 'Trần Văn Bịa': 'visit -', 'Phạm Thị Bịa': 'visit -' })
  await world.say(HEAD, '#dennha')
  const [one, other] = last()?.text.includes('Lê Thị Bịa') === true ? [first, second] : [second, first]
  expect(last()?.text).toContain('(sinh 1950)')
  expect(last()?.text).toContain('31/12/2026')
  expect(last()?.text).toContain('Còn 2 người.')
  expect(last()?.buttons?.map(({ title }) => title)).toEqual(['Đã báo', 'Vắng', 'Đã mất', 'Chuyển đi'])
  const press = async (place: number): Promise<void> => world.say(HEAD, '', { button: last()?.buttons?.[place]?.data ?? '' })
  await press(0)
  expect(said().at(-2)).toMatch(/Đã ghi: đã báo .* Bịa\./)
  expect(last()?.text).toContain('Còn 1 người.')
  // Not at home: still to be seen, but no more today.
  await press(1)
  expect(said().at(-2)).toMatch(/Đã ghi: chưa gặp .* Bịa, để đến lần sau\./)
  expect(last()?.text).toContain('Hôm nay không còn ai cần đến nhà báo tin.')
  running.clock.advance(86_400_000)
  await world.say(HEAD, '#dennha')
  expect(last()?.text).toContain('Đã đến ngày 24/12/2026, chưa gặp.')
  await world.say(HEAD, `#chuyendi ${other.id}`)
  expect(said().at(-2)).toContain('Cán bộ xã sẽ kiểm tra; trợ cấp chưa bị dừng.')
  const states = Object.values(await statesOf()).toSorted()
  expect(states).toEqual(['delivered told', 'visit -', 'visit moved'])
  expect(await running.sql("SELECT status FROM allowance WHERE status <> 'active'"), 'never an automatic stop').toEqual([])
  expect(one.id).not.toBe(other.id)
})

test('in a group nobody is named, and nobody of another village can be reported', async () => {
  const { world, telegram, last, elsewhere } = await village()
  await world.bindGroup('village', GROUP, HEAD, 'Đông Lợi')
  await world.say(GROUP, '#dennha', { from: HEAD })
  expect(textsTo(telegram.received, GROUP).at(-1)).toContain('trong cuộc trò chuyện riêng')
  await world.say(GROUP, `#dabao ${elsewhere.id}`, { from: HEAD })
  expect(textsTo(telegram.received, GROUP).join(' ')).not.toContain('Thị Bịa')
  await world.say(HEAD, `#dabao ${elsewhere.id}`)
  expect(last()?.text).toContain('Người này không có trong danh sách cần đến nhà.')
  expect((await statesOf())['Phạm Thị Bịa']).toBe('visit -')
})
