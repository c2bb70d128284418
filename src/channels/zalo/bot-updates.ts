/** An update of the Bot Platform → our message; undefined for what nobody here reads. */
import { z } from 'zod'
import type { Attachment, MessageEvent } from '../channel.ts'
import { anId, eventTime } from './event-parts.ts'

/** The bot knows people under ids of its own, which no other part of Zalo understands. */
const BOT = 'bot:'

/** The chat of an address of ours; undefined where it is not the bot's. */
export function botChat(to: string): string | undefined {
  const chat = to.startsWith(BOT) ? to.slice(BOT.length) : ''
  return /^[\w-]{1,100}$/.test(chat) ? chat : undefined
}

export const isBotAddress = (to: string): boolean => to.startsWith(BOT)

const link = z.string().max(4_000).optional().catch(undefined)
const update = z.object({
  event_name: z.string().max(100),
  message: z.object({
    message_id: anId,
    date: eventTime.timestamp,
    text: z.string().max(20_000).optional().catch(undefined),
    caption: z.string().max(20_000).optional().catch(undefined),
    photo: link,
    photo_url: link,
    voice_url: link,
    from: z.object({ id: anId, is_bot: z.boolean().catch(false) }),
    chat: z.object({ id: anId, chat_type: z.string().catch('PRIVATE') }),
  }),
})
/** Documented with an envelope, seen without. */
const enveloped = z.object({ ok: z.literal(true), result: update }).transform(({ result }) => result)
const either = z.union([update, enveloped])

export function readBotUpdate(raw: unknown, now: Date): MessageEvent | undefined {
  const read = either.safeParse(raw)
  if (!read.success || !/^message\.\w+\.received$/.test(read.data.event_name)) return undefined
  const { message } = read.data
  // A bot that answers a bot never stops.
  if (message.from.is_bot) return undefined
  const attachments = attachmentsOf(message)
  return {
    kind: 'message',
    dedupeKey: `zalo-bot:${message.message_id}`,
    from: `${BOT}${message.from.id}`,
    chat: `${BOT}${message.chat.id}`,
    isGroup: message.chat.chat_type.toUpperCase() === 'GROUP',
    text: (message.text ?? message.caption ?? '').normalize('NFC'),
    ...(attachments.length === 0 ? {} : { attachments }),
    occurredAt: message.date ?? now,
  }
}

function attachmentsOf({ photo, photo_url, voice_url }: z.infer<typeof update>['message']): Attachment[] {
  const picture = photo ?? photo_url
  return [...(picture === undefined ? [] : [{ kind: 'image', url: picture }]), ...(voice_url === undefined ? [] : [{ kind: 'audio', url: voice_url }])]
}
