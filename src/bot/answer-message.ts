/**
 * The handler behind the inbound queue: takes a chat's oldest unanswered message, decides, and commits the answer with
 * everything it changes. Bells for the replies ring right after the commit, so nobody waits for a tick; a bell that is
 * lost is rung again by a sweep, and a message that was answered is not there any more.
 */
import type { ChannelName } from '../channels/channel.ts'
import type { Content } from '../content/content.ts'
import { vietnamDay, vietnamTime } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { Lane } from '../domain/notice-state.ts'
import type { PersonRecord, ScheduleRecord } from '../domain/person-record.ts'
import { showPhone } from '../domain/phone.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Routed, RoomDesk, RoomMessage } from '../groups/route-message.ts'
import type { JobDefinition } from '../queue/job.ts'
import type { Action, Facts, Incoming, Proof, TicketTopic, Turn } from './conversation.ts'
import { TICKET_TOPICS } from './conversation.ts'
import { parse, serialise } from './conversation-state.ts'
import { proofOffered } from './proof-offered.ts'
import { menu } from './features/small-talk.ts'
import { step } from './step.ts'
import type { Village } from './understand/slots/village.ts'
import type { Understand } from './understand/understand.ts'
import { textOf, writeReplies } from './write-replies.ts'
import type { WrittenReply } from './write-replies.ts'

export interface AnswerPayload {
  readonly [field: string]: string
  contactId: string
  messageId: string
}

/** A bell for each message; it says which chat has something to be answered. */
export const answerJob: JobDefinition<AnswerPayload> = { name: 'bot.answer', queue: 'inbound', key: ({ messageId }) => `m${messageId}` }

export interface OpenTurn {
  contactId: string
  message: { id: string; channel: ChannelName; isGroup: boolean; body: MessageBody; occurredAt: Date }
  commune: { id: number; name: string; profile: CommuneProfile }
  state: string | undefined
  misses: number
  paused: boolean
  openTicket: { id: string; topic: string } | undefined
  people: readonly PersonRecord[]
  villages: readonly Village[]
  villageSchedule(name: string): Promise<(ScheduleRecord & { village: string }) | undefined>
  redeem(code: string): Promise<Proof>
  peopleOfPhone(phone: string): Promise<readonly PersonRecord[]>
  /** +84…, where whoever writes can be rung; undefined: nobody knows. */
  callBack(): Promise<string | undefined>
  room: RoomDesk
  save(turn: SavedTurn): Promise<readonly Queued[]>
}

export interface MessageBody {
  text: string
  buttonData?: string
  verifiedPhone?: string
  startPayload?: string
  /** In a group: who of it wrote. */
  from?: string
  /** The provider's id of our message that this one answers. */
  replyTo?: string
  attachments?: readonly { kind: string; url?: string; name?: string }[]
}

export interface Queued {
  noticeId: string
  round: string
  channel: ChannelName
  lane: Lane
}

export interface SavedTurn {
  state: string | undefined
  misses: number
  intents: readonly string[]
  replies: readonly WrittenReply[]
  actions: readonly SavedAction[]
}

type SavedAction =
  | Exclude<Action, { kind: 'ticket' | 'send-code' }>
  | (Extract<Action, { kind: 'ticket' }> & { facts: string; page?: string })
  | (Extract<Action, { kind: 'send-code' }> & { code: string; text: string; forMs: number })

export interface AnswerDeps {
  clock: Clock
  log: Log
  content: Pick<Content, 'render'>
  understand: Understand
  /** The committee's business; undefined: the message is none of it. */
  route(desk: RoomDesk, message: RoomMessage, now: Date): Promise<Routed | undefined>
  canTextPhones: boolean
  /** Six random digits. */
  newCode(): string
  inTurn<Result>(contactId: string, now: Date, onTaken: (messageId: string) => void, work: (turn: OpenTurn) => Promise<Result>): Promise<Result | undefined>
  ring(queued: readonly Queued[]): Promise<void>
  /** Counts a try of ours that broke; true: it was the last one. */
  countFailure(messageId: string, most: number, now: Date): Promise<boolean>
}

const CODE_MINUTES = 10
const MOST_TRIES = 3

/** Answers the chat's oldest message that waits, if one does. */
export function answerNext(deps: AnswerDeps) {
  const write = writeReplies(deps.content)
  return async (contactId: string): Promise<void> => {
    const now = deps.clock.now()
    let taken: string | undefined
    try {
      const onTaken = (messageId: string): void => void (taken = messageId)
      const queued = await deps.inTurn(contactId, now, onTaken, async (turn) => turn.save(await decide(deps, write, turn, now)))
      if (queued !== undefined && queued.length > 0) await deps.ring(queued)
    } catch (problem) {
      if (taken !== undefined && (await deps.countFailure(taken, MOST_TRIES, now))) deps.log.error({ err: problem, messageId: taken }, 'a message could not be answered; it is left to a person')
      throw problem
    }
  }
}

