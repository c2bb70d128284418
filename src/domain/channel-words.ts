/** Channels and their troubles as an officer reads them, in the terminal and on every page. */
import type { ChannelName } from './notice-state.ts'

export const CHANNEL_WORDS: Readonly<Record<ChannelName, string>> = {
  zalo: 'Zalo',
  telegram: 'Telegram',
  webchat: 'trang nhắn tin',
  sms: 'tin nhắn SMS',
}

/** Why somebody must go and tell. */
export const VISIT_WORDS: Readonly<Record<string, string>> = {
  'no-contact': 'không có số điện thoại hay cách nhắn nào',
  'no-channel': 'xã chưa bật kênh nào tới điện thoại',
  'channels-failed': 'đã thử mọi cách nhắn, không tới được',
  'opted-out': 'đã từ chối nhận tin',
  'expired-unsent': 'tin không gửi kịp',
}

/** Why a channel rests, by the code of its last failure, with what to do. */
const TROUBLE_WORDS: Readonly<Record<string, string>> = {
  'channel.unauthorised': 'khóa hoặc mật khẩu không còn đúng; đặt lại rồi khởi động Loa',
  'channel.misconfigured': 'cấu hình chưa đúng với tài khoản của nhà cung cấp',
  'channel.billing': 'hết tiền hoặc chưa đặt giá; nạp thêm tiền',
  'channel.not-connected': 'Zalo OA chưa được kết nối; chạy: loa zalo authorise',
  'channel.reconsent-needed': 'Zalo OA đã mất kết nối hoặc chưa cấp đủ quyền; chạy: loa zalo authorise',
  'channel.plan': 'gói dịch vụ không cho dùng chức năng này; xem lại gói trên trang quản lý',
  'channel.account-closed': 'tài khoản bị nhà cung cấp khóa; liên hệ nhà cung cấp',
  'channel.wording-not-registered': 'nội dung tin chưa đăng ký với nhà mạng',
}

export function troubleWords(code: string): string {
  return TROUBLE_WORDS[code] ?? `nhà cung cấp từ chối (mã ${code}); gửi mã này cho người hỗ trợ`
}
