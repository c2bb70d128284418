/**
 * Files built to exhaust the machine or to confuse the readers. Each must end in one sentence for the officer, and none
 * in anything else: no crash, no endless work, no half a list.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../../src/kernel/errors.ts'
import { openRosterBytes } from '../../../../src/register/roster/open-roster-file.ts'
import { ROSTER_LIMITS } from '../../../../src/register/roster/roster.ts'
import { handMadeXlsx, sheetXml, workbookBytes, zipOf, type TestSheet } from '../../../support/roster-files.ts'

const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`
const xlsx = (content: string, parts: Readonly<Record<string, string | Uint8Array>> = {}): Buffer =>
  handMadeXlsx({ sheets: [{ name: 'Ấp 1', xml: sheetXml(content) }], parts })
const ods = (content: string): Buffer => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': content })
const LONG = 'x'.repeat(100_000)
const WIDE = Array.from({ length: 300 }, (_, i) => `c${i}`)
const MERGES = Array.from({ length: 50_001 }, (_, i) => `<mergeCell ref="A${i + 1}:B${i + 1}"/>`).join('')

/** "Billion laughs": ten entities of ten, ten deep. */
const LAUGHS = `<!DOCTYPE sst [<!ENTITY a "ha">${'bcdefghij'.split('').map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`
const OUTSIDE = '<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

