/**
 * Calendar days and Vietnam time. A `Day` is `YYYY-MM-DD` and knows no clock; an instant is a `Date`.
 * Vietnam has kept UTC+7 without summer time since 1975, so the offset is a constant and needs no tz database.
 */

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string
/** A calendar month, `YYYY-MM`. */
export type Month = string
/** A wall-clock time in Vietnam, `HH:MM`. */
export type TimeOfDay = string

const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

const toUtc = (day: Day): number => Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))
const fromUtc = (ms: number): Day => new Date(ms).toISOString().slice(0, 10)

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && text >= '0100' && fromUtc(toUtc(text)) === text
}

export function addDays(day: Day, days: number): Day {
  return fromUtc(toUtc(day) + days * DAY_MS)
}

/** An instant `ms` milliseconds after (or, negative, before) another. */
export function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms)
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((toUtc(to) - toUtc(from)) / DAY_MS)
}

/** The same day of a later month, or that month's last day where it is shorter (31/01 + 1 month = 28/02). */
export function addMonths(day: Day, months: number): Day {
  const year = Number(day.slice(0, 4))
  const month = Number(day.slice(5, 7)) - 1 + months
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return fromUtc(Date.UTC(year, month, Math.min(Number(day.slice(8, 10)), last)))
}

export function monthOf(day: Day): Month {
  return day.slice(0, 7)
}

export function firstOf(month: Month): Day {
  return `${month}-01`
}

export function lastOf(month: Month): Day {
  return addDays(addMonths(firstOf(month), 1), -1)
}

export function shiftMonth(month: Month, months: number): Month {
  return monthOf(addMonths(firstOf(month), months))
}

/** 1 = Monday (thứ hai) … 7 = Sunday (chủ nhật). */
export function weekday(day: Day): number {
  return ((new Date(toUtc(day)).getUTCDay() + 6) % 7) + 1
}

/** Full years lived on `on` by somebody born on `birth`. Born on 29/02: a year older on 01/03 of a common year. */
export function ageOn(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}

/** The day that the calendar on the wall in Vietnam shows at this instant. */
export function vietnamDay(instant: Date): Day {
  return new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10)
}

/** The time that the clock on the wall in Vietnam shows at this instant. */
export function vietnamTime(instant: Date): TimeOfDay {
  return new Date(instant.getTime() + VIETNAM_OFFSET_MS).toISOString().slice(11, 16)
}

/** The instant at which Vietnam's wall clock shows `time` on `day`. */
export function vietnamInstant(day: Day, time: TimeOfDay): Date {
  return new Date(toUtc(day) + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000 - VIETNAM_OFFSET_MS)
}

/** "2026-11-25T08:15:00+07:00", or without a zone as Vietnam's clocks show it; undefined where it is no instant. */
export function readInstant(text: string): Date | undefined {
  const [, day = '', time = '00:00', seconds = '', zone] = /^(\d{4}-\d{2}-\d{2})(?:[T ]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?)?$/.exec(text) ?? []
  if (!isDay(day)) return undefined
  return zone === undefined ? vietnamInstant(day, time) : new Date(`${day}T${time}${seconds}${zone.replace(/(\d{2}):?(\d{2})$/, '$1:$2')}`)
}

const WEEKDAYS = ['thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy', 'chủ nhật'] as const

export function weekdayName(day: Day): string {
  return WEEKDAYS[weekday(day) - 1] as string
}

/** `31/12/2026`, as people in Vietnam write it. */
export function dayInVietnamese(day: Day): string {
  return `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`
}
