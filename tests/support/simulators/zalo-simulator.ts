/**
 * Zalo with its hosts in one: OAuth, Official Account, ZBS and GMF, on real HTTP. Whatever a careful reader of the wire
 * document would not send is answered as Zalo would and also written into `violations`, which a test asserts to be
 * empty. All accounts, people and templates are invented.
 */
import type { Clock } from '../../../src/kernel/clock.ts'
import { createFaultPlan } from './fault-plan.ts'
import type { FaultPlan } from './fault-plan.ts'
import { startHttpSimulator } from './http-simulator.ts'
import type { Handling, SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import { createLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { createReceiptPost, knock } from './receipt-post.ts'
import type { ReceiptPost } from './receipt-post.ts'
import { signEvent, zaloEvents } from './zalo-events.ts'
import type { ZaloEventFacts } from './zalo-events.ts'
import { createGmfDesk } from './zalo-gmf-desk.ts'
import type { SimulatedGroup } from './zalo-gmf-desk.ts'
import { createOaDesk, zaloAnswer } from './zalo-oa-desk.ts'
import { createZaloPeople } from './zalo-people.ts'
import type { ZaloPeople } from './zalo-people.ts'
import { createTokensDesk } from './zalo-tokens-desk.ts'
import { createZbsDesk } from './zalo-zbs-desk.ts'
import type { SimulatedTemplate } from './zalo-zbs-desk.ts'

export interface ZaloSimulatorOptions {
  appId: string
  appSecret: string
  oaId: string
  webhookSecret: string
  redirectUrl: string
  clock: Clock
  /** A function where it is known only later. */
  webhookUrl?: string | (() => string)
  stateAgency?: boolean
  secretProof?: boolean
  /** DD/MM/YYYY */
  planEndsOn?: string
  templates?: Readonly<Record<string, SimulatedTemplate>>
  dailyQuota?: number
  /** API calls a minute of the account; ZBS by phone is not counted. */
  perMinute?: number
  /** The first of the ids that it gives; the default lies above 2^53. */
  firstId?: bigint
}

export interface ZaloSimulator {
  url: string
  ledger: Ledger
  violations: readonly string[]
  people: ZaloPeople
  groups: Map<string, SimulatedGroup>
  /** Only for what sends a message: consultation, template, group. */
  faults: FaultPlan
  /** Only for exchange and refresh. */
  tokenFaults: FaultPlan
  /** For all the rest: quotas, descriptions, account. */
  otherFaults: FaultPlan
  receipts: ReceiptPost
  /** Paths that were called, in order. */
  calls: readonly string[]
  issueTokens(): { accessToken: string; refreshToken: string }
  killToken(): void
  refreshes(): number
  setQuota(left: number): void
  setQuality(quality: 'HIGH' | 'MEDIUM' | 'LOW' | 'UNDEFINED'): void
  /** Posts an event, signed as Zalo does or as given. Resolves with whether it was taken. */
  post(event: object | string, signing?: { webhookSecret?: string; timestamp?: string; headers?: Record<string, string> }): Promise<boolean>
  facts(): ZaloEventFacts
  nextId(): string
  stop(): Promise<void>
}

/** A refusal with one of Zalo's codes, for `faults`. */
export function zaloCode(error: number, message = 'refused') {
  return { kind: 'answer', status: 200, json: { error, message } } as const
}

const MINUTE_MS = 60_000

export async function startZalo(options: ZaloSimulatorOptions): Promise<ZaloSimulator> {
  const { appId, oaId, clock, webhookUrl, perMinute = 100 } = options
  const violations: string[] = []
  const calls: string[] = []
  const violate = (why: string) => void violations.push(why)
  const ledger = createLedger()
  const people = createZaloPeople(clock)
  const receipts = createReceiptPost()
  const [faults, tokenFaults, otherFaults] = [createFaultPlan(), createFaultPlan(), createFaultPlan()]
  let lastId = options.firstId ?? 9_223_372_036_854_700_000n
  let minute = { starts: 0, calls: 0 }

  const nextId = () => String((lastId += 1n))
  const now = () => String(clock.now().getTime())
  const facts = (): ZaloEventFacts => ({ appId, oaId, timestamp: now() })

  const post: ZaloSimulator['post'] = async (event, { webhookSecret = options.webhookSecret, timestamp = now(), headers = {} } = {}) => {
    if (webhookUrl === undefined) return false
    const signed = signEvent({ appId, webhookSecret }, event, timestamp)
    return knock(typeof webhookUrl === 'function' ? webhookUrl() : webhookUrl, { method: 'POST', body: signed.body, headers: { ...signed.headers, ...headers } })
  }

  const tokens = createTokensDesk({ ...options, secretProof: options.secretProof ?? false, violate })
  const oa = createOaDesk({
    oaId, people, ledger, clock, nextId, violate,
    stateAgency: options.stateAgency ?? false,
    planEndsOn: options.planEndsOn ?? '31/12/2027',
    arrived: (userId, messageId) => receipts.add(() => post(zaloEvents.receipt(facts(), userId, messageId))),
  })
  const zbs = createZbsDesk({
    people, ledger, clock, nextId, violate,
    templates: options.templates ?? {},
    dailyQuota: options.dailyQuota ?? 20_000,
    arrived: (to, messageId, trackingId) =>
      receipts.add(() =>
        trackingId === undefined
          ? post(zaloEvents.receipt(facts(), to, messageId))
          : post(zaloEvents.phoneReceipt(facts(), to, messageId, trackingId), { headers: { 'x-zevent-server': 'ZNS' } }),
      ),
  })
  const gmf = createGmfDesk({ ledger, nextId, violate })

  /** The fixed minute that the account's plan counts by; undefined: nothing is left of it. */
  function takeFromMinute(): number | undefined {
    const at = clock.now().getTime()
    if (at - minute.starts >= MINUTE_MS) minute = { starts: at - (at % MINUTE_MS), calls: 0 }
    minute.calls += 1
    return minute.calls > perMinute ? undefined : perMinute - minute.calls
  }

  function withToken(request: SimulatedRequest, host: 'oa' | 'zbs', serve: () => SimulatedAnswer): SimulatedAnswer {
    const judged = tokens.judge(request)
    if (judged === 'dead') return zaloAnswer(host === 'oa' ? -216 : -124, undefined, 'Access token is invalid')
    if (judged === 'no-proof') return zaloAnswer(host === 'oa' ? -242 : -1241)
    if (request.method === 'POST' && !request.headers['content-type']?.startsWith('application/json')) violate(`${request.path}: the body is not declared as JSON`)
    if (host === 'zbs') return serve()
    const remain = takeFromMinute()
    const headers = { 'x-ratelimit-limit': String(perMinute), 'x-ratelimit-remain': String(remain ?? 0) }
    return { ...(remain === undefined ? zaloAnswer(-32) : serve()), headers }
  }

  const oaCall = (request: SimulatedRequest, fault: FaultPlan, serve: () => SimulatedAnswer): Handling => ({ fault: fault.take(), serve: () => withToken(request, 'oa', serve) })
  const zbsCall = (request: SimulatedRequest, fault: FaultPlan, serve: () => SimulatedAnswer): Handling => ({ fault: fault.take(), serve: () => withToken(request, 'zbs', serve) })

  function handle(request: SimulatedRequest): Handling {
    const { method, path } = request
    calls.push(`${method} ${path}`)
    switch (`${method} ${path}`) {
      case 'GET /v4/oa/permission':
        return { serve: () => tokens.permission(request) }
      case 'POST /v4/oa/access_token':
        return { fault: tokenFaults.take(), serve: () => tokens.token(request) }
      case 'POST /v3.0/oa/message/cs':
        return oaCall(request, faults, () => oa.consult('v3', request))
      case 'POST /v2.0/oa/message':
        return oaCall(request, faults, () => oa.consult('v2', request))
      case 'POST /v3.0/oa/message/template':
        return oaCall(request, faults, () => zbs.byUser(request))
      case 'POST /message/template':
        return zbsCall(request, faults, () => zbs.byPhone(request))
      case 'GET /v2.0/oa/getoa':
        return oaCall(request, otherFaults, oa.info)
      case 'POST /v3.0/oa/quota/message':
        return oaCall(request, otherFaults, () => oa.quota(request))
      case 'GET /message/status':
        return zbsCall(request, otherFaults, () => zbs.status(request))
      case 'GET /message/quota':
        return zbsCall(request, otherFaults, zbs.quota)
      case 'GET /quality':
        return zbsCall(request, otherFaults, zbs.quality)
      case 'GET /template/info/v2':
        return zbsCall(request, otherFaults, () => zbs.info(request))
      default:
        return oaCall(request, path.endsWith('/message') ? faults : otherFaults, () => group(request))
    }
  }

  function group(request: SimulatedRequest): SimulatedAnswer {
    const [, name] = /^\/v3\.0\/oa\/group\/(\w+)$/.exec(request.path) ?? []
    const answer = name === undefined ? undefined : gmf.serve(name, request)
    if (answer !== undefined) return answer
    violate(`${request.method} ${request.path} is no endpoint`)
    return { status: 404, json: { error: -404, message: 'not found' } }
  }

  const server = await startHttpSimulator(handle)
  return {
    url: server.url,
    ledger, violations, people, faults, tokenFaults, otherFaults, receipts, calls, post, facts, nextId,
    groups: gmf.groups,
    issueTokens: tokens.issue,
    killToken: tokens.kill,
    refreshes: tokens.refreshes,
    setQuota: zbs.setQuota,
    setQuality: zbs.setQuality,
    stop: server.stop,
  }
}
