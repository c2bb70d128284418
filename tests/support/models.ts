/** What the bot has learnt, kept from one run of the tests to the next under the fingerprint of what it was learnt from. */
import { cp, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILT } from '../../src/app/templates-dir.ts'
import { loadUnderstand } from '../../src/bot/understand/load-understand.ts'
import type { Understand } from '../../src/bot/understand/understand.ts'

export const MODELS = join(tmpdir(), 'loa-test-models')

/** Learning takes a minute on a busy machine: not the time of a test. */
export const trainOnce = async (): Promise<void> => void (await theModel())

/** So that an installation of its own need not learn what is learnt already. */
export async function giveModel(dataDir: string): Promise<void> {
  await trainOnce()
  await mkdir(MODELS, { recursive: true })
  await cp(MODELS, dataDir, { recursive: true })
}

/** The build's, where it has learnt the same. */
export const theModel = (): Promise<Understand> => loadUnderstand({ languageDir: 'templates/vi', modelDirs: [BUILT, MODELS] })
