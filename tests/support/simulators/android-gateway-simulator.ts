/**
 * SMS Gateway for Android with its phone, as the wire document describes them, and stricter: whatever a careful
 * reader of the document would not send is answered as the gateway would and also written into `violations`, which
 * a test asserts to be empty.
 */
import { createHmac } from 'node:crypto'
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

/** What becomes of a message on this number's phone. `silent`: it arrives, but the handset never reports. */
export type Fate = 'delivered' | 'failed' | 'silent'

export interface AndroidGatewayOptions {
  user: string
  password: string
  signingKey: string
  clock: Clock
  /** Where the phone posts its events; without it no receipts are made. */
  webhookUrl?: string
  fate?: (phone: string) => Fate
  /** `at-once`: after the answer. `before-answer`: the receipts overtake it. `by-hand`: `receipts.flush()`. */
  receipts?: 'at-once' | 'before-answer' | 'by-hand'
}

export interface AndroidGatewaySimulator {
  url: string
  ledger: Ledger
  violations: readonly string[]
  /** Only for POST /messages; status calls always work. */
  faults: FaultPlan
  receipts: ReceiptPost
  /** Off: messages are accepted and wait. On again: what is past its `validUntil` fails, the rest is sent. */
  setPhone(on: boolean): Promise<void>
  /** Somebody sends an SMS to the commune. Resolves with whether the event was taken. */
  incomingSms(from: string, text: string): Promise<boolean>
  /** Posts any event, signed as given: for replays and forgeries. */
  postEvent(event: string, payload: object, signing?: { key?: string; timestamp?: string }): Promise<boolean>
  stop(): Promise<void>
}

const E164 = /^\+[1-9]\d{7,14}$/
const instant = z.iso.datetime({ offset: true })

const sendRequest = z
  .strictObject({
    id: z.string().min(1).max(36),
    phoneNumbers: z.array(z.string().regex(E164)).min(1).max(100),
    textMessage: z.strictObject({ text: z.string().min(1) }),
    withDeliveryReport: z.boolean().optional(),
    priority: z.int().min(-128).max(127).optional(),
    ttl: z.int().min(5).optional(),
    validUntil: instant.optional(),
    scheduleAt: instant.optional(),
    deviceId: z.string().optional(),
    simNumber: z.int().min(1).max(3).optional(),
  })
  .refine(({ ttl, validUntil }) => ttl === undefined || validUntil === undefined, 'ttl and validUntil together')
  .refine(({ withDeliveryReport }) => withDeliveryReport === true, 'no delivery report asked for')

interface Held {
  id: string
  phones: readonly string[]
  text: string
  expiresAt: number
  state: 'Pending' | 'Sent' | 'Delivered' | 'Failed'
}

