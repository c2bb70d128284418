/**
 * What every channel promises, with the particulars as data: given this message and these canned answers, exactly
 * these calls and this outcome. An answer nobody asked for, a call beyond this machine, or a secret, a number or a
 * text in a log line or an error is a failure of the channel, whatever else it did right.
 */
import { Socket } from 'node:net'
import type { NetConnectOpts } from 'node:net'
import { Writable } from 'node:stream'
import { inspect, isDeepStrictEqual } from 'node:util'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SendError } from '../../src/channels/channel.ts'
import type { Channel, InboundEvent, OutboundMessage, RouteResponse } from '../../src/channels/channel.ts'
import type { ProviderTiming } from '../../src/channels/provider-call.ts'
import { SettableClock } from '../../src/kernel/clock.ts'
import type { Log } from '../../src/kernel/log.ts'
import { HURRIED, PATIENT } from '../support/patience.ts'
import { deafUrl, startCannedProvider } from './canned-provider.ts'
import type { CannedAnswer } from './canned-provider.ts'

/** The instant at which all cases play. */
export const NOW = new Date('2026-10-10T01:00:00.000Z')

export interface Subject {
  create(url: string, deps: { clock: SettableClock; log: Log; timing: ProviderTiming }): Channel
  /** The message of every case, where the case does not change it. */
  message: OutboundMessage
  /** Other forms of the recipient's address that must not leak either. */
  alsoPrivate?: readonly string[]
}

export interface ExpectedCall {
  method: 'GET' | 'POST'
  path: string
  body?: unknown
  headers?: Record<string, string>
}

export type ExpectedError = Partial<Pick<SendError, 'afterMs' | 'recipientGone' | 'movedTo' | 'detail'>> &
  Pick<SendError, 'code' | 'errorClass' | 'ambiguous'>

interface Case {
  name: string
  answers?: readonly CannedAnswer[]
  calls?: readonly ExpectedCall[]
  /** Nobody listens at the provider's address. */
  deaf?: true
}

export interface OutgoingCase extends Case {
  message?: Partial<OutboundMessage>
  /** What is asked of the channel; `send` with the message where not given. */
  ask?: (channel: Channel, message: OutboundMessage, signal: AbortSignal) => Promise<unknown>
  /** The caller gives up before the call. */
  aborted?: true
  gives?: unknown
  error?: ExpectedError
}

export interface IncomingCase extends Case {
  path: string
  headers?: Record<string, string>
  query?: Record<string, string>
  body?: string
  /** Storing the event fails. */
  storeFails?: true
  response?: RouteResponse
  events?: readonly InboundEvent[]
}

export function describeChannel(name: string, subject: Subject, outgoing: readonly OutgoingCase[], incoming: readonly IncomingCase[] = []): void {
  describe(name, () => {
    const outside = watchOutgoingConnections()
    beforeAll(outside.start)
    afterAll(outside.stop)

    test.each(outgoing)('$name', async (one) => {
      expect([...(await playOutgoing(subject, one)), ...outside.taken()]).toEqual([])
    })
    if (incoming.length > 0) {
      test.each(incoming)('$name', async (one) => {
        expect([...(await playIncoming(subject, one)), ...outside.taken()]).toEqual([])
      })
    }
  })
}

/** Everything that went otherwise than the case says, in words; nothing when all is well. */
export async function playOutgoing(subject: Subject, one: OutgoingCase): Promise<string[]> {
  const message = { ...subject.message, ...one.message }
  return withProvider(subject, one, async (channel, problems, secrets) => {
    const signal = one.aborted ? AbortSignal.abort() : new AbortController().signal
    const ask = one.ask ?? ((asked: Channel) => asked.send(message, signal))
    const outcome = await settle(() => ask(channel, message, signal))
    if ('error' in outcome) {
      problems.push(...errorProblems(one.error, outcome.error))
      problems.push(...leaks('the error', inspect(outcome.error, { depth: null, showHidden: true }), secrets))
    } else if (one.error !== undefined) problems.push(`expected an error, it gave ${inspect(outcome.value)}`)
    else problems.push(...difference('outcome', one.gives, outcome.value))
  })
}

