/**
 * The contract of a messenger. An adapter translates and has no opinion: it never chooses whom to write to,
 * never retries, never reads the clock or the database. Everything it receives is parsed, everything it throws
 * is a SendError.
 */
import type { ChannelName, ContactKind, ErrorClass } from '../domain/notice-state.ts'
import { LoaError } from '../kernel/errors.ts'

export type { ChannelName, ContactKind, ErrorClass }

export interface Button {
  /** What the person sees, at most 40 characters. */
  title: string
  /** What comes back when it is pressed, at most 64 bytes (Telegram's limit, the smallest). */
  data: string
  /** Pressing it gives away the sender's own number, vouched for by the messenger; only where it can (Telegram). */
  sharesPhone?: true
}

export interface OutboundMessage {
  /** The address on this channel: +84… for SMS, the chat id elsewhere. Never logged. */
  to: string
  /** NFC. Already shaped for this channel by content/ (an SMS is unaccented here if it is to be). */
  text: string
  buttons?: readonly Button[]
  /** Ours, at most 36 characters of [A-Za-z0-9-]: the provider's idempotency key where it has one. */
  requestId: string
  /** Do not deliver after this instant, where the provider can be told so. */
  notAfter?: Date
  /** A citizen is waiting for this one: a gateway may put it before bulk. */
  urgent?: boolean
  /** When the person last turned to us on this channel. A messenger that takes free text only for some days after that wants to know. */
  lastInboundAt?: Date
  /** What is sent where the messenger lets nobody write freely: one of the texts that it approved, with its values. */
  template?: ProviderTemplate
  /** The provider's id of the message that this one answers. */
  replyTo?: string
  /** A picture above the text, by its public https address. */
  imageUrl?: string
  /** Asks the person for name and phone by the messenger's own form. What comes back is a claim, not proof. */
  askContact?: { title: string; imageUrl: string }
}

export interface ProviderTemplate {
  id: string
  values: Readonly<Record<string, string>>
}

export interface Sent {
  /** The provider's id, under which receipts come. */
  providerId: string
  /** `accepted`: a receipt may follow. `delivered`: the provider's own answer is the proof. */
  outcome: 'accepted' | 'delivered'
  /** What the provider says that it cost, in đồng, where it says so. */
  costDong?: number
  /** The approved text of this id went out, and not ours. */
  template?: string
}

/**
 * Why a send failed. `errorClass` decides what delivery does; `ambiguous` says that the request may have
 * reached the provider (time-out, cut connection, 5xx after the body left): then nothing is sent again
 * unless the channel is idempotent.
 */
export class SendError extends LoaError {
  readonly errorClass: ErrorClass
  readonly ambiguous: boolean
  /** For WAIT and throttling: how long the provider asked us to wait. */
  readonly afterMs: number | undefined
  /** The address is dead for good (blocked, deactivated, invalid): the contact must be marked. */
  readonly recipientGone: boolean
  /** The chat has a new id (Telegram supergroup): store it, then try again. */
  readonly movedTo: string | undefined
  /** The address cannot be reached on this channel for so long; on other channels it may well be (a phone without Zalo). */
  readonly unreachableForMs: number | undefined

  constructor(
    code: string,
    message: string,
    options: {
      errorClass: ErrorClass
      ambiguous?: boolean
      afterMs?: number
      recipientGone?: boolean
      movedTo?: string
      unreachableForMs?: number
      /** Safe to log: the provider's name and its own code, never its words (they quote numbers and texts). */
      detail?: Record<string, unknown>
      cause?: unknown
    },
  ) {
    super(code, message, { ...(options.detail === undefined ? {} : { detail: options.detail }), cause: options.cause })
    this.name = 'SendError'
    this.errorClass = options.errorClass
    this.ambiguous = options.ambiguous ?? false
    this.afterMs = options.afterMs
    this.recipientGone = options.recipientGone ?? false
    this.movedTo = options.movedTo
    this.unreachableForMs = options.unreachableForMs
  }
}

/** A provider's word about a message that it accepted earlier. */
export interface ReceiptEvent {
  kind: 'receipt'
  /** Makes the same receipt, delivered twice, one receipt. */
  dedupeKey: string
  requestId?: string
  providerId?: string
  outcome: 'sent' | 'delivered' | 'failed' | 'seen'
  errorCode?: string
  /** For `failed`: what delivery should do next. FALL unless the provider's table says otherwise. */
  errorClass?: ErrorClass
  occurredAt: Date
}

/** Somebody wrote, pressed a button, or shared a contact. */
export interface MessageEvent {
  kind: 'message'
  dedupeKey: string
  from: string
  /** The chat to answer to; equals `from` in a private chat. */
  chat: string
  isGroup: boolean
  text: string
  buttonData?: string
  /** The sender's own phone, proved by the messenger itself (Telegram contact of the sender), as +84…. */
  verifiedPhone?: string
  /** The payload of a deep link (`/start <payload>`). */
  startPayload?: string
  /** The provider's id of our message that this one quotes. */
  replyTo?: string
  attachments?: readonly Attachment[]
  /** What somebody typed into the messenger's contact form: to be verified before anything is disclosed. */
  claim?: { name?: string; phone?: string; birth?: string; address?: string }
  occurredAt: Date
}

