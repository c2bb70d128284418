/** A list of cards as a collector keeps it, of any length: all people invented, their numbers well formed and all different. */
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { Zip, ZipDeflate, strToU8 } from 'fflate'

const HEADER = ['TT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Số thẻ BHYT', 'Hạn thẻ từ', 'Hạn thẻ đến', 'Ấp', 'SĐT']
const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Huỳnh', 'Võ', 'Đặng', 'Bùi']
const MIDDLE = ['Thị', 'Văn', 'Ngọc', 'Hữu', 'Kim', 'Thanh']
const GIVEN = ['Bịa', 'Đặt', 'Mẫu', 'Thử', 'Ví', 'Dụ', 'Hoa', 'Lành', 'Phúc', 'Yên']
const VILLAGES = ['Đông Lợi', 'Đông Hòa', 'Tây Thạnh', 'Bàu Mít', 'Gò Nổi', 'Cây Trôm', 'Phước An', 'Long Bình', 'Suối Cạn', 'Trảng Lớn']

const pick = <T>(all: readonly T[], n: number): T => all[n % all.length] as T
const digits = (n: number, length: number): string => String(n).padStart(length, '0')

/** The n-th person's row; every number follows from n. */
function cells(n: number): string[] {
  const isWoman = n % 2 === 0
  const year = 1945 + (n % 50)
  return [
    String(n),
    `${pick(FAMILY, n)} ${pick(MIDDLE, Math.floor(n / 8))} ${pick(GIVEN, Math.floor(n / 48))}`,
    `${digits(1 + (n % 28), 2)}/${digits(1 + (n % 12), 2)}/${year}`,
    isWoman ? 'Nữ' : 'Nam',
    `072${isWoman ? 1 : 0}${digits(year % 100, 2)}${digits(n, 6)}`,
    `GD472${digits(7_200_000_000 + n, 10)}`,
    '01/01/2026',
    `${digits(1 + (n % 28), 2)}/${digits(1 + (n % 12), 2)}/2027`,
    `Ấp ${pick(VILLAGES, n)}`,
    `09${digits(n, 8)}`,
  ]
}

/** Rows a piece, so that a long list is never whole in memory. */
const PIECE = 5_000

function* pieces(rows: number): Generator<string[][]> {
  for (let from = 1; from <= rows; from += PIECE) yield Array.from({ length: Math.min(PIECE, rows - from + 1) }, (_, i) => cells(from + i))
}

export async function writeCsv(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path)
  file.write(`\u{FEFF}${HEADER.join(',')}\r\n`)
  for (const piece of pieces(rows)) {
    if (!file.write(piece.map((row) => `${row.join(',')}\r\n`).join(''))) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/>` +
    `<Override PartName="/xl/sharedStrings.xml" ContentType="${KIND}.sharedStrings+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${SPREADSHEET}" xmlns:r="${OFFICE}"><sheets><sheet name="DS thẻ BHYT" sheetId="1" r:id="rId1"/></sheets></workbook>`,
}

/** As Excel writes it: every text once in the shared strings, cells by their number. */
export async function writeXlsx(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path)
  const zip = new Zip((problem, piece) => {
    if (problem) file.destroy(problem)
    else file.write(piece)
  })
  const add = (name: string, contents: Iterable<string>): void => {
    const part = new ZipDeflate(name, { level: 1 })
    zip.add(part)
    for (const content of contents) part.push(strToU8(content))
    part.push(new Uint8Array(0), true)
  }
  for (const [name, content] of Object.entries(PARTS)) add(name, [XML + content])
  const numbers = new Map<string, number>()
  add('xl/worksheets/sheet1.xml', sheet(rows, numbers))
  add('xl/sharedStrings.xml', strings(numbers))
  zip.end()
  file.end()
  await finished(file)
}

function* sheet(rows: number, numbers: Map<string, number>): Generator<string> {
  const numberOf = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size
    numbers.set(text, known)
    return known
  }
  const line = (row: readonly string[], at: number): string =>
    `<row r="${at}">${row.map((text, column) => `<c r="${String.fromCodePoint(65 + column)}${at}" t="s"><v>${numberOf(text)}</v></c>`).join('')}</row>`
  yield `${XML}<worksheet xmlns="${SPREADSHEET}"><sheetData>${line(HEADER, 1)}`
  let at = 1
  for (const piece of pieces(rows)) yield piece.map((row) => line(row, (at += 1))).join('')
  yield '</sheetData></worksheet>'
}

function* strings(numbers: ReadonlyMap<string, number>): Generator<string> {
  yield `${XML}<sst xmlns="${SPREADSHEET}" uniqueCount="${numbers.size}">`
  for (const text of numbers.keys()) yield `<si><t>${text}</t></si>`
  yield '</sst>'
}
