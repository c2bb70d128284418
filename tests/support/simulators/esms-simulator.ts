/**
 * eSMS.vn as the wire document describes it, and stricter: whatever a careful reader of the document would not send
 * is answered as they would and also written into `violations`, which a test asserts to be empty.
 */
import { z } from 'zod'
import type { Clock } from '../../../src/kernel/clock.ts'
import { createFaultPlan } from './fault-plan.ts'
import type { FaultPlan } from './fault-plan.ts'
import { jsonOf, startHttpSimulator } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import { createLedger } from './ledger.ts'
import type { Ledger } from './ledger.ts'
import { createReceiptPost, knock } from './receipt-post.ts'
import type { ReceiptPost } from './receipt-post.ts'

export interface EsmsOptions {
  apiKey: string
  secretKey: string
  brandname: string
  clock: Clock
  balanceDong?: number
  /** The carriers' registered wordings; all are where not given. */
  isRegistered?: (text: string) => boolean
  /** Whether the carrier delivers to this number (+84…). */
  delivers?: (phone: string) => boolean
  /** So many status calls for a new message answer 105 first. */
  unknownFor?: number
  /** How they join their query to an address that has one already; their examples always write `?`. */
  glue?: '&' | '?'
  receipts?: 'at-once' | 'before-answer' | 'by-hand'
}

export interface EsmsSimulator {
  url: string
  ledger: Ledger
  violations: readonly string[]
  /** Only for sending; status and balance calls always work. */
  faults: FaultPlan
  /** The status calls fail by this one. */
  statusFaults: FaultPlan
  receipts: ReceiptPost
  balanceDong(): number
  stop(): Promise<void>
}

/** A refusal with their own code, for `faults`. */
export function esmsCode(code: string) {
  return { kind: 'answer', status: 200, json: { CodeResult: code, CountRegenerate: 0, ErrorMessage: 'refused' } } as const
}

const BASE = '/MainService.svc/json'
const DAY_MS = 24 * 60 * 60 * 1000
const SAME_TEXT_MS = 5 * 60 * 1000
const PART_DONG = 850

const sendRequest = z
  .strictObject({
    ApiKey: z.string(),
    SecretKey: z.string(),
    Phone: z.string(),
    Content: z.string().min(1),
    Brandname: z.string().max(11),
    SmsType: z.literal('2'),
    IsUnicode: z.enum(['0', '1']),
    RequestId: z.string().min(1).max(50),
    CallbackUrl: z.url().optional(),
    Sandbox: z.enum(['0', '1']).optional(),
    SendDate: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/).optional(),
    campaignid: z.string().optional(),
  })
  .refine(({ Content, IsUnicode }) => IsUnicode === '1' || [...Content].every((letter) => letter < '\u007f'), 'marks in a text that is said to have none')

interface Taken {
  smsId: string
  requestId: string
  phone: string
  text: string
  at: number
  status: 2 | 5
  good: boolean
  asked: number
}

