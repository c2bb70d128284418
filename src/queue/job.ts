/**
 * What a job is. The row in PostgreSQL is the truth and the job is its doorbell: a payload holds ids and nothing
 * else, a job may be lost, doubled or late, and its handler must be right all the same.
 */

export interface JobDefinition<Payload extends JobPayload = JobPayload> {
  /** `folder.verb`: "delivery.send". */
  readonly name: string
  /** The queue it travels on. */
  readonly queue: string
  /** Derives the id under which a second ring of the same bell is ignored while the first still waits. */
  readonly key: (payload: Payload) => string
}

/** Ids only: no name, no phone, no text. Checked when a job is added. */
export type JobPayload = Readonly<Record<string, string | number>>

export interface Bell<Payload extends JobPayload = JobPayload> {
  ring(payloads: readonly Payload[]): Promise<void>
}

export interface JobContext {
  /** Ends when the process is stopping: let what is in flight finish, start nothing new. */
  readonly signal: AbortSignal
}

export type JobHandler<Payload extends JobPayload = JobPayload> = (payload: Payload, context: JobContext) => Promise<JobOutcome>

/** `pause`: the provider asked the whole channel to wait; the queue rests for everybody. */
export type JobOutcome = { kind: 'done' } | { kind: 'pause'; forMs: number }

export const DONE: JobOutcome = { kind: 'done' }

export interface WorkerOptions {
  concurrency: number
  /** At most `max` jobs in every `perMs`, over all workers of this queue; undefined = as fast as they come. */
  rate?: { max: number; perMs: number } | undefined
}
