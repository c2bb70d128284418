/**
 * Trouble in rosters, each as an officer's sheet has it: what becomes of the row, which column is asked about, what was
 * read. All people and numbers are invented.
 */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CellLike, SheetLike } from '../../support/roster-sheets.ts'
import { date, inFont, merge } from '../../support/roster-sheets.ts'
import { dataRows, interpret, records, skippedRows, told } from '../../support/read-rows.ts'
import { readingJson } from '../../../src/register/roster/print-reading.ts'

const CARDS = ['STT', 'Họ và tên', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Số thẻ BHYT', 'Từ ngày', 'Đến ngày', 'Địa chỉ', 'SĐT', 'Ghi chú']
type Card = Partial<Record<'name' | 'birth' | 'sex' | 'id' | 'card' | 'from' | 'to' | 'place' | 'phone' | 'note', CellLike>>

const two = (at: number): string => String(at).padStart(2, '0')

/** Rows of a card list; what a row does not say is plain and right. */
const cards = (...rows: readonly Card[]): SheetLike => ({
  rows: [
    ['DANH SÁCH THẺ BHYT'],
    CARDS,
    ...rows.map((row, at) => [
      at + 1, row.name ?? `Lê Thị ${'ABCDĐEGHIKLM'[at]}n`, row.birth ?? '15/03/1942', row.sex ?? 'Nữ', row.id ?? `0721420012${two(at)}`, row.card ?? `GD47272201234${two(at)}`,
      row.from ?? '01/01/2026', row.to ?? '31/12/2026', row.place ?? 'Ấp Đông Lợi', row.phone ?? '', row.note ?? '',
    ]),
  ],
})
const first = (row: Card): ReturnType<typeof dataRows>[number] => dataRows(interpret(cards(row)))[0] as ReturnType<typeof dataRows>[number]
const asked = (row: Card): string[] => first(row).issues.map(({ column, code }) => `${column}:${code}`)

/** The fields that a table row speaks of; undefined where the record has none. */
const fieldsOf = (record: object | undefined, wanted: object): object =>
  Object.fromEntries(Object.keys(wanted).map((field) => [field, (record as Record<string, unknown> | undefined)?.[field]]))

describe('one cell of a card list', () => {
  test.each<[string, Card, string[], Record<string, unknown>]>([
    ['nothing wrong', {}, [], { birth: '1942-03-15', valid_to: '2026-12-31', village: 'Đông Lợi' }],
    ['day that does not exist in a birth', { birth: '31/11/1942' }, ['C:birth.impossible-date'], { birth: '1942', birth_precision: 'year' }],
    ['day that does not exist in an expiry', { to: '31/11/2026' }, ['H:valid_to.impossible-date'], { valid_to: undefined }],
    ['month before day', { to: '12/31/2026' }, ['H:valid_to.month-first'], { valid_to: '2026-12-31' }],
    ['no end', { to: '31/12/9999' }, ['H:valid_to.impossible-date'], { valid_to: undefined }],
    ['no expiry', { to: '' }, ['H:valid_to.missing'], { valid_to: undefined }],
    ['expiry before the beginning', { from: '01/01/2027' }, ['H:valid_to.before-valid-from'], { valid_from: '2027-01-01', valid_to: '2026-12-31' }],
    ['only a month of expiry', { to: '12/2026' }, ['H:valid_to.no-day'], { valid_to: undefined }],
    ['both dates in one cell', { from: '', to: '01/01/2026 - 31/12/2026' }, [], { valid_from: '2026-01-01', valid_to: '2026-12-31' }],
    ['year only', { birth: 1942 }, [], { birth: '1942', birth_precision: 'year' }],
    ['year in a date cell', { birth: date(1942) }, ['C:birth.year-as-serial'], { birth: '1942' }],
    ['serial', { birth: date(15_415) }, [], { birth: '1942-03-15' }],
    ['serial without format', { birth: 15_415 }, [], { birth: '1942-03-15' }],
    ['future birth', { birth: '15/03/2042', id: '' }, ['C:birth.future'], { birth: undefined }],
    ['too old', { birth: '15/03/1892', id: '' }, ['C:birth.too-old'], { birth: '1892-03-15' }],
    ['two-digit year, settled by the personal number', { birth: '15/03/20', id: '072120001234' }, [], { birth: '1920-03-15' }],
    ['two-digit year, open', { birth: '15/03/20', id: '' }, ['C:birth.two-digit-year'], { birth: '2020-03-15' }],
    ['two-digit year of one century only', { birth: '15/03/42' }, [], { birth: '1942-03-15' }],
    ['hashes', { birth: '########' }, ['C:birth.unreadable'], { birth: undefined }],
    ['unclear sex', { sex: 'N' }, ['D:sex.unreadable'], { sex: undefined }],
    ['sex as one', { sex: 1, id: '072042001234' }, [], { sex: 'male' }],
    ['lost zero, borne out by the birth year', { id: 72_142_001_234 }, [], { citizen_id: '072142001234' }],
    ['lost zero of a number, birth unknown', { id: 72_142_001_234, birth: '' }, [], { citizen_id: '072142001234' }],
    ['eleven typed digits, birth unknown', { id: '72142001234', birth: '' }, ['E:citizen_id.zeros-restored'], { citizen_id: '072142001234' }],
    ['lost zero, birth year differs', { id: 72_150_001_234 }, ['E:citizen_id.zeros-restored', 'E:citizen_id.birth-year-differs'], { citizen_id: '072150001234' }],
    ['old CMND', { id: '290123456' }, [], { old_id: '290123456', citizen_id: undefined }],
    ['quote before the number', { id: "'072142001234" }, [], { citizen_id: '072142001234' }],
    ['letter O', { id: 'O72142001234' }, ['E:citizen_id.letter-o'], { citizen_id: '072142001234' }],
    ['shortened number', { id: '7.2E+10' }, ['E:citizen_id.digits-lost'], { citizen_id: undefined }],
    ['number of another sex', { id: '072042001234' }, ['E:citizen_id.sex-differs'], { citizen_id: '072042001234', sex: 'female' }],
    ['number of another year', { id: '072143001234' }, ['E:citizen_id.birth-year-differs'], { birth: '1942-03-15' }],
    ['province that is none', { id: '003142001234' }, ['E:citizen_id.unknown-province'], { citizen_id: '003142001234' }],
    ['thirteen digits', { id: '0721420012345' }, ['E:citizen_id.unreadable'], { citizen_id: undefined }],
    ['format keeps the zeros', { id: { value: 72_142_001_234, shown: '072142001234' } }, [], { citizen_id: '072142001234' }],
    ['unknown card group', { card: 'ZZ4727220123456' }, ['F:card_group.unknown'], { card_no: 'ZZ4727220123456', card_group: 'ZZ' }],
    ['card of ten digits', { card: '7220123456' }, [], { card_no: '7220123456', card_group: undefined }],
    ['card number too short', { card: 'GD47272201234' }, ['F:card_no.unreadable'], { card_no: undefined }],
    ['two phones', { phone: '0912345678\n0387654321' }, [], { phones: ['+84912345678', '+84387654321'] }],
    ['eleven digits', { phone: '01681234567' }, [], { phones: ['+84381234567'] }],
    ['phone as a number', { phone: 912_345_678 }, [], { phones: ['+84912345678'] }],
    ['phone as 8.4E+10', { phone: '8.4E+10' }, ['J:phones.digits-lost'], { phones: undefined }],
    ['phone as a rounded number', { phone: 84_000_000_000 }, ['J:phones.digits-lost'], { phones: undefined }],
    ['phone too short', { phone: '091234567' }, ['J:phones.unreadable'], { phones: undefined }],
    ['one good phone, one bad', { phone: '0912345678/038765432' }, ['J:phones.unreadable'], { phones: ['+84912345678'] }],
    ['no phone in words', { phone: 'không có' }, [], { phones: undefined }],
    ['mixed address', { place: 'Tổ 3, Ấp Đông Lợi, xã Tân Đông, tỉnh Tây Ninh' }, [], { village: 'Đông Lợi', village_kind: 'Ấp' }],
    ['village in capitals', { place: 'ẤP KÀ ỐT' }, [], { village: 'Kà Ốt' }],
    ['address that names no village', { place: '12 đường Hùng Vương, Đông Lợi, Tân Đông' }, ['I:village.unsure'], { village: '12 đường Hùng Vương' }],
    ['died', { note: 'Đã mất 12/5/2026' }, ['K:note.died'], { noted_as: 'died' }],
    ['moved', { note: 'chuyển đi Bình Dương' }, ['K:note.moved'], { noted_as: 'moved' }],
    ['cut', { note: 'cắt từ tháng 12' }, ['K:note.stopped'], { noted_as: 'stopped' }],
    ['the card is lost, not the person', { note: 'mất thẻ, cấp lại' }, [], { noted_as: undefined, note: 'mất thẻ, cấp lại' }],
    ['a relative died', { note: 'chồng đã mất' }, [], { noted_as: undefined }],
    ['paid by transfer, not moved', { note: 'chuyển khoản' }, [], { noted_as: undefined }],
    ['formula without a value', { phone: { value: null, broken: 'formula' } }, ['J:phone.broken-formula'], { phones: undefined }],
    ['name in capitals', { name: 'LÊ THỊ MƯỜI' }, [], { full_name: 'LÊ THỊ MƯỜI' }],
    ['name without marks', { name: 'le thi muoi' }, [], { full_name: 'le thi muoi' }],
    ['one-word name', { name: 'Katơr' }, [], { full_name: 'Katơr' }],
    ['decomposed name', { name: 'Le\u0302 Thi\u0323 Mu\u031bo\u031b\u0300i' }, [], { full_name: 'Lê Thị Mười' }],
    ['look-alike Đ', { name: 'Ðỗ Thị Ðào' }, [], { full_name: 'Đỗ Thị Đào' }],
    ['name with a digit', { name: 'Lê Thị Mười 2' }, ['B:full_name.unusual'], { full_name: 'Lê Thị Mười 2' }],
  ])('%s', (_, row, questions, record) => {
    const read = first(row)
    expect(asked(row)).toEqual(questions)
    expect(read.outcome).toBe(questions.length > 0 ? 'flagged' : 'accepted')
    expect(fieldsOf(read.record, record)).toEqual(record)
  })

  test.each<[string, Card, string]>([
    ['no name', { name: '' }, 'B:full_name.missing'],
    ['a number for a name', { name: '0912345678' }, 'B:full_name.not-a-name'],
    ['a name that is an error', { name: { value: null, broken: 'error' } }, 'B:full_name.broken-formula'],
    ['an expiry that says nothing', { to: 'chưa rõ hạn nào' }, 'H:valid_to.unreadable'],
    ['an expiry of hashes', { to: '#####' }, 'H:valid_to.unreadable'],
  ])('%s is rejected', (_, row, question) => {
    expect(first(row).outcome).toBe('rejected')
    expect(asked(row)).toContain(question)
  })

  test('a name that is a formula without a value is rejected, and a list of nothing else is refused', () => {
    const broken = { name: { value: null, broken: 'formula' as const } }
    expect(told(interpret(cards({}, broken))).at(-1)).toContain('rejected B:full_name.formula-without-value')
    expect(() => interpret(cards(broken))).toThrow(expect.objectContaining({ code: 'roster.formulas-without-values' }))
  })

  test('every question is a sentence that names what to do, without an exclamation mark', () => {
    const reading = interpret(cards({ birth: '31/11/1942' }, { id: '7.2E+10' }, { phone: '8.4E+10' }, { to: '#####' }, { name: '' }))
    const messages = reading.rows.flatMap(({ issues }) => issues.map(({ message }) => message))
    expect(messages).toHaveLength(5)
    for (const message of messages) expect(message).toMatch(/^[\p{Lu}“].*xin [^!]*\.$/u)
  })
})

describe('rows that are no people', () => {
  test('totals, words of the sum, column numbers, repeated headers, blank numbered rows and signatures are skipped', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH THẺ BHYT'],
        ['STT', 'Họ và tên', 'Ngày sinh', 'Số thẻ BHYT', 'Đến ngày'],
        [1, 2, 3, 4, 5],
        [1, 'Lê Thị Mười', '1942', 'GD4727220123456', '31/12/2026'],
        ['STT', 'Họ và tên', 'Ngày sinh', 'Số thẻ BHYT', 'Đến ngày'],
        ['(1)', '(2)', '(3)', '(4)', '(5)'],
        [2, 'Nguyễn Văn An', '1950', 'GD4727220123457', '31/12/2026'],
        [3, '', '', '', ''],
        ['Cộng trang:', '', '', 2],
        ['', 'TỔNG CỘNG: 2 thẻ'],
        ['Số tiền bằng chữ: không đồng'],
        ['', '', '', 'Tân Đông, ngày 22 tháng 11 năm 2026'],
        ['', 'NGƯỜI LẬP BIỂU', '', 'TM. ỦY BAN NHÂN DÂN'],
        ['', '(Ký, ghi rõ họ tên)', '', 'CHỦ TỊCH'],
        ['', 'Trần Văn Bé', '', 'Phạm Thị Tư'],
      ],
    })
    expect(told(reading)).toEqual(['4 accepted', '7 accepted'])
    expect(reading.counts.skipped).toBe(13)
  })

  test('a person called Cộng or Tổng is a person', () => {
    const reading = interpret(cards({ name: 'Cộng Văn Hòa' }, { name: 'Tống Thị Cộng' }, { name: 'Lang Văn Bản' }, { name: 'Kỷ Thị Ký' }))
    expect(told(reading)).toEqual(['3 accepted', '4 accepted', '5 accepted', '6 accepted'])
  })

  test('the same without running numbers', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH THẺ BHYT'], ['Họ và tên', 'Năm sinh', 'Số thẻ', 'Hạn thẻ'],
        ['Cộng Văn Hòa', 1942, 'GD4727220123456', '31/12/2026'],
        ['Cộng Ấp Đông Lợi', 1, '', ''],
        ['Tổng cộng', 1, '', ''],
        ['Người lập biểu', '', 'Chủ tịch'],
      ],
    })
    expect(told(reading)).toEqual(['3 accepted'])
  })

  test('names that begin like an office or a title are names', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH HỘ NGHÈO'], ['STT', 'Họ và tên', 'Năm sinh', 'Quan hệ với chủ hộ'],
        [1, 'Lưu Văn Bảng', 1942, 'Chủ hộ'], ['', 'Lưu Thị Kỷ', '', 'Con'], ['', 'Kỳ Văn Bằng', '', 'Cháu'], ['', 'Bàng Thị Cộng', '', 'Cháu'],
      ],
    })
    expect(told(reading)).toEqual(['3 accepted', '4 accepted', '5 accepted', '6 accepted'])
  })

  test('people without a running number are people, gaps in it are nothing', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Số thẻ', 'Hạn thẻ'],
        [1, 'Lê Thị Mười', 1942, 'GD4727220123456', '31/12/2026'],
        ['', 'Nguyễn Văn An', 1950, 'GD4727220123457', '31/12/2026'],
        [7, 'Trần Thị Bé', 1960, 'GD4727220123458', '31/12/2026'],
      ],
    })
    expect(told(reading)).toEqual(['3 accepted', '4 accepted', '5 accepted'])
  })
})

