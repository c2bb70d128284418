/** "AB12" as numbers: columns from 0, rows from 1 as Excel shows them. Undefined where it is no reference. */
import type { MergedRange } from '../roster.ts'

export function columnOf(reference: string): number | undefined {
  let column = 0
  let at = 0
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf
    if (letter < 0x41 || letter > 0x5a) break
    column = column * 26 + letter - 0x40
    if (at === 4) return undefined
  }
  return at === 0 ? undefined : column - 1
}

export function rangeOf(reference: string): MergedRange | undefined {
  const [, left = '', top, right = '', bottom] = /^\$?([a-z]{1,4})\$?(\d{1,8}):\$?([a-z]{1,4})\$?(\d{1,8})$/i.exec(reference) ?? []
  const from = columnOf(left)
  const to = columnOf(right)
  if (from === undefined || to === undefined) return undefined
  return { top: Number(top), bottom: Number(bottom), left: from, right: to }
}
