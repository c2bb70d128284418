/** What is no question for us: greetings, thanks, other offices' matters, insults; and what was not understood. */
import { ASK_OFFICER, MENU } from '../buttons.ts'
import { IDLE } from '../conversation-state.ts'
import type { Facts, Turn } from '../conversation.ts'
import type { AnswerKey } from '../../domain/answer-fields.ts'
import type { Intent } from '../understand/intents.ts'
import { toOfficer } from './hand-over.ts'

/** After so many messages in a row that were not understood a person answers. */
const MISSES = 2

const TALK: Partial<Readonly<Record<Intent, { template: AnswerKey; buttons: typeof MENU }>>> = {
  greeting: { template: 'answer-greeting', buttons: MENU },
  help: { template: 'answer-help', buttons: MENU },
  thanks_bye: { template: 'answer-thanks', buttons: [] },
  out_of_scope: { template: 'answer-out-of-scope', buttons: [ASK_OFFICER] },
  abuse: { template: 'answer-abuse', buttons: [ASK_OFFICER] },
}

export function smallTalk(intent: Intent): Turn | undefined {
  const talk = TALK[intent]
  return talk && say(talk.template, talk.buttons)
}

/** Where we have lost the thread, it is our fault and no miss of theirs. */
export const menu = (): Turn => say('answer-help', MENU)

export function missed(facts: Facts, template: AnswerKey = 'answer-not-understood'): Turn {
  if (facts.misses + 1 >= MISSES) return toOfficer('not-understood', facts)
  return { ...say(template, MENU), missed: true }
}

const say = (template: AnswerKey, buttons: typeof MENU): Turn => ({ state: IDLE, replies: [{ parts: [{ template }], buttons }], actions: [] })
