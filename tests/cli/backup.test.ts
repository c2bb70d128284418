/** Backup, loss, restore: the same register, and nobody is told twice. All people are invented. */
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { backupTo, restoreFrom } from '../../src/app/backups.ts'
import type { RestoreReport } from '../../src/app/backups.ts'
import { openGround } from '../../src/app/installation.ts'
import { backupCommand } from '../../src/cli/backup.ts'
import { restoreCommand } from '../../src/cli/restore.ts'
import { unconfirmedCommand } from '../../src/cli/unconfirmed.ts'
import { loadConfig } from '../../src/kernel/config.ts'
import { chainAudit, firstBrokenLink, writeAudit } from '../../src/store/audit.ts'
import { restoreBackup } from '../../src/store/backup/restore-backup.ts'
import { writeBackup } from '../../src/store/backup/write-backup.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { ensureContact } from '../../src/store/contacts.ts'
import type { Database } from '../../src/store/database.ts'
import { emptyTables, silentLog, testCipher, testDatabase } from '../support/database.ts'
import { addPerson, handHeld, startPipeline, TEST_KEYS } from '../support/pipeline.ts'
import type { HandHeldChannel, Pipeline } from '../support/pipeline.ts'
import { runCli } from '../support/run-cli.ts'

const lost = await testDatabase()
const found = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'loa-backup-'))
afterAll(() => rm(folder, { recursive: true }))

const NINE = '2026-11-22T02:00:00Z' // in the morning in Vietnam
const IN_30_DAYS = '2026-12-22'
let path: string
let channel: HandHeldChannel
let running: Pipeline[]
let files = 0
beforeEach(async () => {
  files += 1
  path = join(folder, `${files}.loa.gz`)
  channel = handHeld('sms')
  running = []
  await emptyTables(found)
})
afterEach(() => Promise.all(running.map((one) => one.stop())))

async function start(database: typeof lost, keep: boolean): Promise<Pipeline> {
  const pipeline = await startPipeline(database, [channel], { at: NINE, keep })
  running.push(pipeline)
  return pipeline
}
const person = (pipeline: Pipeline, name: string, phone: string) => addPerson(pipeline, { name, phone, cardEnds: IN_30_DAYS })
const restore = (pipeline: Pipeline): Promise<RestoreReport> =>
  restoreFrom(loadConfig({ DATABASE_URL: found.fullUrl, LOA_KEYS: TEST_KEYS }), silentLog, { path, nothingSentSince: false, progress: () => undefined }, pipeline.clock)
const states = (pipeline: Pipeline) => pipeline.sql('SELECT p.full_name AS who, n.state FROM notice n JOIN person p ON p.id = n.person_id ORDER BY p.full_name, n.id')

/** Every row as text, of tables that a restore leaves as they were. */
async function register(database: Database): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {}
  for (const table of ['commune', 'village', 'person', 'contact', 'person_contact', 'card', 'allowance', 'payment', 'reminder_rule', 'attempt', 'import_change']) {
    rows[table] = (await database.pool.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).rows.map(({ row }) => row)
  }
  return rows
}

