/** A message in, an answer out, through the real queue and database: once, in order, whatever breaks on the way. */
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { MessageEvent } from '../../src/channels/channel.ts'
import type { ChannelName } from '../../src/domain/notice-state.ts'
import { chainAudit, firstBrokenLink } from '../../src/store/audit.ts'
import { ensureContact, linkContact } from '../../src/store/contacts.ts'
import { storeInbound } from '../../src/store/inbound-messages.ts'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { addPerson, handHeld, startPipeline, untilTrue } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
beforeAll(trainOnce)
let pipeline: Pipeline
afterEach(() => pipeline.stop())

const MORNING = '2026-11-23T09:00:00+07:00'
const CHAT = 'hop-tin-bia-dat-1'
const ASKED = 'Thẻ của tôi còn hạn tới ngày nào'

async function start(...channels: HandHeldChannel[]): Promise<void> {
  pipeline = await startPipeline(database, channels, { at: MORNING, roles: ['worker', 'bot'], env: { LOA_DATA: MODELS } })
}

const event = (dedupeKey: string, text: string, more: Partial<MessageEvent> = {}): MessageEvent =>
  ({ kind: 'message', dedupeKey, from: CHAT, chat: CHAT, isGroup: false, text, occurredAt: pipeline.clock.now(), ...more })
const say = (channel: ChannelName, dedupeKey: string, text: string, more: Partial<MessageEvent> = {}): Promise<void> => pipeline.app.receive(channel)(event(dedupeKey, text, more))
const quiet = (): Promise<void> => untilTrue(async () => (await pipeline.sql<{ n: number }>(
  "SELECT (SELECT count(*) FROM inbound_message WHERE state = 'waiting')::int + (SELECT count(*) FROM notice WHERE state IN ('planned', 'queued', 'sending'))::int AS n"))[0]?.n === 0)

test('somebody nobody has ever seen gets a general answer on the channel where they asked', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  await say('telegram', 'u1', ASKED)
  await quiet()
  expect(telegram.received.map(({ to, urgent }) => ({ to, urgent }))).toEqual([{ to: CHAT, urgent: true }])
  expect(telegram.received[0]?.text).toContain('VssID')
})

test('the same update, delivered three times, is answered once', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  await Promise.all([say('telegram', 'u1', ASKED), say('telegram', 'u1', ASKED), say('telegram', 'u1', ASKED)])
  await quiet()
  await say('telegram', 'u1', ASKED)
  await quiet()
  expect(telegram.received).toHaveLength(1)
})

test('messages of one chat are answered in their order, however many workers there are', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  for (const index of [1, 2, 3, 4, 5, 6, 7, 8]) await say('telegram', `u${index}`, index % 2 === 1 ? ASKED : 'cám ơn nhé')
  await quiet()
  const rows = await pipeline.sql<{ message: string; reply: string }>(
    "SELECT m.id AS message, n.id AS reply FROM inbound_message m JOIN notice n ON n.reason_key = 'reply:' || m.id || ':1' ORDER BY m.id")
  expect(rows).toHaveLength(8)
  expect(rows.map(({ reply }) => Number(reply))).toEqual(rows.map(({ reply }) => Number(reply)).toSorted((a, b) => a - b))
  expect(telegram.received).toHaveLength(8)
})

test('a message whose bell was lost is answered when the sweep rings for it', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  const { cipher } = pipeline.app.ground
  await storeInbound(database.pool, cipher, { channel: 'telegram', dedupeKey: 'u1', chat: CHAT, isGroup: false, body: { text: ASKED }, occurredAt: pipeline.clock.now() }, pipeline.clock.now())
  expect(await pipeline.app.ringUnanswered()).toBe(0)
  pipeline.clock.advance(11_000)
  expect(await pipeline.app.ringUnanswered()).toBe(1)
  await quiet()
  expect(telegram.received).toHaveLength(1)
})

