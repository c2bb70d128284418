/**
 * How well messages with known labels are understood: what the bench prints and the tests hold to. A message with two labels
 * is right with either, and counts in the row of the first.
 */
import { readFileSync } from 'node:fs'
import { BENEFIT_INTENTS, INTENTS } from '../../src/bot/understand/intents.ts'
import type { Intent } from '../../src/bot/understand/intents.ts'
import type { Understand } from '../../src/bot/understand/understand.ts'
import type { Slots } from '../../src/bot/understand/slots/slots.ts'
import type { Village } from '../../src/bot/understand/slots/village.ts'
import type { Day } from '../../src/domain/calendar.ts'

export interface LabelledMessage {
  id: string
  text: string
  intents: readonly Intent[]
  slots: Slots
  sent: Day
}

export interface IntentScore {
  intent: Intent
  messages: number
  right: number
}

export interface SlotScore {
  slot: keyof Slots
  /** Messages that state it. */
  stated: number
  right: number
  /** Read where the message says nothing or something else. */
  wrong: number
}

export interface Score {
  messages: number
  right: number
  perIntent: readonly IntentScore[]
  /** Wrong readings by label and reading, the commonest first. */
  confusions: readonly { label: Intent; read: Intent; ids: readonly string[] }[]
  outOfScope: number
  /** Of these, answered as if they asked about insurance or allowances. */
  answeredAsBenefit: readonly string[]
  emergenciesMissed: readonly string[]
  /** Questions that the bot would answer, and those it would answer wrongly. */
  answered: number
  answeredWrongly: number
  twofold: number
  /** Two questions, both recognised. */
  bothRight: number
  slots: readonly SlotScore[]
}

const SLOTS = ['month', 'person', 'amount', 'phone', 'cccd', 'card_number', 'village'] as const satisfies readonly (keyof Slots)[]

export function readMessages(file: URL): LabelledMessage[] {
  return readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as LabelledMessage)
}

export function scoreOf(messages: readonly LabelledMessage[], understand: Understand, villages: readonly Village[]): Score {
  const read = messages.map((message) => ({ message, reading: understand(message.text, { sentOn: message.sent, villages }) }))
  const isRight = ({ message, reading }: (typeof read)[number]): boolean => message.intents.includes(reading.intent)
  const labelled = (intent: Intent) => read.filter(({ message }) => message.intents[0] === intent)
  const ids = (some: typeof read): string[] => some.map(({ message }) => message.id)
  const outOfScope = read.filter(({ message }) => message.intents.includes('out_of_scope'))
  const answered = read.filter(({ reading }) => reading.answer)
  const twofold = read.filter(({ message }) => message.intents.length > 1)
  return {
    messages: read.length,
    right: read.filter(isRight).length,
    perIntent: INTENTS.map((intent) => ({ intent, messages: labelled(intent).length, right: labelled(intent).filter(isRight).length })),
    confusions: INTENTS.flatMap((label) => INTENTS.map((one) => ({ label, read: one, ids: ids(labelled(label).filter((each) => !isRight(each) && each.reading.intent === one)) })))
      .filter((confusion) => confusion.ids.length > 0).sort((a, b) => b.ids.length - a.ids.length),
    outOfScope: outOfScope.length,
    answeredAsBenefit: ids(outOfScope.filter(({ reading }) => reading.answer && reading.intents.some((intent) => BENEFIT_INTENTS.has(intent)))),
    emergenciesMissed: ids(read.filter(({ message, reading }) => message.intents.includes('emergency') && reading.intent !== 'emergency')),
    answered: answered.length,
    answeredWrongly: answered.filter((each) => !isRight(each)).length,
    twofold: twofold.length,
    bothRight: twofold.filter(({ message, reading }) => message.intents.every((intent) => reading.intents.includes(intent))).length,
    slots: SLOTS.map((slot) => ({
      slot,
      stated: read.filter(({ message }) => message.slots[slot] !== undefined).length,
      right: read.filter(({ message, reading }) => message.slots[slot] !== undefined && message.slots[slot] === reading.slots[slot]).length,
      wrong: read.filter(({ message, reading }) => reading.slots[slot] !== undefined && message.slots[slot] !== reading.slots[slot]).length,
    })),
  }
}
