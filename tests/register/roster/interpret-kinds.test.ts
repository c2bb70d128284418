/** Whole sheets of every kind, laid out as officers and exports lay them out. All people and numbers are invented. */
import { describe, expect, test } from 'vitest'
import { UserError } from '../../../src/kernel/errors.ts'
import { date, merge } from '../../support/roster-sheets.ts'
import { dataRows, interpret, records, skippedRows, told } from '../../support/read-rows.ts'

describe('a payment list with emblem, two-row header, sections, totals and signatures', () => {
  const reading = interpret({
    name: 'T11',
    merges: [merge('C6:D6'), merge('A6:A7'), merge('B6:B7')],
    rows: [
      ['UBND XÃ TÂN ĐÔNG', null, null, null, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
      [null, null, null, null, 'Độc lập - Tự do - Hạnh phúc'],
      ['DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG 11/2026'],
      ['(Kèm theo Quyết định số 120/QĐ-UBND ngày 05 tháng 11 năm 2026)'],
      [null, null, null, null, null, null, null, null, 'Đơn vị tính: đồng'],
      ['STT', 'Họ và tên', 'Năm sinh', null, 'Số CCCD', 'Địa chỉ', 'Đối tượng', 'Hệ số', 'Mức trợ cấp', 'Truy lĩnh', 'Tổng cộng', 'Số tài khoản', 'Ngân hàng', 'Ký nhận', 'Ghi chú'],
      [null, null, 'Nam', 'Nữ'],
      ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)', '(8)', '(9)', '(10)', '(11)', '(12)', '(13)', '(14)', '(15)'],
      ['I', 'NGƯỜI CAO TUỔI', null, null, null, null, null, null, 1_080_000],
      [1, 'Lê Thị Mười', null, 1942, '072142001234', 'Tổ 3, Ấp Đông Lợi, xã Tân Đông', 'K5a', 2, '1.080.000', '', '1.080.000', '0123456789012', 'Agribank', '', ''],
      ['II', 'NGƯỜI KHUYẾT TẬT', null, null, null, null, null, null, 1_620_000],
      [2, 'Nguyễn Văn An', 1990, null, '072090001234', 'Ấp Kà Ốt', '', '1,5', 810_000, 180_000, 990_000, '', '', '', ''],
      [3, 'Y Bhăm Niê', 1988, null, '066088001234', 'Ấp Kà Ốt', '', '1,5', 810_000, '', 810_000, '', '', '', 'Bưu điện'],
      [null, 'Tổng cộng', null, null, null, null, null, null, 2_700_000, 180_000, 2_880_000],
      ['Bằng chữ: Hai triệu tám trăm tám mươi nghìn đồng'],
      [null, null, null, null, null, null, 'Tân Đông, ngày 05 tháng 11 năm 2026'],
      [null, 'Người lập biểu', null, null, 'Kế toán', null, null, null, 'Chủ tịch'],
      [null, 'Trần Văn Bé', null, null, 'Lê Thị Tư', null, null, null, 'Phạm Văn Năm'],
    ],
  })

  test('is recognised with its month, header and columns', () => {
    expect(reading.kind).toBe('payments')
    expect(reading.month).toBe('2026-11')
    expect(reading.sheets).toMatchObject([{
      name: 'T11', kind: 'payments', headerRows: [6, 7], month: '2026-11',
      columns: {
        A: 'row_no', B: 'full_name', C: 'male', D: 'female', E: 'citizen_id', F: 'address', G: 'category', H: 'coefficient', I: 'amount',
        J: 'arrears', K: 'total', L: 'account_no', M: 'bank', N: 'signature', O: 'note',
      },
    }])
  })

  test('yields the three people and nothing else', () => {
    expect(told(reading)).toEqual(['10 accepted', '12 accepted', '13 accepted'])
    expect(skippedRows(reading)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 14, 15, 16, 17, 18])
    expect(reading.counts).toEqual({ dataRows: 3, accepted: 3, flagged: 0, duplicate: 0, rejected: 0, skipped: 15, persons: 3 })
  })

  test('reads every field, with the decree of the month and the group of the section', () => {
    expect(records(reading)).toEqual([
      {
        full_name: 'Lê Thị Mười', birth: '1942', birth_precision: 'year', sex: 'female', citizen_id: '072142001234', village: 'Đông Lợi', village_kind: 'Ấp',
        category: 'ND335:5a', category_group: 'elderly', category_text: 'K5a', coefficient: 2, amount: 1_080_000,
        payment_method: 'bank', account_no: '0123456789012', bank: 'Agribank',
      },
      {
        full_name: 'Nguyễn Văn An', birth: '1990', birth_precision: 'year', sex: 'male', citizen_id: '072090001234', village: 'Kà Ốt', village_kind: 'Ấp',
        category: 'ND335:6', category_group: 'disabled', category_text: 'NGƯỜI KHUYẾT TẬT', coefficient: 1.5, amount: 810_000, arrears: 180_000,
      },
      {
        full_name: 'Y Bhăm Niê', birth: '1988', birth_precision: 'year', sex: 'male', citizen_id: '066088001234', village: 'Kà Ốt', village_kind: 'Ấp',
        category: 'ND335:6', category_group: 'disabled', category_text: 'NGƯỜI KHUYẾT TẬT', coefficient: 1.5, amount: 810_000, note: 'Bưu điện',
      },
    ])
  })
})

