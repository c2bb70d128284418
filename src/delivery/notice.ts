/** A notice as its sender sees it: the row, and everything that must be looked at again before it leaves. */
import type { Button } from '../channels/channel.ts'
import type { BroadcastState } from '../domain/broadcast.ts'
import type { Day } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { ChannelName, ContactKind, Lane, NoticeKind } from '../domain/notice-state.ts'

export interface ClaimedNotice {
  id: string
  /** The try that this claim began; only its own end may be recorded. */
  attemptId: string
  /** The worker session that holds it; what it writes back counts only while it does. */
  claimedBy: number
  communeId: number
  kind: NoticeKind
  lane: Lane
  duty: boolean
  reasonKey: string
  templateKey: string
  params: Readonly<Record<string, string | number | boolean>>
  /** An officer's own words, of this notice or of its broadcast. */
  freeText: string | undefined
  /** What can be pressed under a reply, where the messenger has buttons. */
  buttons: readonly Button[]
  /** The provider's id of the message whose words this notice changes. */
  edits: string | undefined
  dueOn: Day
  notBefore: Date
  notAfter: Date
  channel: ChannelName
  contactId: string
  /** What is encrypted in it could be read; otherwise it is not there, and must not be sent half. */
  readable: boolean
  /** undefined: the contact was removed or died since it was chosen. */
  address: string | undefined
  contactKind: ContactKind | undefined
  /** When whoever reads there last turned to us. */
  lastInboundAt: Date | undefined
  /** The contact is proved to be this person's own. */
  contactVerified: boolean
  relation: string
  tries: number
  requestNo: number
  requestId: string
  /** Since when an earlier try of this very request may have reached the provider. */
  maybeSentAt: Date | undefined
  /** That try asked another provider, which the one we have now knows nothing of. */
  doubtedElsewhere: boolean
  person: PersonFacts | undefined
  card: CardFacts | undefined
  allowance: AllowanceFacts | undefined
  schedule: ScheduleFacts | undefined
  payment: PaymentFacts | undefined
  /** How the broadcast stands that this is part of. */
  broadcast: BroadcastState | undefined
  rule: { enabled: boolean; version: number; plannedVersion: number } | undefined
  commune: { name: string; profile: CommuneProfile }
  /** The text as this channel's messenger approved it: its id there, and which of our fields fills each of its values. */
  providerTemplate: { id: string; values: Readonly<Record<string, string>> } | undefined
}

export interface PersonFacts {
  id: string
  fullName: string
  sex: 'male' | 'female' | undefined
  birth: Day | undefined
  birthPrecision: 'day' | 'month' | 'year' | undefined
  village: string | undefined
  villageKind: string | undefined
  died: boolean
  moved: boolean
  optedOut: boolean
}

export interface CardFacts {
  validTo: Day | undefined
  cardGroup: string | undefined
  fiveYearOn: Day | undefined
  withdrawn: boolean
  /** The last day of a newer card of the same person. */
  renewedTo: Day | undefined
}

export interface AllowanceFacts {
  category: string | undefined
  coefficient: number | undefined
  amount: number | undefined
  paymentMethod: string | undefined
  accountTail: string | undefined
}

export interface ScheduleFacts {
  month: Day
  paysOn: Day
  fromTime: string
  toTime: string | undefined
  place: string
  confirmed: boolean
  cancelled: boolean
}

export interface PaymentFacts {
  month: Day
  /** All lines of the person in this month. */
  amount: number
  status: string
  accountTail: string | undefined
}
