/**
 * Telegram's Bot API: the npm package telegram-test-api, behind a thin proxy that adds what the package lacks: floods,
 * blocked people, migrated groups, server faults, silence, and a getUpdates that confirms by offset as the real one does.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js'
import { z } from 'zod'
import { createFaultPlan } from './fault-plan.ts'
import type { FaultPlan } from './fault-plan.ts'
import { jsonOf, startHttpSimulator } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import { createLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'

export interface TelegramSimulator {
  /** For `TELEGRAM_API_ROOT`. */
  url: string
  server: TelegramServer
  /** What lies in the chats; Telegram has no request ids, so `requestId` is the text. */
  ledger: Ledger
  violations: readonly string[]
  /** Only for sendMessage. */
  faults: FaultPlan
  /** Calls of other methods, by name, in order. */
  calls: readonly string[]
  block(chat: string): void
  /** The group becomes a supergroup: its old id is refused with the new one. */
  migrate(from: string, to: string): void
  /** Something happens in Telegram: it waits for getUpdates. */
  happen(update: object): void
  /** Updates that the bot has not confirmed. */
  unconfirmed(): number
  stop(): Promise<void>
}

/** A refusal as Telegram words it, for `faults`. */
export function telegramRefusal(status: number, description: string, parameters?: object) {
  const json = { ok: false, error_code: status, description, ...(parameters === undefined ? {} : { parameters }) }
  return { kind: 'answer', status, json } as const
}

const sendMessage = z.strictObject({
  chat_id: z.string().regex(/^-?\d{1,16}$/),
  text: z.string().min(1).max(4_096),
  link_preview_options: z.strictObject({ is_disabled: z.boolean() }).optional(),
  reply_markup: z
    .strictObject({
      inline_keyboard: z.array(
        z.array(z.strictObject({ text: z.string().min(1), callback_data: z.string().refine((data) => data !== '' && Buffer.byteLength(data) <= 64) })),
      ),
    })
    .optional(),
})
/** The real one holds an empty poll open for its `timeout`; this long is enough not to spin. */
const EMPTY_POLL_MS = 10

const getUpdates = z.object({ offset: z.int().optional() })

export async function startTelegram(token: string): Promise<TelegramSimulator> {
  const server = await startTestApi()
  const ledger = createLedger()
  const violations: string[] = []
  const calls: string[] = []
  const faults = createFaultPlan()
  const blocked = new Set<string>()
  const moved = new Map<string, string>()
  const waiting: { update_id: number }[] = []
  let updates = 100

  async function forward({ path, text }: SimulatedRequest): Promise<SimulatedAnswer> {
    const answer = await fetch(`${server.config.apiURL}${path}`, { method: 'POST', body: text, headers: { 'content-type': 'application/json', connection: 'close' } })
    return { status: answer.status, json: await answer.json() }
  }

  async function post(request: SimulatedRequest): Promise<SimulatedAnswer> {
    const parsed = sendMessage.safeParse(jsonOf(request.text))
    if (!parsed.success) {
      violations.push(`sendMessage: ${z.prettifyError(parsed.error)}`)
      return telegramRefusal(400, 'Bad Request')
    }
    const { chat_id: chat, text } = parsed.data
    if (blocked.has(chat)) return telegramRefusal(403, 'Forbidden: bot was blocked by the user')
    const to = moved.get(chat)
    if (to !== undefined) {
      return telegramRefusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: Number(to) })
    }
    ledger.deliver({ to: chat, text, requestId: text })
    return forward(request)
  }

  /** An offset confirms everything below it, and only then is it gone. The test API forgets on reading. */
  async function deliverUpdates(request: SimulatedRequest): Promise<SimulatedAnswer> {
    const { offset = 0 } = getUpdates.parse(jsonOf(request.text))
    while (waiting[0] !== undefined && waiting[0].update_id < offset) waiting.shift()
    const { json } = await forward(request)
    for (const update of z.object({ result: z.array(z.looseObject({})) }).parse(json).result) add(update)
    if (waiting.length === 0) await pause(EMPTY_POLL_MS)
    return { status: 200, json: { ok: true, result: waiting } }
  }

  function add(update: object): void {
    updates += 1
    waiting.push({ ...update, update_id: updates })
  }

  const proxy = await startHttpSimulator((request) => {
    const method = request.path.startsWith(`/bot${token}/`) ? request.path.slice(`/bot${token}/`.length) : undefined
    if (method === undefined) {
      violations.push('a call with another token')
      return { serve: () => telegramRefusal(401, 'Unauthorized') }
    }
    if (method === 'sendMessage') return { fault: faults.take(), serve: () => post(request) }
    if (method === 'getUpdates') return { serve: () => deliverUpdates(request) }
    calls.push(method)
    return { serve: () => forward(request) }
  })

  return {
    url: proxy.url,
    server,
    ledger,
    violations,
    faults,
    calls,
    block: (chat) => void blocked.add(chat),
    migrate: (from, to) => void moved.set(from, to),
    happen: add,
    unconfirmed: () => waiting.length,
    async stop() {
      await proxy.stop()
      await server.stop()
    },
  }
}

/** The package takes 0 for "not given" and falls back to port 9000; set afterwards, 0 means "any free one". */
async function startTestApi(): Promise<TelegramServer> {
  const server = new TelegramServer({ host: '127.0.0.1' })
  server.config.port = 0
  await server.start()
  const listening = Reflect.get(server, 'server') as { address(): { port: number } }
  server.config.port = listening.address().port
  server.config.apiURL = `http://127.0.0.1:${server.config.port}`
  return server
}
