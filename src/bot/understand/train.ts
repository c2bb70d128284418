import { setImmediate as breathe } from 'node:timers/promises'
import { choose, countOf } from './choices.ts'
import { featuresOf } from './features.ts'
import { foldMessage } from './fold.ts'
import { INTENTS } from './intents.ts'
import { meanOf, rarityIn, trainLinear } from './linear-model.ts'
import type { Example, LinearModel } from './linear-model.ts'
import type { Phrase } from './phrase-book.ts'
import { seededRandom } from './random.ts'
import type { Random } from './random.ts'
import { variantOf } from './variants.ts'
import type { WordBook } from './word-book.ts'

const VARIANTS = 5
const VARIANT_WEIGHT = 0.3
/** Of a line with choices, so many of its questions are learnt. */
const CHOSEN = 25
/** How often all is learnt, each time from other variants. */
const ROUNDS = 2
const SEED = 335
/** Phrases after which others get a turn: a process that learns at its start also sends and answers. */
const BREATH = 20

/** The model of these phrases: always the same for the same phrases and words. */
export async function trainIntents(phrases: readonly Phrase[], book: WordBook): Promise<LinearModel> {
  const random = seededRandom(SEED)
  const models: LinearModel[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const examples = await examplesOf(phrases, book, random)
    models.push(await trainLinear(examples, INTENTS.length, models[0]?.rarity ?? rarityIn(examples)))
  }
  return meanOf(models)
}

async function examplesOf(phrases: readonly Phrase[], book: WordBook, random: Random): Promise<Example[]> {
  const examples: Example[] = []
  for (const [at, { text, intents }] of phrases.entries()) {
    const classes = intents.map((intent) => INTENTS.indexOf(intent))
    const learn = (one: string, weight: number): void => void examples.push({ features: featuresOf(foldMessage(one, book)), classes, weight })
    const count = countOf(text, book.choices)
    if (count === 1) {
      learn(text, 1)
      for (let one = 0; one < VARIANTS; one += 1) learn(variantOf(text, book, random), VARIANT_WEIGHT)
    } else {
      for (let one = 0; one < Math.min(CHOSEN, count); one += 1) learn(variantOf(choose(text, book.choices, random), book, random), VARIANT_WEIGHT)
    }
    if (at % BREATH === 0) await breathe()
  }
  return examples
}
