/** A row while it is being read: its record, and the questions for the officer that came up. */
import type { Day, Month } from '../../domain/calendar.ts'
import type { Decree } from '../../domain/assistance-category.ts'
import { columnLetter } from './column-field.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { RowText } from './row-text.ts'
import type { RosterKind, RosterRecord, RowIssue } from './roster.ts'

export interface Draft {
  row: RowText
  record: RosterRecord
  issues: RowIssue[]
  rejected: boolean
  /** The row itself says that the person is no longer poor, whatever the household's other rows say. */
  isNotPoor?: boolean
}

/** What is the same for every row of a sheet. */
export interface SheetContext {
  kind: RosterKind
  plan: ColumnPlan
  today: Day
  decree: Decree | undefined
  /** The month that is paid out. */
  month: Month | undefined
  moneyUnit: number
  /** The sheet has a column that tells people apart. */
  hasIdentityColumns: boolean
}

export interface Question {
  column: number
  field: keyof RosterRecord | 'row'
  code: string
  message: string
}

export function ask(draft: Draft, { column, field, code, message }: Question): void {
  draft.issues.push({ column: column < 0 ? '' : columnLetter(column), field, code, message })
}

/** Like `ask`, and the row cannot be taken. */
export function refuse(draft: Draft, question: Question): void {
  ask(draft, question)
  draft.rejected = true
}

/** A cell's content inside a sentence, cut where it is long. */
export function quoted(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  return `“${flat.length > 40 ? `${flat.slice(0, 39)}…` : flat}”`
}

const MARK = /^[x✓✔√+v1]$/i

/** A mark in a column that is ticked: x, ✓, +, 1. */
export function isMark(text: string): boolean {
  return MARK.test(text)
}

/** Keeps a text as it stands, unless it is a dash that means nothing. */
export function setText<Field extends 'decision_no' | 'payee' | 'account_name' | 'bank' | 'note' | 'relation_to_head' | 'household_code'>(
  draft: Draft, field: Field, text: string,
): void {
  if (text !== '' && !/^[-–.]+$/.test(text)) (draft.record as Pick<RosterRecord, Field>)[field] = text as RosterRecord[Field]
}