describe('sections and merges', () => {
  const ALLOWANCES = ['STT', 'Họ và tên', 'Năm sinh', 'Số CCCD', 'Hệ số', 'Mức trợ cấp']

  test('a category over villages: a new category closes the village below it', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'], ALLOWANCES,
        ['I', 'NGƯỜI CAO TUỔI'],
        ['', 'Ấp Đông Lợi (1 người)'],
        [1, 'Lê Thị Mười', 1942, '', 1.5, 810_000],
        ['', 'Ấp Kà Ốt'],
        [2, 'Trần Văn Bé', 1940, '', 1.5, 810_000],
        ['II. NGƯỜI KHUYẾT TẬT NẶNG'],
        [3, 'Nguyễn Văn An', 1990, '', 1.5, 810_000],
      ],
    })
    expect(records(reading).map((r) => [r.full_name, r.category_group, r.village])).toEqual([
      ['Lê Thị Mười', 'elderly', 'Đông Lợi'], ['Trần Văn Bé', 'elderly', 'Kà Ốt'], ['Nguyễn Văn An', 'disabled', undefined],
    ])
    expect(reading.counts).toMatchObject({ accepted: 3, skipped: 6 })
  })

  test('villages over categories: the village stays when the category changes', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'], ALLOWANCES,
        ['A', 'ẤP ĐÔNG LỢI'],
        ['1', 'Người cao tuổi'],
        [1, 'Lê Thị Mười', 1942, '', 1.5, 810_000],
        ['2', 'Trẻ em mồ côi'],
        [2, 'Trần Văn Bé', 2015, '', 1.5, 810_000],
      ],
    })
    expect(records(reading).map((r) => [r.full_name, r.category_group, r.village])).toEqual([
      ['Lê Thị Mười', 'elderly', 'Đông Lợi'], ['Trần Văn Bé', 'orphan', 'Đông Lợi'],
    ])
  })

  test('a list of those who left flags everybody below it, and "tăng" ends it', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'], ALLOWANCES,
        ['I', 'Danh sách giảm'], [1, 'Lê Thị Mười', 1942, '', 1.5, 810_000],
        ['II', 'Danh sách tăng'], [2, 'Trần Văn Bé', 1940, '', 1.5, 810_000],
      ],
    })
    expect(records(reading).map((r) => r.noted_as)).toEqual(['stopped', undefined])
  })

  test('a cell merged downwards belongs to all its rows', () => {
    const reading = interpret({
      merges: [merge('D3:D4')],
      rows: [
        ['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Ấp', 'Số thẻ', 'Hạn thẻ'],
        [1, 'Lê Thị Mười', 1942, 'Đông Lợi', 'GD4727220123456', '31/12/2026'],
        [2, 'Nguyễn Văn An', 1950, null, 'GD4727220123457', '31/12/2026'],
        [3, 'Trần Thị Bé', 1960, null, 'GD4727220123458', '31/12/2026'],
      ],
    })
    expect(records(reading).map((r) => r.village)).toEqual(['Đông Lợi', 'Đông Lợi', undefined])
  })

  test('a hidden row is read, and asked about', () => {
    const reading = interpret({ ...cards({}, {}), hiddenRows: [4] })
    expect(told(reading)).toEqual(['3 accepted', '4 flagged B:row.hidden'])
  })
})

