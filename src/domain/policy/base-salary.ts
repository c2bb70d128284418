/**
 * The base salary (mức lương cơ sở), which is also the reference level of health insurance while it exists.
 */
import type { Day } from '../calendar.ts'
import type { Dated } from './dated.ts'
import { ruleOn } from './dated.ts'

export interface BaseSalary extends Dated {
  /** đồng a month */
  amount: number
}

export const BASE_SALARIES: readonly BaseSalary[] = [
  {
    amount: 2_340_000,
    effectiveFrom: '2024-07-01',
    effectiveTo: '2026-06-30',
    legalSource: 'Nghị định 73/2024/NĐ-CP',
    confidence: 'S',
  },
  {
    amount: 2_530_000,
    effectiveFrom: '2026-07-01',
    legalSource: 'Nghị định 161/2026/NĐ-CP',
    confidence: 'S',
  },
]

export function baseSalary(on: Day): BaseSalary {
  return ruleOn('base salary', BASE_SALARIES, on)
}
