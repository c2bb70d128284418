/**
 * Names of people. A name is kept as the papers write it; for searching and sorting it gets keys. Nothing is demanded
 * of its shape: Y Bhăm Niê has the family last, A Tiến has none, Katơr is whole, and H'Hen keeps her apostrophe.
 */
import { foldLoosely, hasMarks, tidyText, withoutTonePlace } from './vietnamese-text.ts'

/** The name as written, without list marks in front ("- ", "+ ", "1. ") and stray punctuation behind. */
export function tidyName(text: string): string {
  const name = tidyText(text)
  return /^[\p{L}]/u.test(name) && /[\p{L}.')\]]$/u.test(name)
    ? name
    : name.replace(/^(?:[-–—+*•·.,;:>]|\d{1,4}\s*[.)\-/])\s*/u, '').replace(/[\s,;:*\-–—]+$/u, '')
}

/** Families whose name cannot be mistaken for a given name's beginning; Ông itself is a family name (Ông Cao Thắng). */
const FAMILY = /^(nguyễn|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trương|đoàn|lâm|mai|trịnh|đào|cao|tạ|châu|thạch|danh|nguyen|tran|le|pham|huynh|hoang|vo|vu|dang|bui|do)(?!\p{L})/iu

/** "Bà Nguyễn Thị Cúc" → "Nguyễn Thị Cúc": how somebody is addressed is no part of the name. */
export function withoutAddress(name: string): string {
  const match = /^(?:ông\s*(?:\/|\()\s*bà\)?|ông\s*:|ông(?=\s+\p{L}+\s+\p{L}+\s+\p{L})|(?:bà|cụ|anh|chị|cháu|em|bé)\s*:?)\s+(\p{L}+\s.+)$/iu.exec(name)
  const rest = match?.[1]
  return rest !== undefined && FAMILY.test(rest) ? rest : name
}

/** Whether the text can name a person: letters, and nothing that only a total or a number has. */
export function isPersonName(text: string): boolean {
  return /\p{L}/u.test(text) && !/\d/.test(text) && text.length <= 100
}

/** Marks and case aside, y as i, apostrophes out: the same for the roster's spelling and for what somebody types. */
export function searchKey(name: string): string {
  return foldLoosely(name).replace(/[^a-z0-9]+/g, ' ').trim()
}

const LETTER_KEYS: ReadonlyMap<string, string> = new Map(
  ['aăâ', 'b', 'c', 'dđ', 'eê', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'oôơ', 'p', 'q', 'r', 's', 't', 'uư', 'v', 'w', 'x', 'y', 'z']
    .flatMap((family) => [...family].map((letter, rank) => [letter, `${family[0]}${rank}`] as const)),
)
/** Level, huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries. */
const TONE_RANKS: Readonly<Record<string, number>> = { '\u0300': 1, '\u0309': 2, '\u0303': 3, '\u0301': 4, '\u0323': 5 }

/** A province's names are made of a few thousand syllables; beyond this bound words are computed each time. */
const MAX_REMEMBERED = 20_000
const wordKeys = new Map<string, string>()

function wordKey(word: string): string {
  let key = wordKeys.get(word)
  if (key === undefined) {
    key = computeWordKey(word)
    if (wordKeys.size < MAX_REMEMBERED) wordKeys.set(word, key)
  }
  return key
}

function computeWordKey(word: string): string {
  let letters = ''
  let tone = 0
  for (const character of word.toLowerCase().normalize('NFD').replace(/([aeou])([\u0300\u0301\u0303\u0309\u0323])([\u0302\u0306\u031b])/g, '$1$3$2')) {
    tone = TONE_RANKS[character] ?? tone
    const composed = character === '\u0302' || character === '\u0306' || character === '\u031b'
    if (composed) letters = letters.slice(0, -2) + (LETTER_KEYS.get((letters.at(-2) + character).normalize('NFC')) ?? '')
    else letters += LETTER_KEYS.get(character) ?? ''
  }
  return `${letters}0${tone}`
}

/**
 * Given name first, then family and middle names, in Vietnamese order. Made of a–z and digits only, so that every
 * database collation sorts it alike: each letter is two characters, and a word ends in 0 and its tone.
 */
export function sortKey(name: string): string {
  const words = tidyText(name).split(/[\s-]+/).filter((word) => /\p{L}/u.test(word))
  const given = words.at(-1)
  return given === undefined ? '' : [given, ...words.slice(0, -1)].map(wordKey).join('')
}

/**
 * Whether two spellings are one name: tone place, i/y, case, spaces and apostrophes aside; a spelling without any
 * marks matches every spelling with them, but two different sets of marks are two names (Ân and An).
 */
export function isSameName(one: string, other: string): boolean {
  if (one === other) return true
  const key = searchKey(one).replaceAll(' ', '')
  if (key !== searchKey(other).replaceAll(' ', '')) return false
  if (!hasMarks(one) || !hasMarks(other)) return true
  return exactKey(one) === exactKey(other)
}

/** A key under which only spellings with the same marks meet. */
export function exactKey(name: string): string {
  return withoutTonePlace(name).replace(/['’ʼ‘`\s-]/g, '').replace(/y/g, 'i')
}
