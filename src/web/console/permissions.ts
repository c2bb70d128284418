/** Which role may do what. One table, read in one place (routes.ts) and shown in the navigation; what is not here nobody may do. */
import type { OfficerRole } from '../../domain/officer.ts'

const EVERYBODY: readonly OfficerRole[] = ['admin', 'officer', 'approver', 'village-head', 'viewer']
const OFFICE: readonly OfficerRole[] = ['admin', 'officer', 'approver']
const DESK: readonly OfficerRole[] = ['admin', 'officer']

const MAY = {
  'own-account.see': EVERYBODY,
  'commune.choose': EVERYBODY,
  'accounts.manage': ['admin'],
  'machine.see': ['admin'],
  'today.see': EVERYBODY,
  'sends.decide': DESK,
  /** Citizens' questions and the officers' answers; a village head has their own chat for their own. */
  'tickets.see': OFFICE,
  'tickets.answer': DESK,
  'reminders.see': OFFICE,
  'reminders.change': DESK,
  /** Heads, rooms and the committee's tasks; a village head sees their own village's. */
  'villages.see': [...OFFICE, 'village-head'],
  'villages.manage': DESK,
  'visits.close': [...DESK, 'village-head'],
  'imports.see': [...OFFICE, 'viewer'],
  'imports.make': DESK,
  'people.see': [...OFFICE, 'village-head'],
  /** Allowances, payments, papers and every word: a village head calls on people, no more. */
  'benefits.see': OFFICE,
  /** To show somebody what is kept of them, and to erase it on their wish. */
  'data.answer': DESK,
  'reports.see': [...OFFICE, 'viewer'],
  'broadcasts.see': OFFICE,
  'broadcasts.write': DESK,
  /** A second person's yes: never to one's own (broadcast/desk.ts, and the database). */
  'broadcasts.approve': ['admin', 'approver'],
  /** Whoever sees that something wrong goes out stops it. */
  'broadcasts.halt': OFFICE,
  'audit.see': [...OFFICE, 'viewer'],
} as const satisfies Record<string, readonly OfficerRole[]>

export type Action = keyof typeof MAY
export const ACTIONS = Object.keys(MAY) as Action[]

export const may = (role: OfficerRole, action: Action): boolean => (MAY[action] as readonly OfficerRole[]).includes(role)

export const ROLE_WORDS: Readonly<Record<OfficerRole, { name: string; may: string }>> = {
  admin: { name: 'quản trị', may: 'làm mọi việc, mời và đóng tài khoản' },
  officer: { name: 'cán bộ', may: 'nhập danh sách, xem người dân, trả lời câu hỏi, soạn thông báo, đặt quy tắc và lời nhắc, quyết định tin chưa rõ đã tới' },
  approver: { name: 'lãnh đạo duyệt', may: 'xem mọi trang của xã, duyệt hoặc dừng thông báo' },
  'village-head': { name: 'trưởng thôn, trưởng ấp', may: 'xem số liên lạc và hạn thẻ của người dân, việc được giao và danh sách đến nhà của thôn, ấp mình' },
  viewer: { name: 'giám sát', may: 'xem số liệu, các lần nhập và sổ lưu vết, không xem từng người' },
}
