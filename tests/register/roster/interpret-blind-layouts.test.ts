/** Layouts found by reading lists that the interpreter's author had not seen. All people and numbers are invented. */
import { describe, expect, test } from 'vitest'
import { dataRows, interpret, records, told } from '../../support/read-rows.ts'

const header = ['STT', 'Họ và tên', 'Năm sinh', 'Ấp']
const person = [1, 'Tiêu Thị Ngọ', 1942, 'Ấp 1']

test.each([
  ['DANH SÁCH HƯỞNG TRỢ CẤP THEO NĐ 335/2026/NĐ-CP', 'assistance'],
  ['DANH SÁCH NGƯỜI KHUYẾT TẬT HƯỞNG TRỢ CẤP', 'assistance'],
  ['DANH SÁCH CẤP TIỀN TRỢ CẤP CHO ĐỐI TƯỢNG BTXH THÁNG 12/2026', 'payments'],
  ['DANH SÁCH CẤP THẺ', 'cards'],
  ['DANH SÁCH GIA HẠN THẺ NĂM 2026', 'cards'],
])('%j is a list of %s', (title, kind) => {
  expect(interpret({ rows: [[title], header, person] }).kind).toBe(kind)
})

test('a heading above the first header holds for the first table', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH CHI TRẢ TRỢ CẤP THÁNG 11/2026'],
      ['A. NGƯỜI KHUYẾT TẬT'],
      [...header, 'Số tiền'], [...person, 810_000],
      [null, 'Cộng', null, null, 810_000],
      ['B. NGƯỜI CAO TUỔI'],
      [...header, 'CCCD', 'Số tiền'], [1, 'Tiêu Văn Thân', 1941, 'Ấp 2', '072041001234', 540_000],
    ],
  })
  expect(records(reading).map(({ full_name, category_group }) => [full_name, category_group])).toEqual([['Tiêu Thị Ngọ', 'disabled'], ['Tiêu Văn Thân', 'elderly']])
})

test('the place and date of signing above the director are no data', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH CẤP THẺ BẢO HIỂM Y TẾ'],
      ['STT', 'Họ và tên', 'Ngày sinh', 'Mã thẻ', 'Từ ngày', 'Đến ngày'],
      [1, 'Cù Thị Nhàn', '02/03/1953', 'GD4252520001111', '01/01/2026', '31/12/2026'],
      ['Tổng số: 1 người'],
      [null, null, null, null, null, 'Lâm Thao, ngày 02/01/2026'],
      [null, null, null, null, null, 'GIÁM ĐỐC'],
    ],
  })
  expect(told(reading)).toEqual(['3 accepted'])
})

test('a sheet "Khối 6" of a school is a grade, not a village, and a parent is not the pupil', () => {
  const reading = interpret([
    {
      name: 'Khối 6',
      rows: [
        ['TRƯỜNG THCS LÊ LỢI'], ['DANH SÁCH HỌC SINH THAM GIA BHYT NĂM HỌC 2026-2027'],
        ['TT', 'Họ tên cha/mẹ', 'Họ tên học sinh', 'Ngày sinh', 'Lớp', 'Mã số BHXH', 'Điện thoại phụ huynh'],
        [1, 'Nguyễn Văn Bảo', 'Nguyễn Bảo An', '05/01/2015', '6A', '4521000701', '0905111201'],
      ],
    },
  ])
  expect(records(reading)).toEqual([{
    full_name: 'Nguyễn Bảo An', birth: '2015-01-05', birth_precision: 'day', social_insurance_no: '4521000701', phones: ['+84905111201'],
  }])
})

test.each([
  ["a collector's words", ['STT', 'Tên KH', 'Ngày sinh', 'Mã thẻ BHYT', 'Hết hạn ngày', 'ĐT liên hệ']],
  ['English words', ['no', 'full_name', 'date_of_birth', 'card_number', 'valid_to', 'phone']],
])('%s name the columns', (_, words) => {
  const reading = interpret({ rows: [words, [1, 'Mai Văn Tường', '11/11/1975', '3621000111', '30/11/2026', '0912345001']] })
  expect(records(reading)).toEqual([{
    full_name: 'Mai Văn Tường', birth: '1975-11-11', birth_precision: 'day', card_no: '3621000111', valid_to: '2026-11-30', phones: ['+84912345001'],
  }])
})

