/** The bot of this process: what it hears with, decides by and answers through. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { answerJob, answerNext } from '../bot/answer-message.ts'
import type { AnswerDeps, AnswerPayload } from '../bot/answer-message.ts'
import { chatsInHand } from '../bot/chats-in-hand.ts'
import type { ChatsInHand } from '../bot/chats-in-hand.ts'
import { receiveMessage, ringUnanswered } from '../bot/receive-message.ts'
import { loadUnderstand } from '../bot/understand/load-understand.ts'
import type { Understand } from '../bot/understand/understand.ts'
import type { Channel } from '../channels/channel.ts'
import type { Content } from '../content/content.ts'
import type { GiveWay } from '../delivery/give-way.ts'
import type { Clock } from '../kernel/clock.ts'
import type { QueueBackend } from '../queue/bull.ts'
import { DONE } from '../queue/job.ts'
import type { Bell } from '../queue/job.ts'
import { keepEvent } from '../store/channel-events.ts'
import { inTurn } from '../store/conversation-turn.ts'
import { TURN_CONNECTIONS } from '../store/database.ts'
import { countFailure, storeInbound, unheardMessages } from '../store/inbound-messages.ts'
import type { Ground } from '../store/ground.ts'
import type { Promoted } from '../store/promote-notices.ts'
import { routing } from './groups.ts'
import { BUILT, TEMPLATES } from './templates-dir.ts'

export const understandIn = ({ config, log }: Pick<Ground, 'config' | 'log'>) =>
  loadUnderstand({
    languageDir: join(TEMPLATES, 'vi'),
    ownDir: join(config.dataDir, 'language'),
    // The problem quotes a line of the officer's file, never a citizen.
    refused: (err) => log.warn({ err }, "the commune's own phrases cannot be read; going on without them"),
    modelDirs: [BUILT, config.dataDir],
  })

/** Answers a message here and now; false: there is no bot in this process, or it has its hands full. */
export type AnswerHere = (payload: AnswerPayload) => boolean

/** A message that can be answered where it was heard needs no bell: one that is lost with the process, the sweep rings for. */
export function earsOf({ database, cipher, log }: Ground, clock: Clock, queue: QueueBackend, answerHere: AnswerHere) {
  const bell = queue.bell(answerJob)
  const near: Bell<AnswerPayload> = { ring: async (payloads) => bell.ring(payloads.filter((payload) => !answerHere(payload))) }
  return {
    hear: receiveMessage({
      clock, log, bell: near,
      store: (row, now) => storeInbound(database.inbound, cipher, row, now),
      keepTurn: (channel, turn) => keepEvent(database.inbound, cipher, channel, { kind: 'interaction', ...turn }, clock.now()),
    }),
    ringUnanswered: ringUnanswered({ clock, bell, unheard: (before, limit) => unheardMessages(database.pool, before, limit) }),
  }
}

export interface Answering {
  answerHere: AnswerHere
  stop(): Promise<void>
}

/** Answers what is heard, here or by any other process. Where it must first learn to understand, messages wait for it, and nothing else does. */
export function startAnswering(
  ground: Ground, clock: Clock, channels: readonly Channel[], content: Content, queue: QueueBackend, ring: (queued: readonly Promoted[]) => Promise<void>, way: GiveWay,
): Answering {
  const { database, cipher, log } = ground
  const stopping = new AbortController()
  const underWay = new Set<Promise<void>>()
  let chats: ChatsInHand | undefined
  const begin = (understand: Understand, route: AnswerDeps['route']) => {
    const answer = answerNext({
      clock, log, content, ring,
      understand, route,
      canTextPhones: channels.some(({ name }) => name === 'sms'),
      newCode: () => String(randomInt(1_000_000)).padStart(6, '0'),
      inTurn: (contactId, now, onTaken, work) => inTurn(database, cipher, contactId, now, onTaken, work),
      countFailure: (messageId, most, now) => countFailure(database, cipher, messageId, most, now),
    })
    const inHand = chatsInHand((contactId) => way.before(() => answer(contactId)))
    chats = inHand
    return queue.work(answerJob, async ({ contactId }) => {
      await inHand.take(contactId)
      return DONE
    }, { concurrency: TURN_CONNECTIONS })
  }
  const begun = Promise.all([understandIn(ground), routing(ground, clock, channels, content)]).then(([understand, route]) => (stopping.signal.aborted ? undefined : begin(understand, route)))
  begun.catch((err: unknown) => log.fatal({ err }, 'the bot cannot learn to understand; nobody is answered'))
  return {
    answerHere: ({ contactId, messageId }) => {
      if (chats === undefined || stopping.signal.aborted || chats.count >= TURN_CONNECTIONS) return false
      const turn = chats.take(contactId).catch((err: unknown) => log.error({ err, messageId }, 'a turn broke; the message is tried again')).finally(() => underWay.delete(turn))
      underWay.add(turn)
      return true
    },
    stop: async () => {
      stopping.abort()
      await (await begun.catch(() => undefined))?.stop()
      await Promise.all(underWay)
    },
  }
}