describe('several headers in one sheet', () => {
  test('a header repeated with its second row is skipped, sections go on', () => {
    const header = [['STT', 'Họ và tên', 'Năm sinh', '', 'Mức trợ cấp'], ['', '', 'Nam', 'Nữ', '']]
    const reading = interpret({ rows: [
      ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'], ...header, ['I', 'NGƯỜI CAO TUỔI'], [1, 'Lê Thị Mười', '', 1942, 810_000],
      ...header, [2, 'Nguyễn Văn An', 1940, '', 810_000],
    ] })
    expect(reading.sheets[0]?.headerRows).toEqual([2, 3, 6, 7])
    expect(records(reading).map((r) => [r.full_name, r.sex, r.category_group])).toEqual([['Lê Thị Mười', 'female', 'elderly'], ['Nguyễn Văn An', 'male', 'elderly']])
    expect(skippedRows(reading)).toEqual([1, 2, 3, 4, 6, 7])
  })

  test('a second table with other columns is read by its own header', () => {
    const reading = interpret({ rows: [
      ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'],
      ['STT', 'Họ và tên', 'Năm sinh', 'Ấp', 'Mức trợ cấp'], [1, 'Lê Thị Mười', 1942, 'Đông Lợi', 810_000],
      [], ['DANH SÁCH TĂNG TRONG THÁNG'],
      ['STT', 'Họ và tên', 'Ấp', 'Số CCCD', 'Ngày sinh', 'Mức trợ cấp'], [1, 'Nguyễn Văn An', 'Kà Ốt', '072040001234', '15/03/1940', 540_000],
    ] })
    expect(records(reading)).toMatchObject([
      { full_name: 'Lê Thị Mười', birth: '1942', village: 'Đông Lợi', amount: 810_000 },
      { full_name: 'Nguyễn Văn An', birth: '1940-03-15', village: 'Kà Ốt', citizen_id: '072040001234', amount: 540_000 },
    ])
    expect(told(reading)).toEqual(['3 accepted', '7 accepted'])
  })
})

