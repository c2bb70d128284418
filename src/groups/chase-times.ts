/**
 * When a village that owes an answer is reminded: half-way, the day before, when it is due; each within decent hours, and
 * none that would follow the last one on its heels. Then silence goes up to an officer.
 */
import { addDays, later, vietnamInstant } from '../domain/calendar.ts'
import type { Day, TimeOfDay } from '../domain/calendar.ts'
import { nextAllowed } from '../domain/quiet-hours.ts'
import type { QuietHours } from '../domain/quiet-hours.ts'
import { dueAt } from './gist.ts'

export type ChaseStep = 'half' | 'eve' | 'due' | 'first-day' | 'second-day'

export interface ChasedTask {
  givenAt: Date
  dueOn: Day | undefined
  dueTime: TimeOfDay | undefined
}

export interface ChasePlan {
  steps: readonly { step: ChaseStep; at: Date }[]
  /** From then on an officer knows. */
  silentAt: Date
}

const HOUR_MS = 3_600_000
/** Whoever was told an hour ago needs no reminder yet. */
const LEAST_MS = 3 * HOUR_MS
const MORNING: TimeOfDay = '08:00'
/** Before a time that is named there must be time left to act. */
const BEFORE_DUE_MS = 2 * HOUR_MS
/** Where no day is named. */
const UNDATED_SILENT_MS = 72 * HOUR_MS

export function chasePlan({ givenAt, dueOn, dueTime }: ChasedTask, hours: QuietHours): ChasePlan {
  const due = dueAt({ dueOn, dueTime })
  const allowed = (at: Date): Date => nextAllowed(at, hours)
  if (due === undefined || dueOn === undefined) {
    const steps = [{ step: 'first-day' as const, at: allowed(later(givenAt, 24 * HOUR_MS)) }, { step: 'second-day' as const, at: allowed(later(givenAt, 48 * HOUR_MS)) }]
    return { steps, silentAt: allowed(later(givenAt, UNDATED_SILENT_MS)) }
  }
  const candidates: { step: ChaseStep; at: Date }[] = [
    { step: 'half', at: allowed(later(givenAt, (due.getTime() - givenAt.getTime()) / 2)) },
    { step: 'eve', at: allowed(vietnamInstant(addDays(dueOn, -1), MORNING)) },
    { step: 'due', at: allowed(dueTime === undefined ? vietnamInstant(dueOn, MORNING) : later(due, -BEFORE_DUE_MS)) },
  ]
  // The half-way point of a short task falls on its eve or its last day; the later reminder says more.
  const steps = candidates.filter(({ at }, index) => at.getTime() - givenAt.getTime() >= LEAST_MS && at < due && candidates.slice(index + 1).every((next) => next.at.getTime() - at.getTime() >= LEAST_MS))
  return { steps, silentAt: allowed(later(due, 0)) }
}

export interface OwedBy {
  reachable: boolean
  confirmedAt: Date | undefined
  answeredAt: Date | undefined
  doneAt: Date | undefined
  chased: readonly string[]
  escalatedAt: Date | undefined
}

export interface ChaseVerdict {
  /** The newest reminder that is due; older ones that were missed are not made up for. */
  remind: ChaseStep | undefined
  passed: readonly ChaseStep[]
  escalate: boolean
}

export function chaseNow(plan: ChasePlan, target: OwedBy, confirmingIsEnough: boolean, now: Date): ChaseVerdict {
  const owes = target.answeredAt === undefined && target.doneAt === undefined && !(confirmingIsEnough && target.confirmedAt !== undefined)
  if (!owes) return { remind: undefined, passed: [], escalate: false }
  const passed = plan.steps.filter(({ step, at }) => at <= now && !target.chased.includes(step)).map(({ step }) => step)
  const silent = plan.silentAt <= now
  return { remind: silent || !target.reachable ? undefined : passed.at(-1), passed, escalate: target.escalatedAt === undefined && (silent || !target.reachable) }
}

