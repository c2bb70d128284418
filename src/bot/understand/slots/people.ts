/** The words for people in words/people.txt, ready to be looked for in a message with or without marks. */
import { fold, hasMarks } from '../../../domain/vietnamese-text.ts'
import { RefusedLine } from '../refused-line.ts'
import type { Person } from './person.ts'

export interface PersonTerm {
  words: readonly string[]
  person: Exclude<Person, 'self'> | 'nobody'
  /** Means this only beside the speaker or a word of belonging: "u" is also a yes, "con" also the speaker. */
  needsOwner: boolean
}

/** By first word, the longest first; those for text with marks, and for text without any. */
export interface PeopleTerms {
  marked: ReadonlyMap<string, readonly PersonTerm[]>
  unmarked: ReadonlyMap<string, readonly PersonTerm[]>
}

const KINDS: ReadonlySet<string> = new Set<PersonTerm['person']>(['mother', 'father', 'child', 'spouse', 'other', 'nobody'])

export function readPeople(lines: readonly string[]): PeopleTerms {
  const terms = lines.flatMap((line): PersonTerm[] => {
    const [, kind = '', needs = '', members = ''] = /^(\w+) *(\??) *=(.+)$/.exec(line) ?? []
    if (!KINDS.has(kind)) throw new RefusedLine('words/people.txt', line)
    return members.split(',').map((member) => ({ words: member.trim().toLowerCase().split(' '), person: kind as PersonTerm['person'], needsOwner: needs !== '' }))
  })
  return { marked: byFirstWord(terms), unmarked: byFirstWord(unmarkedOf(terms)) }
}

/** A word that an unmarked line speaks of loses what its marks made certain: "má" is certain, "ma" is not. */
function unmarkedOf(terms: readonly PersonTerm[]): PersonTerm[] {
  const written = new Set(terms.filter(({ words }) => !hasMarks(words.join(' '))).map(({ words }) => words.join(' ')))
  return terms
    .filter(({ words }) => !hasMarks(words.join(' ')) || !written.has(fold(words.join(' '))))
    .map((term) => ({ ...term, words: term.words.map(fold) }))
}

function byFirstWord(terms: readonly PersonTerm[]): Map<string, PersonTerm[]> {
  const map = new Map<string, PersonTerm[]>()
  for (const term of terms) {
    const first = term.words[0] as string
    map.set(first, [...(map.get(first) ?? []), term].sort((a, b) => b.words.length - a.words.length))
  }
  return map
}
