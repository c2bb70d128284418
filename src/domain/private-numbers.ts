/**
 * Numbers that belong to one person and may not be said aloud or hung on a wall: of papers, cards, telephones and
 * accounts. Nobody can tell a stranger's account from an index number, so whatever is as long as one counts as one.
 */
import { readCardNumber } from './card-number.ts'
import { readPhone } from './phone.ts'

export type PrivateNumberKind = 'citizen-id' | 'card' | 'phone' | 'other'

export interface PrivateNumber {
  kind: PrivateNumberKind
  /** The last three digits: enough to find it in the text, useless to anybody else. */
  tail: string
}

const MONEY_BEHIND = String.raw`(?! ?(?:đ|đồng|vnđ|vnd|₫|triệu|tỷ)(?!\p{L}))`
/** Nine digits and more, with what people put between them, and the two letters of a card. */
const LONG_NUMBER = new RegExp(String.raw`(?<![\p{N}])(?:(?<!\p{L})[a-z]{2}[ .-]?)?\+?\d(?:[ .-]?\d){8,}(?![ .-]?\d)${MONEY_BEHIND}`, 'giu')
/** Shorter ones, where the words before them say what they are. */
const NAMED_NUMBER = /(?:số tài khoản|stk|chứng minh|cmnd|căn cước|cccd|số thẻ|mã số)(?:[^\d\n.;]{0,20})(?<number>\d(?:[ .-]?\d){5,})/giu
const DAYS_AND_YEARS = /(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-]\d{4}|(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d)(?!\d)/g
const PHONE_IN_TEXT = /(?<!\d)(?:\+84|0)(?:[ .-]?\d){8,10}(?!\d)/g

/** The telephone numbers that stand in a text, as +84…: what a commune says of itself names those that everybody may know. */
export function phonesIn(text: string): string[] {
  return [...text.matchAll(PHONE_IN_TEXT)].flatMap(([written]) => readPhone(written)?.e164 ?? [])
}

/** Each number once. `publicPhones`: +84…, may be told to everybody. */
export function privateNumbers(text: string, publicPhones: readonly string[] = []): PrivateNumber[] {
  const withoutDays = text.normalize('NFC').replace(DAYS_AND_YEARS, (day) => '/'.repeat(day.length))
  const written = [
    ...[...withoutDays.matchAll(LONG_NUMBER)].map(([number]) => number),
    ...[...withoutDays.matchAll(NAMED_NUMBER)].map(({ groups }) => groups?.['number'] ?? ''),
  ]
  const numbers = new Map(written.filter((number) => !publicPhones.includes(readPhone(number)?.e164 ?? '')).map((number) => [number.replace(/\D/g, ''), number]))
  return [...numbers].map(([digits, number]) => ({ kind: kindOf(number, digits), tail: digits.slice(-3) }))
}

function kindOf(number: string, digits: string): PrivateNumberKind {
  if (readCardNumber(number).form === 'lettered') return 'card'
  if (/^[+0]/.test(number) && readPhone(number) !== undefined) return 'phone'
  return digits.length === 12 ? 'citizen-id' : 'other'
}
