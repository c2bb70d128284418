/** One list of the sample: its sheets, and what a careful reader would find in each data row. */
import type { Day } from '../../domain/calendar.ts'
import type { RosterRecord } from '../../register/roster/roster.ts'
import type { Random } from './random.ts'
import type { Sheet } from '../../web/office/workbook.ts'

/** What was planted in a row, so that the demo shows how the import answers it. */
export type PlantedTrouble =
  | 'lost-leading-zero' // the personal number is a number, its first 0 is gone
  | 'spaced-number' // blanks or an apostrophe in the personal number
  | 'bare-category' // "K6Đ5": the clause without the degree of disability
  | 'noted-died'
  | 'noted-moved'
  | 'impossible-date' // 31/11
  | 'month-first-date' // 12/31/2026
  | 'no-expiry'
  | 'repeated-row'
  | 'same-number-two-names'
  | 'birth-differs' // the year of birth is not the one in the personal number
  | 'old-number' // nine digits of an old CMND
  | 'tcvn3'
  | 'hidden-row'
  | 'renewed' // an older and a newer card of one person: no mistake, but to be understood

/** Troubles about which the officer ought to be asked; the others a reader can put right by itself. */
export const TROUBLES_TO_ASK: readonly PlantedTrouble[] = [
  'noted-died', 'noted-moved', 'impossible-date', 'month-first-date', 'no-expiry', 'same-number-two-names', 'birth-differs', 'hidden-row',
]

export interface TruthRow {
  sheet: string
  /** As Excel shows it. */
  row: number
  record: RosterRecord
  trouble?: PlantedTrouble
}

export interface SampleList {
  title: string
  sheets: readonly Sheet[]
  truth: readonly TruthRow[]
  /** Different people named in the rows. */
  persons: number
}

/** What every list is written with. */
export interface ListContext {
  today: Day
  random: Random
  /** "xã Tân Đông" */
  commune: string
  signers: readonly (readonly [office: string, name: string])[]
}
