import { later } from '../../domain/calendar.ts'
import { systemClock } from '../../kernel/clock.ts'
import type { Clock } from '../../kernel/clock.ts'

/** A clock that shows `start` now and runs on from there: the demo's morning, at whatever hour a newcomer tries it. */
export function runningFrom(start: Date): Clock {
  const begun = systemClock.now().getTime()
  return { now: () => later(start, systemClock.now().getTime() - begun) }
}