test('after a loss the register is the same, and what the lost installation may have sent is left to a person', async () => {
  const before = await start(lost, false)
  await person(before, 'An', '+84901000001')
  await before.app.plan()
  await before.deliver()
  await person(before, 'Bình', '+84901000002')
  await before.app.plan()
  await writeAudit(lost.pool, [{ communeId: before.communeId, actor: 'cli', action: 'person.moved', personId: '1' }], before.clock.now())
  await chainAudit(lost)
  const rows = await backupTo(before.app.ground, path, () => undefined, before.clock)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const asItWas = await register(lost)

  // It goes on until it is lost: Bình is told, and so is Chi, who came with a list of this morning.
  await person(before, 'Chi', '+84901000003')
  await before.app.plan()
  await before.deliver()
  expect(channel.received.map(({ to }) => to).sort()).toEqual(['+84901000001', '+84901000002', '+84901000003'])

  const report = await restore(before)
  expect(report).toMatchObject({ rows, inDoubt: 1, waiting: 0, zaloToConnect: false })
  expect(await register(found)).toEqual(asItWas)
  expect(await firstBrokenLink(found.pool)).toBeUndefined()

  const after = await start(found, true)
  await person(after, 'Chi', '+84901000003') // the list of this morning is imported once more
  await after.app.plan()
  await after.deliver()
  expect(channel.received).toHaveLength(3)
  expect(await states(after)).toEqual([{ who: 'An', state: 'sent' }, { who: 'Bình', state: 'unconfirmed' }, { who: 'Chi', state: 'unconfirmed' }])
  // What was sent after the backup had numbers that no new message may have.
  const [newest] = await after.sql<{ id: string }>("SELECT n.id FROM notice n JOIN person p ON p.id = n.person_id WHERE p.full_name = 'Chi'")
  expect(Number(newest?.id)).toBeGreaterThan(1_000_000)

  expect((await runCli(unconfirmedCommand, found, ['tat-ca', '--arrived'])).out).toContain('Đã ghi 2 tin')
  await after.deliver()
  expect(channel.received).toHaveLength(3)
  // What comes to be due is sent as ever.
  await addPerson(after, { name: 'Dung', phone: '+84901000004', cardEnds: '2026-12-23' })
  after.clock.advance(24 * 3_600_000)
  await after.app.plan()
  await after.deliver()
  expect(channel.received.map(({ to }) => to).slice(3)).toEqual(['+84901000004'])
})

/** A notice of each state at the backup, and what opens once. */
async function oneOfEach(): Promise<void> {
  await emptyTables(lost)
  const { pool } = lost
  const { id: communeId } = await ensureCommune(lost, 'xã Tân Đông')
  const contactId = await ensureContact(pool, testCipher(), { communeId, kind: 'webchat', address: 'chat-1' })
  for (const [state, notBefore] of [['planned', NINE], ['planned', '2026-11-22T03:00:00Z'], ['queued', NINE], ['sending', NINE], ['sent', NINE], ['delivered', NINE], ['cancelled', NINE]]) {
    await pool.query(
      `INSERT INTO notice (commune_id, recipient, kind, reason_key, template_key, due_on, not_before, not_after, state, claimed_by) VALUES ($1, 'contact:1', 'reminder', $2 || $3, 'x', '2026-11-22', $3::timestamptz, '2026-12-01', $2, CASE WHEN $2 = 'sending' THEN 1 END)`,
      [communeId, state, notBefore],
    )
  }
  await pool.query("INSERT INTO attempt (notice_id, channel, request_id) SELECT id, 'sms', 'r' FROM notice WHERE state = 'sending'")
  await pool.query("INSERT INTO invitation (token_hash, role, totp_enc, created_by, created_at, expires_at) VALUES ('x', 'admin', 'x', 'start', now(), '2099-01-01')")
  await pool.query("INSERT INTO account_session (account_id, token_hash, browser, started_at, seen_at, ends_at) VALUES (1, 'x', 'Chrome', now(), now(), '2099-01-01')")
  await pool.query("INSERT INTO inbound_message (commune_id, channel, dedupe_key, contact_id, body_enc, occurred_at) VALUES ($1, 'webchat', 'k', $2, 'x', now())", [communeId, contactId])
  await writeBackup(lost, testCipher(), { path, madeAt: new Date(NINE), progress: () => undefined })
}

const statesThen = async () => (await found.pool.query<{ state: string }>('SELECT state FROM notice ORDER BY id')).rows.map(({ state }) => state)

test('of what was under way everything due is in doubt, what is over stays over, and what opens once is closed', async () => {
  await oneOfEach()
  const { waiting } = await restoreBackup(found, testCipher(), { path, now: new Date('2026-11-22T02:30:00Z'), nothingSentSince: false, progress: () => undefined })
  expect(waiting).toBe(1)
  expect(await statesThen()).toEqual(['unconfirmed', 'planned', 'unconfirmed', 'unconfirmed', 'sent', 'delivered', 'cancelled'])
  const { rows } = await found.pool.query(
    `SELECT (SELECT count(*)::int FROM account_session) AS sessions, (SELECT expires_at < '2026-12-01' FROM invitation) AS closed,
       (SELECT state FROM inbound_message) AS message, (SELECT topic FROM ticket) AS ticket, (SELECT state FROM attempt) AS attempt`,
  )
  expect(rows).toEqual([{ sessions: 0, closed: true, message: 'failed', ticket: 'fault', attempt: 'unconfirmed' }])
})

