/**
 * Writes .xlsx files that look as an officer's do: merged titles, borders, print set-up, hidden rows, and single
 * cells in an old .VnTime font. Written here because the SheetJS community edition drops fonts and borders on writing;
 * the tests read the result back with it.
 */
import { daysBetween } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { zip } from './zip.ts'

export interface SheetCell {
  value: string | number | null
  style: CellStyle
  /** Stored beside the value, which Excel shows until it calculates again. */
  formula?: string
}

export interface Sheet {
  name: string
  /** In characters, left to right. */
  widths: readonly number[]
  rows: readonly SheetRow[]
  /** "A5:L5" */
  merges: readonly string[]
}

export interface SheetRow {
  cells: readonly (SheetCell | undefined)[]
  hidden?: boolean
  /** In points, where the usual height cuts the text off. */
  height?: number
}

interface StyleRow {
  font: 'plain' | 'bold' | 'italic' | 'title' | 'tcvn3'
  border?: true
  shade?: true
  align?: 'center' | 'right'
  wrap?: true
  format?: string
}

const STYLES = {
  free: { font: 'plain' },
  head: { font: 'bold', align: 'center' },
  title: { font: 'title', align: 'center' },
  remark: { font: 'italic', align: 'center' },
  unit: { font: 'italic', align: 'right' },
  words: { font: 'italic' },
  header: { font: 'bold', border: true, align: 'center', wrap: true },
  columnNumber: { font: 'italic', border: true, align: 'center' },
  section: { font: 'bold', border: true, shade: true },
  total: { font: 'bold', border: true, format: '#,##0' },
  text: { font: 'plain', border: true },
  wrapped: { font: 'plain', border: true, wrap: true },
  centered: { font: 'plain', border: true, align: 'center' },
  money: { font: 'plain', border: true, format: '#,##0' },
  coefficient: { font: 'plain', border: true, align: 'center', format: '0.0' },
  date: { font: 'plain', border: true, align: 'center', format: 'dd/mm/yyyy' },
  tcvn3: { font: 'tcvn3', border: true },
} as const satisfies Record<string, StyleRow>

export type CellStyle = keyof typeof STYLES

const FONTS: Record<StyleRow['font'], string> = {
  plain: '<sz val="12"/><name val="Times New Roman"/><family val="1"/>',
  bold: '<b/><sz val="12"/><name val="Times New Roman"/><family val="1"/>',
  italic: '<i/><sz val="12"/><name val="Times New Roman"/><family val="1"/>',
  title: '<b/><sz val="14"/><name val="Times New Roman"/><family val="1"/>',
  tcvn3: '<sz val="12"/><name val=".VnTime"/><family val="2"/>',
}
const FONT_NAMES = Object.keys(FONTS) as StyleRow['font'][]
const STYLE_NAMES = Object.keys(STYLES) as CellStyle[]
/** Points: room for the marks above and below a 12-point letter. */
const ROW_HEIGHT = 18
/** Number formats below 164 are Excel's own. */
const FIRST_FORMAT_ID = 164

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

export interface WorkbookProperties {
  title: string
  /** Shown by Windows Explorer and by Excel under File > Info. */
  description: string
  createdOn: Day
}

