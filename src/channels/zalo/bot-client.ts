/** The Bot Platform's calls: POST JSON to …/bot<TOKEN>/<method>; `ok` in the body decides, not the HTTP status. */
import { z } from 'zod'
import type { ZaloBotConfig } from '../../kernel/config.ts'
import { SendError } from '../channel.ts'
import type { ErrorClass } from '../channel.ts'
import { connectProvider, httpFailure, unreadableAnswer } from '../provider-call.ts'
import type { ProviderConnection, ProviderTiming } from '../provider-call.ts'
import { parseLossless } from './lossless-json.ts'

export const BOT_PROVIDER = 'zalo-bot'
/** How long they may hold a poll open; idle ends as 408. */
const POLL_SECONDS = 30
const ANSWER_MS = 15_000
const NOTHING_NEW = '408'
const NOT_SET = '404'

interface Meaning {
  errorClass: ErrorClass
  code: string
}

const CODES: Readonly<Record<string, Meaning>> = {
  '400': { errorClass: 'PERM', code: 'channel.refused' },
  '401': { errorClass: 'OPS', code: 'channel.unauthorised' },
  '403': { errorClass: 'FALL', code: 'channel.recipient-unreachable' },
  '404': { errorClass: 'PERM', code: 'channel.refused' },
  // They say no time to wait; the queue's own growing pauses serve.
  '429': { errorClass: 'RETRY', code: 'channel.throttled' },
}

const id = z.union([z.string().max(200), z.number()]).transform(String)
const envelope = z.object({ ok: z.boolean(), result: z.unknown().optional(), error_code: id.optional() })
const posted = z.object({ message_id: id })
const bot = z.object({ account_name: z.string().catch('') })

export interface BotClient {
  sendMessage(payload: { chat_id: string; text: string }, signal: AbortSignal): Promise<{ messageId: string }>
  botName(signal: AbortSignal): Promise<string>
  /** One update, or undefined where nothing is new. Taken is taken: there is no offset to ask for it again. */
  nextUpdate(signal: AbortSignal): Promise<unknown>
  setWebhook(url: string, secretToken: string, signal: AbortSignal): Promise<void>
  deleteWebhook(signal: AbortSignal): Promise<void>
  close(): void
}

export function connectBot({ token, apiRoot }: Pick<ZaloBotConfig, 'token' | 'apiRoot'>, timing: ProviderTiming = {}): BotClient {
  const base = `${apiRoot.replace(/\/+$/, '')}/bot${token}`
  const provider = connectProvider(BOT_PROVIDER, base, timing)
  const patient = connectProvider(BOT_PROVIDER, base, { ...timing, answerMs: (timing.answerMs ?? ANSWER_MS) + POLL_SECONDS * 1_000 })

  async function call<T>(method: string, body: object, schema: z.ZodType<T>, signal: AbortSignal, by: ProviderConnection = provider): Promise<T> {
    const answer = await by.call({ method: 'POST', url: `${base}/${method}`, body }, signal)
    const said = envelope.safeParse(parseLossless(answer.text))
    if (!said.success) throw answer.status === 200 ? unreadableAnswer(BOT_PROVIDER) : httpFailure(BOT_PROVIDER, answer)
    if (!said.data.ok) throw refused(said.data.error_code ?? String(answer.status))
    const result = schema.safeParse(said.data.result)
    if (!result.success) throw unreadableAnswer(BOT_PROVIDER)
    return result.data
  }

  /** Some answers are refusals by form and no trouble by meaning. */
  async function unless<T>(providerCode: string, work: Promise<T>): Promise<T | undefined> {
    return work.catch((error: unknown) => {
      if (error instanceof SendError && error.detail['providerCode'] === providerCode) return undefined
      throw error
    })
  }

  return {
    async sendMessage(payload, signal) {
      const { message_id: messageId } = await call('sendMessage', payload, posted, signal)
      return { messageId }
    },
    async botName(signal) {
      return (await call('getMe', {}, bot, signal)).account_name
    },
    nextUpdate: (signal) => unless(NOTHING_NEW, call('getUpdates', { timeout: POLL_SECONDS }, z.unknown().optional(), signal, patient)),
    async setWebhook(url, secretToken, signal) {
      await call('setWebhook', { url, secret_token: secretToken }, z.unknown().optional(), signal)
    },
    async deleteWebhook(signal) {
      await unless(NOT_SET, call('deleteWebhook', {}, z.unknown().optional(), signal))
    },
    close() {
      provider.close()
      patient.close()
    },
  }
}

function refused(providerCode: string): SendError {
  const detail = { provider: BOT_PROVIDER, providerCode }
  const message = `zalo bot answered ${providerCode}`
  // Nobody can say whether the message was posted before the fault.
  if (/^(408|5\d\d)$/.test(providerCode)) return new SendError('channel.provider-fault', message, { errorClass: 'RETRY', ambiguous: true, detail })
  const { errorClass, code } = CODES[providerCode] ?? { errorClass: 'PERM', code: 'channel.refused' }
  return new SendError(code, message, { errorClass, detail })
}