describe('rows against rows', () => {
  test('the same row twice is kept once', () => {
    const twin = { name: 'Lê Thị Mười', id: '072142001234', card: 'GD4727220123456' }
    expect(told(interpret(cards(twin, twin)))).toEqual(['3 accepted', '4 duplicate B:row.duplicate'])
  })

  test('twin sisters are two people', () => {
    const reading = interpret(cards({ name: 'Lê Thị Xuân', id: '072142001231' }, { name: 'Lê Thị Thu', id: '072142001232' }))
    expect(reading.counts).toMatchObject({ accepted: 2, persons: 2 })
  })

  test('a renewal is a second card of one person', () => {
    const card = { name: 'Lê Thị Mười', id: '072142001234', card: 'GD4727220123456' }
    const reading = interpret(cards(card, { ...card, from: '01/01/2027', to: '31/12/2027' }))
    expect(reading.counts).toMatchObject({ accepted: 2, duplicate: 0, persons: 1 })
  })

  test('the same card with another phone is asked about', () => {
    const card = { name: 'Lê Thị Mười', id: '072142001234', card: 'GD4727220123456' }
    expect(told(interpret(cards(card, { ...card, phone: '0912345678' })))).toEqual(['3 accepted', '4 flagged J:row.same-person-differs'])
  })

  test('one personal number under two names flags both and keeps two people', () => {
    const reading = interpret(cards({ name: 'Lê Thị Mười', id: '072142001234' }, { name: 'Trần Thị Bé', id: '072142001234' }))
    expect(told(reading)).toEqual(['3 flagged E:citizen_id.two-names', '4 flagged E:citizen_id.two-names'])
    expect(reading.counts.persons).toBe(2)
    expect(reading.rows.find(({ row }) => row === 3)?.issues[0]?.message).toContain('Trần Thị Bé')
  })

  test('one card number under two names flags both', () => {
    const reading = interpret(cards({ name: 'Lê Thị Mười', card: 'GD4727220123456' }, { name: 'Trần Thị Bé', card: 'GD4727220123456' }))
    expect(told(reading)).toEqual(['3 flagged F:card_no.two-names', '4 flagged F:card_no.two-names'])
  })

  test('a name with and without marks is one person, two sets of marks are two', () => {
    const id = '072142001234'
    expect(interpret(cards({ name: 'Lê Thị Mười', id, card: '' }, { name: 'LE THI MUOI', id, card: '', to: '31/12/2027' })).counts.persons).toBe(1)
    expect(interpret(cards({ name: 'Lê Văn Ân', id, card: '' }, { name: 'Lê Văn An', id, card: '', to: '31/12/2027' })).counts.persons).toBe(2)
  })

  const allowances = (...rows: CellLike[][]): SheetLike => ({
    rows: [['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI THÁNG 11/2026'], ['STT', 'Họ và tên', 'Năm sinh', 'Ấp', 'Đối tượng', 'Mức trợ cấp'], ...rows],
  })

  test('one person in two schemes is allowed, in one scheme with two amounts is asked about', () => {
    const reading = interpret(allowances(
      [1, 'Lê Thị Mười', 1942, 'Đông Lợi', 'Người khuyết tật nặng', 1_080_000],
      [2, 'Lê Thị Mười', 1942, 'Đông Lợi', 'Nhận chăm sóc', 540_000],
      [3, 'Lê Thị Mười', 1942, 'Đông Lợi', 'Người khuyết tật nặng', 810_000],
    ))
    expect(told(reading)).toEqual(['3 accepted', '4 accepted', '5 flagged F:row.same-person-differs'])
    expect(reading.counts.persons).toBe(1)
  })

  test('one name and birth year in two villages are two people', () => {
    const reading = interpret(allowances(
      [1, 'Lê Thị Mười', 1942, 'Đông Lợi', 'NCT', 810_000], [2, 'Lê Thị Mười', 1942, 'Kà Ốt', 'NCT', 810_000],
    ))
    expect(reading.counts).toMatchObject({ accepted: 2, persons: 2 })
  })
})

