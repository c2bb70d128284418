/** The only source of "now". Passed in everywhere, so that sixty days can run in a minute. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is told the time: tests and `loa demo --days`. */
export class SettableClock implements Clock {
  private instant: Date

  constructor(start: Date) {
    this.instant = start
  }

  now(): Date {
    return new Date(this.instant)
  }

  set(instant: Date): void {
    this.instant = instant
  }

  advance(ms: number): void {
    this.instant = new Date(this.instant.getTime() + ms)
  }
}
