/** What lists by another hand showed: columns that were lost unseen, marks that say "as above", and rows that contradict themselves. All people are invented. */
import { describe, expect, test } from 'vitest'
import { interpretRoster } from '../../../src/register/roster/interpret-roster.ts'
import type { RosterReading } from '../../../src/register/roster/roster.ts'
import { date, inFont, rosterFile } from '../../support/roster-sheets.ts'
import type { CellLike } from '../../support/roster-sheets.ts'

function read(title: string, headers: readonly string[], rows: readonly (readonly CellLike[])[]): RosterReading {
  return interpretRoster(rosterFile([{ rows: [[title], headers, ...rows] }]), { today: '2026-11-22' })
}

const dataOf = (reading: RosterReading) => reading.rows.filter(({ outcome }) => outcome !== 'skipped')
const codes = (reading: RosterReading) => dataOf(reading).map(({ issues }) => issues.map(({ code }) => code).join(' '))

describe('columns', () => {
  test('GTSD từ and GTSD đến, each in one row, are when the card is valid', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Năm sinh', 'Mã thẻ', 'GTSD từ', 'GTSD đến'], [[1, 'Lê Thị Bịa', 1950, 'GD4723100000101', '01/01/2026', '31/12/2026']])
    expect(dataOf(reading)[0]?.record).toMatchObject({ valid_from: '2026-01-01', valid_to: '2026-12-31' })
    expect(reading.sheets[0]?.remarks).toBeUndefined()
  })

  test('a list of cards without a column that says until when is remarked on, once', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Năm sinh', 'Mã thẻ'], [[1, 'Lê Thị Bịa', 1950, 'GD4723100000101']])
    expect(reading.sheets[0]?.remarks?.join()).toContain('Không thấy cột hạn thẻ')
    expect(dataOf(reading)[0]?.outcome).toBe('accepted')
  })

  test('a column with a heading that nobody knows is named; one that is empty or known to be of no use is not', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Năm sinh', 'Mã thẻ', 'Hạn thẻ đến', 'Ký hiệu Q7', 'Cột trống', 'Ký nhận'], [[1, 'Lê Thị Bịa', 1950, 'GD4723100000101', '31/12/2026', 'A1', '', 'x']])
    expect(reading.sheets[0]?.remarks).toEqual(['Chưa đọc cột F “Ký hiệu Q7”: Loa không hiểu tiêu đề này.'])
  })

  test('Số TKNH is an account, Diện BTXH a category', () => {
    const reading = read('DANH SÁCH TRỢ CẤP BẢO TRỢ XÃ HỘI', ['STT', 'Họ và tên', 'Năm sinh', 'Diện BTXH', 'Số TKNH'], [[1, 'Lê Thị Bịa', 1940, 'Người cao tuổi', '6320205001234']])
    expect(dataOf(reading)[0]?.record).toMatchObject({ category_group: 'elderly', account_no: '6320205001234', payment_method: 'bank' })
  })

  test('Năm sinh nam and Năm sinh nữ in one row say the sex', () => {
    const reading = read('DANH SÁCH HƯỞNG TRỢ CẤP BẢO TRỢ XÃ HỘI', ['STT', 'Họ và tên', 'Năm sinh nam', 'Năm sinh nữ', 'Địa chỉ'], [[1, 'Lê Văn Bịa', 1940, '', 'Ấp Một'], [2, 'Lê Thị Bịa', '', 1950, 'Ấp Một']])
    expect(dataOf(reading).map(({ record }) => [record?.birth, record?.sex])).toEqual([['1940', 'male'], ['1950', 'female']])
  })
})

test.each(['nt', '-nt-', '"', '//', 'như trên', 'NT'])('%j stands for what is above it, and is no village of its own', (mark) => {
  const reading = read('DANH SÁCH HƯỞNG TRỢ CẤP BẢO TRỢ XÃ HỘI', ['STT', 'Họ và tên', 'Năm sinh', 'Thôn', 'Đối tượng', 'Ngân hàng', 'Số TK'], [
    [1, 'Lê Thị Bịa', 1940, 'Long Hải', 'Người cao tuổi', 'Agribank', '6320205001234'], [2, 'Lê Văn Bịa', 1941, mark, mark, mark, '6320205001235'], [3, 'Võ Văn Bịa', 1942, mark, mark, mark, '6320205001236'],
  ])
  expect(dataOf(reading).map(({ outcome, record }) => [outcome, record?.village, record?.category_group, record?.bank])).toEqual(Array.from({ length: 3 }, () => ['accepted', 'Long Hải', 'elderly', 'Agribank']))
})

test('a mark with nothing above it is no village', () => {
  const reading = read('DANH SÁCH HƯỞNG TRỢ CẤP BẢO TRỢ XÃ HỘI', ['STT', 'Họ và tên', 'Năm sinh', 'Thôn'], [[1, 'Lê Thị Bịa', 1940, 'nt'], [2, 'Lê Văn Bịa', 1941, '?']])
  expect(dataOf(reading).map(({ record }) => record?.village)).toEqual([undefined, undefined])
})

