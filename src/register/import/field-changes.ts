/** Which facts a list changes, counted, with a few of them to look at: "62 people changed" is nothing that an officer can say yes to. */
import { maskIdentifiers } from './mask-identifiers.ts'

export interface FieldChange {
  /** "person.birth", "card.validTo": of what, and which fact. */
  field: string
  count: number
  /** For the person at the screen only; never stored. Empty where the fact is a number of ours. */
  examples: { name: string; from: string | undefined; to: string }[]
}

const EXAMPLES = 3
/** What follows from another fact, or only tells rows apart. */
const SILENT = new Set(['id', 'personId', 'birthPrecision', 'categoryGroup', 'withdrawn'])
/** Our own numbers say nothing to anybody. */
const NUMBERS_OF_OURS = new Set(['villageId', 'householdId', 'isHouseholdHead'])
const IDENTIFIERS = new Set(['citizenId', 'oldId', 'socialNo', 'cardNo', 'accountNo'])

export function noteChanges<Facts extends object>(changes: FieldChange[], what: string, name: string, before: Facts, after: Facts): void {
  for (const [key, value] of Object.entries(after)) {
    const from = before[key as keyof Facts] as unknown
    if (value === from || value === undefined || SILENT.has(key)) continue
    const field = `${what}.${key}`
    let change = changes.find((one) => one.field === field)
    if (change === undefined) changes.push((change = { field, count: 0, examples: [] }))
    change.count += 1
    if (change.examples.length < EXAMPLES && !NUMBERS_OF_OURS.has(key)) {
      const shown = (fact: unknown): string => (IDENTIFIERS.has(key) ? `…${String(fact).slice(-3)}` : maskIdentifiers(String(fact)))
      change.examples.push({ name, from: from === undefined ? undefined : shown(from), to: shown(value) })
    }
  }
}

/** Rows of one kind, before and after. */
export function noteUpdates<Facts extends { id: string }>(changes: FieldChange[], what: string, name: string, before: readonly Facts[], updated: readonly Facts[]): void {
  for (const after of updated) {
    const known = before.find(({ id }) => id === after.id)
    if (known !== undefined) noteChanges(changes, what, name, known, after)
  }
}
