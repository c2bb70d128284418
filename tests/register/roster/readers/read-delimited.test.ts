/** All people and numbers here are invented. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openRosterBytes } from '../../../../src/register/roster/open-roster-file.ts'
import { delimitedText, windows1258 } from '../../../support/roster-files.ts'

async function read(bytes: Buffer): Promise<{ encoding: string | undefined; rows: [number, unknown[]][] }> {
  const file = await openRosterBytes(bytes, 'danh-sach.csv')
  const rows = [...(file.sheets[0]?.rows() ?? [])]
  return { encoding: file.encoding, rows: rows.map((row) => [row.number, row.cells.map((cell) => cell.value)]) }
}

const values = async (text: string): Promise<unknown[][]> => (await read(Buffer.from(text))).rows.map(([, cells]) => cells)

describe('the encoding', () => {
  const LIST = 'STT;Họ và tên;Địa chỉ\r\n1;Nguyễn Văn Mẫu;Ấp Bàu Đưng\r\n2;THẠCH THỊ ƯỚC;Khu phố Ninh Hòa\r\n'
  const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()
  const nfc = [
    ['STT', 'Họ và tên', 'Địa chỉ'], ['1', 'Nguyễn Văn Mẫu', 'Ấp Bàu Đưng'], ['2', 'THẠCH THỊ ƯỚC', 'Khu phố Ninh Hòa'],
  ]

  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from(LIST), 'utf-8'],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${LIST}`), 'utf-8'],
    ['UTF-16 little-endian with its mark', Buffer.from(`\uFEFF${LIST}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 big-endian with its mark', bigEndian(`\uFEFF${LIST}`), 'utf-16be'],
    ['UTF-16 little-endian without', Buffer.from(LIST, 'utf16le'), 'utf-16le'],
    ['UTF-16 big-endian without', bigEndian(LIST), 'utf-16be'],
    ['Windows-1258', windows1258(LIST), 'windows-1258'],
  ])('is found: %s', async (_, bytes, encoding) => {
    const found = await read(bytes)
    expect(found.encoding).toBe(encoding)
    expect(found.rows.map(([, cells]) => cells.map((cell) => String(cell).normalize('NFC')))).toEqual(nfc)
  })

  it.each<[string, string]>([
    ['TCVN3', 'STT;Hä vµ tªn;§Þa chØ\n1;NguyÔn V¨n MÉu;Êp Bµu §­ng\n2;TrÇn ThÞ B×nh;Khu phè Ninh Hßa\n'],
    ['VNI', 'STT;Hoï vaø teân;Ñòa chæ\n1;Nguyeãn Vaên Maãu;AÁp Baøu Ñöng\n2;Traàn Thò Bình;Khu phoá Ninh Hoøa\n'],
  ])('of %s text is left Western, for the interpreter to convert', async (_, text) => {
    const found = await read(Buffer.from(text, 'latin1'))
    expect(found.encoding).toBe('windows-1252')
    expect(found.rows[1]?.[1]).toEqual(text.split('\n')[1]?.split(';'))
  })

  it('stays UTF-8 where the file is cut in the middle of a letter, or a few letters are broken', async () => {
    const whole = Buffer.from(LIST.repeat(20))
    expect((await read(Buffer.concat([whole, Buffer.from('3;Nguyễ').subarray(0, -1)]))).encoding).toBe('utf-8')
    expect((await read(Buffer.concat([whole, Buffer.from([0x33, 0x3b, 0xe1, 0xbb, 0x0a]), whole]))).encoding).toBe('utf-8')
  })

  it('is no text where there are control characters', async () => {
    await expect(read(Buffer.from('1;2\n\u0001\u0002;3\n'))).rejects.toMatchObject({ code: 'roster.unknown-format' })
  })
})

describe('the delimiter', () => {
  it.each<[string, string, string[]]>([
    ['semicolons beside amounts with commas', 'STT;Tên;Số tiền\n1;An;540,000\n2;Bình;1,080,000\n', ['STT', 'Tên', 'Số tiền']],
    ['semicolons beside addresses with commas', 'Tên;Nơi ở;Điện thoại\nAn;Ấp 1, xã Mẫu;0900000001\nChi;Ấp 2, xã Mẫu;0900000002\n', ['Tên', 'Nơi ở', 'Điện thoại']],
    ['commas', 'STT,Tên,Số tiền\n1,An,"540,000"\n', ['STT', 'Tên', 'Số tiền']],
    ['commas beside two phones', 'Tên,Điện thoại,Ghi chú\nAn,0900000001;0900000002,\nChi,0900000003,x\n', ['Tên', 'Điện thoại', 'Ghi chú']],
    ['tabs', 'STT\tTên, họ\tGhi chú\n1\tAn\tx; y\n', ['STT', 'Tên, họ', 'Ghi chú']],
    ['pipes', 'STT|Tên|Ghi chú\n1|An|x, y; z\n', ['STT', 'Tên', 'Ghi chú']],
    ['titles above, with commas', 'UBND xã Mẫu, tỉnh Mẫu, ngày 01, tháng 11\nDANH SÁCH\n\nSTT;Tên;Tiền\n1;An;5\n2;Bình;6\n3;Chi;7\n', ['STT', 'Tên', 'Tiền']],
    ['a line that names it', 'sep=|\nSTT|Tên;họ|Tiền\n1|An;Lê|5\n', ['STT', 'Tên;họ', 'Tiền']],
    ['one column', 'Họ và tên\nNguyễn Văn Mẫu\n', ['Họ và tên']],
  ])('is found: %s', async (_, text, header) => {
    expect(await values(text)).toContainEqual(header)
  })

  const word = fc.constantFrom('An', 'Nguyễn Văn Mẫu', 'Ấp 1, xã Mẫu', '540,000', '1,5', '0900000001; 0900000002', '31/12/2026', 'x|y', 'Số "2"', '')
  const table = fc.integer({ min: 3, max: 12 }).chain((columns) =>
    fc.array(fc.array(word, { minLength: columns, maxLength: columns }), { minLength: 4, maxLength: 30 }))

  it('is found under any list that a careful program wrote', async () => {
    await fc.assert(fc.asyncProperty(table, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n'), async (rows, delimiter, lineEnd) => {
      const header = rows[0]?.map((_, column) => `Cột ${column + 1}`) ?? []
      const all = [header, ...rows]
      const found = await values(delimitedText(all, delimiter, lineEnd))
      const expected = all.map((row) => trimmed(row)).filter((row) => row.length > 0)
      expect(found).toEqual(expected)
    }), { numRuns: 200 })
  })

  /** As the reader gives it: empty cells are null, and there is nothing behind the last filled one. */
  function trimmed(row: readonly string[]): (string | null)[] {
    const last = row.findLastIndex((cell) => cell !== '')
    return row.slice(0, last + 1).map((cell) => (cell === '' ? null : cell))
  }
})

