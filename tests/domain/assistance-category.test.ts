import { describe, expect, test } from 'vitest'
import { decreeIn, decreeOfMonth, readCategory, readClause } from '../../src/domain/assistance-category.ts'

const say = (text: string, decree?: 'ND20' | 'ND335'): string => {
  const { group, code, doubt } = readCategory(text, decree)
  return [group ?? 'no group', code ?? 'no code', ...(doubt === undefined ? [] : [doubt])].join(', ')
}

describe('clauses and points', () => {
  test.each([
    ['K6Đ5', '6'], ['k6d5', '6'], ['Khoản 6 Điều 5', '6'], ['khoan 6, dieu 5', '6'], ['K.6 Đ.5', '6'], ['Đ5K6', '6'],
    ['5b', '5b'], ['5.b', '5b'], ['5(b)', '5b'], ['K5b', '5b'], ['K5b Đ5', '5b'], ['K5d Đ5', '5d'], ['K5dĐ5', '5d'], ['K5Đ5', '5'],
    ['Điểm b khoản 5 Điều 5', '5b'], ['khoản 5 điểm d', '5d'], ['b K5', '5b'], ['điểm a, khoản 5', '5a'], ['5d', '5d'], ['5đ', '5đ'],
    ['Khoản 6 Điều 5 Nghị định 20/2021/NĐ-CP', '6'], ['NĐ20 K6', '6'], ['6', '6'], ['1a', '1a'],
    ['Khoản 1 Điều 18', 'none'], ['Nặng', 'none'], ['KT nặng', 'none'],
  ])('%j names %s', (text, meant) => {
    const clause = readClause(text)
    const said = clause === undefined ? 'none' : `${clause.clause}${clause.point ?? ''}`
    expect(said).toBe(meant)
  })
})

describe('without a known decree there is a group but no code', () => {
  test.each([
    ['K6Đ5', 'disabled, no code'],
    ['Người khuyết tật nặng', 'disabled, no code'],
    ['NKT đặc biệt nặng', 'disabled, no code'],
    ['NGUOI KHUYET TAT', 'disabled, no code'],
    ['TEKT nặng', 'disabled, no code'],
    ['NKTĐBN', 'disabled, no code'],
    ['TEMC', 'orphan, no code'],
    ['I. NGƯỜI CAO TUỔI', 'elderly, no code'],
    ['NCT 80+', 'elderly, no code'],
    ['Người từ đủ 80 tuổi trở lên', 'elderly, no code'],
    ['Người cao tuổi khuyết tật nặng', 'disabled, no code'],
    ['Trẻ em khuyết tật đặc biệt nặng', 'disabled, no code'],
    ['Trẻ em mồ côi cả cha và mẹ', 'orphan, no code'],
    ['Trẻ em không có nguồn nuôi dưỡng', 'orphan, no code'],
    ['Hưu trí xã hội', 'social_pension, ND176:HTXH'],
    ['TC HTXH', 'social_pension, ND176:HTXH'],
    ['Người cao tuổi hưởng trợ cấp hưu trí xã hội', 'social_pension, ND176:HTXH'],
    ['Hộ nhận chăm sóc NKT đặc biệt nặng', 'carer, no code'],
    ['Nhận nuôi dưỡng trẻ mồ côi', 'carer, no code'],
    ['Người nhiễm HIV', 'hiv, no code'],
    ['Người đơn thân nghèo nuôi con', 'single_parent, no code'],
    ['Trẻ em dưới 3 tuổi', 'child, no code'],
    ['Thương binh', 'merit, no code'],
    ['5a', 'elderly, no code'],
    ['5b', 'elderly, no code, decree-unknown'],
    ['5d', 'elderly, no code, decree-unknown'],
    ['Khuyết tật nhẹ', 'disabled, no code, mild-disability'],
    ['Đối tượng khác', 'no group, no code, unknown'],
    ['Người đơn thân nghèo, khuyết tật nặng', 'no group, no code, several'],
    ['540000', 'no group, no code, unknown'],
    ['', 'no group, no code'],
  ])('%j: %s', (text, meant) => {
    expect(say(text)).toBe(meant)
  })
})

describe('with a decree', () => {
  test.each([
    ['K6Đ5', 'ND335', 'disabled, ND335:6'],
    ['Người khuyết tật nặng', 'ND20', 'disabled, ND20:6'],
    ['5b', 'ND335', 'elderly, ND335:5b'],
    ['5b', 'ND20', 'elderly, ND20:5b'],
    ['5d', 'ND20', 'elderly, ND20:5d'],
    ['5d', 'ND335', 'elderly, no code, not-in-decree'],
    ['5d NĐ20', 'ND335', 'elderly, ND20:5d'],
    ['K1', 'ND335', 'orphan, ND335:1'],
    ['Người từ đủ 80 tuổi trở lên', 'ND20', 'elderly, ND20:5c'],
    ['Người từ đủ 80 tuổi trở lên', 'ND335', 'elderly, no code'],
    ['Người cao tuổi cô đơn', 'ND335', 'elderly, ND335:5a'],
    ['Người cao tuổi được nhận chăm sóc tại cộng đồng', 'ND335', 'elderly, ND335:5b'],
    ['Hộ nhận chăm sóc', 'ND335', 'carer, ND335:CARER'],
    ['Trẻ em nhiễm HIV', 'ND20', 'hiv, ND20:3'],
    ['Người nhiễm HIV', 'ND20', 'hiv, ND20:8'],
    ['Hưu trí xã hội', 'ND335', 'social_pension, ND176:HTXH'],
    ['Khoản 6: người cao tuổi', 'ND335', 'no group, no code, several'],
  ] as const)('%j under %s: %s', (text, decree, meant) => {
    expect(say(text, decree)).toBe(meant)
  })
})

test.each([
  ['theo Nghị định số 20/2021/NĐ-CP', 'ND20'],
  ['NĐ 76/2024/NĐ-CP', 'ND20'],
  ['theo NĐ335', 'ND335'],
  ['Nghị định 335/2026/NĐ-CP thay thế Nghị định 20/2021/NĐ-CP', undefined],
  ['Quyết định số 120/QĐ-UBND', undefined],
])('%j names decree %s', (text, decree) => {
  expect(decreeIn(text)).toBe(decree)
})

test('a month tells the decree, except the month in which they changed', () => {
  expect(decreeOfMonth('2026-09')).toBe('ND20')
  expect(decreeOfMonth('2026-10')).toBeUndefined()
  expect(decreeOfMonth('2026-11')).toBe('ND335')
  expect(decreeOfMonth('2021-06')).toBeUndefined()
})
