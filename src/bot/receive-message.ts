/**
 * A citizen's message arrives: stored durably, rung for, and the provider is answered. Nothing is decided here. A bell that
 * cannot ring is no reason to refuse the message: a sweep rings for what waits.
 */
import type { ChannelName, MessageEvent } from '../channels/channel.ts'
import { later } from '../domain/calendar.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Bell } from '../queue/job.ts'
import type { AnswerPayload, MessageBody } from './answer-message.ts'

export interface InboundRow {
  channel: ChannelName
  dedupeKey: string
  chat: string
  isGroup: boolean
  body: MessageBody
  occurredAt: Date
}

export interface ReceiveMessageDeps {
  clock: Clock
  log: Log
  /** undefined: known already, or from nobody whom we could answer. `turned`: that they turned to us is known with it. */
  store(row: InboundRow, now: Date): Promise<{ messageId: string; contactId: string; turned: boolean } | undefined>
  /** Somebody holds the contact's row; it is told a moment later. */
  keepTurn(channel: ChannelName, turn: { dedupeKey: string; chat: string; occurredAt: Date }): Promise<unknown>
  bell: Bell<AnswerPayload>
}

/** Longer than anybody types; what a hostile client sends besides is not kept. */
const MAX_CHARS = 8_000

export function receiveMessage(deps: ReceiveMessageDeps) {
  return async (channel: ChannelName, event: MessageEvent): Promise<void> => {
    const { buttonData, verifiedPhone, startPayload, attachments, replyTo } = event
    const stored = await deps.store(
      {
        channel, dedupeKey: event.dedupeKey, chat: event.chat, isGroup: event.isGroup, occurredAt: event.occurredAt,
        body: {
          text: event.text.replaceAll('\0', '').slice(0, MAX_CHARS),
          ...(buttonData === undefined ? {} : { buttonData }),
          ...(verifiedPhone === undefined ? {} : { verifiedPhone }),
          ...(startPayload === undefined ? {} : { startPayload }),
          ...(event.from === event.chat ? {} : { from: event.from }),
          ...(replyTo === undefined ? {} : { replyTo }),
          ...(attachments === undefined ? {} : { attachments: attachments.map(({ kind, url, name }) => ({ kind, ...(url === undefined ? {} : { url }), ...(name === undefined ? {} : { name }) })) }),
        },
      },
      deps.clock.now(),
    )
    if (stored === undefined) return
    const { messageId, contactId, turned } = stored
    if (!turned) await deps.keepTurn(channel, { dedupeKey: `turn ${event.dedupeKey}`, chat: event.chat, occurredAt: event.occurredAt })
    await deps.bell.ring([{ messageId, contactId }]).catch((err: unknown) => deps.log.warn({ err }, 'a message waits for the sweep to be rung for'))
  }
}

/** A bell needs a moment to be heard. */
const UNHEARD_MS = 10_000
const AT_ONCE = 500

/** Rings for messages whose bell was lost. Returns how many. */
export function ringUnanswered(deps: Pick<ReceiveMessageDeps, 'clock' | 'bell'> & { unheard(before: Date, limit: number): Promise<readonly AnswerPayload[]> }) {
  return async (): Promise<number> => {
    const waiting = await deps.unheard(later(deps.clock.now(), -UNHEARD_MS), AT_ONCE)
    if (waiting.length > 0) await deps.bell.ring(waiting)
    return waiting.length
  }
}
