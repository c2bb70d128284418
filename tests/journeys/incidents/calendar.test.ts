/**
 * Incidents 16 and 17, and the night: the server stands in New York and its people live in Vietnam, months end on the
 * 28th, 29th, 30th and 31st, and paydays move around Tết. All people and schedules are invented.
 */
import { afterEach, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../support/database.ts'
import { addPerson, handHeld, startPipeline } from '../../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../../support/pipeline.ts'

// Before anything asks for a local hour: Node looks again whenever it is set.
beforeAll(() => {
  process.env['TZ'] = 'America/New_York'
  expect(new Date('2026-12-01T12:00:00Z').getHours()).toBe(7)
})

const database = await testDatabase()
let pipeline: Pipeline
let sms: HandHeldChannel
afterEach(() => pipeline.stop())

async function open(start: string): Promise<void> {
  sms = handHeld('sms')
  pipeline = await startPipeline(database, [sms], { at: start })
}

/** As the scheduler would at this instant of Vietnam's clock. */
async function at(instant: string): Promise<void> {
  pipeline.clock.set(new Date(`${instant}+07:00`))
  await pipeline.app.plan()
  await pipeline.deliver()
}

interface Schedule {
  month: string
  paysOn: string
  confirmed?: boolean
}

async function addSchedule({ month, paysOn, confirmed = true }: Schedule): Promise<string> {
  const [row] = await pipeline.sql<{ id: string }>(
    `INSERT INTO payment_schedule (commune_id, month, place, pays_on, from_time, confirmed) VALUES ($1, $2, 'nhà văn hóa ấp Bịa', $3, '07:30', $4) RETURNING id`,
    [pipeline.communeId, `${month}-01`, paysOn, confirmed],
  )
  return (row as { id: string }).id
}

const told = () => sms.received.map(({ text }) => text)

test('incident 16: at 23:30 in Vietnam it is still that day, and what is due tomorrow leaves tomorrow', async () => {
  await open('2026-12-01T23:30:00+07:00')
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  await addPerson(pipeline, { phone: '+84912000002', cardEnds: '2027-01-01' })
  await at('2026-12-01T23:30:00')
  expect(await pipeline.sql("SELECT due_on, to_char(not_before AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD HH24:MI') AS from FROM notice")).toEqual([
    { due_on: '2026-12-01', from: '2026-12-01 07:30' },
  ])
  await at('2026-12-02T00:30:00')
  expect(told()).toEqual([])
  await at('2026-12-02T07:29:59')
  expect(sms.received.map(({ to }) => to)).toEqual(['+84912000001'])
  await at('2026-12-02T07:30:00')
  expect(sms.received.map(({ to }) => to)).toEqual(['+84912000001', '+84912000002'])
})

test('a clock that ticks all night plans once and sends nothing until the morning', async () => {
  await open('2026-12-01T20:29:00+07:00')
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: '2026-12-31' })
  for (const time of ['01T20:30:00', '01T21:00:00', '01T23:59:59', '02T00:00:00', '02T03:00:00', '02T06:59:59']) await at(`2026-12-${time}`)
  expect(told()).toEqual([])
  await at('2026-12-02T07:00:00')
  expect(told()).toHaveLength(1)
  expect(await pipeline.sql('SELECT count(*)::int AS n FROM notice')).toEqual([{ n: 1 }])
})

test.each([
  { name: 'the 31st', ends: '2027-01-31', ahead: '2027-01-01', on: '2027-01-31' },
  { name: 'the 28th of a common February', ends: '2027-02-28', ahead: '2027-01-29', on: '2027-02-28' },
  { name: 'a leap day', ends: '2028-02-29', ahead: '2028-01-30', on: '2028-02-29' },
  { name: 'the 30th', ends: '2027-04-30', ahead: '2027-03-31', on: '2027-04-30' },
])('incident 17: a card that ends on $name is told of 30 days before and on the day', async ({ ends, ahead, on }) => {
  await open(`${ahead}T06:00:00+07:00`)
  await addPerson(pipeline, { phone: '+84912000001', cardEnds: ends })
  for (const day of [ahead, on]) await at(`${day}T08:00:00`)
  const steps = await pipeline.sql<{ reason_key: string; state: string }>('SELECT reason_key, state FROM notice ORDER BY id')
  expect(steps.filter(({ state }) => state === 'sent').map(({ reason_key }) => reason_key.split(':').slice(2).join(' '))).toEqual([`${ends} T-30`, `${ends} T0`])
})

