import type { FieldChange } from './field-changes.ts'

/** What an import changes, or would change, as the officer sees it before saying yes. */
export interface DiffCounts {
  new: number
  changed: number
  unchanged: number
}

export interface ImportDiff {
  persons: DiffCounts
  households: DiffCounts
  cards: DiffCounts
  allowances: DiffCounts
  payments: DiffCounts
  /** On the register with such a benefit, but not in this list. Nothing is stopped for it: a list is no proof. */
  missing: { people: number; benefits: number; personIds: string[] }
  /** Which facts of those who are known already; never stored, for it shows some of them. */
  fields: FieldChange[]
  /** For the person at the screen only; never stored. */
  names: { new: string[]; changed: string[]; missing: string[] }
}

export const SAMPLE_SIZE = 10

export function emptyDiff(): ImportDiff {
  const counts = (): DiffCounts => ({ new: 0, changed: 0, unchanged: 0 })
  return {
    persons: counts(),
    households: counts(),
    cards: counts(),
    allowances: counts(),
    payments: counts(),
    missing: { people: 0, benefits: 0, personIds: [] },
    fields: [],
    names: { new: [], changed: [], missing: [] },
  }
}

export function changesAnything({ persons, households, cards, allowances, payments }: ImportDiff): boolean {
  return [persons, households, cards, allowances, payments].some((counts) => counts.new + counts.changed > 0)
}

/** What is kept with the batch: numbers and ids, no names. */
export function storedDiff({ persons, households, cards, allowances, payments, missing }: ImportDiff): object {
  return { persons, households, cards, allowances, payments, missing }
}
