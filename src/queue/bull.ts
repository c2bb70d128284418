/**
 * BullMQ's one door: bells (producers) and workers, on Redis where REDIS_URL is set, else on PostgreSQL. Handlers are
 * given; this file knows none by name. A job never holds more than ids and is gone when it ends, because the row in
 * PostgreSQL is what remembers.
 */
import { Queue, Worker, createPostgresBackend, runMigrations, withBackend } from 'bullmq'
import type { ConnectionOptions, WorkerOptions as BullWorkerOptions } from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'
import { EXIT, LoaError, UserError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import type { Bell, JobDefinition, JobHandler, JobPayload, WorkerOptions } from './job.ts'

export interface QueueBackend {
  readonly kind: 'redis' | 'postgres'
  bell<Payload extends JobPayload>(job: JobDefinition<Payload>): Bell<Payload>
  work<Payload extends JobPayload>(job: JobDefinition<Payload>, handler: JobHandler<Payload>, options: WorkerOptions): RunningWorker
  /** Jobs waiting or running on a queue. */
  depth(queue: string): Promise<number>
  counts(queue: string): Promise<QueueCounts>
  ping(): Promise<void>
  close(): Promise<void>
}

export interface QueueCounts {
  waiting: number
  active: number
  /** To be tried again later. */
  delayed: number
  failed: number
}

export interface RunningWorker {
  readonly queue: string
  /** Takes no new job, lets those in flight finish. */
  stop(): Promise<void>
}

export interface QueueOptions {
  redisUrl: string | undefined
  databaseUrl: string
  prefix: string
  log: Log
}

/** BullMQ's own advice: more in one call makes the server's processor spike. */
const CHUNK = 500
/** An idle worker looks this often even if the wake-up signal was lost (seconds). */
const DRAIN_DELAY_S = 5
const CLOSE_MS = 15_000

export async function openQueue(options: QueueOptions): Promise<QueueBackend> {
  return options.redisUrl === undefined ? openOnPostgres(options) : openOnRedis(options, options.redisUrl)
}

async function openOnRedis(options: QueueOptions, url: string): Promise<QueueBackend> {
  const quiet = (connection: Redis): Redis => connection.on('error', (err) => options.log.warn({ err }, 'Redis connection lost'))
  // Producers fail at once while Redis is away; the outbox keeps what could not be rung.
  const producer = quiet(new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true }))
  await producer.connect().catch((cause: unknown) => {
    producer.disconnect()
    throw new UserError('queue.unreachable', 'Không kết nối được Redis theo REDIS_URL. Kiểm tra địa chỉ, mật khẩu, và Redis đã chạy chưa.', {
      cause,
      exitCode: EXIT.unavailable,
    })
  })
  await refuseEviction(producer)
  // Workers wait for Redis to come back.
  const consumer = quiet(new Redis(url, { maxRetriesPerRequest: null }))
  const base = { prefix: options.prefix }
  return assemble(options, 'redis', {
    queue: (name) => new Queue(name, { ...base, connection: producer as ConnectionOptions, skipWaitingForReady: true }),
    worker: (name, run, workerOptions) => new Worker(name, run, { ...base, ...workerOptions, connection: consumer as ConnectionOptions }),
    ping: async () => void (await producer.ping()),
    end: async () => {
      producer.disconnect()
      consumer.disconnect()
    },
  })
}

/** A Redis that evicts would drop bells under memory pressure, silently. */
async function refuseEviction(redis: Redis): Promise<void> {
  const answer = (await redis.config('GET', 'maxmemory-policy').catch(() => undefined)) as string[] | undefined
  const policy = answer?.[1]
  if (policy === undefined || policy === 'noeviction') return // managed services may forbid CONFIG: doctor says so
  redis.disconnect()
  throw new UserError('queue.evicts', `Redis đang đặt maxmemory-policy=${policy} nên có thể tự xóa việc chờ gửi. Đặt lại: CONFIG SET maxmemory-policy noeviction.`, {
    exitCode: EXIT.unavailable,
  })
}

async function openOnPostgres(options: QueueOptions): Promise<QueueBackend> {
  const schema = `${options.prefix}_queue`
  const client = new pg.Client({ connectionString: options.databaseUrl, application_name: 'loa-queue' })
  await client.connect()
  try {
    await runMigrations(client as never, schema)
  } finally {
    await client.end()
  }
  const connection = (max: number) => ({
    connectionString: options.databaseUrl, schema, max, keepAlive: true, application_name: 'loa-queue', idleTimeoutMillis: 30_000,
    // A bell needs no disk: what a power cut takes from the queue, the sweep rings again from the rows.
    options: '-c synchronous_commit=off',
  })
  const onPostgres = withBackend(createPostgresBackend)
  const ping = new pg.Pool({ ...connection(1), min: 0 })
  ping.on('error', () => undefined)
  return assemble(options, 'postgres', {
    queue: (name) => new onPostgres.Queue(name, { connection: connection(1) }) as unknown as Queue,
    worker: (name, run, workerOptions) =>
      new onPostgres.Worker(name, run, { ...workerOptions, connection: connection(2) }) as unknown as Worker,
    ping: async () => void (await ping.query('SELECT 1')),
    end: () => ping.end(),
  })
}

