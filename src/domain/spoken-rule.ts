/** One way in which something written is said: what it looks like, and its words. */
import type { Speech } from './amounts-in-vietnamese.ts'

/** The groups of a pattern, by name; those that were not there are undefined. */
export type Groups = Readonly<Record<string, string | undefined>>

export interface SpokenRule {
  /** Global, with the `u` flag, its parts as named groups. */
  pattern: RegExp
  /** undefined: it only looks like one; it stays for the rules that follow. */
  say(groups: Groups, speech: Speech): string | undefined
}

const WORD_CHAR = /[\p{L}\p{N}]/u

/** Words never touch what stands beside them: "QL22B" is said in three parts. */
export function applyRule(text: string, { pattern, say }: SpokenRule, speech: Speech): string {
  let said = ''
  let from = 0
  for (const match of text.matchAll(pattern)) {
    const words = say(match.groups ?? {}, speech)
    if (words === undefined || words === '') continue
    const after = match.index + match[0].length
    said += text.slice(from, match.index)
    if (WORD_CHAR.test(said.slice(-1))) said += ' '
    said += words
    if (WORD_CHAR.test(text.charAt(after))) said += ' '
    from = after
  }
  return said + text.slice(from)
}
