/**
 * Dates as rosters write them. Day before month always; the computer's locale is never asked. What is known is kept
 * with its precision (a year, a month, a day) and what had to be assumed is said, so that an officer can be asked.
 */
import { addDays } from './calendar.ts'
import type { Day } from './calendar.ts'
import { tidyText } from './vietnamese-text.ts'

export type DatePrecision = 'day' | 'month' | 'year'

export type DateDoubt =
  /** 31/11, 29/02 of a common year, month 14: only what remains certain is kept. */
  | 'impossible-date'
  /** 12/31/2026 can only be month before day: read that way. */
  | 'month-first'
  /** A two-digit year that could be either century: the later one is assumed. */
  | 'two-digit-year'
  /** A number formatted as a date whose value is a year: 1942 shown as 25/04/1905. */
  | 'year-as-serial'
  /** Written with a question mark or "khoảng". */
  | 'marked-uncertain'
  /** Eight digits without separators, or seven with a lost zero. */
  | 'no-separators'
  | 'unreadable'

export interface DateReading {
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; absent where nothing is certain. */
  value?: string
  precision?: DatePrecision
  doubt?: DateDoubt
  /** Both parts could be the month: 03/04/1950 in a column that elsewhere puts the month first. */
  swappable?: true
}

export interface DateContext {
  today: Day
  /** A birth lies in the past; a card's validity in this century. */
  of: 'birth' | 'validity'
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const ENGLISH_MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const EARLIEST_YEAR = 1850
const LATEST_YEAR = 2199

const two = (part: number): string => (part < 10 ? `0${part}` : String(part))

function daysIn(month: number, year: number): number {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0)
}

const PLAIN = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/
const NOTHING = /^[\s\-–—_.…?/0]*$/
const UNKNOWN_WORDS = /^(không rõ|khong ro|không nhớ|khong nho|chưa rõ|chua ro|không có|khong co|kxđ)$/i

/** Reads text. Empty, dashes, "không rõ" and "00/00/0000" read as nothing, without a doubt. */
export function readDate(text: string, context: DateContext): DateReading {
  const plain = PLAIN.exec(text)
  if (plain !== null && plain[1] !== '00' && plain[2] !== '00') {
    return fromParts(Number(plain[1]), Number(plain[2]), Number(plain[3]))
  }
  const whole = tidyText(text)
  if (NOTHING.test(whole) || UNKNOWN_WORDS.test(whole)) return {}
  const tidy = withoutRemark(whole)
  const uncertain = /\?|khoảng|khoang|\bk\/n\b/i.test(whole.replace(/^[?\s/_.-]+/, ''))
  const reading = fromPieces(pieces(tidy), context)
  return uncertain && reading.doubt === undefined ? { ...reading, doubt: 'marked-uncertain' } : reading
}

/** "1957 (tuổi Dậu)" has a remark behind it, and a year formatted like money is still a year: 1.957. */
function withoutRemark(text: string): string {
  const bare = text.replace(/(?<=\d)\s*\([^\d?]*\)$/, '')
  return /^[12][.,]\d{3}$/.test(bare) ? bare.replace(/[.,]/, '') : bare
}

