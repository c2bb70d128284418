/**
 * One call to Zalo with the account's token. A failure is `error` other than 0 in the body, usually under HTTP 200, so
 * the body speaks first and the status only where there is no body. A dead token is replaced once; a second refusal
 * is a person's business.
 */
import { createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import type { ZaloConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import { httpFailure, unreadableAnswer } from '../provider-call.ts'
import type { ProviderAnswer, ProviderConnection } from '../provider-call.ts'
import type { ZaloGrant } from './grant.ts'
import { parseLossless } from './lossless-json.ts'
import { OA_CODES } from './oa-codes.ts'
import { PROVIDER, refusal } from './refusal.ts'
import type { CodeTable } from './refusal.ts'

export interface ZaloRequest {
  method: 'GET' | 'POST'
  /** `oa`: openapi.zalo.me. `zbs`: business.openapi.zalo.me. */
  host: 'oa' | 'zbs'
  path: string
  /** Plain query parameters: ZBS and groups. */
  query?: Readonly<Record<string, string>>
  body?: unknown
  codes?: CodeTable
  /** Somebody waits for this message now. */
  urgent?: boolean
}

/** What the plan allows, as the last answer told it. */
export interface ZaloRate {
  limit: number
  remain: number
}

export interface ZaloClient {
  /** The `data` of a success, ids as strings. Fails only with SendError. */
  call<T>(request: ZaloRequest, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T>
  rate(): ZaloRate | undefined
}

export interface ZaloClientDeps {
  provider: ProviderConnection
  grant: Pick<ZaloGrant, 'accessToken' | 'instead'>
  clock: Clock
  log: Log
}

const envelope = z.object({
  error: z.union([z.number(), z.string().max(20)]).transform(String),
  message: z.string().max(2_000).catch(''),
})

export function zaloClient(config: ZaloConfig, { provider, grant, clock, log }: ZaloClientDeps): ZaloClient {
  let rate: ZaloRate | undefined

  async function call<T>(request: ZaloRequest, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const token = await ours(() => grant.accessToken())
    const first = await attempt(request, schema, token, signal)
    if (!('refused' in first)) return first.value
    if (first.refused.errorClass !== 'AUTH') throw first.refused
    log.info({ code: first.refused.detail['providerCode'] }, 'zalo: the token was refused, trying with the stored or a new one')
    const fresh = await ours(() => grant.instead(token))
    const second = await attempt(request, schema, fresh, signal)
    if ('refused' in second) throw second.refused
    return second.value
  }

  async function attempt<T>(request: ZaloRequest, schema: z.ZodType<T>, token: string, signal?: AbortSignal): Promise<{ value: T } | { refused: SendError }> {
    const { method, body } = request
    const answer = await provider.call({ method, url: urlOf(request), headers: headersOf(token), ...(body === undefined ? {} : { body }) }, signal)
    rate = rateOf(answer.headers) ?? rate
    const refused = refusedBy(answer, request)
    if (refused !== undefined) return { refused }
    const read = z.object({ data: schema }).safeParse(parseLossless(answer.text))
    // Accepted, as the code says; what came with it nobody can read.
    if (!read.success) throw unreadableAnswer(PROVIDER)
    return { value: read.data.data }
  }

  function refusedBy(answer: ProviderAnswer, { codes = OA_CODES, urgent }: ZaloRequest): SendError | undefined {
    const said = envelope.safeParse(parseLossless(answer.text))
    if (!said.success) {
      if (answer.status === 401) return tokenRefused('401')
      return answer.status === 200 ? unreadableAnswer(PROVIDER) : httpFailure(PROVIDER, answer)
    }
    const { error, message } = said.data
    if (error === '0') return undefined
    // Older tables give -201 the meaning "token invalid", and some deployments still use it so.
    if (answer.status === 401 || (error === '-201' && /token/i.test(message))) return tokenRefused(error)
    return refusal(error, codes, { now: clock.now(), ...(urgent === undefined ? {} : { urgent }) })
  }

  function urlOf({ host, path, query }: ZaloRequest): string {
    const base = config.urls[host].replace(/\/+$/, '')
    return `${base}${path}${query === undefined ? '' : `?${new URLSearchParams(query)}`}`
  }

  /** No "Bearer": Zalo's own header. */
  function headersOf(token: string): Record<string, string> {
    if (!config.secretProof) return { access_token: token }
    return { access_token: token, appsecret_proof: createHmac('sha256', config.appSecret).update(token).digest('hex') }
  }

  return { call, rate: () => rate }
}

function tokenRefused(providerCode: string): SendError {
  return new SendError('channel.unauthorised', `zalo answered ${providerCode}: token refused`, {
    errorClass: 'AUTH',
    detail: { provider: PROVIDER, providerCode },
  })
}

/** A database that is away is no word of Zalo's; nothing was sent. */
async function ours<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof SendError) throw error
    throw new SendError('channel.tokens-away', 'zalo: the stored tokens could not be read', { errorClass: 'RETRY', detail: { provider: PROVIDER }, cause: error })
  }
}

function rateOf(headers: IncomingHttpHeaders): ZaloRate | undefined {
  const [limit, remain] = [headers['x-ratelimit-limit'], headers['x-ratelimit-remain']].map((value) => (typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined))
  return limit === undefined || remain === undefined ? undefined : { limit, remain }
}
