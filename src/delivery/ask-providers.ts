/**
 * Where no receipt came (the phone cannot reach our webhook, a callback was lost, a worker died in the middle of a
 * send), the provider is asked. What it answers is treated as the receipt that did not come.
 */
import type { Channel } from '../channels/channel.ts'
import { CANNOT_ASK, providerOf, SendError } from '../channels/channel.ts'
import type { ReceiptEvent } from '../channels/channel.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'

export interface OpenQuestion {
  attemptId: string
  noticeId: string
  channel: ChannelName
  requestId: string
  providerId: string | undefined
}

export interface AskDeps {
  clock: Clock
  log: Log
  channels: readonly Channel[]
  /** Of tries that asked one of these providers; another knows nothing of them, and its "unknown" would be taken for an answer. */
  take(providers: readonly string[], now: Date, limit: number): Promise<OpenQuestion[]>
  /** Nobody will ever be able to say. */
  drop(question: OpenQuestion): Promise<void>
  storeReceipt(receipt: Omit<ReceiptEvent, 'kind'> & { channel: ChannelName }, now: Date): Promise<boolean>
  sendAfterAll(question: OpenQuestion, now: Date): Promise<void>
}

/** A handful at a time: asking must never use up the rate that sending needs. */
const AT_ONCE = 20
const TIMEOUT_MS = 10_000

/** Returns how many questions were answered. */
export function askProviders(deps: AskDeps) {
  const asked = deps.channels.filter((channel) => channel.lookUp !== undefined)
  return async (): Promise<number> => {
    if (asked.length === 0) return 0
    const now = deps.clock.now()
    const questions = await deps.take(asked.map(providerOf), now, AT_ONCE)
    const answers = await Promise.all(questions.map((question) => ask(deps, question, now)))
    return answers.filter(Boolean).length
  }
}

async function ask(deps: AskDeps, question: OpenQuestion, now: Date): Promise<boolean> {
  const channel = deps.channels.find(({ name }) => name === question.channel)
  try {
    const answer = await channel?.lookUp?.(question.requestId, question.providerId, AbortSignal.timeout(TIMEOUT_MS))
    if (answer === undefined) return false
    if (answer === 'unknown') {
      await deps.sendAfterAll(question, now)
      return true
    }
    const outcome = answer === 'accepted' ? 'sent' : answer
    await deps.storeReceipt({ channel: question.channel, dedupeKey: `asked ${question.requestId} ${outcome}`, requestId: question.requestId, outcome, occurredAt: now }, now)
    return true
  } catch (problem) {
    if (!(problem instanceof SendError)) throw problem
    if (problem.code === CANNOT_ASK) {
      await deps.drop(question)
      return false
    }
    // It cannot say now; the question stays and is asked again later.
    deps.log.info({ channel: question.channel, code: problem.code }, 'the provider could not say')
    return false
  }
}
