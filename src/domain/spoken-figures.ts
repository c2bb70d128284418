/** Numbers, amounts, measures and telephone numbers in words. Both the dot and the comma may part thousands or decimals. */
import { numberInWords } from './amounts-in-vietnamese.ts'
import type { Speech } from './amounts-in-vietnamese.ts'
import { readPhone, showPhone } from './phone.ts'
import type { SpokenRule } from './spoken-rule.ts'

/** A figure as written: 1.366.200 · 1,366,200 · 12.500,75 · 1,5 · 07. */
const FIGURE = String.raw`(?<!\d[.,]?)(?<figure>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+|\d+(?:[.,]\d+)?)(?![.,]?\d)`
/** Beyond these many digits nobody follows a number; it is a code, and read digit by digit. */
const LONGEST_NUMBER = 15

/** "0912" → "không chín một hai". */
export function digitsInWords(digits: string): string {
  return [...digits].filter((one) => /\d/.test(one)).map((one) => numberInWords(Number(one))).join(' ')
}

/** Whole digits as a number, or one by one where they are a code. */
export function wholeInWords(digits: string, speech: Speech): string {
  const isCode = digits.length > LONGEST_NUMBER || /^0\d{3}/.test(digits)
  return isCode ? digitsInWords(digits) : numberInWords(Number(digits), speech)
}

/** `beforeMillion`: "1,250 triệu" is a little more than a million; before that word a separator parts decimals. */
export function figureInWords(figure: string, speech: Speech, beforeMillion = false): string {
  const grouped = /^(?<whole>[1-9]\d{0,2}(?:\.\d{3})+)(?:,(?<fraction>\d+))?$/.exec(figure) ?? /^(?<whole>[1-9]\d{0,2}(?:,\d{3})+)$/.exec(figure)
  const isOneGroup = /^\d+[.,]\d{3}$/.test(figure)
  if (grouped !== null && !(beforeMillion && isOneGroup)) {
    return withFraction(String(grouped.groups?.['whole']).replace(/[.,]/g, ''), grouped.groups?.['fraction'], speech)
  }
  const [whole = '', ...fraction] = figure.split(/[.,]/)
  return withFraction(whole, fraction.length === 0 ? undefined : fraction.join(''), speech)
}

function withFraction(whole: string, fraction: string | undefined, speech: Speech): string {
  const words = wholeInWords(whole, speech)
  if (fraction === undefined) return words
  const short = fraction.length <= 3 && !fraction.startsWith('0')
  return `${words} phẩy ${short ? numberInWords(Number(fraction), speech) : digitsInWords(fraction)}`
}

const MEASURES: Readonly<Record<string, string>> = {
  đ: 'đồng', đồng: 'đồng', vnđ: 'đồng', vnd: 'đồng', '₫': 'đồng',
  k: 'nghìn đồng', nghìn: 'nghìn', ngàn: 'nghìn', tr: 'triệu đồng', trđ: 'triệu đồng', triệu: 'triệu', tỷ: 'tỷ', tỉ: 'tỷ',
  '%': 'phần trăm', '‰': 'phần nghìn', '°c': 'độ xê', ºc: 'độ xê',
  kg: 'ki-lô-gam', g: 'gam', gr: 'gam', mg: 'mi-li-gam', tạ: 'tạ', tấn: 'tấn',
  km: 'ki-lô-mét', 'km/h': 'ki-lô-mét một giờ', m: 'mét', cm: 'xăng-ti-mét', mm: 'mi-li-mét',
  km2: 'ki-lô-mét vuông', m2: 'mét vuông', m3: 'mét khối', ha: 'héc-ta', l: 'lít', ml: 'mi-li-lít', kwh: 'ki-lô-oát giờ',
  h: 'giờ', p: 'phút', ph: 'phút', "'": 'phút',
}
const PARTS_DECIMALS = new Set(['triệu', 'tỷ', 'triệu đồng'])

const said = (measure: string | undefined, speech: Speech): string => {
  const words = MEASURES[(measure ?? '').toLowerCase()] ?? ''
  return speech === 'southern' ? words.replace('nghìn', 'ngàn') : words
}

const anyOf = (words: readonly string[]): string => [...words].sort((one, other) => other.length - one.length).join('|')

export const FIGURE_RULES: readonly SpokenRule[] = [
  // 500 000 đ: a space parts thousands only where money follows; elsewhere "Thôn 3 100 hộ" would become one number.
  {
    pattern: /(?<!\d[.,]?)(?<figure>\d{1,3}(?: \d{3})+) ?(?:đồng|đ|₫|vnđ|vnd)(?!\p{L})/giu,
    say: ({ figure = '' }, speech) => `${wholeInWords(figure.replaceAll(' ', ''), speech)} đồng`,
  },
  { pattern: /(?<!\d)(?<millions>\d{1,3})(?:tr|triệu)(?<tenths>\d)(?!\d)/giu, say: ({ millions = '', tenths = '' }, speech) => `${wholeInWords(millions, speech)} triệu ${wholeInWords(tenths, speech)}` },
  {
    pattern: new RegExp(String.raw`(?<below>(?<!\S)[-−])?${FIGURE} ?(?<measure>${anyOf(Object.keys(MEASURES))})(?![\p{L}\p{N}])`, 'giu'),
    say: ({ below, figure = '', measure }, speech) => {
      const words = said(measure, speech)
      return `${below !== undefined && words.startsWith('độ') ? 'âm ' : ''}${figureInWords(figure, speech, PARTS_DECIMALS.has(words))} ${words}`
    },
  },
  { pattern: new RegExp(FIGURE, 'gu'), say: ({ figure = '' }, speech) => figureInWords(figure, speech) },
  // What is left has the shape of no figure: "1.5.2", "00-12".
  { pattern: /(?<digits>\d+)/gu, say: ({ digits = '' }, speech) => wholeInWords(digits, speech) },
]

/** In groups, as they are read out and written down. */
const inGroups = (groups: readonly string[]): string => groups.map(digitsInWords).join(', ')

const saidPhone = (written: string | undefined): string | undefined => {
  const phone = readPhone(written ?? '')
  return phone === undefined ? undefined : inGroups(showPhone(phone.e164).split(' '))
}

const PHONE = String.raw`(?<![\p{N}+])(?<phone>(?:\+84|0084|0)(?:[ .-]?\d){8,10})(?!\d)`

export const PHONE_RULES: readonly SpokenRule[] = [
  { pattern: new RegExp(String.raw`(?<=(?:điện thoại|số|gọi|máy|hotline|đt|sđt|zalo)[ :.]{0,3})${PHONE}`, 'giu'), say: ({ phone }) => saidPhone(phone) },
  // A listener is told that a number comes: "cô Châu 0276 …" alone sounds like a name that goes on.
  {
    pattern: new RegExp(PHONE, 'gu'),
    say: ({ phone }) => {
      const words = saidPhone(phone)
      return words && `số điện thoại ${words}`
    },
  },
  { pattern: /(?<!\d)(?<head>1[89]00)[ .-]?(?<tail>\d{4}|\d{2}[ .-]?\d{2})(?!\d)/gu, say: ({ head = '', tail = '' }) => inGroups([head, tail]) },
  {
    pattern: /(?<=(?:gọi|tổng đài|đường dây nóng|điện thoại|bấm|hotline)(?:[ :]|\p{L}){0,20}(?:11[1-5](?:, | hoặc | và |, hoặc )){0,4})(?<number>11[1-5])(?![\d.,]\d|\d)/giu,
    say: ({ number = '' }) => digitsInWords(number),
  },
]
