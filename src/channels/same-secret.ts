import { createHash, timingSafeEqual } from 'node:crypto'

/** Compares without telling by its duration how much was right, nor how long the secret is. */
export function sameSecret(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(given), digest(expected))
}
