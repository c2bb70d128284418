/** What the bot understands of messages written apart from what it learns from, and how long it takes to. */
import { join } from 'node:path'
import { TEMPLATES } from '../../../src/app/templates-dir.ts'
import { readLanguage } from '../../../src/bot/understand/language.ts'
import { trainIntents } from '../../../src/bot/understand/train.ts'
import { createUnderstand } from '../../../src/bot/understand/understand.ts'
import { VILLAGE_PLANS } from '../../../src/cli/demo/villages.ts'
import { readMessages, scoreOf } from '../../support/understanding-score.ts'
import type { Score } from '../../support/understanding-score.ts'
import { count, timed } from '../figure.ts'
import type { Figure, Measured } from '../figure.ts'

const MESSAGES = new URL('../../../../tests/bot/citizen-messages.jsonl', import.meta.url)
/** The first rounds warm the machine up. */
const ROUNDS = 6

export const understanding: Figure = {
  name: 'understanding',
  about: 'labelled messages through classify: right, wrong as what, and the time it takes',
  async measure(bench) {
    const language = await readLanguage({ languageDir: join(TEMPLATES, 'vi') })
    const { ms: learning, result: model } = await timed(() => trainIntents(language.phrases, language.book))
    bench.say(`${count(language.phrases.length)} phrases learnt in ${(learning / 1_000).toFixed(1)} s`)
    const understand = createUnderstand(model, language.book)
    const messages = readMessages(MESSAGES)
    const score = scoreOf(messages, understand, VILLAGE_PLANS)

    const took: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      took.length = 0
      for (const { text, sent } of messages) {
        const start = performance.now()
        understand(text, { sentOn: sent, villages: VILLAGE_PLANS })
        took.push(performance.now() - start)
      }
    }
    took.sort((a, b) => a - b)
    return [...ofAll(score), ...ofEach(score), ...ofTime(took, learning, language.phrases.length)]
  },
}

const percent = (part: number, whole: number): number => (100 * part) / whole

function ofAll(score: Score): Measured[] {
  const slots = score.slots.map(({ slot, stated, right }) => `${slot} ${right}/${stated}`).join(', ')
  return [
    { what: 'messages understood', value: percent(score.right, score.messages), unit: '%', goal: { atLeast: 93 }, note: `${score.right} of ${score.messages}; ${score.bothRight} of ${score.twofold} double questions seen as both` },
    { what: 'out of scope answered as a benefit', value: percent(score.answeredAsBenefit.length, score.outOfScope), unit: '%', goal: { atMost: 2 }, note: `${score.answeredAsBenefit.length} of ${score.outOfScope}` },
    { what: 'emergencies missed', value: score.emergenciesMissed.length, unit: '', goal: { atMost: 0 } },
    { what: 'answered without a person', value: percent(score.answered, score.messages), unit: '%', note: `${score.answeredWrongly} of ${score.answered} wrongly` },
    { what: 'details read as stated', value: percent(sum(score.slots.map(({ right }) => right)), sum(score.slots.map(({ stated }) => stated))), unit: '%', note: slots },
  ]
}

/** The confusion table, a row for each label: what it was taken for instead. */
function ofEach(score: Score): Measured[] {
  return score.perIntent.map(({ intent, messages, right }) => {
    const taken = score.confusions.filter(({ label }) => label === intent).map(({ read, ids }) => `${read} ${ids.length}`).join(', ')
    return { what: `… ${intent}`, value: percent(right, messages), unit: '%', goal: { atLeast: 85 }, note: `${right} of ${messages}${taken === '' ? '' : `; taken for ${taken}`}` }
  })
}

function ofTime(took: readonly number[], learning: number, phrases: number): Measured[] {
  const at = (share: number): number => took[Math.floor(took.length * share)] as number
  return [
    { what: 'understand a message, p99', value: at(0.99), unit: 'ms', goal: { atMost: 1 }, note: `median ${at(0.5).toFixed(2)} ms, slots and all` },
    { what: 'learn anew after a change', value: learning / 1_000, unit: 's', note: `${count(phrases)} phrases; the build does it, and once after each change` },
  ]
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0)
