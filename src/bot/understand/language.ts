/**
 * The phrases and words that Loa learns from: those it is shipped with, and lines of the commune's own in a folder of the same
 * shape, `phrases/payment_date.txt`, `words/abbreviations.txt`. Own lines come after the shipped ones of their file.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { INTENTS } from './intents.ts'
import { readPhraseBook } from './phrase-book.ts'
import type { Phrase } from './phrase-book.ts'
import { RefusedLine } from './refused-line.ts'
import { readWordBook } from './word-book.ts'
import type { WordBook } from './word-book.ts'

/** Raised whenever features or training change, so that a model of an older Loa is not taken for this one's. */
const RECIPE = 6

export interface Language {
  phrases: readonly Phrase[]
  book: WordBook
  /** The same for the same lines: a model learnt from them is good for them only. */
  fingerprint: string
}

export interface LanguageDirs {
  languageDir: string
  /** May be missing, whole or in part. */
  ownDir?: string
}

export async function readLanguage({ languageDir, ownDir }: LanguageDirs): Promise<Language> {
  const phrases = await readFolder('phrases', languageDir, ownDir)
  const words = await readFolder('words', languageDir, ownDir)
  const fingerprint = createHash('sha256').update(JSON.stringify([RECIPE, INTENTS, phrases, words])).digest('hex').slice(0, 16)
  return { phrases: readPhraseBook(phrases), book: readWordBook(words), fingerprint }
}

async function readFolder(folder: string, languageDir: string, ownDir: string | undefined): Promise<Record<string, string>> {
  const texts = await readTexts(join(languageDir, folder))
  const own = ownDir === undefined ? {} : await readTexts(join(ownDir, folder)).catch(absent)
  for (const [name, text] of Object.entries(own)) {
    if (!(name in texts)) throw new RefusedLine(`${folder}/${name}.txt`)
    texts[name] = `${texts[name]}\n${text}`
  }
  return texts
}

async function readTexts(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.txt')).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name.slice(0, -4), withoutMark(await readFile(join(dir, name), 'utf8'))] as const)))
}

/** Windows' Notepad begins a file with a byte order mark. */
const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '')

function absent(problem: unknown): Record<string, string> {
  if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return {}
  throw problem
}
