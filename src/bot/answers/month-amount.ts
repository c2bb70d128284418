/**
 * What a person gets for one month, and by which arithmetic. The month's payment list is what will be paid; without it
 * the rules of the month speak. Where list and rules do not meet, nothing is made up to join them.
 */
import { coefficientInVietnamese, dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { shiftMonth } from '../../domain/calendar.ts'
import type { Month } from '../../domain/calendar.ts'
import type { AllowanceRecord, PaymentRecord, PersonRecord } from '../../domain/person-record.ts'
import { allowanceFor } from '../../domain/policy/allowance.ts'
import { findCategory } from '../../domain/policy/categories.ts'
import { standardAmount } from '../../domain/policy/standard-amounts.ts'
import type { StandardAmount } from '../../domain/policy/standard-amounts.ts'
import { endOf } from './about.ts'

export interface MonthAmount {
  /** đồng to receive, arrears added, deductions taken off. */
  sum: number
  /** Of this month alone. */
  base: number
  arrears: number
  deduction: number
  /** "1,5 × 540.000 đồng + 180.000 đồng"; undefined where the figures are not a product that we can show. */
  arithmetic: string | undefined
}

export const toReceive = ({ amount, arrears, deduction }: PaymentRecord): number => amount + arrears - deduction

/** undefined: nobody but an officer should say. */
export function monthAmount(person: PersonRecord, month: Month, province: string | undefined): MonthAmount | undefined {
  const payment = person.payments.find((one) => one.month === month)
  const rule = byRule(person, month, province, payment === undefined ? undefined : listClosed(month))
  if (payment === undefined) {
    return rule === undefined || contradicted(person, rule.base) ? undefined : { ...rule, sum: rule.base, arrears: 0, deduction: 0 }
  }
  const { amount, arrears, deduction } = payment
  const extra = `${arrears > 0 ? ` + ${dongInVietnamese(arrears)}` : ''}${deduction > 0 ? ` − ${dongInVietnamese(deduction)}` : ''}`
  const known = rule?.base === amount ? rule : ruleOfToday(person, month, province, amount)
  return { sum: toReceive(payment), base: amount, arrears, deduction, arithmetic: known === undefined ? undefined : `${known.arithmetic}${extra}` }
}

/** The list of a month is closed by the 25th of the month before: a later decree is not in it yet. */
const listClosed = (month: Month): string => `${shiftMonth(month, -1)}-25`

function ruleOfToday(person: PersonRecord, month: Month, province: string | undefined, amount: number) {
  const rule = byRule(person, month, province, undefined)
  return rule?.base === amount ? rule : undefined
}

interface ByRule {
  base: number
  arithmetic: string
}

function byRule(person: PersonRecord, month: Month, province: string | undefined, knownOn: string | undefined): ByRule | undefined {
  const parts = person.allowances.filter(({ status }) => status === 'active').map((allowance) => productOf(allowance, person, month, province, knownOn))
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined
  const products = parts as { coefficient: number; standard: number }[]
  return {
    base: products.reduce((sum, one) => sum + Math.round(one.coefficient * one.standard), 0),
    arithmetic: products.map((one) => `${coefficientInVietnamese(one.coefficient)} × ${dongInVietnamese(one.standard)}`).join(' + '),
  }
}

function productOf(
  allowance: AllowanceRecord, person: PersonRecord, month: Month, province: string | undefined, knownOn: string | undefined,
): { coefficient: number; standard: number } | undefined {
  const standard = standardOf(allowance, month, province, knownOn)
  const coefficient = allowance.coefficient ?? coefficientOf(allowance, person, month)
  return standard === undefined || standard.confidence === 'U' || coefficient === undefined ? undefined : { coefficient, standard: standard.amount }
}

export function standardOf(allowance: AllowanceRecord, month: Month, province: string | undefined, knownOn?: string): StandardAmount | undefined {
  const scheme = allowance.group === 'social_pension' || findCategory(allowance.category ?? '')?.scheme === 'social_pension' ? 'social_pension' : 'assistance'
  return standardAmount({ scheme, on: endOf(month), ...(province === undefined ? {} : { province }), ...(knownOn === undefined ? {} : { knownOn }) })
}

/** By category and age, where both leave one possibility. */
export function coefficientOf({ category }: AllowanceRecord, { birth }: PersonRecord, month: Month): number | undefined {
  if (category === undefined) return undefined
  const due = allowanceFor({ category, ...(birth === undefined ? {} : { birth }) }, month)
  return due.kind === 'allowance' && due.confidence !== 'U' && due.category.perChild !== true ? due.coefficient : undefined
}

/** The roster's amounts may be those of an older decree; but if they are those of no decree, an officer must look. */
function contradicted(person: PersonRecord, base: number): boolean {
  const active = person.allowances.filter(({ status }) => status === 'active')
  if (active.some(({ amount }) => amount === undefined)) return false
  const onRoster = active.reduce((sum, { amount }) => sum + (amount ?? 0), 0)
  return onRoster > base
}
