/**
 * Puts right what a crash, a lost bell or a late receipt has left. Every step is harmless when nothing is wrong: it looks
 * at locks and rows, never at elapsed time alone, because the recovery path is where peers have told people twice.
 */
import { providerOf } from '../channels/channel.ts'
import type { Channel } from '../channels/channel.ts'
import { later } from '../domain/calendar.ts'
import type { ChannelName } from '../domain/notice-state.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import type { Bell } from '../queue/job.ts'
import { SEND_LANES, lanePace, sendQueue } from './delivery-job.ts'
import type { SendLane, SendPayload } from './delivery-job.ts'
import { ringFor } from './promote.ts'
import type { QueuedNotice } from './promote.ts'

export interface SweepDeps {
  clock: Clock
  log: Log
  channels: readonly Pick<Channel, 'name' | 'provider' | 'idempotent' | 'limits'>[]
  /** `tellTwinsApart`: providers that ignore a request which they have seen. */
  recoverOrphans(now: Date, tellTwinsApart: readonly string[]): Promise<{ requeued: QueuedNotice[]; unconfirmed: number }>
  queuedNotices(query: { channel: ChannelName; before: Date; limit: number; afterId: string }): Promise<QueuedNotice[]>
  escalateSilence(now: Date): Promise<number>
  applyReceipts(now: Date): Promise<number>
  depth(queue: string): Promise<number>
  bell(channel: ChannelName, lane: SendLane): Bell<SendPayload>
}

export interface SweepResult {
  requeued: number
  unconfirmed: number
  rungAgain: number
  escalated: number
  receipts: number
}

/** A bell needs a moment to be heard; younger rows are left in peace. */
const UNHEARD_MS = 20_000
const PAGE = 2_000

export function sweep(deps: SweepDeps) {
  return async (): Promise<SweepResult> => {
    const now = deps.clock.now()
    const receipts = await deps.applyReceipts(now)
    const orphans = await deps.recoverOrphans(now, deps.channels.filter((channel) => channel.idempotent).map(providerOf))
    await ringFor(deps, orphans.requeued)
    const rungAgain = await ringUnheard(deps, now)
    const escalated = await deps.escalateSilence(now)
    const result = { requeued: orphans.requeued.length, unconfirmed: orphans.unconfirmed, rungAgain, escalated, receipts }
    if (Object.values(result).some((count) => count > 0)) deps.log.info(result, 'swept')
    return result
  }
}

/**
 * Rows that wait although their queue holds fewer bells than there are rows: the queue was wiped, or a bell was lost
 * between commit and ring. A claim decides who sends, however often it is rung for.
 */
async function ringUnheard(deps: SweepDeps, now: Date): Promise<number> {
  let rung = 0
  for (const channel of deps.channels) {
    let afterId = '0'
    for (;;) {
      const page = await deps.queuedNotices({ channel: channel.name, before: later(now, -UNHEARD_MS), limit: PAGE, afterId })
      const last = page.at(-1)
      if (last === undefined) break
      const depths = await Promise.all(SEND_LANES.map((lane) => deps.depth(sendQueue(channel.name, lane))))
      // A long queue that is simply being worked off: its bells hang, only its oldest rows are checked.
      const hanging = depths.reduce((sum, depth, index) => sum + depth * lanePace(channel.limits, SEND_LANES[index] as SendLane).bundle, 0)
      await ringFor(deps, page)
      rung += page.length
      afterId = last.noticeId
      if (hanging > rung) break
    }
  }
  return rung
}
