/** One run of the bare worker (processes/bare-worker.ts) over `messages` jobs that wait for it. */
import { Queue, createPostgresBackend, runMigrations, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import type { Bench } from './figure.ts'
import { ownName } from './ground.ts'
import type { Backend } from './installation.ts'
import { cpuMs } from './process-cost.ts'
import { startProcess } from './process.ts'
import type { Stub } from './stub.ts'
import { until } from './until.ts'

export interface BareTask {
  url: string
  queue: string
  /** Prefix of its keys, or name of its schema. */
  schema: string
  redisUrl?: string
  databaseUrl: string
  concurrency: number
  body: Readonly<Record<string, string>>
}

/** As Loa's own chunks. */
const CHUNK = 500
/** A card reminder without marks is about this long. */
const BODY = {
  ApiKey: 'khoa-bia-dat', SecretKey: 'bi-mat-bia-dat', Phone: '0900000001', Brandname: 'XA BIA DAT', SmsType: '2', IsUnicode: '0', Sandbox: '0',
  Content: 'x'.repeat(290),
}

export interface Pace {
  /** Messages a second. */
  rate: number
  /** Processor time of the worker, for each message. */
  cpuMicros: number
}

/** From the first request to the last. */
export async function bareRate({ ground }: Bench, backend: Backend, stub: Stub, messages: number, concurrency: number): Promise<Pace> {
  const schema = ownName()
  const task: BareTask = {
    url: `${stub.url}/MainService.svc/json/SendMultipleMessage_V4_post_json/`,
    queue: 'bare', schema, databaseUrl: ground.databaseUrl, concurrency, body: BODY,
    ...(backend === 'redis' ? { redisUrl: ground.redisUrl as string } : {}),
  }
  const { queue, end } = backend === 'redis' ? onRedis(task) : await onPostgres(task)
  await stub.forget()
  try {
    for (let from = 0; from < messages; from += CHUNK) {
      await queue.addBulk(
        Array.from({ length: Math.min(CHUNK, messages - from) }, (_, n) => ({
          name: 'send', data: { noticeId: String(from + n) }, opts: { jobId: `n${from + n}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
        })),
      )
    }
    const worker = await startProcess('bare-worker', [JSON.stringify(task)])
    const before = await cpuMs(worker.pid)
    await until(async () => (await stub.report()).requests >= messages, `${messages} bare messages`)
    const cpuMicros = ((await cpuMs(worker.pid)) - before) * 1_000 / messages
    await worker.end()
    const { firstAt, lastAt } = await stub.report()
    return { rate: (messages * 1_000) / (lastAt - firstAt), cpuMicros }
  } finally {
    await end()
    await ground.pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
  }
}

interface BareQueue {
  queue: Queue
  end(): Promise<void>
}

function onRedis({ queue: name, schema, redisUrl }: BareTask): BareQueue {
  const connection = new Redis(redisUrl as string, { maxRetriesPerRequest: null })
  const queue = new Queue(name, { prefix: schema, connection })
  queue.on('error', () => undefined)
  return {
    queue,
    end: async () => {
      await queue.obliterate({ force: true })
      await queue.close()
      connection.disconnect()
    },
  }
}

async function onPostgres({ queue: name, schema, databaseUrl }: BareTask): Promise<BareQueue> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await runMigrations(client as never, schema)
  await client.end()
  const queue = new (withBackend(createPostgresBackend).Queue)(name, { connection: { connectionString: databaseUrl, schema, max: 1 } })
  queue.on('error', () => undefined)
  return { queue: queue as unknown as Queue, end: () => queue.close() }
}