export function writeWorkbook(sheets: readonly Sheet[], properties: WorkbookProperties): Uint8Array {
  const strings = new Map<string, number>()
  const pages = sheets.map((sheet) => sheetXml(sheet, strings))
  return zip([
    { name: '[Content_Types].xml', text: contentTypes(sheets.length) },
    { name: '_rels/.rels', text: relations([['officeDocument', 'xl/workbook.xml'], ['core', 'docProps/core.xml']]) },
    { name: 'docProps/core.xml', text: coreXml(properties) },
    { name: 'xl/workbook.xml', text: workbookXml(sheets) },
    {
      name: 'xl/_rels/workbook.xml.rels',
      text: relations([...sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`] as const), ['styles', 'styles.xml'], ['sharedStrings', 'sharedStrings.xml']]),
    },
    { name: 'xl/styles.xml', text: stylesXml() },
    ...pages.map((text, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, text })),
    { name: 'xl/sharedStrings.xml', text: stringsXml(strings) },
  ])
}

/** The number that Excel stores for a day. */
export function excelSerial(day: Day): number {
  return daysBetween('1899-12-30', day)
}

/** 0 → "A", 27 → "AB". */
export function columnLetter(index: number): string {
  const rest = Math.floor(index / 26)
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (index % 26))
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

function sheetXml(sheet: Sheet, strings: Map<string, number>): string {
  const columns = sheet.widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
  const rows = sheet.rows.map((row, i) => {
    const cells = row.cells.map((cell, column) => (cell === undefined ? '' : cellXml(cell, `${columnLetter(column)}${i + 1}`, strings)))
    const height = row.height === undefined ? '' : ` ht="${row.height}" customHeight="1"`
    return `<row r="${i + 1}"${height}${row.hidden === true ? ' hidden="1"' : ''}>${cells.join('')}</row>`
  })
  const merges = sheet.merges.map((range) => `<mergeCell ref="${range}"/>`)
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetFormatPr defaultRowHeight="${ROW_HEIGHT}" customHeight="1"/><cols>${columns.join('')}</cols>` +
    `<sheetData>${rows.join('')}</sheetData>` +
    (merges.length > 0 ? `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>` : '') +
    '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
}

function cellXml(cell: SheetCell, at: string, strings: Map<string, number>): string {
  const style = `r="${at}" s="${STYLE_NAMES.indexOf(cell.style)}"`
  if (cell.value === null) return `<c ${style}/>`
  if (typeof cell.value === 'number') {
    return `<c ${style}>${cell.formula === undefined ? '' : `<f>${escape(cell.formula)}</f>`}<v>${cell.value}</v></c>`
  }
  const known = strings.get(cell.value) ?? strings.size
  strings.set(cell.value, known)
  return `<c ${style} t="s"><v>${known}</v></c>`
}

function stringsXml(strings: ReadonlyMap<string, number>): string {
  const items = [...strings.keys()].map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`)
  return `${XML}<sst xmlns="${MAIN}" uniqueCount="${items.length}">${items.join('')}</sst>`
}

function stylesXml(): string {
  const rows: StyleRow[] = Object.values(STYLES)
  const formats = [...new Set(rows.flatMap((row) => row.format ?? []))]
  const formatId = (row: StyleRow): number => (row.format === undefined ? 0 : FIRST_FORMAT_ID + formats.indexOf(row.format))
  const alignment = (row: StyleRow): string =>
    `<alignment vertical="center"${row.align === undefined ? '' : ` horizontal="${row.align}"`}${row.wrap === true ? ' wrapText="1"' : ''}/>`
  const cells = rows.map(
    (row) =>
      `<xf numFmtId="${formatId(row)}" fontId="${FONT_NAMES.indexOf(row.font)}" fillId="${row.shade === true ? 2 : 0}" borderId="${row.border === true ? 1 : 0}" xfId="0" ` +
      `applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${alignment(row)}</xf>`,
  )
  const sides = ['left', 'right', 'top', 'bottom']
  return `${XML}<styleSheet xmlns="${MAIN}">` +
    `<numFmts count="${formats.length}">${formats.map((format, i) => `<numFmt numFmtId="${FIRST_FORMAT_ID + i}" formatCode="${escape(format)}"/>`).join('')}</numFmts>` +
    `<fonts count="${FONT_NAMES.length}">${FONT_NAMES.map((name) => `<font>${FONTS[name]}</font>`).join('')}</fonts>` +
    // Excel insists on the first two fills being these.
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEFEFEF"/></patternFill></fill></fills>' +
    `<borders count="2"><border>${sides.map((side) => `<${side}/>`).join('')}</border><border>${sides.map((side) => `<${side} style="thin"/>`).join('')}</border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`
}

function workbookXml(sheets: readonly Sheet[]): string {
  const list = sheets.map((sheet, i) => `<sheet name="${escape(sheet.name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const type = (name: string): string => (name === 'core' ? `${PACKAGE}/relationships/metadata/core-properties` : `${OFFICE}/${name}`)
  const rows = targets.map(([name, target], i) => `<Relationship Id="rId${i + 1}" Type="${type(name)}" Target="${target}"/>`)
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${rows.join('')}</Relationships>`
}

function contentTypes(sheetCount: number): string {
  const sheetMl = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${type}"/>`
  return `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' +
    part('/xl/workbook.xml', `${sheetMl}.sheet.main+xml`) +
    Array.from({ length: sheetCount }, (_, i) => part(`/xl/worksheets/sheet${i + 1}.xml`, `${sheetMl}.worksheet+xml`)).join('') +
    part('/xl/styles.xml', `${sheetMl}.styles+xml`) +
    part('/xl/sharedStrings.xml', `${sheetMl}.sharedStrings+xml`) +
    part('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml') +
    '</Types>'
}

function coreXml(properties: WorkbookProperties): string {
  const created = `${properties.createdOn}T01:00:00Z`
  return `${XML}<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<dc:title>${escape(properties.title)}</dc:title><dc:description>${escape(properties.description)}</dc:description>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${created}</dcterms:created></cp:coreProperties>`
}
