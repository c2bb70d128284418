import { addDays, vietnamDay, vietnamInstant, vietnamTime } from './calendar.ts'
import type { TimeOfDay } from './calendar.ts'

/** When nothing but replies and emergencies leaves. `from` is in the evening, `to` in the morning. */
export interface QuietHours {
  from: TimeOfDay
  to: TimeOfDay
}

/** 21:00 to 07:00 is promised to everybody; in the country people go to bed half an hour earlier. */
export const DEFAULT_QUIET_HOURS: QuietHours = { from: '20:30', to: '07:00' }

export function isQuiet(instant: Date, hours: QuietHours = DEFAULT_QUIET_HOURS): boolean {
  const time = vietnamTime(instant)
  return time >= hours.from || time < hours.to
}

/** The first instant, not before `instant`, at which a notice may leave. */
export function nextAllowed(instant: Date, hours: QuietHours = DEFAULT_QUIET_HOURS): Date {
  if (!isQuiet(instant, hours)) return instant
  const today = vietnamDay(instant)
  const morning = vietnamTime(instant) >= hours.from ? addDays(today, 1) : today
  return vietnamInstant(morning, hours.to)
}
