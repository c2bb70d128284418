/**
 * Zalo Bot Platform (docs.zaloplatforms.com/docs/BOT, October 2026): free, one token, no OAuth. A chat exists only after
 * the person wrote first, there are no buttons, receipts or idempotency keys, and in a group the bot hears only what
 * names or answers it. For communes without an Official Account, and for groups that already exist.
 */
import type { ZaloBotConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { Channel, ChannelHealth, OutboundMessage, Receive } from '../channel.ts'
import { unsendable } from '../provider-call.ts'
import type { ProviderTiming } from '../provider-call.ts'
import { BOT_PROVIDER, connectBot } from './bot-client.ts'
import { keepPolling, untilDone } from './bot-polling.ts'
import { botRoute } from './bot-webhook.ts'
import { botChat, readBotUpdate } from './bot-updates.ts'
import { withoutMentions } from './mentions.ts'
import { sleep } from './rounds.ts'

const MAX_CHARS = 2_000
/** No figures are published. About one a second to each chat is taken; ten chats at once have been seen to pass. */
const PER_SECOND = 10

export interface ZaloBotDeps {
  clock: Clock
  log: Log
  timing?: ProviderTiming
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export function createZaloBot(config: ZaloBotConfig, { clock, log, timing, wait = sleep }: ZaloBotDeps): Channel {
  const client = connectBot(config, timing)
  const running = new AbortController()
  const { updates } = config
  let background: Promise<void> | undefined

  async function store(raw: unknown, receive: Receive): Promise<void> {
    const event = readBotUpdate(raw, clock.now())
    if (event !== undefined) await receive(event)
  }

  async function poll(receive: Receive, signal: AbortSignal): Promise<void> {
    // getUpdates is refused while a webhook is set; a bot that never had one answers 404 here.
    await untilDone(() => client.deleteWebhook(signal), { log, wait }, signal)
    await keepPolling({ fetch: () => client.nextUpdate(signal), store: (raw) => store(raw, receive), log, wait }, signal)
  }

  async function check(signal: AbortSignal): Promise<ChannelHealth> {
    try {
      return { ok: true, said: `Zalo Bot nhận mã, trợ lý tên ${await client.botName(signal)}.` }
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      if (error.errorClass === 'OPS') return { ok: false, said: 'Zalo Bot không nhận mã: hãy xem lại ZALO_BOT_TOKEN.' }
      return { ok: false, said: 'Không gọi được Zalo Bot: hãy xem lại đường mạng của máy chủ hoặc thử lại sau ít phút.' }
    }
  }

  return {
    name: 'zalo',
    reaches: 'zalo',
    limits: { maxChars: MAX_CHARS, perSecond: PER_SECOND, buttons: 0 },
    idempotent: false,
    secrets: [config.token, ...(updates.mode === 'webhook' ? [updates.secretToken] : [])],
    check,

    async send(message, signal) {
      const { messageId } = await client.sendMessage(payloadOf(message), signal)
      // No receipt will come: that it lies in the chat is all the proof there is.
      return { providerId: messageId, outcome: 'delivered' }
    },

    async start(receive) {
      background =
        updates.mode === 'polling'
          ? poll(receive, running.signal)
          : untilDone(() => client.setWebhook(updates.url, updates.secretToken, running.signal), { log, wait }, running.signal)
    },
    routes: (receive) => (updates.mode === 'polling' ? [] : [botRoute({ secretToken: updates.secretToken, log, store: (raw) => store(raw, receive) })]),
    async stop() {
      running.abort()
      await background
      client.close()
    },
  }
}

function payloadOf({ to, text, buttons = [] }: OutboundMessage): { chat_id: string; text: string } {
  const chatId = botChat(to)
  if (chatId === undefined) throw unsendable(BOT_PROVIDER, 'the recipient is no chat of the bot')
  if (buttons.length > 0) throw unsendable(BOT_PROVIDER, 'the bot has no buttons')
  const clean = withoutMentions(text).normalize('NFC')
  if (clean === '' || clean.length > MAX_CHARS) throw unsendable(BOT_PROVIDER, 'the text is empty or too long')
  return { chat_id: chatId, text: clean }
}
