/**
 * Incident 1: the sender dies after the provider has accepted and before that is written down. Whoever finds the notice
 * then must not tell the person again. Against the simulated providers; numbers, names and keys are invented.
 */
import { afterEach, expect, test } from 'vitest'
import { createAndroidGateway } from '../../../src/channels/sms/android-gateway.ts'
import { createEsms } from '../../../src/channels/sms/esms.ts'
import { createTelegram } from '../../../src/channels/telegram/telegram.ts'
import type { Channel } from '../../../src/channels/channel.ts'
import type { Clock } from '../../../src/kernel/clock.ts'
import { SettableClock } from '../../../src/kernel/clock.ts'
import { silentLog, testDatabase } from '../../support/database.ts'
import { sendAndDie } from '../../support/dying-sender.ts'
import { addPerson, startPipeline } from '../../support/pipeline.ts'
import type { Pipeline } from '../../support/pipeline.ts'
import { startAndroidGateway } from '../../support/simulators/android-gateway-simulator.ts'
import { startEsms } from '../../support/simulators/esms-simulator.ts'
import type { Ledger } from '../../support/simulators/ledger.ts'
import { startTelegram } from '../../support/simulators/telegram-simulator.ts'

const database = await testDatabase()
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const MORNING = '2026-12-01T08:00:00+07:00'
const deps = { clock: new SettableClock(new Date(MORNING)), log: silentLog }

interface Provider {
  channel: Channel
  ledger: Ledger
  violations: readonly string[]
  stop(): Promise<void>
}

async function android(clock: Clock): Promise<Provider> {
  const account = { user: 'xa', password: 'mat-khau-bia-dat', signingKey: 'khoa-ky-bia-dat' }
  const simulator = await startAndroidGateway({ ...account, clock })
  return { ...simulator, channel: createAndroidGateway({ enabled: true, provider: 'android', url: simulator.url, perMinute: 600, ...account }, deps) }
}

async function esms(clock: Clock): Promise<Provider> {
  const account = { apiKey: 'KHOA', secretKey: 'khoa-mat-bia-dat', brandname: 'UBNDTANDONG' }
  const simulator = await startEsms({ ...account, clock })
  const config = { enabled: true, provider: 'esms', url: simulator.url, callbackToken: 'ma-goi-lai-bia-dat', callbackUrl: undefined, sandbox: false, perSecond: 10 } as const
  return { ...simulator, channel: createEsms({ ...config, ...account }, deps) }
}

async function telegram(): Promise<Provider> {
  const simulator = await startTelegram('1234567:ma-bia-dat')
  const channel = createTelegram({ enabled: true, token: '1234567:ma-bia-dat', apiRoot: simulator.url, updates: { mode: 'polling' } }, deps)
  return { ...simulator, channel }
}

/** One reminder handed over by a worker that dies; then another worker and the sweep find what it has left. */
async function diedAfter(provider: Provider): Promise<Pipeline> {
  stops.push(provider.stop)
  const pipeline = await startPipeline(database, [provider.channel], { at: MORNING, roles: [] })
  stops.push(pipeline.stop)
  await addPerson(pipeline, { phone: '+84912000001', telegram: '777', cardEnds: '2026-12-31' })
  await pipeline.app.plan()
  await pipeline.app.promote()
  await sendAndDie(pipeline, provider.channel)
  expect(provider.ledger.all()).toHaveLength(1)
  expect(await pipeline.sql('SELECT state FROM notice')).toEqual([{ state: 'sending' }])
  await pipeline.app.start(['worker'])
  return pipeline
}

test.each([
  ['the Android gateway', android],
  ['eSMS, which answers 124 to the same RequestId', esms],
])('%s is asked again with the same request, and the person is told once', async (_name, open) => {
  const provider = await open(deps.clock)
  const pipeline = await diedAfter(provider)
  expect(await pipeline.app.sweep()).toMatchObject({ requeued: 1, unconfirmed: 0 })
  await pipeline.deliver()
  expect(provider.ledger.all()).toHaveLength(1)
  expect(provider.violations).toEqual([])
  expect(await pipeline.sql('SELECT state = ANY($1) AS ended FROM notice', [['sent', 'delivered']])).toEqual([{ ended: true }])
  expect(await pipeline.sql('SELECT DISTINCT request_id FROM attempt')).toHaveLength(1)
})

test('on Telegram, which cannot tell twins apart, it is in doubt and stays so until a person decides', async () => {
  const provider = await telegram()
  const pipeline = await diedAfter(provider)
  expect(await pipeline.app.sweep()).toMatchObject({ requeued: 0, unconfirmed: 1 })
  pipeline.clock.advance(3 * 24 * 3_600_000)
  await pipeline.deliver()
  await pipeline.app.sweep()
  expect(provider.ledger.all()).toHaveLength(1)
  expect(await pipeline.sql('SELECT state FROM notice')).toEqual([{ state: 'unconfirmed' }])
})

test('a request that eSMS may have forgotten by now is not repeated: a repeat would be a second message', async () => {
  const provider = await esms(deps.clock)
  const pipeline = await diedAfter(provider)
  pipeline.clock.advance(4 * 3_600_000)
  await pipeline.app.sweep()
  await pipeline.deliver()
  expect(provider.ledger.all()).toHaveLength(1)
  expect(await pipeline.sql('SELECT state FROM notice')).toEqual([{ state: 'unconfirmed' }])
})
