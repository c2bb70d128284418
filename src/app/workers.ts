/** The workers of this process: one for each channel and lane, and what they share. */
import { providerOf } from '../channels/channel.ts'
import type { Channel } from '../channels/channel.ts'
import type { EditableContent } from '../content/content.ts'
import { claimSurely } from '../delivery/claim-surely.ts'
import { compose } from '../delivery/compose.ts'
import { SEND_LANES, lanePace, sendJob } from '../delivery/delivery-job.ts'
import type { SendLane } from '../delivery/delivery-job.ts'
import type { GiveWay } from '../delivery/give-way.ts'
import type { ClaimedNotice } from '../delivery/notice.ts'
import { sendNotice } from '../delivery/send-notice.ts'
import type { Settlement } from '../delivery/settlement.ts'
import { batched } from '../kernel/batch.ts'
import type { Clock } from '../kernel/clock.ts'
import { persistently } from '../kernel/persist.ts'
import type { QueueBackend } from '../queue/bull.ts'
import { pauseChannel } from '../store/channel-states.ts'
import { claimNotices, giveBackNotices } from '../store/claim-notices.ts'
import type { ClaimRequest } from '../store/claim-notices.ts'
import { isConnectionLost } from '../store/database.ts'
import type { Ground } from '../store/ground.ts'
import { settleNotices } from '../store/settle-notices.ts'
import { openWorkerSession } from '../store/worker-session.ts'

/** A provider that has not answered by then leaves the outcome unknown. */
const SEND_TIMEOUT_MS = 20_000
/** Calls made within this time share a statement. Short against a provider's answer, long against a commit. */
const BATCH = { maxItems: 200, lingerMs: 2, maxRunning: 1, isolate: (problem: unknown) => !isConnectionLost(problem) }

export async function startWorkers(
  ground: Ground, clock: Clock, channels: readonly Channel[], content: EditableContent, queue: QueueBackend, random: () => number, way: GiveWay,
): Promise<() => Promise<void>> {
  const { config, log, database, cipher, installationId } = ground
  const session = openWorkerSession(database, { host: config.nodeName, roles: 'worker', log })
  await session.id()
  const write = compose({ content, clock })
  const settle = batched(settleNotices(database.keyed, cipher), BATCH)
  const giveBack = batched(giveBackNotices(database.keyed), BATCH)
  const handlers = channels.flatMap((channel) => {
    const claim = batched<ClaimRequest, ClaimedNotice | undefined>(claimNotices(database.keyed, cipher, installationId), BATCH)
    const handler = sendNotice({
      channel, clock, log, random,
      timeoutMs: SEND_TIMEOUT_MS,
      compose: write,
      claim: claimSurely({ clock, provider: providerOf(channel), sessionId: () => session.id(), claim, giveBack, isPassing: isConnectionLost }),
      // The message may have left: its record is worth waiting for a database that is just restarting.
      settle: (settlement: Settlement) => persistently(() => settle(settlement), isConnectionLost),
      pauseChannel: (communeId, name, reason, until) =>
        persistently(() => pauseChannel(database.pool, communeId, name, reason, clock.now(), until), isConnectionLost),
    })
    const inLane: Record<SendLane, typeof handler> = {
      bulk: async (payload, context) => {
        await way.pass()
        return handler(payload, context)
      },
      reply: (payload, context) => way.before(() => handler(payload, context)),
    }
    return SEND_LANES.map((lane) => ({ job: sendJob(channel.name, lane), handler: inLane[lane], ...lanePace(channel.limits, lane) }))
  })
  const workers = handlers.map(({ job, handler, bundle, rate }) => queue.work(job, handler, { concurrency: Math.ceil(config.sendConcurrency / bundle), rate }))
  return async () => {
    await Promise.all(workers.map((worker) => worker.stop()))
    await session.close()
  }
}