describe('records', () => {
  it.each<[string, string, unknown[][]]>([
    ['line breaks in quotes', 'a;b\n1;"x\ny\r\nz"\n', [['a', 'b'], ['1', 'x\ny\r\nz']]],
    ['doubled quotes', 'a;b\n1;"gọi là ""Tư"""\n', [['a', 'b'], ['1', 'gọi là "Tư"']]],
    ['quotes inside a field', 'a;b\n1;Nguyễn "Tư" Mẫu\n', [['a', 'b'], ['1', 'Nguyễn "Tư" Mẫu']]],
    ['quotes around the first word only', 'a;b\n1;"Tư" Mẫu\n', [['a', 'b'], ['1', '"Tư" Mẫu']]],
    ['blanks behind a closing quote', 'a;b\n"1" ;"2"  \n', [['a', 'b'], ['1', '2']]],
    ['no line end at the end', 'a;b\n1;2', [['a', 'b'], ['1', '2']]],
    ['line ends of old Macintoshes', 'a;b\r1;2\r', [['a', 'b'], ['1', '2']]],
    ['the end mark of DOS', 'a;b\n1;2\n\u001a', [['a', 'b'], ['1', '2']]],
    ['rows of different lengths', 'a;b;c\n1\n2;3;4\n', [['a', 'b', 'c'], ['1'], ['2', '3', '4']]],
  ])('are read with %s', async (_, text, rows) => {
    expect(await values(text)).toEqual(rows)
  })

  it('have the number that Excel shows', async () => {
    const { rows } = await read(Buffer.from('sep=;\nTên;Ghi chú\n\nAn;"một\nhai\nba"\n;\nBình;x\n'))
    expect(rows).toEqual([[1, ['Tên', 'Ghi chú']], [3, ['An', 'một\nhai\nba']], [5, ['Bình', 'x']]])
  })

  it('with a quote that nothing closes are refused by line', async () => {
    const error = await read(Buffer.from('a;b\n1;2\n3;"x\n4;5\n')).then(() => undefined, (reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'roster.unclosed-quote' })
    expect(String((error as { said: string }).said)).toContain('dòng 3')
  })
})
