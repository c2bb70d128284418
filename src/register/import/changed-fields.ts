/** What a list changes of the people whom the register knows: each fact in words, how often, and a few from old to new. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese, isDay } from '../../domain/calendar.ts'
import type { FieldChange } from './field-changes.ts'

const FIELD_WORDS: Readonly<Record<string, string>> = {
  fullName: 'họ tên', birth: 'ngày sinh', sex: 'giới tính', villageId: 'thôn, ấp', householdId: 'hộ', isHouseholdHead: 'chủ hộ', poorStatus: 'hộ nghèo, cận nghèo', note: 'ghi chú',
  citizenId: 'số căn cước', oldId: 'số chứng minh nhân dân', socialNo: 'mã số bảo hiểm xã hội',
  cardNo: 'số thẻ', group: 'nhóm thẻ', validFrom: 'thẻ có giá trị từ', validTo: 'hạn thẻ', fiveYearOn: 'ngày đủ 5 năm liên tục',
  category: 'diện hưởng', categoryText: 'lời ghi diện hưởng', coefficient: 'hệ số', amount: 'số tiền', arrears: 'truy lĩnh', deduction: 'truy thu', paymentMethod: 'cách nhận tiền',
  accountNo: 'số tài khoản', accountTail: 'bốn số cuối tài khoản', accountName: 'tên tài khoản', bank: 'ngân hàng', decisionNo: 'số quyết định', startMonth: 'tháng bắt đầu hưởng', status: 'tình trạng',
}
const VALUE_WORDS: Readonly<Record<string, string>> = {
  male: 'nam', female: 'nữ', poor: 'hộ nghèo', near_poor: 'hộ cận nghèo', none: 'không thuộc diện', bank: 'tài khoản', cash: 'tiền mặt', home: 'tại nhà', social_security_account: 'tài khoản an sinh xã hội',
  active: 'đang hưởng', suspended: 'tạm dừng', stopped: 'đã dừng', listed: 'trong danh sách', paid: 'đã nhận', uncollected: 'chưa nhận',
}
/** Of these the program's own words are known; anything else is as the list writes it. */
const WORDED = new Set(['sex', 'poorStatus', 'paymentMethod', 'status'])
const MONEY = new Set(['amount', 'arrears', 'deduction'])

export interface ChangedField {
  name: string
  count: number
  examples: { name: string; from: string; to: string }[]
}

/** The most frequent first. */
export function changedFields(fields: readonly FieldChange[]): ChangedField[] {
  return fields.toSorted((one, other) => other.count - one.count).map(({ field, count, examples }) => {
    const [, key = ''] = field.split('.')
    const said = (value: string | undefined): string => (value === undefined ? 'chưa có' : valueWords(key, value))
    return { name: FIELD_WORDS[key] ?? key, count, examples: examples.map(({ name, from, to }) => ({ name, from: said(from), to: said(to) })) }
  })
}

function valueWords(key: string, value: string): string {
  if (isDay(value)) return dayInVietnamese(value)
  if (MONEY.has(key)) return dongInVietnamese(Number(value))
  return WORDED.has(key) ? (VALUE_WORDS[value] ?? value) : value
}
