/** Cues: a few words that point to one thing wherever they stand; "*" in a line leaves room for up to five words between. */
import { hasMarks } from '../../domain/vietnamese-text.ts'
import { RefusedLine } from './refused-line.ts'

const MOST_BETWEEN = 5

export interface Cue {
  /** Written with marks, so it reads only words with marks: "cháy" is not "chạy". */
  marked: boolean
  /** Runs of words, each behind the other. */
  parts: readonly (readonly string[])[]
}

/** By their first word: a message is held against the few cues that can begin in it. */
export type Cues = ReadonlyMap<string, readonly Cue[]>

export function readCues(file: string, lines: readonly string[]): Cues {
  const cues = new Map<string, Cue[]>()
  for (const line of lines) {
    const parts = line.toLowerCase().split('*').map((part) => part.trim().split(/ +/))
    const first = parts[0]?.[0]
    if (first === undefined || first === '') throw new RefusedLine(file, line)
    cues.set(first, [...(cues.get(first) ?? []), { marked: hasMarks(line), parts }])
  }
  return cues
}

/** How many different cues the words show. */
export function countShown(cues: Cues, words: readonly string[], counts: (cue: Cue) => boolean): number {
  const shown = new Set<Cue>()
  for (const [at, word] of words.entries()) {
    for (const cue of cues.get(word) ?? []) if (counts(cue) && isShown(cue, words, at)) shown.add(cue)
  }
  return shown.size
}

function isShown(cue: Cue, words: readonly string[], from: number): boolean {
  let at = from
  for (const [index, part] of cue.parts.entries()) {
    const last = index === 0 ? at : at + MOST_BETWEEN
    while (at <= last && !part.every((word, offset) => words[at + offset] === word)) at += 1
    if (at > last) return false
    at += part.length
  }
  return true
}
