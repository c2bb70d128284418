/** What an installation stands on, for its admins. */
import type { App } from '../app.ts'
import { answerJob } from '../bot/answer-message.ts'
import { SEND_LANES, sendQueue } from '../delivery/delivery-job.ts'
import { workersOlderThan } from '../store/reseal.ts'
import type { MachinePort, MachineView } from '../web/console/machine-routes.ts'

export function machineOf({ ground, clock, channels, queue }: Pick<App, 'ground' | 'clock' | 'channels' | 'queue'>): MachinePort {
  const { database, config } = ground
  const counted = (name: string) => queue.counts(name).catch(() => undefined)
  return {
    view: async (): Promise<MachineView> => {
      const [{ rows }, workers, sending, answering] = await Promise.all([
        database.pool.query<{ version: string; megabytes: number }>(
          "SELECT current_setting('server_version') AS version, (pg_database_size(current_database()) / 1048576)::int AS megabytes",
        ),
        workersOlderThan(database, clock.now()),
        Promise.all(channels.flatMap(({ name }) => SEND_LANES.map(async (lane) => ({ channel: name, lane, counts: await counted(sendQueue(name, lane)) })))),
        counted(answerJob.queue),
      ])
      const [server] = rows
      return {
        database: { version: server?.version ?? '', megabytes: server?.megabytes ?? 0, ownedByLoa: config.databaseUrl === undefined },
        queueOn: queue.kind, workers,
        queues: [...sending, { channel: undefined, lane: 'reply', counts: answering }],
      }
    },
  }
}
