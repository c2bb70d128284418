/** What a task is called in one line. */
import type { Day, TimeOfDay } from '../domain/calendar.ts'
import { dayInVietnamese, vietnamInstant, weekdayName } from '../domain/calendar.ts'

const GIST_CHARS = 70

export function gistOf(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim()
  if (flat.length <= GIST_CHARS) return flat.replace(/[.;,:]+$/, '')
  const cut = flat.slice(0, GIST_CHARS)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 20)).replace(/[.;,:]+$/, '')}…`
}

interface Due {
  dueOn: Day | undefined
  dueTime: TimeOfDay | undefined
}

/** "17:00 thứ sáu 27/11/2026" */
export function dueInWords({ dueOn, dueTime }: Due): string | null {
  if (dueOn === undefined) return null
  return `${dueTime === undefined ? '' : `${dueTime} `}${weekdayName(dueOn)} ${dayInVietnamese(dueOn)}`
}

/** Where no time is named the whole day is left. */
export function dueAt({ dueOn, dueTime }: Due): Date | undefined {
  return dueOn === undefined ? undefined : vietnamInstant(dueOn, dueTime ?? '23:59')
}