export async function startEsms(options: EsmsOptions): Promise<EsmsSimulator> {
  const { clock, isRegistered = () => true, delivers = () => true, unknownFor = 0, glue = '?' } = options
  const mode = options.receipts ?? 'by-hand'
  const taken: Taken[] = []
  const byRequestId = new Map<string, Taken>()
  const bySmsId = new Map<string, Taken>()
  const lastSame = new Map<string, number>()
  const ledger = createLedger()
  const violations: string[] = []
  const faults = createFaultPlan()
  const statusFaults = createFaultPlan()
  const receipts = createReceiptPost()
  let balance = options.balanceDong ?? 10_000_000

  const result = (code: string, more: object = {}): SimulatedAnswer => ({ status: 200, json: { CodeResult: code, CountRegenerate: 0, ...more } })
  const violate = (why: string, answer: SimulatedAnswer): SimulatedAnswer => {
    violations.push(why)
    return answer
  }
  const keysFit = (apiKey: unknown, secretKey: unknown) => apiKey === options.apiKey && secretKey === options.secretKey

  async function accept(text: string): Promise<SimulatedAnswer> {
    const parsed = sendRequest.safeParse(jsonOf(text))
    if (!parsed.success) return violate(`send: ${z.prettifyError(parsed.error)}`, { status: 200, json: { error: 'Invalid request' } })
    const { ApiKey, SecretKey, Phone, Content, Brandname, RequestId, CallbackUrl, Sandbox } = parsed.data
    if (!keysFit(ApiKey, SecretKey)) return violate('send: wrong keys', result('101', { ErrorMessage: 'Authorize Failed' }))
    if (!/^0\d{9}$/.test(Phone)) return violate('send: the phone is not in local form', result('108'))
    if (Brandname !== options.brandname) return violate('send: unknown brandname', result('104', { ErrorMessage: 'Brand name code is not exist' }))
    const now = clock.now().getTime()
    const earlier = byRequestId.get(RequestId)
    // A repeat is what the RequestId is for, so it is no violation.
    if (earlier !== undefined && now - earlier.at < DAY_MS) return result('124', { ErrorMessage: 'Request exist 1', SendStatus: String(earlier.status) })
    if (!isRegistered(Content)) return result('146', { ErrorMessage: 'Sai template Brandname CSKH', SMSID: `sms-${taken.length}-refused` })
    if (balance < PART_DONG) return result('103')
    if (now - (lastSame.get(`${Phone} ${Content}`) ?? -Infinity) < SAME_TEXT_MS) violations.push('send: the same text to the same phone within five minutes')
    lastSame.set(`${Phone} ${Content}`, now)

    const phone = `+84${Phone.slice(1)}`
    const one: Taken = { smsId: `sms-${taken.length + 1}`, requestId: RequestId, phone, text: Content, at: now, status: 2, good: delivers(phone), asked: 0 }
    taken.push(one)
    byRequestId.set(RequestId, one)
    bySmsId.set(one.smsId, one)
    if (Sandbox === '1') one.status = 5
    else transmit(one, CallbackUrl)
    if (mode === 'before-answer') await receipts.flush()
    if (mode === 'at-once') setImmediate(() => void receipts.flush())
    return result('100', { SMSID: one.smsId })
  }

  function transmit(one: Taken, callbackUrl: string | undefined): void {
    balance -= PART_DONG
    one.status = 5
    if (one.good) ledger.deliver({ to: one.phone, text: one.text, requestId: one.requestId })
    if (callbackUrl === undefined) return
    const said = new URLSearchParams({
      SMSID: one.smsId,
      SendFailed: one.good ? '0' : '1',
      SendStatus: '5',
      SendSuccess: one.good ? '1' : '0',
      TotalPrice: `${PART_DONG}.0000`,
      TotalReceiver: '1',
      TotalSent: '1',
      RequestId: one.requestId,
      TypeId: '2',
      telcoid: '1',
      phonenumber: `0${one.phone.slice(3)}`,
    })
    receipts.add(() => knock(`${callbackUrl}${callbackUrl.includes('?') ? glue : '?'}${said}`))
  }

  function status(query: URLSearchParams): SimulatedAnswer {
    if (!keysFit(query.get('ApiKey'), query.get('SecretKey'))) return violate('status: wrong keys', { status: 200, json: { CodeResponse: '101' } })
    const smsId = query.get('RefId') ?? ''
    const one = bySmsId.get(smsId)
    if (one === undefined) return violate('status: no such SMSID', { status: 200, json: { CodeResponse: '105', SMSID: smsId } })
    one.asked += 1
    if (one.asked <= unknownFor) return { status: 200, json: { CodeResponse: '105', SMSID: smsId } }
    const counts = { SendSuccess: one.good ? 1 : 0, SendFailed: one.good ? 0 : 1 }
    return { status: 200, json: { CodeResponse: '100', SMSID: smsId, SendStatus: one.status, ...counts, TotalPrice: PART_DONG, TotalReceiver: 1, TotalSent: 1 } }
  }

  function tellBalance(text: string): SimulatedAnswer {
    const asked = z.strictObject({ ApiKey: z.string(), SecretKey: z.string() }).safeParse(jsonOf(text))
    if (!asked.success || !keysFit(asked.data.ApiKey, asked.data.SecretKey)) {
      return violate('balance: wrong keys', { status: 200, json: { Balance: 0, CodeResponse: '101', ErrorMessage: 'Authorize Failed' } })
    }
    return { status: 200, json: { Balance: balance, CodeResponse: '100', UserID: 9_999 } }
  }

  function handle({ method, path, query, headers, text }: SimulatedRequest) {
    const isJson = headers['content-type']?.startsWith('application/json') ?? false
    if (method === 'POST' && path === `${BASE}/SendMultipleMessage_V4_post_json/` && isJson) return { fault: faults.take(), serve: () => accept(text) }
    if (method === 'GET' && path === `${BASE}/GetSendStatus`) return { fault: statusFaults.take(), serve: () => status(query) }
    if (method === 'POST' && path === `${BASE}/GetBalance_json` && isJson) return { serve: () => tellBalance(text) }
    return { serve: () => violate(`${method} ${path} is no endpoint, or its body is not declared as JSON`, { status: 404 }) }
  }

  const server = await startHttpSimulator(handle)
  return { url: server.url, ledger, violations, faults, statusFaults, receipts, balanceDong: () => balance, stop: server.stop }
}
