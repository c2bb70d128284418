/**
 * Births known to the day, the month or only the year. Half of a commune's elderly have nothing but a year, so an
 * age is a range until somebody looks at the papers; nothing here picks a day for them.
 */
import { addDays, addMonths, ageOn, firstOf, lastOf } from './calendar.ts'
import type { Day } from './calendar.ts'

export interface Birth {
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; what is finer than the precision is ignored. */
  value: string
  precision: 'day' | 'month' | 'year'
}

export interface DayRange {
  first: Day
  last: Day
}

/** The first and last day on which the person may have been born. */
export function birthRange(birth: Birth): DayRange {
  if (birth.precision === 'year') {
    const year = birth.value.slice(0, 4)
    return { first: `${year}-01-01`, last: `${year}-12-31` }
  }
  if (birth.precision === 'month') {
    const month = birth.value.slice(0, 7)
    return { first: firstOf(month), last: lastOf(month) }
  }
  return { first: birth.value, last: birth.value }
}

/** Full years lived on a day: `youngest` when born as late as possible, `oldest` when as early as possible. */
export function ageRangeOn(birth: Birth, on: Day): { youngest: number; oldest: number } {
  const { first, last } = birthRange(birth)
  return { youngest: ageOn(last, on), oldest: ageOn(first, on) }
}

/** The day on which `ageOn` first says `age`: for a child of 29/02 that is 01/03 in a common year. */
export function birthdayOn(birth: Day, age: number): Day {
  const day = addMonths(birth, age * 12)
  return day.slice(5) === birth.slice(5) ? day : addDays(day, 1)
}

/** When the person turns `age`: one day, or the days between which it must lie. */
export function birthdayRange(birth: Birth, age: number): DayRange {
  const { first, last } = birthRange(birth)
  return { first: birthdayOn(first, age), last: birthdayOn(last, age) }
}
