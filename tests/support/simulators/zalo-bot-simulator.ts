/** The Zalo Bot Platform: one update at a time, without offset; refuses polling while a webhook is set. */
import { z } from 'zod'
import { setTimeout as pause } from 'node:timers/promises'
import { createFaultPlan } from './fault-plan.ts'
import type { FaultPlan } from './fault-plan.ts'
import { jsonOf, startHttpSimulator } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import { createLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'

export interface ZaloBotSimulator {
  url: string
  ledger: Ledger
  violations: readonly string[]
  /** Only for sendMessage. */
  faults: FaultPlan
  /** Somebody writes to the bot, which makes the chat exist. */
  say(chatId: string, text: string, more?: { chatType?: 'PRIVATE' | 'GROUP'; messageId?: string; isBot?: boolean }): void
  block(chatId: string): void
  waiting(): number
  webhook(): { url: string; secretToken: string } | undefined
  stop(): Promise<void>
}

/** A refusal in the platform's envelope, for `faults`. */
export function botRefusal(error_code: number, description = 'refused') {
  return { kind: 'answer', status: 200, json: { ok: false, error_code, description } } as const
}

const sendMessage = z.strictObject({
  chat_id: z.string().min(1),
  text: z.string().min(1).max(2_000).refine((text) => text === text.normalize('NFC'), 'the text is not NFC'),
  parse_mode: z.enum(['markdown', 'html']).optional(),
})
const setWebhook = z.strictObject({ url: z.url({ protocol: /^https$/ }), secret_token: z.string().min(8).max(256) })
const getUpdates = z.strictObject({ timeout: z.number().int().min(1).max(60) })
/** The real one holds an idle poll for its `timeout`; this long is enough not to spin. */
const IDLE_MS = 10

export async function startZaloBot(token: string): Promise<ZaloBotSimulator> {
  const ledger = createLedger()
  const violations: string[] = []
  const faults = createFaultPlan()
  const updates: object[] = []
  const chats = new Set<string>()
  const blocked = new Set<string>()
  let webhook: { url: string; secretToken: string } | undefined
  let last = 9_123_456_789_012_345_000n

  const ok = (result: unknown): SimulatedAnswer => ({ status: 200, json: { ok: true, result } })
  const refuse = (code: number): SimulatedAnswer => ({ status: 200, json: { ok: false, error_code: code, description: 'refused' } })

  function parsed<T>(schema: z.ZodType<T>, method: string, { text }: SimulatedRequest, act: (asked: T) => SimulatedAnswer | Promise<SimulatedAnswer>) {
    const asked = schema.safeParse(jsonOf(text))
    if (asked.success) return act(asked.data)
    violations.push(`${method}: ${z.prettifyError(asked.error)}`)
    return refuse(400)
  }

  function serve(method: string, request: SimulatedRequest): SimulatedAnswer | Promise<SimulatedAnswer> {
    switch (method) {
      case 'getMe':
        return ok({ id: '1', account_name: 'Bot xã Tân Đông', account_type: 'BASIC', can_join_groups: true })
      case 'sendMessage':
        return parsed(sendMessage, method, request, ({ chat_id: chatId, text }) => {
          if (blocked.has(chatId)) return refuse(403)
          if (!chats.has(chatId)) return refuse(404)
          ledger.deliver({ to: chatId, text, requestId: text })
          last += 1n
          return ok({ message_id: String(last), date: 1_790_000_000_000 })
        })
      case 'getUpdates':
        return parsed(getUpdates, method, request, async () => {
          if (webhook !== undefined) return refuse(400)
          const next = updates.shift()
          if (next !== undefined) return ok(next)
          await pause(IDLE_MS)
          return { status: 408, json: { ok: false, error_code: 408, description: 'Request timeout' } }
        })
      case 'setWebhook':
        return parsed(setWebhook, method, request, ({ url, secret_token: secretToken }) => {
          webhook = { url, secretToken }
          return ok({ url, updated_at: 1_790_000_000_000 })
        })
      case 'deleteWebhook':
        if (webhook === undefined) return refuse(404)
        webhook = undefined
        return ok(true)
      default:
        violations.push(`${method} is no method`)
        return refuse(404)
    }
  }

  const server = await startHttpSimulator((request) => {
    const start = `/bot${token}/`
    if (request.method !== 'POST' || !request.path.startsWith(start)) {
      violations.push('a call with another token, or not by POST')
      return { serve: () => refuse(401) }
    }
    const method = request.path.slice(start.length)
    return { fault: method === 'sendMessage' ? faults.take() : undefined, serve: () => serve(method, request) }
  })

  return {
    url: server.url,
    ledger, violations, faults,
    say(chatId, text, { chatType = 'PRIVATE', messageId, isBot = false } = {}) {
      chats.add(chatId)
      last += 1n
      updates.push({
        event_name: 'message.text.received',
        message: { message_id: messageId ?? String(last), date: 1_790_000_000_000, text, from: { id: chatId, display_name: 'Chị B', is_bot: isBot }, chat: { id: chatId, chat_type: chatType } },
      })
    },
    block: (chatId) => void blocked.add(chatId),
    waiting: () => updates.length,
    webhook: () => webhook,
    stop: server.stop,
  }
}
