/** What a column of a list was read as, as its heading might say. */
import type { ColumnField } from './column-field.ts'

const SAID: Readonly<Record<ColumnField, string>> = {
  row_no: 'số thứ tự', full_name: 'họ tên', family_name: 'họ và tên đệm', given_name: 'tên', birth: 'ngày sinh', birth_day: 'ngày của ngày sinh', birth_month: 'tháng sinh', birth_year: 'năm sinh',
  male: 'nam', female: 'nữ', sex: 'giới tính', citizen_id: 'số căn cước', old_id: 'số chứng minh nhân dân', social_insurance_no: 'mã số bảo hiểm xã hội', card_no: 'số thẻ',
  valid_from: 'thẻ dùng từ ngày', valid_to: 'thẻ dùng đến ngày', five_year_date: 'ngày đủ 5 năm liên tục', group: 'đối tượng', card_group: 'nhóm thẻ', category: 'đối tượng', clause: 'khoản', point: 'điểm',
  disability: 'dạng khuyết tật', village: 'thôn, ấp', neighbourhood: 'tổ', address: 'địa chỉ', phone: 'điện thoại', coefficient: 'hệ số', standard: 'mức chuẩn', amount: 'số tiền', total: 'tổng tiền',
  arrears: 'truy lĩnh', deduct: 'truy thu', month_amount: 'tiền của tháng', payment_method: 'cách nhận tiền', pay_cash: 'nhận tiền mặt', pay_bank: 'nhận qua ngân hàng', pay_home: 'nhận tại nhà',
  pay_social: 'nhận qua tài khoản an sinh xã hội', account_no: 'số tài khoản', account_name: 'tên tài khoản', bank: 'ngân hàng', decision_no: 'số quyết định', decision_date: 'ngày quyết định',
  start_month: 'hưởng từ tháng', payee: 'người nhận thay', relation: 'quan hệ', household_head: 'chủ hộ', household_code: 'mã hộ', household_no: 'số thứ tự hộ', poor_status: 'loại hộ', poor: 'hộ nghèo',
  near_poor: 'hộ cận nghèo', note: 'ghi chú', died_on: 'ngày mất', stopped_on: 'ngày thôi hưởng', phone_or_group: 'điện thoại hoặc đối tượng', signature: 'ký nhận', first_care_place: 'nơi khám ban đầu',
  age: 'tuổi', members: 'số người trong hộ', ethnicity: 'dân tộc', issued: 'nơi, ngày cấp', elsewhere: 'nơi khác', payee_detail: 'giấy tờ người nhận thay',
}

export const columnInVietnamese = (field: string): string => (SAID as Readonly<Record<string, string>>)[field] ?? 'cột khác'
