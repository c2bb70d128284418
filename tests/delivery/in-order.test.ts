/** Two answers to one person, ready at the same moment: the second does not overtake the first on its way out. Everybody is invented. */
import { afterEach, beforeAll, expect, inject, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { MODELS, trainOnce } from '../support/models.ts'
import { addPerson, handHeld, startPipeline, untilTrue } from '../support/pipeline.ts'
import type { Pipeline } from '../support/pipeline.ts'

const database = await testDatabase()
const redisUrl = inject('redisUrl')
beforeAll(trainOnce)
let rig: Pipeline
afterEach(() => rig.stop())

test.for(redisUrl === null ? ['postgres'] : ['postgres', 'redis'])('with the queue on %s, a slow first answer keeps the second back, and nobody else’s', async (backend) => {
  const telegram = handHeld('telegram')
  rig = await startPipeline(database, [telegram], { at: '2026-12-01T08:00:00+07:00', roles: ['worker', 'bot'], redisUrl: backend === 'redis' ? redisUrl : null, env: { LOA_DATA: MODELS } })
  await addPerson(rig, { telegram: '770000001', cardEnds: '2027-06-30' })
  await addPerson(rig, { telegram: '770000002', cardEnds: '2027-08-31' })
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  const begun: string[] = []
  telegram.answer = async (message) => {
    begun.push(message.text)
    if (message.text.includes('30/06/2027')) await held
    return { providerId: `p-${message.requestId}`, outcome: 'accepted' }
  }
  const say = (chat: string, key: string, text: string): Promise<void> =>
    rig.app.receive('telegram')({ kind: 'message', dedupeKey: key, from: chat, chat, isGroup: false, text, occurredAt: rig.clock.now() })
  await say('770000001', 'm1', 'the bhyt cua toi bao gio het han')
  await say('770000001', 'm2', 'van phong lam viec may gio')
  await untilTrue(async () => (await rig.sql("SELECT FROM notice WHERE state = 'sending'")).length === 2)
  await say('770000002', 'm3', 'the bhyt cua toi bao gio het han')
  await untilTrue(() => telegram.received.length === 1)
  expect(telegram.received[0]?.text).toContain('31/08/2027')
  expect(begun.filter((text) => text.includes('07:30'))).toEqual([])
  release()
  await untilTrue(() => telegram.received.length === 3)
  expect(telegram.received[1]?.text).toContain('30/06/2027')
  expect(telegram.received[2]?.text).toContain('07:30')
})
