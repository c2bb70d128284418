/**
 * Days on which offices and payment points are closed: weekends and the public holidays of the Labour Code,
 * Art. 112, with the day given instead when a holiday falls on a weekend (Art. 111).
 *
 * The lunar days are a table, computed once for UTC+7 (a calendar for China differs from it in some years). Which
 * five days Tết takes, and whether 01/09 or 03/09 goes with the National Day, the government says each autumn for
 * the year after; until then the usual choice stands, marked L. The Day of Vietnamese Culture, 24/11, was chosen as
 * a day off by the Party's Resolution 80-NQ/TW of 2026, but no amendment of the Labour Code was found: not in.
 */
import { addDays, weekday } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import type { Confidence, Dated } from './dated.ts'
import { inForce, ruleOn } from './dated.ts'

export interface HolidayYear extends Dated {
  /** Mùng 1 Tết */
  tet: Day
  /** Mùng 10 tháng 3 âm lịch */
  hungKings: Day
  /** The second day of the National Day. */
  besideNationalDay: Day
}

const year = (number: number, tet: Day, hungKings: Day, besideNationalDay: Day): HolidayYear => ({
  effectiveFrom: `${number}-01-01`,
  effectiveTo: `${number}-12-31`,
  tet,
  hungKings,
  besideNationalDay,
  legalSource: 'Bộ luật Lao động 2019, Điều 111 và Điều 112; lịch âm tính theo giờ Việt Nam',
  confidence: 'L',
})

export const HOLIDAY_YEARS: readonly HolidayYear[] = [
  year(2026, '2026-02-17', '2026-04-26', '2026-09-01'),
  year(2027, '2027-02-06', '2027-04-16', '2027-09-03'),
  year(2028, '2028-01-26', '2028-04-04', '2028-09-01'),
  year(2029, '2029-02-13', '2029-04-23', '2029-09-03'),
  year(2030, '2030-02-02', '2030-04-12', '2030-09-03'),
  year(2031, '2031-01-23', '2031-04-01', '2031-09-01'),
]

export interface Holiday {
  day: Day
  name: string
  confidence: Confidence
}

/** Tết takes the last day of the old year and the first four of the new. */
const TET_DAYS = [-1, 0, 1, 2, 3] as const

const CALENDARS: ReadonlyMap<string, readonly Holiday[]> = new Map(
  HOLIDAY_YEARS.map((row) => [row.effectiveFrom.slice(0, 4), holidaysOfRow(row)]),
)

function holidaysOfRow(row: HolidayYear): Holiday[] {
  const inYear = (monthDay: string): Day => `${row.effectiveFrom.slice(0, 4)}-${monthDay}`
  const legal: Holiday[] = [
    { day: inYear('01-01'), name: 'Tết Dương lịch', confidence: 'S' },
    ...TET_DAYS.map((offset): Holiday => ({
      day: addDays(row.tet, offset),
      name: 'Tết Nguyên đán',
      // The first three days of the year belong to every possible choice.
      confidence: offset >= 0 && offset <= 2 ? 'S' : row.confidence,
    })),
    { day: row.hungKings, name: 'Giỗ Tổ Hùng Vương', confidence: 'S' },
    { day: inYear('04-30'), name: 'Ngày Chiến thắng', confidence: 'S' },
    { day: inYear('05-01'), name: 'Ngày Quốc tế Lao động', confidence: 'S' },
    { day: inYear('09-02'), name: 'Quốc khánh', confidence: 'S' },
    { day: row.besideNationalDay, name: 'Quốc khánh', confidence: row.confidence },
  ]
  const instead: Holiday[] = []
  for (const holiday of legal) {
    if (weekday(holiday.day) <= 5) continue
    let day = addDays(holiday.day, 1)
    while (weekday(day) > 5 || [...legal, ...instead].some((taken) => taken.day === day)) day = addDays(day, 1)
    instead.push({ day, name: `nghỉ bù ${holiday.name}`, confidence: row.confidence })
  }
  return [...legal, ...instead].sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** In order of the day; empty for a year that the table does not hold. */
export function holidaysOf(yearNumber: number): readonly Holiday[] {
  return CALENDARS.get(String(yearNumber)) ?? []
}

export function holidayOn(day: Day): Holiday | undefined {
  return CALENDARS.get(day.slice(0, 4))?.find((holiday) => holiday.day === day)
}

/** Monday to Friday and no holiday. Beyond the table only weekends are known: payments are "dự kiến" anyway. */
export function isWorkingDay(day: Day): boolean {
  return weekday(day) <= 5 && holidayOn(day) === undefined
}

/** The day itself where it is a working day, else the next one. */
export function workingDayFrom(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayFrom(addDays(day, 1))
}

/** The day itself where it is a working day, else the last one before it. */
export function workingDayUntil(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayUntil(addDays(day, -1))
}

/** Mùng 1 Tết of a solar year that the table holds. */
export function tetOf(yearNumber: number): Day {
  return ruleOn('holidays', HOLIDAY_YEARS, `${yearNumber}-01-01`).tet
}

export function isHolidayYearKnown(day: Day): boolean {
  return inForce(HOLIDAY_YEARS, day) !== undefined
}
