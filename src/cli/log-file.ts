/** Log lines are for machines and helpers: where somebody sits at the terminal they go to a file beside the data. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

const MOST_BYTES = 10_000_000

export const logPath = (dataDir: string): string => join(dataDir, 'loa.log')

/** Nothing is made before the first line. A disk that is full must not stop a command, so a line may be lost. */
export function logFile(dataDir: string): { write(line: string): void } {
  const path = logPath(dataDir)
  let opened = false
  return {
    write: (line) => {
      try {
        if (!opened) open(dataDir, path)
        opened = true
        appendFileSync(path, line, { mode: 0o600 })
      } catch {
        // there is nobody to tell
      }
    },
  }
}

/** What is older than the last two files of this size is let go. */
function open(dataDir: string, path: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > MOST_BYTES) renameSync(path, `${path}.1`)
}
