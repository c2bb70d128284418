/** The phones of one person: all that the file lists come first, in its order; what it does not list stays behind them. */
import type { PhoneLink } from '../../domain/register-facts.ts'

export interface PhonePlan {
  inserted: PhoneLink[]
  updated: PhoneLink[]
  /** Listed again although somebody said that the number is wrong: stays removed. */
  refused: string[]
}

export function mergePhones(personId: string, current: readonly PhoneLink[], listed: readonly string[]): PhonePlan {
  const plan: PhonePlan = { inserted: [], updated: [], refused: [] }
  if (listed.length === 0) return plan
  if (current.length === 0) {
    new Set(listed).forEach((phone) => plan.inserted.push({ personId, phone, rank: plan.inserted.length, source: 'import', removed: false }))
    return plan
  }
  const wanted = listed.length === 1 ? listed : [...new Set(listed)]
  wanted.forEach((phone, rank) => {
    const link = current.find((known) => known.phone === phone)
    if (link === undefined) plan.inserted.push({ personId, phone, rank, source: 'import', removed: false })
    else if (link.removed) plan.refused.push(phone)
    else if (isOurs(link) && link.rank !== rank) plan.updated.push({ ...link, rank })
  })
  const behind = current.filter((link) => isOurs(link) && !wanted.includes(link.phone))
  behind.sort((one, other) => one.rank - other.rank)
  if (behind.some((link) => link.rank < wanted.length)) {
    behind.forEach((link, place) => {
      const rank = wanted.length + place
      if (link.rank !== rank) plan.updated.push({ ...link, rank })
    })
  }
  return plan
}

/** What an officer or the owner has set is theirs. */
const isOurs = (link: PhoneLink): boolean => link.source === 'import' && !link.removed
