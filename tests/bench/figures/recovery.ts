/** kill −9 of one of two workers: until everything that it held is resolved. */
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Backend } from '../installation.ts'
import { addCards, addPeople, addPhones } from '../invented-people.ts'
import { startProcess } from '../process.ts'
import { startStub, stubChannel } from '../stub.ts'
import type { Stub } from '../stub.ts'
import { until } from '../until.ts'

export const recovery: Figure = {
  name: 'recovery',
  about: 'a worker is killed while it sends; another one is there',
  async measure(bench) {
    const stub = await startStub()
    try {
      const rows = await recoveryOn(bench, 'postgres', stub)
      return bench.ground.redisUrl === undefined ? rows : [...rows, ...(await recoveryOn(bench, 'redis', stub))]
    } finally {
      await stub.end()
    }
  },
}

async function recoveryOn(bench: Bench, backend: Backend, stub: Stub): Promise<Measured[]> {
  const messages = bench.short ? 1_000 : 5_000
  const own = await install(bench, backend, stubChannel(stub.url))
  try {
    await addPeople(own, messages)
    await addPhones(own, messages)
    await addCards(own, messages, addDays(vietnamDay(own.app.clock.now()), 30))
    await stub.forget()
    await own.app.plan()
    await own.app.start(['scheduler'])
    const victim = await startProcess('loa-worker', ['worker'], own.env)
    const heir = await startProcess('loa-worker', ['worker'], own.env)
    await until(async () => (await stub.report()).requests >= messages / 4, 'a quarter of the messages', { everyMs: 5 })
    await victim.end('SIGKILL')
    const killedAt = performance.now()
    // Whatever the victim claimed is held by a session whose lock nobody holds any more.
    const held = await own.sql<{ id: string }>(
      `SELECT n.id FROM notice n WHERE n.state = 'sending' AND n.claimed_by IN (SELECT id FROM worker_session WHERE pid = $1)`, [victim.pid],
    )
    await until(async () => (await own.sql("SELECT FROM notice WHERE state IN ('planned', 'queued', 'sending') LIMIT 1")).length === 0, 'the rest of the messages')
    const seconds = (performance.now() - killedAt) / 1_000
    await heir.end()
    const sent = (await own.sql<{ n: number }>("SELECT count(*)::int AS n FROM notice WHERE state IN ('sent', 'delivered')"))[0]?.n ?? 0
    const { requests } = await stub.report()
    return [{
      what: `killed worker, everything resumed, ${backend}`, value: seconds, unit: 's', goal: { atMost: 60 },
      note: `${held.length} in flight; of ${messages} ${sent} sent, ${messages - sent} in doubt, ${requests - messages} asked for again under the same request id`,
    }]
  } finally {
    await own.close()
  }
}
