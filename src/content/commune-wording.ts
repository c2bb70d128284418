/**
 * The wording that a commune has put in place of a file's. Kept in memory for a minute, so that an edit made in
 * another process is seen soon, and forgotten at once where the edit was made.
 */

export interface OverrideStore {
  /** "vi/card-lapsed.sms" → the commune's text. */
  load(communeId: number): Promise<ReadonlyMap<string, { body: string }>>
}

interface OverridesOptions<Wording> {
  store: OverrideStore
  elapsedMs: () => number
  /** undefined: not usable, the file's text is. */
  prepare: (name: string, body: string, communeId: number) => Wording | undefined
}

export interface Overrides<Wording> {
  of(communeId: number): Promise<ReadonlyMap<string, Wording>>
  forget(communeId: number): void
}

const KEPT_FOR_MS = 60_000

export function createOverrides<Wording>({ store, elapsedMs, prepare }: OverridesOptions<Wording>): Overrides<Wording> {
  const kept = new Map<number, { readAtMs: number; wordings: Promise<ReadonlyMap<string, Wording>> }>()

  async function read(communeId: number): Promise<ReadonlyMap<string, Wording>> {
    const wordings = new Map<string, Wording>()
    for (const [name, { body }] of await store.load(communeId)) {
      const wording = prepare(name, body, communeId)
      if (wording !== undefined) wordings.set(name, wording)
    }
    return wordings
  }

  return {
    of(communeId) {
      const readAtMs = elapsedMs()
      const known = kept.get(communeId)
      if (known !== undefined && readAtMs - known.readAtMs < KEPT_FOR_MS) return known.wordings
      const entry = { readAtMs, wordings: read(communeId) }
      kept.set(communeId, entry)
      // A database that did not answer is asked again for the next text.
      entry.wordings.catch(() => {
        if (kept.get(communeId) === entry) kept.delete(communeId)
      })
      return entry.wordings
    },
    forget: (communeId) => void kept.delete(communeId),
  }
}
