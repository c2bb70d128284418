/** Every place in a message where villages are named: one, a list, a range, all of them, the rest, or "both" that were named before. */
import { cueAt } from './cues.ts'
import type { Cues, Found } from './cues.ts'
import { beginsKindOrNumber, kindAt, namedVillage, numberedVillage, smallNumberAt } from './village-names.ts'
import type { VillageNames } from './village-names.ts'
import { formsOf } from './words.ts'
import type { Word, Words } from './words.ts'

export interface Mention {
  kind: 'village' | 'all' | 'rest' | 'before'
  /** As registered; for "before" as many as were meant may have been named earlier. */
  villages: readonly string[]
  /** Of "hai thôn": two. */
  count?: number
  from: number
  /** Behind its last word. */
  to: number
}

/** Of the longest name with its kind. */
const MOST_WORDS = 6
const LINKS = new Set(['va', 'voi', 'cung', 'vs', 'cung voi', 'hoac', 'lan', 'roi'])
const RANGE = new Set(['den', 'toi'])
/** What is counted behind a number: then the number is no village's. */
const UNITS = new Set('ho nha the nguoi suat phan tre chau cu can cai truong gia trieu ngan nghin dong tuoi ngay gio nam thang'.split(' '))

export function findMentions(words: Words, names: VillageNames, cues: Cues<string>): Mention[] {
  const mentions: Mention[] = []
  for (let at = 0; at < words.list.length; ) {
    const found = mentionAt(words, names, cues, at)
    if (found !== undefined) mentions.push(found)
    at = found?.to ?? at + 1
  }
  return mentions
}

function mentionAt(words: Words, names: VillageNames, cues: Cues<string>, at: number): Mention | undefined {
  if (!beginsMention(words.list[at] as Word, names, cues)) return undefined
  return marked(words, names, at) ?? groupAt(words, names, cues, at) ?? villagesAt(words, names, at)
}

/** Most words of a text begin no name, kind, number or cue, and are passed over by this. */
const beginsMention = (word: Word, names: VillageNames, cues: Cues<string>): boolean =>
  word.isNumber || !word.isLetters || cues.has(word.plain) || names.named.has(word.loose) || beginsKindOrNumber(word)

/** "@thon3", "@all". */
function marked(words: Words, names: VillageNames, at: number): Mention | undefined {
  const plain = words.list[at]?.plain ?? ''
  if (!plain.startsWith('@')) return undefined
  const key = plain.slice(1).replace(/[^a-z0-9]+/g, '').replace(/y/g, 'i')
  if (/^(all|tatca|moinguoi|toanxa)$/.test(key)) return { kind: 'all', villages: names.all, from: at, to: at + 1 }
  const number = /^([a-z]+?)0*(\d{1,3})$/.exec(key)
  // "@Phú Thượng": the name goes on behind the mark, as far as it makes one.
  for (let length = MOST_WORDS; length > 0; length -= 1) {
    const rest = words.list.slice(at + 1, at + length)
    if (rest.length < length - 1 || rest.some(({ opensClause, plain: next }) => opensClause || next.startsWith('@'))) continue
    const village = names.byKey.get(key + rest.map(({ loose }) => loose).join(''))
    if (village !== undefined) return { kind: 'village', villages: [village], from: at, to: at + length }
  }
  const village = number === null ? undefined : numberedVillage(names, Number(number[2]), familiesOf(number[1] as string))
  return village === undefined ? undefined : { kind: 'village', villages: [village], from: at, to: at + 1 }
}

function familiesOf(kind: string): readonly string[] {
  const words: Words = { list: [{ ...formsOf(kind), opensClause: true, opensSentence: true }, { ...formsOf('1'), opensClause: false, opensSentence: false }], marked: false, sentenceEnd: [2, 2], asked: [false, false] }
  return kindAt(words, 0)?.families ?? []
}

/** "các thôn", "toàn xã", "hai ấp", "các ấp còn lại". A list behind it ("các ấp 1, 3") says more, and stands by itself. */
function groupAt(words: Words, names: VillageNames, cues: Cues<string>, at: number): Mention | undefined {
  const whole = cueAt(cues, words, at, 'all')
  if (whole !== undefined) {
    const end = kindsEnd(words, cues, whole.to) ?? whole.to
    if (villagesAt(words, names, end) === undefined && !namedBehindKind(words, names, end)) return { kind: isRest(words, cues, end) ? 'rest' : 'all', villages: names.all, from: at, to: restEnd(words, cues, end) }
  }
  // "thứ bảy, bản …" counts nothing.
  const counts = words.list[at + 1]?.opensClause !== true && words.list[at - 1]?.plain !== 'thu'
  const count = counts ? smallNumberAt(words, at) : undefined
  const every = cueAt(cues, words, at, 'every')
  const start = every !== undefined ? every.to : count !== undefined && count > 1 && count < 40 ? at + 1 : undefined
  if (start === undefined) return undefined
  const end = kindsEnd(words, cues, start)
  const alike = end === undefined || count === undefined ? undefined : alikeAt(words, names, end, count)
  if (alike !== undefined) return { kind: 'village', ...alike, from: at }
  if (end === undefined || villagesAt(words, names, end) !== undefined || namedBehindKind(words, names, end)) return undefined
  const rest = isRest(words, cues, end)
  const to = restEnd(words, cues, end)
  if (rest) return { kind: 'rest', villages: names.all, from: at, to }
  return count === undefined || count >= names.all.length ? { kind: 'all', villages: names.all, from: at, to } : { kind: 'before', villages: names.all, count, from: at, to }
}