export interface Attachment {
  /** image, file, audio, video, sticker, gif, link, location, business_card; others as the provider names them. */
  kind: string
  /** Expires: fetch it soon or not at all. */
  url?: string
  name?: string
  latitude?: number
  longitude?: number
}

/** The person blocked the bot, left, or the chat got a new id. */
export interface ChatEvent {
  kind: 'chat'
  dedupeKey: string
  chat: string
  change: 'blocked' | 'unblocked' | 'moved'
  movedTo?: string
  occurredAt: Date
}

/** The person turned to us without writing (followed, opened the chat): free text is allowed again for a while. */
export interface InteractionEvent {
  kind: 'interaction'
  dedupeKey: string
  chat: string
  occurredAt: Date
}

/** A person of ours answers in the messenger's own tool: the bot keeps quiet in this chat. */
export interface TakeoverEvent {
  kind: 'takeover'
  dedupeKey: string
  chat: string
  /** The provider's id of who answered. */
  by: string
  occurredAt: Date
}

/** Something changed about a group or who is in it. */
export interface GroupEvent {
  kind: 'group'
  dedupeKey: string
  /** The address to write to the group. */
  group: string
  change: 'created' | 'deleted' | 'updated' | 'joined' | 'left' | 'asked-to-join' | 'accepted' | 'rejected' | 'admin-added' | 'admin-removed'
  people: readonly string[]
  occurredAt: Date
}

/** The person asks that what we hold of them be deleted. */
export interface WithdrawalEvent {
  kind: 'withdrawal'
  dedupeKey: string
  chat: string
  occurredAt: Date
}

/** Something that an officer must know about the channel itself. */
export interface AlertEvent {
  kind: 'alert'
  dedupeKey: string
  code: string
  /** One or two sentences in Vietnamese: what is the matter, and what to do. */
  said: string
  occurredAt: Date
}

export type InboundEvent = ReceiptEvent | MessageEvent | ChatEvent | InteractionEvent | TakeoverEvent | GroupEvent | WithdrawalEvent | AlertEvent

/** Stores the event durably; the adapter answers its provider only after this resolved. */
export type Receive = (event: InboundEvent) => Promise<void>

export interface RouteRequest {
  headers: Readonly<Record<string, string | undefined>>
  query: Readonly<Record<string, string | undefined>>
  /** The exact bytes, for signatures. */
  rawBody: Buffer
}

export interface RouteResponse {
  status: number
  body?: string
  contentType?: string
}

/** A webhook that web/ mounts for the channel. It proves itself by signature or token, never by a session. */
export interface Route {
  method: 'GET' | 'POST'
  path: string
  handle(request: RouteRequest): Promise<RouteResponse>
}

export interface ChannelLimits {
  /** Characters of one message; content/ refuses longer text before it is queued. */
  maxChars: number
  /** Messages a second that the provider takes from us, all recipients together. */
  perSecond: number
  /** Buttons under one message; 0 where the platform has none. */
  buttons: number
}

export interface Channel {
  readonly name: ChannelName
  /** Which addresses it can write to. */
  readonly reaches: ContactKind
  /** Further kinds of address that take approved templates only: Zalo's go to a phone number. */
  readonly alsoReaches?: readonly ContactKind[]
  /**
   * Who is asked, down to the account, where a channel may have several: whoever comes after knows nothing of a request
   * that is in doubt here, and must never be asked for it again. Absent: the channel's name says it.
   */
  readonly provider?: string
  readonly limits: ChannelLimits
  /** The same requestId sent twice reaches the person once. Decides what a crash leaves: retry or `unconfirmed`. */
  readonly idempotent: boolean
  /** How long after the first send `idempotent` holds; undefined = as long as we can wish. Later, a repeat is a second message. */
  readonly idempotentForMs?: number
  /** Fails only with SendError. */
  send(message: OutboundMessage, signal: AbortSignal): Promise<Sent>
  /** Puts these words in the place of a message that lies there already. Fails only with SendError; the same words again are no failure. */
  edit?(message: OutboundMessage, providerId: string, signal: AbortSignal): Promise<Sent>
  /** Asks the provider what became of a request, where it can be asked. `unknown`: it never heard of it. */
  lookUp?(requestId: string, providerId: string | undefined, signal: AbortSignal): Promise<'unknown' | 'accepted' | 'delivered' | 'failed'>
  /** For `doctor` and the console: is the provider there, is the key good, what is left. */
  check?(signal: AbortSignal): Promise<ChannelHealth>
  /** Polling; `stop` ends it. */
  start?(receive: Receive): Promise<void>
  /** Webhooks; web/ mounts them. */
  routes?(receive: Receive): readonly Route[]
  stop?(): Promise<void>
  /** Values that must never reach a log line: tokens, passwords. */
  readonly secrets: readonly string[]
}

export const providerOf = ({ name, provider }: Pick<Channel, 'name' | 'provider'>): string => provider ?? name

/** The code of a `lookUp` that can never be answered: nobody asks again. */
export const CANNOT_ASK = 'channel.cannot-ask'

export interface ChannelHealth {
  ok: boolean
  /** One sentence for the officer, in Vietnamese. */
  said: string
  balanceDong?: number
}
