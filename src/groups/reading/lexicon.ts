/** The word lists of templates/vi/groups, parsed. An officer may add a line; one that says nothing is refused by name. */
import { EXIT, UserError } from '../../kernel/errors.ts'
import { readCues } from './cues.ts'
import type { Cues } from './cues.ts'
import { GROUP_KINDS } from './reading.ts'
import type { GroupKind } from './reading.ts'
import type { Abbreviations } from './words.ts'

export interface KindCue {
  kind: GroupKind
  weight: number
  /** Asks for help: then figures beside it are an issue, not a report. */
  helps: boolean
}

export interface Lexicon {
  abbreviations: Abbreviations
  kinds: Cues<KindCue>
  /** What heads and members write seldom: requests and invitations. */
  rare: Cues<KindCue>
  /** What the committee and the villages work on; a message with none of it is seldom work. */
  topics: Cues<string>
  /** Words around the names of villages: except, rest, topic, lead … */
  targets: Cues<string>
  deadlines: Cues<string>
  figures: Cues<string>
  /** What answers by itself: a thumb, a tick. */
  pictures: ReadonlySet<string>
}

/** The raw texts of the files, by name without ".txt". */
export type LexiconFiles = Readonly<Record<string, string>>

export function readLexicon(files: LexiconFiles): Lexicon {
  const kindCues = (kind: GroupKind, file: string): (readonly [KindCue, string])[] =>
    entriesOf(files, file).map(([weight, cue]) => [{ kind, weight: weightOf(weight, file), helps: file === 'help' }, cue] as const)
  const kinds = [...GROUP_KINDS.flatMap((kind) => kindCues(kind, kind)), ...kindCues('issue', 'help')]
  return {
    abbreviations: new Map(entriesOf(files, 'abbreviations').map(([short, full]) => [short.toLowerCase(), full.split(' ')])),
    kinds: readCues(kinds),
    rare: readCues([...kindCues('task', 'requests'), ...kindCues('announcement', 'invitations')]),
    topics: readCues(entriesOf(files, 'topics')),
    targets: readCues(entriesOf(files, 'targets')),
    deadlines: readCues(entriesOf(files, 'deadlines')),
    figures: readCues(entriesOf(files, 'figures')),
    pictures: new Set(entriesOf(files, 'pictures').map(([, picture]) => picture)),
  }
}

/** "name = one, another" is two entries of the name. */
function entriesOf(files: LexiconFiles, file: string): [name: string, text: string][] {
  const lines = (files[file] ?? '').normalize('NFC').split(/\r?\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '' && !line.startsWith('# ') && line !== '#').flatMap((line) => {
    const at = line.indexOf('=')
    const texts = line.slice(at + 1).split(',').map((text) => text.trim()).filter((text) => text !== '')
    if (at < 1 || texts.length === 0) throw refused(file, line)
    return texts.map((text): [string, string] => [line.slice(0, at).trim(), text])
  })
}

function weightOf(text: string, file: string): number {
  const weight = Number(text)
  if (Number.isFinite(weight)) return weight
  throw refused(file, text)
}

function refused(file: string, line: string): UserError {
  return new UserError('groups.words', `Không hiểu dòng này trong groups/${file}.txt: ${line}`, { exitCode: EXIT.refused })
}
