/** The village that a message names, by the commune's registered names and what people write for them: only those, for "ấp" is also half of other words. */
import { fold, hasMarks, withoutTonePlace } from '../../../domain/vietnamese-text.ts'
import { conceptsOf } from '../fold.ts'
import type { FoldedText } from '../fold.ts'
import type { WordBook } from '../word-book.ts'

export interface Village {
  name: string
  /** Its former number, its short form. */
  aliases: readonly string[]
}

const KINDS = 'ap|thon|khom|kp|khu pho|to dan pho|tdp|xom|buon|ban|phum|soc|khu|lang'.split('|').map((kind) => kind.split(' '))
const NUMBERS = ['khong', 'mot', 'hai', 'ba', 'bon', 'nam', 'sau', 'bay', 'tam', 'chin', 'muoi']

type Words = Pick<FoldedText, 'written' | 'plain'>

interface Name {
  village: string
  written: readonly string[]
  plain: readonly string[]
}

/** A number, one short word or an everyday phrase ("dong tien") counts only behind its kind. */
export function readVillage(text: Words, villages: readonly Village[], book: WordBook): string | undefined {
  const names = known.get(villages) ?? namesOf(villages)
  known.set(villages, names)
  const said = new Set(text.plain)
  const isPossible = ([first = '']: readonly string[]): boolean => said.has(first) || /^\d/.test(first)
  return names.find((name) => isPossible(name.plain) && text.plain.some((_, at) => isNamed(text, at, name, book)))?.village
}

/** The names of a commune are the same from message to message. */
const known = new WeakMap<readonly Village[], readonly Name[]>()

/** The longest first: "Đông Lợi B" is not "Đông Lợi". */
function namesOf(villages: readonly Village[]): readonly Name[] {
  return villages
    .flatMap(({ name, aliases }) => [name, ...aliases].map((one) => nameOf(name, one)))
    .filter(({ plain }) => plain.length > 0)
    .sort((a, b) => b.plain.length - a.plain.length || b.plain.join(' ').length - a.plain.join(' ').length)
}

/** Without dots and the kind: "Ấp 3" is "3", for a citizen says "thôn 3" as well. */
function nameOf(village: string, one: string): Name {
  const written = one.toLowerCase().replace(/[^\p{L}\p{M}\d ]+/gu, ' ').split(' ').filter((word) => word !== '')
  const plain = written.map(fold)
  const kind = kindAt(plain, 0)
  const from = kind < plain.length ? kind : 0
  return { village, written: written.slice(from), plain: plain.slice(from).map((word) => word.replace(/^0(?=\d)/, '')) }
}

function kindAt(plain: readonly string[], at: number): number {
  return KINDS.find((kind) => kind.every((word, offset) => plain[at + offset] === word))?.length ?? 0
}

function isNamed(text: Words, at: number, name: Name, book: WordBook): boolean {
  if (!name.plain.every((word, offset) => isWord(text, at + offset, word, name.written[offset] as string))) return false
  return KINDS.some((kind) => isBehind(text.plain, at, kind)) || saysItself(text, at, name, book)
}

/** "Đ. Tiến" without its dot is also "được tiền", and without any marks "đóng tiền". */
function saysItself(text: Words, at: number, { plain }: Name, book: WordBook): boolean {
  if (plain.length === 1 || (plain[0] as string).length === 1) return false
  return hasMarks(text.written.slice(at, at + plain.length).join(' ')) || conceptsOf(plain, book).length === 0
}

/** "Bên đưa" is not Bến Dừa: marks that were written must be the right ones. */
function isWord(text: Words, at: number, plain: string, written: string): boolean {
  const word = (text.plain[at] ?? '').replace(/^0(?=\d)/, '')
  if (/^\d+$/.test(plain)) return word === plain || word === NUMBERS[Number(plain)]
  return word === plain && (!hasMarks(text.written[at] as string) || withoutTonePlace(text.written[at] as string) === withoutTonePlace(written))
}

function isBehind(plain: readonly string[], at: number, kind: readonly string[]): boolean {
  const end = plain[at - 1] === 'so' || plain[at - 1] === 'thu' ? at - 1 : at
  return kind.every((word, offset) => plain[end - kind.length + offset] === word)
}
