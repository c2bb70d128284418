/**
 * What the classifier looks at, as numbered buckets: words, neighbours, how words sound, marks where they were written,
 * and pieces of words, which survive slips of typing. Names are hashed, so no vocabulary has to be kept.
 */
import type { FoldedText } from './fold.ts'
import { soundOf } from './phonetic.ts'

/** 2^18: with some 90,000 different features of the shipped phrases, few that matter share a bucket. */
export const BUCKETS = 1 << 18
const MAX_WORDS = 120
/** A word list speaks for many words at once. */
const HINT_WEIGHT = 1.5
/** A long story touches everything; its first meanings are kept. */
const MAX_CONCEPTS = 12

/** Which buckets, and how much each says by its kind; how much by its rarity, the model knows. */
export interface Features {
  at: Int32Array
  weight: Float32Array
}

export function featuresOf(text: Pick<FoldedText, 'words' | 'written' | 'hasMarks' | 'hints' | 'concepts'>): Features {
  const found: number[] = []
  const add = (name: number, weight: number): void => {
    const bucket = bucketOf(name)
    const known = heaviest[bucket] as number
    if (known === 0) found.push(bucket)
    if (known < weight) heaviest[bucket] = weight
  }
  const words = text.words.slice(0, MAX_WORDS).map(numberless)
  const sounds = words.map(soundOf)
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string
    if (word === ',') continue
    const next = words[at + 1] ?? END
    const sound = sounds[at] as string
    add(hashOf(KIND.word, word), 1)
    add(hashOf(KIND.sound, sound), 0.5)
    add(hashOf(hashOf(KIND.twoWords, word), next), 1)
    add(hashOf(hashOf(KIND.twoSounds, sound), sounds[at + 1] ?? END), 0.5)
    const afterNext = words[at + 2]
    if (afterNext !== undefined) add(hashOf(hashOf(KIND.around, word), afterNext), 0.5)
    addPieces(`^${word}$`, add)
  }
  add(hashOf(KIND.first, words[0] ?? END), 0.7)
  for (const hint of text.hints) add(hashOf(KIND.hint, hint), HINT_WEIGHT)
  addConcepts(text.concepts.slice(0, MAX_CONCEPTS), add)
  if (text.hasMarks) {
    for (const word of text.written.slice(0, MAX_WORDS)) if (NOT_ASCII.test(word)) add(hashOf(KIND.marked, word), 0.8)
  }
  const weight = new Float32Array(found.length)
  for (const [at, bucket] of found.entries()) {
    weight[at] = heaviest[bucket] as number
    heaviest[bucket] = 0
  }
  return { at: Int32Array.from(found), weight }
}

/** Of the message at hand, and nothing between two of them. A map of some hundred features is most of what understanding takes. */
const heaviest = new Float32Array(BUCKETS)

type Add = (name: number, weight: number) => void

const NOT_ASCII = /[\u0080-\uffff]/
const END = '$'

/** Which number it is says little about what is wanted; how long it is says whether it is a day, an amount or a card. */
function numberless(word: string): string {
  if (!/^\d/.test(word)) return word
  const digits = word.replace(/\D/g, '').length
  return /^\d+([./-]\d+)+$/.test(word) && digits < 9 ? '#/' : `#${Math.min(digits, 9)}`
}

/** Each meaning, and each two that occur together, wherever they stand: so a question may ramble. */
function addConcepts(concepts: readonly string[], add: Add): void {
  const sorted = [...concepts].sort()
  let all = KIND.allMeanings
  for (const [at, one] of sorted.entries()) {
    add(hashOf(KIND.meaning, one), 0.8)
    const pair = hashOf(KIND.twoMeanings, one)
    for (let behind = at + 1; behind < sorted.length; behind += 1) add(hashOf(pair, sorted[behind] as string), 0.6)
    all = hashOf(all, one)
  }
  add(all, 0.5)
}

function addPieces(word: string, add: Add): void {
  for (let length = 3; length <= 5; length += 1) {
    for (let at = 0; at + length <= word.length; at += 1) add(hashOf(KIND.piece, word, at, at + length), 0.3)
  }
}

/** Where the names of each kind of feature begin, so that a word and a piece of the same letters are two features. */
const KIND = {
  word: hashOf(0x811c9dc5, 'word'), sound: hashOf(0x811c9dc5, 'sound'), twoWords: hashOf(0x811c9dc5, 'two words'), twoSounds: hashOf(0x811c9dc5, 'two sounds'),
  around: hashOf(0x811c9dc5, 'around'), first: hashOf(0x811c9dc5, 'first'), piece: hashOf(0x811c9dc5, 'piece'), marked: hashOf(0x811c9dc5, 'marked'),
  hint: hashOf(0x811c9dc5, 'hint'), meaning: hashOf(0x811c9dc5, 'meaning'), twoMeanings: hashOf(0x811c9dc5, 'two meanings'), allMeanings: hashOf(0x811c9dc5, 'all meanings'),
}

/** FNV-1a over UTF-16 units, going on from what is hashed already; no text is put together for it. */
function hashOf(before: number, text: string, from = 0, to = text.length): number {
  let value = Math.imul(before ^ 0x20, 0x01000193)
  for (let at = from; at < to; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value
}

const bucketOf = (hash: number): number => ((hash ^ (hash >>> 15)) >>> 0) & (BUCKETS - 1)
