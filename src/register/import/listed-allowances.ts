/**
 * The allowances that a file lists for one person, each once: by category; a row that names only a group, or nothing, is
 * about the one allowance that it can mean. Decided from the file alone, so that it is decided alike every time.
 */
import { findCategory } from '../../domain/policy/categories.ts'
import type { AllowanceFacts } from '../../domain/register-facts.ts'
import type { RosterRecord } from '../roster/roster.ts'
import { storableCoefficient, storableDong } from './bounds.ts'
import { maskIdentifiers } from './mask-identifiers.ts'
import { overlay } from './overlay.ts'

export interface AllowanceRow {
  /** Index in the reading. */
  at: number
  record: RosterRecord
}

export type CarriedAllowance = Partial<Omit<AllowanceFacts, 'id' | 'personId' | 'status' | 'withdrawn'>>

export interface ListedAllowance {
  at: number
  allowance: CarriedAllowance
}

export interface ListedAllowances {
  /** Those with a category first. Where a group has one with a category, it has none without. */
  allowances: ListedAllowance[]
  /** Rows of a benefit that a row before gives with other facts, or that could be about several. */
  conflicts: number[]
}

export function listAllowances(rows: readonly AllowanceRow[]): ListedAllowances {
  const listed: ListedAllowances = { allowances: [], conflicts: [] }
  const sorted = rows.map(({ at, record }) => ({ at, allowance: carriedAllowance(record) })).sort((one, other) => vagueness(one.allowance) - vagueness(other.allowance))
  for (const { at, allowance } of sorted) {
    const meant = listed.allowances.filter((known) => mayMean(allowance, known.allowance))
    const [only] = meant
    if (only === undefined) listed.allowances.push({ at, allowance })
    else if (meant.length > 1 || contradicts(only.allowance, allowance)) listed.conflicts.push(at)
    // The first row of a benefit decides; the others add what it lacks.
    else only.allowance = overlay(allowance, only.allowance) ?? allowance
  }
  return listed
}

function carriedAllowance(record: RosterRecord): CarriedAllowance {
  return {
    category: record.category,
    categoryGroup: record.category_group ?? (record.category === undefined ? undefined : findCategory(record.category)?.group),
    categoryText: record.category_text === undefined ? undefined : maskIdentifiers(record.category_text),
    coefficient: storableCoefficient(record.coefficient),
    amount: storableDong(record.amount),
    paymentMethod: record.payment_method,
    accountNo: record.account_no,
    accountName: record.account_name,
    bank: record.bank,
    decisionNo: record.decision_no,
    startMonth: record.start_month,
  }
}

const vagueness = ({ category, categoryGroup }: CarriedAllowance): number => (category !== undefined ? 0 : categoryGroup !== undefined ? 1 : 2)

function mayMean(row: CarriedAllowance, known: CarriedAllowance): boolean {
  if (row.category !== undefined) return row.category === known.category
  return row.categoryGroup === undefined || row.categoryGroup === known.categoryGroup
}

/** What the roster's cell says in words may differ while the benefit is the same. */
function contradicts(known: CarriedAllowance, row: CarriedAllowance): boolean {
  return Object.entries(row).some(([field, value]) => {
    const before = known[field as keyof CarriedAllowance]
    return field !== 'categoryText' && value !== undefined && before !== undefined && value !== before
  })
}
