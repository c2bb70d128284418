/** What the meaning of a Zalo code becomes: one SendError. The tables stand in oa-codes.ts, zbs-codes.ts and oauth.ts. */
import { addDays, vietnamDay, vietnamInstant } from '../../domain/calendar.ts'
import type { ErrorClass } from '../channel.ts'
import { SendError } from '../channel.ts'

export const PROVIDER = 'zalo'

export interface Meaning {
  errorClass: ErrorClass
  code: string
  means: string
  /** For WAIT: when Zalo takes it again. */
  until?: 'next-minute' | 'morning' | 'tomorrow'
  /** Who waits for an answer is not made to wait for tomorrow's quota: another channel has it now. */
  urgentFalls?: true
  recipientGone?: true
  /** Nobody asks again for this person on Zalo before so many days. */
  quietDays?: number
}

export type CodeTable = Readonly<Record<string, Meaning>>

const UNKNOWN: Meaning = { errorClass: 'PERM', code: 'channel.refused', means: 'not in their table' }
const DAY_MS = 24 * 60 * 60 * 1000
/** Night restrictions end at 06:00; five minutes more, for clocks that differ. */
const MORNING = '06:05'
/** Daily quotas start afresh at midnight, of which no page names the time zone. */
const NEW_DAY = '00:05'

export interface RefusalFacts {
  now: Date
  urgent?: boolean
  /** Zalo's name of the error, where its codes are not published. Never its sentences: they quote. */
  said?: string
}

export function refusal(providerCode: string, table: CodeTable, { now, urgent = false, said }: RefusalFacts): SendError {
  const { errorClass, code, means, until, urgentFalls, recipientGone, quietDays } = table[providerCode] ?? UNKNOWN
  const falls = urgent && urgentFalls === true
  return new SendError(code, `zalo answered ${providerCode}: ${means}`, {
    errorClass: falls ? 'FALL' : errorClass,
    ...(until === undefined || falls ? {} : { afterMs: waitMs(until, now) }),
    ...(recipientGone === undefined ? {} : { recipientGone }),
    ...(quietDays === undefined ? {} : { unreachableForMs: quietDays * DAY_MS }),
    detail: { provider: PROVIDER, providerCode, ...(said === undefined ? {} : { said }) },
  })
}

/** The provider's own code of a refusal; undefined where the failure was no answer of Zalo's. */
export function zaloCodeOf(error: unknown): string | undefined {
  const code = error instanceof SendError ? error.detail['providerCode'] : undefined
  return typeof code === 'string' ? code : undefined
}

/** A failure of ours before anything was sent, or of a question that we asked on the way to sending. */
export function beforeSending(error: unknown): unknown {
  if (!(error instanceof SendError) || !error.ambiguous) return error
  return new SendError(error.code, error.message, { errorClass: error.errorClass, detail: { ...error.detail }, cause: error.cause })
}

function waitMs(until: NonNullable<Meaning['until']>, now: Date): number {
  const minuteMs = 60_000
  if (until === 'next-minute') return minuteMs - (now.getTime() % minuteMs)
  const today = vietnamDay(now)
  const time = until === 'morning' ? MORNING : NEW_DAY
  const sameDay = vietnamInstant(today, time)
  const then = sameDay > now ? sameDay : vietnamInstant(addDays(today, 1), time)
  return then.getTime() - now.getTime()
}