test('an insurance export with camelCase headers in row 1', () => {
  const reading = interpret({
    rows: [
      ['hoTen', 'ngaySinh', 'gioiTinh', 'soBhxh', 'soKcb', 'hanTheTu', 'hanTheDen', 'maDoiTuong', 'maBv', 'diaChiLh', 'soDienThoai'],
      ['Nguyễn Văn An', '12/05/1950', '1', '7220123456', 'GD4727220123456', '01/01/2026', '31/12/2026', 'GD', '72001', 'Ấp Đông Lợi, xã Tân Đông', '0912345678'],
      ['Trần Thị Bé', '1960', '0', 7220123457, '7220123457', 46023, date(46387), 'HN', '72001', 'Khu phố 2', '01681234567/0912345679'],
    ],
  }, { fileName: 'export.csv' })
  expect(reading.kind).toBe('cards')
  expect(records(reading)).toEqual([
    {
      full_name: 'Nguyễn Văn An', birth: '1950-05-12', birth_precision: 'day', sex: 'male', social_insurance_no: '7220123456', card_no: 'GD4727220123456',
      card_group: 'GD', valid_from: '2026-01-01', valid_to: '2026-12-31', phones: ['+84912345678'], village: 'Đông Lợi', village_kind: 'Ấp',
    },
    {
      full_name: 'Trần Thị Bé', birth: '1960', birth_precision: 'year', sex: 'female', social_insurance_no: '7220123457', card_no: '7220123457',
      card_group: 'HN', valid_from: '2026-01-01', valid_to: '2026-12-31', phones: ['+84381234567', '+84912345679'], village: '2', village_kind: 'Khu phố',
    },
  ])
})

test('a card list with "Hạn thẻ" over "từ" and "đến", without any merge, as in a text file', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH THẺ BHYT SẮP HẾT HẠN'],
      ['TT', 'Họ tên', 'NTNS', 'Số thẻ BHYT', 'Hạn thẻ', '', 'Nơi ĐKKCBBĐ', 'SĐT'],
      ['', '', '', '', 'Từ', 'Đến', '', ''],
      ['1', 'Lê Thị Mười', '15/03/1952', 'GD 4 72 7220123456', '01/01/2026', '31/12/2026', 'Trạm y tế', '0912.345.678'],
    ],
  })
  expect(reading.sheets[0]?.headerRows).toEqual([2, 3])
  expect(records(reading)).toEqual([{
    full_name: 'Lê Thị Mười', birth: '1952-03-15', birth_precision: 'day', card_no: 'GD4727220123456', card_group: 'GD',
    valid_from: '2026-01-01', valid_to: '2026-12-31', phones: ['+84912345678'],
  }])
})

