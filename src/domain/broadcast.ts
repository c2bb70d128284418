/**
 * thông báo: one text to many. A draft is written, a second person approves what goes to many, then every one of its
 * people has a notice of their own, and the outbox does the rest.
 */
import { isDay, later } from './calendar.ts'
import type { Day } from './calendar.ts'
import type { ChannelName, NoticeState } from './notice-state.ts'
import { nextAllowed } from './quiet-hours.ts'
import type { QuietHours } from './quiet-hours.ts'
import { compact } from './vietnamese-text.ts'

/** `draft → submitted → scheduled → sending → done`; what fewer people get skips `submitted`. */
export const BROADCAST_STATES = ['draft', 'submitted', 'scheduled', 'sending', 'paused', 'done', 'cancelled'] as const
export type BroadcastState = (typeof BROADCAST_STATES)[number]

export const BROADCAST_WORDS: Readonly<Record<BroadcastState, string>> = {
  draft: 'bản nháp',
  submitted: 'chờ duyệt',
  scheduled: 'chờ đến giờ',
  sending: 'đang gửi',
  paused: 'tạm dừng',
  done: 'đã gửi xong',
  cancelled: 'đã hủy',
}

/** Everybody on the register for whom all of it holds; what is not said excludes nobody. */
export interface Audience {
  villages?: readonly number[]
  /** Of an allowance that is being paid: domain/policy/categories.ts. */
  groups?: readonly string[]
  poor?: readonly ('poor' | 'near_poor')[]
  /** The last day of the newest card lies between these, both included. */
  cardFrom?: Day
  cardTo?: Day
  ageFrom?: number
  ageTo?: number
  /** Has an address there. */
  channel?: ChannelName
  /** Hand-picked or pasted: nobody else. */
  people?: readonly string[]
}

/** What becomes of somebody in the audience. */
export const PARTS = ['told', 'visit', 'shares', 'already', 'opted-out', 'held'] as const
export type Part = (typeof PARTS)[number]

/** Why somebody gets no message of their own. */
export const PART_WORDS: Readonly<Record<Part, string>> = {
  told: 'được nhắn tin',
  visit: 'không kênh nào tới được: thành lượt đến nhà',
  shares: 'chung số với người đã được nhắn: chỉ nhắn một lần',
  already: 'đã được gửi đúng lời này trong một ngày qua',
  'opted-out': 'đã từ chối nhận tin',
  held: 'có người báo đã mất hoặc chuyển đi, chờ xác nhận',
}

/** From more people on, a second person looks at it. */
export const APPROVAL_OVER = 200
/** The same words reach nobody twice within this time. */
export const SAME_TEXT_MS = 24 * 3_600_000
/** Nobody waits longer for it than this, unless the officer says so. */
const LIVES_MS = 2 * 24 * 3_600_000
export const MAX_BROADCAST_CHARS = 600
/** A schedule further away is a slip of the pen. */
export const SCHEDULE_DAYS = 60

/** Two texts are one when a reader would take them for one. */
export const textKey = (text: string): string => compact(text)

/** When the first message may leave. Only what is urgent leaves at night. */
export function leavesAt({ sendAt, urgent }: { sendAt: Date | undefined; urgent: boolean }, now: Date, quietHours: QuietHours): Date {
  const wanted = sendAt === undefined || sendAt < now ? now : sendAt
  return urgent ? wanted : nextAllowed(wanted, quietHours)
}

export const expiresAt = (notAfter: Date | undefined, leaves: Date): Date => notAfter ?? later(leaves, LIVES_MS)

/** Everybody of this age was born after the one day and up to the other. */
export function bornBetween({ ageFrom, ageTo }: Pick<Audience, 'ageFrom' | 'ageTo'>, today: Day): { after: Day | undefined; upTo: Day | undefined } {
  const yearsAgo = (years: number): Day => {
    const day = `${String(Number(today.slice(0, 4)) - years).padStart(4, '0')}${today.slice(4)}`
    return isDay(day) ? day : `${day.slice(0, 8)}28` // 29 February of a common year
  }
  return { after: ageTo === undefined ? undefined : yearsAgo(ageTo + 1), upTo: ageFrom === undefined ? undefined : yearsAgo(ageFrom) }
}

/** What an officer has written, and may still change. */
export interface BroadcastDraft {
  text: string
  audience: Audience
  /** Lines of a pasted list for which nobody, or more than one, was found. */
  missing: readonly string[]
  /** Why it may pass the night; undefined: it may not. */
  urgentReason: string | undefined
  sendAt: Date | undefined
  notAfter: Date | undefined
}

export interface Broadcast extends BroadcastDraft {
  id: string
  communeId: number
  state: BroadcastState
  stateAt: Date
  version: number
  /** officer:3, chat:12 */
  author: string
  /** As colleagues call them. */
  authorName: string | undefined
  approvedBy: string | undefined
  approverName: string | undefined
  approvedAt: Date | undefined
  submittedAt: Date | undefined
  counted: number | undefined
  leavesAt: Date | undefined
  writtenAt: Date | undefined
  createdAt: Date
}

export interface AudienceCount {
  parts: Readonly<Partial<Record<Part, number>>>
  /** Of those who are told: over which way first. */
  channels: Readonly<Partial<Record<ChannelName, number>>>
}

export interface AudiencePerson {
  id: string
  fullName: string
  sex: 'male' | 'female' | undefined
  birth: Day | undefined
  birthPrecision: 'day' | 'month' | 'year' | undefined
  village: string | undefined
  channel: ChannelName | undefined
  part: Part
}

/** How many people of a village stand how. */
export interface BroadcastResult {
  village: string | undefined
  state: NoticeState
  n: number
}

export interface BroadcastLine {
  personId: string
  fullName: string
  village: string | undefined
  state: NoticeState
  channel: ChannelName | undefined
  at: Date
  endReason: string | undefined
}
