/**
 * Where a conversation stands between two messages. Stored with a version; whatever cannot be read (an older or newer
 * Loa's, a damaged row) is as if nothing were open, and the person sees the menu.
 */
import { isIntent } from './understand/intents.ts'
import type { Intent } from './understand/intents.ts'

const VERSION = 1

/** What is asked, kept while we ask whom it is about. */
export interface Question {
  intents: readonly Intent[]
  /** `this`, `next`, `previous` or YYYY-MM. */
  month: string | undefined
}

export type ConversationState =
  | { step: 'idle' }
  | { step: 'ask-proof' }
  | { step: 'ask-relation'; personId: string; rest: readonly string[] }
  | { step: 'ask-person'; question: Question }
  | { step: 'confirm-unlink' }

export const IDLE: ConversationState = { step: 'idle' }

export interface StoredConversation {
  state: ConversationState
  /** Data of the buttons that were last offered: a typed "2" means the second, where there are no buttons to press. */
  offered: readonly string[]
}

export function serialise({ state, offered }: StoredConversation): string | undefined {
  return state.step === 'idle' && offered.length === 0 ? undefined : JSON.stringify({ v: VERSION, state, offered })
}

/** `unreadable`: something was open, and we no longer know what. */
export function parse(text: string | undefined): StoredConversation & { unreadable: boolean } {
  const nothing = { state: IDLE, offered: [] }
  if (text === undefined) return { ...nothing, unreadable: false }
  try {
    const stored = JSON.parse(text) as { v?: unknown; state?: unknown; offered?: unknown } | null
    const state = stored?.v === VERSION ? readState(stored.state) : undefined
    if (state === undefined) return { ...nothing, unreadable: true }
    return { state, offered: isTexts(stored?.offered) ? stored.offered : [], unreadable: false }
  } catch {
    return { ...nothing, unreadable: true }
  }
}

function readState(state: unknown): ConversationState | undefined {
  if (typeof state !== 'object' || state === null) return undefined
  const { step, personId, rest, question } = state as Record<string, unknown>
  switch (step) {
    case 'idle':
    case 'ask-proof':
    case 'confirm-unlink':
      return { step }
    case 'ask-relation':
      return typeof personId === 'string' && isTexts(rest) ? { step, personId, rest } : undefined
    case 'ask-person': {
      const read = readQuestion(question)
      return read && { step, question: read }
    }
    default:
      return undefined
  }
}

function readQuestion(question: unknown): Question | undefined {
  if (typeof question !== 'object' || question === null) return undefined
  const { intents, month } = question as Record<string, unknown>
  if (!isTexts(intents) || intents.length === 0 || !intents.every(isIntent)) return undefined
  return { intents: intents.filter(isIntent), month: typeof month === 'string' ? month : undefined }
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === 'string')
