/** Who a broadcast is for, and what becomes of each. Everybody is invented. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Audience } from '../../src/domain/broadcast.ts'
import { broadcasting } from '../support/broadcasting.ts'
import { testDatabase } from '../support/database.ts'
import { addPerson, handHeld, startPipeline } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
let desk: ReturnType<typeof broadcasting>
const ids: Record<string, string> = {}

async function person(key: string, given: Parameters<typeof addPerson>[1]): Promise<void> {
  ids[key] = (await addPerson(pipeline, { name: key, ...given })).id
  await pipeline.sql('UPDATE person SET search_key = lower(full_name) WHERE id = $1', [ids[key]])
}

beforeAll(async () => {
  pipeline = await startPipeline(database, [handHeld('zalo'), handHeld('sms')], { at: '2026-11-23T02:00:00Z', roles: [] })
  desk = broadcasting(pipeline)
  await person('an', { village: 'Đông Lợi', phone: '+84900000001', birth: '1950-03-02', cardEnds: '2026-12-20', allowance: { group: 'elderly' }, poor: 'poor' })
  await person('binh', { village: 'Đông Lợi', phone: '+84900000002', zalo: 'z-binh', birth: '1966-11-23', cardEnds: '2027-06-30', allowance: { group: 'disabled' } })
  await person('cuc', { village: 'Kà Ốt', phone: '+84900000001', birth: '1966-11-24', poor: 'near_poor' })
  await person('dung', { village: 'Kà Ốt', birth: '1980-01-01' })
  await person('em', { village: 'Kà Ốt', phone: '+84900000005', birth: '2016-05-05' })
  await pipeline.sql('UPDATE person SET opted_out_at = now() WHERE id = $1', [ids.em])
})
afterAll(() => pipeline.stop())
beforeEach(() => pipeline.sql('DELETE FROM broadcast'))

/** By name, who is in it at all. */
async function whoIsIn(audience: Audience): Promise<string[]> {
  const broadcast = await desk.read(await desk.draft({ audience }))
  const people = await pipeline.app.broadcasts.desk.leftOut(broadcast, ['told', 'visit', 'shares', 'already', 'opted-out', 'held'], 100)
  return people.map(({ fullName }) => fullName).toSorted()
}

test.for<[string, Audience, string[]]>([
  ['everybody', {}, ['an', 'binh', 'cuc', 'dung', 'em']],
  ['an allowance group', { groups: ['disabled'] }, ['binh']],
  ['poor or near-poor', { poor: ['poor', 'near_poor'] }, ['an', 'cuc']],
  ['a card that ends within the month', { cardFrom: '2026-12-01', cardTo: '2026-12-31' }, ['an']],
  ['a card that ends from some day on', { cardFrom: '2026-12-21' }, ['binh']],
  ['sixty today, not tomorrow', { ageFrom: 60 }, ['an', 'binh']],
  ['up to fifty-nine', { ageTo: 59 }, ['cuc', 'dung', 'em']],
  ['from ten to ten', { ageFrom: 10, ageTo: 10 }, ['em']],
  ['reached by Zalo', { channel: 'zalo' }, ['binh']],
  ['reached by telephone, and poor', { channel: 'sms', poor: ['poor'] }, ['an']],
])('%s', async ([, audience, expected]) => {
  expect(await whoIsIn(audience)).toEqual(expected)
})

test('a village, and people picked by hand', async () => {
  const [village] = await pipeline.sql<{ id: number }>("SELECT id FROM village WHERE name = 'Kà Ốt'")
  expect(await whoIsIn({ villages: [village?.id as number] })).toEqual(['cuc', 'dung', 'em'])
  expect(await whoIsIn({ people: [ids.an as string, ids.dung as string] })).toEqual(['an', 'dung'])
  expect(await whoIsIn({ people: [] })).toEqual([])
})

test('one telephone of two people is told once, who has no way is visited, who wants nothing is left alone; cost by way', async () => {
  const { count, recipients, sms, needsApproval } = await desk.prospect(await desk.draft())
  expect(count).toEqual({ parts: { told: 2, shares: 1, visit: 1, 'opted-out': 1 }, channels: { zalo: 1, sms: 1 } })
  expect(recipients).toBe(3)
  expect(needsApproval).toBe(false)
  expect(sms).toMatchObject({ people: 1, segments: 1, costDong: 800, accented: { segments: 2, costDong: 1_600 } })
})

test('what is urgent goes to the door of who wants no messages', async () => {
  expect((await desk.prospect(await desk.draft({ urgentReason: 'bão' }))).count.parts).toEqual({ told: 2, shares: 1, visit: 2 })
})

test('a person who is said to be dead is not told', async () => {
  await pipeline.sql("INSERT INTO gone_report (commune_id, person_id, said, source, holds, reported_at) VALUES ($1, $2, 'died', 'chat', true, now())", [pipeline.communeId, ids.binh])
  expect((await desk.prospect(await desk.draft({ audience: { people: [ids.binh as string] } }))).count.parts).toEqual({ held: 1 })
  await pipeline.sql('DELETE FROM gone_report')
})

test('a pasted list is matched exactly, and what is not sure is named', async () => {
  await person('Lê Thị Mười', { phone: '+84912345678' })
  await person('Lê Thị Mưới', {})
  await person('Trần Văn Hai', {})
  await person('Trần Văn Hai', {})
  await pipeline.sql("UPDATE person SET search_key = 'le thi muoi' WHERE full_name LIKE 'Lê Thị M%'")
  await pipeline.sql("UPDATE person SET search_key = 'tran van hai' WHERE full_name = 'Trần Văn Hai'")
  const [muoi] = await pipeline.sql<{ id: string }>("SELECT id FROM person WHERE full_name = 'Lê Thị Mười'")
  const pasted = await pipeline.app.broadcasts.pasted(
    { communeId: pipeline.communeId, villageId: undefined },
    ['1\tLê Thị Mười\t0912 345 678', 'lê thị mười', 'Trần Văn Hai', '0987654321', 'Trần Văn Hai; 0900000001', '???', ''].join('\n'),
  )
  expect(pasted.people.map(Number).toSorted((a, b) => a - b)).toEqual([ids.an, ids.cuc, muoi?.id].map(Number).toSorted((a, b) => a - b))
  expect(pasted.missing).toEqual([
    'Trần Văn Hai: có 2 người trùng tên; ghi thêm số điện thoại hoặc số căn cước',
    '0987654321: trong sổ không ai có số này',
    '???: không đọc ra tên hay số nào',
  ])
  const long = await pipeline.app.broadcasts.pasted({ communeId: pipeline.communeId, villageId: undefined }, Array(5_003).fill('0912 345 678').join('\n'))
  expect(long.missing).toEqual(['3 dòng cuối chưa đọc: mỗi lần dán nhiều nhất 5000 dòng, xin chia thành nhiều thông báo'])
  const elsewhere = await pipeline.app.broadcasts.pasted({ communeId: pipeline.communeId + 1, villageId: undefined }, '0912345678\nLê Thị Mười')
  expect(elsewhere.people).toEqual([])
  await pipeline.sql("DELETE FROM person WHERE full_name LIKE '% %'")
})
