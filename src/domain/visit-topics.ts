/** What a visit is about, in a word or two, where its whole text cannot be written any more. */
const TOPIC_WORDS: Readonly<Record<string, string>> = {
  card: 'thẻ bảo hiểm y tế',
  payment: 'lịch chi trả trợ cấp',
  uncollected: 'trợ cấp chưa nhận',
  birthday: 'hồ sơ trợ cấp hưu trí xã hội',
  child: 'trợ cấp của trẻ đổi mức',
  elderly: 'trợ cấp đổi mức',
}

export const visitTopic = (templateKey: string): string => TOPIC_WORDS[templateKey.split('-')[0] ?? ''] ?? 'thông báo của xã'
