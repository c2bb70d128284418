/** What a chat would be told: the same understanding, step and texts, with nothing sent and nothing kept. */
import type { Button } from '../channels/channel.ts'
import type { Content } from '../content/content.ts'
import { vietnamDay } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { PersonRecord, Relation, ScheduleRecord } from '../domain/person-record.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Action, Facts } from './conversation.ts'
import { IDLE } from './conversation-state.ts'
import { step } from './step.ts'
import type { Village } from './understand/slots/village.ts'
import type { Understand } from './understand/understand.ts'
import { writeReplies } from './write-replies.ts'

export interface AskOnceDeps {
  clock: Clock
  content: Pick<Content, 'render'>
  understand: Understand
  canTextPhones: boolean
  villages(communeId: number): Promise<readonly Village[]>
  villageSchedule(communeId: number, name: string): Promise<(ScheduleRecord & { village: string }) | undefined>
  people(links: readonly { personId: string; relation: string }[]): Promise<readonly PersonRecord[]>
}

export interface AskOnce {
  commune: { id: number; name: string; profile: CommuneProfile }
  /** Whom the chat stands for; nobody: it is not linked. */
  as: readonly { personId: string; relation: Relation }[]
  text: string
}

export interface OnceAnswered {
  replies: readonly { text: string; buttons: readonly Button[] }[]
  actions: readonly Action[]
}

export function askOnce(deps: AskOnceDeps) {
  const write = writeReplies(deps.content)
  return async ({ commune, as, text }: AskOnce): Promise<OnceAnswered> => {
    const now = deps.clock.now()
    const understood = text.trim() === '' ? undefined : deps.understand(text, { sentOn: vietnamDay(now), villages: await deps.villages(commune.id) })
    const village = understood?.slots.village
    const facts: Facts = {
      channel: 'webchat', isGroup: false, commune, people: await deps.people(as), misses: 0, stateLost: false, paused: false, openTicket: undefined,
      understood, proof: undefined, canTextPhones: deps.canTextPhones,
      villageSchedule: village === undefined || as.length > 0 ? undefined : await deps.villageSchedule(commune.id, village),
    }
    const turn = step(IDLE, { text, pressed: undefined }, facts, now)
    return { replies: await write(commune.id, turn.replies, facts, now), actions: turn.actions }
  }
}
