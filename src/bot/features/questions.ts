/** Questions about cards and money: finds out whose record is meant, then lets each intent's own file answer. */
import type { Button } from '../../channels/channel.ts'
import { vietnamDay } from '../../domain/calendar.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { paymentAmount } from '../answers/amounts.ts'
import { cardBenefit, cardExpiry, cardWrongInfo, renewHow } from '../answers/cards.ts'
import { paymentDate, paymentMissing, paymentPlace } from '../answers/payments.ts'
import { renewCost } from '../answers/premium.ts'
import { applicationStatus, eligibility, requiredDocuments, stopOrChange } from '../answers/rights.ts'
import { LINK, personChoice } from '../buttons.ts'
import { IDLE } from '../conversation-state.ts'
import type { ConversationState, Question } from '../conversation-state.ts'
import type { Action, Answer, Asked, Facts, Turn } from '../conversation.ts'
import type { Intent } from '../understand/intents.ts'
import { whomAbout } from '../whom.ts'
import type { Whom } from '../whom.ts'
import { askPerson } from './hand-over.ts'
import { startLinking } from './linking.ts'

type Answerer = (asked: Asked) => Answer

const ANSWERERS: Partial<Readonly<Record<Intent, Answerer>>> = {
  card_expiry: cardExpiry,
  card_renew_how: renewHow,
  card_renew_cost: renewCost,
  card_benefit: cardBenefit,
  card_wrong_info: cardWrongInfo,
  payment_date: paymentDate,
  payment_place_method: paymentPlace,
  payment_amount: paymentAmount,
  payment_missing: paymentMissing,
  eligibility,
  application_status: applicationStatus,
  required_documents: requiredDocuments,
  stop_or_change: stopOrChange,
  human_handoff: askPerson,
  link_account: startLinking,
}

/** Answered from somebody's record; about somebody else there is nothing to say, not even in general. */
const PERSONAL: ReadonlySet<Intent> = new Set<Intent>(['card_expiry', 'payment_date', 'payment_place_method', 'payment_amount', 'payment_missing'])
/** Answered alike for everybody: no need to ask whom it is about. */
const FOR_ALL: ReadonlySet<Intent> = new Set<Intent>(['card_wrong_info', 'eligibility', 'required_documents', 'human_handoff', 'link_account'])

export const isAnswered = (intent: Intent): boolean => ANSWERERS[intent] !== undefined

export function askAbout(question: Question, text: string, facts: Facts, now: Date): Turn {
  const whom = whomAbout(facts.people, facts.understood?.slots.person, text, now)
  if (whom.kind === 'several' && !question.intents.every((intent) => FOR_ALL.has(intent))) {
    return {
      state: { step: 'ask-person', question },
      replies: [{ parts: [{ template: 'answer-who' }], buttons: personChoice(whom.people, vietnamDay(now)) }],
      actions: [],
    }
  }
  return answerAll(question, whom, text, facts, now)
}

/** The person was chosen from those for whom the chat stands. */
export const answerFor = (question: Question, person: PersonRecord, facts: Facts, now: Date): Turn =>
  answerAll(question, { kind: 'one', person }, '', facts, now)

function answerAll(question: Question, whom: Whom, text: string, facts: Facts, now: Date): Turn {
  const asked: Asked = { ...question, person: whom.kind === 'one' ? whom.person : undefined, facts, now, words: fold(text) }
  const answers = question.intents.flatMap((intent) => {
    if (whom.kind === 'somebody-else' && PERSONAL.has(intent)) return [refusal(facts)]
    const answerer = ANSWERERS[intent]
    return answerer === undefined ? [] : [answerer(asked)]
  })
  return turnOf(answers, nextState(question.intents))
}

const nextState = (intents: readonly Intent[]): ConversationState => (intents.includes('link_account') ? { step: 'ask-proof' } : IDLE)

const refusal = (facts: Facts): Answer => ({ part: { template: 'answer-somebody-else' }, buttons: facts.people.length === 0 ? [LINK] : [] })

/** Two answers share a message, each in one sentence; the same one is given once. */
function turnOf(answers: readonly Answer[], state: ConversationState): Turn {
  const different = answers.filter((one, index) => answers.findIndex((other) => sameText(other, one)) === index)
  const brief = different.length > 1
  const parts = different.map(({ part }) => ({ ...part, fields: { ...part.fields, brief } }))
  return {
    state,
    replies: parts.length === 0 ? [] : [{ parts, buttons: distinct(different.flatMap(({ buttons = [] }) => buttons), ({ data }) => data) as Button[] }],
    actions: distinct(answers.flatMap(({ actions = [] }) => actions), (action: Action) => JSON.stringify(action)),
  }
}

const sameText = (one: Answer, other: Answer): boolean => JSON.stringify(one.part) === JSON.stringify(other.part)

const distinct = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] => items.filter((item, index) => items.findIndex((other) => key(other) === key(item)) === index)
