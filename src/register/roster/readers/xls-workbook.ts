/** The first substream of an .xls workbook: sheets, fonts, formats, cell styles and the shared texts. */
import { codePageDecoder, codePageText, SharedTextStream, unicodeText } from './biff-text.ts'
import { RECORD, substream, type BiffRecord } from './biff-records.ts'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS } from '../roster.ts'
import { SharedTexts } from './shared-texts.ts'
import { cellStyle, type CellStyle } from './xlsx-parts.ts'

const BIFF8 = 0x0600
const WORKSHEET = 0
const FONT_NAME_AT = 14

export interface XlsSheetEntry {
  name: string
  hidden: boolean
  at: number
}

export interface XlsWorkbook {
  isUnicode: boolean
  date1904: boolean
  sheets: XlsSheetEntry[]
  styles: CellStyle[]
  shared: SharedTexts
  decode: (bytes: Buffer) => string
}

interface Xf {
  font: number
  format: number
}

export function readXlsWorkbook(stream: Buffer, guard: ReadGuard): XlsWorkbook {
  const shared = new SharedTexts(guard)
  const fonts: string[] = []
  const formats = new Map<number, string>()
  const xfs: Xf[] = []
  const sst: Buffer[] = []
  const workbook: XlsWorkbook = { isUnicode: true, date1904: false, sheets: [], styles: [], shared, decode: codePageDecoder(1252) }
  let previous: number | undefined

  for (const { type, data } of substream(stream, 0, guard)) {
    if (type === RECORD.bof) workbook.isUnicode = data.readUInt16LE(0) === BIFF8
    else if (type === RECORD.filePass) throw guard.refuse('password')
    else if (type === RECORD.codePage) workbook.decode = codePageDecoder(data.readUInt16LE(0))
    else if (type === RECORD.date1904) workbook.date1904 = data.readUInt16LE(0) === 1
    else if (type === RECORD.font) fonts.push(textIn(workbook, data, FONT_NAME_AT, 1))
    else if (type === RECORD.format) formats.set(data.readUInt16LE(0), textIn(workbook, data, 2, workbook.isUnicode ? 2 : 1))
    else if (type === RECORD.xf) xfs.push({ font: data.readUInt16LE(0), format: data.readUInt16LE(2) })
    else if (type === RECORD.boundSheet) addSheet(workbook, data, guard)
    else if (type === RECORD.sst || (type === RECORD.continued && previous === RECORD.sst)) sst.push(data)
    if (type !== RECORD.continued) previous = type
  }

  // Font number 4 does not exist in the format: the fifth font in the file has number 5.
  const fontName = (index: number): string | undefined => fonts[index > 4 ? index - 1 : index]
  workbook.styles = xfs.map(({ font, format }) => cellStyle(fontName(font), format, formats.get(format)))
  if (sst.length > 0) new SharedTextStream(sst, guard).readInto(shared, fontName)
  return workbook
}

/** The text at `at`, in the way of the workbook's version. */
export function textIn(workbook: Pick<XlsWorkbook, 'isUnicode' | 'decode'>, data: Buffer, at: number, lengthBytes: 1 | 2): string {
  return workbook.isUnicode ? unicodeText(data, at, lengthBytes) : codePageText(data, at, lengthBytes, workbook.decode)
}

function addSheet(workbook: XlsWorkbook, data: BiffRecord['data'], guard: ReadGuard): void {
  if (data.readUInt8(5) !== WORKSHEET) return
  if (workbook.sheets.length === ROSTER_LIMITS.sheets) throw guard.refuse('too-many-sheets')
  workbook.sheets.push({
    at: data.readUInt32LE(0),
    hidden: (data.readUInt8(4) & 3) !== 0,
    name: textIn(workbook, data, 6, 1),
  })
}
