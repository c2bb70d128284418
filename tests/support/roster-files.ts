/**
 * Builds roster files for tests. `workbookBytes` writes real files with SheetJS, which Loa's readers share no code
 * with; `handMadeXlsx` writes the parts as given, for what no honest program produces. All people are invented.
 */
import { writeFileSync } from 'node:fs'
import { utils, write, type CellObject, type WorkSheet } from '@e965/xlsx'
import { strToU8, zipSync, type Zippable } from 'fflate'

export type WorkbookFormat = 'xlsx' | 'xls' | 'ods' | 'csv'

export type TestCell =
  | string
  | number
  | boolean
  | null
  | {
      value?: string | number | boolean
      /** Number format code, as Excel stores it: "dd/mm/yyyy", "000000000000". */
      format?: string
      formula?: string
      error?: '#N/A' | '#REF!' | '#DIV/0!' | '#VALUE!' | '#NAME?'
    }

export interface TestSheet {
  name: string
  rows: readonly (readonly TestCell[])[]
  /** "A1:C1" */
  merges?: readonly string[]
  hidden?: boolean
  /** As Excel numbers them, from 1. */
  hiddenRows?: readonly number[]
  /** "D" */
  hiddenColumns?: readonly string[]
}

const ERROR_CODES = { '#DIV/0!': 0x07, '#VALUE!': 0x0f, '#REF!': 0x17, '#NAME?': 0x1d, '#N/A': 0x2a } as const

function cellObject(cell: TestCell): CellObject | undefined {
  if (cell === null) return undefined
  if (typeof cell === 'string') return { t: 's', v: cell }
  if (typeof cell === 'number') return { t: 'n', v: cell }
  if (typeof cell === 'boolean') return { t: 'b', v: cell }
  if (cell.error !== undefined) return { t: 'e', v: ERROR_CODES[cell.error], w: cell.error }
  const type = typeof cell.value === 'string' ? 's' : typeof cell.value === 'boolean' ? 'b' : 'n'
  return {
    t: cell.value === undefined ? 'z' : type,
    ...(cell.value === undefined ? {} : { v: cell.value }),
    ...(cell.format === undefined ? {} : { z: cell.format }),
    ...(cell.formula === undefined ? {} : { f: cell.formula }),
  }
}

function worksheet(sheet: TestSheet): WorkSheet {
  const cells: WorkSheet = {}
  let columns = 1
  sheet.rows.forEach((row, r) => {
    columns = Math.max(columns, row.length)
    row.forEach((cell, c) => {
      const object = cellObject(cell)
      if (object !== undefined) cells[utils.encode_cell({ r, c })] = object
    })
  })
  cells['!ref'] = utils.encode_range({ s: { r: 0, c: 0 }, e: { r: Math.max(0, sheet.rows.length - 1), c: columns - 1 } })
  if (sheet.merges !== undefined) cells['!merges'] = sheet.merges.map((range) => utils.decode_range(range))
  for (const number of sheet.hiddenRows ?? []) {
    cells['!rows'] ??= []
    cells['!rows'][number - 1] = { hidden: true }
  }
  for (const letter of sheet.hiddenColumns ?? []) {
    cells['!cols'] ??= []
    cells['!cols'][utils.decode_col(letter)] = { hidden: true }
  }
  return cells
}

/** A real file of that format. CSV takes the first sheet only. */
export function workbookBytes(sheets: readonly TestSheet[], format: WorkbookFormat = 'xlsx'): Buffer {
  const book = utils.book_new()
  for (const sheet of sheets) utils.book_append_sheet(book, worksheet(sheet), sheet.name)
  book.Workbook = { Sheets: sheets.map((sheet) => ({ Hidden: sheet.hidden === true ? 1 : 0 })) }
  return write(book, { type: 'buffer', bookType: format === 'xls' ? 'biff8' : format, bookSST: true, compression: true })
}

export function writeWorkbook(path: string, sheets: readonly TestSheet[], format: WorkbookFormat = 'xlsx'): void {
  writeFileSync(path, workbookBytes(sheets, format))
}