test('a register that moves, its old machine at rest before the backup, is as it was', async () => {
  await oneOfEach()
  const { waiting } = await restoreBackup(found, testCipher(), { path, now: new Date('2026-11-22T02:30:00Z'), nothingSentSince: true, progress: () => undefined })
  expect(waiting).toBe(0)
  expect(await statesThen()).toEqual(['planned', 'planned', 'queued', 'sending', 'sent', 'delivered', 'cancelled'])
})

test('what cannot be restored is said, and nothing is kept of it', async () => {
  await emptyTables(lost)
  const { id: communeId } = await ensureCommune(lost, 'xã Tân Đông')
  await ensureContact(lost.pool, testCipher(), { communeId, kind: 'phone', address: '+84901000001' })
  const made = await runCli(backupCommand, lost, [path])
  expect(made.out).toContain('Khóa mã hóa KHÔNG nằm trong tệp: khóa ở biến LOA_KEYS')
  expect(gunzipSync(await readFile(path)).toString()).not.toMatch(/0901000001|84901000001/)

  expect((await runCli(backupCommand, lost, [path])).err).toContain('không ghi đè bản sao lưu')
  expect((await runCli(restoreCommand, lost, [path])).err).toContain('đang có sổ')
  expect((await runCli(restoreCommand, found, [join(folder, 'khong-co')])).err).toContain('Không có tệp')
  const otherKey = { LOA_KEYS: `1:${Buffer.alloc(32, 8).toString('base64')}` }
  expect(await runCli(restoreCommand, found, [path], otherKey)).toMatchObject({ exitCode: 4, err: expect.stringContaining('khóa số 1') as string })
  expect((await runCli(restoreCommand, found, [path], { LOA_KEYS: '', LOA_DATA: folder })).err).toContain(`${folder}/keys`)

  const whole = await readFile(path)
  const text = gunzipSync(whole).toString()
  const spoiled: [string, Buffer, string][] = [
    ['cut', whole.subarray(0, whole.length - 200), 'bị thiếu hoặc hỏng'],
    ['changed', gzipSync(text.replace('xã Tân Đông', 'xã Tân Đồng')), 'bị thiếu hoặc hỏng'],
    ['short', gzipSync(text.split('\n').slice(0, -3).join('\n')), 'bị thiếu hoặc hỏng'],
    ['newer', gzipSync(text.replace('"migrations":[[', '"migrations":[["29990101000000_later","0"],[')), 'phiên bản Loa khác'],
    ['list', Buffer.from('Họ tên;Ngày sinh'), 'không phải bản sao lưu'],
  ]
  for (const [name, bytes, said] of spoiled) {
    const file = join(folder, name)
    await writeFile(file, bytes)
    expect((await runCli(restoreCommand, found, [file])).err).toContain(said)
  }
  expect((await found.pool.query('SELECT FROM commune')).rowCount).toBe(0)
  expect((await readdir(folder)).filter((name) => name.includes('dang-ghi'))).toEqual([])
  expect((await runCli(restoreCommand, found, [path])).out).toContain('Đã khôi phục')
})

test('the database that Loa brings takes the backup of another, once it has the key', async () => {
  await oneOfEach()
  const fresh = join(folder, 'fresh')
  const env = { DATABASE_URL: '', LOA_KEYS: '', LOA_DATA: fresh, LOA_WEBCHAT: '0' }
  expect((await runCli(restoreCommand, found, [path], env)).err).toContain('Chưa có khóa mã hóa')
  await mkdir(fresh, { recursive: true })
  await writeFile(join(fresh, 'keys'), TEST_KEYS)
  expect((await runCli(restoreCommand, found, [path], env)).out).toContain('Đã khôi phục')
  const ground = await openGround(loadConfig(env), silentLog)
  const { rows } = await ground.database.pool.query<{ name: string; data: string }>("SELECT name, current_setting('data_directory') AS data FROM commune")
  await ground.close()
  // elsewhere, when we are root
  await rm(rows[0]?.data as string, { recursive: true, force: true })
  expect(rows.map(({ name }) => name)).toEqual(['xã Tân Đông'])
})
