import type { PersonRecord } from '../../domain/person-record.ts'
import type { Answer, Asked } from '../conversation.ts'
import { tell, todayOf, withOfficer } from './about.ts'

/** The register's word where there is nothing to be paid; undefined: there is. */
export function withoutAllowance(asked: Asked, person: PersonRecord): Answer | undefined {
  if (person.allowances.some(({ status }) => status === 'active')) return undefined
  if (person.allowances.some(({ status }) => status === 'suspended')) {
    return tell(person, 'answer-allowance-paused', todayOf(asked), {}, { actions: [{ kind: 'ticket', topic: 'suspended', personId: person.id }] })
  }
  return withOfficer(tell(person, 'answer-no-allowance', todayOf(asked)))
}
