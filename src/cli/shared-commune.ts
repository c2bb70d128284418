/** Files that are imported in one go are of one commune: where one of them names it, the others need not. */
import { UserError } from '../kernel/errors.ts'
import { findCommune } from '../register/roster/find-commune.ts'
import { openRosterFile } from '../register/roster/open-roster-file.ts'

export interface SharedCommune {
  /** What was found in a file that has been read anyway. */
  tell(path: string, commune: string | undefined): void
  /** Looks into the files that have not been read yet; undefined where none names a commune, or two name different ones. */
  find(): Promise<string | undefined>
}

export function sharedCommune(paths: readonly string[], signal: AbortSignal): SharedCommune {
  const known = new Map<string, string | undefined>()
  return {
    tell: (path, commune) => void known.set(path, commune),
    find: async () => {
      for (const path of paths) if (!known.has(path)) known.set(path, await communeIn(path, signal))
      const named = new Set([...known.values()].filter((commune) => commune !== undefined))
      return named.size === 1 ? [...named][0] : undefined
    },
  }
}

/** What is wrong with a file is said when its turn comes. */
async function communeIn(path: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    return findCommune(await openRosterFile(path, { signal }))
  } catch (problem) {
    if (problem instanceof UserError) return undefined
    throw problem
  }
}
