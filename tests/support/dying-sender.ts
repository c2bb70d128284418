/**
 * A worker that dies at the worst moment: the provider has the message, the record is not written. Made of the real
 * parts; only its record never arrives, and its proof of life ends as that of a killed process does.
 */
import { providerOf } from '../../src/channels/channel.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { compose } from '../../src/delivery/compose.ts'
import { sendNotice } from '../../src/delivery/send-notice.ts'
import { claimNotices } from '../../src/store/claim-notices.ts'
import { openWorkerSession } from '../../src/store/worker-session.ts'
import { silentLog } from './database.ts'
import type { Pipeline } from './pipeline.ts'

/** Hands every queued notice of this channel to the provider, and dies. */
export async function sendAndDie({ app, clock, sql }: Pipeline, channel: Channel): Promise<void> {
  const { database, cipher, installationId } = app.ground
  const session = openWorkerSession(database, { host: 'test', roles: 'worker', log: silentLog })
  const sessionId = await session.id()
  let died = (): void => undefined
  const death = new Promise<void>((done) => {
    died = done
  })
  const send = sendNotice({
    channel, clock,
    log: silentLog,
    random: () => 0.5,
    timeoutMs: 5_000,
    compose: compose({ content: app.content, clock }),
    claim: async (noticeId, name) => (await claimNotices(database.pool, cipher, installationId)([{ noticeId, channel: name, provider: providerOf(channel), sessionId, at: clock.now() }]))[0],
    settle: () => {
      died()
      return new Promise(() => undefined)
    },
    pauseChannel: async () => undefined,
  })
  for (const { id } of await sql<{ id: string }>("SELECT id FROM notice WHERE state = 'queued' AND channel = $1", [channel.name])) {
    void send({ noticeIds: id, round: '0' }, { signal: new AbortController().signal })
    await death
  }
  await session.close()
}
