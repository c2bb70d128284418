/**
 * What a citizen's message asks: fold, classify, fill slots. Pure and synchronous; under a millisecond a message.
 * `answer` says whether the bot may answer: sure enough, and of a kind that a machine answers at all.
 */
import { clausesOf } from './clauses.ts'
import { featuresOf } from './features.ts'
import { conceptsOf, foldMessage } from './fold.ts'
import type { FoldedText } from './fold.ts'
import { BENEFIT_INTENTS, INTENTS, NEVER_ANSWERED } from './intents.ts'
import type { Intent } from './intents.ts'
import { chancesOf } from './linear-model.ts'
import type { LinearModel } from './linear-model.ts'
import { mustNotMiss } from './must-not-miss.ts'
import { readSlots } from './slots/slots.ts'
import type { SlotContext, Slots } from './slots/slots.ts'
import type { WordBook } from './word-book.ts'

export interface Understood {
  intent: Intent
  /** Both, in the order of certainty, where the message asks two things. */
  intents: readonly Intent[]
  confidence: number
  slots: Slots
  answer: boolean
}

export type Understand = (text: string, context: SlotContext) => Understood

/**
 * Chosen so that of a hundred questions out of scope at most one or two are answered as a benefit, and few plain ones are
 * asked back; `npm run bench` measures both. A message that speaks of other services and of none of ours must be surer.
 */
const SURE_BENEFIT = 0.6
const SURE_BENEFIT_ELSEWHERE = 0.8
const SURE_OTHER = 0.4
const MARGIN = 0.15
/** A second question counts when its clause alone says so this clearly. */
const SURE_CLAUSE = 0.6
const RULE_CONFIDENCE = 0.99

export function createUnderstand(model: LinearModel, book: WordBook): Understand {
  return (text, context) => {
    const folded = foldMessage(text, book)
    const { intents, confidence, margin } = judge(folded, model, book)
    const intent = intents[0] as Intent
    const sureBenefit = folded.hints.includes('only-other-topic') ? SURE_BENEFIT_ELSEWHERE : SURE_BENEFIT
    const enough = intents.some((one) => BENEFIT_INTENTS.has(one)) ? sureBenefit : SURE_OTHER
    return {
      intent,
      intents,
      confidence: Math.round(confidence * 1_000) / 1_000,
      slots: readSlots(text, folded, intents, book, context),
      answer: confidence >= enough && margin >= MARGIN && !intents.some((one) => NEVER_ANSWERED.has(one)),
    }
  }
}

interface Judgement {
  intents: readonly Intent[]
  confidence: number
  margin: number
}

function judge(folded: FoldedText, model: LinearModel, book: WordBook): Judgement {
  if (folded.foreignScript) return sure('language_or_format')
  if (folded.words.length === 0) return sure('help')
  const chances = chancesOf(model, featuresOf(folded))
  const [first, second] = twoLikeliest(chances)
  const rule = mustNotMiss(folded, book, { of: (intent) => chances[INTENTS.indexOf(intent)] as number, likeliest: chances[first] as number })
  if (rule !== undefined) return sure(rule)
  const whole = { intents: [INTENTS[first] as Intent], confidence: chances[first] as number, margin: (chances[first] as number) - (chances[second] as number) }
  const other = secondQuestion(folded, model, book, first)
  if (other === undefined) return whole
  // Two clear questions divide the whole message's certainty between them.
  return { intents: [INTENTS[first] as Intent, other.intent], confidence: Math.max(whole.confidence, other.confidence), margin: Math.max(whole.margin, MARGIN) }
}

const sure = (intent: Intent): Judgement => ({ intents: [intent], confidence: RULE_CONFIDENCE, margin: 1 })

function secondQuestion(folded: FoldedText, model: LinearModel, book: WordBook, first: number): { intent: Intent; confidence: number } | undefined {
  if (!ASKED_TOGETHER.has(INTENTS[first] as Intent)) return undefined
  const clauses = clausesOf(folded.words)
  if (clauses.length < 2) return undefined
  const readings = clauses.map((words) => {
    const chances = chancesOf(model, featuresOf({ words, written: [], hasMarks: false, hints: [], concepts: conceptsOf(words, book) }))
    const [likeliest] = twoLikeliest(chances)
    return { at: likeliest, confidence: chances[likeliest] as number }
  })
  // The first label must have a clause of its own, else the clauses only tell a story around one question.
  if (!readings.some(({ at }) => at === first)) return undefined
  const others = readings
    .filter(({ at, confidence }) => at !== first && confidence >= SURE_CLAUSE && ASKED_TOGETHER.has(INTENTS[at] as Intent))
    .sort((a, b) => b.confidence - a.confidence)
  const [other] = others
  return other && { intent: INTENTS[other.at] as Intent, confidence: other.confidence }
}

/** A greeting, thanks or a topic word beside a question is no second question. */
const ASKED_TOGETHER: ReadonlySet<Intent> = new Set<Intent>([...BENEFIT_INTENTS, 'link_account', 'human_handoff'])

function twoLikeliest(chances: Float64Array): [number, number] {
  let first = 0
  let second = 1
  if ((chances[1] as number) > (chances[0] as number)) [first, second] = [1, 0]
  for (let at = 2; at < chances.length; at += 1) {
    if ((chances[at] as number) > (chances[first] as number)) [first, second] = [at, first]
    else if ((chances[at] as number) > (chances[second] as number)) second = at
  }
  return [first, second]
}
