/** All people and numbers here are invented. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CFB } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UserError } from '../../../src/kernel/errors.ts'
import { openRosterBytes, openRosterFile } from '../../../src/register/roster/open-roster-file.ts'
import type { RosterCell } from '../../../src/register/roster/roster.ts'
import { handMadeXlsx, sheetXml, windows1258, workbookBytes, writeWorkbook, zipOf, type TestSheet, type WorkbookFormat } from '../../support/roster-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'loa-roster-'))
afterAll(() => rmSync(folder, { recursive: true }))

const AP_1: TestSheet = {
  name: 'Ấp 1',
  merges: ['A1:E1'],
  hiddenRows: [4],
  hiddenColumns: ['D'],
  rows: [
    ['DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI', null, null, null, null],
    ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số tiền'],
    [1, 'Nguyễn Văn Mẫu', { value: 15342, format: 'dd/mm/yyyy' }, { value: 79042000123, format: '000000000000' }, 540000],
    [2, 'Thạch Thị "Tư",\nấp Hai', { value: 44197, format: 'dd/mm/yyyy' }, '079142000124', { value: 720000, formula: '540000+180000' }],
    [],
    [3, 'Trần Ẩn', 1942, 84000000000, { error: '#N/A' }],
  ],
}
const SHEETS: readonly TestSheet[] = [AP_1, { name: 'Tổng hợp', rows: [['Tổng cộng', 3, true]], hidden: true }]

/** Without the font, which each program chooses for itself. */
const plain = (cells: readonly RosterCell[]): unknown[] => cells.map(({ font, ...cell }) => (font === '' ? null : cell))

async function refusalOf(bytes: Buffer, name = 'tep.xlsx'): Promise<string> {
  const error = await openRosterBytes(bytes, name).then(() => undefined, (reason: unknown) => reason)
  if (!(error instanceof UserError)) throw new Error(`expected a refusal, got ${String(error)}`)
  expect(error.said).toContain(name)
  expect(error.exitCode).toBe(3)
  return error.code
}

describe.each<[WorkbookFormat]>([['xlsx'], ['xls'], ['ods']])('a list saved as .%s', (format) => {
  const path = join(folder, `ap-1.${format}`)
  beforeAll(() => writeWorkbook(path, SHEETS, format))

  it('keeps values, dates, leading zeros, errors and the row numbers of Excel', async () => {
    const file = await openRosterFile(path)
    expect(file).toMatchObject({ fileName: `ap-1.${format}`, format })
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/)
    const rows = [...(file.sheets[0]?.rows() ?? [])]
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4, 6])
    expect(plain(rows[2]?.cells ?? [])).toEqual([
      { value: 1 },
      { value: 'Nguyễn Văn Mẫu' },
      { value: 15342, isDate: true },
      { value: 79042000123, shown: '079042000123' },
      { value: 540000 },
    ])
    expect(plain(rows[3]?.cells ?? []).slice(1)).toEqual([
      { value: 'Thạch Thị "Tư",\nấp Hai' },
      { value: 44197, isDate: true },
      { value: '079142000124' },
      { value: 720000 },
    ])
    expect(plain(rows[4]?.cells ?? []).slice(0, 4)).toEqual([
      { value: 3 }, { value: 'Trần Ẩn' }, { value: 1942 }, { value: 84000000000 },
    ])
  })

  it('tells merged ranges and can be read more than once', async () => {
    const [sheet] = (await openRosterFile(path)).sheets
    expect(sheet?.merges).toEqual([{ top: 1, bottom: 1, left: 0, right: 4 }])
    expect([...(sheet?.rows() ?? [])]).toEqual([...(sheet?.rows() ?? [])])
  })
})

// SheetJS writes neither hidden parts nor error values into .ods; read-ods.test.ts has them by hand.
describe.each<[WorkbookFormat]>([['xlsx'], ['xls']])('hidden parts and errors in .%s', (format) => {
  it('are told and not left out', async () => {
    const file = await openRosterBytes(workbookBytes(SHEETS, format), 'danh-sach')
    expect(file.sheets.map((sheet) => [sheet.name, sheet.hidden])).toEqual([['Ấp 1', false], ['Tổng hợp', true]])
    expect(file.sheets[0]?.hiddenColumns).toEqual([3])
    const rows = [...(file.sheets[0]?.rows() ?? [])]
    expect(plain(rows[4]?.cells ?? [])[4]).toEqual({ value: '#N/A', broken: 'error' })
  })
})

it('tells hidden rows of .xlsx', async () => {
  const file = await openRosterBytes(workbookBytes(SHEETS), 'danh-sach')
  const hidden = [...(file.sheets[0]?.rows() ?? [])].filter((row) => row.hidden).map((row) => row.number)
  expect(hidden).toEqual([4])
})

