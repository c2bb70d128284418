/**
 * The level digit of a card: the share of covered care that the fund pays. From 01/01/2026 two groups were raised
 * without new cards being printed, so the digit on the card may be out of date by law: the rule wins.
 */
import type { Day } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { inForce, leastSure, ruleOn } from './dated.ts'

export type LevelDigit = 1 | 2 | 3 | 4 | 5

export interface LevelShares extends Dated {
  percentByLevel: Readonly<Record<LevelDigit, number>>
}

export const LEVEL_SHARES: readonly LevelShares[] = [
  {
    percentByLevel: { 1: 100, 2: 100, 3: 95, 4: 80, 5: 100 },
    effectiveFrom: '2015-01-01',
    legalSource: 'Quyết định 1351/QĐ-BHXH',
    confidence: 'S',
  },
]

export interface LevelChange extends Dated {
  cardGroup: string
  from: LevelDigit
  to: LevelDigit
}

const raised = (cardGroup: string, from: LevelDigit): LevelChange => ({
  cardGroup,
  from,
  to: 2,
  effectiveFrom: '2026-01-01',
  legalSource: 'Nghị quyết 261/2025/QH15; Công văn 38/BYT-BH',
  confidence: 'S',
})

export const LEVEL_CHANGES: readonly LevelChange[] = [raised('CN', 3), raised('LH', 4)]

export interface BenefitLevel {
  level: LevelDigit
  /** Percent of covered care that the fund pays. */
  percent: number
  /** The digit on the card says something else. */
  cardIsOutdated: boolean
  confidence: Confidence
  legalSource: string
}

/** `printed`: the digit on the card. */
export function benefitLevel(cardGroup: string, printed: LevelDigit, on: Day): BenefitLevel {
  const shares = ruleOn('level shares', LEVEL_SHARES, on)
  const change = inForce(LEVEL_CHANGES.filter((row) => row.cardGroup === cardGroup && row.from === printed), on)
  const level = change?.to ?? printed
  return {
    level,
    percent: shares.percentByLevel[level],
    cardIsOutdated: change !== undefined,
    confidence: change ? leastSure(shares.confidence, change.confidence) : shares.confidence,
    legalSource: (change ?? shares).legalSource,
  }
}
