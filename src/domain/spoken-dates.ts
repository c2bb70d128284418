/** Days, months and times of a written text in words. What is no day of the calendar is left for the rules of figures. */
import { dayInWords, monthInWords, numberInWords, timeInWords } from './amounts-in-vietnamese.ts'
import type { Speech } from './amounts-in-vietnamese.ts'
import { isDay } from './calendar.ts'
import { figureInWords } from './spoken-figures.ts'
import type { Groups, SpokenRule } from './spoken-rule.ts'

const two = (digits: string): string => digits.padStart(2, '0')
/** A year that has a 29 February, for days that are written without one. */
const LEAP_YEAR = '2024'

/** `ngày hai mươi lăm tháng mười một`, with the year where there is one. */
function saidDay(day: string, month: string | undefined, year: string | undefined, speech: Speech): string | undefined {
  if (month === undefined) return Number(day) >= 1 && Number(day) <= 31 ? `ngày ${numberInWords(Number(day), speech)}` : undefined
  const written = `${year ?? LEAP_YEAR}-${two(month)}-${two(day)}`
  if (!isDay(written)) return undefined
  if (year !== undefined) return dayInWords(written, speech)
  return `ngày ${numberInWords(Number(day), speech)} tháng ${Number(month) === 4 ? 'tư' : numberInWords(Number(month), speech)}`
}

/** People write "ngày 25/11", "mùng 5/12" and "25/11" alone; the word is said once. */
const lead = ({ lead: word }: Groups, words: string | undefined): string | undefined =>
  word === undefined || words === undefined || /^ngày/i.test(word) ? words : words.replace('ngày', word.trim())

const LEAD = String.raw`(?<lead>(?:ngày|mùng|mồng) +)?`
const ALONE = String.raw`(?<!\d[.,/-]?)`
const END = String.raw`(?![\d/]|[.,]\d|[-–]\d)`
/** Where two numbers with a stroke between them are an address or a share of something, and no day. */
const NOT_A_DAY_BEFORE = String.raw`(?<!(?:số|nhà|hẻm|ngõ|kiệt|ngách|thửa|tờ|lô|phòng|đường) )`
const COUNTED = 'số|hộ|người|thôn|ấp|bản|khu phố|tổ|xã|phường|chỉ tiêu|tiêu chí|trẻ|cháu|em|phiếu|đại biểu|mức|suất|diện tích|dân số|tổng'

const range = (groups: Groups, speech: Speech): string | undefined => {
  const { since, fromDay = '', fromMonth, fromYear, toDay = '', toMonth = '', toYear } = groups
  const from = saidDay(fromDay, fromMonth, fromYear, speech)
  const to = saidDay(toDay, toMonth, toYear, speech)
  return from === undefined || to === undefined ? undefined : `${since === undefined ? '' : 'từ '}${from} đến ${to}`
}

/** Before telephone numbers, which a day written with dots looks like. */
export const FULL_DATE_RULES: readonly SpokenRule[] = [
  {
    pattern: new RegExp(String.raw`(?<since>từ +)?(?:ngày +)?${ALONE}(?<fromDay>\d{1,2})(?:/(?<fromMonth>\d{1,2})(?:/(?<fromYear>\d{4}))?)? ?[-–—] ?(?<toDay>\d{1,2})/(?<toMonth>\d{1,2})(?:/(?<toYear>\d{4}))?${END}`, 'giu'),
    say: range,
  },
  {
    pattern: new RegExp(String.raw`${LEAD}${ALONE}(?<day>\d{1,2})(?<stroke>[/.-])(?<month>\d{1,2})\k<stroke>(?<year>\d{4})${END}`, 'giu'),
    say: (groups, speech) => lead(groups, saidDay(groups['day'] ?? '', groups['month'], groups['year'], speech)),
  },
  {
    pattern: new RegExp(String.raw`(?:ngày +)?${ALONE}(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})${END}`, 'giu'),
    say: ({ day = '', month, year }, speech) => saidDay(day, month, year, speech),
  },
]

