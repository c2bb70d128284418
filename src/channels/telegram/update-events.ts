/**
 * A Telegram update → our events. Strict about what it reads and silent about the rest: an update that we do not
 * understand is no event. The same update may come twice, so every key derives from update_id.
 */
import { z } from 'zod'
import type { Attachment, ChatEvent, InboundEvent, MessageEvent } from '../channel.ts'

/** What getUpdates and setWebhook ask for; edits and channel posts never start a conversation. */
export const UPDATE_KINDS = ['message', 'callback_query', 'my_chat_member'] as const

const id = z.number().int()
const chat = z.object({ id, type: z.enum(['private', 'group', 'supergroup', 'channel']) })
const user = z.object({ id, is_bot: z.boolean() })
const unixTime = z
  .number()
  .int()
  .transform((seconds) => seconds * 1_000)
  .pipe(z.coerce.date())

const message = z.object({
  chat,
  from: user.optional(),
  date: unixTime,
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_to_message: z.object({ message_id: id }).optional(),
  photo: z.array(z.unknown()).optional(),
  document: z.object({ file_name: z.string().optional() }).optional(),
  voice: z.object({}).optional(),
  video: z.object({}).optional(),
  contact: z.object({ phone_number: z.string(), user_id: id.optional() }).optional(),
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
})

const update = z.object({
  update_id: id,
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      // An old message is "inaccessible": its chat is still there, its text is not.
      message: z.object({ chat }).optional(),
      data: z.string().optional(),
    })
    .optional(),
  my_chat_member: z
    .object({ chat, date: unixTime, new_chat_member: z.object({ status: z.string(), is_member: z.boolean().optional() }) })
    .optional(),
})

type Message = z.infer<typeof message>
type Update = z.infer<typeof update>

export interface ReadUpdate {
  updateId: number
  event?: InboundEvent
  /** A pressed button keeps its spinner until it is answered. */
  callbackId?: string
}

/** `now` stands in where Telegram gives no time (a pressed button). */
export function readUpdate(raw: unknown, now: Date): ReadUpdate | undefined {
  const parsed = update.safeParse(raw)
  if (!parsed.success) return undefined
  const { update_id: updateId, callback_query: press } = parsed.data
  const event = eventOf(parsed.data, `telegram:${updateId}`, now)
  return { updateId, ...(event === undefined ? {} : { event }), ...(press === undefined ? {} : { callbackId: press.id }) }
}

/** The id alone, so that polling can step over an update that `readUpdate` does not understand. */
export function updateIdOf(raw: unknown): number | undefined {
  const parsed = z.object({ update_id: id }).safeParse(raw)
  return parsed.success ? parsed.data.update_id : undefined
}

function eventOf(read: Update, dedupeKey: string, now: Date): InboundEvent | undefined {
  if (read.message !== undefined) return moved(read.message, dedupeKey) ?? said(read.message, dedupeKey)
  if (read.callback_query !== undefined) return pressed(read.callback_query, dedupeKey, now)
  if (read.my_chat_member !== undefined) return membership(read.my_chat_member, dedupeKey)
  return undefined
}

/** Group → supergroup: the old chat says where it went, the new one where it came from; either is enough. */
function moved({ chat: { id: here }, migrate_to_chat_id: to, migrate_from_chat_id: from, date }: Message, dedupeKey: string): ChatEvent | undefined {
  const move = to !== undefined ? { chat: here, movedTo: to } : from !== undefined ? { chat: from, movedTo: here } : undefined
  if (move === undefined) return undefined
  return { kind: 'chat', dedupeKey, chat: String(move.chat), change: 'moved', movedTo: String(move.movedTo), occurredAt: date }
}

function said(read: Message, dedupeKey: string): MessageEvent | undefined {
  const { chat: where, from, date, text, caption, contact, reply_to_message: answered } = read
  // A bot that answers a bot never stops; an anonymous group admin also writes as a bot.
  if (from === undefined || from.is_bot || where.type === 'channel') return undefined
  const written = (text ?? caption ?? '').normalize('NFC')
  const isGroup = where.type !== 'private'
  const attachments = attachmentsOf(read)
  // In a group a "somebody joined" is not said to us.
  if (isGroup && written === '' && attachments.length === 0) return undefined
  const phone = contact?.user_id === from.id ? phoneOf(contact.phone_number) : undefined
  const payload = /^\/start(?:@\w+)? ([\w-]{1,64})$/.exec(written)?.[1]
  return {
    kind: 'message',
    dedupeKey,
    from: String(from.id),
    chat: String(where.id),
    isGroup,
    text: written,
    ...(phone === undefined ? {} : { verifiedPhone: phone }),
    ...(payload === undefined ? {} : { startPayload: payload }),
    ...(answered === undefined ? {} : { replyTo: `${where.id}:${answered.message_id}` }),
    ...(attachments.length === 0 ? {} : { attachments }),
    occurredAt: date,
  }
}

/** What hangs on it, by kind: Telegram gives its files out only to whoever holds the bot's token. */
function attachmentsOf({ photo, document, voice, video }: Message): Attachment[] {
  return [
    ...(photo === undefined || photo.length === 0 ? [] : [{ kind: 'image' }]),
    ...(document === undefined ? [] : [{ kind: 'file', ...(document.file_name === undefined ? {} : { name: document.file_name }) }]),
    ...(voice === undefined ? [] : [{ kind: 'audio' }]),
    ...(video === undefined ? [] : [{ kind: 'video' }]),
  ]
}

function pressed(press: NonNullable<Update['callback_query']>, dedupeKey: string, now: Date): MessageEvent | undefined {
  if (press.from.is_bot || press.data === undefined) return undefined
  const where = press.message?.chat
  return {
    kind: 'message',
    dedupeKey,
    from: String(press.from.id),
    chat: String(where?.id ?? press.from.id),
    isGroup: where !== undefined && where.type !== 'private',
    text: '',
    buttonData: press.data,
    occurredAt: now,
  }
}

function membership({ chat: where, date, new_chat_member: us }: NonNullable<Update['my_chat_member']>, dedupeKey: string): ChatEvent {
  const outside = us.status === 'kicked' || us.status === 'left' || (us.status === 'restricted' && us.is_member === false)
  return { kind: 'chat', dedupeKey, chat: String(where.id), change: outside ? 'blocked' : 'unblocked', occurredAt: date }
}

/** Telegram gives the international number, with or without its plus. */
function phoneOf(shared: string): string | undefined {
  const digits = shared.replace(/[\s+().-]/g, '')
  if (/^0\d{9}$/.test(digits)) return `+84${digits.slice(1)}`
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : undefined
}
