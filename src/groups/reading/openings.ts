/** Where a clause begins to say what it wants: at its start, and behind who is addressed ("Thôn 3 và thôn 5 …", "dạ thưa xã …", "mai …"). */
import { cueAt } from './cues.ts'
import type { Cues } from './cues.ts'
import type { Words } from './words.ts'

interface Span {
  from: number
  to: number
}

const LINKS = new Set(['va', 'voi', 'cung'])

export function openingsOf(words: Words, names: readonly Span[], others: readonly Span[], cues: Cues<string>): { opens: boolean[]; behindNames: boolean[] } {
  const opens = words.list.map(({ opensClause }) => opensClause)
  const named = new Map(names.map(({ from, to }) => [from, to]))
  const ends = new Map([...others, ...names].map(({ from, to }) => [from, to]))
  const behindNames = opens.map(() => false)
  for (let at = 0; at < opens.length; at += 1) {
    if (opens[at] !== true) continue
    const cue = cueAt(cues, words, at, 'lead') ?? cueAt(cues, words, at, 'title')
    // "2 ấp Tầm Phô và Suối Dầm": the number only counts them.
    const counts = /^\d+$|^(hai|ba|bon|ca)$/.test(words.list[at]?.plain ?? '') && named.has(at + 1)
    const skipped = ends.get(at) ?? (counts ? at + 1 : undefined) ?? cue?.to
    if (skipped === undefined) continue
    opens[skipped] = true
    if (named.has(at)) behindNames[skipped] = true
    if (LINKS.has(words.list[skipped]?.plain ?? '') && ends.has(skipped + 1)) opens[skipped + 1] = true
  }
  return { opens, behindNames }
}
