/**
 * .xls workbooks as bare records ([MS-XLS]), with what SheetJS never writes: fonts, texts cut by CONTINUE, cells out of
 * order. All people and numbers are invented.
 */
import { describe, expect, it } from 'vitest'
import { openRosterBytes } from '../../../../src/register/roster/open-roster-file.ts'
import type { RosterSheet } from '../../../../src/register/roster/roster.ts'
import { windows1258 } from '../../../support/roster-files.ts'

type Field = number | Buffer

/** Numbers are 16 bits; anything else comes as bytes. */
function record(type: number, ...fields: readonly Field[]): Buffer {
  const data = Buffer.concat(fields.map((field) => (typeof field === 'number' ? u16(field) : field)))
  return Buffer.concat([u16(type), u16(data.length), data])
}
const u8 = (value: number): Buffer => Buffer.from([value])
const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8])
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)])
const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
const wide = (text: string): Buffer => Buffer.concat([u16(text.length), u8(1), Buffer.from(text, 'utf16le')])
const narrow = (text: string): Buffer => Buffer.concat([u16(text.length), u8(0), Buffer.from(text, 'latin1')])

const BIFF8 = 0x0600
const BIFF5 = 0x0500
const bof = (version: number, kind: number): Buffer => record(0x0809, version, kind, 0, 0, ...(version === BIFF8 ? [0, 0, 0, 0] : []))
const EOF = record(0x000a)
const shortName = (version: number, name: string): Buffer =>
  version === BIFF8 ? Buffer.concat([u8(name.length), u8(0), Buffer.from(name, 'latin1')]) : Buffer.concat([u8(name.length), Buffer.from(name, 'latin1')])
const font = (version: number, name: string): Buffer => record(0x0031, 220, 0, 0x7fff, 400, 0, u8(0), u8(0), u8(0), u8(0), shortName(version, name))
const xf = (fontIndex: number, format: number): Buffer => record(0x00e0, fontIndex, format, Buffer.alloc(16))

interface Book {
  version?: number
  globals?: readonly Buffer[]
  sheets: readonly { name: string; state?: number; records: readonly Buffer[] }[]
}

function workbook({ version = BIFF8, globals = [], sheets }: Book): Buffer {
  const bodies = sheets.map(({ records }) => Buffer.concat([bof(version, 0x10), ...records, EOF]))
  const globalsWith = (offsets: readonly number[]): Buffer =>
    Buffer.concat([
      bof(version, 0x05), ...globals,
      ...sheets.map(({ name, state = 0 }, i) => record(0x0085, u32(offsets[i] ?? 0), u8(state), u8(0), shortName(version, name))), EOF,
    ])
  const first = globalsWith([]).length
  const offsets = bodies.map((_, i) => first + bodies.slice(0, i).reduce((sum, body) => sum + body.length, 0))
  return Buffer.concat([globalsWith(offsets), ...bodies])
}

async function firstSheet(book: Book): Promise<RosterSheet> {
  const file = await openRosterBytes(workbook(book), 'ap-1.xls')
  expect(file.format).toBe('xls')
  const [sheet] = file.sheets
  if (sheet === undefined) throw new Error('no sheet')
  return sheet
}

async function cellsOf(records: readonly Buffer[], globals: readonly Buffer[] = []): Promise<unknown[][]> {
  return [...(await firstSheet({ globals, sheets: [{ name: 'Ap 1', records }] })).rows()].map((row) => [row.number, ...row.cells])
}

const LABEL = 0x0204
const NUMBER = 0x0203
const FORMULA = 0x0006
const SST = 0x00fc
const CONTINUE = 0x003c
const label = (row: number, column: number, text: string, style = 0): Buffer => record(LABEL, row, column, style, wide(text))

