/**
 * What a person may ask of those who keep their data, and by when: answered in two working days, shown in ten days, erased in
 * twenty. Law 91/2025/QH15 and decree 356/2025 Art. 5, in force since 01/01/2026 (likely; to be checked by the commune).
 */
import { addDays } from './calendar.ts'
import type { Day } from './calendar.ts'
import { isWorkingDay } from './policy/holidays.ts'

export const DATA_REQUESTS = ['export', 'erase'] as const
export type DataRequestKind = (typeof DATA_REQUESTS)[number]

const REPLY_WORKING_DAYS = 2
const DO_DAYS: Readonly<Record<DataRequestKind, number>> = { export: 10, erase: 20 }

export function requestDeadlines(kind: DataRequestKind, askedOn: Day): { replyBy: Day; doBy: Day } {
  let replyBy = askedOn
  for (let left = REPLY_WORKING_DAYS; left > 0; ) {
    replyBy = addDays(replyBy, 1)
    if (isWorkingDay(replyBy)) left -= 1
  }
  return { replyBy, doBy: addDays(askedOn, DO_DAYS[kind]) }
}

export const REQUEST_WORDS: Readonly<Record<DataRequestKind, string>> = { export: 'xem dữ liệu', erase: 'xóa dữ liệu' }

/** To the officer, where benefits or a card are still in force. */
export const ERASED_WORDS = 'Đã xóa số liên lạc và mọi lời tin nhắn; từ nay chỉ báo tận nhà việc thuộc nhiệm vụ. Tên, ngày sinh, số giấy tờ, trợ cấp và thẻ còn được giữ vì người này đang hưởng trợ cấp hoặc có thẻ còn hạn; khi không còn thì xóa lại lần nữa.'