describe('poverty', () => {
  const households = (status: string) => read('DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO', ['STT', 'Họ và tên chủ hộ', 'Năm sinh', 'Thôn', 'Loại hộ'], [[1, 'Lê Thị Bịa', 1950, 'Một', status]])

  test.each([
    ['Nghèo/cận nghèo', 'near_poor'], ['Hộ nghèo (thoát nghèo)', undefined],
  ])('%j can be read in two ways and is asked about', (status, taken) => {
    expect(codes(households(status))).toEqual(['poor_status.both'])
    expect(dataOf(households(status))[0]?.record?.poor_status).toBe(taken)
  })

  test.each(['Thoát nghèo chuyển cận nghèo', 'Thoát nghèo, còn cận nghèo'])('%j is near-poor', (status) => {
    expect(dataOf(households(status))[0]).toMatchObject({ outcome: 'accepted', record: { poor_status: 'near_poor' } })
  })

  test('a mark under both is asked about, and so is a note that says otherwise', () => {
    const reading = read('KẾT QUẢ RÀ SOÁT HỘ NGHÈO', ['STT', 'Họ và tên chủ hộ', 'Năm sinh', 'Thôn', 'Hộ nghèo', 'Hộ cận nghèo', 'Ghi chú'], [[1, 'Lê Thị Bịa', 1950, 'Một', 'x', 'x', ''], [2, 'Võ Văn Bịa', 1951, 'Một', 'x', '', 'Thoát nghèo']])
    expect(codes(reading)).toEqual(['poor_status.both', 'poor_status.note-differs'])
  })

  test('a member who is no longer poor is not made so by the household', () => {
    const reading = read('DANH SÁCH HỘ CẬN NGHÈO', ['STT', 'Họ và tên', 'Năm sinh', 'Thôn', 'Quan hệ với chủ hộ', 'Loại hộ'], [[1, 'Lê Thị Bịa', 1950, 'Một', 'Chủ hộ', 'HCN'], ['', 'Lê Văn Bịa', 1980, '', 'Con', 'Thoát nghèo'], ['', 'Lê Thị Mẫu', 1982, '', 'Con', '']])
    expect(dataOf(reading).map(({ record }) => record?.poor_status)).toEqual(['near_poor', undefined, 'near_poor'])
  })
})

describe('numbers and dates', () => {
  test('nine typed digits of an insurance number are asked about, unless the card bears them out', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Năm sinh', 'Mã số BHXH', 'Mã thẻ', 'Hạn thẻ đến'], [[1, 'Lê Thị Bịa', 1950, '722045000', '', '31/12/2026'], [2, 'Lê Văn Bịa', 1951, '722045001', 'GD4720722045001', '31/12/2026'], [3, 'Võ Văn Bịa', 1952, 722_045_002, '', '31/12/2026']])
    expect(codes(reading)).toEqual(['social_insurance_no.zeros-restored', '', ''])
  })

  test('an exponent that has lost nothing is read', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Giới tính', 'Năm sinh', 'Số CCCD', 'Hạn thẻ đến'], [[1, 'Lê Thị Bịa', 'Nữ', 1950, '7.2150012003E+10', '31/12/2026'], [2, 'Lê Văn Bịa', 'Nam', 1950, '7.2E+10', '31/12/2026']])
    expect(dataOf(reading)[0]?.record?.citizen_id).toBe('072150012003')
    expect(codes(reading)[1]).toBe('citizen_id.digits-lost')
  })

  test('in a short list two dates that may be exchanged are asked about, and left as they are', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Ngày sinh', 'Mã thẻ', 'Hạn thẻ đến'], [
      [1, 'Lê Thị Bịa', date(18_326), 'GD4723100000101', '31/12/2026'], [2, 'Lê Văn Bịa', date(18_784), 'GD4723100000102', '31/12/2026'], [3, 'Võ Văn Bịa', '25/04/1951', 'GD4723100000103', '31/12/2026'], [4, 'Võ Thị Bịa', '17/05/1950', 'GD4723100000104', '31/12/2026'],
    ])
    expect(codes(reading)).toEqual(['birth.day-month-order', 'birth.day-month-order', '', ''])
    expect(dataOf(reading).slice(0, 2).map(({ record }) => record?.birth)).toEqual(['1950-03-04', '1951-06-05'])
  })

  test('"Tiền mặt" under the bank is no bank, and "không có" under the account no fault', () => {
    const reading = read('DANH SÁCH CHI TRẢ TRỢ CẤP THÁNG 11/2026', ['STT', 'Họ và tên', 'Năm sinh', 'Đối tượng', 'Số tiền', 'Số TK', 'Ngân hàng'], [[1, 'Lê Thị Bịa', 1940, 'Người cao tuổi', 540_000, 'không có', 'Tiền mặt']])
    expect(dataOf(reading)[0]?.record).toMatchObject({ payment_method: 'cash' })
    expect(dataOf(reading)[0]?.record).not.toHaveProperty('bank')
    expect(codes(reading)).toEqual([''])
  })

  test('a capital that TCVN3 cannot write is restored', () => {
    const reading = read('DANH SÁCH THẺ BHYT', ['STT', 'Họ và tên', 'Năm sinh', 'Mã thẻ', 'Hạn thẻ đến'], [[1, inFont('.VnTime', 'NguyÔn V¨n Êt'), 1950, 'GD4723100000101', '31/12/2026']])
    expect(dataOf(reading)[0]?.record?.full_name).toBe('Nguyễn Văn Ất')
  })
})
