/** The training phrases of templates/vi/phrases, parsed: `<intent>.txt`, and `two_questions.txt` with two labels a line. */
import { isIntent } from './intents.ts'
import type { Intent } from './intents.ts'
import { RefusedLine } from './refused-line.ts'
import { linesOf } from './word-book.ts'

export interface Phrase {
  text: string
  intents: readonly Intent[]
}

/** By name without ".txt". A file of another name is an officer's slip and is refused by name. */
export function readPhraseBook(files: Readonly<Record<string, string>>): Phrase[] {
  return Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, text]) => {
    if (name === 'two_questions') return linesOf(text).map(readTwo)
    if (!isIntent(name)) throw new RefusedLine(`phrases/${name}.txt`)
    return linesOf(text).map((line) => ({ text: line, intents: [name] }))
  })
}

function readTwo(line: string): Phrase {
  const at = line.indexOf('|')
  const intents = line.slice(0, at).trim().split(' ')
  if (at < 0 || !intents.every(isIntent)) throw new RefusedLine('phrases/two_questions.txt', line)
  return { text: line.slice(at + 1).trim(), intents }
}