test('"KT01" under "Mã ĐT" numbers the people, the degree beside it tells the group', () => {
  const reading = interpret({
    rows: [['TT', 'Mã ĐT', 'Họ và tên NKT', 'Ngày sinh', 'Mức độ KT', 'Hệ số', 'Số tiền/tháng'], [1, 'KT01', 'Khương Văn Toản', '12/09/1999', 'Nặng', '1,5', '810.000']],
  })
  expect(dataRows(reading).map(({ outcome, record }) => [outcome, record?.category_group])).toEqual([['accepted', 'disabled']])
})

const months = ['STT', 'Họ và tên', 'Năm sinh', 'Tháng 10', 'Tháng 11', 'Tháng 12', 'Cộng']
const paid = [1, 'Danh Sóc Kha', 1950, 540_000, 540_000, 560_000, 1_640_000]

test('money of several months side by side is not taken for one month', () => {
  const [row] = dataRows(interpret({ rows: [['BẢNG TỔNG HỢP CHI TRẢ QUÝ IV/2026'], months, paid] }))
  expect(row?.record?.amount).toBeUndefined()
  expect(row?.issues.map(({ column, code }) => [column, code])).toEqual([['D', 'amount.several-months']])
})

test('money of several months side by side is taken from the month of the list', () => {
  const [row] = dataRows(interpret({ rows: [['BẢNG CHI TRẢ TRỢ CẤP THÁNG 12/2026'], months, paid] }))
  expect([row?.outcome, row?.record?.amount]).toEqual(['accepted', 560_000])
})

test('what is signed for in a month is paid', () => {
  const reading = interpret({ rows: [['DANH SÁCH ĐỐI TƯỢNG NHẬN TRỢ CẤP HƯU TRÍ XÃ HỘI THÁNG 12 NĂM 2026'], ['STT', 'Họ và tên', 'Năm sinh', 'Mức hưởng', 'Ký nhận'], [1, 'Đỗ Thị Cam', 1945, '540.000', '']] })
  expect([reading.kind, reading.month]).toEqual(['payments', '2026-12'])
})

test('without any title, a category and a coefficient make a list of allowances', () => {
  expect(interpret({ rows: [['STT', 'Họ và tên', 'Năm sinh', 'Đối tượng', 'Hệ số'], [1, 'Đặng Thị Hằng', 1959, 'Khuyết tật nặng', '2']] }).kind).toBe('assistance')
})

test('a title alone in its row lends its words to no column', () => {
  const reading = interpret({ rows: [['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ - XÓM CHÙA'], [], ['STT', 'Mã', 'Họ tên', 'Ngày sinh'], [1, 'A1', 'Tống Duy Tân', '05/06/1959']] })
  expect(records(reading)).toEqual([{ full_name: 'Tống Duy Tân', birth: '1959-06-05', birth_precision: 'day', village: 'Chùa', village_kind: 'Xóm' }])
})

test('a header repeated in English below the Vietnamese one is skipped', () => {
  const reading = interpret({
    rows: [['No.', 'Họ và tên', 'Ngày sinh', 'Mã số BHXH', 'Ngày hết hạn'], ['(No.)', '(Full name)', '(DOB)', '(SI number)', '(Expiry)'], [1, 'Kiều Nguyệt Nga', '14/02/1990', '8021007001', '15/12/2026']],
  })
  expect(told(reading)).toEqual(['3 accepted'])
})

test('headings say how the money is paid', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG 12/2026'], ['STT', 'Họ và tên', 'Năm sinh', 'Số tiền', 'Số tài khoản'],
      ['A', 'Chi qua tài khoản'], [1, 'Mã Thị Lưu', 1975, 810_000, '070099887766'],
      ['B', 'Chi tiền mặt'], [1, 'Nghị Thị Nhung', 1939, 1_080_000, ''],
    ],
  })
  expect(records(reading).map(({ full_name, payment_method }) => [full_name, payment_method])).toEqual([['Mã Thị Lưu', 'bank'], ['Nghị Thị Nhung', 'cash']])
})

test('who fetches the money names the row where nobody else does', () => {
  const reading = interpret({ rows: [['DANH SÁCH NHẬN TIỀN TRỢ CẤP THÁNG 9/2026'], ['STT', 'Tên người nhận', 'Sinh năm', 'Số tiền (đ)', 'Ký tên'], [1, 'Đồ Thị Bảy', 1945, '500.000', '']] })
  expect(records(reading)[0]).toMatchObject({ full_name: 'Đồ Thị Bảy', amount: 500_000 })
})

test('arrears of two reasons are added, and the total agrees', () => {
  const [row] = dataRows(interpret({
    rows: [['BẢNG KÊ CHI TRẢ THÁNG 12/2026'], ['STT', 'Họ tên', 'Trợ cấp tháng này', 'Tháng trước chưa lĩnh', 'Truy lĩnh từ T7', 'Tổng cộng'], [1, 'Lại Thị Thơm', '1.350.000', '1.350.000', '360.000', '3.060.000']],
  }))
  expect([row?.outcome, row?.record?.arrears]).toEqual(['accepted', 1_710_000])
})

