/**
 * What the phone tells us: receipts and answers by SMS. Every call is signed, HMAC-SHA256 over the raw body followed
 * by X-Timestamp, and made afresh for every repeat, so an old timestamp is a replay.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { InboundEvent, ReceiptEvent, Receive, Route, RouteRequest } from '../channel.ts'
import { parseJson } from '../provider-call.ts'
import { sameSecret } from '../same-secret.ts'
import { senderNumber } from './vietnam-number.ts'

const PATH = '/hooks/sms-gateway'
/** A phone's clock may be off by minutes when it lost its network's time. */
const FRESH_SECONDS = 300
/** The longest SMS that a handset joins is under 40 kB with all its escapes. */
const MAX_BODY_BYTES = 65_536

/** The event → what it says of our message. `sms:sent` means that the modem took it. */
const RECEIPTS: Readonly<Record<string, ReceiptEvent['outcome']>> = {
  'sms:sent': 'sent',
  'sms:delivered': 'delivered',
  'sms:failed': 'failed',
  'sms:cancelled': 'failed',
}

const instant = z.string().max(40).pipe(z.coerce.date()).optional().catch(undefined)
const words = z.string().max(500).optional().catch(undefined)
const envelope = z.object({ id: z.string().max(100).optional(), event: z.string().max(60), payload: z.unknown() })
const receiptPayload = z.object({
  messageId: z.string().min(1).max(36),
  sentAt: instant,
  deliveredAt: instant,
  failedAt: instant,
  cancelledAt: instant,
  // The server's documentation says `reason`, the published client types say `error`.
  reason: words,
  error: words,
})
const receivedPayload = z.object({
  sender: z.string().max(60).optional(),
  // Older versions of the app name the sender of an incoming message so.
  phoneNumber: z.string().max(60).optional(),
  message: z.string().max(20_000),
  receivedAt: instant,
})

export interface GatewayRouteDeps {
  signingKey: string
  clock: Clock
  log: Log
  receive: Receive
}

export function gatewayRoute(deps: GatewayRouteDeps): Route {
  return {
    method: 'POST',
    path: PATH,
    async handle(request) {
      if (request.rawBody.length > MAX_BODY_BYTES) return { status: 413 }
      if (!isSigned(request, deps)) {
        deps.log.warn('sms gateway: refused a webhook call with a wrong or old signature')
        return { status: 401 }
      }
      const called = envelope.safeParse(parseJson(request.rawBody.toString('utf8')))
      if (!called.success) return { status: 400 }
      const event = eventOf(called.data, deps)
      if (event === 'malformed') return { status: 400 }
      if (event !== 'ignored') await deps.receive(event)
      return { status: 200 }
    },
  }
}

function isSigned({ headers, rawBody }: RouteRequest, { signingKey, clock }: GatewayRouteDeps): boolean {
  const timestamp = headers['x-timestamp'] ?? ''
  if (!/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(clock.now().getTime() / 1_000 - Number(timestamp)) > FRESH_SECONDS) return false
  const expected = createHmac('sha256', signingKey).update(rawBody).update(timestamp).digest('hex')
  return sameSecret(headers['x-signature']?.toLowerCase(), expected)
}

function eventOf({ id, event, payload }: z.infer<typeof envelope>, deps: GatewayRouteDeps): InboundEvent | 'ignored' | 'malformed' {
  if (event === 'sms:received') return receivedSms(id, payload, deps)
  const outcome = RECEIPTS[event]
  return outcome === undefined ? 'ignored' : receipt(event, outcome, payload, deps.clock)
}

function receipt(name: string, outcome: ReceiptEvent['outcome'], payload: unknown, clock: Clock): ReceiptEvent | 'malformed' {
  const parsed = receiptPayload.safeParse(payload)
  if (!parsed.success) return 'malformed'
  const { messageId, sentAt, deliveredAt, failedAt, cancelledAt, reason, error } = parsed.data
  return {
    kind: 'receipt',
    // The event's own id differs between two webhooks registered for one event; message and event do not.
    dedupeKey: `sms-gateway:${messageId}:${name}`,
    requestId: messageId,
    providerId: messageId,
    outcome,
    ...(outcome === 'failed'
      ? { errorCode: name === 'sms:cancelled' ? 'cancelled' : reasonCode(reason ?? error), errorClass: 'FALL' as const }
      : {}),
    occurredAt: deliveredAt ?? failedAt ?? cancelledAt ?? sentAt ?? clock.now(),
  }
}

function receivedSms(id: string | undefined, payload: unknown, { signingKey, clock }: GatewayRouteDeps): InboundEvent | 'ignored' | 'malformed' {
  const parsed = receivedPayload.safeParse(payload)
  if (!parsed.success) return 'malformed'
  const { message, receivedAt, sender, phoneNumber } = parsed.data
  const from = senderNumber(sender ?? phoneNumber ?? '')
  if (from === undefined) return 'ignored'
  const occurredAt = receivedAt ?? clock.now()
  // The phone's messageId is not unique. Keyed, so that the stored hash gives no phone number away.
  const hash = createHmac('sha256', signingKey).update(JSON.stringify([from, message, receivedAt?.toISOString() ?? id])).digest('hex')
  return {
    kind: 'message',
    dedupeKey: `sms-gateway:received:${hash.slice(0, 32)}`,
    from,
    chat: from,
    isGroup: false,
    text: message.normalize('NFC'),
    occurredAt,
  }
}

/** The phone's reason as a code for the attempt: letters only, for free words could quote a number. */
function reasonCode(reason: string | undefined): string {
  const code = (reason ?? '').toLowerCase().replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)
  return code === '' ? 'failed' : code
}
