/** Cells found by reading lists that the interpreter's author had not seen. All people and numbers are invented. */
import { describe, expect, test } from 'vitest'
import { date } from '../../support/roster-sheets.ts'
import type { CellLike } from '../../support/roster-sheets.ts'
import { dataRows, interpret } from '../../support/read-rows.ts'

function cards(column: string, cells: readonly CellLike[]): ReturnType<typeof dataRows> {
  const rows = cells.map((cell, at) => [at + 1, `Bá Thị ${'ABCDEGHIKL'[at] ?? 'M'}`, cell, String(5_621_000_800 + at)])
  return dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', column, 'Số thẻ'], ...rows] }))
}

test.each([
  ['1957 (tuổi Dậu)', '1957'],
  ['1.960', '1960'],
  ['5/6/52', '1952-06-05'],
])('the birth %j is %s', (written, birth) => {
  const [row] = cards('Ngày sinh', [written])
  expect([row?.outcome, row?.record?.birth]).toEqual(['accepted', birth])
})

describe('day and month exchanged over a whole column', () => {
  test('text that is month first everywhere is read so, and asked about where it could be either', () => {
    const rows = cards('Ngày sinh', ['12/25/1960', '03/14/1971', '05/06/1980'])
    expect(rows.map(({ outcome, record }) => [outcome, record?.birth])).toEqual([['flagged', '1960-12-25'], ['flagged', '1971-03-14'], ['flagged', '1980-05-06']])
  })

  test('date cells of the first twelve days among text of the others are turned back and asked about', () => {
    // 15/02/1950 stayed text; 03/04, 06/05, 08/07 and 10/09 became the 4th of March and so on.
    const rows = cards('Ngày sinh', ['15/02/1950', '20/03/1951', '25/04/1952', date(18_326), date(18_784), date(19_213), date(19_641)])
    expect(rows.slice(3).map(({ outcome, record }) => [outcome, record?.birth])).toEqual([
      ['flagged', '1950-04-03'], ['flagged', '1951-05-06'], ['flagged', '1952-07-08'], ['flagged', '1953-09-10'],
    ])
  })

  test('a text that American settings would have taken disproves it', () => {
    const rows = cards('Ngày sinh', ['15/02/1950', '20/03/1951', '25/04/1952', '01/02/1953', date(18_326), date(18_784), date(19_213), date(19_641)])
    expect(rows.map(({ outcome }) => outcome)).toEqual(Array(8).fill('accepted'))
  })
})

describe('names', () => {
  test.each([
    ['Bà Nguyễn Thị Cúc', 'Nguyễn Thị Cúc'],
    ['Ông: Trần Văn Cội', 'Trần Văn Cội'],
    ['Ông Cao Thắng', 'Ông Cao Thắng'],
    ['Nguyễn Văn Tư (Tư Đờn)', 'Nguyễn Văn Tư (Tư Đờn)'],
  ])('%j is %j', (written, name) => {
    const [row] = dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh'], [1, written, 1944]] }))
    expect([row?.outcome, row?.record?.full_name]).toEqual(['accepted', name])
  })

  test.each(['Trần Văn Cội (chết)', 'Trần Văn Cội - đã mất 10/2026'])('%j says that the person died', (written) => {
    const [row] = dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Ghi chú'], [1, written, 1944, 'Tổ 2']] }))
    expect(row?.record).toMatchObject({ full_name: 'Trần Văn Cội', noted_as: 'died' })
    expect(row?.issues.map(({ column, code }) => [column, code])).toEqual([['B', 'note.died']])
  })
})

test('a coefficient without its comma is left empty and asked about', () => {
  const [row] = dataRows(interpret({ rows: [['DANH SÁCH HƯỞNG TRỢ CẤP XÃ HỘI'], ['STT', 'Họ và tên', 'Năm sinh', 'Hệ số'], [1, 'Đàm Thị Loan', 1970, '15']] }))
  expect(row?.record?.coefficient).toBeUndefined()
  expect(row?.issues.map(({ column, code }) => [column, code])).toEqual([['D', 'coefficient.too-large']])
})

test('a VNeID account is the social-security account', () => {
  const [row] = dataRows(interpret({ rows: [['DANH SÁCH CHI TRẢ THÁNG 12/2026'], ['STT', 'Họ và tên', 'Số tiền', 'Hình thức nhận'], [1, 'Mẫn Văn Thuấn', '810.000', 'Tài khoản VNeID']] }))
  expect(row?.record?.payment_method).toBe('social_security_account')
})

test('a card that lasts "hết tháng 12/2026" lasts to the last day', () => {
  const [row] = dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Hạn thẻ'], [1, 'Lâm Thị Sen', 1970, 'hết tháng 12/2026']] }))
  expect([row?.outcome, row?.record?.valid_to]).toEqual(['accepted', '2026-12-31'])
})

test.each([
  ['KV3', 'Khu vực', '3'],
  ['Ấp A12B', 'Ấp', 'A12B'],
])('the village %j is %s %s', (written, kind, village) => {
  const [row] = dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Địa chỉ'], [1, 'Mã Thị Lưu', 1970, written]] }))
  expect([row?.record?.village_kind, row?.record?.village]).toEqual([kind, village])
})

test.each([
  ['Bà mất ngày 01/11/2026', 'died'],
  ['ba mất sớm', undefined],
  ['vợ đã mất', undefined],
])('the note %j says %s', (note, noted) => {
  const [row] = dataRows(interpret({ rows: [['DANH SÁCH THẺ BHYT'], ['STT', 'Họ và tên', 'Năm sinh', 'Ghi chú'], [1, 'Lưu Thị Mận', 1941, note]] }))
  expect(row?.record?.noted_as).toBe(noted)
})
