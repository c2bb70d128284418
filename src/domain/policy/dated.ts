/**
 * Rows of law. No amount, age, coefficient or rate is a constant: every figure stands in a row that says from
 * when it counts, where it is written and how sure we are, and every lookup names the day it asks about.
 */
import type { Day } from '../calendar.ts'

/** S: read in the text or several sources agree. L: likely, to be checked. U: unsure, never told to a citizen. */
export type Confidence = 'S' | 'L' | 'U'

export interface Dated {
  effectiveFrom: Day
  /** The last day, inclusive; absent while nothing is known to replace the row. */
  effectiveTo?: Day
  /** In Vietnamese: officers read it. */
  legalSource: string
  confidence: Confidence
}

export function isInForce(row: Dated, on: Day): boolean {
  return row.effectiveFrom <= on && (row.effectiveTo === undefined || on <= row.effectiveTo)
}

export function inForce<Row extends Dated>(rows: readonly Row[], on: Day): Row | undefined {
  return rows.find((row) => isInForce(row, on))
}

/** For tables that must know the day asked about: a day outside the table is a mistake of the caller. */
export function ruleOn<Row extends Dated>(table: string, rows: readonly Row[], on: Day): Row {
  const row = inForce(rows, on)
  if (row === undefined) throw new RangeError(`policy table "${table}" has no row for ${on}`)
  return row
}

/** What is built from several rows is as sure as the least sure of them. */
export function leastSure(...confidences: readonly Confidence[]): Confidence {
  if (confidences.includes('U')) return 'U'
  return confidences.includes('L') ? 'L' : 'S'
}

/** Names every source once. */
export function joinSources(...sources: readonly string[]): string {
  return [...new Set(sources)].join('; ')
}
