/** What leaves the terminal for the loudspeaker, the copier and somebody's phone. Every person, number and place is invented. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CommandMaker } from '../../src/cli/cli.ts'
import { leafletCommand } from '../../src/cli/leaflet.ts'
import { linkCodeCommand } from '../../src/cli/link-code.ts'
import { loudspeakerCommand } from '../../src/cli/loudspeaker.ts'
import { findChromium } from '../../src/cli/paper/find-chromium.ts'
import { searchKey } from '../../src/domain/person-name.ts'
import { changeProfile, ensureCommune } from '../../src/store/communes.ts'
import { CHROMIUM } from '../support/chromium.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { codeIn } from '../support/read-code.ts'
import { runCli } from '../support/run-cli.ts'
import { startTelegram } from '../support/simulators/telegram-simulator.ts'

const database = await testDatabase()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loa-paper-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
beforeEach(async () => {
  await emptyTables(database)
  const { id } = await ensureCommune(database, 'xã Tân Đông')
  await changeProfile(database, id, { contact: 'cô Châu 0276 000 1234', address: 'ấp Đông Lợi' })
  await database.pool.query(
    "INSERT INTO person (commune_id, full_name, search_key, sort_key, match_key, birth, birth_precision, sex) VALUES ($1, 'Nguyễn Thị Bịa', $2, 'x', 'x', '1950-03-02', 'day', 'female')",
    [id, searchKey('Nguyễn Thị Bịa')])
})

const run = (make: CommandMaker, args: readonly string[], env: Readonly<Record<string, string>> = {}) => runCli(make, database, args, env)
const PUBLIC = { LOA_PUBLIC_URL: 'https://tin.example' }

describe('loa loudspeaker', () => {
  test('prints the script, and how long it takes beside it', async () => {
    const { out, err, exitCode } = await run(loudspeakerCommand, ['Họp dân lúc 19h30 ngày 25/11, tại NVH.'])
    expect(out).toMatch(/^Ủy ban nhân dân xã Tân Đông thông báo\.\n\nHọp dân lúc mười chín giờ ba mươi phút ngày hai mươi lăm tháng mười một, tại nhà văn hóa\.\n\nXin nhắc lại\.\n\nHọp dân/)
    expect(err).toMatch(/Đọc mất khoảng \d+ giây \(\d+ tiếng, mỗi phút 130 tiếng\)/)
    expect(exitCode).toBe(0)
  })

  test('says which letters nobody can read out', async () => {
    const { err, exitCode } = await run(loudspeakerCommand, ['Lớp GDTX khai giảng'])
    expect(err).toContain('Loa chưa biết đọc: GDTX.')
    expect(exitCode).toBe(5)
  })

  test('refuses what belongs to one person without repeating it, and takes a telephone that the officer vouches for', async () => {
    const refused = await run(loudspeakerCommand, ['Liên hệ anh Tư 0912 345 678, căn cước 072150001234'])
    expect(refused).toMatchObject({ out: '', exitCode: 3 })
    expect(refused.err).toMatch(/giống số căn cước: …234[\s\S]*--public-phone/)
    expect(refused.err).not.toMatch(/\d{4}/)
    expect((await run(loudspeakerCommand, ['Liên hệ anh Tư 0912 345 678', '--public-phone', '0912345678'])).out).toContain('không chín một hai')
    expect((await run(loudspeakerCommand, ['Liên hệ', '--public-phone', 'anh Tư'])).exitCode).toBe(2)
  })

  test('speaks as in the South where asked', async () => {
    expect((await run(loudspeakerCommand, ['Nhận 105.000đ', '--southern'])).out).toContain('một trăm lẻ năm ngàn đồng')
  })
})

describe('loa leaflet', () => {
  test('writes a page that needs nothing else, and says how to print it', async () => {
    const path = join(folder, 'to-roi.html')
    const { out, err, exitCode } = await run(leafletCommand, ['Khám mắt miễn phí.', '--title', 'Khám bệnh', '--when', 'Thứ hai 30/11', '--where', 'Trạm y tế', '--out', path], PUBLIC)
    expect(out).toContain(`Đã ghi tờ rơi vào ${path}.`)
    expect(err).toContain('bấm Ctrl và P, chọn khổ giấy A5')
    expect(exitCode).toBe(0)
    expect(await readFile(path, 'utf8')).toMatch(/xã Tân Đông[\s\S]*Khám bệnh[\s\S]*Khám mắt miễn phí\.[\s\S]*Thứ hai 30\/11[\s\S]*tin\.example\/hoi[\s\S]*ấp Đông Lợi/)
  })

  test.skipIf(CHROMIUM === undefined)('writes a PDF of one page by the browser of the machine', async () => {
    const path = join(folder, 'to-roi.pdf')
    expect(await run(leafletCommand, ['Khám mắt miễn phí.', '--out', path], { ...PUBLIC, LOA_CHROMIUM: CHROMIUM as string })).toMatchObject({ err: '', exitCode: 0 })
    const pdf = await readFile(path, 'latin1')
    expect(pdf.slice(0, 5)).toBe('%PDF-')
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1)
  })

  test('without a browser writes the page instead, and asks for a look', async () => {
    const { out, err, exitCode } = await run(leafletCommand, ['Khám mắt.', '--out', join(folder, 'khong.pdf')], { ...PUBLIC, LOA_CHROMIUM: join(folder, 'khong-co') })
    expect(out).toContain('khong.html')
    expect(err).toContain('Chưa có tệp PDF')
    expect(exitCode).toBe(5)
    expect(await readFile(join(folder, 'khong.html'), 'utf8')).toContain('Khám mắt.')
    await expect(readFile(join(folder, 'khong.pdf'))).rejects.toThrow()
  })

  test('a browser that fails is named, and nothing is written', async () => {
    const broken = join(folder, 'hong')
    await writeFile(broken, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    const { err, exitCode } = await run(leafletCommand, ['Khám mắt.', '--out', join(folder, 'hong.pdf')], { ...PUBLIC, LOA_CHROMIUM: broken })
    expect(err).toContain(`Trình duyệt ${broken} không in được`)
    expect(exitCode).toBe(4)
    await expect(readFile(join(folder, 'hong.pdf'))).rejects.toThrow()
  })

  test('has a code only where it leads somewhere, chosen by the officer where there are several ways', async () => {
    const path = join(folder, 'ma.html')
    const none = await run(leafletCommand, ['Họp dân.', '--out', path])
    expect(none.err).toContain('chưa có mã QR: đặt LOA_PUBLIC_URL')
    expect(await readFile(path, 'utf8')).not.toContain('<svg')
    const zalo = { ZALO_APP_ID: '1000001', ZALO_APP_SECRET: 'khoa-bia-dat', ZALO_OA_ID: '2000002', ZALO_OA_SECRET_KEY: 'khoa-bia-dat' }
    await run(leafletCommand, ['Họp dân.', '--out', path, '--qr', 'zalo'], { ...PUBLIC, ...zalo })
    expect(await readFile(path, 'utf8')).toContain('zalo.me/2000002')
    expect((await run(leafletCommand, ['Họp dân.', '--out', path, '--qr', 'telegram'], PUBLIC)).err).toContain('Telegram đang tắt')
  })

  test('opens the right commune where an installation serves several', async () => {
    const { id } = await ensureCommune(database, 'xã Bến Cầu')
    const path = join(folder, 'nhieu.html')
    await run(leafletCommand, ['Họp dân.', '--out', path, '--commune', 'xã Bến Cầu'], PUBLIC)
    expect(await readFile(path, 'utf8')).toContain(`tin.example/hoi?xa=${id}`)
  })

  test.each([
    ['another kind of file', ['Họp dân.', '--out', 'to-roi.docx'], 2],
    ['no words', [' ', '--out', 'x.html'], 2],
    ['a telephone of somebody’s', ['Gọi 0912 345 678', '--out', 'x.html'], 3],
    ['more than a page', ['dài '.repeat(500), '--out', 'x.html'], 3],
  ])('refuses %s', async (_what, args, exitCode) => {
    expect((await run(leafletCommand, args)).exitCode).toBe(exitCode)
  })
})

test('the browser that is named is the only one, else the first that is there', () => {
  expect(findChromium('/own', (path) => path === '/own' || path === '/usr/bin/chromium')).toBe('/own')
  expect(findChromium('/gone', (path) => path === '/usr/bin/chromium')).toBeUndefined()
  expect(findChromium(undefined, (path) => path.endsWith('msedge.exe'))).toContain('Edge')
})

describe('loa link-code', () => {
  test('draws a code that opens the web chat with the code in it', async () => {
    const { out } = await run(linkCodeCommand, ['Nguyễn Thị Bịa'], PUBLIC)
    const code = /Mã: (\S{4}-\S{4})/.exec(out)?.[1]
    expect(out).toContain(`Trang nhắn tin: https://tin.example/hoi?ma=${code}`)
    expect(drawnIn(out)).toBe(`https://tin.example/hoi?ma=${code}`)
  })

  test('prints Telegram’s link under its own name, which Telegram tells', async () => {
    const telegram = await startTelegram('77:ma-bia-dat')
    stops.push(() => telegram.stop())
    const { out } = await run(linkCodeCommand, ['Nguyễn Thị Bịa'], { ...PUBLIC, TELEGRAM_TOKEN: '77:ma-bia-dat', TELEGRAM_API_ROOT: telegram.url })
    const code = /Mã: (\S{4}-\S{4})/.exec(out)?.[1]
    expect(out).toMatch(new RegExp(`Telegram: https://t\\.me/\\w+\\?start=${code}`))
  })

  test('draws nothing that leads nowhere: without an address, or where Telegram does not answer', async () => {
    const { out, err } = await run(linkCodeCommand, ['Nguyễn Thị Bịa'], { TELEGRAM_TOKEN: '1:bia', TELEGRAM_API_ROOT: 'http://127.0.0.1:9' })
    expect(out).not.toMatch(/█|t\.me/)
    expect(err).toContain('LOA_PUBLIC_URL')
  })
})

/** What the half blocks show, read by a decoder: light is what is drawn. */
function drawnIn(out: string): string | undefined {
  const rows = out.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line)).flatMap((line) => [[...line].map((one) => '█▀'.includes(one)), [...line].map((one) => '█▄'.includes(one))])
  const scale = 4
  const size = (rows[0]?.length ?? 0) * scale
  const pixels = new Uint8ClampedArray(size * rows.length * scale * 4)
  for (let at = 0; at < pixels.length / 4; at += 1) {
    const isLight = rows[Math.floor(Math.floor(at / size) / scale)]?.[Math.floor((at % size) / scale)] === true
    pixels.set([isLight ? 255 : 0, isLight ? 255 : 0, isLight ? 255 : 0, 255], at * 4)
  }
  return codeIn(pixels, size, rows.length * scale)
}
