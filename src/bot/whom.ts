/** Whose record a question is about, among the people for whom this chat stands. When in doubt it asks; what it cannot place is somebody else's. */
import { ageRangeOn } from '../domain/birth.ts'
import { vietnamDay } from '../domain/calendar.ts'
import { searchKey } from '../domain/person-name.ts'
import { mayBeTold } from '../domain/person-record.ts'
import type { PersonRecord } from '../domain/person-record.ts'
import type { Person as Named } from './understand/slots/person.ts'

export type Whom =
  | { kind: 'one'; person: PersonRecord }
  | { kind: 'several'; people: readonly PersonRecord[] }
  /** The chat stands for nobody who could be meant: what is true for everybody may be said. */
  | { kind: 'nobody' }
  | { kind: 'somebody-else' }

export function whomAbout(linked: readonly PersonRecord[], named: Named | undefined, text: string, now: Date): Whom {
  const people = linked.filter(({ relation }) => mayBeTold(relation))
  const words = ` ${searchKey(text)} `
  const byName = people.filter(({ fullName }) => words.includes(` ${searchKey(fullName)} `))
  if (byName.length > 0) return oneOf(byName)
  if (namesSomebody(words)) return { kind: 'somebody-else' }
  if (named === undefined) return people.length === 0 ? { kind: 'nobody' } : oneOf(people)
  const meant = people.filter((person) => couldBe(person, named, now))
  if (meant.length > 0) return oneOf(meant)
  if (named === 'self' || (people.length === 0 && named !== 'other')) return { kind: 'nobody' }
  return { kind: 'somebody-else' }
}

const oneOf = (people: readonly PersonRecord[]): Whom => (people.length === 1 ? { kind: 'one', person: people[0] as PersonRecord } : { kind: 'several', people })

/** `relation` says what the holder of the chat is to the person: whoever asks for "mẹ" is the child. An import often does not know it. */
function couldBe({ relation, sex, birth }: PersonRecord, named: Named, now: Date): boolean {
  const unknown = relation === 'unknown'
  const age = birth === undefined ? undefined : ageRangeOn(birth, vietnamDay(now)).oldest
  switch (named) {
    case 'self':
      return relation === 'self' || unknown
    case 'mother':
      return (relation === 'child' || unknown) && sex !== 'male' && (age ?? GROWN) >= GROWN
    case 'father':
      return (relation === 'child' || unknown) && sex !== 'female' && (age ?? GROWN) >= GROWN
    case 'child':
      return relation === 'parent' || (unknown && age !== undefined && age < GROWN)
    case 'spouse':
      return relation === 'spouse'
    case 'other':
      return relation === 'grandchild' || relation === 'carer'
  }
}

const GROWN = 18

/** A full name with its family and a usual middle name, as `searchKey` spells it (y is i): "Nguyễn Văn Ba" is somebody. */
const FULL_NAME = / (?:nguien|tran|le|pham|huinh|hoang|phan|vu|vo|dang|bui|do|ho|ngo|duong|li|dinh|truong|doan|lam|mai|trinh|dao|cao|ta|chau|thach|danh|son|kim|luu|ha|to|ngoc|quach|ton|tang|la|nghiem|phung|vuong|trieu|giang) (?:van|thi|thuc|huu|duc|cong|ngoc|minh|quoc|thanh|xuan|hong|kim|thu|dinh|ba|trong) [a-z]{1,7} /

const namesSomebody = (words: string): boolean => FULL_NAME.test(words)
