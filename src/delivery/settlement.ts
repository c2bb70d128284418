/** How a claimed notice ends its turn: what is written back, in one statement, about the notice, its try and its contact. */
import type { ChannelName, ContactKind, ErrorClass, NoticeState } from '../domain/notice-state.ts'

export interface Settlement {
  noticeId: string
  /** Settled once: what comes a second time (a repeat after a lost answer) finds this try finished and changes nothing. */
  attemptId: string
  claimedBy: number
  state: Exclude<NoticeState, 'queued' | 'sending'>
  at: Date
  /** For `planned`: not before. */
  notBefore?: Date
  /** The channel and contact are used up for this notice. */
  exhausted?: boolean
  tries: number
  maybeSentAt: Date | undefined
  endReason?: string
  visitReason?: 'no-contact' | 'channels-failed' | 'opted-out' | 'expired-unsent'
  /** undefined: nothing was sent, the claim's attempt row is taken back. */
  attempt?: AttemptResult
  contact?: ContactNews
}

export interface AttemptResult {
  state: 'sent' | 'delivered' | 'failed' | 'unconfirmed'
  providerId?: string
  errorClass?: ErrorClass
  errorCode?: string
  template?: string
  templateVersion?: string
  text?: string
  segments?: number
  costDong?: number
}

export interface ContactNews {
  id: string
  kind: ContactKind
  channel: ChannelName
  gone?: boolean
  /** On this channel; the address may be well on others. */
  unreachableUntil?: Date
  movedTo?: string
}
