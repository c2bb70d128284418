/**
 * A citizen's message as the classifier and the slots read it: words without marks, keyboard residue decoded,
 * abbreviations written out, regional words in the standard form; beside them the words as they were written.
 */
import { fold, hasMarks, tidyText } from '../../domain/vietnamese-text.ts'
import { countShown } from './cues.ts'
import type { Cues } from './cues.ts'
import { withoutKeys } from './residue.ts'
import type { Synonym, WordBook } from './word-book.ts'

export interface FoldedText {
  /** Standard unmarked words; "," between clauses, "?" at a question mark. */
  words: readonly string[]
  /** Lower case with the marks that were written, one word per word; nothing expanded. */
  written: readonly string[]
  /** The words of `written` without marks and without keyboard residue; nothing expanded. */
  plain: readonly string[]
  hasMarks: boolean
  /** Letters of a script that is not Latin (Khmer, Chăm …). */
  foreignScript: boolean
  /** What the word lists find in it: hints for the classifier, not decisions. */
  hints: readonly Hint[]
  /** The groups of meaning in it, each once, in the order of the text. */
  concepts: readonly string[]
}

export type Hint = 'danger' | 'figure-of-speech' | 'scam' | 'other-topic' | 'two-other-topics' | 'own-topic' | 'only-other-topic'

/** A message longer than this says in its first part what it wants; a book pasted into the chat must cost nothing. */
const MAX_CHARS = 1_500
const FOREIGN = /[\u0590-\u1dff\u2c00-\ua63f\ua6a0-\uabff]/g
const TOKEN = /[\p{L}\p{M}\d]+(?:[.,/:-]\d+)*|[?]|[,;.!\n]/gu

export function foldMessage(text: string, book: WordBook): FoldedText {
  const short = text.slice(0, MAX_CHARS)
  const lines = short.normalize('NFC').split('\n').map(tidyText).join('\n').toLowerCase()
  const foreign = lines.match(FOREIGN)?.length ?? 0
  const said = /[\p{L}\d?]/u.test(lines) ? lines : inWords(lines, book)
  const tokens = (said.match(TOKEN) ?? []).flatMap((token) => splitNumber(token, book))
  const written = tokens.map(shorten)
  const plain = written.map((word) => plainWord(word, book))
  const words = standardWords(written, plain, book)
  const folded = { words, written, plain, hasMarks: hasMarks(short), foreignScript: foreign >= 4 }
  return { ...folded, hints: hintsOf(folded, book), concepts: conceptsOf(words, book) }
}

/** "👍🏽👍🏽" answers; the first picture that is known says what. */
function inWords(pictures: string, book: WordBook): string {
  const known = [...pictures].find((picture) => book.pictures.has(picture))
  return known === undefined ? pictures : (book.pictures.get(known) as string)
}

export function conceptsOf(words: readonly string[], book: WordBook): string[] {
  const found = new Set<string>()
  for (let at = 0; at < words.length; at += 1) {
    for (const concept of book.concepts.get(words[at] as string) ?? []) {
      if (concept.words.every((word, offset) => words[at + offset] === word)) found.add(concept.name)
    }
  }
  return [...found]
}

/** In a text with marks an unmarked cue reads only words that were written without any. */
function hintsOf(text: Pick<FoldedText, 'words' | 'written' | 'plain' | 'hasMarks'>, book: WordBook): Hint[] {
  const shows = (cues: Cues): boolean =>
    text.hasMarks ? countShown(cues, text.written, () => true) > 0 : countShown(cues, text.plain, ({ marked }) => !marked) > 0
  const others = countShown(book.otherTopics, text.plain, () => true)
  const own = countShown(book.ownTopics, text.plain, () => true) + countShown(book.ownTopics, text.words, () => true)
  const hints: (Hint | false)[] = [
    shows(book.alwaysEmergency) && 'danger',
    shows(book.notEmergency) && 'figure-of-speech',
    shows(book.scam) && 'scam',
    others > 0 && 'other-topic',
    others > 1 && 'two-other-topics',
    own > 0 && 'own-topic',
    others > 0 && own === 0 && 'only-other-topic',
  ]
  return hints.filter((hint) => hint !== false)
}

/** "th11", "t12", "ap3", "6th", "50k" are a word and a number; what can be VNI stays whole for now. */
function splitNumber(token: string, book: WordBook): string[] {
  const parts = /^(\p{L}+)(\d+(?:[./-]\d+)*)$/u.exec(token) ?? /^(\d+(?:[.,/]\d+)*)(\p{L}+)$/u.exec(token)
  if (parts === null || withoutKeys(fold(token)) !== undefined || book.keep.has(token)) return [token]
  const [, first = '', second = ''] = parts
  if (/^[a-z]{2}$/.test(first) && second.length >= 13) return [token]
  return [first === 't' || first === 'th' ? 'tháng' : first, second === 'th' || second === 't' ? 'tháng' : second]
}

/** "quáaaa", "alooo": a letter held down says no more than once. */
function shorten(word: string): string {
  return /\d/.test(word) ? word : word.replace(/(\p{L})\1{2,}/gu, '$1')
}

function plainWord(word: string, book: WordBook): string {
  const bare = fold(word)
  return book.keep.has(bare) || hasMarks(word) && !/[sfrxj]$/.test(bare) || book.abbreviations.has(word) ? bare : (withoutKeys(bare) ?? bare)
}

function standardWords(written: readonly string[], plain: readonly string[], book: WordBook): string[] {
  const standard: string[] = []
  for (let at = 0; at < written.length; ) {
    const synonym = synonymAt(written, plain, at, book)
    if (synonym !== undefined) {
      standard.push(...synonym.standard)
      at += synonym.words.length
      continue
    }
    const word = plain[at] as string
    const full = book.abbreviations.get(written[at] as string) ?? book.abbreviations.get(word)
    if (full !== undefined) standard.push(...full.split(' ').filter((one) => one !== ''))
    else standard.push(/^[,;.!\n]$/.test(word) ? ',' : word)
    at += 1
  }
  return standard
}

/** A marked entry reads the words as written, for "răng" is not "rằng"; an unmarked one reads them without marks. */
function synonymAt(written: readonly string[], plain: readonly string[], at: number, book: WordBook): Synonym | undefined {
  const fits = (text: readonly string[], marked: boolean): Synonym | undefined =>
    book.synonyms.get(text[at] as string)?.find((one) => one.marked === marked && one.words.every((word, offset) => text[at + offset] === word))
  return fits(written, true) ?? fits(plain, false)
}