export function zipOf(parts: Readonly<Record<string, string | Uint8Array>>, level: 0 | 6 | 9 = 6): Buffer {
  const files: Zippable = {}
  for (const [name, content] of Object.entries(parts)) {
    files[name] = [typeof content === 'string' ? strToU8(content) : content, { level }]
  }
  return Buffer.from(zipSync(files))
}

export interface HandMadeXlsx {
  sheets: readonly { name: string; xml: string; state?: 'hidden' | 'veryHidden' }[]
  sharedStrings?: string
  styles?: string
  date1904?: boolean
  /** Added as they are, also over the parts above. */
  parts?: Readonly<Record<string, string | Uint8Array>>
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

/** `<sheetData>` and what stands beside it, as one sheet's part. */
export function sheetXml(content: string): string {
  return `${XML}<worksheet ${MAIN}>${content}</worksheet>`
}

/** Cell styles by number: style 0 is plain, style n has the n-th font and format code. */
export function stylesXml(styles: readonly { font?: string; format?: string }[]): string {
  const all = [{ font: 'Calibri' }, ...styles] as readonly { font?: string; format?: string }[]
  const formats = all.map((style, i) =>
    style.format === undefined ? '' : `<numFmt numFmtId="${170 + i}" formatCode="${escapeXml(style.format)}"/>`)
  const fonts = all.map((style) => `<font><sz val="11"/><name val="${escapeXml(style.font ?? 'Calibri')}"/></font>`)
  const xfs = all.map((style, i) => `<xf numFmtId="${style.format === undefined ? 0 : 170 + i}" fontId="${i}"/>`)
  return `${XML}<styleSheet ${MAIN}><numFmts>${formats.join('')}</numFmts><fonts>${fonts.join('')}</fonts>` +
    `<cellStyleXfs><xf numFmtId="14" fontId="0"/></cellStyleXfs><cellXfs>${xfs.join('')}</cellXfs></styleSheet>`
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

export function handMadeXlsx(book: HandMadeXlsx): Buffer {
  const sheets = book.sheets.map((sheet, i) =>
    `<sheet name="${escapeXml(sheet.name)}" sheetId="${i + 1}" ${sheet.state === undefined ? '' : `state="${sheet.state}" `}r:id="rId${i + 1}"/>`)
  const links = book.sheets.map((_, i) =>
    `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`)
  return zipOf({
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    '_rels/.rels': `${XML}<Relationships ${PACKAGE}><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook ${MAIN} xmlns:r="${OFFICE}"><workbookPr${book.date1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships ${PACKAGE}>${links.join('')}<Relationship Id="rId9001" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId9002" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ...Object.fromEntries(book.sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet.xml])),
    ...(book.sharedStrings === undefined ? {} : { 'xl/sharedStrings.xml': book.sharedStrings }),
    ...(book.styles === undefined ? {} : { 'xl/styles.xml': book.styles }),
    ...book.parts,
  })
}

/** A CSV as a careful program writes it: fields quoted where they must be. */
export function delimitedText(rows: readonly (readonly string[])[], delimiter = ',', lineEnd = '\r\n'): string {
  const field = (text: string): string =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  return rows.map((row) => row.map(field).join(delimiter) + lineEnd).join('')
}

const TONES = new Set(['\u0300', '\u0301', '\u0303', '\u0309', '\u0323'])

/**
 * Windows-1258 as Windows itself writes it: what the code page has as one byte ("ê", "à") is that byte, otherwise the
 * tone follows its vowel as a byte of its own ("ễ" = "ê" + tilde). Characters that it lacks become "?".
 */
export function windows1258(text: string): Buffer {
  const byteOf = new Map<string, number>()
  const decoder = new TextDecoder('windows-1258')
  for (let byte = 255; byte >= 0; byte -= 1) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte)
  const bytes: number[] = []
  for (const char of text.normalize('NFC')) {
    const whole = byteOf.get(char)
    const parts = [...char.normalize('NFD')]
    const tone = parts.find((part) => TONES.has(part)) ?? ''
    const base = parts.filter((part) => part !== tone).join('').normalize('NFC')
    for (const part of whole === undefined ? base + tone : char) bytes.push(byteOf.get(part) ?? 0x3f)
  }
  return Buffer.from(bytes)
}
