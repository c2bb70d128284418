/** What can be pressed. Titles are short, because a small screen shows forty letters; data names the thing, never its place in a list. */
import type { Button } from '../channels/channel.ts'
import type { PersonRecord, Relation } from '../domain/person-record.ts'
import { ageRangeOn } from '../domain/birth.ts'
import { formOfAddress } from '../domain/form-of-address.ts'
import type { Day } from '../domain/calendar.ts'
import { isIntent } from './understand/intents.ts'
import type { Intent } from './understand/intents.ts'

export type Press =
  | { kind: 'topic'; intent: Intent }
  | { kind: 'person'; personId: string }
  | { kind: 'relation'; relation: Relation }
  | { kind: 'unlink'; sure: boolean }

const topic = (intent: Intent, title: string): Button => ({ title, data: `topic:${intent}` })

export const ASK_OFFICER = topic('human_handoff', 'Gặp cán bộ')
export const LINK = topic('link_account', 'Liên kết')
/** The strongest proof that needs no code: only the sender's own contact counts. */
export const SHARE_PHONE: Button = { title: 'Gửi số điện thoại của tôi', data: 'phone', sharesPhone: true }
export const MENU: readonly Button[] = [
  topic('card_expiry', 'Hạn thẻ bảo hiểm y tế'),
  topic('payment_date', 'Ngày nhận trợ cấp'),
  topic('payment_amount', 'Số tiền trợ cấp'),
  ASK_OFFICER,
]
export const UNLINK_CHOICE: readonly Button[] = [
  { title: 'Hủy liên kết', data: 'unlink:yes' },
  { title: 'Giữ nguyên', data: 'unlink:no' },
]
const relation = (is: Relation, title: string): Button => ({ title, data: `relation:${is}` })
const CARER = relation('carer', 'Là người chăm sóc')
const TO_A_GROWN_UP: readonly Button[] = [relation('self', 'Là chính người đó'), relation('child', 'Là con'), relation('spouse', 'Là vợ, chồng'), relation('grandchild', 'Là cháu'), CARER]
const TO_A_CHILD: readonly Button[] = [relation('parent', 'Là cha, mẹ'), CARER]
const RELATION_CHOICES: readonly Button[] = [...TO_A_GROWN_UP, ...TO_A_CHILD]

/** What whoever holds the chat may be to the person: nobody is the spouse of a child. */
export const relationChoice = (person: PersonRecord, today: Day): readonly Button[] =>
  person.birth !== undefined && ageRangeOn(person.birth, today).oldest < GROWN ? TO_A_CHILD : TO_A_GROWN_UP

const GROWN = 16

/** Zalo takes five buttons, Telegram's rows and the eye take no more either. */
const MOST_PEOPLE = 5
const MAX_TITLE = 40

export function personChoice(people: readonly PersonRecord[], today: Day): Button[] {
  return people.slice(0, MOST_PEOPLE).map((person) => ({
    title: `${capitalised(formOfAddress(person, today))} ${person.fullName}`.slice(0, MAX_TITLE),
    data: `person:${person.id}`,
  }))
}

const capitalised = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)

/** Undefined for what an older Loa offered, and for what never was a button of ours. */
export function readPress(data: string): Press | undefined {
  const [kind, value = ''] = data.split(':', 2)
  if (kind === 'topic' && isIntent(value)) return { kind, intent: value }
  if (kind === 'person' && /^\d{1,18}$/.test(value)) return { kind, personId: value }
  if (kind === 'relation' && RELATION_CHOICES.some((button) => button.data === data)) return { kind, relation: value as Relation }
  if (kind === 'unlink' && (value === 'yes' || value === 'no')) return { kind, sure: value === 'yes' }
  return undefined
}