describe('categories and money', () => {
  const list = (title: string, header: readonly string[], row: readonly CellLike[]): SheetLike =>
    ({ rows: [[title], ['STT', 'Họ và tên', 'Năm sinh', ...header], [1, 'Lê Thị Mười', 1942, ...row]] })
  const NOV = 'DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI THÁNG 11/2026'
  const OPEN = 'DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI'

  test.each<[string, SheetLike, string[], Record<string, unknown>]>([
    ['5b of November 2026', list(NOV, ['Khoản điểm'], ['5b']), [], { category: 'ND335:5b' }],
    ['5d of November 2026', list(NOV, ['Khoản điểm'], ['5d']), ['D:category.not-in-decree'], { category: undefined, category_group: 'elderly' }],
    ['5d without a decree', list(OPEN, ['Khoản điểm'], ['5d']), ['D:category.decree-unknown'], { category: undefined, category_group: 'elderly' }],
    ['decree by the decision', list(OPEN, ['Khoản điểm', 'Ngày QĐ'], ['5d', '12/08/2024']), [], { category: 'ND20:5d' }],
    ['decree by the date within the decision', list(OPEN, ['Khoản điểm', 'Số QĐ'], ['5d', '12/QĐ-UBND ngày 12/8/2024']), [], { category: 'ND20:5d' }],
    ['clause and point in two columns', list(NOV, ['Khoản', 'Điểm'], [5, 'a']), [], { category: 'ND335:5a' }],
    ['only the severity', list(NOV, ['Mức độ khuyết tật'], ['Đặc biệt nặng']), [], { category: 'ND335:6' }],
    ['words that mean nothing', list(NOV, ['Đối tượng'], ['Diện A']), ['D:category.unknown'], { category_group: undefined }],
    ['no category', list(NOV, ['Đối tượng'], ['']), ['D:category.missing'], {}],
    ['dots in money', list(NOV, ['Mức trợ cấp'], ['1.080.000']), [], { amount: 1_080_000 }],
    ['money in words', list(NOV, ['Mức trợ cấp'], ['một triệu']), ['D:amount.unreadable'], { amount: undefined }],
    ['money in thousands', { rows: [['ĐVT: nghìn đồng'], ...list(NOV, ['Mức trợ cấp'], [1080]).rows] }, [], { amount: 1_080_000 }],
    ['money in thousands that nobody said', list(NOV, ['Mức trợ cấp'], [1080]), ['D:amount.too-small'], { amount: 1080 }],
    ['nothing to pay', list(NOV, ['Mức trợ cấp'], [0]), ['D:amount.zero'], { amount: 0 }],
    ['product that does not come out', list(NOV, ['Mức chuẩn', 'Hệ số', 'Mức trợ cấp'], [540_000, 1.5, 750_000]), ['F:amount.not-the-product'], { amount: 750_000 }],
    ['sum that does not come out', list(NOV, ['Mức trợ cấp', 'Truy lĩnh', 'Tổng cộng'], [810_000, 180_000, 810_000]), ['F:amount.not-the-total'], { amount: 810_000, arrears: 180_000 }],
    ['coefficient that became a date', list(NOV, ['Hệ số'], [date(46_143)]), ['D:coefficient.became-a-date'], { coefficient: undefined }],
    ['account in a number too long', list(NOV, ['Số tài khoản'], ['1.2E+13']), ['D:account_no.digits-lost'], { account_no: undefined }],
    ['account and bank in one cell', list(NOV, ['Số tài khoản'], ['1234 5678 9012, NH Agribank']), [], { account_no: '123456789012', bank: 'Agribank', payment_method: 'bank' }],
    ['marks under methods', list(NOV, ['Tiền mặt', 'Chuyển khoản'], ['x', '']), [], { payment_method: 'cash' }],
    ['payee', list(NOV, ['Người nhận thay'], ['Trần Văn Bé']), [], { payee: 'Trần Văn Bé', full_name: 'Lê Thị Mười' }],
  ])('%s', (_, sheet, questions, record) => {
    const row = dataRows(interpret(sheet, { kind: 'assistance' }))[0]
    expect(row?.issues.map(({ column, code }) => `${column}:${code}`)).toEqual(questions)
    expect(fieldsOf(row?.record, record)).toEqual(record)
  })
})

