import type { SlowChannel } from '../delivery/weigh-channels.ts'

export const NO_CHANNEL_TO_PHONES = 'xã chưa bật kênh nào tới điện thoại; tin cho người chỉ có số điện thoại sẽ thành lượt đến nhà (loa visits). Bật một kênh: xem mục "Từng kênh một" trong README.'

/** Why a channel has not its full share, and that nobody need do anything yet. */
export function slowWords({ weight, tries, troubled }: SlowChannel): string {
  const why = troubled === 0
    ? 'nhà cung cấp vừa chậm hoặc không trả lời, nay đã khá hơn'
    : `nhà cung cấp chậm hoặc không trả lời ${troubled} trong ${tries} lần gửi của năm phút qua`
  return `${why}; Loa chỉ gửi ${weight}% số tin qua kênh này, phần còn lại đi kênh khác nếu có, và tự gửi lại đủ khi kênh khá lên`
}
