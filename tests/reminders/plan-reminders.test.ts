/** Who is told what, and on which day, as the register stands. */
import { afterEach, describe, expect, test } from 'vitest'
import { birthsTurning } from '../../src/reminders/plan-reminders.ts'
import { editRule } from '../../src/store/communes.ts'
import { testDatabase } from '../support/database.ts'
import { addCard, addPerson, addVillage, handHeld, startPipeline } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
let pipeline: Pipeline
let sms: HandHeldChannel
afterEach(() => pipeline.stop())

async function on(day: string, time = '08:00'): Promise<void> {
  sms = handHeld('sms', { idempotent: true })
  pipeline = await startPipeline(database, [sms], { at: `${day}T${time}:00+07:00` })
}
const goTo = (day: string, time = '08:00'): void => pipeline.clock.set(new Date(`${day}T${time}:00+07:00`))
const planned = async (): Promise<string[]> =>
  (await pipeline.sql<{ said: string }>("SELECT template_key || ' ' || (params ->> 'step') || ' ' || due_on AS said FROM notice WHERE state <> 'cancelled' ORDER BY id")).map((row) => row.said)

describe('cards', () => {
  test.each([
    ['60 days ahead', '2026-11-01', '2026-12-31', ['card-expiry-ahead T-60 2026-11-01']],
    ['a day between two steps', '2026-12-08', '2026-12-31', []],
    ['tomorrow', '2026-12-30', '2026-12-31', ['card-expiry-tomorrow T-1 2026-12-30']],
    ['today', '2026-12-31', '2026-12-31', ['card-expiry-today T0 2026-12-31']],
    ['30 days lapsed', '2027-01-30', '2026-12-31', ['card-lapsed T+30 2027-01-30']],
    ['80 days lapsed', '2027-03-21', '2026-12-31', ['card-gap-near T+80 2027-03-21']],
    ['a card that ends on 29 February', '2028-01-30', '2028-02-29', ['card-expiry-ahead T-30 2028-01-30']],
  ])('%s', async (_name, today, cardEnds, expected) => {
    await on(today)
    await addPerson(pipeline, { phone: '+84912000001', cardEnds })
    await pipeline.app.plan()
    expect(await planned()).toEqual(expected)
  })

  test('holders whose card the budget pays are never asked to renew and pay', async () => {
    await on('2026-12-01')
    for (const cardGroup of ['HN', 'BT', 'TE', 'HT', 'DN']) await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31', cardGroup })
    await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31', cardGroup: 'GD' })
    await pipeline.app.plan()
    expect(await planned()).toEqual(['card-expiry-ahead T-30 2026-12-01'])
  })

  test('the dead, the moved and those who stopped messages are not reminded of a card', async () => {
    await on('2026-12-01')
    for (const column of ['died_on', 'moved_out_on', 'opted_out_at']) {
      const { id } = await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
      await pipeline.sql(`UPDATE person SET ${column} = '2026-11-01' WHERE id = $1`, [id])
    }
    await pipeline.app.plan()
    expect(await planned()).toEqual([])
  })

  test('a machine that was off for three days makes up for what is still true', async () => {
    await on('2026-12-04')
    await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
    await addPerson(pipeline, { phone: '+84912000002', cardEnds: '2026-12-02' }) // "hôm nay" would be untrue now
    await pipeline.app.plan()
    expect(await planned()).toEqual(['card-expiry-ahead T-30 2026-12-01'])
  })

  test('two cards of one person that end on the same day give one reminder', async () => {
    await on('2026-12-01')
    const { id } = await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
    await addCard(pipeline, id, '2026-12-31')
    await pipeline.app.plan()
    expect(await planned()).toHaveLength(1)
  })
})

