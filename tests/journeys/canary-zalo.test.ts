/**
 * What Zalo brings in, and what opens the account, planted and looked for: ids, numbers, names, tokens, secrets. They may
 * lie encrypted, and in the hands of the person they belong to; never in a log, a job, an alert or in clear in a table.
 */
import { Writable } from 'node:stream'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../src/kernel/log.ts'
import { sightings, tablesOf } from '../support/canaries.ts'
import { testDatabase } from '../support/database.ts'
import { trainOnce } from '../support/models.ts'
import { addPerson, handHeld, untilTrue } from '../support/pipeline.ts'
import { zaloEvents } from '../support/simulators/zalo-events.ts'
import { zaloCode } from '../support/simulators/zalo-simulator.ts'
import { ZALO_KEYS, startZaloPipeline } from '../support/zalo-pipeline.ts'
import type { ZaloPipeline } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
beforeAll(trainOnce)
let rig: ZaloPipeline
afterEach(() => rig.close())

/** All invented. */
const USER = '9007199254740993321'
const STRANGER = '9007199254740993654'
const GROUP = '8007199254740993987'
const ADMIN = '7007199254740993111'
const PHONE = '900004321'
const CLAIMED = '0900004567'
const SAID = 'con chim hoàng yến của tôi'

test('nothing of a person, and nothing that opens the account, is anywhere but encrypted', async () => {
  let logged = ''
  // Secrets are not named to this log: what would leak must be seen, not blanked out by the last defence.
  const log = createLog({ level: 'trace', destination: new Writable({ write: (piece: Buffer, _encoding, done) => ((logged += piece.toString()), done()) }) })
  rig = await startZaloPipeline(database, { at: '2026-12-01T08:00:00+07:00', others: [handHeld('sms')], roles: ['worker', 'bot'], log })
  const { zalo, app, sql } = rig
  const [account] = await sql<{ tokens_enc: Buffer }>('SELECT tokens_enc FROM zalo_account')
  const { access, refresh } = JSON.parse(app.ground.cipher.decrypt(account?.tokens_enc as Buffer)) as { access: string; refresh: string }
  const secrets: Record<string, string> = {
    user: USER, stranger: STRANGER, group: GROUP, admin: ADMIN, phone: PHONE, claimed: CLAIMED.slice(1), said: SAID,
    access, refresh, appSecret: ZALO_KEYS.appSecret, webhookSecret: ZALO_KEYS.webhookSecret,
  }
  const name = 'Chim Hoàng Yến'

  // Sent by number and by id, refused with words that quote, cut, with a token that dies.
  await addPerson(rig, { name, phone: `+84${PHONE}`, cardEnds: '2026-12-31' })
  await addPerson(rig, { name, zalo: USER, cardEnds: '2026-12-31' })
  zalo.faults.next(zaloCode(-201, `phone 84${PHONE} of ${name} is wrong`), { kind: 'reset', accepted: true })
  await app.plan()
  await rig.deliver()
  zalo.killToken()
  zalo.tokenFaults.next(zaloCode(-14_004, `secret ${ZALO_KEYS.appSecret} for ${refresh}`), zaloCode(-14_004))
  await addPerson(rig, { name, phone: `+84${PHONE.slice(0, -1)}9`, cardEnds: '2026-12-31' })
  await app.plan()
  await rig.deliver()

  // Told by webhooks, signed and forged, and by a consent that nobody gave.
  const facts = zalo.facts()
  const form = { event_name: 'user_submit_info', app_id: facts.appId, timestamp: facts.timestamp, sender: { id: STRANGER }, recipient: { id: facts.oaId }, info: { name, phone: CLAIMED, user_dob: '02/03/1950' } }
  for (const event of [
    zaloEvents.follow(facts, USER), zaloEvents.text(facts, USER, { msg_id: 'm1', text: SAID }), zaloEvents.text(facts, STRANGER, { msg_id: 'm2', text: `${SAID} ${CLAIMED}` }), form,
    zaloEvents.echo(facts, USER, 'm3', ADMIN), zaloEvents.group(facts, 'user_join_group', GROUP, [USER]), zaloEvents.groupText(facts, USER, GROUP, { msg_id: 'm4', text: SAID }),
    { event_name: 'user_withdraw', app_id: facts.appId, oa_id: facts.oaId, user_id: USER, timestamp: facts.timestamp }, { event_name: 'user_flies_away', app_id: facts.appId, oa_id: facts.oaId, user_id: USER, timestamp: facts.timestamp },
  ]) expect(await zalo.post(event)).toBe(true)
  expect(await zalo.post(zaloEvents.text(facts, STRANGER, { msg_id: 'm5', text: SAID }), { webhookSecret: 'khoa-gia-mao' })).toBe(false)
  await fetch(new URL(`/hooks/zalo/consent?code=${refresh}&oa_id=${facts.oaId}&state=${access}`, rig.hook))
  await zalo.receipts.flush()
  await app.applyReports()
  await untilTrue(async () => (await sql("SELECT id FROM inbound_message WHERE state = 'waiting'")).length === 0)
  await app.sweep()

  expect(logged).toContain('wrong signature')
  expect(sightings(logged, { ...secrets, name })).toEqual([])
  const held: Record<string, string[]> = {}
  const queueSchema = `${app.ground.config.queuePrefix}_${database.schema}_queue`
  for (const schema of [database.schema, queueSchema]) {
    const tables = await tablesOf(database.pool, schema)
    expect(tables.size).toBeGreaterThan(2)
    for (const [table, content] of tables) {
      const seen = sightings(content, table === 'person' ? secrets : { ...secrets, name })
      if (seen.length > 0) held[table] = seen
    }
  }
  expect(held).toEqual({})
  // The search would have seen them: they are there, encrypted.
  expect((await sql('SELECT id FROM channel_event')).length).toBeGreaterThan(3)
  expect((await sql('SELECT id FROM channel_alert')).length).toBeGreaterThan(0)
})
