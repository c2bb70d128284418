/**
 * Events of the Official Account → ours, by name. Strict about the little that is read and silent about the rest: a
 * known event without consequence is an empty list, an unknown one is undefined. Zalo repeats and reorders, so every
 * key derives from a message's id or from the body.
 */
import { z } from 'zod'
import { isDay } from '../../domain/calendar.ts'
import type { ChatEvent, InboundEvent, MessageEvent, ReceiptEvent } from '../channel.ts'
import { pressedButton } from './consultation.ts'
import { groupEvent, groupMessage } from './group-events.ts'
import { anId, attachmentsOf, eventTime, messagePart } from './event-parts.ts'
import { templateEvent } from './template-events.ts'
import { phoneReceiptId } from './template.ts'
import { claimedPhone } from './zalo-id.ts'

export interface EventFacts {
  /** Of the raw body: the key of an event that has no id of its own. */
  key: string
  /** Stands in where Zalo gives no time. */
  at: Date
  /** The header that marks ZBS by phone. */
  byPhone: boolean
}

const party = z.object({ id: anId })
const addressees = z.object({
  event_name: z.string(),
  oa_id: anId.optional().catch(undefined),
  oaId: anId.optional().catch(undefined),
  sender: party.optional().catch(undefined),
  recipient: party.optional().catch(undefined),
})

type Reader = (event: unknown, facts: EventFacts, name: string) => InboundEvent[] | undefined
const noConsequence: Reader = () => []

const said = z.object({ sender: party, message: messagePart, ...eventTime })
const echo = z.object({ sender: z.object({ admin_id: anId.optional() }), recipient: party, message: z.object({ msg_id: anId.optional() }).optional(), ...eventTime })
const state = z.object({
  recipient: party.optional(),
  message: z.object({ msg_id: anId.optional(), msg_ids: z.array(anId).max(1_000).optional(), tracking_id: anId.optional(), delivery_time: z.unknown().optional() }),
  ...eventTime,
})
/** Who it is about stands in one of these places, by the kind of event. */
const somebody = z
  .object({ follower: party.optional(), user_id: anId.optional(), sender: party.optional(), ...eventTime })
  .transform(({ follower, user_id, sender, timestamp }) => ({ who: follower?.id ?? user_id ?? sender?.id, timestamp }))
const optionalText = z.union([z.string().max(500), z.number()]).transform(String).optional().catch(undefined)
const form = z.object({
  sender: party,
  info: z.object({
    name: optionalText,
    phone: optionalText,
    user_dob: optionalText,
    address: optionalText,
    district: optionalText,
    city: optionalText,
    full_address: z.object({ user_address: optionalText, user_ward: optionalText, user_city: optionalText }).optional().catch(undefined),
  }),
  ...eventTime,
})

const READERS: Readonly<Record<string, Reader>> = {
  follow: chatChange('unblocked'),
  unfollow: chatChange('blocked'),
  user_click_chatnow: interaction,
  user_call_oa: interaction,
  user_received_message: received,
  user_seen_message: seen,
  user_submit_info: submitted,
  user_withdraw: withdrawn,
  user_reacted_message: noConsequence,
  oa_reacted_message: noConsequence,
  update_user_info: noConsequence,
  add_user_to_tag: noConsequence,
  remove_user_from_tag: noConsequence,
  remove_tag: noConsequence,
  widget_interaction_accepted: noConsequence,
  widget_failed_to_sync_user_external_id: noConsequence,
  oa_send_consent: noConsequence,
  user_reply_consent: noConsequence,
  oa_call_user: noConsequence,
  extension_purchased: noConsequence,
}

/** Longest first: `user_send_group_…` is no `user_send_…`. */
const FAMILIES: readonly [string, Reader][] = [
  ['user_send_group_', groupMessage],
  ['oa_send_group_', noConsequence],
  // Anonymous people have no address to which anything but a chat window leads.
  ['anonymous_send_', noConsequence],
  ['oa_send_anonymous_', noConsequence],
  ['user_send_', message],
  ['oa_send_', takeover],
]

export function readEvent(event: { event_name: string }, facts: EventFacts): InboundEvent[] | undefined {
  const name = event.event_name
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : FAMILIES.find(([start]) => name.startsWith(start))?.[1]
  return reader === undefined ? (groupEvent(event, facts, name) ?? templateEvent(event, facts, name)) : reader(event, facts, name)
}

/** Whether an event concerns this account; one that names nobody is believed, for it is signed. */
export function isOf(oaId: string, event: object): boolean {
  const { event_name: name, oa_id, oaId: flat = oa_id, sender, recipient } = addressees.parse(event)
  if (flat !== undefined) return flat === oaId
  // In a group, the two parties are a person and the group.
  const parties = [sender?.id, recipient?.id].filter((one) => one !== undefined)
  return parties.length === 0 || name.includes('_group_') || parties.includes(oaId)
}

