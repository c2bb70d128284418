/** A reminder's way with Zalo as first choice: who receives what, once, and what becomes of it where Zalo does not help. */
import { afterEach, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import { testDatabase } from '../support/database.ts'
import { addCard, addPerson, handHeld } from '../support/pipeline.ts'
import type { HandHeldChannel } from '../support/pipeline.ts'
import { startZaloBot } from '../support/simulators/zalo-bot-simulator.ts'
import { zaloCode } from '../support/simulators/zalo-simulator.ts'
import { ZALO_USER, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline, ZaloPipelineOptions } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
let rig: ZaloPipeline
let sms: HandHeldChannel
afterEach(() => rig.close())

const MORNING = '2026-12-01T08:00:00+07:00'
const DAY = 24 * 60 * 60_000
const PHONE = '+84900000001'
const NAME = 'Nguyễn Thị Bịa'
const APPROVED_TEXT = `Thẻ bảo hiểm y tế của ${NAME} hết hạn ngày 31/12/2026.`

async function open(options: Partial<ZaloPipelineOptions> = {}): Promise<void> {
  sms = handHeld('sms', { idempotent: true })
  rig = await startZaloPipeline(database, { at: MORNING, others: [sms], ...options })
}

/** Promotes and sends until nothing goes on by itself. */
async function deliver(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await rig.deliver()
}

async function remind(person: { phone?: string; zalo?: string; lastInboundAt?: Date }): Promise<string> {
  const { id } = await addPerson(rig, { name: NAME, cardEnds: '2026-12-31', ...person })
  if (person.lastInboundAt !== undefined) await rig.sql("UPDATE contact SET last_inbound_at = $1 WHERE kind = 'zalo'", [person.lastInboundAt])
  await rig.app.plan()
  await deliver()
  return id
}

const notices = () => rig.sql<{ state: string; channel: string | null; end_reason: string | null }>('SELECT state, channel, end_reason FROM notice ORDER BY id')
const attempts = () => rig.sql<{ channel: string; state: string; error_code: string | null }>('SELECT channel, state, error_code FROM attempt ORDER BY id')
const onZalo = () => rig.zalo.ledger.all().map(({ to, text }) => [to, text])
/** Calls that send somebody something. */
const sends = () => rig.zalo.calls.filter((call) => /message\/(cs|template)$|oa\/message$/.test(call))

describe('a person', () => {
  test('with a phone only receives the approved text, and the receipt proves it', async () => {
    await open()
    await remind({ phone: PHONE })
    expect(onZalo()).toEqual([['84900000001', APPROVED_TEXT]])
    expect(await notices()).toMatchObject([{ state: 'sent', channel: 'zalo' }])
    expect(await rig.zalo.receipts.flush()).toBe(1)
    await rig.app.applyReports()
    expect(await notices()).toMatchObject([{ state: 'delivered' }])
    expect(sms.received).toEqual([])
    expect(rig.zalo.violations).toEqual([])
  })

  test('who wrote to us yesterday receives our own words, free of charge', async () => {
    await open()
    rig.zalo.people.interact(ZALO_USER)
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: new Date(rig.clock.now().getTime() - DAY) })
    expect(sends()).toEqual(['POST /v3.0/oa/message/cs'])
    expect(rig.zalo.ledger.of(ZALO_USER)[0]?.text).toContain(`${NAME}`)
    expect(rig.zalo.ledger.of(ZALO_USER)[0]?.text).not.toBe(APPROVED_TEXT)
  })

  test('who wrote eight days ago receives the approved text under their own id', async () => {
    await open()
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: new Date(rig.clock.now().getTime() - 8 * DAY) })
    expect(sends()).toEqual(['POST /v3.0/oa/message/template'])
    expect(onZalo()).toEqual([[ZALO_USER, APPROVED_TEXT]])
  })

  test('whose window has closed without our knowing receives the approved text', async () => {
    await open()
    await remind({ zalo: ZALO_USER, lastInboundAt: new Date(rig.clock.now().getTime() - DAY) })
    expect(sends()).toEqual(['POST /v3.0/oa/message/cs', 'POST /v3.0/oa/message/template'])
    expect(onZalo()).toEqual([[ZALO_USER, APPROVED_TEXT]])
  })

  test('whose approved text goes by number only receives it there, and no SMS', async () => {
    await open({ templates: { 'card-expiry-ahead': '300002' } })
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: new Date(rig.clock.now().getTime() - 8 * DAY) })
    expect(onZalo()).toMatchObject([['84900000001', expect.stringContaining('chỉ gửi theo số điện thoại')]])
    expect(sms.received).toEqual([])
  })

  test('for whom the commune has no approved text is told by SMS, without a call to Zalo', async () => {
    await open({ templates: {} })
    await remind({ phone: PHONE })
    expect(rig.zalo.calls).toEqual([])
    expect(sms.received.map(({ to }) => to)).toEqual([PHONE])
    expect(await attempts()).toMatchObject([{ channel: 'sms' }])
  })

  test('whose window is closed, and no text is approved, is told by SMS', async () => {
    await open({ templates: {} })
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: new Date(rig.clock.now().getTime() - 8 * DAY) })
    expect(sends()).toEqual([])
    expect(sms.received).toHaveLength(1)
    expect(await attempts()).toMatchObject([{ channel: 'zalo', error_code: 'channel.window-closed' }, { channel: 'sms' }])
  })

  test('what Zalo said is kept as Zalo said it, with its price', async () => {
    await open()
    await remind({ phone: PHONE })
    const [attempt] = await rig.sql<{ template_key: string; text_enc: Buffer; cost_dong: number; provider: string }>('SELECT template_key, text_enc, cost_dong, provider FROM attempt')
    expect(attempt).toMatchObject({ template_key: 'zalo/300001', cost_dong: 800 })
    expect(rig.app.ground.cipher.decrypt(attempt?.text_enc as Buffer)).toBe(`ho_ten: ${NAME}\nhan_the: 31/12/2026`)
  })
})