describe('legacy encodings', () => {
  test('TCVN3 by font, with capitals from a capital font', () => {
    const font = '.VnTime'
    const reading = interpret({
      rows: [
        [inFont('.VnTimeH', 'danh s¸ch thÎ BHYT')],
        ['STT', 'Hä vµ tªn', 'Ngµy sinh', '§Þa chØ', 'H¹n thÎ'].map((text) => inFont(font, text)),
        [1, inFont('.VnTimeH', 'nguyÔn v¨n a'), '15/03/1942', inFont(font, 'Êp §«ng Lîi'), '31/12/2026'],
        [2, inFont(font, 'Vâ ThÞ Lý'), '15/03/1942', inFont(font, 'Êp Kµ èt'), '31/12/2026'],
      ],
    })
    expect(reading.kind).toBe('cards')
    expect(records(reading).map((r) => [r.full_name, r.village])).toEqual([['NGUYỄN VĂN A', 'Đông Lợi'], ['Võ Thị Lý', 'Kà ốt']])
  })

  test('TCVN3 and VNI by their characters, without any font', () => {
    const tcvn3 = interpret({ rows: [['STT', 'Hä vµ tªn', 'N¨m sinh', 'Sè thÎ BHYT', 'H¹n thÎ'], [1, 'Hå V¨n Hïng', 1942, '', '31/12/2026'], [2, 'Vâ An', 1950, '', '31/12/2026']] })
    expect(records(tcvn3).map((r) => r.full_name)).toEqual(['Hồ Văn Hùng', 'Võ An'])
    const vni = interpret({ rows: [['STT', 'Hoï vaø teân', 'Naêm sinh', 'Soá theû BHYT', 'Haïn theû'], [1, 'Nguyeãn Vaên Huøng', 1942, '', '31/12/2026'], [2, 'Traàn Thò Yù', 1950, '', '31/12/2026']] })
    expect(records(vni).map((r) => r.full_name)).toEqual(['Nguyễn Văn Hùng', 'Trần Thị Ý'])
  })

  test('one row of TCVN3 in a Unicode sheet is converted, the others are left alone', () => {
    const reading = interpret(cards({ name: 'Hồ Văn Hòa' }, { name: 'NguyÔn V¨n A' }, { name: 'Lò Văn Òn' }))
    expect(records(reading).map((r) => r.full_name)).toEqual(['Hồ Văn Hòa', 'Nguyễn Văn A', 'Lò Văn Òn'])
  })
})

