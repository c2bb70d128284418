/**
 * Days and hours that a message names, read from the moment it was sent, Vietnam time: "thứ sáu tuần sau", "17h ngày 27-11",
 * "mùng 5", "chiều nay", "hết tháng". Which of them is a deadline is decided elsewhere.
 */
import { addDays, firstOf, isDay, lastOf, monthOf, shiftMonth, weekday } from '../../domain/calendar.ts'
import type { Day, TimeOfDay } from '../../domain/calendar.ts'
import { withoutTonePlace } from '../../domain/vietnamese-text.ts'
import { beginsCount, countAt } from './counts.ts'
import type { Word, Words } from './words.ts'

export interface Moment {
  day: Day | undefined
  time: TimeOfDay | undefined
  /** "trong 3 ngày": how long it may take, which a date beside it says better. */
  span: boolean
  from: number
  /** Behind its last word. */
  to: number
}

interface Part<T> {
  value: T
  to: number
  span?: boolean
}

/** Dates so long ago were meant for the next year: in December "05/01" lies ahead. */
const LONG_AGO_DAYS = 120
const WEEKDAYS: Readonly<Record<string, number>> = { hai: 1, ba: 2, tu: 3, nam: 4, sau: 5, bay: 6, bẩy: 6, '2': 1, '3': 2, '4': 3, '5': 4, '6': 5, '7': 6 }
const PARTS_OF_DAY = new Set(['sang', 'trua', 'chieu', 'toi', 'dem', 'khuya'])

/** No day begins with another word, nor an hour but with a number: most words of a text are passed over by this. */
const FIRST_WORDS = new Set([...PARTS_OF_DAY, ...'ngay hom bua buoi mai trong chu cn thu t dau giua cuoi het noi mung mong'.split(' ')])

export function findMoments(words: Words, sentOn: Day, taken: (at: number) => boolean): Moment[] {
  const moments: Moment[] = []
  for (let at = 0; at < words.list.length; ) {
    const word = words.list[at] as Word
    const found = (FIRST_WORDS.has(word.plain) || beginsCount(word)) && !taken(at) ? momentAt(words, at, sentOn) : undefined
    if (found !== undefined) moments.push(found)
    at = found?.to ?? at + 1
  }
  return moments
}

/** A day with its hour before or behind it, or one of them alone. */
function momentAt(words: Words, at: number, sentOn: Day): Moment | undefined {
  const time = timeAt(words, at)
  if (time !== undefined) {
    const day = dayAt(words, skip(words, time.to), sentOn)
    return { day: day?.value, time: time.value, span: false, from: at, to: day?.to ?? time.to }
  }
  const day = dayAt(words, at, sentOn)
  if (day === undefined) return undefined
  const behind = timeAt(words, words.list[day.to]?.plain === 'luc' ? day.to + 1 : day.to)
  return { day: day.value, time: behind?.value, span: day.span === true, from: at, to: behind?.to ?? day.to }
}

/** "17h, ngày 27", "17h của ngày 27". */
const skip = (words: Words, at: number): number => (words.list[at]?.plain === 'cua' ? at + 1 : at)

const plainAt = (words: Words, at: number): string => words.list[at]?.plain ?? ''
const says = (words: Words, at: number, ...texts: readonly string[]): boolean => texts.every((text, offset) => plainAt(words, at + offset) === text)
/** True where the word is written so, or without marks by somebody who has none. */
function isWritten(words: Words, at: number, ...written: readonly string[]): boolean {
  const word = words.list[at]
  return word !== undefined && (written.some((one) => word.written === withoutTonePlace(one)) || (!words.marked && !word.hasMarks))
}