async function decide(deps: AnswerDeps, write: ReturnType<typeof writeReplies>, turn: OpenTurn, now: Date): Promise<SavedTurn> {
  const routed = await deps.route(turn.room, roomMessage(turn), now)
  if (routed !== undefined) return { state: turn.state, misses: 0, intents: [`group.${routed.kind}`], replies: routed.replies, actions: [] }
  const { body } = turn.message
  const stored = parse(turn.state)
  const facts = await gatherFacts(deps, turn, stored.unreadable, stored.state.step === 'ask-proof')
  const message: Incoming = { text: body.text, pressed: body.buttonData ?? chosen(body.text, stored.offered) }
  const decided: Turn = body.startPayload !== undefined && facts.proof === undefined ? menu() : step(stored.state, message, facts, now)
  const replies = await write(turn.commune.id, decided.replies, facts, now)
  const offered = decided.replies.flatMap(({ buttons = [] }) => buttons.map(({ data }) => data))
  return {
    state: serialise({ state: decided.state, offered }),
    misses: decided.missed === true ? turn.misses + 1 : 0,
    intents: facts.understood?.intents ?? [],
    replies,
    actions: await Promise.all(decided.actions.map((action) => prepared(deps, action, turn, facts))),
  }
}

/** In an own chat whoever writes is the chat. */
function roomMessage({ message }: OpenTurn): RoomMessage {
  const { id, channel, isGroup, body, occurredAt } = message
  return {
    inboundId: id, channel, isGroup, occurredAt, from: body.from, text: body.text, buttonData: body.buttonData,
    startPayload: body.startPayload, replyTo: body.replyTo, attachments: body.attachments ?? [],
  }
}

/** "2" is the second choice that was offered, where nothing can be pressed. */
function chosen(text: string, offered: readonly string[]): string | undefined {
  const number = /^\s*([1-9])\s*[.)]?\s*$/.exec(text)?.[1]
  return number === undefined ? undefined : offered[Number(number) - 1]
}

async function gatherFacts(deps: AnswerDeps, turn: OpenTurn, stateLost: boolean, askedForProof: boolean): Promise<Facts> {
  const { message, commune } = turn
  const { text } = message.body
  const understood = text.trim() === '' || message.isGroup ? undefined : deps.understand(text, { sentOn: vietnamDay(message.occurredAt), villages: turn.villages })
  const village = understood?.slots.village
  return {
    channel: message.channel, isGroup: message.isGroup, commune, people: turn.people, misses: turn.misses, stateLost, paused: turn.paused,
    openTicket: turn.openTicket && { id: turn.openTicket.id, topic: topicOf(turn.openTicket.topic) },
    understood,
    proof: message.isGroup || understood?.intents.includes('emergency') === true ? undefined : await proofOf(turn, askedForProof),
    canTextPhones: deps.canTextPhones,
    villageSchedule: village === undefined || turn.people.length > 0 ? undefined : await turn.villageSchedule(village),
  }
}

const topicOf = (stored: string): TicketTopic => TICKET_TOPICS.find((topic) => topic === stored) ?? 'asked-for-person'

async function proofOf(turn: OpenTurn, askedForProof: boolean): Promise<Proof | undefined> {
  const offered = proofOffered(turn.message.body, askedForProof)
  if (offered === undefined) return undefined
  if (offered.kind === 'code') return turn.redeem(offered.code)
  const people = await turn.peopleOfPhone(offered.phone)
  return people.length === 0 ? { kind: 'unknown-phone' } : { kind: 'accepted', people, by: 'phone' }
}

async function prepared(deps: AnswerDeps, action: Action, turn: OpenTurn, facts: Facts): Promise<SavedAction> {
  if (action.kind === 'ticket') {
    const { understood, people } = facts
    const page = action.urgent === true ? { page: await pageText(deps, turn, facts) } : {}
    return { ...action, facts: JSON.stringify({ understood, people }), ...page }
  }
  if (action.kind === 'send-code') {
    const code = deps.newCode()
    const { sender } = turn.commune.profile
    const text = await textOf(deps.content, turn.commune.id, { template: 'answer-link-code', fields: { code, minutes: `${CODE_MINUTES} phút` } }, { sender })
    return { ...action, code, text, forMs: CODE_MINUTES * 60_000 }
  }
  return action
}

/** As much as fits a small screen and says what the matter is. */
const MOST_WORDS = 120

/** What the officers in office read at two in the morning. */
async function pageText(deps: AnswerDeps, turn: OpenTurn, { people }: Facts): Promise<string> {
  const { message, commune } = turn
  const phone = await turn.callBack()
  const words = message.body.text.trim()
  const fields = {
    heard_at: vietnamTime(message.occurredAt),
    words: words.length > MOST_WORDS ? `${words.slice(0, MOST_WORDS).trimEnd()}…` : words,
    writer: people.length === 0 ? null : people.map(({ fullName, village }) => [fullName, village].filter(Boolean).join(', ')).join('; '),
    call_back: phone === undefined ? null : showPhone(phone),
  }
  return textOf(deps.content, commune.id, { template: 'answer-page-duty', fields }, { sender: commune.profile.sender })
}
