import { InvalidArgumentError } from 'commander'
import { ROSTER_KINDS } from '../register/roster/roster.ts'
import type { RosterKind } from '../register/roster/roster.ts'

const KINDS: Readonly<Record<string, RosterKind>> = { 'tro-cap': 'assistance', the: 'cards', 'chi-tra': 'payments', 'ho-ngheo': 'households' }

export const KIND_NAMES = Object.keys(KINDS)

/** As the officer calls a list, or as the program does. */
export function readKind(text: string): RosterKind {
  const kind = ROSTER_KINDS.find((known) => known === text) ?? (Object.hasOwn(KINDS, text) ? KINDS[text] : undefined)
  if (kind === undefined) throw new InvalidArgumentError(`chỉ nhận ${KIND_NAMES.join(', ')}`)
  return kind
}
