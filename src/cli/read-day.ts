import { isDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'

/** 4/12/2026, as people write a day here. */
export function readDay(text: string): Day | undefined {
  const [, day = '', month = '', year = ''] = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})\s*$/.exec(text) ?? []
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(read) ? read : undefined
}
