import type { TaskStatus } from './task-status.ts'

/** How far a village is, as the officer reads it. */
export const STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  unreachable: 'chưa có ai nhận tin', waiting: 'đang chuyển', told: 'đã chuyển', seen: 'đã xem', confirmed: 'đã nhận', answered: 'đã trả lời', done: 'đã xong', late: 'quá hạn, chưa trả lời',
}
