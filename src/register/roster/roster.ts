/**
 * What a roster file is read into: the meeting point of the file readers (bytes → sheets), the interpreter
 * (sheets → rows) and the import (rows → register). Nothing here touches the database.
 *
 * The field names are the ones that `loa import --json` prints, so a record is printed as it is.
 */
import type { Day, Month } from '../../domain/calendar.ts'
import type { ColumnChoice } from './column-choice.ts'
import type { CategoryGroup } from '../../domain/policy/categories.ts'

export const ROSTER_KINDS = ['assistance', 'cards', 'payments', 'households'] as const
export type RosterKind = (typeof ROSTER_KINDS)[number]

// ── file → sheets ────────────────────────────────────────────────────────────────────────────────────

/** A cell as the file stores it. Formulas are never evaluated; their cached value is the value. */
export interface RosterCell {
  /** Strings are raw (not yet NFC, not yet converted from TCVN3 or VNI). */
  value: string | number | boolean | null
  /** The number carries a date format, so it is an Excel serial day. Never true for text. */
  isDate?: boolean
  /** A formula without a cached value, or an error value (#N/A, #REF!). */
  broken?: 'formula' | 'error'
  /** Font name, where the file tells: .VnTime means TCVN3, VNI-Times means VNI. */
  font?: string
  /** What Excel would show, where it differs in a way that matters (leading zeros by format 000000000000). */
  shown?: string
}

export interface RosterSheetRow {
  /** The number that Excel shows at the left, from 1; for text files too, so a record of several lines is one row. */
  number: number
  hidden: boolean
  cells: readonly RosterCell[]
}

export interface MergedRange {
  /** 1-based row numbers, 0-based columns, both inclusive. */
  top: number
  bottom: number
  left: number
  right: number
}

export interface RosterSheet {
  name: string
  hidden: boolean
  merges: readonly MergedRange[]
  /** 0-based. */
  hiddenColumns: readonly number[]
  /** May be read more than once; empty rows may be left out. */
  rows(): Iterable<RosterSheetRow>
}

export interface RosterFile {
  fileName: string
  format: 'xlsx' | 'xls' | 'ods' | 'csv'
  /** For text files: what was detected, e.g. "utf-8", "utf-16le", "windows-1258". */
  encoding?: string
  sha256: string
  sheets: readonly RosterSheet[]
}

/** Limits for everything that comes from outside; what is over them is refused with one sentence. */
export const ROSTER_LIMITS = {
  fileBytes: 64 * 1024 * 1024,
  expandedBytes: 512 * 1024 * 1024,
  expansionRatio: 200,
  rows: 250_000,
  columns: 256,
  cellChars: 32_767,
  sheets: 100,
  seconds: 10,
} as const

// ── sheets → rows ────────────────────────────────────────────────────────────────────────────────────

/** accepted; flagged = accepted, with a question for the officer; skipped = not data (title, total, section). */
export type RowOutcome = 'accepted' | 'flagged' | 'duplicate' | 'rejected' | 'skipped'

export interface RowIssue {
  /** As Excel names it: "D". */
  column: string
  /** A RosterRecord field name, or "row". */
  field: string
  /** Stable, kebab-case: "birth.impossible-date". */
  code: string
  /** One sentence in Vietnamese for the officer: what is wrong, what it was read as, what to do. */
  message: string
}

export type PaymentMethod = 'bank' | 'cash' | 'home' | 'social_security_account'
export type PoorStatus = 'poor' | 'near_poor'
export type { CategoryGroup }

export interface RosterRecord {
  full_name: string
  /** YYYY-MM-DD, YYYY-MM or YYYY, by precision. */
  birth?: string
  birth_precision?: 'day' | 'month' | 'year'
  sex?: 'male' | 'female'
  citizen_id?: string
  old_id?: string
  social_insurance_no?: string
  card_no?: string
  valid_from?: Day
  valid_to?: Day
  five_year_date?: Day
  phones?: string[]
  village?: string
  /** "Ấp", "Thôn" …, as the file wrote it before the village's name. */
  village_kind?: string
  category?: string
  category_group?: CategoryGroup
  /** The cell from which the category was read. */
  category_text?: string
  card_group?: string
  coefficient?: number
  amount?: number
  arrears?: number
  deduct?: number
  payment_method?: PaymentMethod
  account_no?: string
  account_name?: string
  bank?: string
  decision_no?: string
  start_month?: Month
  payee?: string
  household_code?: string
  household_no?: string
  household_head?: boolean
  relation_to_head?: string
  poor_status?: PoorStatus
  note?: string
  /** From the note or its own column: the roster says that the person died, moved away or was cut. */
  noted_as?: 'died' | 'moved' | 'stopped'
}

export interface RosterRow {
  sheet: string
  row: number
  outcome: RowOutcome
  issues: RowIssue[]
  /** Absent for skipped rows, and for rejected rows of which nothing could be read. */
  record?: RosterRecord
}

export interface SheetReading {
  name: string
  kind: RosterKind | null
  /** Row numbers of the header as Excel shows them; empty when none was found. */
  headerRows: number[]
  /** Column letter → the field it was read as; columns that were not understood are absent. */
  columns: Record<string, string>
  /** Column letter → its heading, as it stands there, of all that have one; absent where the sheet was left out. */
  headings?: Record<string, string>
  /** The payment month of this sheet, where it has its own; a workbook may hold one sheet per month. */
  month?: Month
  /** What the officer should know of the sheet as a whole, in Vietnamese: columns that were not read, one that is missing. */
  remarks?: string[]
  /** Why the sheet was left out, in Vietnamese; absent when it was read. */
  leftOut?: string
}

export interface RosterCounts {
  dataRows: number
  accepted: number
  flagged: number
  duplicate: number
  rejected: number
  skipped: number
  /** Different people whom the accepted and flagged rows name. */
  persons: number
}

export interface RosterReading {
  file: string
  kind: RosterKind
  /** The payment month, where the title or file name tells it. */
  month?: Month
  sheets: SheetReading[]
  counts: RosterCounts
  /** In file order. */
  rows: RosterRow[]
}

export interface ReadOptions {
  /** Where nothing in the file tells the kind. */
  kind?: RosterKind
  /** "Today", for ages and for two-digit years. */
  today: Day
  month?: Month
  /** What an officer said about columns, by their headings. */
  columns?: ColumnChoice
  onProgress?: (rowsRead: number) => void
}
