/**
 * Checks the labelled set itself, not the bot: what is measured with it is only as good as its labels. All people, numbers and
 * messages in it are invented, and it was written without looking at the training phrases, so that it can contradict them.
 *
 * Where the guideline leaves room the set keeps to this: a month with its number is `YYYY-MM`, a month relative to the day is
 * `this`, `next` or `previous`; `person` stands only where the message is about somebody's record and says whose; with two
 * amounts or months in one message the slot holds the one the question is about, and a `note` says so.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isDay } from '../../src/domain/calendar.ts'
import { VILLAGE_PLANS } from '../../src/cli/demo/villages.ts'

const LEAST_PER_INTENT = 18
const LEAST: Readonly<Record<string, number>> = {
  card_expiry: 40, card_renew_how: LEAST_PER_INTENT, card_renew_cost: LEAST_PER_INTENT, card_benefit: LEAST_PER_INTENT,
  card_wrong_info: LEAST_PER_INTENT, payment_date: 40, payment_place_method: LEAST_PER_INTENT, payment_amount: 40,
  payment_missing: LEAST_PER_INTENT, eligibility: LEAST_PER_INTENT, application_status: LEAST_PER_INTENT,
  required_documents: LEAST_PER_INTENT, stop_or_change: LEAST_PER_INTENT, link_account: LEAST_PER_INTENT, opt_out: LEAST_PER_INTENT,
  opt_in_again: LEAST_PER_INTENT, language_or_format: LEAST_PER_INTENT, human_handoff: LEAST_PER_INTENT,
  complaint_feedback: LEAST_PER_INTENT, greeting: LEAST_PER_INTENT, thanks_bye: LEAST_PER_INTENT, help: LEAST_PER_INTENT,
  emergency: LEAST_PER_INTENT, scam_check: LEAST_PER_INTENT, out_of_scope: 40, abuse: LEAST_PER_INTENT,
}

const VILLAGES = new Set(VILLAGE_PLANS.map((village) => village.name))

/** What a slot may look like; the village is checked against the sample commune's register. */
const SLOT_SHAPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  month: (value) => typeof value === 'string' && /^(?:this|next|previous|20\d\d-(?:0[1-9]|1[0-2]))$/.test(value),
  person: (value) => typeof value === 'string' && /^(?:self|mother|father|child|spouse|other)$/.test(value),
  amount: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  phone: (value) => typeof value === 'string' && /^0900000\d{3}$/.test(value),
  cccd: (value) => typeof value === 'string' && /^\d{12}$/.test(value),
  card_number: (value) => typeof value === 'string' && /^(?:[A-Z]{2}\d{13}|\d{10})$/.test(value),
  village: (value) => typeof value === 'string' && VILLAGES.has(value),
}

interface CitizenMessage {
  id: string
  text: string
  intents: string[]
  slots: Record<string, unknown>
  sent: string
  note?: string
}

const lines = readFileSync(new URL('citizen-messages.jsonl', import.meta.url), 'utf8').trimEnd().split('\n')
const messages = lines.map((line) => JSON.parse(line) as CitizenMessage)

function countOf(intent: string): number {
  return messages.filter((message) => message.intents.includes(intent)).length
}

/** Two spellings that differ only in case, spaces or the way marks are encoded are the same message. */
function sameText(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
}

/** The ids of the messages for which the check does not hold: an empty list is the pass, and a failure names its lines. */
function failing(check: (message: CitizenMessage) => boolean): string[] {
  return messages.filter((message) => !check(message)).map((message) => message.id)
}

describe('the labelled set of citizens\' messages', () => {
  it('holds enough messages for its figures to mean something', () => {
    expect(messages.length).toBeGreaterThanOrEqual(650)
  })

  it.each(Object.entries(LEAST))('has %s at least %i times', (intent, least) => {
    expect(countOf(intent)).toBeGreaterThanOrEqual(least)
  })

  it('uses only the fields and intents of the guideline, one or two of them and never the same twice', () => {
    expect(failing((message) => Object.keys(message).every((key) => ['id', 'text', 'intents', 'slots', 'sent', 'note'].includes(key)))).toEqual([])
    expect(failing(({ intents }) => (intents.length === 1 || intents.length === 2) && new Set(intents).size === intents.length)).toEqual([])
    expect(failing(({ intents }) => intents.every((intent) => intent in LEAST))).toEqual([])
  })

  it('has no message twice and no id twice', () => {
    expect(new Set(messages.map((message) => sameText(message.text))).size).toBe(messages.length)
    expect(new Set(messages.map((message) => message.id)).size).toBe(messages.length)
  })

  it('gives every slot its shape, and phones that cannot be anybody\'s', () => {
    expect(failing(({ slots }) => Object.entries(slots).every(([name, value]) => SLOT_SHAPES[name]?.(value) === true))).toEqual([])
  })

  it('asks a month only of payments', () => {
    expect(failing(({ intents, slots }) => !('month' in slots) || intents.some((intent) => intent.startsWith('payment_')))).toEqual([])
  })

  it('says digits in the slot that are in the text', () => {
    const digitsOf = (text: string) => text.replaceAll(/\D/g, '')
    expect(failing(({ slots, text }) => ['phone', 'cccd', 'card_number']
      .every((name) => typeof slots[name] !== 'string' || digitsOf(text).includes(digitsOf(slots[name]))))).toEqual([])
  })

  it('writes clean Unicode on real days', () => {
    expect(failing(({ text }) => text.length > 0 && text === text.normalize('NFC').trim())).toEqual([])
    expect(failing(({ sent }) => isDay(sent))).toEqual([])
  })

  it('is written without marks about as often as with them, as people do', () => {
    const unmarked = messages.filter(({ text }) => text === text.normalize('NFD') && !/đ/i.test(text)).length
    expect(unmarked / messages.length).toBeGreaterThan(0.4)
    expect(unmarked / messages.length).toBeLessThan(0.6)
  })
})