test("a guardian's telephone reaches the child, a guardian's number is not the child's", () => {
  const reading = interpret({
    rows: [['DANH SÁCH TRỢ CẤP XÃ HỘI'], ['STT', 'Họ tên', 'Năm sinh', 'Người giám hộ', 'CCCD người giám hộ', 'SĐT người giám hộ'], [1, 'Nguyễn Trọng Nhân', 2017, 'Trần Thị Hồng', '046190170009', '0905000901']],
  })
  expect(records(reading)).toEqual([{ full_name: 'Nguyễn Trọng Nhân', birth: '2017', birth_precision: 'year', phones: ['+84905000901'], payee: 'Trần Thị Hồng' }])
})

test.each([
  ['the head of a column', ['Đối tượng (theo NĐ 335/2026)'], ['Khuyết tật nặng']],
  ['the day of the decision in October 2026', ['Đối tượng', 'Ngày QĐ'], ['Khuyết tật nặng', '15/10/2026']],
])('%s names the decree', (_, words, cells) => {
  const reading = interpret({ rows: [['DANH SÁCH TRỢ CẤP XÃ HỘI'], ['STT', 'Họ tên', 'Năm sinh', ...words], [1, 'Vưu Thị Dung', 1980, ...cells]] })
  expect(records(reading)[0]?.category).toBe('ND335:6')
})

test('rows of nothing but formulas without values are not lost', () => {
  const formula = { value: null, broken: 'formula' as const }
  const rows = [['DANH SÁCH THẺ BHYT'], ['Họ và tên', 'Năm sinh', 'Số thẻ'], ['Lê Thị Ba', 1950, '7220123456'], [formula, formula, formula]]
  expect(told(interpret({ rows }))).toEqual(['3 accepted', '4 rejected A:full_name.formula-without-value'])
})

describe('a list of households', () => {
  const columns = ['STT', 'Họ và tên', 'Ngày sinh', 'Ấp', 'Quan hệ', 'Loại hộ']

  test.each(['Hồ Tấn Tài', 'Hà Thanh Cường', 'Tống Cộng Ba'])('holds %s', (name) => {
    const reading = interpret({ rows: [['DANH SÁCH HỘ NGHÈO'], columns, [1, 'Lê Văn Ba', '19/12/1982', 'Ấp 1', 'Chủ hộ', 'Nghèo'], [2, name, '20/12/1982', 'Ấp 1', 'Chủ hộ', 'Nghèo']] })
    expect(records(reading).map(({ full_name }) => full_name)).toEqual(['Lê Văn Ba', name])
  })

  test('ends above those who sign it, whatever column they stand in', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH HỘ NGHÈO'], columns, [1, 'Võ Văn Ba', '19/12/1982', 'Ấp 1', 'Chủ hộ', 'Nghèo'],
        ['NGƯỜI LẬP', null, null, null, 'CHỦ TỊCH'], [], ['Lê Thị Lan', null, null, null, 'Võ Văn Đồng'],
      ],
    })
    expect(told(reading)).toEqual(['3 accepted'])
  })
})

describe('a file that repeats itself ten thousand times is read without comparing each row with all before it', () => {
  const title = ['STT', 'Họ và tên', 'Ngày sinh', 'Số CCCD', 'Số thẻ BHYT', 'Đến ngày']
  const number = (at: number): string => String(at).padStart(6, '0')

  test.each<[string, (at: number) => (string | number)[]]>([
    ['one name and birth, many numbers', (at) => [at, 'Nguyễn Văn An', '01/01/1950', `072050${number(at)}`, '', '31/12/2026']],
    ['one number, many names', (at) => [at, `Nguyễn Văn ${String.fromCharCode(65 + (at % 26))}${'abcdefghik'[Math.floor(at / 26) % 10]}${'aeiou'[Math.floor(at / 260) % 5]}n`, '01/01/1950', '072050000001', '', '31/12/2026']],
    ['one person, many days', (at) => [at, 'Nguyễn Văn An', '01/01/1950', '072050000001', '', 36_526 + at]],
  ])('%s', (_, row) => {
    const reading = interpret({ rows: [['DANH SÁCH THẺ BHYT'], title, ...Array.from({ length: 10_000 }, (_each, at) => row(at))] })
    expect(reading.counts.dataRows).toBe(10_000)
  })
})
