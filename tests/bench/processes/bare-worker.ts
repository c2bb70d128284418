/**
 * What Loa's worker is measured beside: BullMQ and an HTTP request, nothing else. Same backend, same concurrency, same
 * provider, a request of the same size, the same keep-alive; no database, no text, no record.
 */
import { Agent, request } from 'node:http'
import { Worker, createPostgresBackend, withBackend } from 'bullmq'
import type { ConnectionOptions, Job } from 'bullmq'
import { Redis } from 'ioredis'
import type { BareTask } from '../bare.ts'

const task = JSON.parse(process.argv[2] as string) as BareTask
const agent = new Agent({ keepAlive: true })

function post(requestId: string): Promise<void> {
  const body = Buffer.from(JSON.stringify({ ...task.body, RequestId: requestId }))
  return new Promise((done, fail) => {
    const call = request(task.url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.length } }, (response) => {
      let answer = ''
      response.setEncoding('utf8').on('data', (piece: string) => {
        answer += piece
      })
      response.on('end', () => (JSON.parse(answer) as { CodeResult: string }).CodeResult === '100' ? done() : fail(new Error(answer)))
    })
    call.on('error', fail)
    call.end(body)
  })
}

const run = (job: Job<{ noticeId: string }>): Promise<void> => post(`bare-${job.data.noticeId}-1`)
const options = { concurrency: task.concurrency }
if (task.redisUrl === undefined) {
  const onPostgres = withBackend(createPostgresBackend)
  const worker = new onPostgres.Worker(task.queue, run as never, { ...options, connection: { connectionString: task.databaseUrl, schema: task.schema, max: 2 } })
  worker.on('error', () => undefined)
} else {
  const connection = new Redis(task.redisUrl, { maxRetriesPerRequest: null }) as ConnectionOptions
  const worker = new Worker(task.queue, run, { ...options, prefix: task.schema, connection })
  worker.on('error', () => undefined)
}
process.send?.({ ready: true })
process.on('disconnect', () => process.exit())