test('an assistance register with its decree in the title, split names and decisions', () => {
  const reading = interpret({
    rows: [
      ['DANH SÁCH ĐỐI TƯỢNG ĐANG HƯỞNG TRỢ CẤP XÃ HỘI HẰNG THÁNG'],
      ['(theo Nghị định số 20/2021/NĐ-CP)'],
      ['Số TT', 'Họ và đệm', 'Tên', 'Ngày, tháng, năm sinh', 'Giới tính', 'CMND/CCCD', 'Thôn', 'Khoản - Điểm', 'HS', 'Mức hưởng', 'Số QĐ', 'Hưởng từ tháng', 'Hình thức chi trả'],
      [1, 'Nguyễn Văn', 'An', '3/1942', 'Nam', '290123456', 'Thôn 3', '5d', 3, '1.500.000', '12/QĐ-UBND', '07/2024', 'Tiền mặt tại bưu điện'],
      [2, "Ksor", "H'Lan", date(15_342), 'Nữ', '064142001234', '3', 'K6Đ5', '2,5', '1.250.000', '15/QĐ-UBND', date(45_474), 'Tài khoản an sinh xã hội'],
      [3, 'Trần', 'Bé', '00/00/1940', 'Nữ', '', 'thôn 4', 'Hưu trí xã hội', 1, 500_000, '', '', 'Tại nhà'],
    ],
  })
  expect(reading.kind).toBe('assistance')
  expect(told(reading)).toEqual(['4 accepted', '5 accepted', '6 accepted'])
  expect(records(reading)).toEqual([
    {
      full_name: 'Nguyễn Văn An', birth: '1942-03', birth_precision: 'month', sex: 'male', old_id: '290123456', village: '3', village_kind: 'Thôn', category: 'ND20:5d',
      category_group: 'elderly', category_text: '5d', coefficient: 3, amount: 1_500_000, decision_no: '12/QĐ-UBND', start_month: '2024-07', payment_method: 'cash',
    },
    {
      full_name: "Ksor H'Lan", birth: '1942-01-01', birth_precision: 'day', sex: 'female', citizen_id: '064142001234', village: '3', category: 'ND20:6',
      category_group: 'disabled', category_text: 'K6Đ5', coefficient: 2.5, amount: 1_250_000, decision_no: '15/QĐ-UBND', start_month: '2024-07', payment_method: 'social_security_account',
    },
    {
      full_name: 'Trần Bé', birth: '1940', birth_precision: 'year', sex: 'female', village: '4', village_kind: 'Thôn', category: 'ND176:HTXH', category_group: 'social_pension',
      category_text: 'Hưu trí xã hội', coefficient: 1, amount: 500_000, payment_method: 'home',
    },
  ])
})

