import type { NoticeState } from './notice-state.ts'

/** States as an officer reads them, in the terminal and on every page; a state is always a word. */
export const STATE_WORDS: Readonly<Record<NoticeState, string>> = {
  planned: 'chờ đến giờ',
  queued: 'đang chờ gửi',
  sending: 'đang gửi',
  sent: 'đã gửi',
  delivered: 'đã tới nơi',
  failed: 'gửi lỗi',
  unconfirmed: 'chưa rõ đã tới hay chưa',
  expired: 'quá hạn, không gửi nữa',
  cancelled: 'không cần gửi nữa',
  visit: 'cần đến nhà báo tin',
}
