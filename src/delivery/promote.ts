/**
 * Rings for what is due: picks each notice's channel and puts its id on that channel's queue. The rows are committed as
 * `queued` before the bells ring; a bell that is lost on the way is rung again by the sweep.
 */
import type { Channel } from '../channels/channel.ts'
import { later } from '../domain/calendar.ts'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import type { ChannelName, ContactKind, Lane } from '../domain/notice-state.ts'
import { isQuiet } from '../domain/quiet-hours.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Bell } from '../queue/job.ts'
import { lanePace, sendLane, sendQueue } from './delivery-job.ts'
import type { SendLane, SendPayload } from './delivery-job.ts'

export interface QueuedNotice {
  noticeId: string
  round: string
  channel: ChannelName
  lane: Lane
}

/** A channel and a kind of address that it reaches. */
export interface Way {
  channel: ChannelName
  kind: ContactKind
  /** Only with a text that the messenger has approved. */
  byTemplate: boolean
}

export interface PromoteDeps {
  clock: Clock
  /** Channels that can be sent on here, cheapest first. */
  channels: readonly Pick<Channel, 'name' | 'reaches' | 'alsoReaches' | 'limits'>[]
  communes(): Promise<readonly { id: number; profile: CommuneProfile }[]>
  promote(request: {
    now: Date
    limit: number
    quietCommunes: readonly number[]
    ways: readonly Way[]
    retryAt: Date
    share: { of: number; remainder: number }
  }): Promise<{ looked: number; queued: readonly QueuedNotice[] }>
  bell(channel: ChannelName, lane: SendLane): Bell<SendPayload>
}

export const waysOf = (channels: PromoteDeps['channels']): Way[] =>
  channels.flatMap(({ name: channel, reaches, alsoReaches = [] }): Way[] => [
    { channel, kind: reaches, byTemplate: false },
    ...alsoReaches.map((kind) => ({ channel, kind, byTemplate: true })),
  ])

const BATCH = 2_000
/** Batches under way at once, each of its own share of the ids: looking past each other's locked rows costs more than choosing. */
const LANES = 2
/** What only a resting channel can reach is looked at again after this long. */
const RESTING_MS = 5 * 60_000

/** Returns how many notices were rung for. `signal` stops it between batches. */
export function promoteDue(deps: PromoteDeps) {
  return async (signal?: AbortSignal): Promise<number> => {
    const now = deps.clock.now()
    const communes = await deps.communes()
    const quietCommunes = communes.filter((commune) => isQuiet(now, commune.profile.quietHours)).map((commune) => commune.id)
    const request = { now, limit: BATCH, quietCommunes, ways: waysOf(deps.channels), retryAt: later(now, RESTING_MS) }
    const shares = Array.from({ length: LANES }, (_, remainder) => ({ of: LANES, remainder }))
    const rung = await Promise.all(shares.map((share) => promoteInLane(deps, { ...request, share }, signal)))
    return rung.reduce((sum, count) => sum + count, 0)
  }
}

async function promoteInLane(deps: PromoteDeps, request: Parameters<PromoteDeps['promote']>[0], signal: AbortSignal | undefined): Promise<number> {
  let rung = 0
  // The bells of one batch ring while the database chooses the next one's channels.
  let ringing: Promise<void> = Promise.resolve()
  for (;;) {
    const [{ looked, queued }] = await Promise.all([deps.promote(request), ringing])
    ringing = ringFor(deps, queued)
    rung += queued.length
    if (looked < BATCH || signal?.aborted === true) break
  }
  await ringing
  return rung
}

export async function ringFor(deps: { channels: readonly Pick<Channel, 'name' | 'limits'>[] } & Pick<PromoteDeps, 'bell'>, queued: readonly QueuedNotice[]): Promise<void> {
  const groups = new Map<string, { channel: ChannelName; lane: SendLane; notices: QueuedNotice[] }>()
  for (const notice of queued) {
    const [channel, lane] = [notice.channel, sendLane(notice.lane)]
    const group = groups.get(sendQueue(channel, lane)) ?? { channel, lane, notices: [] }
    group.notices.push(notice)
    groups.set(sendQueue(channel, lane), group)
  }
  await Promise.all(
    [...groups.values()].map(({ channel, lane, notices }) => {
      const limits = deps.channels.find(({ name }) => name === channel)?.limits
      return deps.bell(channel, lane).ring(bundled(notices, limits === undefined ? 1 : lanePace(limits, lane).bundle))
    }),
  )
}

function bundled(notices: readonly QueuedNotice[], size: number): SendPayload[] {
  const payloads: SendPayload[] = []
  for (let start = 0; start < notices.length; start += size) {
    const bundle = notices.slice(start, start + size)
    payloads.push({ noticeIds: bundle.map(({ noticeId }) => noticeId).join(','), round: (bundle[0] as QueuedNotice).round })
  }
  return payloads
}
