/** What a message in a committee's or a village's group asks, and of whom: what the reader says and everything after it goes by. */
import type { Day } from '../../domain/calendar.ts'

export const GROUP_KINDS = ['task', 'announcement', 'question', 'report', 'issue', 'ack', 'chitchat'] as const
export type GroupKind = (typeof GROUP_KINDS)[number]

export type SenderRole = 'committee' | 'village_head' | 'officer' | 'member'

export interface KnownVillage {
  /** As registered: "Đông Lợi", "Thôn 3". */
  name: string
  /** Other names that people write. */
  aliases: readonly string[]
}

export interface GroupMessage {
  text: string
  fromRole: SenderRole
  /** The village whose head or member writes. */
  fromVillage: string | undefined
  sentAt: Date
  villages: readonly KnownVillage[]
}

/** Every village, or those who steer. */
export type Target = 'all' | 'committee' | (string & {})

export interface Reading {
  kind: GroupKind
  /** Villages as registered, "all", "committee"; empty: nobody needs to see it. */
  targets: readonly Target[]
  deadline: Day | undefined
  /** "17:00", Vietnam's time. */
  deadlineTime: string | undefined
  /** The targets must send something back. */
  needsAck: boolean
  /** Figures that a village reports, by their names: ho_ngheo, ho_can_ngheo, thoat_ngheo … */
  numbers: Readonly<Record<string, number>>
  /** Sure enough to be passed on without asking the sender first. */
  confident: boolean
}

export type ReadGroupMessage = (message: GroupMessage) => Reading
