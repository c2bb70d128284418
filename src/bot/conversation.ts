/**
 * What a conversation is made of. A turn is a pure function of these values: (state, message, facts, now) → (state,
 * replies, actions). Channels only translate, and everything that touches the world is an action that somebody else
 * carries out.
 */
import type { Button, ChannelName } from '../channels/channel.ts'
import type { TemplateFields } from '../content/content.ts'
import type { AnswerKey } from '../domain/answer-fields.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { PersonRecord, Relation, ScheduleRecord } from '../domain/person-record.ts'
import type { ConversationState, Question } from './conversation-state.ts'
import type { Understood } from './understand/understand.ts'

export interface Incoming {
  text: string
  /** What a pressed button sent back, or the button that a typed number stands for. */
  pressed: string | undefined
}

export interface Facts {
  channel: ChannelName
  isGroup: boolean
  commune: { name: string; profile: CommuneProfile }
  /** Alive and on the register; whom this chat stands for, by proof. */
  people: readonly PersonRecord[]
  /** Messages in a row, before this one, that were not understood. */
  misses: number
  /** Something was open that this Loa cannot read. */
  stateLost: boolean
  /** A person of ours is speaking in this chat. */
  paused: boolean
  /** What is waiting for an officer in this chat. */
  openTicket: { id: string; topic: TicketTopic } | undefined
  /** undefined: there are no words in it. */
  understood: Understood | undefined
  proof: Proof | undefined
  canTextPhones: boolean
  /** The next payment day of the village that the message names; posted on every wall, so anybody may hear it. */
  villageSchedule: (ScheduleRecord & { village: string }) | undefined
}

/** What a code or a shared contact proved. A wrong code and one for nobody look the same. */
export type Proof =
  | { kind: 'accepted'; people: readonly PersonRecord[]; by: 'phone' | 'code' | 'officer' }
  | { kind: 'refused' }
  /** The messenger vouches for the number, and it is on no list: its owner may hear that. */
  | { kind: 'unknown-phone' }
  | { kind: 'too-many' }

export interface Turn {
  state: ConversationState
  replies: readonly Reply[]
  actions: readonly Action[]
  /** The message was not understood. */
  missed?: true
}

/** One message out. Several parts answer several questions in it. */
export interface Reply {
  parts: readonly Part[]
  buttons?: readonly Button[]
  /** Goes before everything else, at any hour. */
  urgent?: true
}

export interface Part {
  template: AnswerKey
  /** Beside what every text may name: sender, reader, contact, renew_place, when somebody answers. */
  fields?: TemplateFields
}

export const TICKET_TOPICS = [
  'emergency', 'asked-for-person', 'complaint', 'change', 'death', 'dossier', 'money-missing', 'amount', 'suspended', 'format', 'scam',
  'wrong-number', 'not-understood', 'unsure-rule', 'fault', 'village-question', 'village-issue', 'village-silent',
] as const
export type TicketTopic = (typeof TICKET_TOPICS)[number]

export type Action =
  | { kind: 'link'; people: readonly { personId: string; relation: Relation }[]; by: 'phone' | 'code' | 'officer' }
  | { kind: 'set-relation'; personId: string; relation: Relation }
  | { kind: 'unlink'; personIds: readonly string[]; why: 'asked' | 'wrong-number' }
  | { kind: 'send-code'; phone: string }
  | { kind: 'opt-out'; personIds: readonly string[] }
  | { kind: 'opt-in'; personIds: readonly string[] }
  | { kind: 'ticket'; topic: TicketTopic; urgent?: true; personId?: string }
  /** Somebody of this chat is said to be dead: nothing goes out about them until an officer has looked. */
  | { kind: 'report-death'; personId: string }
  /** The message belongs to what an officer is already looking at. */
  | { kind: 'add-to-ticket' }
  /** Register facts of this person were told. */
  | { kind: 'told-about'; personId: string }

/** One question about one person, or about nobody in particular. */
export interface Asked extends Question {
  person: PersonRecord | undefined
  facts: Facts
  now: Date
  /** The words, folded: for what the intent alone does not tell. */
  words: string
}

/** What an intent's file says: what to tell, and what else must happen. */
export interface Answer {
  part: Part
  actions?: readonly Action[]
  buttons?: readonly Button[]
}