describe('rules', () => {
  test('switching a rule off takes back what nobody has seen, and switching it on plans it again', async () => {
    await on('2026-12-01', '07:00') // before the rule's hour
    await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
    await pipeline.app.plan()
    await editRule(database, pipeline.communeId, 'card-expiry', { enabled: false, by: 'test' })
    await pipeline.app.plan({ onlyIfChanged: true })
    goTo('2026-12-01')
    await pipeline.deliver()
    expect(sms.received).toEqual([])
    await editRule(database, pipeline.communeId, 'card-expiry', { enabled: true, by: 'test' })
    await pipeline.app.plan({ onlyIfChanged: true })
    await pipeline.deliver()
    expect(sms.received).toHaveLength(1)
  })

  test('an edited rule re-plans what has not been sent and leaves what has', async () => {
    await on('2026-12-01')
    await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
    await pipeline.app.plan()
    await pipeline.deliver()
    await addPerson(pipeline, { phone: '+84912000002', cardEnds: '2026-12-11' })
    await editRule(database, pipeline.communeId, 'card-expiry', { offsets: [-30, -10], by: 'test' })
    await pipeline.app.plan({ onlyIfChanged: true })
    await pipeline.deliver()
    expect(sms.received.map((message) => message.to)).toEqual(['+84912000001', '+84912000002'])
  })

  test('an unchanged register is not planned again the same day, and is the next', async () => {
    await on('2026-12-01')
    await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
    expect(await pipeline.app.plan({ onlyIfChanged: true })).toHaveLength(1)
    expect(await pipeline.app.plan({ onlyIfChanged: true })).toEqual([])
    goTo('2026-12-02')
    expect(await pipeline.app.plan({ onlyIfChanged: true })).toHaveLength(1)
  })
})

describe('payment days', () => {
  async function schedule(paysOn: string, village?: string, confirmed = true): Promise<string> {
    const villageId = village === undefined ? null : await addVillage(pipeline, village)
    const [row] = await pipeline.sql<{ id: string }>(
      `INSERT INTO payment_schedule (commune_id, month, village_id, place, pays_on, confirmed) VALUES ($1, date_trunc('month', $2::date), $3, 'nhà văn hóa ấp', $2, $4) RETURNING id`,
      [pipeline.communeId, paysOn, villageId, confirmed],
    )
    return (row as { id: string }).id
  }

  test('people paid in cash hear of it the day before and in the morning; an account gets one message on the day', async () => {
    await on('2026-12-03')
    await addPerson(pipeline, { phone: '+84912000001', village: 'Đông Lợi', allowance: { method: 'cash' } })
    await addPerson(pipeline, { phone: '+84912000002', village: 'Đông Lợi', allowance: { method: 'bank', tail: '4471' } })
    await schedule('2026-12-04', 'Đông Lợi')
    await pipeline.app.plan()
    goTo('2026-12-04')
    await pipeline.app.plan()
    expect(await planned()).toEqual(['payment-eve T-1 2026-12-03', 'payment-morning T0 2026-12-04', 'payment-account T0 2026-12-04'])
    await pipeline.deliver()
    expect(sms.received.map((message) => message.text).join('\n')).not.toMatch(/540/) // a phone may be shared: no amounts by SMS
  })

  test("a village's own day stands before the commune's", async () => {
    await on('2026-12-03')
    await addPerson(pipeline, { phone: '+84912000001', village: 'Đông Lợi', allowance: {} })
    await addPerson(pipeline, { phone: '+84912000002', village: 'Kà Ốt', allowance: {} })
    await schedule('2026-12-04')
    await schedule('2026-12-07', 'Kà Ốt')
    await pipeline.app.plan()
    await pipeline.deliver()
    expect(sms.received.map((message) => message.to)).toEqual(['+84912000001'])
  })

  test('who was told of a day that is moved hears of the new one, once; who was not told does not', async () => {
    await on('2026-12-03')
    await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
    const id = await schedule('2026-12-04', undefined, false)
    await pipeline.app.plan()
    await pipeline.deliver()
    await addPerson(pipeline, { phone: '+84912000002', allowance: {} })
    await pipeline.sql("UPDATE payment_schedule SET pays_on = '2026-12-08', confirmed = true, updated_at = now() WHERE id = $1", [id])
    await pipeline.app.plan({ onlyIfChanged: true })
    await pipeline.app.plan()
    await pipeline.deliver()
    expect(sms.received.map((message) => message.to)).toEqual(['+84912000001', '+84912000001'])
    expect(sms.received[0]?.text).toMatch(/du kien/i)
    expect(sms.received[1]?.text).toContain('08/12/2026')
  })

  test('a payment day that is called off is told to those who expected it', async () => {
    await on('2026-12-03')
    await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
    const id = await schedule('2026-12-04')
    await pipeline.app.plan()
    await pipeline.deliver()
    await pipeline.sql('UPDATE payment_schedule SET cancelled_at = now(), updated_at = now() WHERE id = $1', [id])
    await pipeline.app.plan({ onlyIfChanged: true })
    await pipeline.deliver()
    expect(await planned()).toEqual(['payment-eve T-1 2026-12-03', 'payment-cancelled cancelled 2026-12-03'])
    expect(sms.received).toHaveLength(2)
  })

  test('a morning reminder that could not leave in time is dropped, not sent the next day', async () => {
    await on('2026-12-04', '06:00')
    await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
    await schedule('2026-12-04')
    await pipeline.app.plan()
    goTo('2026-12-05')
    await pipeline.deliver()
    expect(sms.received).toEqual([])
    expect(await pipeline.sql('SELECT state FROM notice')).toEqual([{ state: 'expired' }])
  })
})

