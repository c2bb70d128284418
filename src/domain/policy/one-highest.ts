/**
 * One person, one benefit, the highest (335/2026 Art. 6 and 31; 20/2021 Art. 6 before it). The one exception: a
 * poor single parent who is also in group 5, 6 or 8 is paid both. Carer support is another matter: it is paid to
 * the carer for the care, on its own record, beside whatever the carer is due in person.
 */
import { findCategory } from './categories.ts'
import type { CategoryKind } from './categories.ts'

export interface Entitlement {
  category: string
  /** đồng a month */
  amount: number
}

const BESIDE_SINGLE_PARENT: readonly CategoryKind[] = [
  'ELDERLY_POOR_NO_SUPPORT',
  'LEGACY_ELDERLY_75_80',
  'LEGACY_ELDERLY_80',
  'ELDERLY_COMMUNITY_CARE',
  'DISABILITY',
  'HIV_POOR',
]

/** Which of one person's entitlements are paid. Of two equal ones the first named stays, so a list does not flicker. */
export function payTogether<One extends Entitlement>(entitlements: readonly One[]): { paid: One[]; notPaid: One[] } {
  const kindOf = (one: One): CategoryKind | undefined => findCategory(one.category)?.kind
  const care = entitlements.filter((one) => kindOf(one) === 'CARER')
  const own = entitlements.filter((one) => kindOf(one) !== 'CARER')

  const single = highest(own.filter((one) => kindOf(one) === 'SINGLE_PARENT_POOR'))
  const beside = highest(own.filter((one) => BESIDE_SINGLE_PARENT.includes(kindOf(one) as CategoryKind)))
  const best = highest(own)
  const both = single && beside ? [single, beside] : []
  const chosen = total(both) > (best?.amount ?? 0) ? both : best ? [best] : []

  const paid = entitlements.filter((one) => care.includes(one) || chosen.includes(one))
  return { paid, notPaid: entitlements.filter((one) => !paid.includes(one)) }
}

const total = (entitlements: readonly Entitlement[]): number => entitlements.reduce((sum, one) => sum + one.amount, 0)

function highest<One extends Entitlement>(entitlements: readonly One[]): One | undefined {
  return entitlements.reduce<One | undefined>((top, one) => (top === undefined || one.amount > top.amount ? one : top), undefined)
}
