/** Reads the word lists: those that Loa is shipped with, and behind them lines of the commune's own in a folder of the same shape. */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readLexicon } from './lexicon.ts'
import type { Lexicon } from './lexicon.ts'

export interface LexiconDirs {
  /** Holds `groups/task.txt` and its kin. */
  languageDir: string
  /** May be missing, whole or in part. */
  ownDir?: string
}

export async function loadLexicon({ languageDir, ownDir }: LexiconDirs): Promise<Lexicon> {
  const texts = await readTexts(join(languageDir, 'groups'))
  const own = ownDir === undefined ? {} : await readTexts(join(ownDir, 'groups')).catch(absent)
  return readLexicon(Object.fromEntries([...new Set([...Object.keys(texts), ...Object.keys(own)])].map((name) => [name, `${texts[name] ?? ''}\n${own[name] ?? ''}`])))
}

async function readTexts(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.txt'))
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name.slice(0, -4), (await readFile(join(dir, name), 'utf8')).replace(/^\uFEFF/, '')] as const)))
}

function absent(problem: unknown): Record<string, string> {
  if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return {}
  throw problem
}