test('a chat of the free bot is answered by the bot, beside an account that has nothing to do with it', async () => {
  const token = '12345:ma-bot-bia-dat'
  const bot = await startZaloBot(token)
  try {
    bot.say('chat-1', 'chào xã')
    await open({ env: { ZALO_BOT_TOKEN: token, ZALO_BOT_API_ROOT: bot.url } })
    await remind({ zalo: 'bot:chat-1', lastInboundAt: rig.clock.now() })
    expect(bot.ledger.all()).toMatchObject([{ to: 'chat-1', text: expect.stringContaining(NAME) }])
    expect(rig.zalo.calls).toEqual([])
    expect(await notices()).toMatchObject([{ state: 'delivered', channel: 'zalo' }])
    expect(bot.violations).toEqual([])
  } finally {
    await bot.stop()
  }
})

describe('a phone without Zalo', () => {
  test('still takes SMS, and is not asked for on Zalo again for thirty days', async () => {
    await open()
    rig.zalo.people.refuse('84900000001', '-118')
    const id = await remind({ phone: PHONE })
    expect(sends()).toHaveLength(1)
    expect(sms.received).toHaveLength(1)
    expect(await notices()).toMatchObject([{ state: 'sent', channel: 'sms' }])

    await addCard(rig, id, '2027-01-10')
    await rig.sql("DELETE FROM card WHERE valid_to = '2026-12-31'")
    rig.clock.set(new Date('2026-12-11T08:00:00+07:00'))
    await rig.app.plan()
    await deliver()
    expect(sms.received).toHaveLength(2)
    expect(sends()).toHaveLength(1)

    rig.zalo.people.refuse('84900000001', undefined)
    rig.clock.set(new Date('2027-01-03T08:00:00+07:00'))
    await rig.app.plan()
    await deliver()
    expect(sends()).toHaveLength(2)
    expect(sms.received).toHaveLength(2)
  })

  test('whose number Zalo calls wrong is no dead number', async () => {
    await open()
    rig.zalo.people.refuse('84900000001', '-108')
    await remind({ phone: PHONE })
    expect(sms.received).toHaveLength(1)
    expect(await rig.sql('SELECT state FROM contact')).toEqual([{ state: 'active' }])
  })
})

