import type { ChannelLimits } from '../channels/channel.ts'
import type { ChannelName, Lane } from '../domain/notice-state.ts'
import type { JobDefinition } from '../queue/job.ts'

/** One queue per channel and lane: a channel's rate limit, outage and pause are its own, and a reply never stands behind bulk. */
export type SendLane = 'bulk' | 'reply'
export const SEND_LANES: readonly SendLane[] = ['bulk', 'reply']

/** Urgent notices travel in the fast lane too. */
export function sendLane(lane: Lane): SendLane {
  return lane === 'bulk' ? 'bulk' : 'reply'
}

/** One bell rings for a few notices of one channel and lane: a bell costs more than a row, and a large broadcast has a million. */
export interface SendPayload {
  readonly [field: string]: string
  /** "12,15,19": decimal ids, at most `MAX_BUNDLE`. */
  noticeIds: string
  /** Which queueing of the first of them this bell is for. */
  round: string
}

export const MAX_BUNDLE = 16

export function sendQueue(channel: ChannelName, lane: SendLane): string {
  return `send-${channel}-${lane}`
}

export function sendJob(channel: ChannelName, lane: SendLane): JobDefinition<SendPayload> {
  // "n12_19-8-1795…": BullMQ takes ids that are neither all digits nor contain a colon. While this bell still waits, ringing it
  // again changes nothing. A notice that is queued anew has a new bell: the old one may still lie in a dead worker's
  // hands for as long as the queue trusts that worker, and would swallow it. The claim decides in any case.
  return {
    name: 'delivery.send', queue: sendQueue(channel, lane),
    key: ({ noticeIds, round }) => {
      const ids = noticeIds.split(',')
      return `n${ids[0]}_${ids.at(-1)}-${ids.length}-${round}`
    },
  }
}

/** What a lane of a channel takes at once and in a time. */
export interface LanePace {
  /** Notices that one bell may ring for. */
  bundle: number
  /** Bells, over all workers. */
  rate: { max: number; perMs: number }
}

/** Bells a second at full speed: enough of them that a bundle is a small part of the second. */
const BELLS_PER_SECOND = 8

/**
 * Bulk keeps to 80 % of the channel's rate, so that a reply finds room at once; a reply's bell rings for it alone. Rates
 * below two a second (an officer's phone) are counted over a minute.
 */
export function lanePace(limits: Pick<ChannelLimits, 'perSecond'>, lane: SendLane): LanePace {
  const perSecond = limits.perSecond * (lane === 'bulk' ? 0.8 : 1)
  if (limits.perSecond < 2) return { bundle: 1, rate: { max: Math.max(1, Math.floor(perSecond * 60)), perMs: 60_000 } }
  const bundle = lane === 'bulk' ? Math.min(MAX_BUNDLE, Math.max(1, Math.floor(perSecond / BELLS_PER_SECOND))) : 1
  return { bundle, rate: { max: Math.max(1, Math.floor(perSecond / bundle)), perMs: 1_000 } }
}
