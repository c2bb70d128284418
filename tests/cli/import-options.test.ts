/** Whose list, of what kind, and how it is stopped. All names and numbers are invented. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { nearestName } from '../../src/cli/nearest-name.ts'
import { undoImportCommand } from '../../src/cli/undo-import.ts'
import { EXIT } from '../../src/kernel/errors.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'
import { workbookBytes } from '../support/roster-files.ts'

const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'loa-import-options-'))
beforeEach(() => emptyTables(database))
afterAll(() => rmSync(folder, { recursive: true }))

function cards(name: string, village: string, people: number, phone = '0912345678'): string {
  const rows = Array.from({ length: people }, (_, at) => [at + 1, `Nguyễn Thị Bịa ${'ABCDEFGHIJKLMNOP'[at]}`, `12/03/19${50 + at}`, '31/12/2026', village, phone])
  const path = join(folder, name)
  writeFileSync(path, workbookBytes([{ name: 'Danh sách', rows: [['STT', 'Họ và tên', 'Ngày sinh', 'Hạn thẻ đến', 'Thôn, ấp', 'Điện thoại'], ...rows] }], 'xlsx'))
  return path
}

const bring = (...args: string[]) => runCli(importCommand, database, args)
const communes = async (): Promise<string[]> => (await database.pool.query<{ name: string }>('SELECT name FROM commune ORDER BY id')).rows.map(({ name }) => name)

describe('a name that the register does not have', () => {
  beforeEach(() => bring(cards('the.xlsx', 'Ấp Đông Lợi', 1), '--commune', 'xã Tân Đông'))

  test('is not a second commune, but most likely the first', async () => {
    const { exitCode, err } = await bring(cards('moi.xlsx', 'Ấp Tân Tiến', 1), '--commune', 'xã Tân Dông')
    expect(exitCode).toBe(EXIT.refused)
    expect(err).toContain('Có phải là "xã Tân Đông" không?')
    expect(await communes()).toEqual(['xã Tân Đông'])
  })

  test('in other letters is the first', async () => {
    await bring(cards('moi.xlsx', 'Ấp Tân Tiến', 1), '--commune', 'Xã Tân Đông')
    expect(await communes()).toEqual(['xã Tân Đông'])
  })

  test('is a second commune where that is said, and goes with its only import', async () => {
    await bring(cards('moi.xlsx', 'Ấp Tân Tiến', 1), '--commune', 'phường Mai Anh', '--new-commune')
    expect(await communes()).toEqual(['xã Tân Đông', 'phường Mai Anh'])
    await runCli(undoImportCommand, database, ['--yes'])
    expect(await communes()).toEqual(['xã Tân Đông'])
    expect((await runCli(undoImportCommand, database, ['--list'])).out).toContain('đã hoàn tác')
  })

  test('keeps the commune for which something else was entered', async () => {
    await bring(cards('moi.xlsx', 'Ấp Tân Tiến', 1), '--commune', 'phường Mai Anh', '--new-commune')
    await database.pool.query("UPDATE reminder_rule SET version = 2 WHERE key = 'child-4'")
    await runCli(undoImportCommand, database, ['--yes'])
    expect(await communes()).toEqual(['xã Tân Đông', 'phường Mai Anh'])
  })
})

test.each([
  ['xã Tân Dông', 'xã Tân Đông'],
  ['tan dong', 'xã Tân Đông'],
  ['phường Mai Ánh', 'phường Mai Anh'],
  ['đặc khu Côn Đảo', undefined],
])('the name nearest to %s is %s', (written, meant) => {
  expect(nearestName(written, ['xã Tân Đông', 'phường Mai Anh'])).toBe(meant)
})

test('a kind is named as the officer calls it', async () => {
  const { out } = await bring(cards('the.xlsx', 'Ấp Đông Lợi', 1), '--commune', 'xã Tân Đông', '--kind', 'the')
  expect(out).toContain('danh sách thẻ bảo hiểm y tế')
  await expect(bring(cards('the.xlsx', 'Ấp Đông Lợi', 1), '--kind', 'constructor')).rejects.toThrow('chỉ nhận tro-cap, the, chi-tra, ho-ngheo')
})

test('--all prints every line to look at', async () => {
  const path = cards('so-sai.xlsx', 'Ấp Đông Lợi', 12, '09123')
  const some = (await bring(path, '--commune', 'xã Tân Đông', '--dry-run')).out
  const all = (await bring(path, '--commune', 'xã Tân Đông', '--dry-run', '--all')).out
  expect(some.match(/trang Danh sách, dòng/g)).toHaveLength(10)
  expect(some).toContain('--all')
  expect(all.match(/trang Danh sách, dòng/g)).toHaveLength(12)
})

test('stopped in the middle, it says that nothing was written', async () => {
  const { exitCode, err } = await runCli(importCommand, database, [cards('the.xlsx', 'Ấp Đông Lợi', 3), '--commune', 'xã Tân Đông'], {}, (running) => Promise.resolve(running.interrupt()))
  expect(exitCode).toBe(EXIT.interrupted)
  expect(err).toContain('Đã dừng; chưa ghi gì vào sổ.')
  expect((await database.pool.query('SELECT FROM person')).rowCount).toBe(0)
})

test('an import is not taken back by a program that was not told to', async () => {
  await bring(cards('the.xlsx', 'Ấp Đông Lợi', 1), '--commune', 'xã Tân Đông')
  const { exitCode, err } = await runCli(undoImportCommand, database, [])
  expect(exitCode).toBe(EXIT.usage)
  expect(err).toContain('thêm --yes')
  expect((await database.pool.query('SELECT FROM person')).rowCount).toBe(1)
})