/** A sheet that inflates to `size` bytes of empty rows, in a zip whose sizes say 100. */
function bomb(size: number): Buffer {
  const bytes = xlsx('', { 'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from(sheetXml('').slice(0, -12)), Buffer.alloc(size, '<row/>'), Buffer.from('</worksheet>')]) })
  for (const [signature, sizeAt] of [['PK\u0003\u0004', 22], ['PK\u0001\u0002', 24]] as const) {
    for (let at = bytes.indexOf(signature, 0, 'latin1'); at !== -1; at = bytes.indexOf(signature, at + 4, 'latin1')) {
      bytes.writeUInt32LE(100, at + sizeAt)
    }
  }
  return bytes
}

/** The directory's only sector is its own successor. */
function circle(): Buffer {
  const bytes = Buffer.alloc(8 * 512)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes)
  bytes.writeUInt16LE(9, 30)
  bytes.writeUInt32LE(1, 48)
  bytes.writeUInt32LE(0xfffffffe, 68)
  bytes.fill(0xff, 80, 512)
  bytes.writeUInt32LE(1, 512 + 4)
  return bytes
}

async function refusalOf(bytes: Buffer): Promise<UserError> {
  const error = await openRosterBytes(bytes, 'tep-la.xlsx').then(() => undefined, (reason: unknown) => reason)
  if (!(error instanceof UserError)) throw new Error(`expected a refusal, got ${String(error)}`)
  return error
}

describe('refuses', () => {
  it.each<[string, () => Buffer, string]>([
    ['a zip bomb whose sizes lie', () => bomb(6 * 8_000_000), 'expands-too-much'],
    ['300 columns in .xlsx', () => xlsx(`<sheetData><row r="1">${WIDE.map(text).join('')}</row></sheetData>`), 'too-many-columns'],
    ['300 columns in text', () => Buffer.from(`${WIDE.join(';')}\n`.repeat(3)), 'too-many-columns'],
    ['300 columns in .ods', () => ods(`<d><table:table><table:table-row>${WIDE.map((c) => `<table:table-cell><text:p>${c}</text:p></table:table-cell>`).join('')}</table:table-row></table:table></d>`), 'too-many-columns'],
    ['one column, again and again', () => xlsx(`<sheetData><row r="1">${'<c r="A1"><v>1</v></c>'.repeat(300)}</row></sheetData>`), 'too-many-columns'],
    ['a cell of 100,000 characters', () => xlsx(`<sheetData><row r="1">${text(LONG)}</row></sheetData>`), 'cell-too-long'],
    ['a shared text of 100,000 characters', () => xlsx('<sheetData/>', { 'xl/sharedStrings.xml': `<sst><si><t>${LONG}</t></si></sst>` }), 'cell-too-long'],
    ['a shared text of a million runs', () => xlsx('<sheetData/>', { 'xl/sharedStrings.xml': `<sst><si>${'<r><t>x</t></r>'.repeat(1_000_000)}</si></sst>` }), 'cell-too-long'],
    ['a value of a million digits', () => xlsx(`<sheetData><row r="1"><c r="A1"><v>${'1'.repeat(1_000_000)}</v></c></row></sheetData>`), 'cell-too-long'],
    ['a field of 100,000 characters', () => Buffer.from(`a;b\n${LONG};2\n`), 'cell-too-long'],
    ['an .ods cell of 100,000 characters', () => ods(`<d><table:table><table:table-row><table:table-cell><text:p>${LONG}</text:p></table:table-cell></table:table-row></table:table></d>`), 'cell-too-long'],
    ['a million lines', () => Buffer.from('1;2\n'.repeat(1_000_000)), 'too-many-rows'],
    ['a million rows', () => xlsx(`<sheetData>${'<row><c><v>1</v></c></row>'.repeat(1_000_000)}</sheetData>`), 'too-many-rows'],
    ['rows over several sheets together', () => handMadeXlsx({ sheets: ['a', 'b'].map((name) => ({ name, xml: sheetXml(`<sheetData>${'<row><c><v>1</v></c></row>'.repeat(130_000)}</sheetData>`) })) }), 'too-many-rows'],
    ['101 sheets', () => handMadeXlsx({ sheets: Array.from({ length: 101 }, (_, i) => ({ name: `S${i}`, xml: sheetXml('<sheetData/>') })) }), 'too-many-sheets'],
    ['50,001 merged ranges', () => xlsx(`<sheetData/><mergeCells>${MERGES}</mergeCells>`), 'too-many-merges'],
    ['entities that multiply', () => xlsx('<sheetData/>', { 'xl/sharedStrings.xml': `${LAUGHS}<sst><si><t>&j;</t></si></sst>` }), 'unsafe-xml'],
    ['entities from outside', () => xlsx('<sheetData/>', { 'xl/sharedStrings.xml': `${OUTSIDE}<sst><si><t>&x;</t></si></sst>` }), 'unsafe-xml'],
    ['entities in .ods', () => ods(`${LAUGHS}<d/>`), 'unsafe-xml'],
    ['elements nested without end', () => xlsx('<a>'.repeat(100_000)), 'damaged'],
    ['a comment without end', () => xlsx(`<!--${'x'.repeat(2_000_000)}`), 'damaged'],
    ['an attribute without end', () => xlsx(`<row r="${'1'.repeat(2_000_000)}`), 'cell-too-long'],
    ['rows far behind the last one', () => xlsx('<sheetData><row r="99999999999"><c><v>1</v></c></row></sheetData>'), 'damaged'],
    ['a workbook part that is missing', () => xlsx('', { 'xl/_rels/workbook.xml.rels': '<Relationships/>' }), 'damaged'],
    ['quotes and nothing else', () => Buffer.alloc(5_000_000, '"'), 'cell-too-long'],
    ['an .xls whose sectors follow each other in a circle', circle, 'damaged'],
    ['a stray beginning of a zip', () => Buffer.from('PK\u0003\u0004 and no more'), 'damaged'],
    ['a stray beginning of an .xls', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]), 'damaged'],
  ])('%s', async (_, build, refusal) => {
    const error = await refusalOf(build())
    expect(error.code).toBe(`roster.${refusal}`)
    expect(error.said).toMatch(/^Tệp "tep-la\.xlsx" .*\.$/)
    expect(error.said.length).toBeLessThan(300)
  })

  it('what is only just over a limit, and reads what is just under', async () => {
    const columns = (count: number): Buffer => Buffer.from(`${Array.from({ length: count }, (_, i) => `c${i}`).join(';')}\n`)
    const chars = (count: number): Buffer => Buffer.from(`a;b\n${'ấ'.repeat(count)};2\n`)
    for (const build of [columns, chars]) {
      const limit = build === columns ? ROSTER_LIMITS.columns : ROSTER_LIMITS.cellChars
      await expect(openRosterBytes(build(limit), 'vua.csv')).resolves.toBeDefined()
      await expect(openRosterBytes(build(limit + 1), 'vua.csv')).rejects.toBeInstanceOf(UserError)
    }
  })
})