describe('told once', () => {
  test('Zalo refuses, the SMS fails: one line on the visit list, and nothing more however often it is looked at', async () => {
    await open()
    rig.zalo.people.refuse(ZALO_USER, '-227')
    rig.zalo.people.refuse('84900000001', '-118')
    sms.answer = () => new SendError('channel.recipient-unreachable', 'no such number', { errorClass: 'FALL' })
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: new Date(rig.clock.now().getTime() - DAY) })
    expect((await attempts()).map(({ channel, state }) => `${channel} ${state}`)).toEqual(['zalo failed', 'zalo failed', 'sms failed'])
    expect(await notices()).toMatchObject([{ state: 'visit', end_reason: 'channels-failed' }])
    await rig.app.sweep()
    await rig.app.plan()
    await deliver()
    expect(onZalo()).toEqual([])
    expect(await rig.sql('SELECT count(*)::int AS n FROM visit')).toEqual([{ n: 1 }])
  })

  test('an answer that was lost is in doubt until the receipt with our own number comes', async () => {
    await open()
    rig.zalo.faults.next({ kind: 'reset', accepted: true })
    await remind({ phone: PHONE })
    expect(await notices()).toMatchObject([{ state: 'unconfirmed' }])
    rig.clock.advance(2 * 60_000)
    await rig.app.ask()
    await rig.app.sweep()
    await deliver()
    expect(await notices()).toMatchObject([{ state: 'unconfirmed' }])
    await rig.zalo.receipts.flush({ times: 3 })
    await rig.app.applyReports()
    expect(await notices()).toMatchObject([{ state: 'delivered' }])
    expect(onZalo()).toHaveLength(1)
    expect(sms.received).toEqual([])
  })

  test('nobody who is silent under their own id is tried by number: the SMS goes', async () => {
    await open()
    rig.zalo.people.interact(ZALO_USER)
    await remind({ zalo: ZALO_USER, phone: PHONE, lastInboundAt: rig.clock.now() })
    rig.clock.advance(DAY + 60_000)
    await rig.app.sweep()
    await deliver()
    expect(sends()).toHaveLength(1)
    expect(sms.received).toHaveLength(1)
  })

  test('no receipt in a day: the SMS goes, and a receipt that comes late stops what is still to come', async () => {
    await open()
    await remind({ phone: PHONE })
    rig.clock.advance(DAY + 60_000)
    await rig.app.sweep()
    sms.answer = () => new SendError('channel.throttled', 'later', { errorClass: 'WAIT', afterMs: 3_600_000 })
    await deliver()
    expect(await notices()).toMatchObject([{ state: 'planned', channel: 'sms' }])
    await rig.zalo.receipts.flush()
    await rig.app.applyReports()
    expect(await notices()).toMatchObject([{ state: 'delivered' }])
    rig.clock.advance(2 * 3_600_000)
    await deliver()
    expect(sms.received).toEqual([])
  })
})

describe('the account in trouble', () => {
  test('a quota that is used up makes reminders wait for the next day, and costs no try', async () => {
    await open()
    rig.zalo.setQuota(0)
    await remind({ phone: PHONE })
    expect(await notices()).toMatchObject([{ state: 'planned' }])
    expect(sms.received).toEqual([])
    rig.zalo.setQuota(20_000)
    rig.clock.set(new Date('2026-12-02T07:00:00+07:00'))
    await deliver()
    expect(onZalo()).toHaveLength(1)
    expect(await rig.sql('SELECT tries FROM notice')).toEqual([{ tries: 0 }])
    expect(await rig.sql('SELECT code FROM channel_alert')).toEqual([{ code: 'zalo.quota-used-up' }])
  })

  test('a state agency is refused once on v3, and is served on v2 ever after, also by the next process', async () => {
    await open({ simulator: { stateAgency: true } })
    rig.zalo.people.interact(ZALO_USER)
    await remind({ zalo: ZALO_USER, lastInboundAt: rig.clock.now() })
    expect(sends()).toEqual(['POST /v3.0/oa/message/cs', 'POST /v2.0/oa/message'])
    const other = await rig.beside()
    await other.app.channels[0]?.send({ to: ZALO_USER, text: 'Tin sau.', requestId: 'n-2' }, new AbortController().signal)
    expect(sends().slice(2)).toEqual(['POST /v2.0/oa/message'])
    expect(rig.zalo.ledger.of(ZALO_USER)).toHaveLength(2)
  })

  test('an account that nobody has connected rests, says so, and everybody is told another way', async () => {
    await open({ unconnected: true })
    await remind({ phone: PHONE })
    expect(sms.received).toHaveLength(1)
    expect(await rig.sql("SELECT reason FROM channel_state WHERE channel = 'zalo'")).toEqual([{ reason: 'channel.not-connected' }])
    expect(rig.zalo.calls).toEqual([])
  })

  test('one text that Zalo has locked does not silence the account', async () => {
    await open()
    rig.zalo.faults.next(zaloCode(-146))
    await remind({ phone: PHONE })
    expect(sms.received).toHaveLength(1)
    expect(await rig.sql('SELECT FROM channel_state')).toEqual([])
    expect(await rig.sql('SELECT code FROM channel_alert')).toEqual([{ code: 'zalo.template' }])
  })
})