test('a message that we cannot answer is tried again, then left to a person, and the next one is answered', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  const { cipher } = pipeline.app.ground
  const stored = await storeInbound(database.pool, cipher, { channel: 'telegram', dedupeKey: 'u1', chat: CHAT, isGroup: false, body: { text: ASKED }, occurredAt: pipeline.clock.now() }, pipeline.clock.now())
  await pipeline.sql("UPDATE inbound_message SET body_enc = '\\x00' WHERE id = $1", [stored?.messageId])
  pipeline.clock.advance(11_000)
  await untilTrue(async () => {
    // As the tick does: a bell that is rung while the last try is just ending is not heard.
    await pipeline.app.ringUnanswered()
    return (await pipeline.sql<{ tries: number }>('SELECT tries FROM inbound_message'))[0]?.tries === 3
  })
  expect(await pipeline.sql('SELECT state FROM inbound_message')).toEqual([{ state: 'failed' }])
  expect(await pipeline.sql('SELECT topic, state FROM ticket')).toEqual([{ topic: 'fault', state: 'open' }])
  await say('telegram', 'u2', ASKED)
  await quiet()
  expect(telegram.received).toHaveLength(1)
})

test('an answer waits while its channel rests, and leaves when it is well again', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  await pipeline.sql("INSERT INTO channel_state (commune_id, channel, paused_at, resume_at) VALUES ($1, 'telegram', $2, $3)", [pipeline.communeId, pipeline.clock.now(), new Date(pipeline.clock.now().getTime() + 60_000)])
  await say('telegram', 'u1', ASKED)
  await untilTrue(async () => (await pipeline.sql("SELECT FROM inbound_message WHERE state = 'handled'")).length === 1)
  expect(await pipeline.sql('SELECT state FROM notice')).toEqual([{ state: 'planned' }])
  pipeline.clock.advance(61_000)
  await pipeline.app.promote()
  await quiet()
  expect(telegram.received).toHaveLength(1)
})

test('an answer goes out at two in the morning', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  pipeline.clock.set(new Date('2026-11-24T02:00:00+07:00'))
  await say('telegram', 'u1', 'cháy nhà rồi cứu với')
  await quiet()
  expect(telegram.received[0]?.text).toContain('114')
  expect(await pipeline.sql("SELECT lane, state FROM notice")).toEqual([{ lane: 'urgent', state: 'sent' }])
})

test('danger wakes the officer in office at any hour, once in a quarter of an hour, with the number to ring', async () => {
  const [telegram, sms] = [handHeld('telegram'), handHeld('sms')]
  await start(telegram, sms)
  pipeline.clock.set(new Date('2026-11-24T02:13:00+07:00'))
  const { cipher } = pipeline.app.ground
  const phone = await ensureContact(database.pool, cipher, { communeId: pipeline.communeId, kind: 'phone', address: '+84912000009' })
  await pipeline.sql("INSERT INTO office_holder (commune_id, office, name_enc, phone_contact_id, term_from) VALUES ($1, 'officer', '', $2, '2026-01-01')", [pipeline.communeId, phone])
  const person = await addPerson(pipeline, { name: 'Lê Thị Bịa', phone: '+84912000001' })
  await linkContact(database.pool, { personId: person.id, contactId: await ensureContact(database.pool, cipher, { communeId: pipeline.communeId, kind: 'telegram', address: CHAT }), relation: 'self', source: 'linked' })
  const told = async (): Promise<void> => {
    await untilTrue(async () => (await pipeline.sql("SELECT FROM inbound_message WHERE state = 'waiting'")).length === 0)
    await pipeline.app.promote()
    await quiet()
  }
  await say('telegram', 'u1', 'cháy nhà rồi cứu với')
  await told()
  await say('telegram', 'u2', 'cứu với, cháy lớn quá')
  await told()
  expect(telegram.received).toHaveLength(2)
  expect(sms.received).toHaveLength(1)
  expect(sms.received[0]).toMatchObject({ to: '+84912000009', urgent: true })
  expect(sms.received[0]?.text).toContain('chay nha roi cuu voi')
  expect(sms.received[0]?.text).toContain('0912 000 001')
  expect(sms.received[0]?.text).toContain('02:13')
  pipeline.clock.advance(16 * 60_000)
  await say('telegram', 'u3', 'cháy sang nhà bên rồi')
  await told()
  expect(sms.received).toHaveLength(2)
})