describe('a damaged file', () => {
  const SHEETS: readonly TestSheet[] = [{
    name: 'Ấp 1',
    merges: ['A1:C1'],
    rows: [['DANH SÁCH', null, null], ['STT', 'Họ và tên', 'Số tiền'], [1, 'Nguyễn Văn Mẫu', 540000], [2, 'Thạch Thị Mẫu', { value: 15342, format: 'dd/mm/yyyy' }]],
  }]
  const files = { xlsx: workbookBytes(SHEETS, 'xlsx'), xls: workbookBytes(SHEETS, 'xls'), ods: workbookBytes(SHEETS, 'ods'), csv: workbookBytes(SHEETS, 'csv') }

  /** Sheets that can be iterated, or a sentence; anything else fails the test. */
  async function endsWell(bytes: Buffer): Promise<'read' | 'refused'> {
    try {
      const file = await openRosterBytes(bytes, 'tep-hong')
      for (const sheet of file.sheets) for (const row of sheet.rows()) expect(row.number).toBeGreaterThan(0)
      return 'read'
    } catch (error) {
      if (error instanceof UserError && error.code.startsWith('roster.')) return 'refused'
      throw error
    }
  }

  it.each(['xlsx', 'xls', 'ods'] as const)('.%s that is cut anywhere is refused', async (format) => {
    const whole = files[format]
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: whole.length - 1 }), async (length) => {
      const cut = whole.subarray(0, length)
      // An .xls may lose padding behind its last used sector; everything else is missed.
      if (format === 'xls' && length > whole.length - 512) return
      if (length < 8) return
      expect(await endsWell(cut)).toBe('refused')
    }), { numRuns: 150 })
  })

  const hits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 })
  const hit = (bytes: Buffer, places: readonly (readonly [number, number])[]): Buffer => {
    const copy = Buffer.from(bytes)
    for (const [place, byte] of places) copy[Math.floor(place * copy.length)] = byte
    return copy
  }

  it.each(['xlsx', 'xls', 'ods', 'csv'] as const)('.%s with wrong bytes is read or refused', async (format) => {
    await fc.assert(fc.asyncProperty(hits, async (places) => {
      expect(['read', 'refused']).toContain(await endsWell(hit(files[format], places)))
    }), { numRuns: 300 })
  })

  it.each(['xlsx', 'ods'] as const)('.%s with wrong bytes inside its parts is read or refused', async (format) => {
    const { unzipSync } = await import('fflate')
    const parts = unzipSync(files[format])
    const names = Object.keys(parts).filter((name) => name.endsWith('.xml') || name.endsWith('.rels'))
    await fc.assert(fc.asyncProperty(fc.constantFrom(...names), hits, async (name, places) => {
      expect(['read', 'refused']).toContain(await endsWell(zipOf({ ...parts, [name]: hit(Buffer.from(parts[name] ?? []), places) })))
    }), { numRuns: 300 })
  })

  it('with a changed digit is refused by its checksum, not read with the wrong number', async () => {
    const stored = zipOf({
      'xl/workbook.xml': '<workbook><sheets><sheet name="S" id="a"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="a" Type="x/worksheet" Target="s.xml"/></Relationships>',
      'xl/s.xml': '<worksheet><sheetData><row><c><v>540000</v></c></row></sheetData></worksheet>',
    }, 0)
    expect(await endsWell(stored)).toBe('read')
    stored[stored.indexOf('540000')] = 0x39
    expect((await refusalOf(stored)).code).toBe('roster.damaged')
  })
})
