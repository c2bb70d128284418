/** From "due now" to the provider: the running program with its ticks, nothing rung by hand. */
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import { count } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Backend } from '../installation.ts'
import { addCards, addPeople, addPhones, settleDown } from '../invented-people.ts'
import { startProcess } from '../process.ts'
import { startStub, stubChannel } from '../stub.ts'
import type { Stub } from '../stub.ts'
import { until } from '../until.ts'

const NOTICES = 1_000

export const handOver: Figure = {
  name: 'hand-over',
  about: 'how soon the provider has a notice that is due now',
  async measure(bench) {
    const stub = await startStub()
    try {
      const rows = await handOverOn(bench, 'postgres', stub)
      return bench.ground.redisUrl === undefined ? rows : [...rows, ...(await handOverOn(bench, 'redis', stub))]
    } finally {
      await stub.end()
    }
  },
}

async function handOverOn(bench: Bench, backend: Backend, stub: Stub): Promise<Measured[]> {
  const own = await install(bench, backend, stubChannel(stub.url))
  try {
    await addPeople(own, NOTICES)
    await addPhones(own, NOTICES)
    await settleDown(own)
    await stub.forget()
    const loa = await startProcess('loa-worker', ['worker,scheduler'], own.env)
    await addCards(own, NOTICES, addDays(vietnamDay(own.app.clock.now()), 30))
    await own.app.plan()
    const plannedAt = Date.now()
    await until(async () => (await stub.report()).requests >= NOTICES, `${NOTICES} messages`)
    await loa.end()
    const waits = [...(await stub.arrivals()).values()].map((at) => at - plannedAt).sort((a, b) => a - b)
    const at = (share: number): number => (waits[Math.ceil(waits.length * share) - 1] as number) / 1_000
    return [{
      what: `hand-over, 99 % of notices, ${backend}`, value: at(0.99), unit: 's', goal: { atMost: 5 },
      note: `${count(NOTICES)} due at once, from their commit to the provider; half within ${at(0.5).toFixed(1)} s`,
    }]
  } finally {
    await own.close()
  }
}