export async function startAndroidGateway(options: AndroidGatewayOptions): Promise<AndroidGatewaySimulator> {
  const { clock, fate = () => 'delivered', webhookUrl, signingKey } = options
  const mode = options.receipts ?? 'by-hand'
  const held = new Map<string, Held>()
  const ledger = createLedger()
  const violations: string[] = []
  const faults = createFaultPlan()
  const receipts = createReceiptPost()
  const basic = `Basic ${Buffer.from(`${options.user}:${options.password}`).toString('base64')}`
  let phoneOn = true
  let events = 0

  async function postEvent(event: string, payload: object, signing: { key?: string; timestamp?: string } = {}): Promise<boolean> {
    if (webhookUrl === undefined) return false
    events += 1
    const body = JSON.stringify({ id: `evt-${events}`, webhookId: 'hook-1', deviceId: 'device-1', event, payload })
    const timestamp = signing.timestamp ?? String(Math.floor(clock.now().getTime() / 1_000))
    const signature = createHmac('sha256', signing.key ?? signingKey)
      .update(body + timestamp)
      .digest('hex')
    return knock(webhookUrl, { method: 'POST', body, headers: { 'content-type': 'application/json', 'x-signature': signature, 'x-timestamp': timestamp } })
  }

  /** The phone sends. Each repetition of a receipt is signed afresh, as the app does. */
  function transmit(message: Held): void {
    const at = clock.now().toISOString()
    const tell = (event: string, more: object) => {
      if (webhookUrl === undefined) return
      for (const recipient of message.phones) receipts.add(() => postEvent(event, { messageId: message.id, recipient, simNumber: 1, ...more }))
    }
    if (message.expiresAt <= clock.now().getTime()) {
      message.state = 'Failed'
      return tell('sms:failed', { failedAt: at, reason: 'TTL expired' })
    }
    const fates = message.phones.map((phone) => fate(phone))
    if (fates.includes('failed')) {
      message.state = 'Failed'
      return tell('sms:failed', { failedAt: at, reason: 'RESULT_ERROR_GENERIC_FAILURE' })
    }
    for (const to of message.phones) ledger.deliver({ to, text: message.text, requestId: message.id })
    message.state = fates.includes('silent') ? 'Sent' : 'Delivered'
    tell('sms:sent', { sentAt: at })
    if (message.state === 'Delivered') tell('sms:delivered', { deliveredAt: at })
  }

  function refuse(why: string, httpStatus: number): SimulatedAnswer {
    violations.push(why)
    return { status: httpStatus, json: { message: why } }
  }

  async function accept(text: string): Promise<SimulatedAnswer> {
    const parsed = sendRequest.safeParse(jsonOf(text))
    if (!parsed.success) return refuse(`POST /messages: ${z.prettifyError(parsed.error)}`, 400)
    const { id, phoneNumbers, textMessage, ttl, validUntil } = parsed.data
    // A repeat is what the id is for, so it is no violation.
    if (held.has(id)) return { status: 409, json: { message: 'id is taken' } }
    const life = ttl === undefined ? Infinity : ttl * 1_000
    const expiresAt = validUntil === undefined ? clock.now().getTime() + life : Date.parse(validUntil)
    const message: Held = { id, phones: phoneNumbers, text: textMessage.text, expiresAt, state: 'Pending' }
    held.set(id, message)
    if (phoneOn) transmit(message)
    if (mode === 'before-answer') await receipts.flush()
    if (mode === 'at-once') setImmediate(() => void receipts.flush())
    return { status: 202, json: stateOf({ ...message, state: 'Pending' }) }
  }

  function status(path: string): SimulatedAnswer {
    const message = held.get(decodeURIComponent(path.slice('/messages/'.length)))
    return message === undefined ? { status: 404, json: { message: 'not found' } } : { status: 200, json: stateOf(message) }
  }

  function handle(request: SimulatedRequest) {
    const { method, path, headers, text } = request
    if (headers['authorization'] !== basic) return { serve: () => refuse('wrong Basic authorization', 401) }
    if (method === 'GET' && path === '/messages') return { serve: () => ({ status: 200, json: [...held.values()].slice(0, 1).map(stateOf) }) }
    if (method === 'GET' && path.startsWith('/messages/')) return { serve: () => status(path) }
    if (method !== 'POST' || path !== '/messages') return { serve: () => refuse(`${method} ${path} is no endpoint`, 404) }
    if (!headers['content-type']?.startsWith('application/json')) return { serve: () => refuse('the body is not declared as JSON', 400) }
    return { fault: faults.take(), serve: () => accept(text) }
  }

  const server = await startHttpSimulator(handle)
  return {
    url: server.url,
    ledger,
    violations,
    faults,
    receipts,
    postEvent,
    async setPhone(on) {
      phoneOn = on
      if (!on) return
      for (const message of held.values()) if (message.state === 'Pending') transmit(message)
      if (mode !== 'by-hand') await receipts.flush()
    },
    incomingSms: (from, message) =>
      postEvent('sms:received', { messageId: 'not-unique', sender: from, message, simNumber: 1, receivedAt: clock.now().toISOString() }),
    stop: server.stop,
  }
}

function stateOf({ id, phones, state }: Held) {
  return {
    id,
    deviceId: 'device-1',
    state,
    isHashed: false,
    isEncrypted: false,
    recipients: phones.map((phoneNumber) => ({ phoneNumber, state, error: null })),
    states: {},
  }
}
