/**
 * Identifiers that nobody has are planted where an officer's list, a provider or a citizen would bring them in, and then
 * looked for everywhere: logs, errors, job payloads on both queues, and every column of every table. They may lie
 * encrypted, and in the hands of the person they belong to; nowhere else.
 */
import { Writable } from 'node:stream'
import { afterEach, expect, inject, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { importInto } from '../../src/app/installation.ts'
import type { App } from '../../src/app.ts'
import { SendError } from '../../src/channels/channel.ts'
import { createAndroidGateway } from '../../src/channels/sms/android-gateway.ts'
import { createTelegram } from '../../src/channels/telegram/telegram.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import { loadConfig } from '../../src/kernel/config.ts'
import { createLog } from '../../src/kernel/log.ts'
import { interpretRoster } from '../../src/register/roster/interpret-roster.ts'
import { openRosterBytes } from '../../src/register/roster/open-roster-file.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { ensureContact, linkContact } from '../../src/store/contacts.ts'
import { redisContent, sightings, tablesOf } from '../support/canaries.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { TEST_GROUND, TEST_KEYS, untilTrue } from '../support/pipeline.ts'
import { workbookBytes } from '../support/roster-files.ts'
import { startAndroidGateway } from '../support/simulators/android-gateway-simulator.ts'
import { startTelegram, telegramRefusal } from '../support/simulators/telegram-simulator.ts'

const database = await testDatabase()
const redisUrl = inject('redisUrl')
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

const NOW = new Date('2026-12-01T08:00:00+07:00')
/** All invented; the province number 000 and the prefix 0900000 belong to nobody. */
const SECRETS = {
  citizenId: '072150004321',
  otherCitizenId: '072150009876',
  cardNo: 'GD4727220004321',
  socialNo: '7222004321',
  phone: '900004321',
  brokenPhone: '90000987',
  account: '6320205004321',
  chat: '770004321',
  password: 'mat-khau-chim-hoang-yen',
  token: '1234567:ma-chim-hoang-yen',
}
const NAME = 'Chim Hoàng Yến'
/** Names are the register's own, in clear and searchable, and the officer's questions about a list name people; no log, job or other table does. */
const HOLDS_NAMES = /^(person|import_row)$/

const withName = { ...SECRETS, name: NAME }

test('the search itself finds a canary in clear and in bytes', () => {
  expect(sightings(`log of ${SECRETS.citizenId}`, SECRETS)).toEqual(['citizenId'])
  expect(sightings(Buffer.from(`+84${SECRETS.phone}`).toString('hex'), SECRETS)).toEqual(['phone'])
})

/** The officer's list: one good row, one that is the same person under another number, one with a broken phone, numbers in the notes. */
const rosterOf = () =>
  workbookBytes([
    {
      name: 'Danh sách',
      rows: [
        ['DANH SÁCH NGƯỜI HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG'],
        ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Mã số BHXH', 'Số điện thoại', 'Ấp', 'Đối tượng', 'Số tài khoản', 'Ngân hàng', 'Ghi chú'],
        ['1', NAME, '02/03/1950', SECRETS.citizenId, SECRETS.socialNo, `0${SECRETS.phone}`, 'Ấp Bịa', 'Người cao tuổi', SECRETS.account, 'Agribank', `gọi con: 0${SECRETS.phone}, CCCD ${SECRETS.citizenId}`],
        ['2', NAME, '02/03/1950', SECRETS.otherCitizenId, '', `0${SECRETS.brokenPhone}`, 'Ấp Bịa', 'Người cao tuổi', '', '', ''],
        ['3', 'Trần Thị Bịa Đặt', '31/02/1950', SECRETS.citizenId, '', `0${SECRETS.phone}`, 'Ấp Bịa', 'Người cao tuổi', SECRETS.account, '', ''],
      ],
    },
  ])

interface Rig {
  app: App
  clock: SettableClock
  logged(): string
  communeId: number
}

async function open(useRedis: boolean): Promise<Rig> {
  const clock = new SettableClock(NOW)
  const phone = await startAndroidGateway({ user: 'xa', password: SECRETS.password, signingKey: 'khoa-ky-bia-dat', clock })
  const telegram = await startTelegram(SECRETS.token)
  stops.push(phone.stop, telegram.stop)
  phone.faults.next({ kind: 'answer', status: 400, json: { message: `bad number +84${SECRETS.phone} of ${NAME}` } }, { kind: 'reset', accepted: true })
  telegram.faults.next(telegramRefusal(400, `Bad Request: chat ${SECRETS.chat} of ${NAME} not found`))
  let logged = ''
  const destination = new Writable({ write: (piece: Buffer, _encoding, done) => ((logged += piece.toString()), done()) })
  const config = loadConfig({
    DATABASE_URL: database.fullUrl,
    LOA_KEYS: TEST_KEYS,
    LOA_WEBCHAT: '0',
    SMS_PROVIDER: 'android', SMS_GATEWAY_URL: phone.url, SMS_GATEWAY_USER: 'xa', SMS_GATEWAY_PASSWORD: SECRETS.password, SMS_GATEWAY_SIGNING_KEY: 'khoa-ky-bia-dat', SMS_GATEWAY_PER_MINUTE: '600',
    TELEGRAM_TOKEN: SECRETS.token, TELEGRAM_API_ROOT: telegram.url,
    ...(useRedis && redisUrl !== null ? { REDIS_URL: redisUrl } : {}),
  })
  // Secrets are not named to this log: what would leak must be seen, not blanked out by the last defence.
  const log = createLog({ level: 'trace', destination: destination })
  if (!config.sms.enabled || config.sms.provider !== 'android' || !config.telegram.enabled) throw new Error('the channels are not configured')
  const channels = [createAndroidGateway(config.sms, { clock, log }), createTelegram(config.telegram, { clock, log })]
  const app = await createApp(config, log, { clock, ground: TEST_GROUND, channels: () => channels })
  stops.push(() => app.stop())
  const commune = await ensureCommune(app.ground.database, 'xã Tân Đông')
  return { app, clock, logged: () => logged, communeId: commune.id }
}

const backends = redisUrl === null ? ['postgres'] : ['postgres', 'redis']

test.for(backends)('with the queue on %s, planted identifiers are nowhere but encrypted', async (backend) => {
  await emptyTables(database)
  const { app, clock, logged, communeId } = await open(backend === 'redis')
  const { cipher } = app.ground
  const file = await openRosterBytes(rosterOf(), 'danh-sach-bia.xlsx')
  const reading = interpretRoster(file, { today: '2026-12-01', kind: 'assistance' })
  const report = await importInto(app.ground, clock)({ reading, sha256: file.sha256, communeId, actor: 'test' })
  expect(report.counts.accepted + report.counts.flagged).toBeGreaterThan(0)
  const [person] = (await database.pool.query<{ id: string }>('SELECT id FROM person WHERE full_name = $1 ORDER BY id LIMIT 1', [NAME])).rows
  if (person === undefined) throw new Error('the list was not imported')
  await database.pool.query("INSERT INTO card (commune_id, person_id, card_group, card_no_enc, card_idx, valid_to) VALUES ($1, $2, 'GD', $3, $4, '2026-12-31')", [
    communeId, person.id, cipher.encrypt(SECRETS.cardNo), cipher.blindIndex('card', SECRETS.cardNo),
  ])
  const contactId = await ensureContact(database.pool, cipher, { communeId, kind: 'telegram', address: SECRETS.chat })
  await linkContact(database.pool, { personId: person.id, contactId, relation: 'self', source: 'linked' })

  // Planned and rung, and nobody at work yet: the bells hang.
  await app.plan()
  expect(await app.promote()).toBeGreaterThan(0)
  const queueSchema = `${app.ground.config.queuePrefix}_${database.schema}`
  const bells = backend === 'redis' ? await redisContent(redisUrl as string, queueSchema) : [...(await tablesOf(database.pool, `${queueSchema}_queue`))].flat().join('\n')
  expect(bells).toContain('noticeId')
  expect(sightings(bells, withName)).toEqual([])

  // Sent, refused, cut, asked again, received, told on.
  await app.start(['worker'])
  for (let round = 0; round < 4; round += 1) {
    await app.promote()
    await untilTrue(async () => (await database.pool.query("SELECT FROM notice WHERE state IN ('queued', 'sending')")).rowCount === 0)
    await app.sweep()
    await app.ask()
    clock.advance(11 * 60_000)
  }
  await app.receive('telegram')({ kind: 'chat', dedupeKey: 'c1', chat: SECRETS.chat, change: 'blocked', occurredAt: clock.now() })
  await app.applyReports()
  const [attempt] = (await database.pool.query<{ request_id: string }>("SELECT request_id FROM attempt WHERE channel = 'sms' LIMIT 1")).rows
  await app.receive('sms')({ kind: 'receipt', dedupeKey: 'r1', requestId: attempt?.request_id ?? 'none', outcome: 'failed', errorCode: 'RESULT_ERROR', occurredAt: clock.now() })
  await app.applyReports()
  // A fault in our own statement quotes the values that it was given; the log must not.
  await database.pool.query('SELECT $1::int', [SECRETS.citizenId + NAME]).catch((err: unknown) => app.ground.log.error({ err }, 'planted'))
  app.ground.log.error({ err: new SendError('channel.refused', 'planted', { errorClass: 'PERM', cause: new Error(`number +84${SECRETS.phone}`) }) }, 'planted')

  expect(logged()).toContain('planted')
  expect(sightings(logged(), withName)).toEqual([])
  const held = new Map<string, string[]>()
  for (const [table, content] of await tablesOf(database.pool, database.schema)) {
    const seen = sightings(content, HOLDS_NAMES.test(table) ? SECRETS : withName)
    if (seen.length > 0) held.set(table, seen)
  }
  expect(Object.fromEntries(held)).toEqual({})
})
