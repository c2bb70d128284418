/** From the register to rung bells, for everybody at once: outbox rows, channels chosen, jobs on the queue. */
import { promoteDue } from '../../../src/delivery/promote.ts'
import { sendJob } from '../../../src/delivery/delivery-job.ts'
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import { listCommunes } from '../../../src/store/communes.ts'
import { promoteNotices } from '../../../src/store/promote-notices.ts'
import { count, timed } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Backend } from '../installation.ts'
import { addCards, addPeople, addPhones, settleDown } from '../invented-people.ts'
import { stubChannel } from '../stub.ts'

export const enqueue: Figure = {
  name: 'enqueue',
  about: 'a notice for everybody of 1,000,000, from the register to rung bells',
  async measure(bench) {
    const backends: Backend[] = bench.ground.redisUrl === undefined ? ['postgres'] : ['redis', 'postgres']
    const rows: Measured[] = []
    for (const backend of backends) rows.push(...(await enqueueOn(bench, backend)))
    return rows
  },
}

async function enqueueOn(bench: Bench, backend: Backend): Promise<Measured[]> {
  const notices = bench.short ? 10_000 : 1_000_000
  const own = await install(bench, backend, stubChannel('http://127.0.0.1:9'))
  try {
    await addPeople(own, notices)
    await addPhones(own, notices)
    await addCards(own, notices, addDays(vietnamDay(own.app.clock.now()), 30))
    await settleDown(own)
    bench.say(`${backend}: ${count(notices)} people are ready`)

    const planned = await timed(() => own.app.plan())
    bench.say(`${backend}: planned in ${(planned.ms / 1_000).toFixed(1)} s`)
    const busy = { choosing: 0, ringing: 0 }
    let rung = 0
    const { app } = own
    const promote = promoteDue({
      clock: app.clock,
      channels: app.channels,
      communes: () => listCommunes(app.ground.database),
      promote: async (request) => {
        const { ms, result } = await timed(() => promoteNotices(app.ground.database, request))
        busy.choosing += ms
        return result
      },
      bell: (channel, lane) => ({
        ring: async (payloads) => {
          rung += payloads.length
          busy.ringing += (await timed(() => app.queue.bell(sendJob(channel, lane)).ring(payloads))).ms
        },
      }),
    })
    const promoted = await timed(() => promote())
    const bells = await app.queue.depth('send-sms-bulk')
    if (promoted.result !== notices || bells !== rung) throw new Error(`${promoted.result} promoted, ${rung} bells rung and ${bells} hanging for ${notices} notices`)
    const seconds = (planned.ms + promoted.ms) / 1_000
    const part = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
    return [
      {
        what: `enqueue ${count(notices)} notices, ${backend}`, value: seconds, unit: 's', goal: { atMost: (60 * notices) / 1_000_000 },
        note: `outbox rows ${part(planned.ms)}, then ${part(promoted.ms)}, in which choosing channels took ${part(busy.choosing)} and ringing beside it ${part(busy.ringing)}`,
      },
      { what: `– register rows → notices, ${backend}`, value: (notices * 1_000) / planned.ms, unit: '/s', goal: { atLeast: 50_000 } },
      { what: `– choose and ring, ${backend}`, value: (notices * 1_000) / promoted.ms, unit: '/s' },
    ]
  } finally {
    await own.close()
  }
}