export const DATE_RULES: readonly SpokenRule[] = [
  {
    pattern: /quý +(?<quarter>[1-4]|IV|I{1,3})(?:\/(?<year>\d{4}))?(?![\p{L}\p{N}])/gu,
    say: ({ quarter = '', year }, speech) =>
      `quý ${numberInWords(Math.max(Number(quarter) || 0, ['', 'I', 'II', 'III', 'IV'].indexOf(quarter)), speech)}${year === undefined ? '' : ` năm ${numberInWords(Number(year), speech)}`}`,
  },
  {
    pattern: new RegExp(String.raw`(?:tháng +)?${ALONE}(?<month>0?[1-9]|1[0-2])/(?<year>(?:19|20)\d\d)${END}`, 'giu'),
    say: ({ month = '', year }, speech) => monthInWords(`${year}-${two(month)}`, speech),
  },
  { pattern: /(?<=(?:trực|phục vụ|suốt|liên tục|hoạt động|mở cửa)(?: \p{L}+){0,3} )24\/(?<over>7|24)(?!\d)/giu, say: ({ over = '' }, speech) => `hai mươi bốn trên ${figureInWords(over, speech)}` },
  { pattern: /(?<!\d)(?<part>[1-9])\/(?<whole>[1-9])(?= (?:số|mức|diện tích|dân số|tổng|suất|tháng|ngày|giờ|lít)(?!\p{L}))/gu, say: ({ part = '', whole = '' }, speech) => `${figureInWords(part, speech)} phần ${figureInWords(whole, speech)}` },
  {
    pattern: new RegExp(String.raw`${LEAD}${NOT_A_DAY_BEFORE}${ALONE}(?<day>\d{1,2})/(?<month>\d{1,2})${END}(?!\p{L}| (?:${COUNTED})(?!\p{L}))`, 'giu'),
    say: (groups, speech) => lead(groups, saidDay(groups['day'] ?? '', groups['month'], undefined, speech)),
  },
  { pattern: /(?<!\d)(?<part>\d{1,3})⁄(?<whole>\d{1,3})(?!\d)/gu, say: ({ part = '', whole = '' }, speech) => `${figureInWords(part, speech)} phần ${figureInWords(whole, speech)}` },
  { pattern: /(?<=\d)(?<over> ?\/ ?)(?=\d)/gu, say: () => ' trên ' },
  { pattern: /(?<=tháng +)(?<april>0?4)(?![\d/]|[.,]\d)/giu, say: () => 'tư' },
  { pattern: /(?<=thứ +)(?<first>1)(?![\d/]|[.,]\d)/giu, say: () => 'nhất' },
  { pattern: /(?<=thứ +)(?<wednesday>4)(?![\d/]|[.,]\d)/giu, say: () => 'tư' },
]

const isTime = (hour: string, minute: string): boolean => Number(hour) <= 24 && Number(minute) <= 59

const saidTime: SpokenRule['say'] = ({ hour = '', minute = '' }) => (isTime(hour, minute) ? timeInWords(`${two(hour)}:${two(minute)}`) : undefined)

export const TIME_RULES: readonly SpokenRule[] = [
  // "7h30 - 11h30", "10-15 kg", "thứ hai - thứ sáu": a dash between two of a kind is "đến".
  { pattern: /(?<=\d(?:h|g|giờ|k|tr|%|đ|kg|m)?)(?<to> ?[-–—] ?)(?=\d)/giu, say: () => ' đến ' },
  { pattern: /(?<=thứ (?:\d|hai|ba|tư|năm|sáu|bảy)|chủ nhật)(?<to> ?[-–—] ?)(?=thứ |chủ nhật)/giu, say: () => ' đến ' },
  { pattern: /(?<=\p{L})(?<joint>-)(?=\d)/gu, say: () => ' ' },
  { pattern: /(?<![\d.,:])(?<hour>\d{1,2}) ?(?:h|g|giờ)(?<minute>\d{2})(?:ph|p|'|’)?(?![\p{L}\p{N}])/giu, say: saidTime },
  { pattern: /(?<![\d.,:])(?<hour>\d{1,2}):(?<minute>\d{2})(?::00)?(?![:\d])/gu, say: saidTime },
]
