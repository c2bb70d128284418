/**
 * Telegram (Bot API, core.telegram.org/bots/api, state of October 2026). Off by default and never the only route:
 * carriers in Vietnam were ordered to block it in May 2025. There is no idempotency key and there are no receipts.
 */
import type { TelegramConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { Button, Channel, ChannelHealth, OutboundMessage, Receive } from '../channel.ts'
import { unsendable } from '../provider-call.ts'
import { connectTelegram } from './client.ts'
import type { TelegramTiming, TextPayload } from './client.ts'
import { keepTrying, pollUpdates } from './polling.ts'
import type { Persistence } from './polling.ts'
import { UNCHANGED } from './send-error.ts'
import { readUpdate } from './update-events.ts'
import { telegramRoute } from './webhook.ts'

const PROVIDER = 'telegram'
const MAX_CHARS = 4_096
const MAX_BUTTON_BYTES = 64
/** Bulk pace over all chats that Telegram's FAQ names; the exact limits are unpublished, `retry_after` rules. */
const PER_SECOND = 30
/** Rows of buttons that still fit a small screen together with the question. */
const BUTTONS = 8

export interface TelegramDeps {
  clock: Clock
  log: Log
  timing?: TelegramTiming
  wait?: NonNullable<Persistence['wait']>
}

export function createTelegram(config: TelegramConfig, { clock, log, timing, wait }: TelegramDeps): Channel {
  const client = connectTelegram(config.token, config.apiRoot, timing)
  const persistence: Persistence = { log, ...(wait === undefined ? {} : { wait }) }
  const running = new AbortController()
  const { updates } = config
  let background: Promise<void> | undefined

  /** Resolves with the id of a button press that wants an answer. */
  async function store(raw: unknown, receive: Receive): Promise<string | undefined> {
    const read = readUpdate(raw, clock.now())
    if (read?.event !== undefined) await receive(read.event)
    return read?.callbackId
  }

  async function storeAndAnswer(raw: unknown, receive: Receive, signal: AbortSignal): Promise<void> {
    const pressed = await store(raw, receive)
    if (pressed === undefined) return
    await client.answerPress(pressed, signal).catch((error: unknown) => {
      // Only a spinner on somebody's screen; the press itself is stored.
      log.info({ err: error }, 'telegram: a button press could not be answered')
    })
  }

  async function poll(receive: Receive, signal: AbortSignal): Promise<void> {
    // getUpdates is refused while a webhook is set.
    await keepTrying(() => client.deleteWebhook(signal), persistence, signal)
    const handle = (update: unknown) => storeAndAnswer(update, receive, signal)
    await pollUpdates({ ...persistence, fetch: client.updates, handle }, signal)
  }

  async function check(signal: AbortSignal): Promise<ChannelHealth> {
    try {
      return { ok: true, said: `Telegram nhận mã, trợ lý tên @${await client.username(signal)}.` }
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      if (error.errorClass === 'OPS') return { ok: false, said: 'Telegram không nhận mã: hãy xem lại TELEGRAM_TOKEN.' }
      return { ok: false, said: 'Không gọi được Telegram: nhà mạng có thể đang chặn, tin sẽ đi đường khác.' }
    }
  }

  return {
    name: 'telegram',
    reaches: 'telegram',
    limits: { maxChars: MAX_CHARS, perSecond: PER_SECOND, buttons: BUTTONS },
    idempotent: false,
    secrets: [config.token, ...(updates.mode === 'webhook' ? [updates.secretToken] : [])],
    check,

    async send(message, signal) {
      const { chatId, messageId } = await client.sendMessage(payloadOf(message), signal)
      // No receipt will ever come: that it lies in the person's chat is all the proof that Telegram gives.
      return { providerId: `${chatId}:${messageId}`, outcome: 'delivered' }
    },

    async edit(message, providerId, signal) {
      const { chatId, messageId } = placeOf(providerId)
      await client.editMessage({ ...payloadOf({ ...message, to: chatId }), message_id: messageId }, signal).catch((error: unknown) => {
        if (!(error instanceof SendError && error.code === UNCHANGED)) throw error
      })
      return { providerId, outcome: 'delivered' }
    },

    /** Comes back at once: a network that blocks Telegram must not hold up the start of everything else. */
    async start(receive) {
      background =
        updates.mode === 'polling'
          ? poll(receive, running.signal)
          : keepTrying(() => client.setWebhook(updates.url, updates.secretToken, running.signal), persistence, running.signal)
    },

    routes: (receive) =>
      updates.mode === 'polling' ? [] : [telegramRoute({ secretToken: updates.secretToken, log, store: (raw) => store(raw, receive) })],

    async stop() {
      running.abort()
      await background
      client.close()
    },
  }
}

function placeOf(providerId: string): { chatId: string; messageId: number } {
  const [, chatId, messageId] = /^(-?\d{1,16}):(\d{1,12})$/.exec(providerId) ?? []
  if (chatId === undefined || messageId === undefined) throw unsendable(PROVIDER, 'there is no such message to change')
  return { chatId, messageId: Number(messageId) }
}

/** No parse_mode, so that nothing in a name or a text can be taken for markup. */
function payloadOf({ to, text, buttons = [] }: OutboundMessage): TextPayload {
  if (text === '' || text.length > MAX_CHARS) throw unsendable(PROVIDER, 'the text is empty or too long')
  if (!/^-?\d{1,16}$/.test(to)) throw unsendable(PROVIDER, 'the recipient is no chat id')
  if (buttons.some(({ data }) => data === '' || Buffer.byteLength(data) > MAX_BUTTON_BYTES)) {
    throw unsendable(PROVIDER, 'the data of a button is empty or too long')
  }
  return {
    chat_id: to,
    text,
    link_preview_options: { is_disabled: true },
    ...(buttons.length === 0 ? {} : { reply_markup: keyboardOf(buttons) }),
  }
}

/** A message has one keyboard, and only the one that takes the place of letters can ask for the sender's number. */
function keyboardOf(buttons: readonly Button[]): NonNullable<TextPayload['reply_markup']> {
  const sharing = buttons.filter(({ sharesPhone }) => sharesPhone === true)
  if (sharing.length === 0) return { inline_keyboard: buttons.map(({ title, data }) => [{ text: title, callback_data: data }]) }
  return { keyboard: sharing.map(({ title }) => [{ text: title, request_contact: true }]), resize_keyboard: true, one_time_keyboard: true }
}
