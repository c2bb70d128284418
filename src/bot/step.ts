/**
 * One turn of a conversation, pure: (state, message, facts, now) → (state, replies, actions). Danger first, then a person
 * who is already speaking, then what was being talked about, then what the words ask.
 */
import { mayBeTold } from '../domain/person-record.ts'
import { fold } from '../domain/vietnamese-text.ts'
import { readPress } from './buttons.ts'
import { IDLE } from './conversation-state.ts'
import type { ConversationState } from './conversation-state.ts'
import type { Facts, Incoming, Turn } from './conversation.ts'
import { emergency, isEmergency } from './features/emergency.ts'
import { isPraise, toOfficer } from './features/hand-over.ts'
import { keepRelation, phoneClaim, proved, relationInWords } from './features/linking.ts'
import { optIn, optOut } from './features/opting.ts'
import { answerFor, askAbout, isAnswered } from './features/questions.ts'
import { scamCheck } from './features/scam.ts'
import { menu, missed, smallTalk } from './features/small-talk.ts'
import { askUnlink, isWrongNumber, sureInWords, unlink, wantsUnlink, wrongNumber } from './features/unlinking.ts'
import { NEVER_ANSWERED } from './understand/intents.ts'
import type { Intent } from './understand/intents.ts'
import { whomAbout } from './whom.ts'

export function step(state: ConversationState, message: Incoming, facts: Facts, now: Date): Turn {
  if (facts.isGroup) return inGroup(message)
  if (isEmergency(facts)) return emergency(state)
  if (facts.proof !== undefined) return proved(facts.proof, state, now)
  if (facts.paused) return { state, replies: [], actions: [{ kind: 'add-to-ticket' }] }
  if (message.pressed !== undefined) return pressed(message.pressed, state, facts, now)
  if (message.text.trim() === '') return missed(facts, 'answer-only-text')
  return goingOn(state, message.text, facts, now) ?? anew(message.text, facts, now)
}

/** Groups are for part of the village to read: nothing about anybody is said there, and only who calls us is answered. */
function inGroup({ text }: Incoming): Turn {
  const called = /^\s*(?:\/(?:hoi|start|help)|loa oi|xa oi|tro ly oi)(?![a-z])/.test(fold(text))
  return { state: IDLE, replies: called ? [{ parts: [{ template: 'answer-group' }] }] : [], actions: [] }
}

function pressed(data: string, state: ConversationState, facts: Facts, now: Date): Turn {
  const press = readPress(data)
  switch (press?.kind) {
    case 'topic':
      return askAbout({ intents: [press.intent], month: undefined }, '', facts, now)
    case 'unlink':
      return unlink(press.sure, facts)
    case 'relation':
      return state.step === 'ask-relation' ? keepRelation(press.relation, state, facts, now) : menu()
    case 'person': {
      // Whoever forges a button chooses among those of whom the chat may hear, or nobody.
      const person = facts.people.find(({ id, relation }) => id === press.personId && mayBeTold(relation))
      return state.step === 'ask-person' && person !== undefined ? answerFor(state.question, person, facts, now) : menu()
    }
    case undefined:
      return menu()
  }
}

/** What fits what we asked; undefined: the person speaks of something else, and may. */
function goingOn(state: ConversationState, text: string, facts: Facts, now: Date): Turn | undefined {
  switch (state.step) {
    case 'ask-proof':
      return phoneClaim(text, facts)
    case 'ask-relation': {
      const relation = relationInWords(text)
      return relation && keepRelation(relation, state, facts, now)
    }
    case 'ask-person': {
      if (understoodQuestion(facts)) return undefined
      const whom = whomAbout(facts.people, facts.understood?.slots.person, text, now)
      return whom.kind === 'one' ? answerFor(state.question, whom.person, facts, now) : undefined
    }
    case 'confirm-unlink': {
      const sure = sureInWords(text)
      return sure === undefined ? undefined : unlink(sure, facts)
    }
    case 'idle':
      return undefined
  }
}

const understoodQuestion = ({ understood }: Facts): boolean => understood?.answer === true && understood.intents.some(isAnswered)

/** Who wants a person gets one sooner; to call somebody rude, or their question none of ours, needs more than a guess. */
const SURE_OF_WISH = 0.4
const SURE_OF_REFUSAL = 0.7

function anew(text: string, facts: Facts, now: Date): Turn {
  if (wantsUnlink(text)) return askUnlink(facts, now)
  if (isWrongNumber(text)) return wrongNumber(facts)
  const { understood } = facts
  if (understood === undefined) return missed(facts, 'answer-only-text')
  const { intent, intents, confidence, answer } = understood
  const sure = answer || (NEVER_ANSWERED.has(intent) && confidence >= (intent === 'human_handoff' ? SURE_OF_WISH : SURE_OF_REFUSAL))
  if (!sure) return facts.stateLost ? menu() : missed(facts)
  return other(intent, text, facts) ?? smallTalk(intent) ?? askAbout({ intents: intents.filter(isAnswered), month: understood.slots.month }, text, facts, now)
}

function other(intent: Intent, text: string, facts: Facts): Turn | undefined {
  switch (intent) {
    case 'opt_out':
      return optOut(facts)
    case 'opt_in_again':
      return optIn(facts)
    case 'scam_check':
      return scamCheck(text)
    case 'complaint_feedback':
      return isPraise(text) ? smallTalk('thanks_bye') : toOfficer('complaint', facts)
    case 'language_or_format':
      return toOfficer('format', facts)
    default:
      return undefined
  }
}
