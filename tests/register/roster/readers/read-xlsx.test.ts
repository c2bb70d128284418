/** Workbooks written by hand, for what SheetJS would write differently. All people and numbers are invented. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openRosterBytes } from '../../../../src/register/roster/open-roster-file.ts'
import type { RosterCell, RosterSheet } from '../../../../src/register/roster/roster.ts'
import { handMadeXlsx, sheetXml, stylesXml, zipOf, type HandMadeXlsx } from '../../../support/roster-files.ts'

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const STYLES = stylesXml([
  { font: '.VnTime' },
  { font: 'VNI-Times', format: 'dd/mm/yyyy' },
  { format: '000000000000' },
])

async function sheetOf(content: string, book: Partial<HandMadeXlsx> = {}): Promise<RosterSheet> {
  const bytes = handMadeXlsx({ styles: STYLES, ...book, sheets: [{ name: 'Ấp 1', xml: sheetXml(content) }] })
  const [sheet] = (await openRosterBytes(bytes, 'ap-1.xlsx')).sheets
  if (sheet === undefined) throw new Error('no sheet')
  return sheet
}

async function cellOf(xml: string, book: Partial<HandMadeXlsx> = {}): Promise<RosterCell | undefined> {
  const sheet = await sheetOf(`<sheetData><row r="1">${xml}</row></sheetData>`, book)
  return [...sheet.rows()][0]?.cells[0]
}

describe('a cell', () => {
  const shared = (items: string): string => `<sst ${MAIN} count="4000000000" uniqueCount="4000000000">${items}</sst>`
  const PLAIN = { font: 'Calibri' }

  it.each<[string, string, RosterCell | undefined]>([
    ['a number', '<c r="A1"><v>540000</v></c>', { value: 540000, ...PLAIN }],
    ['a phone that Excel shortened', '<c r="A1"><v>8.4E+10</v></c>', { value: 84000000000, ...PLAIN }],
    ['a number with more digits than Excel has', '<c r="A1"><v>9704221234567890123</v></c>', { value: '9704221234567890123', ...PLAIN }],
    ['a number with a zero in front', '<c r="A1"><v>079042000123</v></c>', { value: '079042000123', ...PLAIN }],
    ['a coefficient', '<c r="A1"><v>1.5</v></c>', { value: 1.5, ...PLAIN }],
    ['a padded number', '<c r="A1" s="3"><v>79042000123</v></c>', { value: 79042000123, shown: '079042000123', ...PLAIN }],
    ['a day', '<c r="A1" s="2"><v>15342</v></c>', { value: 15342, isDate: true, font: 'VNI-Times' }],
    ['text in a day\'s format', '<c r="A1" s="2" t="inlineStr"><is><t>12/1942</t></is></c>', { value: '12/1942', font: 'VNI-Times' }],
    ['a day in ISO letters', '<c r="A1" t="d"><v>2026-12-31T00:00:00</v></c>', { value: 46387, isDate: true, ...PLAIN }],
    ['text with its old font', '<c r="A1" s="1" t="inlineStr"><is><t>NguyÔn V¨n A</t></is></c>', { value: 'NguyÔn V¨n A', font: '.VnTime' }],
    ['the result of a text formula', '<c r="A1" t="str"><f>A2&amp;""</f><v>Nguyễn &amp; Trần</v></c>', { value: 'Nguyễn & Trần', ...PLAIN }],
    ['the result of a formula', '<c r="A1"><f>SUM(B1:B9)</f><v>7</v></c>', { value: 7, ...PLAIN }],
    ['a formula without a result', '<c r="A1"><f>SUM(B1:B9)</f></c>', { value: null, broken: 'formula', ...PLAIN }],
    ['a formula with an empty result', '<c r="A1"><f>SUM(B1:B9)</f><v></v></c>', { value: null, broken: 'formula', ...PLAIN }],
    ['an error', '<c r="A1" t="e"><f>VLOOKUP(1,B:C,2)</f><v>#N/A</v></c>', { value: '#N/A', broken: 'error', ...PLAIN }],
    ['yes', '<c r="A1" t="b"><v>1</v></c>', { value: true, ...PLAIN }],
    ['no', '<c r="A1" t="b"><v>0</v></c>', { value: false, ...PLAIN }],
    ['only a format', '<c r="A1" s="1"/>', undefined],
    ['an empty text', '<c r="A1" t="inlineStr"><is><t></t></is></c>', undefined],
    ['escaped characters', '<c r="A1" t="inlineStr"><is><t>a_x000A_b &#7877; &lt;x&gt; _x005F_x000A_</t></is></c>', { value: 'a\nb ễ <x> _x000A_', ...PLAIN }],
    ['CDATA', '<c r="A1" t="inlineStr"><is><t><![CDATA[Lê & <Lý>]]></t></is></c>', { value: 'Lê & <Lý>', ...PLAIN }],
    ['NFD, left as it is', '<c r="A1" t="inlineStr"><is><t>Nguye\u0302\u0303n</t></is></c>', { value: 'Nguye\u0302\u0303n', ...PLAIN }],
  ])('holds %s', async (_, xml, cell) => {
    expect(await cellOf(xml)).toEqual(cell)
  })

  it.each<[string, string, RosterCell]>([
    ['plain', '<si><t>Nguyễn Văn Mẫu</t></si>', { value: 'Nguyễn Văn Mẫu', ...PLAIN }],
    ['spaces kept', '<si><t xml:space="preserve"> Mẫu </t></si>', { value: ' Mẫu ', ...PLAIN }],
    ['runs joined', '<si><r><rPr><b/><rFont val=".VnTimeH"/></rPr><t>NguyÔn </t></r><r><t>V¨n A</t></r></si>', { value: 'NguyÔn V¨n A', font: '.VnTimeH' }],
    ['hints left out', '<si><t>Mẫu</t><rPh sb="0" eb="1"><t>ghi âm</t></rPh></si>', { value: 'Mẫu', ...PLAIN }],
  ])('takes its shared text: %s', async (_, item, cell) => {
    expect(await cellOf('<c r="A1" t="s"><v>0</v></c>', { sharedStrings: shared(item) })).toEqual(cell)
  })

  it('that points behind the shared texts means a damaged file', async () => {
    const reading = cellOf('<c r="A1" t="s"><v>1</v></c>', { sharedStrings: shared('<si><t>Mẫu</t></si>') })
    await expect(reading).rejects.toMatchObject({ code: 'roster.damaged' })
  })

  it('counts days from 1904 where the workbook says so', async () => {
    expect(await cellOf('<c r="A1" s="2"><v>13880</v></c>', { date1904: true })).toEqual({ value: 15342, isDate: true, font: 'VNI-Times' })
    expect(await cellOf('<c r="A1"><v>13880</v></c>', { date1904: true })).toEqual({ value: 13880, ...PLAIN })
  })
})

describe('a sheet', () => {
  const text = (reference: string, value: string): string => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`

  it('keeps the numbers of Excel where rows and cells are missing, whatever its dimension says', async () => {
    const sheet = await sheetOf(`<dimension ref="A1"/><sheetData><row r="3">${text('C3', 'ba')}</row><row r="5"/><row r="9">${text('AA9', 'chín')}</row></sheetData>`)
    const rows = [...sheet.rows()]
    expect(rows.map((row) => [row.number, row.cells.length])).toEqual([[3, 3], [9, 27]])
    expect(rows[0]?.cells.map((cell) => cell.value)).toEqual([null, null, 'ba'])
    expect(rows[1]?.cells[26]?.value).toBe('chín')
  })

  it('counts rows and cells itself where the file does not number them', async () => {
    const bare = '<c t="inlineStr"><is><t>x</t></is></c>'
    const sheet = await sheetOf(`<sheetData><row>${bare}${bare}</row><row>${bare}</row></sheetData>`)
    expect([...sheet.rows()].map((row) => [row.number, row.cells.length])).toEqual([[1, 2], [2, 1]])
  })

  it('gives rows in their order, also where the file does not, and joins a row that comes in pieces', async () => {
    const sheet = await sheetOf(`<sheetData><row r="2">${text('A2', 'hai')}</row><row r="1">${text('A1', 'một')}</row><row r="2">${text('B2', 'nữa')}</row></sheetData>`)
    expect([...sheet.rows()].map((row) => [row.number, row.cells.map((cell) => cell.value)])).toEqual([[1, ['một']], [2, ['hai', 'nữa']]])
  })

  it('tells hidden rows and columns, also those of no height or width', async () => {
    const sheet = await sheetOf(
      '<cols><col min="2" max="3" width="9" hidden="1"/><col min="5" max="5" width="0"/><col min="300" max="16384" hidden="1"/></cols>' +
      `<sheetData><row r="1" hidden="1">${text('A1', 'ẩn')}</row><row r="2" ht="0" customHeight="1">${text('A2', 'thấp')}</row><row r="3" ht="15">${text('A3', 'thấy')}</row></sheetData>`)
    expect(sheet.hiddenColumns).toEqual([1, 2, 4])
    expect([...sheet.rows()].map((row) => row.hidden)).toEqual([true, true, false])
  })

  it('tells merged ranges, cut to the columns that can be read', async () => {
    const sheet = await sheetOf('<sheetData/><mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="B2:B7"/><mergeCell ref="C3"/><mergeCell ref="D4:D4"/></mergeCells>')
    expect(sheet.merges).toEqual([{ top: 1, bottom: 1, left: 0, right: 255 }, { top: 2, bottom: 7, left: 1, right: 1 }])
  })

  it('ignores formats down to the last row of Excel and out to its last column', async () => {
    const empty = Array.from({ length: 300_000 }, (_, i) => `<row r="${i + 2}" s="1"/>`).join('')
    const sheet = await sheetOf(`<sheetData><row r="1">${text('A1', 'x')}<c r="XFD1" s="1"/></row>${empty}</sheetData>`)
    expect([...sheet.rows()].map((row) => row.number)).toEqual([1])
  })
})

describe('a package', () => {
  const XML = sheetXml('<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>')
  const firstValue = async (bytes: Buffer): Promise<unknown> => {
    const { sheets } = await openRosterBytes(bytes, 'goi.xlsx')
    return [...(sheets[0]?.rows() ?? [])][0]?.cells[0]?.value
  }
  const OFFICE = 'http://purl.oclc.org/ooxml/officeDocument/relationships'
  const links = (target: string): string => `<Relationships><Relationship Id="a" Type="${OFFICE}/worksheet" Target="${target}"/></Relationships>`
  const prefixed = '<x:workbook xmlns:x="main" xmlns:r="r"><x:sheets><x:sheet name="S" sheetId="1" r:id="a"/></x:sheets></x:workbook>'

  it.each<[string, Record<string, string | Uint8Array>]>([
    ['names with a prefix', { 'xl/workbook.xml': prefixed, 'xl/_rels/workbook.xml.rels': links('worksheets/s.xml'), 'xl/worksheets/s.xml': '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>' }],
    ['absolute targets', { 'xl/workbook.xml': prefixed, 'xl/_rels/workbook.xml.rels': links('/xl/worksheets/s.xml'), 'xl/worksheets/s.xml': XML }],
    ['targets that go up', { 'xl/workbook.xml': prefixed, 'xl/_rels/workbook.xml.rels': links('../other/s.xml'), 'other/s.xml': XML }],
    ['capital letters and backslashes', { 'XL\\Workbook.xml': prefixed, 'xl\\_rels\\workbook.xml.rels': links('worksheets\\S.xml'), 'XL\\worksheets\\s.xml': XML }],
    ['UTF-16', { 'xl/workbook.xml': Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${prefixed}`, 'utf16le'), 'xl/_rels/workbook.xml.rels': links('s.xml'), 'xl/s.xml': XML }],
    ['a byte order mark', { 'xl/workbook.xml': `\uFEFF${prefixed}`, 'xl/_rels/workbook.xml.rels': links('s.xml'), 'xl/s.xml': `\uFEFF${XML}` }],
    ['parts that lead out of the folder', { 'xl/workbook.xml': prefixed, 'xl/_rels/workbook.xml.rels': links('../../../../s.xml'), 's.xml': XML, '../../../../tmp/loa-escaped.txt': 'x' }],
  ])('is understood with %s', async (_, parts) => {
    expect(await firstValue(zipOf(parts))).toBe(7)
    expect(existsSync('/tmp/loa-escaped.txt')).toBe(false)
  })

  it('is understood where parts are stored and not compressed', async () => {
    expect(await firstValue(zipOf({ 'xl/workbook.xml': prefixed, 'xl/_rels/workbook.xml.rels': links('s.xml'), 'xl/s.xml': XML }, 0))).toBe(7)
  })

  it('with a chart sheet gives the worksheets', async () => {
    const bytes = handMadeXlsx({
      sheets: [{ name: 'Biểu đồ', xml: '<chartsheet/>' }, { name: 'Ấp 1', xml: XML, state: 'veryHidden' }],
      parts: { 'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${OFFICE}/chartsheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/worksheet" Target="worksheets/sheet2.xml"/></Relationships>` },
    })
    const { sheets } = await openRosterBytes(bytes, 'goi.xlsx')
    expect(sheets.map((sheet) => [sheet.name, sheet.hidden])).toEqual([['Ấp 1', true]])
  })
})
