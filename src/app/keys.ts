/** The keys of an installation: which there are, what each has sealed, a new one, and sealing anew. */
import { systemClock } from '../kernel/clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { readInstant } from '../domain/calendar.ts'
import type { Ground } from '../store/ground.ts'
import { addKey, withNewKey } from '../store/key-file.ts'
import { reseal, sealedByVersion, workersOlderThan } from '../store/reseal.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

const ROTATED = 'keys-rotated'

export const keysOf = ({ config, database, cipher }: Pick<Ground, 'config' | 'database' | 'cipher'>, clock: Clock = systemClock) => ({
  list: async () => {
    const sealed = await sealedByVersion(database)
    return [...cipher.fingerprints].map(([version, fingerprint]) => ({ version, fingerprint, sealed: sealed.get(version) ?? 0, writes: version === cipher.current }))
  },
  /** `setting`: what LOA_KEYS must be from now on, where the keys are not in the file. */
  rotate: async (): Promise<{ version: number; setting: string | undefined }> => {
    const configured = config.keys === undefined ? undefined : withNewKey(config.keys)
    const version = configured?.version ?? (await addKey(config.dataDir))
    await writeSetting(database, ROTATED, clock.now().toISOString())
    return { version, setting: configured?.text }
  },
  /** Workers that still run with the keys from before the newest. */
  unaware: async (): Promise<number> => {
    const since = await readSetting<string>(database, ROTATED)
    return since === undefined ? 0 : workersOlderThan(database, readInstant(since) ?? clock.now())
  },
  reseal: (signal: AbortSignal, progress: (done: number, total: number) => void) => reseal(database, cipher, signal, progress),
})
