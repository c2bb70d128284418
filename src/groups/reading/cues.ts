/**
 * Cues: words that point to something where they stand. "*" leaves room for up to five words, "|" parts words that will do in
 * one place, "#" is any number, "^" wants the opening of a clause (behind the name of a village too), "@" a place right behind who is
 * addressed, "$" the end of a clause, and "!" somebody who writes marks, where words are another without them ("dư", "đủ").
 * A cue with its marks reads "cháy", and "chay" where the writer uses none, but not "chạy".
 */
import { fold, tidyText, withoutTonePlace } from '../../domain/vietnamese-text.ts'
import type { Word, Words } from './words.ts'

const MOST_BETWEEN = 5

interface CueWord {
  written: string
  plain: string
}

interface Cue<T> {
  says: T
  opens: boolean
  behindNames: boolean
  closes: boolean
  markedOnly: boolean
  /** Runs of places; each place holds the words that will do. */
  parts: readonly (readonly (readonly CueWord[])[])[]
}

/** By the plain form of the words that can be first; those that begin with a number under "#". */
export type Cues<T> = ReadonlyMap<string, readonly Cue<T>[]>

export interface Found<T> {
  says: T
  from: number
  /** Behind its last word. */
  to: number
  /** Words may stand between its parts. */
  apart: boolean
}

export interface Place {
  words: Words
  /** Words behind which nothing but courtesy follows count as the end of a clause. */
  courtesyEnd(at: number): number | undefined
  opens: readonly boolean[]
  /** Right behind the names of those who are addressed. */
  behindNames: readonly boolean[]
}

export function readCues<T>(entries: readonly (readonly [says: T, cue: string])[]): Cues<T> {
  const cues = new Map<string, Cue<T>[]>()
  for (const [says, text] of entries) {
    const cue = readCue(says, text)
    for (const first of new Set(cue.parts[0]?.[0]?.map(({ plain }) => plain))) cues.set(first, [...(cues.get(first) ?? []), cue])
  }
  return cues
}

function readCue<T>(says: T, text: string): Cue<T> {
  const bare = tidyText(text).toLowerCase()
  const words = bare.replace(/^[!^@]+/, '').replace(/\$$/, '')
  const anchors = /^[!^@]*/.exec(bare)?.[0] ?? ''
  const parts = words.split('*').map((part) => part.trim().split(' ').filter((word) => word !== '').map(wordsOf)).filter((part) => part.length > 0)
  return { says, opens: anchors.includes('^'), behindNames: anchors.includes('@'), markedOnly: anchors.includes('!'), closes: bare.endsWith('$'), parts }
}

const wordsOf = (place: string): CueWord[] => place.split('|').map((word) => ({ written: withoutTonePlace(word), plain: fold(word) }))

/** Every place where a cue stands, in the order of the text; of one cue only the first unless all are wanted. */
export function findCues<T>(cues: Cues<T>, place: Place, { repeated = false } = {}): Found<T>[] {
  const found: Found<T>[] = []
  const seen = new Set<Cue<T>>()
  for (const [at, word] of place.words.list.entries()) {
    for (const cue of candidates(cues, word)) {
      if ((!repeated && seen.has(cue)) || (cue.opens && place.opens[at] !== true) || (cue.behindNames && place.behindNames[at] !== true)) continue
      const to = endOf(cue, place.words, at)
      if (to === undefined || (cue.closes && !closesClause(place, to))) continue
      seen.add(cue)
      found.push({ says: cue.says, from: at, to, apart: cue.parts.length > 1 })
    }
  }
  return found
}

/** Without those that are only a piece of a longer one: "bao" of "bao nhieu" does not say "báo". */
export function withoutPieces<T>(found: readonly Found<T>[], outweighs: (whole: T, piece: T) => boolean): Found<T>[] {
  const whole = found.filter(({ apart }) => !apart)
  return found.filter((piece) => piece.apart || !whole.some(({ from, to, says }) => outweighs(says, piece.says) && from <= piece.from && to >= piece.to && to - from > piece.to - piece.from))
}

/** The longest cue that stands exactly here; with `says` the longest of that meaning. */
export function cueAt<T>(cues: Cues<T>, words: Words, at: number, says?: T): Found<T> | undefined {
  const word = words.list[at]
  if (word === undefined) return undefined
  let longest: Found<T> | undefined
  for (const cue of candidates(cues, word)) {
    const to = says === undefined || cue.says === says ? endOf(cue, words, at) : undefined
    if (to !== undefined && (longest === undefined || to > longest.to)) longest = { says: cue.says, from: at, to, apart: cue.parts.length > 1 }
  }
  return longest
}

const NONE: readonly never[] = []

function candidates<T>(cues: Cues<T>, { plain, isNumber }: Word): readonly Cue<T>[] {
  const own = cues.get(plain)
  if (!isNumber) return own ?? NONE
  const ofNumbers = cues.get('#') ?? NONE
  return own === undefined ? ofNumbers : [...own, ...ofNumbers]
}

function endOf<T>(cue: Cue<T>, words: Words, from: number): number | undefined {
  if (cue.markedOnly && !words.marked) return undefined
  let at = from
  for (const [index, part] of cue.parts.entries()) {
    const last = index === 0 ? at : Math.min(at + MOST_BETWEEN, words.sentenceEnd[from] ?? 0)
    while (at <= last && !isPart(part, words, at)) at += 1
    if (at > last) return undefined
    at += part.length
  }
  return at
}

const isPart = (part: Cue<unknown>['parts'][number], words: Words, at: number): boolean =>
  part.every((place, offset) => place.some((cue) => isWord(words, at + offset, cue)))

export function isWord(words: Words, at: number, cue: CueWord): boolean {
  const word = words.list[at]
  if (word === undefined) return false
  if (cue.plain === '#') return word.isNumber
  if (word.plain !== cue.plain) return false
  return word.written === cue.written || (!words.marked && !word.hasMarks)
}

function closesClause({ words, courtesyEnd }: Place, to: number): boolean {
  const end = words.sentenceEnd[to - 1] ?? to
  for (let at = to; at < end && words.list[at]?.opensClause !== true; ) {
    const behind = courtesyEnd(at)
    if (behind === undefined) return false
    at = behind
  }
  return true
}
