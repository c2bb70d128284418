import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { importCommand } from '../../src/cli/import.ts'
import { undoImportCommand } from '../../src/cli/undo-import.ts'
import { vietnamDay } from '../../src/domain/calendar.ts'
import { EXIT } from '../../src/kernel/errors.ts'
import { interpretRoster } from '../../src/register/roster/interpret-roster.ts'
import { openRosterFile } from '../../src/register/roster/open-roster-file.ts'
import { readingJson } from '../../src/register/roster/print-reading.ts'
import { emptyTables, testDatabase } from '../support/database.ts'
import { runCli } from '../support/run-cli.ts'
import type { CliResult } from '../support/run-cli.ts'
import { workbookBytes } from '../support/roster-files.ts'
import type { TestCell, WorkbookFormat } from '../support/roster-files.ts'

// All names and numbers are invented.
const database = await testDatabase()
const folder = mkdtempSync(join(tmpdir(), 'loa-import-'))
beforeEach(() => emptyTables(database))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, rows: readonly (readonly TestCell[])[]): string {
  const path = join(folder, name)
  writeFileSync(path, workbookBytes([{ name: 'Danh sách', rows }], name.split('.').at(-1) as WorkbookFormat))
  return path
}

const bring = (...args: string[]): Promise<CliResult> => runCli(importCommand, database, args)
const undo = (...args: string[]): Promise<CliResult> => runCli(undoImportCommand, database, ['--yes', ...args])
const count = async (table: string): Promise<number> => (await database.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n ?? -1

const HEAD = ['UBND XÃ TÂN ĐÔNG']
const CARDS = [
  HEAD,
  ['DANH SÁCH THẺ BẢO HIỂM Y TẾ SẮP HẾT HẠN'],
  ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Số thẻ BHYT', 'Hạn thẻ từ', 'Hạn thẻ đến', 'Địa chỉ', 'Điện thoại'],
  [1, 'Nguyễn Thị Lan', '12/03/1950', 'Nữ', '072150001234', 'GD4727215001234', '01/01/2026', '31/12/2026', 'Ấp Đông Lợi', '0912345678'],
  [2, 'Thạch Chanh Ba', '05/06/1948', 'Nam', '072048004321', 'GD4727248004321', '01/07/2026', '30/06/2027', 'Ấp Đông Lợi', '0912345678'],
]
const ALLOWANCES = [
  HEAD,
  ['DANH SÁCH ĐỐI TƯỢNG HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG'],
  ['(Theo Nghị định 335/2026/NĐ-CP)'],
  ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Đối tượng', 'Hệ số', 'Mức trợ cấp', 'Thôn, ấp'],
  [1, 'Nguyễn Thị Lan', '12/03/1950', '072150001234', 'Người khuyết tật nặng', '2,0', '1.080.000', 'Ấp Đông Lợi'],
]
const PAYMENTS = [
  HEAD,
  ['DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG 12/2026'],
  ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền', 'Địa chỉ', 'Ký nhận'],
  [1, 'Nguyễn Thị Lan', '12/03/1950', '072150001234', '1.080.000', 'Ấp Đông Lợi', null],
]
const HOUSEHOLDS = [
  HEAD,
  ['DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026'],
  ['STT hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày sinh', 'Số CCCD', 'Hộ nghèo/cận nghèo', 'Thôn, ấp'],
  [1, 'Danh Út', 'Chủ hộ', '01/02/1970', '072070001111', 'Hộ nghèo', 'Ấp Tân Tiến'],
  [null, 'Danh Thị Bé', 'Con', '03/02/2015', '072315002222', null, 'Ấp Tân Tiến'],
]

const LISTS: [string, readonly (readonly TestCell[])[], string, number][] = [
  ['the.xlsx', CARDS, 'card', 2],
  ['the.xls', CARDS, 'card', 2],
  ['the.ods', CARDS, 'card', 2],
  ['the.csv', CARDS, 'card', 2],
  ['tro-cap.xlsx', ALLOWANCES, 'allowance', 1],
  ['chi-tra.xlsx', PAYMENTS, 'payment', 1],
  ['ho-ngheo.xlsx', HOUSEHOLDS, 'household', 1],
]

describe('loa import', () => {
  test.each(LISTS)('%s goes in, in again without a change, and out', async (name, rows, table, expected) => {
    const path = file(name, rows)
    const first = await bring(path)
    expect(first.out).toMatch(/So với sổ +mới +đổi +như cũ/)
    expect(first.out).toContain('Đã ghi vào sổ của xã Tân Đông: lần nhập số 1.')
    expect(await count(table)).toBe(expected)

    const again = await bring(path)
    expect(again.out).toContain('Không có gì thay đổi.')
    expect(await count('import_batch')).toBe(1)

    const back = await undo()
    expect(back.out).toContain('Đã hoàn tác lần nhập số 1')
    expect([await count(table), await count('person'), await count('village'), await count('contact')]).toEqual([0, 0, 0, 0])
  })

  test('several files go in one after the other, each for itself, and a bad one keeps no other out', async () => {
    const broken = join(folder, 'hong.xlsx')
    writeFileSync(broken, workbookBytes([{ name: 'A', rows: CARDS }]).subarray(0, 900))
    const result = await bring(file('a.xlsx', CARDS), broken, file('b.xlsx', ALLOWANCES))
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err).toContain('hong.xlsx')
    expect([await count('card'), await count('allowance'), await count('person')]).toEqual([2, 1, 2])
  })

  test('files of one call share the commune that any of them names', async () => {
    const untitled = file('untitled.xlsx', ALLOWANCES.slice(1))
    expect((await bring(untitled, file('the.xlsx', CARDS))).exitCode).toBe(EXIT.ok)
    expect([await count('commune'), await count('card'), await count('allowance')]).toEqual([1, 2, 1])
  })

  test('a file that names no commune is not taken for ours where the others name another, or two', async () => {
    const untitled = file('untitled.xlsx', ALLOWANCES.slice(1))
    const elsewhere = file('other.xlsx', [['UBND XÃ BÀU BÀNG'], ...CARDS.slice(1)])
    await bring(file('the.xlsx', CARDS))
    const result = await bring(untitled, elsewhere)
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err).toMatch(/untitled\.xlsx.*--commune/)
    expect(await count('allowance')).toBe(0)
    await emptyTables(database)
    expect((await bring(untitled, file('the.xlsx', CARDS), elsewhere)).err).toMatch(/untitled\.xlsx.*--commune/)
    expect(await count('allowance')).toBe(0)
  })

  test('a file that is not there is refused with one sentence, and the others go in', async () => {
    const result = await bring(join(folder, 'khong-co.xlsx'), file('the.xlsx', CARDS))
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err).toContain('Không tìm thấy tệp "khong-co.xlsx"')
    expect(await count('card')).toBe(2)
  })

  test('--dry-run shows what would change and writes nothing, not even the commune', async () => {
    const result = await bring(file('the.xlsx', CARDS), '--dry-run')
    expect(result.out).toMatch(/người +2 +0 +0/)
    expect([await count('person'), await count('commune')]).toEqual([0, 0])
  })

  test('--dry-run --json prints one object per file and needs no database', async () => {
    const result = await runCli(importCommand, database, [file('the.xlsx', CARDS), '--dry-run', '--json'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    const printed = JSON.parse(result.out) as { kind: string; counts: object; rows: { outcome: string; record?: object }[] }
    expect(printed).toMatchObject({ file: 'the.xlsx', kind: 'cards', counts: { dataRows: 2, accepted: 2, persons: 2 } })
    expect(printed.rows.find((row) => row.outcome === 'accepted')?.record).toMatchObject({
      full_name: 'Nguyễn Thị Lan', birth: '1950-03-12', card_no: 'GD4727215001234', valid_to: '2026-12-31', phones: ['+84912345678'], village: 'Đông Lợi',
    })
    expect(result.exitCode).toBe(EXIT.ok)
  })

  test('--dry-run --json of a long list is the same object, printed piece by piece', async () => {
    const long = [...CARDS, ...Array.from({ length: 1_200 }, (_, n) => [n + 3, 'Lê Thị Bịa', '02/03/1960', 'Nữ', `0721600${String(n).padStart(5, '0')}`, '', '01/01/2026', '31/12/2026', 'Ấp Đông Lợi', ''])]
    const path = file('dai.xlsx', long)
    const opened = await openRosterFile(path)
    const reading = interpretRoster(opened, { today: vietnamDay(new Date()) })
    const pieces = [...readingJson(reading)]
    expect(pieces.length).toBeGreaterThan(3)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000)
    const result = await bring(path, '--dry-run', '--json')
    expect(JSON.parse(result.out)).toEqual(JSON.parse(pieces.join('')))
    expect(JSON.parse(result.out)).toMatchObject({ file: 'dai.xlsx', kind: 'cards', counts: reading.counts, sheets: reading.sheets })
    expect((JSON.parse(result.out) as { rows: unknown[] }).rows).toHaveLength(reading.rows.length)
  })

  test('--json of an import tells behind the rows what it did', async () => {
    const printed = JSON.parse((await bring(file('the.xlsx', CARDS), '--json')).out) as { import: object; rows: object[] }
    expect(printed).toMatchObject({ file: 'the.xlsx', import: { kind: 'committed', batch: '1', diff: { persons: { new: 2 } } } })
    expect(Object.keys(printed)).toEqual(['file', 'kind', 'sheets', 'counts', 'rows', 'import'])
  })

  test('rows that want a person are named with their place, and the exit code says so', async () => {
    const twin = [...CARDS, [3, 'Trần Văn Bình', '01/01/1972', 'Nam', '072150001234', 'GD4727215009999', '01/01/2026', '31/12/2026', 'Ấp Đông Lợi', '']]
    const result = await bring(file('twin.xlsx', twin))
    expect(result.exitCode).toBe(EXIT.attention)
    expect(result.out).toMatch(/Danh sách, dòng 6, cột E: \[cần xem\] /)
    expect(result.out).not.toContain('072150001234')
  })

  test('asks for the commune where the file does not tell and there is none or more than one', async () => {
    const untitled = file('untitled.xlsx', CARDS.slice(1))
    const without = await bring(untitled)
    expect(without).toMatchObject({ exitCode: EXIT.refused })
    expect(without.err).toContain('--commune')
    expect((await bring(untitled, '--commune', 'xã Tân Đông')).out).toContain('xã Tân Đông')
    expect((await bring(untitled)).out).toContain('Không có gì thay đổi.')
    await bring(file('other.xlsx', [['UBND XÃ BÀU BÀNG'], ...CARDS.slice(1)]), '--commune', 'xã Bàu Bàng', '--new-commune')
    expect((await bring(untitled)).err).toContain('--commune')
  })

  test('does not take the list of another commune for ours', async () => {
    await bring(file('the.xlsx', CARDS))
    const result = await bring(file('other.xlsx', [['UBND XÃ BÀU BÀNG'], ...CARDS.slice(1)]))
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err).toContain('xã Bàu Bàng')
    expect(await count('commune')).toBe(1)
  })

  test.each([
    ['rong.xlsx', Buffer.alloc(0)],
    ['trang-web.xls', Buffer.from('<html><table><tr><td>Họ và tên</td></tr></table></html>')],
    ['chu.csv', Buffer.from('không có bảng nào ở đây')],
  ])('%s gets one sentence and changes nothing', async (name, bytes) => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    const result = await bring(path)
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err.trim().split('\n')).toHaveLength(1)
    expect(result.err).toContain(name)
    expect(await count('commune')).toBe(0)
  })

  test('a payment list without a month asks for --month and takes it', async () => {
    const path = file('chi-tra.xlsx', PAYMENTS.map((row) => row.map((cell) => (typeof cell === 'string' ? cell.replace(' THÁNG 12/2026', '') : cell))))
    expect((await bring(path)).err).toContain('--month')
    await bring(path, '--month', '12/2026')
    expect((await database.pool.query<{ month: string }>('SELECT month FROM payment')).rows).toEqual([{ month: '2026-12-01' }])
  })
})

describe('loa undo-import', () => {
  test('--list tells the imports, the newest first', async () => {
    await bring(file('the.xlsx', CARDS))
    await bring(file('tro-cap.xlsx', ALLOWANCES))
    await undo()
    const lines = (await undo('--list')).out.split('\n')
    expect(lines[1]).toMatch(/^2 .*danh sách hưởng trợ cấp .*tro-cap\.xlsx +đã hoàn tác$/)
    expect(lines[2]).toMatch(/^1 .*danh sách thẻ bảo hiểm y tế .*the\.xlsx$/)
  })

  test('names the later import that stands in the way', async () => {
    await bring(file('the.xlsx', CARDS))
    await bring(file('tro-cap.xlsx', ALLOWANCES))
    const result = await undo('1')
    expect(result.exitCode).toBe(EXIT.refused)
    expect(result.err).toContain('lần nhập số 2 (tệp "tro-cap.xlsx"')
  })

  test('says so where there is nothing to undo, or no such import', async () => {
    expect((await undo()).err).toBe('Không có lần nhập nào để hoàn tác.')
    expect((await undo('77')).err).toContain('Không có lần nhập số 77')
    expect((await undo('hai')).err).toContain('không phải số')
  })
})
