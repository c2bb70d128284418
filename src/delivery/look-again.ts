/**
 * The last look before a notice leaves: much may have happened since it was planned. Pure; what it decides is
 * carried out by send-notice.
 */
import { later } from '../domain/calendar.ts'
import { isQuiet, nextAllowed } from '../domain/quiet-hours.ts'
import type { ClaimedNotice } from './notice.ts'

export type Verdict =
  | { kind: 'send' }
  | { kind: 'wait'; until: Date }
  | { kind: 'cancel'; reason: CancelReason }
  | { kind: 'expire' }
  | { kind: 'visit'; reason: 'opted-out' }
  | { kind: 'fail'; reason: 'unreadable' }

export type CancelReason =
  | 'died' | 'moved' | 'renewed' | 'withdrawn' | 'opted-out' | 'rule-off' | 'rule-changed' | 'schedule-changed' | 'contact-removed' | 'collected'
  | 'broadcast-cancelled'

/** What a paused broadcast still has in hand looks again after this long; whoever resumes it wakes it at once. */
const PAUSED_MS = 5 * 60_000

export function lookAgain(notice: ClaimedNotice, now: Date): Verdict {
  if (!notice.readable) return { kind: 'fail', reason: 'unreadable' }
  const cancelled = obsolete(notice)
  if (cancelled !== undefined) return { kind: 'cancel', reason: cancelled }
  if (notice.notAfter <= now) return { kind: 'expire' }
  if (notice.person?.optedOut === true && notice.kind !== 'reply') {
    return notice.duty ? { kind: 'visit', reason: 'opted-out' } : { kind: 'cancel', reason: 'opted-out' }
  }
  if (notice.broadcast === 'paused') return { kind: 'wait', until: later(now, PAUSED_MS) }
  if (notice.notBefore > now) return { kind: 'wait', until: notice.notBefore }
  const hours = notice.commune.profile.quietHours
  if (notice.lane === 'bulk' && isQuiet(now, hours)) return { kind: 'wait', until: nextAllowed(now, hours) }
  return { kind: 'send' }
}

function obsolete(notice: ClaimedNotice): CancelReason | undefined {
  const { person, card, schedule, rule, payment } = notice
  if (person?.died === true) return 'died'
  if (person?.moved === true) return 'moved'
  if (notice.address === undefined) return 'contact-removed'
  if (rule !== undefined && !rule.enabled) return 'rule-off'
  if (rule !== undefined && rule.version !== rule.plannedVersion) return 'rule-changed'
  if (notice.broadcast === 'cancelled') return 'broadcast-cancelled'
  if (card?.withdrawn === true) return 'withdrawn'
  if (card?.renewedTo !== undefined) return 'renewed'
  if (schedule !== undefined && (schedule.cancelled || schedule.paysOn !== notice.params.pays_on) && notice.params.step !== 'cancelled') return 'schedule-changed'
  if (payment?.status === 'paid' && notice.templateKey !== 'payment-account') return 'collected'
  return undefined
}
