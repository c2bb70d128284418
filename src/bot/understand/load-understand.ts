/**
 * Reads the language, takes the model that the build has trained, or trains one, and gives `Understand`. The model is kept
 * under the fingerprint of the language, so an officer's new line is learnt at the next start and once only.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BUCKETS } from './features.ts'
import { INTENTS } from './intents.ts'
import { readLanguage } from './language.ts'
import type { Language, LanguageDirs } from './language.ts'
import type { LinearModel } from './linear-model.ts'
import { trainIntents } from './train.ts'
import { createUnderstand } from './understand.ts'
import type { Understand } from './understand.ts'

export interface UnderstandOptions extends LanguageDirs {
  /** Told of an own line that cannot be read; Loa then goes on without any. Absent: it is thrown. */
  refused?: (problem: Error) => void
  /** Where a trained model may lie, looked through in order; one that had to be trained is kept in the last. Without any, every start trains. */
  modelDirs?: readonly string[]
}

export async function loadUnderstand(options: UnderstandOptions): Promise<Understand> {
  const language = await languageOf(options)
  const files = (options.modelDirs ?? []).map((dir) => join(dir, `intents-${language.fingerprint}.model`))
  for (const file of files) {
    const known = await readModel(file)
    if (known !== undefined) return createUnderstand(known, language.book)
  }
  const model = await trainIntents(language.phrases, language.book)
  const kept = files.at(-1)
  if (kept !== undefined) await keepModel(kept, model)
  return createUnderstand(model, language.book)
}

/** A slip in the officer's own file must not silence the bot: then it speaks as it was shipped. */
async function languageOf({ languageDir, ownDir, refused }: UnderstandOptions): Promise<Language> {
  if (ownDir === undefined || refused === undefined) return readLanguage({ languageDir, ...(ownDir !== undefined && { ownDir }) })
  return readLanguage({ languageDir, ownDir }).catch((problem: unknown) => {
    refused(problem as Error)
    return readLanguage({ languageDir })
  })
}

/** Undefined where there is none, or one that was cut short. */
async function readModel(file: string): Promise<LinearModel | undefined> {
  const bytes = await readFile(file).catch(() => undefined)
  const classes = INTENTS.length
  if (bytes?.length !== 4 * (classes + BUCKETS + BUCKETS * classes)) return undefined
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
  return { classes, bias: numbers.subarray(0, classes), rarity: numbers.subarray(classes, classes + BUCKETS), weights: numbers.subarray(classes + BUCKETS) }
}

/** A data directory that cannot be written costs seconds at the next start, and nothing else. */
async function keepModel(file: string, model: LinearModel): Promise<void> {
  const unfinished = `${file}.${process.pid}`
  const dir = join(file, '..')
  try {
    await mkdir(dir, { recursive: true })
    await writeFile(unfinished, Buffer.concat([model.bias, model.rarity, model.weights].map(({ buffer }) => Buffer.from(buffer))))
    await rename(unfinished, file)
    const older = (await readdir(dir)).filter((name) => /^intents-[0-9a-f]{16}\.model$/.test(name) && join(dir, name) !== file)
    await Promise.all(older.map((name) => rm(join(dir, name), { force: true })))
  } catch {
    await rm(unfinished, { force: true }).catch(() => undefined)
  }
}
