/**
 * A group message as the reader sees it: words with and without their marks, and where a clause or a sentence begins.
 * Abbreviations are written out; numbers, dates and hours stay whole ("17h30", "27/11", "128/130").
 */
import { fold, hasMarks, tidyText, withoutTonePlace } from '../../domain/vietnamese-text.ts'
import { remembered } from './remembered.ts'

export interface Word {
  /** Lower case, its tone at the end, so that "hoà" is "hòa". */
  written: string
  plain: string
  /** Plain, Mỹ and Mĩ alike and without apostrophes: what names are compared by. */
  loose: string
  hasMarks: boolean
  /** Begins with a digit. */
  isNumber: boolean
  /** Begins with a letter, and not with "#" or "@". */
  isLetters: boolean
  /** First of its clause: behind a comma, a colon, a dash, a bracket, a stop or a line's end. */
  opensClause: boolean
  opensSentence: boolean
}

export interface Words {
  list: readonly Word[]
  /** The writer's keyboard has marks: a word without any is then meant so. */
  marked: boolean
  /** For each word, the index behind the last word of its sentence. */
  sentenceEnd: readonly number[]
  /** For each word, whether its sentence ends in a question mark. */
  asked: readonly boolean[]
}

export type Abbreviations = ReadonlyMap<string, readonly string[]>

/** A longer text is a pasted document: whom it is for and by when stands in its beginning or is asked back. */
const MAX_CHARS = 6_500
/** Below this share of marked words somebody only copied a name with its marks. */
const MARKED_SHARE = 0.2
const TOKEN = /[#@][\p{L}\p{M}\d]+|(?<![\p{L}\d])[bma]\d{1,2}(?![\p{L}\d])|[\p{L}\p{M}]+(?:['’`ʼ][\p{L}\p{M}]+)*|\d+(?:[.,]\d+)?(?:k|tr)(?![\p{L}\d])|\d+(?:[.,/:-]\d+)*(?:[hg](?:\d{1,2})?(?![\p{L}\d]))?|[,;:.!?()[\]\n…–—/=-]|[#@]/gu
/** In digits, or as a word that only counts: "hộ nghèo: mười ba". */
const NUMBER = /^(?:\d|(?:không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)$)/u
const STOPS = new Set(['.', '!', '?', '\n', '…'])
/** A sign stands alone; a mark or a command begins with one and goes on. */
const isSign = remembered((token: string): boolean => /^[^\p{L}\p{M}\d#@]/u.test(token))

export function readWords(text: string, abbreviations: Abbreviations): Words {
  const tokens = tokensOf(text.slice(0, MAX_CHARS))
  const list: Word[] = []
  const ends: { before: number; asked: boolean }[] = []
  let opensClause = true
  let opensSentence = true
  for (const [index, token] of tokens.entries()) {
    if (isSign(token)) {
      // "hộ nghèo: 4", "hạn: 27/11": the number belongs to what stands before.
      opensClause ||= !((token === ':' || token === '=') && NUMBER.test(tokens[index + 1] ?? ''))
      if (STOPS.has(token)) {
        opensSentence = true
        ends.push({ before: list.length, asked: token === '?' })
      }
      continue
    }
    // "k1" is a unit and its number, not a word that is left out.
    const full = token === 'k' && /^\d{1,2}$/.test(tokens[index + 1] ?? '') ? undefined : abbreviations.get(token)
    for (const written of full ?? [token]) {
      const { plain, loose, hasMarks: marked, isNumber, isLetters, written: tidy } = formsOf(written)
      list.push({ written: tidy, plain, loose, hasMarks: marked, isNumber, isLetters, opensClause, opensSentence })
      opensClause = false
      opensSentence = false
    }
  }
  return { list, marked: isMarked(list), ...sentencesOf(list.length, ends) }
}

/** Every word of a text is compared with hundreds of cues: its forms are made once. */
export const formsOf = remembered((word: string): Omit<Word, 'opensClause' | 'opensSentence'> => {
  const plain = fold(word)
  return { written: plain === word ? word : withoutTonePlace(word), plain, loose: sameLetters(plain), hasMarks: hasMarks(word), isNumber: /^\d/.test(plain), isLetters: /^[a-z]/.test(plain) }
})

export const sameLetters = (plain: string): string => plain.replace(/['’`ʼ]/g, '').replace(/y/g, 'i')

/** Nothing that the reader takes together has a space in it, so it looks at each piece between spaces by itself. */
function tokensOf(text: string): string[] {
  const tokens: string[] = []
  for (const [index, line] of text.normalize('NFC').split('\n').entries()) {
    if (index > 0) tokens.push('\n')
    for (const piece of tidyText(line).toLowerCase().split(' ')) tokens.push(...tokensOfPiece(piece))
  }
  return tokens
}

/** "t3" is a unit and its number; "b1" is a form and stays one word. */
const tokensOfPiece = remembered((piece: string): readonly string[] =>
  piece.replace(/(?<![\p{L}\p{M}\d#@])(?![bma]\d)(\p{L}{1,5})(?=\d{1,3}(?![\p{L}\d]))/gu, '$1 ').match(TOKEN) ?? [])

function isMarked(list: readonly Word[]): boolean {
  const letters = list.filter(({ isLetters }) => isLetters)
  return letters.filter((word) => word.hasMarks).length >= letters.length * MARKED_SHARE
}

function sentencesOf(length: number, ends: readonly { before: number; asked: boolean }[]): Pick<Words, 'sentenceEnd' | 'asked'> {
  const sentenceEnd: number[] = []
  const asked: boolean[] = []
  for (const end of [...ends, { before: length, asked: false }]) {
    while (sentenceEnd.length < end.before) {
      sentenceEnd.push(end.before)
      asked.push(end.asked)
    }
  }
  return { sentenceEnd, asked }
}