export async function playIncoming(subject: Subject, one: IncomingCase): Promise<string[]> {
  return withProvider(subject, one, async (channel, problems) => {
    const events: InboundEvent[] = []
    const route = channel
      .routes?.(async (event) => {
        if (one.storeFails) throw new Error('the database is away')
        events.push(event)
      })
      .find(({ path }) => path === one.path)
    if (route === undefined) return void problems.push(`no route ${one.path}`)
    const request = { headers: one.headers ?? {}, query: one.query ?? {}, rawBody: Buffer.from(one.body ?? '') }
    const outcome = await settle(() => route.handle(request))
    if ('error' in outcome) {
      if (!one.storeFails) problems.push(`the route threw ${String(outcome.error)}`)
    } else problems.push(...difference('response', one.response ?? { status: 200 }, outcome.value))
    problems.push(...difference('events', one.events ?? [], events))
  })
}

async function withProvider(
  subject: Subject,
  one: Case,
  play: (channel: Channel, problems: string[], secrets: readonly string[]) => Promise<void>,
): Promise<string[]> {
  const problems: string[] = []
  const provider = await startCannedProvider(one.answers ?? [])
  const lines: string[] = []
  const destination = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) })
  const channel = subject.create(one.deaf ? await deafUrl() : provider.url, {
    clock: new SettableClock(NOW),
    // A bare pino, without the product's scrubbing: the adapter itself must keep quiet.
    log: pino({ level: 'trace' }, destination),
    timing: one.answers?.some(({ fault }) => fault === 'hang' || fault === 'torn') ? HURRIED : PATIENT,
  })
  const secrets = [...channel.secrets, subject.message.to, subject.message.text, ...(subject.alsoPrivate ?? [])]
  await play(channel, problems, secrets)
  await channel.stop?.()
  await provider.stop()
  if (provider.unused() > 0) problems.push(`${provider.unused()} canned answers were not asked for`)
  problems.push(...callProblems(one.calls ?? [], provider.calls), ...leaks('the log', lines.join(''), secrets))
  return problems
}

function callProblems(expected: readonly ExpectedCall[], made: readonly (ExpectedCall | { method: string; path: string; body: unknown; headers: Record<string, string> })[]): string[] {
  const shape = ({ method, path, body }: { method: string; path: string; body?: unknown }) => ({ method, path, body })
  const problems = difference('calls', expected.map(shape), made.map(shape))
  for (const [index, { headers = {} }] of expected.entries()) {
    for (const [header, value] of Object.entries(headers)) {
      problems.push(...difference(`header ${header}`, value, made[index]?.headers?.[header]))
    }
  }
  return problems
}

function errorProblems(expected: ExpectedError | undefined, error: unknown): string[] {
  if (!(error instanceof SendError)) return [`threw ${inspect(error)}, not a SendError`]
  if (expected === undefined) return [`threw ${inspect(error)}`]
  const { code, errorClass, ambiguous, afterMs, recipientGone, movedTo, detail } = error
  const seen = { code, errorClass, ambiguous, afterMs, recipientGone, movedTo }
  const wanted = { afterMs: undefined, recipientGone: false, movedTo: undefined, ...expected }
  return expected.detail === undefined ? difference('error', wanted, seen) : difference('error', wanted, { ...seen, detail })
}

function difference(what: string, expected: unknown, seen: unknown): string[] {
  if (isDeepStrictEqual(expected, seen)) return []
  const show = (value: unknown) => inspect(value, { depth: null, breakLength: 160 })
  return [`${what}: expected ${show(expected)}, saw ${show(seen)}`]
}

function leaks(where: string, text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => secret !== '' && text.includes(secret)).map((secret) => `${where} tells the secret ${secret}: ${text}`)
}

async function settle<T>(act: () => Promise<T>): Promise<{ value: T } | { error: unknown }> {
  try {
    return { value: await act() }
  } catch (error) {
    return { error }
  }
}

/** Notes every connection that aims beyond this machine; it lies below TLS, so that nothing slips past. */
export function watchOutgoingConnections() {
  const { connect } = Socket.prototype
  let seen: string[] = []
  return {
    start() {
      Socket.prototype.connect = function watched(this: Socket, ...args: unknown[]) {
        // Node's own callers pass [options, callback] as one argument.
        const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0]
        const { host = '127.0.0.1', path } = (typeof first === 'object' ? first : {}) as NetConnectOpts & { host?: string; path?: string }
        if (path === undefined && host !== '127.0.0.1') seen.push(`left the machine: a connection to ${host}`)
        return Reflect.apply(connect, this, args) as Socket
      } as typeof connect
    },
    stop() {
      Socket.prototype.connect = connect
    },
    taken() {
      const taken = seen
      seen = []
      return taken
    },
  }
}
