/**
 * The multidimensional poverty line: income a head a month, and how many of the deprivation indicators a poor
 * household lacks. Decisions of the commune's review always win; this only explains them.
 */
import type { Day } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { ruleOn } from './dated.ts'

export type Area = 'rural' | 'urban'

export interface PovertyLine extends Dated {
  area: Area
  /** đồng a head a month, at most */
  income: number
  /** đồng a head a month up to which a household counts as of average living standard, where it is set. */
  averageUpTo?: number
  /** Indicators lacked, from which a household under the line is poor rather than near-poor. */
  deprivations: number
}

const line = (area: Area, income: number, averageUpTo: number | undefined, dated: Dated): PovertyLine => ({
  area,
  income,
  ...(averageUpTo === undefined ? {} : { averageUpTo }),
  deprivations: 3,
  ...dated,
})

const untilReplaced: Dated = {
  effectiveFrom: '2022-01-01',
  effectiveTo: '2025-12-31',
  legalSource: 'Nghị định 07/2021/NĐ-CP, sửa đổi bởi Nghị định 30/2025/NĐ-CP',
  confidence: 'S',
}
// Policies went on using the old line for one more year.
const carriedOver: Dated = {
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-12-31',
  legalSource: 'Nghị định 07/2021/NĐ-CP, tiếp tục áp dụng trong năm 2026 theo Nghị định 351/2025/NĐ-CP',
  confidence: 'L',
}
const next = {
  effectiveFrom: '2027-01-01',
  effectiveTo: '2030-12-31',
  legalSource: 'Nghị định 351/2025/NĐ-CP',
} as const

export const POVERTY_LINES: readonly PovertyLine[] = [
  line('rural', 1_500_000, 2_250_000, untilReplaced),
  line('rural', 1_500_000, 2_250_000, carriedOver),
  line('rural', 2_200_000, undefined, { ...next, confidence: 'L' }),
  line('urban', 2_000_000, 3_000_000, untilReplaced),
  line('urban', 2_000_000, 3_000_000, carriedOver),
  line('urban', 2_800_000, undefined, { ...next, confidence: 'U' }),
]

export function povertyLine(area: Area, on: Day): PovertyLine {
  return ruleOn(`poverty line, ${area}`, POVERTY_LINES.filter((row) => row.area === area), on)
}

/** `incomePerHead` in đồng a month; `deprivations` lacked of the twelve indicators. */
export function povertyStatus(
  area: Area,
  incomePerHead: number,
  deprivations: number,
  on: Day,
): { status: 'poor' | 'near_poor' | 'neither'; confidence: Confidence } {
  const rule = povertyLine(area, on)
  if (incomePerHead > rule.income) return { status: 'neither', confidence: rule.confidence }
  return { status: deprivations >= rule.deprivations ? 'poor' : 'near_poor', confidence: rule.confidence }
}
