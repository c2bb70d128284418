/**
 * The door to telegraf, and of telegraf only the API client: its dispatcher prints whole updates when a handler
 * fails, its polling confirms what is not stored yet, and its sessions break on changed steps.
 */
import { Telegram } from 'telegraf'
import { SendError } from '../channel.ts'
import { createAgent, onGivenUp } from '../connection.ts'
import { sendErrorOf } from './send-error.ts'
import { UPDATE_KINDS } from './update-events.ts'

const ANSWER_MS = 15_000
/** How long Telegram may hold a poll open before it answers "nothing new". */
const POLL_SECONDS = 50

export interface TelegramTiming {
  answerMs?: number
  connectMs?: number
}

export interface TextPayload {
  chat_id: string
  text: string
  link_preview_options: { is_disabled: boolean }
  reply_markup?:
    | { inline_keyboard: { text: string; callback_data: string }[][] }
    | { keyboard: { text: string; request_contact: true }[][]; resize_keyboard: true; one_time_keyboard: true }
}

/** Every call rejects with nothing but a SendError. */
export interface TelegramClient {
  sendMessage(payload: TextPayload, signal: AbortSignal): Promise<{ chatId: number; messageId: number }>
  editMessage(payload: TextPayload & { message_id: number }, signal: AbortSignal): Promise<void>
  username(signal: AbortSignal): Promise<string>
  updates(offset: number, signal: AbortSignal): Promise<readonly unknown[]>
  answerPress(callbackId: string, signal: AbortSignal): Promise<void>
  setWebhook(url: string, secretToken: string, signal: AbortSignal): Promise<void>
  deleteWebhook(signal: AbortSignal): Promise<void>
  close(): void
}

type CallOptions = NonNullable<Parameters<Telegram['callApi']>[2]>

export function connectTelegram(token: string, apiRoot: string, { answerMs = ANSWER_MS, connectMs }: TelegramTiming = {}): TelegramClient {
  const api = new Telegram(token, { apiRoot, webhookReply: false })
  const agent = createAgent(apiRoot.startsWith('https:'), connectMs)
  // Set afterwards: the constructor drops the agent for a plain http address (a Bot API server on the local network).
  api.options.agent = agent

  async function within<T>(limitMs: number, signal: AbortSignal, ask: (options: CallOptions) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new SendError('channel.interrupted', 'telegram: the call was given up', { errorClass: 'RETRY' })
    const deadline = new AbortController()
    const stop = () => deadline.abort()
    const late = setTimeout(stop, limitMs)
    const forget = onGivenUp(signal, stop)
    try {
      // telegraf's types want an older polyfill's AbortSignal; node-fetch takes Node's own.
      return await ask({ signal: deadline.signal } as unknown as CallOptions)
    } catch (error) {
      throw sendErrorOf(error)
    } finally {
      clearTimeout(late)
      forget()
    }
  }

  return {
    async sendMessage(payload, signal) {
      const posted = await within(answerMs, signal, (options) => api.callApi('sendMessage', payload, options))
      return { chatId: posted.chat.id, messageId: posted.message_id }
    },
    async editMessage(payload, signal) {
      await within(answerMs, signal, (options) => api.callApi('editMessageText', payload as unknown as Parameters<typeof api.callApi<'editMessageText'>>[1], options))
    },
    async username(signal) {
      return (await within(answerMs, signal, (options) => api.callApi('getMe', {}, options))).username
    },
    updates(offset, signal) {
      const ask = { timeout: POLL_SECONDS, offset, allowed_updates: [...UPDATE_KINDS] }
      return within(answerMs + POLL_SECONDS * 1_000, signal, (options) => api.callApi('getUpdates', ask, options))
    },
    async answerPress(callbackId, signal) {
      await within(answerMs, signal, (options) => api.callApi('answerCallbackQuery', { callback_query_id: callbackId }, options))
    },
    async setWebhook(url, secretToken, signal) {
      const ask = { url, secret_token: secretToken, allowed_updates: [...UPDATE_KINDS] }
      await within(answerMs, signal, (options) => api.callApi('setWebhook', ask, options))
    },
    async deleteWebhook(signal) {
      await within(answerMs, signal, (options) => api.callApi('deleteWebhook', {}, options))
    },
    close: () => agent.destroy(),
  }
}