/** "Hai ấp Đông Lợi": Đông Lợi and Đông Lợi 2. */
function alikeAt(words: Words, names: VillageNames, at: number, count: number): { villages: string[]; to: number } | undefined {
  const name = namedVillage(names, words, at, true)
  const villages = name === undefined ? [] : names.all.filter((village) => village === name.village || village.startsWith(`${name.village} `))
  return name !== undefined && villages.length === count ? { villages, to: name.to } : undefined
}

/** Behind "trưởng thôn", "bác trưởng xóm, bản"; undefined where no unit is named. */
function kindsEnd(words: Words, cues: Cues<string>, from: number): number | undefined {
  let at = from
  // "… cảm ơn mấy anh. Các ấp còn lại …": a name does not go on behind a stop.
  for (let title = titleAt(words, cues, at); title !== undefined && words.list[title.to]?.opensSentence !== true; title = titleAt(words, cues, at)) at = title.to
  let end = kindAt(words, at)?.to ?? cueAt(cues, words, at, 'unit')?.to
  for (let more = end; more !== undefined; more = kindAt(words, LINKS.has(words.list[more]?.plain ?? '') ? more + 1 : more)?.to) end = more
  return end
}

const titleAt = (words: Words, cues: Cues<string>, at: number): Found<string> | undefined => cueAt(cues, words, at, 'title') ?? cueAt(cues, words, at, 'every')

const namedBehindKind = (words: Words, names: VillageNames, at: number): boolean => {
  if (namedVillage(names, words, at, true) !== undefined) return true
  const number = words.marked || /^\d/.test(words.list[at]?.plain ?? '') ? smallNumberAt(words, at) : undefined
  return number !== undefined && names.numbered.has(number) && !UNITS.has(words.list[at + 1]?.plain ?? '')
}

function isRest(words: Words, cues: Cues<string>, at: number): boolean {
  return cueAt(cues, words, at, 'rest') !== undefined
}

function restEnd(words: Words, cues: Cues<string>, at: number): number {
  return cueAt(cues, words, at, 'rest')?.to ?? at
}

/** "thôn 3", "T1, 4 và 6", "khóm 1 đến 4", "ấp bàu rã", "Kà Ốt". */
function villagesAt(words: Words, names: VillageNames, at: number): Mention | undefined {
  const kind = kindAt(words, at)
  if (kind !== undefined) {
    const behind = words.list[kind.to]?.plain === 'so' ? kind.to + 1 : kind.to
    const list = numbersAt(words, names, behind, kind.families)
    if (list !== undefined) return { kind: 'village', ...list, from: at }
    const name = kind.short ? undefined : namedVillage(names, words, behind, true)
    if (name !== undefined) return { kind: 'village', villages: [name.village], from: at, to: name.to }
    const inner = kind.short ? undefined : kindAt(words, kind.to)
    const next = inner === undefined ? undefined : villagesAt(words, names, kind.to)
    if (next !== undefined) return { ...next, from: at }
  }
  const name = namedVillage(names, words, at, false)
  return name === undefined ? undefined : { kind: 'village', villages: [name.village], from: at, to: name.to }
}

function numbersAt(words: Words, names: VillageNames, from: number, families: readonly string[]): { villages: string[]; to: number } | undefined {
  const span = /^(\d{1,2})-(\d{1,2})$/.exec(words.list[from]?.plain ?? '')
  if (span !== null) {
    const villages = rangeOf(names, Number(span[1]), Number(span[2]), families)
    return villages.length > 1 ? { villages, to: from + 1 } : undefined
  }
  const first = villageNumber(words, names, from, families)
  if (first === undefined) return undefined
  const villages = [first.village]
  let last = first.number
  let to = from + 1
  for (;;) {
    const word = words.list[to]
    if (word === undefined) break
    const linked = LINKS.has(word.plain)
    const ranged = RANGE.has(word.plain)
    const at = linked || ranged ? to + 1 : to
    const listed = /^\d/.test(words.list[to - 1]?.plain ?? '') && /^\d/.test(word.plain) && Number(word.plain) > last
    if (!linked && !ranged && !listed && !word.opensClause) break
    const other = ranged ? kindAt(words, at) : undefined
    const next = villageNumber(words, names, other?.to ?? at, other?.families ?? families, !ranged)
    if (next === undefined || (ranged && next.number <= last)) break
    villages.push(...(ranged ? rangeOf(names, last + 1, next.number, families) : [next.village]))
    last = next.number
    to = (other?.to ?? at) + 1
  }
  return { villages: [...new Set(villages)], to }
}

function rangeOf(names: VillageNames, from: number, to: number, families: readonly string[]): string[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => numberedVillage(names, from + offset, families)).filter((village) => village !== undefined)
}

/** A number in a list is a village's unless something is counted behind it. */
function villageNumber(words: Words, names: VillageNames, at: number, families: readonly string[], listed = false): { village: string; number: number } | undefined {
  const number = smallNumberAt(words, at)
  const village = number === undefined ? undefined : numberedVillage(names, number, families)
  if (number === undefined || village === undefined) return undefined
  return listed && UNITS.has(words.list[at + 1]?.plain ?? '') ? undefined : { village, number }
}
