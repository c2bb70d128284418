/** What the officer calls a field of a list, inside a sentence. */
const SAID: Readonly<Record<string, string>> = {
  full_name: 'cách ghi tên', birth: 'ngày sinh', sex: 'giới tính', citizen_id: 'số định danh', old_id: 'số CMND', social_insurance_no: 'mã số BHXH',
  card_no: 'số thẻ', valid_from: 'ngày bắt đầu', valid_to: 'ngày hết hạn', five_year_date: 'ngày đủ 5 năm', phones: 'số điện thoại', village: 'địa bàn',
  category: 'đối tượng', category_group: 'nhóm đối tượng', card_group: 'nhóm thẻ', coefficient: 'hệ số', amount: 'số tiền', arrears: 'truy lĩnh',
  deduct: 'truy thu', payment_method: 'hình thức chi trả', account_no: 'số tài khoản', account_name: 'chủ tài khoản', bank: 'ngân hàng',
  decision_no: 'số quyết định', start_month: 'tháng bắt đầu hưởng', payee: 'người nhận thay', household_code: 'mã hộ', household_no: 'số hộ',
  relation_to_head: 'quan hệ với chủ hộ', poor_status: 'loại hộ', note: 'ghi chú', noted_as: 'tình trạng',
}

export function fieldInVietnamese(field: string): string {
  return SAID[field] ?? field
}