function message(event: unknown, { key, at }: EventFacts): MessageEvent[] {
  const read = said.safeParse(event)
  if (!read.success) return []
  const { sender, message: part, timestamp } = read.data
  const text = (part.text ?? '').normalize('NFC')
  const buttonData = pressedButton(text)
  return [
    {
      kind: 'message',
      dedupeKey: `zalo:message:${part.msg_id ?? key}`,
      from: sender.id,
      chat: sender.id,
      isGroup: false,
      text: buttonData === undefined ? text : '',
      ...(buttonData === undefined ? {} : { buttonData }),
      ...(part.quote_msg_id === undefined ? {} : { replyTo: part.quote_msg_id }),
      ...attachmentsOf(part),
      occurredAt: timestamp ?? at,
    },
  ]
}

/** Our own sends come back too; only a person in the account's chat tool has an admin_id. */
function takeover(event: unknown, { key, at }: EventFacts): InboundEvent[] {
  const read = echo.safeParse(event)
  if (!read.success || read.data.sender.admin_id === undefined) return []
  const { sender, recipient, message: part, timestamp } = read.data
  return [{ kind: 'takeover', dedupeKey: `zalo:takeover:${part?.msg_id ?? key}`, chat: recipient.id, by: sender.admin_id as string, occurredAt: timestamp ?? at }]
}

/** Two events under one name: what went by phone has a header of its own, or our tracking id. */
function received(event: unknown, { at, byPhone }: EventFacts): ReceiptEvent[] {
  const read = state.safeParse(event)
  if (!read.success || read.data.message.msg_id === undefined) return []
  const { message: part, timestamp } = read.data
  const phone = byPhone || part.tracking_id !== undefined || part.delivery_time !== undefined
  const deliveredAt = eventTime.timestamp.safeParse(part.delivery_time)
  return [
    {
      kind: 'receipt',
      dedupeKey: `zalo:delivered:${part.msg_id}`,
      ...(part.tracking_id === undefined || part.tracking_id === '' ? {} : { requestId: part.tracking_id }),
      providerId: phone ? phoneReceiptId(part.msg_id as string) : (part.msg_id as string),
      outcome: 'delivered',
      occurredAt: (deliveredAt.success ? deliveredAt.data : undefined) ?? timestamp ?? at,
    },
  ]
}

function seen(event: unknown, { at }: EventFacts): ReceiptEvent[] {
  const read = state.safeParse(event)
  if (!read.success) return []
  const { message: part, timestamp } = read.data
  const ids = part.msg_ids ?? (part.msg_id === undefined ? [] : [part.msg_id])
  return ids.map((id) => ({ kind: 'receipt', dedupeKey: `zalo:seen:${id}`, providerId: id, outcome: 'seen', occurredAt: timestamp ?? at }))
}

function chatChange(change: ChatEvent['change']): Reader {
  return (event, { key, at }) => {
    const read = somebody.safeParse(event)
    if (!read.success || read.data.who === undefined) return []
    const { who: chat, timestamp } = read.data
    const changed: ChatEvent = { kind: 'chat', dedupeKey: `zalo:${key}`, chat, change, occurredAt: timestamp ?? at }
    // To follow is also to turn to the account, which opens the window for free text.
    return change === 'unblocked' ? [changed, { kind: 'interaction', dedupeKey: `zalo:${key}:interaction`, chat, occurredAt: timestamp ?? at }] : [changed]
  }
}

function interaction(event: unknown, { key, at }: EventFacts): InboundEvent[] {
  const read = somebody.safeParse(event)
  if (!read.success || read.data.who === undefined) return []
  return [{ kind: 'interaction', dedupeKey: `zalo:${key}`, chat: read.data.who, occurredAt: read.data.timestamp ?? at }]
}

function withdrawn(event: unknown, { key, at }: EventFacts): InboundEvent[] {
  const read = somebody.safeParse(event)
  if (!read.success || read.data.who === undefined) return []
  return [{ kind: 'withdrawal', dedupeKey: `zalo:${key}`, chat: read.data.who, occurredAt: read.data.timestamp ?? at }]
}

function submitted(event: unknown, { key, at }: EventFacts): MessageEvent[] {
  const read = form.safeParse(event)
  if (!read.success) return []
  const { sender, info, timestamp } = read.data
  const phone = claimedPhone(info.phone ?? '')
  const birth = birthOf(info.user_dob)
  const { full_address: full } = info
  const parts = full === undefined ? [info.address, info.district, info.city] : [full.user_address, full.user_ward, full.user_city]
  const address = parts.filter((one) => one !== undefined && one !== '').join(', ').normalize('NFC')
  const name = (info.name ?? '').normalize('NFC').trim()
  return [
    {
      kind: 'message',
      dedupeKey: `zalo:${key}`,
      from: sender.id,
      chat: sender.id,
      isGroup: false,
      text: '',
      claim: {
        ...(name === '' ? {} : { name }),
        ...(phone === undefined ? {} : { phone }),
        ...(birth === undefined ? {} : { birth }),
        ...(address === '' ? {} : { address }),
      },
      occurredAt: timestamp ?? at,
    },
  ]
}

function birthOf(written: string | undefined): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(written ?? '') ?? []
  if (day === undefined || month === undefined || year === undefined) return undefined
  const birth = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(birth) ? birth : undefined
}
