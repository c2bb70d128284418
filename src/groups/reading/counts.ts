/** Counts in digits or in words: "17", "hai mươi mốt", "một trăm linh ba". Words count only up to 999, as people say them in a report. */
import { fold, withoutTonePlace } from '../../domain/vietnamese-text.ts'
import { formsOf } from './words.ts'
import type { Word, Words } from './words.ts'

const DIGITS: Readonly<Record<string, number>> = {
  không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, lăm: 5, nhăm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9,
}
const byWritten = new Map(Object.entries(DIGITS).map(([word, digit]) => [withoutTonePlace(word), digit]))
const byPlain = new Map(Object.entries(DIGITS).map(([word, digit]) => [fold(word), digit]))
/** Words that only stand behind a ten. */
const ENDS_ONLY = new Set(['lam', 'nham'])
const LARGE = { mười: formsOf('mười'), mươi: formsOf('mươi'), trăm: formsOf('trăm'), chục: formsOf('chục'), linh: formsOf('linh'), lẻ: formsOf('lẻ') }

export interface Count {
  value: number
  /** Behind its last word. */
  to: number
  inWords: boolean
}

/** Whether a count may begin with this word. */
export const beginsCount = ({ plain, isNumber }: Word): boolean => isNumber || byPlain.has(plain) || plain === LARGE.mười.plain

export function countAt(words: Words, at: number): Count | undefined {
  const word = words.list[at]
  if (word === undefined) return undefined
  if (!word.isNumber) return inWords(words, at)
  return /^\d{1,6}$/.test(word.plain) ? { value: Number(word.plain), to: at + 1, inWords: false } : undefined
}

function inWords(words: Words, at: number): Count | undefined {
  // "lăm", "mốt" only end a number; without marks they are "làm", "một".
  const first = ENDS_ONLY.has(words.list[at]?.plain ?? '') && !isWord(words, at, 'mười') ? undefined : digitAt(words, at)
  const isTen = isWord(words, at, 'mười')
  if (first === undefined && !isTen) return undefined
  if (!isTen && isWord(words, at + 1, 'trăm')) {
    const behind = isWord(words, at + 2, 'linh') || isWord(words, at + 2, 'lẻ') ? at + 3 : at + 2
    const rest = belowHundred(words, behind)
    return { value: (first as number) * 100 + (rest?.value ?? 0), to: rest?.to ?? at + 2, inWords: true }
  }
  return belowHundred(words, at)
}

function belowHundred(words: Words, at: number): Count | undefined {
  const first = digitAt(words, at)
  if (isWord(words, at, 'mười')) {
    const one = digitAt(words, at + 1)
    return one === undefined || one === 0 ? { value: 10, to: at + 1, inWords: true } : { value: 10 + one, to: at + 2, inWords: true }
  }
  if (first === undefined) return undefined
  if (first > 0 && (isWord(words, at + 1, 'mươi') || isWord(words, at + 1, 'chục'))) {
    const one = digitAt(words, at + 2)
    return one === undefined || one === 0 ? { value: first * 10, to: at + 2, inWords: true } : { value: first * 10 + one, to: at + 3, inWords: true }
  }
  return { value: first, to: at + 1, inWords: true }
}

function digitAt(words: Words, at: number): number | undefined {
  const word = words.list[at]
  if (word === undefined) return undefined
  return words.marked || word.hasMarks ? byWritten.get(word.written) : byPlain.get(word.plain)
}

function isWord(words: Words, at: number, name: keyof typeof LARGE): boolean {
  const word = words.list[at]
  const large = LARGE[name]
  return word !== undefined && word.plain === large.plain && (word.written === large.written || (!words.marked && !word.hasMarks))
}
