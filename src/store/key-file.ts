/** The key file grows, and never loses a key: what was sealed with an old one can be read by it alone. */
import { randomBytes } from 'node:crypto'
import { open, readFile, rename } from 'node:fs/promises'
import { keyFile, parseKeys } from './cipher.ts'

/** One more key than `text` holds, with the next number. */
export function withNewKey(text: string): { text: string; version: number } {
  const version = Math.max(...parseKeys(text).keys()) + 1
  return { text: `${text.trim()},${version}:${randomBytes(32).toString('base64')}`, version }
}

/** Written beside, flushed and moved into place: a power cut leaves the old file or the new one. Returns the new key's number. */
export async function addKey(dataDir: string): Promise<number> {
  const path = keyFile(dataDir)
  const { text, version } = withNewKey(await readFile(path, 'utf8'))
  const fresh = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(fresh, 'wx', 0o600)
  try {
    await file.writeFile(`${text}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
  return version
}
