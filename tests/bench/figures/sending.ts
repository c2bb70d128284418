/**
 * Messages a second of a worker process, from claim to record, beside a bare BullMQ worker that only makes the same
 * request. The two take turns, so that whatever else the machine does disturbs both.
 */
import { addDays, vietnamDay } from '../../../src/domain/calendar.ts'
import { bareRate } from '../bare.ts'
import type { Pace } from '../bare.ts'
import { count, median } from '../figure.ts'
import type { Bench, Figure, Measured } from '../figure.ts'
import { install } from '../installation.ts'
import type { Backend, Installation } from '../installation.ts'
import { addCards, addPeople, addPhones, settleDown } from '../invented-people.ts'
import { cpuMs } from '../process-cost.ts'
import { startProcess } from '../process.ts'
import { startStub, stubChannel } from '../stub.ts'
import type { Stub } from '../stub.ts'
import { until } from '../until.ts'

const CONCURRENCY = 64

export const sending: Figure = {
  name: 'sending',
  about: 'messages a second of one and two workers, and of bare BullMQ with the same requests',
  async measure(bench) {
    const stub = await startStub()
    try {
      const rows: Measured[] = []
      if (bench.ground.redisUrl !== undefined) rows.push(...(await sendingOn(bench, 'redis', stub)))
      return [...rows, ...(await sendingOn(bench, 'postgres', stub))]
    } finally {
      await stub.end()
    }
  },
}

async function sendingOn(bench: Bench, backend: Backend, stub: Stub): Promise<Measured[]> {
  const messages = bench.short ? 1_000 : 10_000
  const rounds = bench.short ? 1 : 3
  const own = await install(bench, backend, { ...stubChannel(stub.url), LOA_SEND_CONCURRENCY: String(CONCURRENCY) })
  try {
    await addPeople(own, messages)
    await addPhones(own, messages)
    await addCards(own, messages, addDays(vietnamDay(own.app.clock.now()), 30))
    await settleDown(own)
    const pairs: { loa: Pace; bare: Pace }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const loa = await loaRate(own, stub, messages)
      const bare = await bareRate(bench, backend, stub, messages, CONCURRENCY)
      bench.say(`${backend}: Loa ${count(loa.rate)}/s with ${count(loa.cpuMicros)} µs of processor a message, bare ${count(bare.rate)}/s with ${count(bare.cpuMicros)}`)
      pairs.push({ loa, bare })
    }
    const two = backend === 'redis' ? await twoWorkers(own, stub, messages, rounds) : undefined
    const of = (side: 'loa' | 'bare', what: keyof Pace): number => median(pairs.map((pair) => pair[side][what]))
    const isGoal = backend === 'redis'
    return [
      {
        what: `one worker, ${backend}`, value: of('loa', 'rate'), unit: 'messages/s', ...(isGoal ? { goal: { atLeast: 800 } } : {}),
        note: `${count(messages)} SMS over HTTP, claimed, written, sent, recorded; median of ${rounds}, best ${count(Math.max(...pairs.map((pair) => pair.loa.rate)))}`,
      },
      {
        what: `one worker beside bare BullMQ + HTTP, ${backend}`, value: median(pairs.map((pair) => pair.loa.rate / pair.bare.rate)), unit: '×', ...(isGoal ? { goal: { atLeast: 0.5 } } : {}),
        note: `bare ${count(of('bare', 'rate'))} messages/s, same requests, taking turns; processor time of the worker ${count(of('loa', 'cpuMicros'))} µs a message beside ${count(of('bare', 'cpuMicros'))}`,
      },
      ...(two === undefined ? [] : [{
        what: 'two workers, bells rung meanwhile, redis', value: two, unit: 'messages/s', goal: { atLeast: 1_500 }, note: `median of ${rounds}`,
      }]),
    ]
  } finally {
    await own.close()
  }
}

/** All bells hang before the worker starts; its clock runs from its first request to the last record in the database. */
async function loaRate(own: Installation, stub: Stub, messages: number): Promise<Pace> {
  await own.clear()
  await stub.forget()
  await own.app.plan()
  await own.app.promote()
  const worker = await startProcess('loa-worker', ['worker'], own.env)
  const before = await cpuMs(worker.pid)
  const endedAt = await allRecorded(own)
  const cpuMicros = (((await cpuMs(worker.pid)) - before) * 1_000) / messages
  await worker.end()
  return { rate: await rateOf(stub, messages, endedAt), cpuMicros }
}

async function twoWorkers(own: Installation, stub: Stub, messages: number, rounds: number): Promise<number> {
  const rates: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await own.clear()
    await stub.forget()
    await own.app.plan()
    const workers = await Promise.all([startProcess('loa-worker', ['worker'], own.env), startProcess('loa-worker', ['worker'], own.env)])
    await own.app.promote()
    const endedAt = await allRecorded(own)
    await Promise.all(workers.map((worker) => worker.end()))
    rates.push(await rateOf(stub, messages, endedAt))
  }
  return median(rates)
}

async function allRecorded({ sql }: Installation): Promise<number> {
  await until(async () => (await sql("SELECT FROM notice WHERE state IN ('planned', 'queued', 'sending') LIMIT 1")).length === 0, 'all messages to be sent')
  return Date.now()
}

/** Fails when anybody was told twice or not at all: a figure that is wrong is worth nothing. */
async function rateOf(stub: Stub, messages: number, endedAt: number): Promise<number> {
  const { requests, firstAt } = await stub.report()
  if (requests !== messages) throw new Error(`${requests} requests for ${messages} messages`)
  return (messages * 1_000) / (endedAt - firstAt)
}