test("the messenger's own verified telephone links the chat to whom the register gives that number", async () => {
  const telegram = handHeld('telegram')
  await start(telegram, handHeld('sms'))
  await addPerson(pipeline, { name: 'Lê Thị Bịa', phone: '+84912000001', cardEnds: '2026-12-31' })
  await say('telegram', 'u1', '', { verifiedPhone: '+84912000001' })
  await say('telegram', 'u2', ASKED)
  await quiet()
  expect(telegram.received.map(({ text }) => text).join('\n')).toContain('31/12/2026')
  const stranger = await pipeline.sql<{ n: number }>("SELECT count(*)::int AS n FROM audit WHERE action = 'link.made.phone'")
  expect(stranger).toEqual([{ n: 1 }])
})

test('a number on the register and one on no list get the same answer after the same steps; only the telephone knows', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  await start(telegram, sms)
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  const said: (string | undefined)[] = []
  for (const [index, phone] of ['0912000001', '0912000002'].entries()) {
    const chat = `${CHAT}-${index}`
    await say('telegram', `a${index}`, 'Liên kết', { chat, from: chat })
    await say('telegram', `b${index}`, phone, { chat, from: chat })
    await quiet()
    said.push(telegram.received.filter(({ to }) => to === chat).at(-1)?.text)
  }
  expect(said[0]).toBe(said[1])
  expect(sms.received.map(({ to }) => to)).toEqual(['+84912000001'])
  expect(await pipeline.sql('SELECT count(*)::int AS n FROM link_code')).toEqual([{ n: 2 }])
  expect(await pipeline.sql("SELECT action, person_id FROM audit WHERE action = 'link.code-asked'")).toEqual([{ action: 'link.code-asked', person_id: null }, { action: 'link.code-asked', person_id: null }])
})

test('a telephone is not pestered: the fourth code of a day is not sent, whoever asks', async () => {
  const telegram = handHeld('telegram')
  const sms = handHeld('sms')
  await start(telegram, sms)
  await addPerson(pipeline, { phone: '+84912000001' })
  for (const index of [1, 2, 3, 4, 5]) {
    const chat = `${CHAT}-${index}`
    await say('telegram', `a${index}`, 'Liên kết', { chat, from: chat })
    await say('telegram', `b${index}`, '0912000001', { chat, from: chat })
    await quiet()
  }
  expect(sms.received).toHaveLength(3)
  expect(new Set(telegram.received.filter(({ text }) => text.includes('mã 6 số')).map(({ text }) => text)).size).toBe(1)
})

test('in a group nobody is answered who did not call us, and nothing about anybody is said', async () => {
  const telegram = handHeld('telegram')
  await start(telegram)
  const person = await addPerson(pipeline, { name: 'Lê Thị Bịa', cardEnds: '2026-12-31' })
  const { pool } = pipeline.app.ground.database
  const contactId = await ensureContact(pool, pipeline.app.ground.cipher, { communeId: pipeline.communeId, kind: 'telegram', address: CHAT })
  await linkContact(pool, { personId: person.id, contactId, relation: 'self', source: 'linked' })
  await say('telegram', 'u1', ASKED, { isGroup: true })
  await say('telegram', 'u2', `/hoi ${ASKED}`, { isGroup: true })
  await quiet()
  expect(await pipeline.sql('SELECT params, state FROM notice')).toEqual([{ params: { answers: 'answer-group' }, state: 'sent' }])
  expect(telegram.received.map(({ text }) => /Bịa|31\/12/.test(text))).toEqual([false])
})

