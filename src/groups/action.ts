/** What a message in a room leads to. Deciding is pure; these are carried out in the message's own transaction. */
import type { TemplateFields } from '../content/content.ts'
import type { Day, TimeOfDay } from '../domain/calendar.ts'
import type { Figures } from '../domain/figure-names.ts'
import type { GroupKey } from '../domain/group-fields.ts'
import type { SceneTask, TaskKind } from './scene.ts'

export interface GroupButton {
  title: string
  data: string
}

export interface NewTask {
  number: number
  kind: TaskKind
  text: string
  askedBy: string
  attachments: readonly string[]
  villageIds: readonly number[]
  dueOn: Day | undefined
  dueTime: TimeOfDay | undefined
  needsAck: boolean
}

export type VisitOutcome = 'told' | 'absent' | 'died' | 'moved'

export type GroupAction =
  /** Answers where the message was said. */
  | { kind: 'say'; template: GroupKey; fields?: TemplateFields; buttons?: readonly GroupButton[] }
  /** `open`: it goes out now; else it waits for the sender's yes. */
  | { kind: 'give'; task: NewTask; open: boolean }
  | { kind: 'send'; task: SceneTask }
  | { kind: 'drop' | 'close'; number: number }
  | { kind: 'mark'; number: number; villageIds: readonly number[]; as: 'confirmed' | 'done' }
  | { kind: 'report'; number: number | undefined; villageId: number; figures: Figures; text: string }
  /** To the room where the task was given, or where there is none to the committee's. */
  | { kind: 'to-committee'; number: number | undefined; fields: TemplateFields }
  | { kind: 'to-village'; number: number; villageId: number; text: string }
  /** To the officer on duty. */
  | { kind: 'ticket'; topic: 'village-question' | 'village-issue'; number: number | undefined; village: string; text: string }
  | { kind: 'answer-ticket'; ticketId: string; text: string }
  | { kind: 'bind'; code: string }
  | { kind: 'list' }
  /** Whom the head is to see at home: in the head's own chat and nowhere else. */
  | { kind: 'visits' }
  | { kind: 'visited'; personId: string; outcome: VisitOutcome }