describe('allowances not collected', () => {
  async function payment(personId: string, month: string, status: string, updatedAt: string): Promise<void> {
    await pipeline.sql('INSERT INTO payment (commune_id, person_id, month, amount, status, updated_at) VALUES ($1, $2, $3, 540000, $4, $5)', [pipeline.communeId, personId, `${month}-01`, status, updatedAt])
  }

  test('two months in a row are warned of once; one month, or a later payment, is not', async () => {
    await on('2026-11-22')
    const twice = await addPerson(pipeline, { phone: '+84912000001' })
    const once = await addPerson(pipeline, { phone: '+84912000002' })
    const since = await addPerson(pipeline, { phone: '+84912000003' })
    for (const month of ['2026-09', '2026-10']) await payment(twice.id, month, 'uncollected', '2026-11-21T09:00:00+07:00')
    await payment(once.id, '2026-10', 'uncollected', '2026-11-21T09:00:00+07:00')
    for (const month of ['2026-09', '2026-10']) await payment(since.id, month, 'uncollected', '2026-11-21T09:00:00+07:00')
    await payment(since.id, '2026-11', 'paid', '2026-11-21T09:00:00+07:00')
    await pipeline.app.plan()
    await pipeline.deliver()
    goTo('2026-11-23')
    await pipeline.app.plan()
    await pipeline.deliver()
    expect(sms.received.map((message) => message.to)).toEqual(['+84912000001'])
    expect(sms.received[0]?.text).toContain('09/2026 va 10/2026')
  })
})

describe('birthdays', () => {
  test('the 75th is told ahead to who has no allowance yet', async () => {
    await on('2026-11-22')
    await addPerson(pipeline, { phone: '+84912000001', birth: '1952-01-21' })
    await addPerson(pipeline, { phone: '+84912000002', birth: '1952-01-21', allowance: {} })
    await addPerson(pipeline, { phone: '+84912000003', birth: '1952-01-01' }) // 01/01 often means "unknown"
    await pipeline.app.plan()
    expect(await planned()).toEqual(['birthday-75 T-60 2026-11-22'])
  })

  test('the 70th is told to the poor and near-poor only', async () => {
    await on('2026-11-22')
    await addPerson(pipeline, { phone: '+84912000001', birth: '1957-01-21', poor: 'near_poor' })
    await addPerson(pipeline, { phone: '+84912000002', birth: '1957-01-21' })
    await pipeline.app.plan()
    expect(await planned()).toEqual(['birthday-70 T-60 2026-11-22'])
  })

  test("a child's 16th is told for the categories whose amount follows age", async () => {
    await on('2026-11-22')
    await addPerson(pipeline, { phone: '+84912000001', birth: '2011-01-21', allowance: { group: 'disabled' } })
    await addPerson(pipeline, { phone: '+84912000002', birth: '2011-01-21', allowance: { group: 'carer' } })
    await pipeline.app.plan()
    expect(await planned()).toEqual(['child-16 T-60 2026-11-22'])
    await pipeline.deliver()
    expect(sms.received).toHaveLength(1)
  })

  test('who was born on 29 February turns a year older on 1 March of a common year', async () => {
    await on('2026-11-22') // afterEach stops it
    expect(birthsTurning(75, '2027-03-01')).toEqual(['1952-03-01', '1952-02-29'])
    expect(birthsTurning(76, '2028-02-29')).toEqual(['1952-02-29'])
    expect(birthsTurning(76, '2028-03-01')).toEqual(['1952-03-01'])
  })
})