function timeAt(words: Words, at: number): Part<TimeOfDay> | undefined {
  const clock = /^(\d{1,2})(?:[hg](\d{1,2})?|:(\d{2}))$/.exec(plainAt(words, at))
  let hour: number | undefined
  let minute = 0
  let to = at
  if (clock !== null) {
    hour = Number(clock[1])
    minute = Number(clock[2] ?? clock[3] ?? 0)
    to = at + 1
    if (plainAt(words, to) === 'ruoi') [minute, to] = [30, to + 1]
  } else {
    const count = countAt(words, at)
    if (count === undefined || count.value > 24) return undefined
    if (['gio', 'h', 'g'].includes(plainAt(words, count.to))) {
      hour = count.value
      to = count.to + 1
      const minutes = countAt(words, to)
      if (plainAt(words, to) === 'ruoi') [minute, to] = [30, to + 1]
      else if (minutes !== undefined && minutes.value < 60 && words.list[to]?.opensClause !== true && !['ngay', 'thu', 'thang', 'nguoi', 'ho'].includes(plainAt(words, minutes.to))) [minute, to] = [minutes.value, plainAt(words, minutes.to) === 'phut' ? minutes.to + 1 : minutes.to]
    } else if (plainAt(words, count.to) === 'ruoi' && (count.value >= 4)) {
      ;[hour, minute, to] = [count.value, 30, count.to + 1]
    } else return undefined
  }
  if (hour > 24 || minute > 59) return undefined
  const part = plainAt(words, to)
  const stated = PARTS_OF_DAY.has(part)
  const later = plainAt(words, to + 1)
  // "5h chiều" is an afternoon's; in "11h sáng mai" the morning belongs to the day as well, and is read there.
  if (hour < 12 && ((stated && (part === 'chieu' || (part === 'toi' && !/^\d/.test(later)) || part === 'dem' || (part === 'trua' && hour < 4))) || (!stated && hour >= 1 && hour <= 5))) hour += 12
  const belongsToDay = ['nay', 'ni', 'mai', 'mot', 'thu', 'chu', 'ngay', 'cn', 'kia'].includes(later) || /^\d/.test(later)
  return { value: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`, to: stated && !belongsToDay ? to + 1 : to }
}

function dayAt(words: Words, at: number, sentOn: Day): Part<Day> | undefined {
  return relativeDay(words, at, sentOn) ?? weekdayAt(words, at, sentOn) ?? periodEnd(words, at, sentOn) ?? dateAt(words, at, sentOn)
}

/** "hôm nay", "sáng mai", "ngày mốt", "3 ngày nữa". */
function relativeDay(words: Words, at: number, sentOn: Day): Part<Day> | undefined {
  let start = at
  const led = ['ngay', 'hom', 'bua', 'buoi', 'ngay hom'].includes(plainAt(words, start)) || PARTS_OF_DAY.has(plainAt(words, start))
  if (led) start += 1
  if (led && (plainAt(words, start) === 'hom' || PARTS_OF_DAY.has(plainAt(words, start)))) start += 1
  const word = plainAt(words, start)
  if (led && (word === 'nay' || word === 'ni') && isWritten(words, start, 'nay', 'ni')) return { value: sentOn, to: start + 1 }
  if (word === 'mai' && isWritten(words, start, 'mai') && (led || !isName(words, start))) return { value: addDays(sentOn, 1), to: start + 1 }
  if (led && (word === 'mot' || word === 'mo') && isWritten(words, start, 'mốt') && !/^thang$/.test(plainAt(words, start + 1))) return { value: addDays(sentOn, 2), to: start + 1 }
  if (led && word === 'kia') return { value: addDays(sentOn, words.list[start]?.written === withoutTonePlace('kìa') ? 3 : 2), to: start + 1 }
  const count = countAt(words, at)
  const unit = count === undefined ? '' : plainAt(words, count.to)
  if (count !== undefined && count.value <= 60 && (unit === 'ngay' || unit === 'hom' || unit === 'tuan')) {
    const days = count.value * (unit === 'tuan' ? 7 : 1)
    if (plainAt(words, count.to + 1) === 'nua') return { value: addDays(sentOn, days), to: count.to + 2 }
    if (['trong', 'vong', 'sau'].includes(plainAt(words, at - 1))) return { value: addDays(sentOn, days), to: count.to + 1, span: true }
  }
  if (count !== undefined && count.value <= 96 && (unit === 'gio' || unit === 'tieng') && ['trong', 'vong'].includes(plainAt(words, at - 1)) && count.value % 24 === 0) return { value: addDays(sentOn, count.value / 24), to: count.to + 1, span: true }
  if (says(words, at, 'trong', 'ngay') && !/^\d|^(mai|hom|mot|kia|thu|chu|mung|mong|nay)$/.test(plainAt(words, at + 2)) && countAt(words, at + 2) === undefined) return { value: sentOn, to: at + 2 }
  if (says(words, at, 'trong', 'buoi') && PARTS_OF_DAY.has(plainAt(words, at + 2)) && !/^(mai|thu|ngay)$/.test(plainAt(words, at + 3))) return { value: sentOn, to: at + (plainAt(words, at + 3) === 'nay' ? 4 : 3) }
  return undefined
}

/** "chị Mai", "em là Mai": somebody's name. */
function isName(words: Words, at: number): boolean {
  return ['chi', 'anh', 'em', 'co', 'ba', 'ong', 'la', 'chu', 'bac', 'thi', 'hoa', 'nha'].includes(plainAt(words, at - 1))
}

/** "thứ sáu", "thứ 6 tuần sau", "chủ nhật này": the next one, today's included, unless a week is named. */
function weekdayAt(words: Words, at: number, sentOn: Day): Part<Day> | undefined {
  let start = at
  if (PARTS_OF_DAY.has(plainAt(words, start)) || says(words, start, 'ngay')) start += 1
  let number: number | undefined
  let to = start
  if (says(words, start, 'chu', 'nhat')) [number, to] = [7, start + 2]
  else if (says(words, start, 'cn') && !/^\d/.test(plainAt(words, start + 1))) [number, to] = [7, start + 1]
  else if (says(words, start, 'thu') && isWritten(words, start, 'thứ', 'thứ')) [number, to] = [WEEKDAYS[plainAt(words, start + 1)], start + 2]
  else if (says(words, start, 't') && !words.list[start + 1]?.opensClause) [number, to] = [/^[2-7]$/.test(plainAt(words, start + 1)) ? WEEKDAYS[plainAt(words, start + 1)] : undefined, start + 2]
  // "thứ sáu hằng tuần" is every Friday.
  if (number === undefined || /^(hang|moi)$/.test(plainAt(words, to))) return undefined
  const monday = addDays(sentOn, 1 - weekday(sentOn))
  const week = (weeks: number, behind: number): Part<Day> => ({ value: addDays(monday, 7 * weeks + (number as number) - 1), to: behind })
  if (says(words, to, 'tuan')) {
    const nextWeek = /^(sau|toi|ke)$/.test(plainAt(words, to + 1))
    if (nextWeek || /^(nay|ni)$/.test(plainAt(words, to + 1))) return plainAt(words, to + 2) === 'nua' ? week(2, to + 3) : week(nextWeek ? 1 : 0, to + 2)
  }
  const ahead = (number - weekday(sentOn) + 7) % 7
  const next = /^(toi|sau)$/.test(plainAt(words, to)) && isWritten(words, to, 'tới', 'sau')
  const behind = next || /^(nay|ni)$/.test(plainAt(words, to)) ? to + 1 : to
  return { value: addDays(sentOn, ahead === 0 && next ? 7 : ahead), to: withDate(words, behind, sentOn) }
}

/** "thứ sáu, ngày 27/11": the date says the same again. */
function withDate(words: Words, at: number, sentOn: Day): number {
  return dateAt(words, at, sentOn)?.to ?? at
}

const QUARTERS: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }

/** "cuối tuần", "đầu tuần sau", "hết tháng", "cuối tháng 11", "hết năm". */
function periodEnd(words: Words, at: number, sentOn: Day): Part<Day> | undefined {
  const which = /^(dau|giua|cuoi|het|trong|noi)$/.exec(plainAt(words, at))?.[1]
  if (which === undefined) return undefined
  const [unit, next] = [plainAt(words, at + 1), plainAt(words, at + 2)]
  const later = next === 'sau' || next === 'toi'
  const to = at + (later || next === 'nay' || next === 'ni' ? 3 : 2)
  if (unit === 'tuan') {
    const monday = addDays(sentOn, 1 - weekday(sentOn) + (later ? 7 : 0))
    return { value: addDays(monday, which === 'dau' ? 0 : which === 'giua' ? 2 : 6), to }
  }
  if (unit === 'thang') {
    const number = /^\d{1,2}$/.test(next) ? Number(next) : undefined
    const month = number === undefined ? shiftMonth(monthOf(sentOn), later ? 1 : 0) : monthAhead(number, sentOn)
    if (month === undefined) return undefined
    return { value: which === 'dau' ? firstOf(month) : which === 'giua' ? `${month}-15` : lastOf(month), to: number === undefined ? to : at + 3 }
  }
  if (unit === 'quy') {
    const quarter = QUARTERS[next]
    return quarter === undefined ? undefined : { value: lastOf(`${sentOn.slice(0, 4)}-${String(quarter * 3).padStart(2, '0')}`), to: at + 3 }
  }
  return unit === 'nam' && (which === 'cuoi' || which === 'het') ? { value: `${sentOn.slice(0, 4)}-12-31`, to } : undefined
}

function monthAhead(number: number, sentOn: Day): string | undefined {
  if (number < 1 || number > 12) return undefined
  const year = Number(sentOn.slice(0, 4)) + (number < Number(sentOn.slice(5, 7)) ? 1 : 0)
  return `${year}-${String(number).padStart(2, '0')}`
}

/** "27/11", "ngày 27-11-2026", "ngày 28", "mùng 5/12", "ngày 1 tháng 12". */
function dateAt(words: Words, at: number, sentOn: Day): Part<Day> | undefined {
  let start = at
  if (PARTS_OF_DAY.has(plainAt(words, start))) start += 1
  const led = ['ngay', 'mung', 'mong', 'hom', 'bua'].includes(plainAt(words, start))
  if (led) start += 1
  if (led && ['mung', 'mong'].includes(plainAt(words, start))) start += 1
  const written = /^(\d{1,2})([/.-])(\d{1,2})(?:[/.-](\d{4}))?$/.exec(plainAt(words, start))
  if (written !== null) {
    const day = dayOf(Number(written[1]), Number(written[3]), written[4] === undefined ? undefined : Number(written[4]), sentOn)
    return day === undefined ? undefined : { value: day, to: start + 1 }
  }
  const number = countAt(words, start)
  if (number === undefined || number.value > 31) return undefined
  const month = plainAt(words, number.to) === 'thang' ? countAt(words, number.to + 1) : undefined
  if (month !== undefined && (led || PARTS_OF_DAY.has(plainAt(words, at)) || /^\d/.test(plainAt(words, start)))) {
    const hasYear = plainAt(words, month.to) === 'nam' && /^\d{4}$/.test(plainAt(words, month.to + 1))
    const day = dayOf(number.value, month.value, hasYear ? Number(plainAt(words, month.to + 1)) : undefined, sentOn)
    return day === undefined ? undefined : { value: day, to: hasYear ? month.to + 2 : month.to }
  }
  if (plainAt(words, number.to) === 'tay') return ofThisMonth(number.value, sentOn, number.to + 1)
  const isMoonDay = ['mung', 'mong'].includes(plainAt(words, start - 1))
  return led && plainAt(words, start - 1) !== 'bua' && (isMoonDay || /^\d+$/.test(plainAt(words, start))) ? ofThisMonth(number.value, sentOn, number.to) : undefined
}

/** "ngày 28": of this month, or of the next where it has passed. */
function ofThisMonth(number: number, sentOn: Day, to: number): Part<Day> | undefined {
  for (const months of [0, 1]) {
    const day = `${shiftMonth(monthOf(sentOn), months)}-${String(number).padStart(2, '0')}`
    if (isDay(day) && day >= sentOn) return { value: day, to }
  }
  return undefined
}

function dayOf(date: number, month: number, year: number | undefined, sentOn: Day): Day | undefined {
  const two = (value: number): string => String(value).padStart(2, '0')
  const thisYear = Number(sentOn.slice(0, 4))
  const day = `${year ?? thisYear}-${two(month)}-${two(date)}`
  const next = `${thisYear + 1}-${two(month)}-${two(date)}`
  if (year === undefined && day < addDays(sentOn, -LONG_AGO_DAYS) && isDay(next)) return next
  return isDay(day) ? day : undefined
}