describe('an .xls cell', () => {
  it('has the font of its style; font number 4 does not exist in the format', async () => {
    const fonts = ['Arial', 'Arial', 'Arial', 'Arial', '.VnTime'].map((name) => font(BIFF8, name))
    const cells = await cellsOf([record(LABEL, 0, 0, 0, narrow('NguyÔn V¨n A')), label(0, 1, 'Mẫu', 1)], [...fonts, xf(5, 0), xf(0, 0)])
    expect(cells).toEqual([[1, { value: 'NguyÔn V¨n A', font: '.VnTime' }, { value: 'Mẫu', font: 'Arial' }]])
  })

  it('is a day or a padded number by its format', async () => {
    const format = (id: number, code: string): Buffer => record(0x041e, id, narrow(code))
    const globals = [format(170, 'dd/mm/yyyy'), format(171, '000000000000'), xf(0, 0), xf(0, 170), xf(0, 171), xf(0, 14)]
    const cells = await cellsOf([
      record(NUMBER, 0, 0, 1, double(15342)), record(NUMBER, 0, 1, 2, double(79042000123)), record(NUMBER, 0, 2, 3, double(46387)),
    ], globals)
    expect(cells).toEqual([[1, { value: 15342, isDate: true }, { value: 79042000123, shown: '079042000123' }, { value: 46387, isDate: true }]])
  })

  it('counts days from 1904 where the workbook says so', async () => {
    expect(await cellsOf([record(NUMBER, 0, 0, 0, double(13880))], [record(0x0022, 1), xf(0, 14)])).toEqual([[1, { value: 15342, isDate: true }]])
  })

  it('may be a short number, alone or in a row of them', async () => {
    const cells = await cellsOf([
      record(0x027e, 0, 0, 0, u32((540_000 << 2) | 2)),
      record(0x00bd, 1, 1, 0, u32((150 << 2) | 3), 0, u32(0x3ff00000), 0, u32(((-7 << 2) | 2) >>> 0), 3),
    ])
    expect(cells).toEqual([[1, { value: 540000 }], [2, { value: null }, { value: 1.5 }, { value: 1 }, { value: -7 }]])
  })

  it('may be a formula with a number, a text, an error, a truth or nothing yet', async () => {
    const special = (kind: number, value: number): Buffer => Buffer.from([kind, 0, value, 0, 0, 0, 0xff, 0xff])
    const formula = (row: number, result: Buffer, flags = 0): Buffer => record(FORMULA, row, 0, 0, result, flags, u32(0), 0)
    const cells = await cellsOf([
      formula(0, double(7)),
      formula(1, special(0, 0)), record(0x0207, wide('Nguyễn Văn Mẫu')),
      formula(2, special(2, 0x2a)), formula(3, special(1, 1)), formula(4, special(3, 0)),
      formula(5, double(0), 3), formula(6, double(0)),
    ])
    expect(cells).toEqual([
      [1, { value: 7 }], [2, { value: 'Nguyễn Văn Mẫu' }], [3, { value: '#N/A', broken: 'error' }], [4, { value: true }],
      [6, { value: null, broken: 'formula' }], [7, { value: 0 }],
    ])
  })

  it('may be an error or a truth of its own', async () => {
    expect(await cellsOf([record(0x0205, 0, 0, 0, u8(0x17), u8(1)), record(0x0205, 0, 1, 0, u8(0), u8(0))]))
      .toEqual([[1, { value: '#REF!', broken: 'error' }, { value: false }]])
  })
})

describe('shared texts of .xls', () => {
  const cell = (row: number, index: number): Buffer => record(0x00fd, row, 0, 0, u32(index))
  const valuesOf = async (globals: readonly Buffer[], count: number): Promise<unknown[]> =>
    (await cellsOf(Array.from({ length: count }, (_, i) => cell(i, i)), globals)).map(([, value]) => value)

  it('run over into CONTINUE records, and change their width there', async () => {
    const text = 'Nguyen Van Mẫu'
    const globals = [
      record(SST, u32(2), u32(2), u16(text.length), u8(0), Buffer.from('Nguyen', 'latin1')),
      record(CONTINUE, u8(1), Buffer.from(' Van Mẫ', 'utf16le')),
      record(CONTINUE, u8(1), Buffer.from('u', 'utf16le')),
      record(CONTINUE, wide('sau')),
    ]
    expect(await valuesOf(globals, 2)).toEqual([{ value: text }, { value: 'sau' }])
  })

  it('keep the font of their first run, and skip other runs and hints', async () => {
    const rich = Buffer.concat([u16(3), u8(0x08), u16(2), Buffer.from('V¨n', 'latin1'), u16(0), u16(1), u16(1), u16(0)])
    const hinted = Buffer.concat([u16(3), u8(0x04), u32(5), Buffer.from('Mau', 'latin1'), Buffer.alloc(5, 9)])
    const globals = [font(BIFF8, 'Arial'), font(BIFF8, '.VnTime'), xf(0, 0), record(SST, u32(3), u32(3), rich, hinted, wide('Mẫu'))]
    expect(await valuesOf(globals, 3)).toEqual([
      { value: 'V¨n', font: '.VnTime' }, { value: 'Mau', font: 'Arial' }, { value: 'Mẫu', font: 'Arial' },
    ])
  })

  it('may be declared by the thousand million', async () => {
    expect(await valuesOf([record(SST, u32(0xffffffff), u32(0xffffffff), wide('Mẫu'))], 1)).toEqual([{ value: 'Mẫu' }])
  })

  it('that are missing mean a damaged file', async () => {
    await expect(valuesOf([record(SST, u32(1), u32(1), wide('Mẫu'))], 2)).rejects.toMatchObject({ code: 'roster.damaged' })
  })
})