test('a web chat takes a message only at an address that was handed out, and shows it in its history', async () => {
  const webchat = handHeld('webchat')
  await start(webchat)
  await say('webchat', 'w0', ASKED)
  expect(await pipeline.sql('SELECT FROM inbound_message')).toEqual([])
  await addPerson(pipeline, { webchat: CHAT, cardEnds: '2026-12-31' })
  await say('webchat', 'w1', ASKED)
  await quiet()
  expect(webchat.received[0]?.text).toContain('31/12/2026')
  const history = await pipeline.app.mailbox.read(CHAT)
  expect(history.map(({ direction, text }) => ({ direction, text }))).toEqual([{ direction: 'in', text: ASKED }])
})

test('who asked to be left alone is told of duties by the village head from then on', async () => {
  const sms = handHeld('sms')
  await start(sms)
  // In sixty days she is 75 and may ask for the social pension: that she must hear; that her card ends she may miss.
  await addPerson(pipeline, { phone: '+84912000001', birth: '1952-01-22', cardEnds: '2026-12-23' })
  await say('sms', 's1', 'đừng nhắn tin cho tôi nữa', { chat: '+84912000001', from: '+84912000001' })
  await quiet()
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(sms.received).toHaveLength(1)
  expect(await pipeline.sql("SELECT template_key, state, end_reason FROM notice WHERE kind = 'reminder'")).toEqual([{ template_key: 'birthday-75', state: 'visit', end_reason: 'opted-out' }])
})

test('after a death that was told in the chat the family hears no reminder until an officer has looked', async () => {
  const webchat = handHeld('webchat')
  await start(webchat)
  const mother = await addPerson(pipeline, { webchat: CHAT, cardEnds: '2026-12-23' })
  await pipeline.sql("UPDATE person_contact SET relation = 'child' WHERE person_id = $1", [mother.id])
  await say('webchat', 'w1', 'Mẹ tôi mất hôm qua rồi')
  await quiet()
  expect(webchat.received[0]?.text).toContain('chia buồn')
  await pipeline.app.plan()
  await pipeline.deliver()
  expect(webchat.received).toHaveLength(1)
  expect(await pipeline.sql('SELECT said, source FROM gone_report WHERE decided_at IS NULL')).toEqual([{ said: 'died', source: 'chat' }])
  expect(await pipeline.sql("SELECT DISTINCT state FROM notice WHERE kind = 'reminder'")).toEqual([{ state: 'planned' }])
})

test('every answer from the register is on record, chained, and a changed record is found', async () => {
  const webchat = handHeld('webchat')
  await start(webchat)
  const person = await addPerson(pipeline, { webchat: CHAT, cardEnds: '2026-12-31' })
  await say('webchat', 'w1', ASKED)
  await say('webchat', 'w2', ASKED)
  await quiet()
  expect(await pipeline.sql('SELECT action, person_id FROM audit ORDER BY id')).toEqual([1, 2].map(() => ({ action: 'person.answered', person_id: person.id })))
  expect(await chainAudit(pipeline.app.ground.database)).toBe(2)
  expect(await chainAudit(pipeline.app.ground.database)).toBe(0)
  expect(await firstBrokenLink(database.pool)).toBeUndefined()
  await expect(pipeline.sql("UPDATE audit SET action = 'nothing'")).rejects.toThrow('never changed')
  await expect(pipeline.sql('DELETE FROM audit')).rejects.toThrow('never changed')
  await pipeline.sql('ALTER TABLE audit DISABLE TRIGGER audit_is_kept')
  await pipeline.sql("UPDATE audit SET action = 'nothing' WHERE seq = 2")
  await pipeline.sql('ALTER TABLE audit ENABLE TRIGGER audit_is_kept')
  expect(await firstBrokenLink(database.pool)).toBe(2)
})
