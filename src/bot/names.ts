import { vietnamDay } from '../domain/calendar.ts'
import { formOfAddress } from '../domain/form-of-address.ts'
import type { PersonRecord } from '../domain/person-record.ts'

const MOST = 4

/** "bà Nguyễn Thị Mười và ông Lê Văn Bảy" */
export function namesOf(people: readonly PersonRecord[], now: Date): string {
  const names = people.slice(0, MOST).map((person) => `${formOfAddress(person, vietnamDay(now))} ${person.fullName}`)
  const more = people.length - names.length
  if (more > 0) return `${names.join(', ')} và ${more} người khác`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} và ${names.at(-1)}`
}
