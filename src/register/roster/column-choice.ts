/**
 * What an officer says about a column that Loa reads otherwise. It is kept by the column's heading, so that it still holds
 * when next month's file from the same source has one column more.
 */
import { createHash } from 'node:crypto'
import { fold, tidyText } from '../../domain/vietnamese-text.ts'
import type { ColumnField } from './column-field.ts'
import type { SheetReading } from './roster.ts'

/** Heading (headingKey) → what its column is. */
export type ColumnChoice = Readonly<Record<string, ColumnField>>

const LONGEST = 80

export const headingKey = (words: string): string => fold(tidyText(words)).slice(0, LONGEST)

/** In the order in which an officer looks for them; the last means that nothing is taken from the column. */
export const CHOOSABLE: readonly ColumnField[] = [
  'full_name', 'family_name', 'given_name', 'birth', 'birth_year', 'sex', 'male', 'female', 'citizen_id', 'old_id', 'social_insurance_no',
  'card_no', 'valid_from', 'valid_to', 'five_year_date', 'card_group', 'village', 'address', 'phone',
  'category', 'coefficient', 'amount', 'arrears', 'deduct', 'payment_method', 'account_no', 'account_name', 'bank', 'decision_no', 'decision_date', 'start_month',
  'payee', 'relation', 'household_head', 'household_code', 'household_no', 'poor_status', 'note', 'died_on', 'stopped_on', 'elsewhere',
]

/** Only what may be chosen, of at most as many columns as a list may have. */
export function readChoice(entries: Iterable<readonly [string, string]>): ColumnChoice {
  const choice: Record<string, ColumnField> = {}
  for (const [heading, wanted] of entries) {
    const field = CHOOSABLE.find((known) => known === wanted)
    const key = headingKey(heading)
    if (field !== undefined && key !== '' && Object.keys(choice).length < MOST_COLUMNS) choice[key] = field
  }
  return choice
}

const MOST_COLUMNS = 100

/** Tells lists of one source by their headings, wherever these stand. */
export function sourceOf(sheets: readonly SheetReading[]): string {
  const headings = new Set(sheets.flatMap(({ headings: own }) => Object.values(own ?? {}).map(headingKey)))
  return createHash('sha256').update([...headings].toSorted().join('\n')).digest('hex')
}
