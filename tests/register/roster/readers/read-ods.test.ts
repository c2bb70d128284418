/** Content parts as LibreOffice writes them, by hand. All people and numbers are invented. */
import { describe, expect, it } from 'vitest'
import { openRosterBytes } from '../../../../src/register/roster/open-roster-file.ts'
import type { RosterCell, RosterSheet } from '../../../../src/register/roster/roster.ts'
import { zipOf } from '../../../support/roster-files.ts'

const STYLES = `<office:font-face-decls><style:font-face style:name="F1" svg:font-family="&apos;.VnTime&apos;"/></office:font-face-decls>
<office:automatic-styles>
<number:date-style style:name="N36"><number:day/>/<number:month/>/<number:year/></number:date-style>
<number:number-style style:name="N12"><number:number number:decimal-places="0" number:min-integer-digits="12"/></number:number-style>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:font-name="F1"/></style:style>
<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N36"/>
<style:style style:name="padded" style:family="table-cell" style:data-style-name="N12"/>
</office:automatic-styles>`

const contentOf = (tables: string): string =>
  `<?xml version="1.0"?><office:document-content>${STYLES}<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`

const odsOf = (content: string): Buffer =>
  zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': content })

async function sheetsOf(tables: string): Promise<readonly RosterSheet[]> {
  return (await openRosterBytes(odsOf(contentOf(tables)), 'ap-1.ods')).sheets
}

async function sheetOf(rows: string): Promise<RosterSheet> {
  const [sheet] = await sheetsOf(`<table:table table:name="Ấp 1">${rows}</table:table>`)
  if (sheet === undefined) throw new Error('no sheet')
  return sheet
}

const text = (value: string): string => `<table:table-cell office:value-type="string"><text:p>${value}</text:p></table:table-cell>`
const row = (cells: string, attributes = ''): string => `<table:table-row${attributes}>${cells}</table:table-row>`

describe('an .ods cell', () => {
  it.each<[string, string, RosterCell | undefined]>([
    ['text', text('Nguyễn Văn Mẫu'), { value: 'Nguyễn Văn Mẫu' }],
    ['text of several lines, spaces and runs', '<table:table-cell office:value-type="string"><text:p>một <text:s text:c="2"/>hai<text:line-break/>ba</text:p><text:p><text:span text:style-name="T1">bốn</text:span><text:tab/>năm</text:p></table:table-cell>', { value: 'một   hai\nba\nbốn\tnăm' }],
    ['text without its comment', '<table:table-cell office:value-type="string"><office:annotation><text:p>ghi chú của cán bộ</text:p></office:annotation><text:p>Mẫu</text:p></table:table-cell>', { value: 'Mẫu' }],
    ['a number', '<table:table-cell office:value-type="float" office:value="540000"><text:p>540.000</text:p></table:table-cell>', { value: 540000 }],
    ['a number shown with its zero', '<table:table-cell office:value-type="float" office:value="79042000123"><text:p>079042000123</text:p></table:table-cell>', { value: 79042000123, shown: '079042000123' }],
    ['a number padded by its style only', '<table:table-cell table:style-name="padded" office:value-type="float" office:value="79042000123"/>', { value: 79042000123, shown: '079042000123' }],
    ['a day', '<table:table-cell office:value-type="date" office:date-value="1942-01-01"><text:p>01/01/42</text:p></table:table-cell>', { value: 15342, isDate: true }],
    ['a day by its style only', '<table:table-cell table:style-name="day" office:value-type="float" office:value="15342"/>', { value: 15342, isDate: true }],
    ['money', '<table:table-cell office:value-type="currency" office:currency="VND" office:value="720000"><text:p>720.000 ₫</text:p></table:table-cell>', { value: 720000 }],
    ['yes', '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>', { value: true }],
    ['an error', '<table:table-cell table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>', { value: '#N/A', broken: 'error' }],
    ['the result of a formula', '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell>', { value: 2 }],
    ['a formula without a result', '<table:table-cell table:formula="of:=1+1"/>', { value: null, broken: 'formula' }],
    ['its font', '<table:table-cell table:style-name="ce1" office:value-type="string"><text:p>V¨n</text:p></table:table-cell>', { value: 'V¨n', font: '.VnTime' }],
    ['the font of its style\'s parent', '<table:table-cell table:style-name="ce2" office:value-type="string"><text:p>V¨n</text:p></table:table-cell>', { value: 'V¨n', font: '.VnTime' }],
    ['nothing', '<table:table-cell table:style-name="ce1"/>', undefined],
  ])('holds %s', async (_, cell, expected) => {
    const [first] = [...(await sheetOf(row(cell))).rows()]
    expect(first?.cells[0]).toEqual(expected)
  })

  it('takes the font of its column where it has no style', async () => {
    const sheet = await sheetOf(`<table:table-column table:number-columns-repeated="2"/><table:table-column table:default-cell-style-name="ce1"/>${row(text('a') + text('b') + text('c'))}`)
    expect([...sheet.rows()][0]?.cells.map((cell) => cell.font)).toEqual([undefined, undefined, '.VnTime'])
  })
})

describe('an .ods sheet', () => {
  it('counts repeated rows and cells, and gives only those with something in them', async () => {
    const sheet = await sheetOf(
      row(text('một'), ' table:number-rows-repeated="2"') + row('<table:table-cell/>', ' table:number-rows-repeated="5"') +
      row(`<table:table-cell table:number-columns-repeated="2"/>${text('chín').replace('<table:table-cell', '<table:table-cell table:number-columns-repeated="2"')}`) +
      row('<table:table-cell table:number-columns-repeated="16384"/>', ' table:number-rows-repeated="1048568"'))
    expect([...sheet.rows()].map(({ number, cells }) => [number, cells.map((cell) => cell.value)])).toEqual([
      [1, ['một']], [2, ['một']], [8, [null, null, 'chín', 'chín']],
    ])
  })

  it('tells what is hidden and what is merged', async () => {
    const [first, second] = await sheetsOf(
      '<table:table table:name="Ấp 1"><table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>' +
      row('<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>Danh sách</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>') +
      row(text('ẩn'), ' table:visibility="collapse"') + row(text('lọc'), ' table:visibility="filter"') + '</table:table>' +
      `<table:table table:name="Ẩn" table:style-name="ta2">${row(text('x'))}</table:table>`)
    expect(first).toMatchObject({ hidden: false, hiddenColumns: [1, 2], merges: [{ top: 1, bottom: 1, left: 0, right: 2 }] })
    expect([...(first?.rows() ?? [])].map(({ hidden }) => hidden)).toEqual([false, true, true])
    expect(second).toMatchObject({ name: 'Ẩn', hidden: true })
  })

  it.each<[string, string, string]>([
    ['a row repeated a million times', row(text('x'), ' table:number-rows-repeated="1000000"'), 'too-many-rows'],
    ['a cell repeated to the last column', row(text('x').replace('<table:table-cell', '<table:table-cell table:number-columns-repeated="16384"')), 'too-many-columns'],
    ['blanks by the thousand million', row('<table:table-cell office:value-type="string"><text:p><text:s text:c="99999999"/>x</text:p></table:table-cell>'), 'cell-too-long'],
  ])('is refused with %s', async (_, rows, refusal) => {
    await expect(sheetOf(rows)).rejects.toMatchObject({ code: `roster.${refusal}` })
  })
})
