/** A broadcast through the real outbox: told once each, at a decent hour, stopped and taken up with exact counts. Everybody is invented. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { writeBatch } from '../../src/store/broadcast-outbox.ts'
import { waysOf } from '../../src/delivery/promote.ts'
import { APPROVER, AUTHOR, TEXT, broadcasting } from '../support/broadcasting.ts'
import { testDatabase } from '../support/database.ts'
import { addManyPeople } from '../support/many-people.ts'
import { addPerson, handHeld, startPipeline, untilTrue } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let sms: HandHeldChannel
let pipeline: Pipeline
let desk: ReturnType<typeof broadcasting>

async function begin(at = '2026-11-23T02:00:00Z', env: Record<string, string> = {}): Promise<void> {
  sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at, env })
  desk = broadcasting(pipeline)
}
beforeEach(() => begin())
afterEach(() => pipeline.stop())

const told = (): string[] => sms.received.map(({ to }) => to).toSorted()
const many = (count: number): Promise<string[]> =>
  addManyPeople(database.pool, pipeline.app.ground.cipher, { communeId: pipeline.communeId, count, kind: 'phone', cardEnds: '2026-12-20' })

test('everybody is told once in the commune’s name, and it ends by itself', async () => {
  const addresses = await many(30)
  const id = await desk.send()
  expect((await desk.read(id)).state).toBe('sending')
  await pipeline.deliver()
  await pipeline.app.broadcasts.keep()
  expect(told()).toEqual(addresses.toSorted())
  expect(sms.received[0]?.text).toBe('UBND xa Tan Dong: Sang thu hai 30/11, xa kham benh mien phi cho nguoi cao tuoi tai tram y te. Mang theo can cuoc.')
  expect(await desk.states(id)).toEqual({ sent: 30 })
  expect((await desk.read(id)).state).toBe('done')
})

test('more people than the limit want a second person, who is not the author', async () => {
  await many(201)
  const id = await desk.draft()
  expect(await desk.submit(id)).toBe('submitted')
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  expect(await desk.approve(id, AUTHOR)).toBe('own')
  await expect(pipeline.sql("UPDATE broadcast SET approved_by = author WHERE id = $1", [id])).rejects.toThrow('broadcast_second_person')
  expect((await pipeline.app.broadcasts.desk.rehearsal(await desk.read(id), 201)).map(({ sms: text }) => text.slice(0, 16))).toEqual(Array(3).fill('UBND xa Tan Dong'))
  expect(await desk.approve(id, APPROVER)).toBe('scheduled')
  await pipeline.deliver()
  expect(sms.received).toHaveLength(201)
  expect(await pipeline.sql('SELECT actor, action FROM audit ORDER BY id')).toEqual([
    { actor: AUTHOR, action: 'broadcast.submitted' }, { actor: APPROVER, action: 'broadcast.approved' },
  ])
})

test('who wrote the words last cannot approve them, though somebody else began', async () => {
  await many(201)
  const id = await desk.draft()
  expect(await pipeline.app.broadcasts.edit({ communeId: pipeline.communeId, id, by: APPROVER }, { text: 'Lời của người duyệt.', audience: {}, missing: [], urgentReason: undefined, sendAt: undefined, notAfter: undefined })).toBe(true)
  expect(await desk.submit(id)).toBe('submitted')
  expect(await desk.approve(id, APPROVER)).toBe('own')
  expect(await desk.approve(id, AUTHOR)).toBe('scheduled')
})

test('what was approved is what was seen: a changed text or another number of people is looked at again', async () => {
  await many(5)
  const id = await desk.draft()
  const seen = await desk.seen(id, AUTHOR)
  await addPerson(pipeline, { phone: '+84900009999' })
  expect(await pipeline.app.broadcasts.desk.submit(seen)).toBe('changed')
  const again = await desk.seen(id, AUTHOR)
  await pipeline.app.broadcasts.edit({ communeId: pipeline.communeId, id, by: AUTHOR }, { text: 'Lời khác.', audience: {}, missing: [], urgentReason: undefined, sendAt: undefined, notAfter: undefined })
  expect(await pipeline.app.broadcasts.desk.submit(again)).toBe('changed')
  expect(await pipeline.sql('SELECT FROM notice')).toEqual([])
})

test('a form that is sent twice, a double click and two tabs make one broadcast and one message each', async () => {
  await many(20)
  const form = { communeId: pipeline.communeId, formKey: 'the-same', author: AUTHOR, draft: { text: TEXT, audience: {}, missing: [], urgentReason: undefined, sendAt: undefined, notAfter: undefined } }
  const ids = await Promise.all([pipeline.app.broadcasts.create(form), pipeline.app.broadcasts.create(form)])
  expect(ids[0]).toBe(ids[1])
  const seen = await desk.seen(ids[0] as string, AUTHOR)
  const answers = await Promise.all([1, 2, 3].map(() => pipeline.app.broadcasts.desk.submit(seen)))
  expect(answers.toSorted()).toEqual(['gone', 'gone', 'scheduled'])
  await Promise.all([pipeline.app.broadcasts.keep(), pipeline.app.broadcasts.keep()])
  await pipeline.deliver()
  expect(sms.received).toHaveLength(20)
})

test('the same words reach nobody twice within a day, also from another draft; the day after they may', async () => {
  const addresses = await many(20)
  const first = await desk.draft()
  const second = await desk.draft({ text: TEXT.toUpperCase() })
  const [one, two] = [await desk.seen(first, AUTHOR), await desk.seen(second, AUTHOR)]
  await pipeline.app.broadcasts.desk.submit(one)
  expect(await pipeline.app.broadcasts.desk.submit(two)).toBe('changed')
  expect((await desk.prospect(second)).count.parts).toEqual({ already: 20 })
  expect(await desk.submit(second)).toBe('nobody')
  await addPerson(pipeline, { phone: '+84900009999' })
  expect((await desk.prospect(second)).recipients).toBe(1)
  await desk.submit(second)
  await pipeline.deliver()
  expect(told()).toEqual([...addresses, '+84900009999'].toSorted())
  pipeline.clock.advance(25 * 3_600_000)
  expect((await desk.prospect(await desk.draft())).recipients).toBe(21)
})

test('two broadcasts of the same words written at one time share their people between them', async () => {
  const addresses = await many(40)
  const ways = waysOf([sms])
  const now = pipeline.clock.now()
  const ids = [await desk.draft(), await desk.draft()]
  // As two processes would that both passed the look at the same instant.
  await pipeline.sql("UPDATE broadcast SET state = 'scheduled', approved_at = $1, leaves_at = $1, not_after = $1::timestamptz + interval '1 day'", [now])
  const write = async (id: string): Promise<void> => {
    while (!(await writeBatch(database, ways, id, now, 7)).done);
  }
  await Promise.all([...ids, ...ids].map(write))
  await pipeline.deliver()
  expect(told()).toEqual(addresses.toSorted())
})

test('nothing leaves at night, an urgent message does, with its reason on record', async () => {
  await pipeline.stop()
  await begin('2026-11-23T14:30:00Z')
  await addPerson(pipeline, { phone: '+84900000001' })
  const id = await desk.draft()
  expect(await desk.prospect(id)).toMatchObject({ leavesAt: new Date('2026-11-24T00:00:00Z'), delayedByNight: true })
  await desk.send()
  await pipeline.deliver()
  expect(sms.received).toEqual([])
  const urgent = await desk.send({ text: 'Nước lên nhanh. Ra nhà văn hóa ấp ngay.', urgentReason: 'lũ trong đêm' })
  await pipeline.deliver()
  expect(sms.received.map(({ text }) => text)).toEqual(['UBND xa Tan Dong: Nuoc len nhanh. Ra nha van hoa ap ngay.'])
  expect((await desk.read(urgent)).urgentReason).toBe('lũ trong đêm')
  expect(await pipeline.sql("SELECT subject FROM audit WHERE action = 'broadcast.sent-urgently'")).toEqual([{ subject: `broadcast:${urgent}` }])
  pipeline.clock.advance(10 * 3_600_000)
  await pipeline.deliver()
  expect(sms.received).toHaveLength(2)
})

test('an hour that the officer chose is waited for, and what is too late is not sent', async () => {
  await addPerson(pipeline, { phone: '+84900000001' })
  const id = await desk.send({ sendAt: new Date('2026-11-24T03:00:00Z'), notAfter: new Date('2026-11-24T05:00:00Z') })
  await pipeline.deliver()
  expect((await desk.read(id)).state).toBe('scheduled')
  expect(sms.received).toEqual([])
  pipeline.clock.advance(28 * 3_600_000)
  await pipeline.app.broadcasts.keep()
  await pipeline.deliver()
  await pipeline.app.broadcasts.keep()
  expect(sms.received).toEqual([])
  expect(await desk.states(id)).toEqual({ expired: 1 })
  expect((await desk.read(id)).state).toBe('done')
  expect(await desk.submit(await desk.draft({ text: 'Khác.', notAfter: new Date('2026-11-23T02:00:00Z') }))).toBe('too-late')
})

test('pause, resume and cancel in mid-delivery count exactly; what the provider has is not called back', async () => {
  await pipeline.stop()
  // Sixteen at once: the others still wait when the first are on their way.
  await begin(undefined, { LOA_SEND_CONCURRENCY: '16' })
  await many(60)
  let letGo = (): void => undefined
  const gate = new Promise<void>((open) => {
    letGo = open
  })
  let asked = 0
  sms.answer = async ({ requestId }) => {
    asked += 1
    if (asked > 10) await gate
    return { providerId: requestId, outcome: 'accepted' }
  }
  const id = await desk.send()
  await pipeline.app.promote()
  await untilTrue(async () => sms.received.length === 10 && asked > 10)
  const paused = (await pipeline.app.broadcasts.pause(desk.halt(id))) as number
  letGo()
  await untilTrue(async () => ((await desk.states(id)).sending ?? 0) === 0)
  expect(paused).toBeGreaterThan(0)
  expect(await desk.states(id)).toEqual({ planned: paused, sent: 60 - paused })
  await pipeline.deliver()
  expect(sms.received).toHaveLength(60 - paused)
  expect(await pipeline.app.broadcasts.pause(desk.halt(id))).toBeUndefined()
  // A bell is known by its notices and their hour: one that still hangs from before the pause must not be taken for the new one.
  pipeline.clock.advance(60_000)
  expect(await pipeline.app.broadcasts.resume(desk.halt(id))).toBe(paused)
  await pipeline.app.broadcasts.keep()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(60)
  await pipeline.app.broadcasts.keep()
  expect((await desk.read(id)).state).toBe('done')
  expect(await pipeline.app.broadcasts.cancel(desk.halt(id))).toBeUndefined()
})

test('cancelled before its hour nobody is told and nobody is visited; what had gone out is counted as gone', async () => {
  await many(5)
  await addPerson(pipeline, { name: 'không có máy' })
  const id = await desk.send()
  await pipeline.deliver()
  expect(await desk.states(id)).toEqual({ sent: 5, visit: 1 })
  await addPerson(pipeline, { phone: '+84900008888' })
  const later = await desk.send({ text: 'Mai họp.', sendAt: new Date('2026-11-24T03:00:00Z') })
  expect(await pipeline.app.broadcasts.cancel(desk.halt(later))).toBe(7)
  pipeline.clock.advance(26 * 3_600_000)
  await pipeline.app.broadcasts.keep()
  await pipeline.deliver()
  expect(await desk.states(later)).toEqual({ cancelled: 7 })
  expect(sms.received).toHaveLength(5)
  expect(await pipeline.sql('SELECT FROM visit')).toHaveLength(1)
})

test('a message that fails and wants to be tried again stays where the broadcast was paused, and goes where it was cancelled', async () => {
  await many(2)
  const failing = new SendError('channel.unavailable', 'busy', { errorClass: 'RETRY', ambiguous: false })
  sms.answer = () => failing
  const id = await desk.send()
  await pipeline.deliver()
  await pipeline.app.broadcasts.pause(desk.halt(id))
  await pipeline.sql('UPDATE notice SET not_before = $1', [pipeline.clock.now()])
  await pipeline.deliver()
  expect(await desk.states(id)).toEqual({ planned: 2 })
  await pipeline.sql("UPDATE broadcast SET state = 'cancelled'")
  await pipeline.sql('UPDATE notice SET not_before = $1', [pipeline.clock.now()])
  await pipeline.deliver()
  expect(await desk.states(id)).toEqual({ cancelled: 2 })
})

test('only those whom no way reached are tried again', async () => {
  const [first] = await many(3)
  await addPerson(pipeline, { name: 'không có máy' })
  sms.answer = ({ to, requestId }) => (to === first ? new SendError('channel.unreachable', 'off', { errorClass: 'FALL', ambiguous: false }) : { providerId: requestId, outcome: 'accepted' })
  const id = await desk.send()
  await pipeline.deliver()
  await pipeline.deliver()
  expect(await desk.states(id)).toEqual({ sent: 2, visit: 2 })
  await pipeline.app.broadcasts.keep()
  expect((await pipeline.app.broadcasts.results(id)).failed).toBe(1)
  sms.answer = ({ requestId }) => ({ providerId: requestId, outcome: 'accepted' })
  expect(await pipeline.app.broadcasts.retry(desk.halt(id))).toBe(1)
  await pipeline.deliver()
  expect(await desk.states(id)).toEqual({ sent: 3, visit: 1 })
  expect(told()).toHaveLength(3)
  expect(await pipeline.app.broadcasts.retry(desk.halt(id))).toBeUndefined()
})

test('a telephone that two people share is told once, also when it is the second choice of one of them', async () => {
  await pipeline.stop()
  sms = handHeld('sms')
  const zalo = handHeld('zalo')
  pipeline = await startPipeline(database, [zalo, sms], { at: '2026-11-23T02:00:00Z' })
  desk = broadcasting(pipeline)
  zalo.answer = () => new SendError('channel.unreachable', 'blocked', { errorClass: 'FALL', ambiguous: false })
  await addPerson(pipeline, { zalo: 'z-1', phone: '+84900000001' })
  await addPerson(pipeline, { phone: '+84900000001' })
  const id = await desk.send()
  await pipeline.deliver()
  await pipeline.deliver()
  expect(told()).toEqual(['+84900000001'])
  expect(await desk.states(id)).toEqual({ sent: 1, visit: 1 })
})

test('who dies, moves or wants nothing more between the writing and the hour is not told', async () => {
  const people = await Promise.all([1, 2, 3].map((n) => addPerson(pipeline, { phone: `+8490000000${n}` })))
  const id = await desk.send({ sendAt: new Date('2026-11-23T03:00:00Z') })
  await pipeline.sql("UPDATE person SET died_on = '2026-11-23' WHERE id = $1", [people[0]?.id])
  await pipeline.sql('UPDATE person SET opted_out_at = now() WHERE id = $1', [people[1]?.id])
  pipeline.clock.advance(3_600_000)
  await pipeline.deliver()
  expect(told()).toEqual(['+84900000003'])
  expect(await desk.states(id)).toEqual({ cancelled: 2, sent: 1 })
})
