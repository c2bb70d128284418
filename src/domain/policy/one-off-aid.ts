/**
 * Money paid once: funeral support and emergency aid. Most are multiples of the standard amount of the day, and
 * all are floors: a province may pay more.
 */
import type { Day } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { inForce, joinSources, leastSure } from './dated.ts'
import { standardAmount } from './standard-amounts.ts'

export type AidKind = 'funeral' | 'serious_injury' | 'death_in_disaster' | 'house_lost' | 'urgent_move' | 'house_damaged'

export interface AidRule extends Dated {
  aid: AidKind
  name: string
  figure: Figure
}

/** So many times the standard amount, or a fixed sum in đồng. */
type Figure = { times: number } | { sum: number }

const NAMES: Readonly<Record<AidKind, string>> = {
  funeral: 'Hỗ trợ chi phí mai táng',
  serious_injury: 'Hỗ trợ người bị thương nặng do thiên tai, tai nạn',
  death_in_disaster: 'Hỗ trợ gia đình có người chết, mất tích do thiên tai, tai nạn',
  house_lost: 'Hỗ trợ làm nhà ở khi nhà bị đổ, sập, trôi, cháy hoàn toàn',
  urgent_move: 'Hỗ trợ di dời nhà ở khẩn cấp',
  house_damaged: 'Hỗ trợ sửa chữa nhà ở bị hư hỏng nặng',
}

const nd20 = (aid: AidKind, article: string, figure: Figure): AidRule => ({
  aid,
  name: NAMES[aid],
  figure,
  effectiveFrom: '2021-07-01',
  effectiveTo: '2026-10-04',
  legalSource: `Nghị định 20/2021/NĐ-CP, Điều ${article}`,
  confidence: 'S',
})

const nd335 = (aid: AidKind, figure: Figure, confidence: Confidence, source = ''): AidRule => ({
  aid,
  name: NAMES[aid],
  figure,
  effectiveFrom: '2026-10-05',
  legalSource: `Nghị định 335/2026/NĐ-CP${source}`,
  confidence,
})

const NOT_READ = ' (chưa đối chiếu các điều 12 đến 16)'

export const AID_RULES: readonly AidRule[] = [
  nd20('funeral', '11', { times: 20 }),
  nd335('funeral', { times: 20 }, 'S'),
  nd20('serious_injury', '13', { times: 10 }),
  nd335('serious_injury', { times: 10 }, 'L', NOT_READ),
  nd20('death_in_disaster', '14', { times: 50 }),
  nd335('death_in_disaster', { times: 50 }, 'L', NOT_READ),
  nd20('house_lost', '15', { sum: 40_000_000 }),
  nd335('house_lost', { sum: 40_000_000 }, 'U', NOT_READ),
  nd20('urgent_move', '15', { sum: 30_000_000 }),
  nd335('urgent_move', { sum: 30_000_000 }, 'U', NOT_READ),
  nd20('house_damaged', '15', { sum: 20_000_000 }),
  nd335('house_damaged', { sum: 20_000_000 }, 'U', NOT_READ),
]

export interface RiceRule extends Dated {
  kgPerPersonMonth: number
  /** Months at Tết, and at most after disasters, crop failure or in the lean season. */
  monthsAtTet: number
  monthsAtMost: number
}

export const RICE_RULES: readonly RiceRule[] = [
  {
    kgPerPersonMonth: 15,
    monthsAtTet: 1,
    monthsAtMost: 3,
    effectiveFrom: '2021-07-01',
    effectiveTo: '2026-10-04',
    legalSource: 'Nghị định 20/2021/NĐ-CP, Điều 12',
    confidence: 'S',
  },
  {
    kgPerPersonMonth: 15,
    monthsAtTet: 1,
    monthsAtMost: 3,
    effectiveFrom: '2026-10-05',
    legalSource: `Nghị định 335/2026/NĐ-CP${NOT_READ}`,
    confidence: 'L',
  },
]

export interface AidAmount {
  /** đồng, at least */
  amount: number
  confidence: Confidence
  legalSource: string
}

/** The least that is paid for what happened on a day. */
export function aidAmount(aid: AidKind, happenedOn: Day, province?: string): AidAmount | undefined {
  const rule = inForce(AID_RULES.filter((row) => row.aid === aid), happenedOn)
  if (rule === undefined) return undefined
  const { figure, confidence, legalSource } = rule
  if ('sum' in figure) return { amount: figure.sum, confidence, legalSource }
  const standard = standardAmount({ scheme: 'assistance', on: happenedOn, ...(province === undefined ? {} : { province }) })
  return (
    standard && {
      amount: figure.times * standard.amount,
      confidence: leastSure(confidence, standard.confidence),
      legalSource: joinSources(legalSource, standard.legalSource),
    }
  )
}
