/**
 * The connection to PostgreSQL. Days come back as `YYYY-MM-DD`, big integers as strings, so that no id loses digits
 * and no day is shifted by a time zone. A `schema=` in the URL puts everything into that schema (tests, several
 * installations in one database).
 */
import type { Socket } from 'node:net'
import pg from 'pg'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'

export interface Database {
  readonly pool: pg.Pool
  /**
   * For statements that find a few rows of large tables by their keys, many times a second. Their plans are made once per
   * connection, at a start perhaps while a table is small, and would read the whole table ever after.
   */
  readonly keyed: pg.Pool
  /**
   * For keeping what a messenger posts to us. It wants its answer within two seconds, also while everybody else waits for
   * a connection; what cannot be kept in that time is refused, and comes again.
   */
  readonly inbound: pg.Pool
  readonly schema: string
  /** Opens what `inbound` uses: the first message must not wait for a connection, nor be refused for it. */
  listen(): Promise<void>
  /** For others that open their own connections (the queue). */
  readonly url: string
  transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /**
   * A transaction of a chat's turn: in one packet it begins, locks the chat and reads, each statement seeing what was committed
   * before the lock was got. On connections of its own: turns that wait for each other must not keep from the one under way
   * what it still has to read.
   */
  turn<Read, T>(contactId: string, read: (client: pg.PoolClient) => Promise<Read>, work: (client: pg.PoolClient, read: Read) => Promise<T>): Promise<T>
  /** The same on a connection that sends a statement before the last one is answered, in order; for many that need no answer. */
  pipelined<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Queryable = Pick<pg.Pool, 'query'>

const DATE = 1082
const INT8 = 20
const NUMERIC = 1700
const DATE_ARRAY = 1182
const INT8_ARRAY = 1016

const asText = (text: string): string => text
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE || oid === INT8) return asText
    if (oid === NUMERIC) return Number
    if (oid === DATE_ARRAY || oid === INT8_ARRAY) return (text: string) => (text === '{}' ? [] : text.slice(1, -1).split(','))
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

export interface DatabaseOptions {
  url: string
  log: Log
  maxConnections?: number
  /** How long the keeping of a message may take. */
  inboundMs?: number
  applicationName?: string
}

export function openDatabase({ url, log, maxConnections = 12, inboundMs = INBOUND_MS, applicationName = 'loa' }: DatabaseOptions): Database {
  const { connectionString, schema } = splitSchema(url)
  const open = (max: number, settings = '', connectMs = 10_000, pipeline = false, idleMs = 30_000): pg.Pool => {
    const pool = new pg.Pool({
      connectionString,
      max,
      types: types as unknown as pg.CustomTypesConfig,
      options: `-c search_path=${schema} -c timezone=Asia/Ho_Chi_Minh -c statement_timeout=0${settings}`,
      application_name: applicationName,
      connectionTimeoutMillis: connectMs,
      idleTimeoutMillis: idleMs,
      keepAlive: true,
      pipeline,
    })
    // An idle connection that the server cut (restart) is replaced at the next query; unhandled, it would end the process.
    pool.on('error', (err) => log.warn({ err }, 'an idle database connection was lost'))
    return pool
  }
  const pool = open(maxConnections)
  const keyed = open(KEYED_CONNECTIONS, KEYED_SETTINGS)
  const pipelining = open(maxConnections, '', undefined, true)
  const turns = open(TURN_CONNECTIONS, KEYED_SETTINGS + TURN_SETTINGS, undefined, true)
  const inbound = open(INBOUND_CONNECTIONS, `${KEYED_SETTINGS} -c statement_timeout=${inboundMs}`, inboundMs, false, NEVER)
  return {
    pool,
    keyed,
    inbound,
    listen: async () => void (await Promise.allSettled(Array.from({ length: INBOUND_CONNECTIONS }, () => inbound.query('SELECT')))),
    schema,
    url: connectionString,
    transaction: (work) => inTransaction(pool, work),
    turn: (contactId, read, work) => inTransaction(turns, work, (client) => {
      const lock = `BEGIN; SELECT FROM conversation WHERE contact_id = ${BigInt(contactId)} FOR UPDATE`
      return inOnePacket(client, async () => (await Promise.all([client.query(lock), read(client)]))[1])
    }),
    pipelined: (work) => inTransaction(pipelining, work),
    close: async () => {
      await Promise.all([pool, keyed, turns, inbound, pipelining].map((each) => each.end()))
    },
  }
}

/** One statement of a kind is under way at once: a claim for each of three channels, and what is written back. */
const KEYED_CONNECTIONS = 4
/** As many turns as a process has under way at once, from the queue and straight from the web. */
export const TURN_CONNECTIONS = 6
/** An insert takes a millisecond or two. Waiting for a connection and for the insert together stay under Zalo's two seconds. */
const INBOUND_CONNECTIONS = 2
const INBOUND_MS = 900
/** Idle connections of this pool stay open. */
const NEVER = 0
const KEYED_SETTINGS = ' -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off'

/**
 * The commit of a turn need not wait for the disk: one that a power cut takes leaves its message unanswered, and the claim
 * before anything is sent, which does wait, takes every earlier commit to the disk with it. Making a plan costs more than a turn.
 */
const TURN_SETTINGS = ' -c synchronous_commit=off -c plan_cache_mode=force_generic_plan'

export function splitSchema(url: string): { connectionString: string; schema: string } {
  const parsed = new URL(url)
  const schema = parsed.searchParams.get('schema') ?? 'public'
  parsed.searchParams.delete('schema')
  if (!/^[a-z_][a-z0-9_]{0,40}$/.test(schema)) {
    throw new UserError('database.bad-schema', 'Tên schema trong DATABASE_URL chỉ gồm chữ thường, số và dấu gạch dưới.', { exitCode: EXIT.usage })
  }
  return { connectionString: parsed.toString(), schema }
}

/**
 * What `send` asks before it first waits leaves at once: for a client that does not wait for answers (`turn`, `pipelined`). A
 * trip through the network stack costs more than most statements of a turn.
 */
export function inOnePacket<T>(client: pg.PoolClient, send: () => Promise<T>): Promise<T> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.cork()
  try {
    return send()
  } finally {
    stream.uncork()
  }
}

async function begin(client: pg.PoolClient): Promise<void> {
  await client.query('BEGIN')
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T>
async function inTransaction<T, Read>(pool: pg.Pool, work: (client: pg.PoolClient, read: Read) => Promise<T>, open: (client: pg.PoolClient) => Promise<Read>): Promise<T>
async function inTransaction<T>(pool: pg.Pool, work: (client: pg.PoolClient, read: unknown) => Promise<T>, open: (client: pg.PoolClient) => Promise<unknown> = begin): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection that is cut fails the statement that runs on it; the event besides would end the process.
  const ignore = (): void => undefined
  client.on('error', ignore)
  try {
    const result = await work(client, await open(client))
    await client.query('COMMIT')
    return result
  } catch (problem) {
    await client.query('ROLLBACK').catch((rollbackProblem: Error) => {
      broken = rollbackProblem
    })
    throw problem
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

/** The server cannot be reached or is just coming up, or chose us to end a deadlock: worth trying again, nothing was wrong with the statement. */
export function isConnectionLost(problem: unknown): boolean {
  if (!(problem instanceof Error)) return false
  const { code } = problem as Error & { code?: string }
  if (code !== undefined) return /^(08|57P|53300|40001|40P01)|^E(CONN|PIPE|TIMEDOUT)/.test(code)
  return /Connection terminated|connection timeout|Client has encountered a connection error/i.test(problem.message)
}