describe('an .xls sheet', () => {
  it('gives rows in their order, also where cells were written column by column', async () => {
    const cells = await cellsOf([label(0, 0, 'A1'), label(1, 0, 'A2'), label(0, 1, 'B1'), label(1, 1, 'B2')])
    expect(cells).toEqual([[1, { value: 'A1' }, { value: 'B1' }], [2, { value: 'A2' }, { value: 'B2' }]])
  })

  it('tells hidden sheets, rows and columns, and merged ranges', async () => {
    const file = await openRosterBytes(workbook({
      sheets: [
        {
          name: 'Ap 1',
          records: [
            record(0x007d, 2, 3, 0, 0, 1, 0), record(0x007d, 5, 5, 2560, 0, 0, 0),
            record(0x0208, 1, 0, 3, 255, 0, 0, 0x0120, 0), label(0, 0, 'x'), label(1, 0, 'y'),
            record(0x00e5, 2, 0, 0, 0, 4, 2, 7, 1, 1),
          ],
        },
        { name: 'An', state: 1, records: [] },
      ],
    }), 'ap-1.xls')
    const [sheet, second] = file.sheets
    expect(second).toMatchObject({ name: 'An', hidden: true })
    expect(sheet).toMatchObject({ hidden: false, hiddenColumns: [2, 3] })
    expect(sheet?.merges).toEqual([{ top: 1, bottom: 1, left: 0, right: 4 }, { top: 3, bottom: 8, left: 1, right: 1 }])
    expect([...(sheet?.rows() ?? [])].map((row) => row.hidden)).toEqual([false, true])
  })

  it('skips the charts that stand inside', async () => {
    expect(await cellsOf([label(0, 0, 'x'), bof(BIFF8, 0x20), label(5, 0, 'in the chart'), EOF, label(1, 0, 'y')]))
      .toEqual([[1, { value: 'x' }], [2, { value: 'y' }]])
  })

  it('of Excel 95 is read in the code page that it names', async () => {
    const text = windows1258('Nguyễn Văn Đức')
    const sheet = await firstSheet({
      version: BIFF5,
      globals: [record(0x0042, 1258), font(BIFF5, 'MS Sans Serif'), xf(0, 0)],
      sheets: [{ name: 'Ap 1', records: [record(LABEL, 0, 0, 0, u16(text.length), text)] }],
    })
    const [cell] = [...sheet.rows()][0]?.cells ?? []
    expect(String(cell?.value).normalize('NFC')).toBe('Nguyễn Văn Đức')
    expect(cell?.font).toBe('MS Sans Serif')
  })
})

/** Every sheet begins at the first one's place. */
function sharedSheets(): Buffer {
  const names = Array.from({ length: 50 }, (_, i) => `S${i}`)
  const globals = (at: number): Buffer =>
    Buffer.concat([bof(BIFF8, 5), ...names.map((name) => record(0x0085, u32(at), u8(0), u8(0), shortName(BIFF8, name))), EOF])
  return Buffer.concat([globals(globals(0).length), bof(BIFF8, 0x10), ...Array.from({ length: 100 }, (_, i) => label(i, 0, 'x')), EOF])
}

describe('an .xls workbook is refused', () => {
  it.each<[string, Buffer, string]>([
    ['with a password', workbook({ globals: [record(0x002f, 0, 0, 0)], sheets: [{ name: 'S', records: [] }] }), 'password'],
    ['with more sheets than a list has', workbook({ sheets: Array.from({ length: 101 }, (_, i) => ({ name: `S${i}`, records: [] })) }), 'too-many-sheets'],
    ['cut in the middle', workbook({ sheets: [{ name: 'S', records: [label(0, 0, 'x')] }] }).subarray(0, -20), 'damaged'],
    ['with sheets behind its end', Buffer.concat([bof(BIFF8, 5), record(0x0085, u32(0x7fffffff), u8(0), u8(0), shortName(BIFF8, 'S')), EOF]), 'damaged'],
    ['with sheets that share their records', sharedSheets(), 'damaged'],
    ['with a text of 60,000 characters', workbook({ globals: [record(SST, u32(1), u32(1), u16(60_000), u8(0))], sheets: [{ name: 'S', records: [] }] }), 'cell-too-long'],
  ])('%s', async (_, bytes, refusal) => {
    await expect(openRosterBytes(bytes, 'ap-1.xls')).rejects.toMatchObject({ code: `roster.${refusal}` })
  })
})
