import type { Intent } from './understand/intents.ts'

/** What the bot took a message for, as the officer reads it. */
export const INTENT_WORDS: Readonly<Record<Intent, string>> = {
  card_expiry: 'hỏi hạn thẻ bảo hiểm y tế', card_renew_how: 'hỏi cách gia hạn thẻ', card_renew_cost: 'hỏi tiền đóng khi gia hạn thẻ', card_benefit: 'hỏi quyền lợi của thẻ',
  card_wrong_info: 'báo thẻ sai, mất hoặc chưa có', payment_date: 'hỏi ngày chi trả', payment_place_method: 'hỏi nơi hoặc cách nhận tiền', payment_amount: 'hỏi số tiền',
  payment_missing: 'báo chưa nhận được tiền', eligibility: 'hỏi có được hưởng không', application_status: 'hỏi hồ sơ đã nộp', required_documents: 'hỏi giấy tờ cần nộp',
  stop_or_change: 'báo thay đổi', link_account: 'muốn đăng ký nhận tin', opt_out: 'muốn ngừng nhận tin', opt_in_again: 'muốn nhận tin lại', language_or_format: 'cần cách trả lời khác tin chữ',
  human_handoff: 'muốn gặp cán bộ', complaint_feedback: 'phản ánh, góp ý', greeting: 'chào hỏi', thanks_bye: 'cảm ơn', help: 'hỏi dùng thế nào', emergency: 'việc khẩn cấp',
  scam_check: 'hỏi có phải lừa đảo không', out_of_scope: 'hỏi việc khác', abuse: 'lời nặng nề',
}
