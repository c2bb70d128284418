import type { NoticeTemplateKey } from '../../domain/template-fields.ts'

/** What a message is about, in a few words: the reason why it exists. */
export const TOLD_WORDS: Readonly<Partial<Record<string, string>> & Record<NoticeTemplateKey, string>> = {
  'card-expiry-ahead': 'thẻ bảo hiểm y tế sắp hết hạn',
  'card-expiry-tomorrow': 'thẻ bảo hiểm y tế hết hạn ngày mai',
  'card-expiry-today': 'thẻ bảo hiểm y tế hết hạn hôm nay',
  'card-lapsed': 'thẻ bảo hiểm y tế đã hết hạn',
  'card-gap-near': 'thẻ hết hạn đã lâu, cần gia hạn gấp',
  'payment-eve': 'ngày mai chi trả trợ cấp',
  'payment-morning': 'sáng nay chi trả trợ cấp',
  'payment-home': 'trợ cấp được trả tại nhà',
  'payment-account': 'trợ cấp vào tài khoản',
  'payment-changed': 'lịch chi trả đã đổi',
  'payment-cancelled': 'buổi chi trả không tổ chức',
  uncollected: 'hai tháng chưa nhận trợ cấp',
  'birthday-75': 'sắp tròn 75 tuổi, nộp tờ khai hưởng trợ cấp hưu trí xã hội',
  'birthday-70': 'sắp tròn 70 tuổi, nộp tờ khai hưởng trợ cấp hưu trí xã hội',
  'child-4': 'trẻ sắp tròn 4 tuổi',
  'child-16': 'trẻ sắp tròn 16 tuổi',
  'elderly-60': 'sắp tròn 60 tuổi, trợ cấp tăng',
  'officer-text': 'tin của cán bộ',
}
