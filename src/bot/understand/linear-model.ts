/**
 * Multinomial logistic regression: one weight per class and bucket, learnt by stochastic descent with AdaGrad steps.
 * Deterministic: the same examples in the same order with the same seed give the same weights.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import { BUCKETS } from './features.ts'
import type { Features } from './features.ts'
import { seededRandom } from './random.ts'

export interface Example {
  features: Features
  /** One class, or several that share the example equally. */
  classes: readonly number[]
  /** A variant made from a phrase counts less than the phrase. */
  weight: number
}

export interface LinearModel {
  classes: number
  /** BUCKETS rows of `classes` weights. */
  weights: Float32Array
  bias: Float32Array
  /** How much each bucket says: "tôi" is everywhere, "truy lĩnh" is not. */
  rarity: Float32Array
}

export interface Training {
  epochs: number
  rate: number
  /** How strongly weights shrink towards nothing each time they are touched. */
  shrink: number
  seed: number
}

/** Chosen by trying, on phrases left out of training: many variants seen three times teach more than few seen often. */
export const TRAINING: Training = { epochs: 3, rate: 0.35, shrink: 2e-5, seed: 20_261_122 }
/** The length of every example, long or short; two lets sure cases become sure within three rounds. */
const LENGTH = 2
/** Examples after which others get a turn, some milliseconds. */
const BREATH = 200

export async function trainLinear(examples: readonly Example[], classes: number, rarity: Float32Array, training: Training = TRAINING): Promise<LinearModel> {
  const model: LinearModel = { classes, weights: new Float32Array(BUCKETS * classes), bias: new Float32Array(classes), rarity }
  const ready = examples.map((example) => ({ ...example, features: weighed(example.features, model.rarity) }))
  const squares = new Float32Array(BUCKETS * classes).fill(1e-3)
  const order = Uint32Array.from(examples.keys())
  const random = seededRandom(training.seed)
  const chances = new Float64Array(classes)
  for (let epoch = 0; epoch < training.epochs; epoch += 1) {
    shuffle(order, random)
    for (const [at, index] of order.entries()) {
      learn(model, squares, ready[index] as Example, chances, training)
      if (at % BREATH === 0) await breathe()
    }
  }
  return model
}

/** Models of one rarity make one: what each took from the chance of its own variants evens out. */
export function meanOf(models: readonly LinearModel[]): LinearModel {
  const [first, ...others] = models as [LinearModel, ...LinearModel[]]
  for (const part of ['weights', 'bias'] as const) {
    for (let at = 0; at < first[part].length; at += 1) {
      let sum = first[part][at] as number
      for (const other of others) sum += other[part][at] as number
      first[part][at] = sum / models.length
    }
  }
  return first
}

/** The root of the inverse document frequency: the whole of it would let one rare slip of typing outweigh the question. */
export function rarityIn(examples: readonly Example[]): Float32Array {
  const holding = new Uint32Array(BUCKETS)
  for (const { features } of examples) for (const bucket of features.at) holding[bucket] = (holding[bucket] as number) + 1
  return Float32Array.from(holding, (count) => Math.sqrt(Math.log((examples.length + 1) / (count + 1))))
}

function weighed({ at, weight }: Features, rarity: Float32Array): Features {
  const scaled = weight.map((one, feature) => one * (rarity[at[feature] as number] as number))
  let square = 0
  for (const one of scaled) square += one * one
  const scale = square === 0 ? 0 : LENGTH / Math.sqrt(square)
  return { at, weight: scaled.map((one) => one * scale) }
}

function learn(model: LinearModel, squares: Float32Array, example: Example, chances: Float64Array, training: Training): void {
  const { classes, weights, bias } = model
  const { at, weight } = example.features
  softmaxInto(chances, model, example.features)
  for (const wanted of example.classes) chances[wanted] = (chances[wanted] as number) - 1 / example.classes.length
  const wrong: number[] = []
  for (let one = 0; one < classes; one += 1) {
    const error = (chances[one] as number) * example.weight
    // Most classes are surely wrong for most phrases: their nudge would cost time and change nothing.
    if (error < 1e-3 && error > -1e-3) continue
    chances[one] = error
    bias[one] = (bias[one] as number) - 0.02 * error
    wrong.push(one)
  }
  // A feature's weights lie side by side: features outside, classes inside is twice as fast as the other way round.
  for (let feature = 0; feature < at.length; feature += 1) {
    const row = (at[feature] as number) * classes
    const value = weight[feature] as number
    for (const one of wrong) {
      const cell = row + one
      const gradient = (chances[one] as number) * value + training.shrink * (weights[cell] as number)
      const square = (squares[cell] as number) + gradient * gradient
      squares[cell] = square
      weights[cell] = (weights[cell] as number) - (training.rate * gradient) / Math.sqrt(square)
    }
  }
}

/** Chance of each class; they add up to one. */
export function chancesOf(model: LinearModel, features: Features): Float64Array {
  const chances = new Float64Array(model.classes)
  softmaxInto(chances, model, weighed(features, model.rarity))
  return chances
}

function softmaxInto(chances: Float64Array, model: LinearModel, features: Features): void {
  const { classes, weights, bias } = model
  const { at, weight } = features
  for (let one = 0; one < classes; one += 1) chances[one] = bias[one] as number
  for (let feature = 0; feature < at.length; feature += 1) {
    const row = (at[feature] as number) * classes
    const value = weight[feature] as number
    for (let one = 0; one < classes; one += 1) chances[one] = (chances[one] as number) + (weights[row + one] as number) * value
  }
  let highest = -Infinity
  for (const score of chances) if (score > highest) highest = score
  let sum = 0
  for (let one = 0; one < classes; one += 1) {
    const raised = Math.exp((chances[one] as number) - highest)
    chances[one] = raised
    sum += raised
  }
  for (let one = 0; one < classes; one += 1) chances[one] = (chances[one] as number) / sum
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    const kept = order[at] as number
    order[at] = order[other] as number
    order[other] = kept
  }
}
