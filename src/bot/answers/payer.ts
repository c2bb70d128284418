import type { PersonRecord } from '../../domain/person-record.ts'
import { cardGroup } from '../../domain/policy/card-groups.ts'

/** Who pays for a person's card, and so whether "please renew" is a true sentence. A group that nobody knows is taken for a household's, as the reminders do. */
export function payerOf({ card }: Pick<PersonRecord, 'card'>): 'self' | 'school' | 'state' | 'other' {
  const group = card?.group === undefined ? 'unknown' : cardGroup(card.group)
  if (group === 'unknown' || group.renewal === 'pay') return 'self'
  if (group.renewal === 'pay_at_school') return 'school'
  return group.renewal === 'commune_list' ? 'state' : 'other'
}
