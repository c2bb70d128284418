/** `loa zalo` as an officer types it, against the simulator. All accounts, keys and people are invented. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { doctorCommand } from '../../src/cli/doctor.ts'
import { statusCommand } from '../../src/cli/status.ts'
import { zaloCommand } from '../../src/cli/zalo.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { storeAlert } from '../../src/store/channel-alerts.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'
import type { CliResult } from '../support/run-cli.ts'
import { startZalo, zaloCode } from '../support/simulators/zalo-simulator.ts'
import type { ZaloSimulator } from '../support/simulators/zalo-simulator.ts'
import { APPROVED, ZALO_KEYS, ZALO_REDIRECT, zaloEnv } from '../support/zalo-pipeline.ts'

const database = await testDatabase()
let zalo: ZaloSimulator
let folder: string
beforeAll(async () => {
  zalo = await startZalo({ ...ZALO_KEYS, redirectUrl: ZALO_REDIRECT, clock: systemClock, templates: APPROVED, planEndsOn: '31/12/2099' })
  folder = await mkdtemp(join(tmpdir(), 'loa-zalo-'))
})
afterAll(async () => {
  await zalo.stop()
  await rm(folder, { recursive: true })
})
beforeEach(() => emptyTables(database))

const loa = (args: readonly string[], env: Record<string, string> = {}): Promise<CliResult> => runCli(zaloCommand, database, args, { ...zaloEnv(zalo.url), ...env })

/** An admin opens what was printed and agrees; the address in their browser afterwards. */
async function agreedAddress(): Promise<string> {
  const printed = await loa(['authorise'])
  const answer = await fetch(printed.out.trim(), { redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}
const connect = async (): Promise<CliResult> => loa(['authorise', await agreedAddress()])

test('an installation without an account says what to set', async () => {
  const { err, exitCode } = await runCli(zaloCommand, database, ['status'])
  expect(err).toContain('ZALO_APP_ID')
  expect(exitCode).toBe(2)
})

describe('authorise', () => {
  test('prints the way for the admin, takes the address that comes back, and connects', async () => {
    const { out, exitCode } = await connect()
    expect(out).toContain('Đã kết nối Zalo OA với Loa.')
    expect(exitCode).toBe(0)
    expect(await database.pool.query('SELECT oa_id, version FROM zalo_account').then(({ rows }) => rows)).toEqual([{ oa_id: ZALO_KEYS.oaId, version: 1 }])
    expect(zalo.violations).toEqual([])
  })

  test.each([
    ['a state that is not ours', (url: URL) => url.searchParams.set('state', 'm9.bia.dat')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    ['another account', (url: URL) => url.searchParams.set('oa_id', '3000000000000000003')],
    ['a code that Zalo did not give', (url: URL) => url.searchParams.set('code', 'ma-bia-dat')],
  ])('refuses an address with %s, and repeats nothing of it', async (_what, change) => {
    const url = new URL(await agreedAddress())
    change(url)
    const { err, out, exitCode } = await loa(['authorise', url.toString()])
    expect(exitCode).toBe(3)
    expect(out).toBe('')
    for (const value of url.searchParams.values()) expect(err).not.toContain(value)
    expect(await database.pool.query('SELECT FROM zalo_account').then(({ rowCount }) => rowCount)).toBe(0)
  })

  test('what is no address is a mistake of typing', async () => {
    expect(await loa(['authorise', 'code=abc'])).toMatchObject({ exitCode: 2, err: expect.stringContaining('không phải là một địa chỉ') as string })
  })

  test('without a callback address says where to set it and what else works', async () => {
    const { err, exitCode } = await loa(['authorise'], { ZALO_REDIRECT_URL: '' })
    expect(err).toMatch(/ZALO_REDIRECT_URL.*API Explorer/s)
    expect(exitCode).toBe(2)
  })

  test('takes a refresh token from a file, once', async () => {
    const file = join(folder, 'token.txt')
    await writeFile(file, `${zalo.issueTokens().refreshToken}\n`)
    expect((await loa(['authorise', '--file', file])).out).toContain('Đã kết nối Zalo OA với Loa.')
    const again = await loa(['authorise', '--file', file])
    expect(again).toMatchObject({ exitCode: 3, err: expect.stringContaining('không nhận refresh token') as string })
    expect(again.err).not.toContain((await readFile(file, 'utf8')).trim())
    await writeFile(file, 'hai dòng\nkhông phải mã')
    expect((await loa(['authorise', '--file', file])).exitCode).toBe(2)
  })
})

describe('status', () => {
  test('of an account that nobody has connected says what to do', async () => {
    expect(await loa(['status'])).toMatchObject({ exitCode: 5, out: expect.stringContaining('chưa có. Chạy: loa zalo authorise') as string })
  })

  test('tells name, plan, tier, quality and the age of the tokens, and no token', async () => {
    await connect()
    const { out, exitCode } = await loa(['status'])
    expect(exitCode).toBe(0)
    for (const said of ['UBND xã Tân Đông', 'Gói: Growth, hết hạn ngày 31/12/2099, 100 lượt gọi mỗi phút', '20.000 tin mỗi ngày, hôm nay còn 20.000', 'tốt', 'cách đây 0 giờ']) expect(out).toContain(said)
    expect(out).not.toMatch(/access-|refresh-/)
  })

  test('shows what an officer must look at, with the name of whom it is about, until it was seen', async () => {
    await connect()
    const { id: communeId } = await ensureCommune(database, 'xã Tân Đông')
    const { rows } = await database.pool.query<{ id: string }>("INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key) VALUES ($1, 'Lê Thị Bịa', 'x', 'x', 'x') RETURNING id", [communeId])
    await storeAlert(database.pool, 'zalo', { dedupeKey: 'a', code: 'zalo.withdrawal', said: 'Một người dân yêu cầu xóa dữ liệu.', personIds: [rows[0]?.id ?? ''], occurredAt: new Date('2026-12-01T08:00:00+07:00') })
    const first = await loa(['status'])
    expect(first.out).toContain(`01/12/2026 08:00: Một người dân yêu cầu xóa dữ liệu. (Lê Thị Bịa, người số ${rows[0]?.id})`)
    expect(first.exitCode).toBe(5)
    const everything = await runCli(statusCommand, database, [], zaloEnv(zalo.url))
    expect(everything).toMatchObject({ exitCode: 5, out: expect.stringContaining('Zalo: Một người dân yêu cầu xóa dữ liệu.') as string })
    // A clock that ran ahead must not hide what came after it was looked at.
    await database.pool.query("UPDATE channel_alert SET occurred_at = '2026-11-01T08:00:00+07:00'")
    expect((await loa(['status', '--seen'])).err).toContain('Đã ghi là đã xem: 1 việc.')
    expect((await loa(['status'])).out).not.toContain('Cần người xem')
  })

  test('says when Zalo does not answer as it should', async () => {
    await connect()
    zalo.otherFaults.next(zaloCode(-224))
    expect(await loa(['status'])).toMatchObject({ exitCode: 5, out: expect.stringContaining('Gói dịch vụ của Zalo OA không cho dùng') as string })
  })

  test('for a machine is one object, without a name', async () => {
    await connect()
    const { out } = await loa(['status', '--json'])
    expect(JSON.parse(out)).toMatchObject({ oaId: ZALO_KEYS.oaId, overview: { ok: true, value: { quota: { daily: 20_000 } } }, alerts: [] })
  })
})

test('doctor asks Zalo too', async () => {
  await connect()
  const { out } = await runCli(doctorCommand, database, [], zaloEnv(zalo.url))
  expect(out).toContain('✓ Kênh Zalo: Zalo OA UBND xã Tân Đông đang kết nối. Hôm nay còn gửi được 20.000 trên 20.000 tin theo mẫu.')
})

describe('template', () => {
  beforeEach(async () => {
    await ensureCommune(database, 'xã Tân Đông')
    await connect()
  })
  const boxes = ['ho_ten=name', 'han_the=valid_to']
  const saved = () => database.pool.query('SELECT template_key, template_id, values FROM provider_template').then(({ rows }) => rows as unknown[])

  test('is checked against Zalo, saved with its prices, listed, and taken away again', async () => {
    const { out, exitCode } = await loa(['template', 'card-expiry-ahead', '300001', ...boxes])
    expect(out).toContain('Đã lưu. Mỗi tin: 800 đồng theo số điện thoại, 560 đồng theo tài khoản đã nối.')
    expect(exitCode).toBe(0)
    expect(await saved()).toEqual([{ template_key: 'card-expiry-ahead', template_id: '300001', values: { ho_ten: 'name', han_the: 'valid_to' } }])
    expect((await loa(['template'])).out).toContain('card-expiry-ahead → 300001 · ')
    expect((await loa(['status'])).out).toContain('Mẫu tin của xã Tân Đông: card-expiry-ahead → 300001')
    expect((await loa(['template', 'card-expiry-ahead', '--remove'])).out).toContain('thôi dùng mẫu của Zalo')
    expect(await saved()).toEqual([])
  })

  test.each([
    ['a text that we do not have', ['card-expiry', '300001', ...boxes], 'card-expiry-ahead'],
    ['a field that this text does not have', ['card-expiry-ahead', '300001', 'ho_ten=pay_day', 'han_the=valid_to'], 'không có mục "pay_day"'],
    ['a flag that nobody has a word for', ['card-lapsed', '300001', 'ho_ten=five_years', 'han_the=valid_to'], 'không có mục "five_years"'],
    ['a box that Zalo does not have', ['card-expiry-ahead', '300001', ...boxes, 'la=sender'], 'không có ô la'],
    ['a box that is left empty', ['card-expiry-ahead', '300001', 'ho_ten=name'], 'còn ô han_the chưa được điền'],
    ['a box that is written twice', ['card-expiry-ahead', '300001', ...boxes, 'ho_ten=sender'], 'viết hai lần'],
    ['a number that is none', ['card-expiry-ahead', 'mẫu-một', ...boxes], 'không phải là số'],
  ])('refuses %s, and saves nothing', async (_what, args, said) => {
    expect(await loa(['template', ...args])).toMatchObject({ exitCode: 2, err: expect.stringContaining(said) as string })
    expect(await saved()).toEqual([])
  })

  test('a number that Zalo does not know is not saved', async () => {
    expect(await loa(['template', 'card-expiry-ahead', '999', ...boxes])).toMatchObject({ exitCode: 3, err: expect.stringContaining('Chưa lưu gì') as string })
    expect(await saved()).toEqual([])
  })

  test('says what happens to a day that is only expected', async () => {
    const { err } = await loa(['template', 'payment-eve', '300001', 'ho_ten=name', 'han_the=pay_day'])
    expect(err).toContain('"dự kiến" (mục confirmed)')
  })
})