test.each([
  { name: 'on the 31st', month: '2026-12', paysOn: '2026-12-31', eve: '2026-12-30' },
  { name: 'on the first, after a short February', month: '2027-03', paysOn: '2027-03-01', eve: '2027-02-28' },
  { name: 'on the first, after a leap day', month: '2028-03', paysOn: '2028-03-01', eve: '2028-02-29' },
])('incident 17: who is paid $name is told on the eve and in the morning, once each', async ({ month, paysOn, eve }) => {
  await open(`${eve}T06:00:00+07:00`)
  await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
  await addSchedule({ month, paysOn })
  for (const time of ['07:00', '12:00', '19:00']) await at(`${eve}T${time}:00`)
  expect(told()).toHaveLength(1)
  for (const time of ['07:00', '12:00', '19:00']) await at(`${paysOn}T${time}:00`)
  expect(told()).toHaveLength(2)
})

test('incident 17: a payday that Tết moves is put right once, for those who were told of the old day only', async () => {
  // Tết is on 06/02/2027; February's money was announced for the 9th, in the middle of the holiday.
  await open('2027-02-08T06:00:00+07:00')
  await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
  const id = await addSchedule({ month: '2027-02', paysOn: '2027-02-09' })
  await at('2027-02-08T07:30:00')
  expect(told()).toHaveLength(1)
  await addPerson(pipeline, { phone: '+84912000002', allowance: {} })

  await pipeline.sql("UPDATE payment_schedule SET pays_on = '2027-02-17', updated_at = now() WHERE id = $1", [id])
  for (const time of ['08T10:00', '08T10:01', '08T18:00', '09T07:00', '09T12:00']) await at(`2027-02-${time}:00`)
  const changed = sms.received.slice(1)
  expect(changed).toHaveLength(1)
  expect(changed[0]?.to).toBe('+84912000001')
  expect(changed[0]?.text).toContain('17/02/2027')

  // The new day is announced to both as any other.
  for (const time of ['16T07:30', '17T07:00', '17T09:00']) await at(`2027-02-${time}:00`)
  expect(sms.received.map(({ to }) => to).slice(2).toSorted()).toEqual(['+84912000001', '+84912000001', '+84912000002', '+84912000002'])
  expect(sms.received.slice(2).every(({ text }) => text.includes('17/02/2027'))).toBe(true)
})

test('incident 17: a payday that is moved back to where it was is put right again', async () => {
  await open('2027-02-08T06:00:00+07:00')
  await addPerson(pipeline, { phone: '+84912000001', allowance: {} })
  const id = await addSchedule({ month: '2027-02', paysOn: '2027-02-09' })
  await at('2027-02-08T07:30:00')
  for (const [day, time] of [['2027-02-17', '10:00'], ['2027-02-09', '11:00']] as const) {
    await pipeline.sql('UPDATE payment_schedule SET pays_on = $2, updated_at = now() WHERE id = $1', [id, day])
    await at(`2027-02-08T${time}:00`)
  }
  expect(told()).toHaveLength(3)
  expect(told()[2]).toContain('09/02/2027')
})

test('incident 17: who was born on a leap day is 75 on the first of March of a common year, and hears of it under that day', async () => {
  await open('2026-12-31T08:00:00+07:00')
  await addPerson(pipeline, { phone: '+84912000001', birth: '1952-02-29' })
  for (const day of ['2026-12-31', '2027-01-01', '2027-01-30', '2027-02-22', '2027-02-28', '2027-03-01']) await at(`${day}T08:00:00`)
  expect(await pipeline.sql("SELECT params ->> 'birthday' AS birthday, count(*)::int AS n FROM notice GROUP BY 1")).toEqual([{ birthday: '2027-03-01', n: 3 }])
  expect(told()).toHaveLength(3)
})
