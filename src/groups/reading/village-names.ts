/**
 * The villages of a commune as people write them: "Thôn 3", "T3", "thôn ba", "KP Ninh Hoà", "ấp bàu rã", and other names that
 * the register knows. A number, or one everyday word, is a village only behind its kind.
 */
import { isSyllable } from '../../domain/vietnamese-syllable.ts'
import { fold, tidyText, withoutTonePlace } from '../../domain/vietnamese-text.ts'
import { readVillage, villageKey } from '../../domain/village-name.ts'
import type { KnownVillage } from './reading.ts'
import { formsOf, sameLetters } from './words.ts'
import type { Word, Words } from './words.ts'

/** How a kind is written, and how it is typed; those of one family stand for each other, for people mix them up. */
const KINDS: readonly (readonly [family: string, written: string])[] = [
  ['ward', 'tổ dân phố'], ['ward', 'tdp'], ['ward', 'tổ'], ['quarter', 'khu phố'], ['quarter', 'khối phố'], ['quarter', 'khu vực'], ['quarter', 'khu dân cư'],
  ['quarter', 'tiểu khu'], ['quarter', 'kp'], ['quarter', 'kv'], ['quarter', 'kdc'], ['quarter', 'khóm'], ['quarter', 'khối'], ['quarter', 'khu'],
  ['village', 'thôn'], ['village', 'buôn'], ['village', 'phum'], ['village', 'làng'], ['village', 'xóm'], ['village', 'bản'], ['village', 'sóc'], ['village', 'bon'], ['village', 'ấp'],
]
const KIND_WORDS = KINDS.map(([family, written]) => ({ family, words: written.split(' ').map(formsOf) }))
const KINDS_BY_FIRST = new Map(KIND_WORDS.map(({ words }) => [words[0]?.loose, KIND_WORDS.filter((other) => other.words[0]?.loose === words[0]?.loose)]))
/** "T" is a thôn or a tổ, "th" too; only directly before a number. */
const SHORT_KINDS: Readonly<Record<string, readonly string[]>> = { t: ['village', 'ward'], th: ['village'], k: ['quarter'], tk: ['quarter'], a: ['village'], b: ['village'], x: ['village'] }
const NUMBER_WORDS: Readonly<Record<string, number>> = {
  một: 1, hai: 2, ba: 3, bốn: 4, tư: 4, năm: 5, sáu: 6, bảy: 7, bẩy: 7, tám: 8, chín: 9, mười: 10,
}
const NUMBER_BY_WORD = new Map(Object.entries(NUMBER_WORDS).map(([written, number]) => [withoutTonePlace(written), number]))
const NUMBER_BY_PLAIN = new Map(Object.entries(NUMBER_WORDS).map(([written, number]) => [fold(written), number]))

interface Name {
  village: string
  words: readonly { written: string; plain: string }[]
  /** One everyday word, as "Chùa": the kind must stand before it. */
  needsKind: boolean
}

export interface VillageNames {
  all: readonly string[]
  numbered: ReadonlyMap<number, readonly { village: string; family: string | undefined }[]>
  named: ReadonlyMap<string, readonly Name[]>
  byKey: ReadonlyMap<string, string>
}

const known = new WeakMap<readonly KnownVillage[], VillageNames>()

/** The names of a commune are the same from message to message. */
export function namesOf(villages: readonly KnownVillage[]): VillageNames {
  const names = known.get(villages) ?? collect(villages)
  known.set(villages, names)
  return names
}

function collect(villages: readonly KnownVillage[]): VillageNames {
  const numbered = new Map<number, { village: string; family: string | undefined }[]>()
  const named = new Map<string, Name[]>()
  const byKey = new Map<string, string>()
  for (const { name, aliases } of villages) {
    for (const one of [name, ...aliases]) {
      const { village: bare = one, kind } = readVillage(one)
      const number = /^\d{1,3}$/.test(bare) ? Number(bare) : undefined
      for (const key of [villageKey(one), villageKey(bare)]) if (key !== '' && !byKey.has(key)) byKey.set(key, name)
      if (number !== undefined) numbered.set(number, [...(numbered.get(number) ?? []), { village: name, family: familyOf(kind) }])
      else for (const words of [wordsOf(one), wordsOf(bare)]) addName(named, { village: name, words, needsKind: isEveryday(words) })
    }
  }
  for (const names of named.values()) names.sort((a, b) => b.words.length - a.words.length)
  return { all: villages.map(({ name }) => name), numbered, named, byKey }
}

