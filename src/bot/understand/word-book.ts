/** The dictionaries of templates/vi/words, parsed: what an officer may edit, so a line that says nothing is an error by name. */
import { readChoices } from './choices.ts'
import type { ChoiceLists } from './choices.ts'
import { readCues } from './cues.ts'
import type { Cues } from './cues.ts'
import { RefusedLine } from './refused-line.ts'
import { readPeople } from './slots/people.ts'
import type { PeopleTerms } from './slots/people.ts'
import { fold, hasMarks, tidyText } from '../../domain/vietnamese-text.ts'

export interface WordBook {
  /** One written word → its full words, unmarked. */
  abbreviations: ReadonlyMap<string, string>
  /** Phrases → standard words, by their first word, the longest first. */
  synonyms: ReadonlyMap<string, readonly Synonym[]>
  /** What a message of nothing but a picture says. */
  pictures: ReadonlyMap<string, string>
  keep: ReadonlySet<string>
  /** What `[name]` stands for in a training phrase. */
  choices: ChoiceLists
  openings: readonly string[]
  closings: readonly string[]
  alwaysEmergency: Cues
  notEmergency: Cues
  optOut: ReadonlySet<string>
  scam: Cues
  /** Words of services that are not ours: a hint that the classifier learns to weigh. */
  otherTopics: Cues
  ownTopics: Cues
  /** Groups of words that mean the same here, by their first word. */
  concepts: ReadonlyMap<string, readonly Concept[]>
  people: PeopleTerms
}

export interface Concept {
  name: string
  words: readonly string[]
}

export interface Synonym {
  /** As many words as the text must show, lower case. */
  words: readonly string[]
  /** True: compared with the marks that were written, for "răng" is not "rằng". */
  marked: boolean
  standard: readonly string[]
}

/** The raw texts of the files, by name without ".txt". */
export type WordFiles = Readonly<Record<string, string>>

export function linesOf(text: string): string[] {
  return text.normalize('NFC').split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

export function readWordBook(files: WordFiles): WordBook {
  const pairs = (name: string): [string, string][] =>
    linesOf(files[name] ?? '').map((line) => {
      const at = line.indexOf('=')
      if (at < 1) throw new RefusedLine(`words/${name}.txt`, line)
      return [tidyText(line.slice(0, at)).toLowerCase(), fold(line.slice(at + 1))]
    })
  const cues = (name: string): Cues => readCues(`words/${name}.txt`, linesOf(files[name] ?? ''))
  const fillers = linesOf(files['fillers'] ?? '')
  return {
    abbreviations: new Map(pairs('abbreviations')),
    synonyms: byFirstWord([...pairs('speech'), ...pairs('regional')]),
    pictures: new Map(pairs('pictures')),
    keep: new Set(linesOf(files['keep'] ?? '')),
    choices: readChoices(linesOf(files['choices'] ?? '')),
    openings: fillers.filter((line) => line.startsWith('^')).map((line) => line.slice(1).trim()),
    closings: fillers.filter((line) => line.startsWith('$')).map((line) => line.slice(1).trim()),
    alwaysEmergency: cues('always-emergency'),
    notEmergency: cues('not-emergency'),
    optOut: new Set(linesOf(files['opt-out'] ?? '').map((line) => line.toLowerCase())),
    scam: cues('scam'),
    otherTopics: cues('other-topics'),
    ownTopics: cues('own-topics'),
    concepts: readConcepts(linesOf(files['concepts'] ?? '')),
    people: readPeople(linesOf(files['people'] ?? '')),
  }
}

function byFirstWord(pairs: readonly (readonly [written: string, standard: string])[]): Map<string, Synonym[]> {
  const synonyms = new Map<string, Synonym[]>()
  for (const [written, standard] of pairs) {
    const words = written.split(' ')
    const first = words[0] as string
    const known = synonyms.get(first) ?? []
    synonyms.set(first, [...known, { words, marked: hasMarks(written), standard: standard.split(' ') }].sort((a, b) => b.words.length - a.words.length))
  }
  return synonyms
}

function readConcepts(lines: readonly string[]): Map<string, Concept[]> {
  const concepts = new Map<string, Concept[]>()
  for (const line of lines) {
    const [name = '', members = ''] = line.split('=').map((part) => part.trim())
    if (name === '' || members === '') throw new RefusedLine('words/concepts.txt', line)
    for (const member of members.split(',').map(fold)) {
      const words = member.split(' ')
      concepts.set(words[0] as string, [...(concepts.get(words[0] as string) ?? []), { name, words }])
    }
  }
  return concepts
}