interface Parts {
  queue(name: string): Queue
  worker(name: string, run: (job: { name: string; data: JobPayload }) => Promise<unknown>, options: Omit<BullWorkerOptions, 'connection'>): Worker
  ping(): Promise<void>
  end(): Promise<void>
}

function assemble({ log }: QueueOptions, kind: QueueBackend['kind'], parts: Parts): QueueBackend {
  const queues = new Map<string, Queue>()
  const workers = new Set<RunningWorker>()
  const queueOf = (name: string): Queue => {
    const known = queues.get(name)
    if (known !== undefined) return known
    const made = parts.queue(name)
    made.on('error', (err) => log.warn({ err, queue: name }, 'queue error'))
    queues.set(name, made)
    return made
  }
  return {
    kind,
    bell: (job) => ({ ring: (payloads) => ring(queueOf(job.queue), job, payloads) }),
    work(job, handler, options) {
      const running = startWorker(parts, log, job, handler, options)
      workers.add(running)
      return running
    },
    depth: async (name) => {
      const counts = await queueOf(name).getJobCounts('waiting', 'active', 'prioritized', 'delayed')
      return Object.values(counts).reduce((sum, n) => sum + n, 0)
    },
    counts: async (name) => {
      const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = await queueOf(name).getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed')
      return { waiting: waiting + prioritized, active, delayed, failed }
    },
    ping: parts.ping,
    close: async () => {
      await Promise.all([...workers].map((worker) => worker.stop()))
      await withDeadline(Promise.all([...queues.values()].map((queue) => queue.close())), CLOSE_MS)
      await parts.end()
    },
  }
}

async function ring<Payload extends JobPayload>(queue: Queue, job: JobDefinition<Payload>, payloads: readonly Payload[]): Promise<void> {
  for (let start = 0; start < payloads.length; start += CHUNK) {
    const jobs = payloads.slice(start, start + CHUNK).map((payload) => {
      refuseContent(job, payload)
      return { name: job.name, data: payload, opts: { jobId: job.key(payload), attempts: 1, removeOnComplete: true, removeOnFail: true } }
    })
    await queue.addBulk(jobs)
  }
}

/** Whoever can read the queue can read its payloads in clear: ids only. */
function refuseContent(job: JobDefinition<never>, payload: JobPayload): void {
  for (const [name, value] of Object.entries(payload)) {
    if (!/^[\w:-]{1,64}(,[\w:-]{1,64}){0,15}$/.test(String(value))) {
      throw new LoaError('queue.content', 'a job payload may hold ids only', { detail: { job: job.name, field: name } })
    }
  }
}

function startWorker<Payload extends JobPayload>(
  parts: Parts, log: Log, job: JobDefinition<Payload>, handler: JobHandler<Payload>, options: WorkerOptions,
): RunningWorker {
  const stopping = new AbortController()
  const run = async ({ data }: { data: JobPayload }): Promise<void> => {
    const outcome = await handler(data as Payload, { signal: stopping.signal })
    if (outcome.kind === 'pause') await worker.rateLimit(outcome.forMs)
  }
  const worker = parts.worker(job.queue, run, {
    concurrency: options.concurrency,
    drainDelay: DRAIN_DELAY_S,
    stalledInterval: 15_000,
    // The manual pause above works only on a worker that has a limiter, so an unlimited one gets a generous one.
    limiter: { max: options.rate?.max ?? 1_000_000, duration: options.rate?.perMs ?? 1_000 },
  })
  worker.on('error', (err) => log.warn({ err, queue: job.queue }, 'worker error'))
  worker.on('failed', (_job, err) => log.error({ err, queue: job.queue }, 'job failed'))
  return {
    queue: job.queue,
    stop: async () => {
      stopping.abort()
      // BullMQ's close has no deadline of its own; what does not end in time is what a crash would leave.
      await withDeadline(worker.close(), CLOSE_MS)
    },
  }
}

async function withDeadline(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<void>((done) => {
    timer = setTimeout(done, ms)
  })
  await Promise.race([work.then(() => undefined, () => undefined), deadline])
  clearTimeout(timer)
}
