/** When somebody at the office will have answered: on the same working day, else on the next one. */
import { addDays, vietnamDay, vietnamTime } from './calendar.ts'
import type { Day, TimeOfDay } from './calendar.ts'
import { isWorkingDay, workingDayFrom } from './policy/holidays.ts'

/** Who writes in the last half hour of the day is answered on the next. */
const LAST_FOR_TODAY: TimeOfDay = '16:30'

export function answerDay(now: Date): { day: Day; today: boolean } {
  const today = vietnamDay(now)
  if (isWorkingDay(today) && vietnamTime(now) < LAST_FOR_TODAY) return { day: today, today: true }
  return { day: workingDayFrom(addDays(today, 1)), today: false }
}
