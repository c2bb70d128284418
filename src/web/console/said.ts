/** How the console writes instants and figures. */
import { numberInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese, vietnamDay, vietnamTime, weekdayName } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'

export const count = numberInVietnamese

/** 07:30 22/11/2026 */
export const when = (at: Date): string => `${vietnamTime(at)} ${dayInVietnamese(vietnamDay(at))}`

/** Thứ hai 23/11 */
export function shortDay(day: Day): string {
  const name = weekdayName(day)
  return `${name[0]?.toUpperCase()}${name.slice(1)} ${dayInVietnamese(day).slice(0, 5)}`
}

/** "2 giờ", "3 ngày": how long something has waited. */
export function waited(since: Date, now: Date): string {
  const minutes = Math.max(1, Math.round((now.getTime() - since.getTime()) / 60_000))
  if (minutes < 90) return `${minutes} phút`
  return minutes < 48 * 60 ? `${Math.round(minutes / 60)} giờ` : `${count(Math.round(minutes / 1440))} ngày`
}