describe('households', () => {
  test('head rows with number and code, member rows without', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2026'],
        ['STT hộ', 'Mã hộ', 'Họ và tên', 'Quan hệ với chủ hộ', 'Ngày sinh', 'Giới tính', 'Số CCCD', 'Địa chỉ', 'Diện hộ'],
        [1, 'H001', 'Lê Văn Sáu', 'Chủ hộ', '01/01/1970', 'Nam', '072070001111', 'Ấp Đông Hà', 'Nghèo'],
        [null, null, '- Nguyễn Thị Bảy', 'Vợ', '1972', 'Nữ', '072172001111', '', ''],
        [null, null, '- Lê Văn Tám', 'Con', '5/3/2010', 'Nam', '', '', ''],
        [2, 'H002', 'Trần Thị Chín', 'Chủ hộ', '1950', 'Nữ', '', 'Ấp Đông Hà', 'Cận nghèo'],
      ],
    })
    expect(reading.kind).toBe('households')
    expect(told(reading)).toEqual(['3 accepted', '4 accepted', '5 accepted', '6 accepted'])
    expect(records(reading).map((r) => [r.full_name, r.household_no, r.household_code, r.household_head, r.relation_to_head, r.poor_status, r.village])).toEqual([
      ['Lê Văn Sáu', '1', 'H001', true, 'Chủ hộ', 'poor', 'Đông Hà'],
      ['Nguyễn Thị Bảy', '1', 'H001', false, 'Vợ', 'poor', 'Đông Hà'],
      ['Lê Văn Tám', '1', 'H001', false, 'Con', 'poor', 'Đông Hà'],
      ['Trần Thị Chín', '2', 'H002', true, 'Chủ hộ', 'near_poor', 'Đông Hà'],
    ])
  })

  test('sections say poor or near-poor, and a repeated "Chủ hộ" column says who belongs together', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH HỘ NGHÈO VÀ HỘ CẬN NGHÈO'],
        ['TT', 'Chủ hộ', 'Họ và tên thành viên', 'Năm sinh', 'Ấp'],
        ['A', 'HỘ NGHÈO'],
        [1, 'Lê Văn Sáu', 'Lê Văn Sáu', 1970, 'Đông Hà'],
        [2, 'Lê Văn Sáu', 'Nguyễn Thị Bảy', 1972, 'Đông Hà'],
        ['B', 'HỘ CẬN NGHÈO'],
        [3, 'Trần Thị Chín', 'Trần Thị Chín', 1950, 'Đông Lợi'],
      ],
    })
    expect(records(reading).map((r) => [r.full_name, r.household_no, r.household_head, r.poor_status])).toEqual([
      ['Lê Văn Sáu', '1', true, 'poor'],
      ['Nguyễn Thị Bảy', '1', false, 'poor'],
      ['Trần Thị Chín', '3', true, 'near_poor'],
    ])
  })

  test('an x in the "Chủ hộ" column marks the head', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH NHÂN KHẨU HỘ NGHÈO'], ['STT', 'Mã hộ', 'Họ và tên', 'Chủ hộ', 'Năm sinh'],
        [1, '01', 'Lê Văn Sáu', 'x', 1970], [2, '01', 'Lê Thị Bảy', '', 1995], [3, '02', 'Võ Văn Ba', 'x', 1960],
      ],
    })
    expect(records(reading).map((r) => [r.household_code, r.household_head])).toEqual([['01', true], ['01', false], ['02', true]])
  })

  test('marks under "Hộ nghèo" and "Hộ cận nghèo", heads only', () => {
    const reading = interpret({
      rows: [
        ['TT', 'Họ và tên chủ hộ', 'Năm sinh', 'Số khẩu', 'Hộ nghèo', 'Hộ cận nghèo', 'Ấp'],
        [1, 'Lê Văn Sáu', 1970, 4, 'x', '', 'Đông Hà'],
        [2, 'Trần Thị Chín', 1950, 1, '', 'x', 'Đông Lợi'],
      ],
    })
    expect(reading.kind).toBe('households')
    expect(records(reading).map((r) => [r.full_name, r.household_no, r.household_head, r.poor_status])).toEqual([
      ['Lê Văn Sáu', '1', true, 'poor'],
      ['Trần Thị Chín', '2', true, 'near_poor'],
    ])
  })

  test('without numbers the running number of the head counts the households', () => {
    const reading = interpret({
      rows: [
        ['DANH SÁCH HỘ CẬN NGHÈO'],
        ['STT', 'Họ và tên', 'Năm sinh', 'Quan hệ'],
        [1, 'Lê Văn Sáu', 1970, 'Chủ hộ'],
        [null, 'Nguyễn Thị Bảy', 1972, 'Vợ'],
        [2, 'Trần Thị Chín', 1950, 'Chủ hộ'],
      ],
    })
    expect(records(reading).map((r) => [r.full_name, r.household_no, r.poor_status])).toEqual([
      ['Lê Văn Sáu', '1', 'near_poor'], ['Nguyễn Thị Bảy', '1', 'near_poor'], ['Trần Thị Chín', '2', 'near_poor'],
    ])
  })
})

