import type { TicketTopic } from './conversation.ts'

/** Why a question waits for a person, as the officer reads it. */
export const TOPIC_WORDS: Readonly<Record<TicketTopic, string>> = {
  emergency: 'việc khẩn cấp',
  'asked-for-person': 'muốn gặp cán bộ',
  complaint: 'phản ánh, khiếu nại',
  change: 'báo thay đổi',
  death: 'báo người mất',
  dossier: 'hỏi hồ sơ đã nộp',
  'money-missing': 'chưa nhận được tiền',
  amount: 'hỏi số tiền, cần kiểm tra',
  suspended: 'trợ cấp đang tạm dừng',
  format: 'cần cách trả lời khác tin chữ',
  scam: 'có thể bị lừa',
  'wrong-number': 'báo sai số',
  'not-understood': 'trợ lý không hiểu',
  'unsure-rule': 'quy định chưa chắc chắn',
  fault: 'Loa gặp lỗi khi trả lời',
  'village-question': 'thôn, ấp hỏi về việc được giao',
  'village-issue': 'thôn, ấp báo việc cần xử lý',
  'village-silent': 'thôn, ấp chưa trả lời việc được giao',
}
