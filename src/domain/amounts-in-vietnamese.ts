/**
 * Amounts, days and times as people in Vietnam read them, and as a loudspeaker must say them: 540.000 in figures,
 * "năm trăm bốn mươi nghìn đồng" aloud. A number is always spoken in one way only, so that an old ear can follow.
 */
import type { Day, Month, TimeOfDay } from './calendar.ts'

/** How zero tens and thousands are said: "linh, nghìn" in official and northern speech, "lẻ, ngàn" in the South. */
export type Speech = 'official' | 'southern'

const WORDS: Readonly<Record<Speech, { zeroTens: string; thousand: string }>> = {
  official: { zeroTens: 'linh', thousand: 'nghìn' },
  southern: { zeroTens: 'lẻ', thousand: 'ngàn' },
}

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
const BILLION = 1_000_000_000

/** `1.366.200`: a dot for thousands. */
export function numberInVietnamese(number: number): string {
  const sign = number < 0 ? '-' : ''
  return sign + String(Math.abs(whole(number))).replace(/\B(?=(\d{3})+$)/g, '.')
}

/** `540.000 đồng` */
export function dongInVietnamese(amount: number): string {
  return `${numberInVietnamese(amount)} đồng`
}

/** `1,5`: a comma for decimals, none where there are none. */
export function coefficientInVietnamese(coefficient: number): string {
  return String(coefficient).replace('.', ',')
}

/** `năm trăm bốn mươi nghìn`; for whole numbers as far as they are exact. */
export function numberInWords(number: number, speech: Speech = 'official'): string {
  const positive = Math.abs(whole(number))
  const words = positive === 0 ? DIGITS[0] : positiveInWords(positive, speech)
  return number < 0 ? `âm ${words}` : words
}

/** `năm trăm bốn mươi nghìn đồng` */
export function amountInWords(amount: number, speech: Speech = 'official'): string {
  return `${numberInWords(amount, speech)} đồng`
}

/**
 * `ngày năm tháng mười hai năm hai nghìn không trăm hai mươi sáu`. Without "mùng": for the elderly that is a day of
 * the moon.
 */
export function dayInWords(day: Day, speech: Speech = 'official'): string {
  const month = monthInWords(day.slice(0, 7), speech)
  return `ngày ${numberInWords(Number(day.slice(8, 10)), speech)} ${month}`
}

/** `tháng tư năm hai nghìn không trăm hai mươi bảy` */
export function monthInWords(month: Month, speech: Speech = 'official'): string {
  const number = Number(month.slice(5, 7))
  const name = number === 4 ? 'tư' : numberInWords(number, speech)
  return `tháng ${name} năm ${numberInWords(Number(month.slice(0, 4)), speech)}`
}

/** `bảy giờ ba mươi phút`, `bảy giờ` */
export function timeInWords(time: TimeOfDay): string {
  const hour = `${numberInWords(Number(time.slice(0, 2)))} giờ`
  const minutes = Number(time.slice(3, 5))
  return minutes === 0 ? hour : `${hour} ${numberInWords(minutes)} phút`
}

function whole(number: number): number {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number that can be written exactly`)
  return number
}

function positiveInWords(number: number, speech: Speech): string {
  if (number < BILLION) return belowBillion(number, speech, false)
  const billions = `${positiveInWords(Math.floor(number / BILLION), speech)} tỷ`
  const rest = number % BILLION
  return rest === 0 ? billions : `${billions} ${belowBillion(rest, speech, true)}`
}

/** `follows`: something was said before, so a group says its zero hundreds ("không trăm linh năm"). */
function belowBillion(number: number, speech: Speech, follows: boolean): string {
  const groups = [
    { value: Math.floor(number / 1_000_000), name: 'triệu' },
    { value: Math.floor(number / 1000) % 1000, name: WORDS[speech].thousand },
    { value: number % 1000, name: '' },
  ].filter((group) => group.value > 0)
  return groups
    .map(({ value, name }, index) => `${threeDigits(value, speech, follows || index > 0)} ${name}`.trimEnd())
    .join(' ')
}

function threeDigits(value: number, speech: Speech, sayHundreds: boolean): string {
  const hundreds = Math.floor(value / 100)
  const rest = twoDigits(Math.floor(value / 10) % 10, value % 10)
  if (hundreds === 0 && !sayHundreds) return rest
  const start = `${DIGITS[hundreds]} trăm`
  if (rest === '') return start
  return value % 100 < 10 ? `${start} ${WORDS[speech].zeroTens} ${rest}` : `${start} ${rest}`
}

/** One, four and five sound different after "mươi", five also after "mười". */
function twoDigits(tens: number, ones: number): string {
  if (tens === 0) return ones === 0 ? '' : (DIGITS[ones] as string)
  const start = tens === 1 ? 'mười' : `${DIGITS[tens]} mươi`
  if (ones === 0) return start
  if (ones === 5) return `${start} lăm`
  if (tens > 1 && ones === 1) return `${start} mốt`
  if (tens > 1 && ones === 4) return `${start} tư`
  return `${start} ${DIGITS[ones]}`
}
