/**
 * Nothing that belongs to one person goes from chat to chat: numbers of papers (CCCD 12 digits, CMND 9), cards (15 characters,
 * 10 digits), telephones and bank accounts keep their last three digits, whatever stands between the digits. Amounts, dates,
 * numbers of decrees and lists of villages stay. Where a number could be either, it is masked: a sender can write it again.
 */
import { readCardNumber } from '../domain/card-number.ts'
import { readPhone } from '../domain/phone.ts'
import { fold } from '../domain/vietnamese-text.ts'

export type MaskedKind = 'citizen-id' | 'card' | 'phone' | 'account'

export interface Masked {
  text: string
  masked: boolean
  /** What was masked, each kind once: the sender is told. */
  kinds: readonly MaskedKind[]
}

/** Long enough to find the number in a file, too short to use it. */
const KEPT = 3
const LONG = 9
const BETWEEN = String.raw`[ \u00a0\u2007\u2009\u200b-\u200d\u202f\u2060\u00ad\ufeff.·•_/\\()|:;+*~\u2010-\u2015-]`
/** Nine digits and more with up to three signs between two of them; the letters of a card before them; a comma only as in 912,345,678. */
const LONG_NUMBER = new RegExp(String.raw`(?:(?<![\p{L}\d])[a-z]{2}${BETWEEN}{0,2}(?=[1-5]))?\p{Nd}(?:(?:${BETWEEN}{0,3}|,(?=\p{Nd}{3}))\p{Nd}){${LONG - 1},}`, 'giu')
/** Shorter ones, where the words before them say what they are. */
const NAMED_NUMBER = /(?:số tài khoản|tài khoản|stk|tk|so tai khoan|tai khoan|chứng minh|cmnd|cmt|căn cước|can cuoc|cccd|số thẻ|so the|mã thẻ|ma the|mã số bhxh|ma so bhxh)[^\p{Nd}\n.;]{0,20}(?<number>\p{Nd}(?:[ .-]?\p{Nd}){5,})/giu

const CURRENCY = String.raw`\s?(?:đ|đồng|dong|vnđ|vnd|₫|k|ngàn|nghìn|ngan|nghin|triệu|trieu|tr|tỷ|tỉ|ty)(?![\p{L}\d])`
/** No digit right before, nor one behind a sign: a number with dots is no row of dates. */
const ALONE = String.raw`(?<!\p{Nd}${BETWEEN}{0,3})`
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])`
const YEAR = String.raw`(?:19|20)\d\d`
/** What has many digits and is nobody's: amounts, decrees, hours, days, years, lists of villages. */
const NOBODYS: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\p{Nd}.,])\d{1,3}(?:[.,]\d{3})+${CURRENCY}|(?<!\p{Nd})\d{1,12}${CURRENCY}`, 'giu'),
  /(?:tiền|kinh phí|mức|tổng chi|ngân sách|dự toán|tien|kinh phi)\s(?:là\s|la\s|:\s)?\d{1,3}(?:\.\d{3})+(?!\d)/giu,
  /(?<![\p{L}\d])\d{1,5}\/\d{4}\/\p{L}+\d*(?:-\p{L}+)*/gu,
  new RegExp(String.raw`${ALONE}(?:0?[1-9]|[12]\d|3[01])\s?-\s?${DAY}(?:[./-]${YEAR})?(?!${BETWEEN}{0,3}\p{Nd})`, 'gu'),
  new RegExp(String.raw`${ALONE}${DAY}[./-]${YEAR}(?![./-]?\p{Nd})`, 'gu'),
  /(?<![\d:.-])(?:[01]?\d|2[0-4])(?:[:hg][0-5]\d|\s?(?:h|giờ|gio))(?![\d:])/giu,
  new RegExp(String.raw`${ALONE}${DAY}(?!${BETWEEN}{0,3}\p{Nd})`, 'gu'),
  new RegExp(String.raw`${ALONE}${YEAR}\s?[-–]\s?${YEAR}(?!${BETWEEN}{0,3}\p{Nd})`, 'gu'),
]
const LIST = new RegExp(String.raw`(?:thôn|ấp|tổ|khóm|khu phố|kp|tdp|bản|xóm|khối|thon|ap|to|khom|khu pho|ban|xom|khoi)\s\d{1,2}(?:(?:\s?[,;]\s?|\s(?:và|va)\s|\s)\d{1,2}(?!\d))+(?!${BETWEEN}{0,3}\p{Nd})`, 'giu')

/** `publicPhones`: +84…, those that a commune gives to everybody. */
export function maskPersonal(text: string, publicPhones: readonly string[] = []): Masked {
  const composed = text.normalize('NFC')
  // A long unbroken number is somebody's even with "k" behind it: nobody writes such an amount without dots.
  const hidden = NOBODYS.reduce((rest, pattern) => rest.replace(pattern, (found) => (/\d{9,}/.test(found) ? found : blank(found))), composed.replace(LIST, (found) => (ascends(found) ? blank(found) : found)))
  const kinds = new Set<MaskedKind>()
  const pieces: { from: number; to: number; digits: string }[] = []
  for (const match of hidden.matchAll(LONG_NUMBER)) pieces.push({ from: match.index, to: match.index + match[0].length, digits: match[0] })
  for (const match of hidden.matchAll(NAMED_NUMBER)) {
    const number = match.groups?.['number'] ?? ''
    const from = match.index + match[0].length - number.length
    if (!pieces.some((piece) => piece.from <= from && piece.to > from)) pieces.push({ from, to: from + number.length, digits: number })
  }
  let masked = ''
  let at = 0
  for (const { from, to, digits } of pieces.sort((a, b) => a.from - b.from)) {
    const phone = readPhone(digits)
    if (phone !== undefined && publicPhones.includes(phone.e164)) continue
    kinds.add(kindOf(digits, composed.slice(Math.max(0, from - 30), from)))
    masked += `${composed.slice(at, from)}…${digits.replace(/\P{Nd}/gu, '').slice(-KEPT)}`
    at = to
  }
  return { text: masked + composed.slice(at), masked: kinds.size > 0, kinds: [...kinds] }
}

/** Villages are listed in their order; digits of a number are not. */
function ascends(list: string): boolean {
  const numbers = list.match(/\d+/g) ?? []
  return numbers.every((number, index) => index === 0 || Number(number) > Number(numbers[index - 1]))
}

/** Letters break a number; the length stays, so that what is found here is found there. */
const blank = (found: string): string => 'x'.repeat(found.length)

function kindOf(number: string, before: string): MaskedKind {
  const digits = number.replace(/\P{Nd}/gu, '')
  if (readCardNumber(number).form === 'lettered') return 'card'
  const said = fold(before)
  if (/(?:tai khoan|stk|ngan hang|bank)[^.;\n]*$/.test(said)) return 'account'
  if (/(?:the|bhyt|bhxh)[^.;\n]{0,15}$/.test(said) && digits.length === 10) return 'card'
  if (/^[+(]?(?:84|0)/.test(number) && readPhone(digits) !== undefined) return 'phone'
  if (digits.length === 12 || digits.length === 9) return 'citizen-id'
  return digits.length === 10 ? 'card' : 'account'
}