describe('a column that a computer set to American dates has touched', () => {
  test('text with the month first makes what could be either doubtful', () => {
    const reading = interpret(cards({ to: '12/31/2026' }, { to: '03/04/2026', from: '' }, { to: '05/05/2026', from: '' }))
    expect(told(reading)).toEqual(['3 flagged H:valid_to.month-first', '4 flagged H:valid_to.day-month-order', '5 accepted'])
  })

  test('a few slips among many good dates do not', () => {
    const good = Array.from({ length: 11 }, (_, at) => ({ to: `${20 + at}/10/2026` }))
    const reading = interpret(cards(...good.slice(0, 10), { to: '12/31/2026' }, { to: '03/04/2026' }))
    expect(reading.counts.flagged).toBe(1)
  })

  test('date cells of the first twelve days beside text of later days', () => {
    // 02/01, 03/01, 04/02, 05/03, 06/04 and 07/05/1942.
    const exchanged = [15_343, 15_344, 15_376, 15_405, 15_437, 15_468].map((serial) => ({ birth: date(serial), id: '' }))
    const text = ['15/03/1942', '20/03/1942', '31/03/1942'].map((birth) => ({ birth, id: '' }))
    const together = interpret(cards(...exchanged, ...text))
    expect(told(together).slice(0, 2)).toEqual(['3 flagged C:birth.day-month-order', '4 flagged C:birth.day-month-order'])
    expect(together.counts).toMatchObject({ flagged: 6, accepted: 3 })
    const withLaterDays = interpret(cards(...exchanged, { birth: date(15_365), id: '' }, ...text))
    expect(withLaterDays.counts.flagged).toBe(0)
  })
})