describe('the true format', () => {
  it.each<[string, string, Buffer, string]>([
    ['.xlsx named .xls', 'danh sach.xls', workbookBytes(SHEETS, 'xlsx'), 'xlsx'],
    ['.xls named .xlsx', 'danh sach.xlsx', workbookBytes(SHEETS, 'xls'), 'xls'],
    ['.ods named .xls', 'danh sach.xls', workbookBytes(SHEETS, 'ods'), 'ods'],
    ['text named .xls', 'danh sach.xls', Buffer.from('STT;Họ tên\n1;Nguyễn Văn Mẫu\n'), 'csv'],
    ['text without an ending', 'danh sach', windows1258('STT\tHọ tên\r\n1\tNguyễn Văn Mẫu\r\n'), 'csv'],
  ])('is found in the bytes: %s', async (_, name, bytes, format) => {
    expect((await openRosterBytes(bytes, name)).format).toBe(format)
  })

  const html = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>Nguyễn Văn Mẫu</td></tr></table></html>'
  const compound = (stream: string): Buffer => {
    const file = CFB.utils.cfb_new()
    CFB.utils.cfb_add(file, `/${stream}`, Buffer.alloc(5000, 1))
    return Buffer.from(CFB.write(file, { type: 'buffer' }) as Uint8Array)
  }
  const encryptedZip = (): Buffer => {
    const bytes = workbookBytes(SHEETS)
    for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 1, 'latin1')) {
      bytes[at + 8] = (bytes[at + 8] ?? 0) | 1
    }
    return bytes
  }
  const lockedOds = zipOf({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': Buffer.from('no XML, but noise'),
    'META-INF/manifest.xml': '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>',
  })
  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['only blanks', Buffer.from('\uFEFF \r\n \r\n'), 'empty'],
    ['a web page', Buffer.from(`\uFEFF  ${html}`), 'html'],
    ['a web page with its XML head', Buffer.from(`<?xml version="1.0"?>\n<!DOCTYPE html>${html}`), 'html'],
    ['a web page in UTF-16', Buffer.from(`\uFEFF${html}`, 'utf16le'), 'html'],
    ['a web archive', Buffer.from('MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n'), 'html'],
    ['the XML of Excel 2003', Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'), 'xml'],
    ['.xlsb', zipOf({ '[Content_Types].xml': '<Types/>', 'xl/workbook.bin': 'x' }), 'xlsb'],
    ['.docx', zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<d/>' }), 'word'],
    ['.doc', compound('WordDocument'), 'word'],
    ['.rtf', Buffer.from('{\\rtf1\\ansi danh sach}'), 'word'],
    ['a zip of lists', zipOf({ 'ap-1.xlsx': workbookBytes(SHEETS) }), 'archive'],
    ['.rar', Buffer.from('Rar!\u001a\u0007\u0000', 'latin1'), 'archive'],
    ['PDF', Buffer.from('%PDF-1.7\n%\u00e2\u00e3'), 'pdf'],
    ['a photograph', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'image'],
    ['a protected .xlsx', compound('EncryptedPackage'), 'password'],
    ['a zip with locked parts', encryptedZip(), 'password'],
    ['a protected .ods', lockedOds, 'password'],
    ['Excel 4', Buffer.from([0x09, 0x04, 0x06, 0x00, 0x00, 0x00, 0x10, 0x00, 0, 0]), 'old-excel'],
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 3, 0, 62]), 'unknown-format'],
    ['a workbook without sheets', handMadeXlsx({ sheets: [] }), 'no-sheets'],
  ])('gets one sentence where it is not a list: %s', async (_, bytes, refusal) => {
    expect(await refusalOf(bytes)).toBe(`roster.${refusal}`)
  })
})

describe('a path', () => {
  const codeOf = (path: string): Promise<unknown> => openRosterFile(path).then(() => undefined, (error: UserError) => error.code)

  it('that is missing, a folder, or too large is told apart', async () => {
    mkdirSync(join(folder, 'thu-muc'))
    writeFileSync(join(folder, 'lon.csv'), Buffer.alloc(64 * 1024 * 1024 + 1, 0x31))
    expect(await codeOf(join(folder, 'khong-co.xlsx'))).toBe('roster.not-found')
    expect(await codeOf(join(folder, 'thu-muc'))).toBe('roster.not-a-file')
    expect(await codeOf(join(folder, 'lon.csv'))).toBe('roster.too-big')
  })

  it('is shown to people by its last part only', async () => {
    const error = await openRosterFile(join(folder, 'khong-co.xlsx')).then(() => undefined, (reason: UserError) => reason)
    expect(error?.said).toBe('Không tìm thấy tệp "khong-co.xlsx". Kiểm tra lại tên tệp và thư mục, rồi thử lại.')
  })
})

it('stops when the caller gives up', async () => {
  const stop = new AbortController()
  const rows = Array.from({ length: 20_000 }, (_, i) => `<row r="${i + 1}"><c t="inlineStr"><is><t>Người ${i}</t></is></c></row>`)
  const reading = openRosterBytes(
    handMadeXlsx({ sheets: [{ name: 'Ấp 1', xml: sheetXml(`<sheetData>${rows.join('')}</sheetData>`) }] }), 'ap-1.xlsx', { signal: stop.signal })
  stop.abort(new Error('the officer closed the page'))
  await expect(reading).rejects.toThrow('the officer closed the page')
})
