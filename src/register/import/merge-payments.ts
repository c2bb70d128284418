/** The payment lines of one person, by month and category. */
import type { Month } from '../../domain/calendar.ts'
import type { PaymentFacts } from '../../domain/register-facts.ts'
import type { RosterRecord } from '../roster/roster.ts'
import { storableCoefficient, storableDong } from './bounds.ts'
import { overlay } from './overlay.ts'

export interface PaymentRow {
  at: number
  record: RosterRecord
  /** Of the row's sheet. */
  month: Month
}

export interface PaymentPlan {
  inserted: Omit<PaymentFacts, 'id'>[]
  updated: PaymentFacts[]
  unchanged: PaymentFacts[]
  /** A second line for the same person, month and category with other figures; not written. */
  conflicts: number[]
  /** Lines without an amount that can be one; not written. */
  withoutAmount: number[]
}

export function mergePayments(personId: string, current: readonly PaymentFacts[], rows: readonly PaymentRow[]): PaymentPlan {
  const plan: PaymentPlan = { inserted: [], updated: [], unchanged: [], conflicts: [], withoutAmount: [] }
  const listed = new Map<string, Omit<PaymentFacts, 'id'>>()
  for (const { at, record, month } of rows) {
    const amount = storableDong(record.amount)
    if (amount === undefined) {
      plan.withoutAmount.push(at)
      continue
    }
    const line = lineOf(personId, month, record, amount)
    const key = `${month}|${line.category}`
    const first = listed.get(key)
    if (first === undefined) listed.set(key, line)
    else if (overlay<Omit<PaymentFacts, 'id'>>(first, line) !== undefined) plan.conflicts.push(at)
  }
  for (const line of listed.values()) {
    const known = current.find((candidate) => candidate.month === line.month && candidate.category === line.category)
    if (known === undefined) {
      plan.inserted.push(line)
      continue
    }
    // What has been reported about the paying of a line is not undone by listing it again.
    const merged = overlay<PaymentFacts>(known, { ...line, status: known.status })
    if (merged === undefined) plan.unchanged.push(known)
    else plan.updated.push(merged)
  }
  return plan
}

function lineOf(personId: string, month: Month, record: RosterRecord, amount: number): Omit<PaymentFacts, 'id'> {
  return {
    personId,
    month,
    category: record.category ?? record.category_group ?? '',
    amount,
    coefficient: storableCoefficient(record.coefficient),
    arrears: storableDong(record.arrears) ?? 0,
    deduction: storableDong(record.deduct) ?? 0,
    paymentMethod: record.payment_method,
    accountTail: record.account_no?.slice(-4),
    status: 'listed',
  }
}
