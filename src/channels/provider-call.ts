/**
 * One HTTP call to a provider, with every way in which it can fail turned into a SendError. The address is never
 * part of an error: some providers want their keys in the query.
 */
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { SendError } from './channel.ts'
import { createAgent, neverConnected, onceConnected, onGivenUp } from './connection.ts'

/** The providers answer within a second or two; a phone used as a gateway, on a village's mobile network, may need ten. */
const ANSWER_MS = 15_000
/** The largest honest answer, one message's state, is under 2 kB. */
const MAX_ANSWER_BYTES = 65_536

export interface ProviderRequest {
  method: 'GET' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  body?: unknown
  /** Sent as an HTML form instead. */
  form?: Readonly<Record<string, string>>
}

export interface ProviderAnswer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

export interface ProviderConnection {
  /** Resolves with any HTTP answer; rejects with a SendError where there is none. */
  call(request: ProviderRequest, signal?: AbortSignal): Promise<ProviderAnswer>
  close(): void
}

export interface ProviderTiming {
  answerMs?: number
  connectMs?: number
}

export function connectProvider(provider: string, baseUrl: string, timing: ProviderTiming = {}): ProviderConnection {
  const secure = baseUrl.startsWith('https:')
  const agent = createAgent(secure, timing.connectMs)
  const answerMs = timing.answerMs ?? ANSWER_MS

  function call({ method, url, headers, body, form }: ProviderRequest, signal?: AbortSignal): Promise<ProviderAnswer> {
    return new Promise((resolve, reject) => {
      let mayHaveArrived = false
      const content = contentOf(body, form)
      const request = (secure ? httpsRequest : httpRequest)(url, {
        method,
        agent,
        headers: {
          accept: 'application/json',
          ...(content === undefined ? {} : { 'content-type': content.type, 'content-length': content.bytes.length }),
          ...headers,
        },
      })
      const fail = (code: string, message: string, errno?: string) => {
        settle()
        request.destroy()
        const detail = errno === undefined ? { provider } : { provider, errno }
        reject(new SendError(code, `${provider}: ${message}`, { errorClass: 'RETRY', ambiguous: mayHaveArrived, detail }))
      }
      const stop = () => fail('channel.interrupted', 'the call was given up')
      const late = setTimeout(() => fail('channel.timed-out', `no answer in ${answerMs} ms`), answerMs)
      const settle = () => {
        clearTimeout(late)
        forget()
      }
      const cut = (error: NodeJS.ErrnoException) => {
        if (neverConnected(error.code)) mayHaveArrived = false
        fail(mayHaveArrived ? 'channel.cut' : 'channel.unreachable', mayHaveArrived ? 'the connection broke' : 'no connection', error.code)
      }

      request.on('error', cut)
      const forget = onGivenUp(signal, stop)
      if (signal?.aborted) return stop()
      request.once('socket', (socket) => onceConnected(socket, () => (mayHaveArrived = true)))
      const read = async (response: IncomingMessage) => {
        try {
          const answer = await readAnswer(response)
          settle()
          resolve(answer)
        } catch (error) {
          cut(error as NodeJS.ErrnoException)
        }
      }
      request.once('response', (response) => void read(response))
      request.end(content?.bytes)
    })
  }

  return { call, close: () => agent.destroy() }
}

function contentOf(body: unknown, form: ProviderRequest['form']): { type: string; bytes: Buffer } | undefined {
  if (form !== undefined) return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(new URLSearchParams(form).toString()) }
  return body === undefined ? undefined : { type: 'application/json; charset=utf-8', bytes: Buffer.from(JSON.stringify(body)) }
}

/** By events: an async iterator over the body cost as much as writing the request. */
function readAnswer(response: IncomingMessage): Promise<ProviderAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    let bytes = 0
    response.on('data', (part: Buffer) => {
      bytes += part.length
      parts.push(part)
      if (bytes > MAX_ANSWER_BYTES) response.destroy(Object.assign(new Error('answer too long'), { code: 'ANSWER_TOO_LONG' }))
    })
    response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(parts).toString('utf8') }))
    response.once('error', reject)
    response.once('close', () => reject(Object.assign(new Error('the answer ended early'), { code: 'ECONNRESET' })))
  })
}

/** undefined where the text is no JSON: a proxy's error page, a cut body. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** What an HTTP status outside 2xx means where the provider's own table does not say. */
export function httpFailure(provider: string, { status, headers }: ProviderAnswer): SendError {
  const detail = { provider, providerCode: String(status) }
  const message = `${provider} answered HTTP ${status}`
  if (status >= 500) return new SendError('channel.provider-fault', message, { errorClass: 'RETRY', ambiguous: true, detail })
  if (status === 429) {
    const seconds = Number(headers['retry-after'])
    return new SendError('channel.throttled', message, {
      errorClass: 'WAIT',
      afterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : 60_000,
      detail,
    })
  }
  if (status === 401 || status === 403) return new SendError('channel.unauthorised', message, { errorClass: 'OPS', detail })
  // A redirect or a missing page is a wrong address in the configuration, whatever the message was.
  if (status === 404 || status < 400) return new SendError('channel.misconfigured', message, { errorClass: 'OPS', detail })
  return new SendError('channel.refused', message, { errorClass: 'PERM', detail })
}

/** A 2xx whose body says nothing that we know: it may well have been accepted. */
export function unreadableAnswer(provider: string): SendError {
  return new SendError('channel.unreadable-answer', `${provider} answered something unreadable`, {
    errorClass: 'RETRY',
    ambiguous: true,
    detail: { provider },
  })
}

/** Our own message cannot go this way; nothing was sent. */
export function unsendable(provider: string, why: string): SendError {
  return new SendError('channel.refused', `${provider}: ${why}`, { errorClass: 'PERM', detail: { provider } })
}