test('columns to the left, blank rows above, Vietnamese without marks: the header is found wherever it stands', () => {
  fc.assert(fc.property(fc.nat(20), fc.nat(6), fc.constantFrom(
    ['STT', 'Họ và tên', 'Ngày sinh', 'Số thẻ BHYT', 'Hạn thẻ'],
    ['TT', 'HO TEN', 'NAM SINH', 'MA THE', 'DEN NGAY'],
    ['stt', 'Họ tên đối tượng', 'NTNS', 'Số KCB', 'GT đến'],
    ['row', 'hoTen', 'ngaySinh', 'soKcb', 'hanTheDen'],
  ), (above, left, header) => {
    const shifted = (cells: readonly CellLike[]): CellLike[] => [...Array.from({ length: left }, () => null), ...cells]
    const reading = interpret({ rows: [
      ...Array.from({ length: above }, (_, at) => (at % 2 === 0 ? [] : ['Ghi chú dành cho cán bộ'])),
      shifted(header), shifted([1, 'Lê Thị Mười', 1942, 'GD4727220123456', '31/12/2026']),
    ] }, { kind: 'cards' })
    expect(records(reading)).toMatchObject([{ full_name: 'Lê Thị Mười', birth: '1942', card_no: 'GD4727220123456', valid_to: '2026-12-31' }])
  }))
})

test('whatever stands in the cells, every row below the header gets one outcome and nothing throws', () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'Lê Thị Mười', 'x', '31/12/2026', 'Tổng cộng', 'Ấp 1', 'I', '0912345678', '540.000', '#REF!', '\u0000', '7.2E+10', '(1)'),
    fc.string(), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant({ value: null, broken: 'error' as const }),
  )
  fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 11 }), { maxLength: 12 }), (rows) => {
    const reading = interpret({ rows: [['DANH SÁCH THẺ BHYT'], CARDS, ...rows] })
    const { dataRows: data, accepted, flagged, duplicate, rejected, skipped, persons } = reading.counts
    expect(data).toBe(accepted + flagged + duplicate + rejected)
    expect(data + skipped).toBe(reading.rows.length)
    expect(persons).toBeLessThanOrEqual(accepted + flagged)
    for (const { outcome, issues } of reading.rows) expect(issues.length > 0).toBe(outcome !== 'accepted' && outcome !== 'skipped')
  }), { numRuns: 300 })
})

test('the JSON has the published fields and no others', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH CHI TRẢ TRỢ CẤP THÁNG 11/2026'],
      ['STT', 'Họ và tên', 'Năm sinh', 'Ấp', 'Đối tượng', 'Mức trợ cấp', 'Truy lĩnh', 'Người nhận thay', 'Số QĐ', 'Chủ TK', 'Ghi chú'],
      [1, 'Lê Thị Mười', 1942, 'Ấp Đông Lợi', 'NKT nặng', 810_000, 180_000, 'Trần Văn Bé', '12/QĐ', 'LE THI MUOI', 'đã mất'],
    ],
  })
  const json = JSON.parse([...readingJson(reading)].join('')) as { rows: { record?: object }[] }
  expect(Object.keys(json)).toEqual(['file', 'kind', 'sheets', 'counts', 'rows'])
  expect(Object.keys(json.rows[2] as object)).toEqual(['sheet', 'row', 'outcome', 'issues', 'record'])
  expect(json.rows[0]).toEqual({ sheet: 'Sheet1', row: 1, outcome: 'skipped', issues: [] })
  expect(json.rows[2]?.record).toEqual({
    full_name: 'Lê Thị Mười', birth: '1942', birth_precision: 'year', village: 'Đông Lợi', category: 'ND335:6', category_group: 'disabled', amount: 810_000, note: 'đã mất',
  })
  expect(skippedRows(reading)).toEqual([1, 2])
})