function addName(named: Map<string, Name[]>, name: Name): void {
  const first = name.words[0]?.plain
  if (first !== undefined) named.set(first, [...(named.get(first) ?? []), name])
}

function wordsOf(name: string): Name['words'] {
  const parts = tidyText(name).toLowerCase().replace(/['’`ʼ]/g, '').replace(/[^\p{L}\p{M}\d ]+/gu, ' ').split(' ').filter((word) => word !== '')
  return parts.map((word) => ({ written: withoutTonePlace(word), plain: sameLetters(fold(word)) }))
}

function isEveryday(words: Name['words']): boolean {
  return words.length === 1 && isSyllable((words[0] as { plain: string }).plain)
}

function familyOf(kind: string | undefined): string | undefined {
  return KINDS.find(([, written]) => written === kind?.toLowerCase())?.[0]
}

export interface Kind {
  families: readonly string[]
  /** Behind its last word. */
  to: number
  short: boolean
}

/** The kind of unit that stands here: "thôn", "tổ dân phố", "kp", "t" before a number. */
export function kindAt(words: Words, at: number): Kind | undefined {
  const long = KINDS_BY_FIRST.get(words.list[at]?.loose)?.find(({ words: kind }) => kind.every((one, offset) => isSame(words, at + offset, one)))
  if (long !== undefined) return { families: [long.family], to: at + long.words.length, short: false }
  const short = SHORT_KINDS[words.list[at]?.plain ?? '']
  return short !== undefined && /^\d{1,2}$/.test(words.list[at + 1]?.plain ?? '') ? { families: short, to: at + 1, short: true } : undefined
}

/** Whether a kind, or a number written as a word, may begin here. */
export const beginsKindOrNumber = ({ plain, loose }: Word): boolean => KINDS_BY_FIRST.has(loose) || SHORT_KINDS[plain] !== undefined || NUMBER_BY_PLAIN.has(plain)

function isSame(words: Words, at: number, one: ReturnType<typeof formsOf>): boolean {
  const word = words.list[at]
  return word !== undefined && word.loose === one.loose && (word.hasMarks ? word.written === one.written : !words.marked || !one.hasMarks)
}

/** The number written here in digits or as a word; a word without marks among marked ones is no number. */
export function smallNumberAt(words: Words, at: number): number | undefined {
  const word = words.list[at]
  if (word === undefined) return undefined
  if (word.isNumber) return /^\d{1,3}$/.test(word.plain) ? Number(word.plain) : undefined
  if (words.marked || word.hasMarks) return NUMBER_BY_WORD.get(word.written)
  return NUMBER_BY_PLAIN.get(word.plain)
}

/** The village with this number: of the kind that was named, or the only one that has it. */
export function numberedVillage(names: VillageNames, number: number, families: readonly string[]): string | undefined {
  const all = names.numbered.get(number) ?? []
  const ofKind = all.filter(({ family }) => family === undefined || families.includes(family))
  if (ofKind.length === 1) return ofKind[0]?.village
  return all.length === 1 && !families.includes('ward') && all[0]?.family !== 'ward' ? all[0]?.village : undefined
}

/** The named village that stands here, and where its name ends; marks that were written must be the right ones. */
export function namedVillage(names: VillageNames, words: Words, at: number, behindKind: boolean): { village: string; to: number } | undefined {
  const first = words.list[at]
  if (first === undefined) return undefined
  const name = names.named.get(first.loose)?.find((one) => (behindKind || !one.needsKind) && one.words.every((word, offset) => isNamePart(words.list[at + offset], word)))
  return name === undefined ? undefined : { village: name.village, to: at + name.words.length }
}

function isNamePart(word: Word | undefined, part: { written: string; plain: string }): boolean {
  if (word === undefined || word.loose !== part.plain) return false
  return !word.hasMarks || sameLetters(word.written) === sameLetters(part.written)
}
