/** What sending shows and an officer must hear of, once a day. */
import { vietnamDay } from '../../domain/calendar.ts'
import type { AlertEvent, SendError } from '../channel.ts'

/** So many of a hundred are left: time to ask for more, or to choose who is told first. */
const LOW_PERCENT = 10

const SAID: Readonly<Record<string, string>> = {
  'channel.content-policy': 'Zalo từ chối một tin vì nội dung vi phạm quy định của Zalo. Hãy xem lại lời nhắn trước khi gửi tiếp.',
  'channel.quota-used-up': 'Hạn mức gửi tin của Zalo OA hôm nay đã hết. Tin còn lại sẽ đi đường khác hoặc chờ đến ngày mai.',
  'channel.group-closed': 'Một nhóm Zalo của xã đã bị khóa vì gói nhóm hết hạn. Hãy gia hạn gói nhóm trên trang quản lý OA, nếu không Zalo sẽ giải tán nhóm.',
  'channel.group-lost': 'Zalo OA không còn trong một nhóm đã dùng. Hãy xem lại nhóm đó.',
  'channel.unauthorised': 'Zalo không nhận mã kết nối, kể cả mã vừa gia hạn. Quản trị viên của OA cần xem lại ứng dụng Zalo và đồng ý kết nối lại.',
  'channel.template': 'Một mẫu tin Zalo chưa được duyệt, đã bị khóa hoặc không còn. Tin dùng mẫu ấy đi đường khác; hãy xem các mẫu trên trang quản lý OA.',
  'channel.billing': 'Tài khoản Zalo Cloud hết tiền hoặc chưa liên kết, nên tin theo mẫu đi đường khác. Hãy xem lại trên trang quản lý OA.',
  'channel.template-values': 'Một mẫu tin Zalo không khớp với dữ liệu được điền. Hãy so lại các ô của mẫu với mẫu đã được Zalo duyệt.',
}

/** One key for each day, so that a thousand refusals are one piece of news. */
export function alertAbout({ code }: SendError, now: Date): AlertEvent | undefined {
  const said = SAID[code]
  if (said === undefined) return undefined
  return { kind: 'alert', dedupeKey: `zalo:${code}:${vietnamDay(now)}`, code: code.replace('channel.', 'zalo.'), said, occurredAt: now }
}

export function alertAboutQuota({ daily, remaining }: { daily: number; remaining: number }, now: Date): AlertEvent | undefined {
  if (!(remaining * 100 <= daily * LOW_PERCENT)) return undefined
  const said = `Hạn mức tin theo mẫu của Zalo OA hôm nay chỉ còn ${remaining} trên ${daily} tin.`
  return { kind: 'alert', dedupeKey: `zalo:quota-low:${vietnamDay(now)}`, code: 'zalo.quota-low', said, occurredAt: now }
}
