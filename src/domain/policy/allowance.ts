/**
 * What a person is due for one month: standard amount × coefficient, by the rules valid for that month.
 *
 * A condition that changes within a month counts from that month (a child who turns four in November gets the
 * lower coefficient for all of November), so ages are taken on the month's last day. Only the end of entitlement
 * waits: the month in which it ends is still paid in full.
 */
import { ageOn, addDays, firstOf, lastOf } from '../calendar.ts'
import type { Day, Month } from '../calendar.ts'
import { birthRange } from '../birth.ts'
import type { Birth } from '../birth.ts'
import { categoryOn, findCategory } from './categories.ts'
import type { Category, Circumstance, CoefficientCase } from './categories.ts'
import { joinSources, leastSure } from './dated.ts'
import type { Confidence } from './dated.ts'
import { standardAmount } from './standard-amounts.ts'

export interface AllowanceClaim {
  /** `ND335:6`; a code of an older decree is followed to its successor. */
  category: string
  circumstance?: Circumstance
  /** Of the person whose age decides: the recipient, or the person a carer takes in. */
  birth?: Birth
  /** For what is paid per child; 1 unless told. */
  children?: number
  province?: string
}

export interface Allowance {
  kind: 'allowance'
  category: Category
  coefficient: number
  /** đồng */
  standard: number
  /** đồng a month */
  amount: number
  confidence: Confidence
  legalSource: string
  /**
   * The birth is not known well enough to tell: the amount lies between these two (0 = perhaps nothing).
   * `amount` is then the smaller one that is paid, and the confidence is U.
   */
  ageUncertain?: { lowest: number; highest: number }
  /** The entitlement ends with this month. */
  lastMonth?: true
}

export interface NoAllowance {
  kind: 'none'
  reason: 'unknown-category' | 'not-in-force' | 'circumstance-unknown' | 'birth-unknown' | 'age-outside'
}

/** `knownOn`: answer as it was known on that day, without later decrees that reach back. */
export function allowanceFor(
  claim: AllowanceClaim,
  month: Month,
  options: { knownOn?: Day } = {},
): Allowance | NoAllowance {
  if (findCategory(claim.category) === undefined) return { kind: 'none', reason: 'unknown-category' }
  const monthEnd = lastOf(month)
  const rulesOf = options.knownOn !== undefined && options.knownOn < monthEnd ? options.knownOn : monthEnd
  const category = categoryOn(claim.category, rulesOf)
  const standard = category && standardAmount({
    scheme: category.scheme,
    on: monthEnd,
    ...(claim.province === undefined ? {} : { province: claim.province }),
    ...options,
  })
  if (category === undefined || standard === undefined) return { kind: 'none', reason: 'not-in-force' }

  const cases = category.cases.filter((one) => one.circumstance === undefined || one.circumstance === claim.circumstance)
  if (cases.length === 0) return { kind: 'none', reason: 'circumstance-unknown' }
  const possible = possibleCases(cases, claim.birth, month)
  if (possible === undefined) return { kind: 'none', reason: 'birth-unknown' }
  const paying = possible.filter((one) => one !== undefined).sort((a, b) => a.case.coefficient - b.case.coefficient)
  const lowest = paying[0]
  if (lowest === undefined) return { kind: 'none', reason: 'age-outside' }

  const amountOf = (coefficient: number): number =>
    Math.round(standard.amount * coefficient) * (category.perChild ? (claim.children ?? 1) : 1)
  const uncertain = paying.length < possible.length || paying.some((one) => one.case.coefficient !== lowest.case.coefficient)
  return {
    kind: 'allowance',
    category,
    coefficient: lowest.case.coefficient,
    standard: standard.amount,
    amount: amountOf(lowest.case.coefficient),
    confidence: uncertain ? 'U' : leastSure(category.confidence, standard.confidence, lowest.case.confidence ?? 'S'),
    legalSource: joinSources(category.legalSource, standard.legalSource),
    ...(uncertain && {
      ageUncertain: {
        lowest: paying.length < possible.length ? 0 : amountOf(lowest.case.coefficient),
        highest: amountOf(paying.at(-1)?.case.coefficient ?? 0),
      },
    }),
    ...(paying.every((one) => one.ends) && { lastMonth: true }),
  }
}

interface ApplyingCase {
  case: CoefficientCase
  ends: boolean
}

/**
 * The case for the earliest and for the latest possible birth (undefined = not entitled at that age). Two ends
 * are enough: no two age limits of one category lie within a year of each other.
 */
function possibleCases(
  cases: readonly CoefficientCase[],
  birth: Birth | undefined,
  month: Month,
): readonly (ApplyingCase | undefined)[] | undefined {
  const ageless = cases.find((one) => one.fromAge === undefined && one.underAge === undefined)
  if (ageless !== undefined) return [{ case: ageless, ends: false }]
  if (birth === undefined) return undefined
  const { first, last } = birthRange(birth)
  return first === last ? [caseAt(cases, first, month)] : [caseAt(cases, first, month), caseAt(cases, last, month)]
}

function caseAt(cases: readonly CoefficientCase[], birth: Day, month: Month): ApplyingCase | undefined {
  const at = (age: number): CoefficientCase | undefined =>
    cases.find((one) => age >= (one.fromAge ?? 0) && age < (one.underAge ?? Infinity))
  const now = at(ageOn(birth, lastOf(month)))
  if (now !== undefined) return { case: now, ends: false }
  const before = at(ageOn(birth, addDays(firstOf(month), -1)))
  return before && { case: before, ends: true }
}