/** Numbers left after words and separators are gone, in the order day, month, year. */
function pieces(text: string): string[] {
  const named = text
    .toLowerCase()
    .replace(/[T\s]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?z?\s*(am|pm|sa|ch)?$/i, '')
    .replace(/\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/g, (name) => `/${ENGLISH_MONTHS.indexOf(name.slice(0, 3)) + 1}/`)
  const bare = named
    .replace(/^(?:hết|het|cuối|cuoi|đến|den|từ|tu)(?=[\s\d])|ngày|ngay|tháng|thang|thg|năm|nam|sinh|khoảng|khoang|^sn|^ns|^t(?=\d)/g, '/')
    .replace(/["'’`_?x…()]/g, '')
  const parts = bare.split(/[/\\.\-–,;:\s]+/).filter((part) => part !== '')
  const first = parts[0] ?? ''
  return first.length === 4 && parts.length > 1 ? parts.slice(0, 3).toReversed() : parts
}

function fromPieces(parts: readonly string[], context: DateContext): DateReading {
  if (parts.length === 0 || parts.length > 3 || !parts.every((part) => /^\d+$/.test(part))) return { doubt: 'unreadable' }
  if (parts.length === 1) return fromOneNumber(parts[0] as string, context)
  const year = fullYear(parts.at(-1) as string, context)
  if (year === undefined) return { doubt: 'unreadable' }
  const [day, month] = parts.length === 3 ? [Number(parts[0]), Number(parts[1])] : [0, Number(parts[0])]
  if (parts.length === 2 && (parts[1] as string).length < 4) return { doubt: 'unreadable' }
  const reading = fromParts(day, month, year.value)
  return year.assumed && reading.doubt === undefined ? { ...reading, doubt: 'two-digit-year' } : reading
}

function fromOneNumber(digits: string, context: DateContext): DateReading {
  if (digits.length === 4) {
    const year = Number(digits)
    return year >= EARLIEST_YEAR && year <= LATEST_YEAR ? { value: digits, precision: 'year' } : { doubt: 'unreadable' }
  }
  if (digits.length === 5) return serialReading(Number(digits), context)
  if (digits.length === 7 || digits.length === 8) return fromRunTogether(digits.padStart(8, '0'))
  return { doubt: 'unreadable' }
}

/** 15031942 or 19420315; kept only where a single order makes a date. */
function fromRunTogether(digits: string): DateReading {
  const dayFirst = fromParts(Number(digits.slice(0, 2)), Number(digits.slice(2, 4)), Number(digits.slice(4)))
  const yearFirst = fromParts(Number(digits.slice(6)), Number(digits.slice(4, 6)), Number(digits.slice(0, 4)))
  const reading = dayFirst.doubt === undefined ? dayFirst : yearFirst
  if (reading.doubt !== undefined || (dayFirst.doubt === undefined && yearFirst.doubt === undefined)) return { doubt: 'unreadable' }
  return { value: reading.value as string, precision: reading.precision as DatePrecision, doubt: 'no-separators' }
}

function fullYear(digits: string, context: DateContext): { value: number; assumed: boolean } | undefined {
  if (digits.length === 4) return { value: Number(digits), assumed: false }
  if (digits.length !== 2) return undefined
  const year = Number(digits)
  if (context.of === 'validity') return { value: 2000 + year, assumed: false }
  return year > Number(context.today.slice(2, 4)) ? { value: 1900 + year, assumed: false } : { value: 2000 + year, assumed: true }
}

/** `day` and `month` may be 0: not known. */
function fromParts(day: number, month: number, year: number): DateReading {
  // A slip in the year (0194), or the 31/12/9999 that systems write for "no end".
  if (year < EARLIEST_YEAR || year > LATEST_YEAR) return { doubt: 'impossible-date' }
  if (month === 0) return day === 0 ? { value: String(year), precision: 'year' } : { value: String(year), precision: 'year', doubt: 'impossible-date' }
  if (day === 0 && month <= 12) return { value: `${year}-${two(month)}`, precision: 'month' }
  if (month <= 12 && day <= daysIn(month, year)) {
    const reading: DateReading = { value: `${year}-${two(month)}-${two(day)}`, precision: 'day' }
    return day <= 12 && day !== month ? { ...reading, swappable: true } : reading
  }
  if (month > 12 && day >= 1 && day <= 12 && month <= daysIn(day, year)) {
    return { value: `${year}-${two(day)}-${two(month)}`, precision: 'day', doubt: 'month-first' }
  }
  return { value: String(year), precision: 'year', doubt: 'impossible-date' }
}

/** Excel counts days from 30/12/1899 (and believes in 29/02/1900, so the first sixty are one off). */
export function serialDay(serial: number): Day {
  const days = Math.floor(serial)
  return addDays('1899-12-30', days < 60 ? days + 1 : days)
}

/** A number in a date column: a year, or Excel's serial day; `isDate` tells that the cell is formatted as a date. */
export function readDateNumber(value: number, isDate: boolean, context: DateContext): DateReading {
  if (!Number.isFinite(value) || value < 0) return { doubt: 'unreadable' }
  const whole = Math.floor(value)
  if (whole === 0) return {}
  if (whole >= EARLIEST_YEAR && whole <= 2100 && (value === whole || !isDate)) {
    if (value !== whole) return readDate(String(value), context)
    const reading: DateReading = { value: String(whole), precision: 'year' }
    return isDate ? { ...reading, doubt: 'year-as-serial' } : reading
  }
  if (!isDate && value !== whole) return readDate(String(value), context)
  return isDate || whole < 100_000 ? serialReading(whole, context) : readDate(String(whole), context)
}

function serialReading(serial: number, context: DateContext): DateReading {
  const earliest = context.of === 'birth' ? 1 : 36_526 // 01/01/2000
  const latest = context.of === 'birth' ? 55_153 : 73_050 // 31/12/2050, 31/12/2099
  if (serial < earliest || serial > latest) return { doubt: 'unreadable' }
  return { value: serialDay(serial), precision: 'day' }
}

/** The same date with day and month exchanged; only for readings that are `swappable`. */
export function swapDayAndMonth(day: Day): Day {
  return `${day.slice(0, 4)}-${day.slice(8, 10)}-${day.slice(5, 7)}`
}