describe('several sheets', () => {
  const header = ['STT', 'Họ và tên', 'Năm sinh', 'Số thẻ BHYT', 'Ngày hết hạn']

  test('one per village: the sheet names the village, hidden and empty ones are left out and said so', () => {
    const reading = interpret([
      { name: 'Ấp Đông Lợi', rows: [header, [1, 'Lê Thị Mười', 1942, 'GD4727220123456', '31/12/2026']] },
      { name: 'Kà Ốt', rows: [header, [1, 'Nguyễn Văn An', 1950, 'GD4727220123457', '31/12/2026']] },
      { name: 'Cũ', hidden: true, rows: [header, [1, 'Trần Văn Bé', 1950, 'GD4727220123458', '31/12/2025']] },
      { name: 'Tổng hợp', rows: [['Ấp', 'Số thẻ'], ['Đông Lợi', 120]] },
    ])
    expect(dataRows(reading).map(({ sheet, record }) => [sheet, record?.village])).toEqual([['Ấp Đông Lợi', 'Đông Lợi'], ['Kà Ốt', 'Kà Ốt']])
    expect(reading.sheets.map(({ name, kind, leftOut }) => [name, kind, leftOut !== undefined])).toEqual([
      ['Ấp Đông Lợi', 'cards', false], ['Kà Ốt', 'cards', false], ['Cũ', null, true], ['Tổng hợp', null, true],
    ])
    expect(reading.sheets[2]?.leftOut).toContain('ẩn')
  })

  test('one per month: each sheet keeps its month, and one person in two months is no duplicate', () => {
    const rows = [['STT', 'Họ và tên', 'Năm sinh', 'Số tiền', 'Ký nhận'], [1, 'Lê Thị Mười', 1942, 540_000, '']]
    const reading = interpret([{ name: 'T10', rows }, { name: 'T11', rows }], { fileName: 'chi tra 2026.xlsx' })
    expect(reading.sheets.map(({ month }) => month)).toEqual(['2026-10', '2026-11'])
    expect(reading.month).toBeUndefined()
    expect(reading.counts).toMatchObject({ accepted: 2, duplicate: 0, persons: 1 })
  })
})

describe('the kind', () => {
  const rows = (title: string, header: readonly string[]): (string | number)[][] => [[title], ['STT', 'Họ và tên', 'Năm sinh', ...header], [1, 'Lê Thị Mười', 1942]]

  test.each([
    ['DANH SÁCH CHI TRẢ TRỢ CẤP HƯU TRÍ XÃ HỘI THÁNG 11/2026', ['Số tiền', 'Ký nhận'], 'payments'],
    ['BẢNG KÊ CHI TIỀN TRỢ CẤP', ['Đối tượng', 'Hệ số', 'Số tiền'], 'payments'],
    ['DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ XÃ HỘI', ['Địa chỉ'], 'assistance'],
    ['', ['Khoản', 'Hệ số', 'Mức hưởng', 'Số QĐ'], 'assistance'],
    ['DANH SÁCH HỘ NGHÈO ĐƯỢC CẤP THẺ BHYT', ['Số thẻ', 'Hạn thẻ'], 'cards'],
    ['', ['doiTuong', 'heSo', 'mucHuong'], 'assistance'],
    ['', ['Số tài khoản', 'Ngân hàng', 'Số tiền'], 'payments'],
    ['', ['Mã thẻ', 'GT từ', 'GT đến'], 'cards'],
    ['DANH SACH HO CAN NGHEO', ['Dia chi'], 'households'],
    ['', ['Mã hộ', 'Quan hệ với chủ hộ'], 'households'],
  ])('%j with %j is %s', (title, header, kind) => {
    expect(interpret({ rows: rows(title, header) }).kind).toBe(kind)
  })

  test('can be given where nothing tells it', () => {
    const bare = { rows: rows('DANH SÁCH', ['SĐT']) }
    expect(() => interpret(bare)).toThrow(UserError)
    expect(interpret(bare, { kind: 'cards' }).kind).toBe('cards')
  })

  test('unknown, the officer is told what was looked for and how to say it', () => {
    const error = catchError(() => interpret({ rows: rows('DANH SÁCH', ['SĐT']) }))
    expect(error.code).toBe('roster.unknown-kind')
    expect(error.said).toContain('--kind')
  })

  test('without any table, the officer is told what a table needs', () => {
    const error = catchError(() => interpret({ rows: [['Kính gửi ông bà'], ['Nội dung họp ngày mai']] }))
    expect(error.code).toBe('roster.no-table')
    expect(error.said).toContain('Họ và tên')
  })
})

function catchError(run: () => unknown): UserError {
  try {
    run()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
