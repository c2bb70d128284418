/**
 * SMS Gateway for Android by capcom6: an officer's own phone sends, its SIM pays. Written from the project's
 * published API (server `api/requests.http`, client-go and client-ts types, docs.sms-gate.app), state of October 2026.
 * The caller's `id` is the idempotency key: a repeat answers 409 and sends nothing.
 */
import { z } from 'zod'
import type { SmsGatewayConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { accountMark } from '../account-mark.ts'
import { SendError } from '../channel.ts'
import type { Channel, ChannelHealth, OutboundMessage, Sent } from '../channel.ts'
import { connectProvider, httpFailure, parseJson, unreadableAnswer, unsendable } from '../provider-call.ts'
import type { ProviderTiming } from '../provider-call.ts'
import { gatewayRoute } from './android-gateway-webhook.ts'

const PROVIDER = 'sms-gateway'
const MAX_ID_CHARS = 36
/** From 100 on the phone skips its own limits and delays: only for somebody who is waiting. */
const PRIORITY = { urgent: 100, bulk: 0 } as const
/** The gateway refuses shorter lives. */
const MIN_LIFE_MS = 5_000
/** Six parts; longer texts arrive torn on old handsets and cost as much as a call. */
const MAX_CHARS = 918

/** The gateway's states, as what they mean to the person. `Sent` is the modem's word only. */
const STATES: Readonly<Record<string, 'accepted' | 'delivered' | 'failed'>> = {
  Pending: 'accepted',
  Processed: 'accepted',
  Sent: 'accepted',
  Delivered: 'delivered',
  Failed: 'failed',
  Cancelling: 'failed',
  Cancelled: 'failed',
}

const messageState = z.object({ id: z.string().min(1).max(MAX_ID_CHARS), state: z.string().max(40) })

export interface AndroidGatewayDeps {
  clock: Clock
  log: Log
  timing?: ProviderTiming
}

export function createAndroidGateway(config: SmsGatewayConfig, { clock, log, timing }: AndroidGatewayDeps): Channel {
  const base = config.url.replace(/\/+$/, '')
  const basic = Buffer.from(`${config.user}:${config.password}`).toString('base64')
  const headers = { authorization: `Basic ${basic}` }
  const provider = connectProvider(PROVIDER, base, timing)

  async function send(message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    refuseUnsendable(message, clock)
    const answer = await provider.call({ method: 'POST', url: `${base}/messages`, headers, body: bodyOf(message) }, signal)
    if (answer.status === 409) return acceptedBefore(message.requestId, signal)
    if (answer.status < 200 || answer.status > 299) throw httpFailure(PROVIDER, answer)
    const accepted = messageState.safeParse(parseJson(answer.text))
    if (!accepted.success) throw unreadableAnswer(PROVIDER)
    return sentAs(accepted.data.id, STATES[accepted.data.state] ?? 'accepted')
  }

  /** The earlier request counts. Where its state cannot be had now, a receipt will tell. */
  async function acceptedBefore(requestId: string, signal: AbortSignal): Promise<Sent> {
    const state = await lookUp(requestId, undefined, signal).catch((error: unknown) => {
      if (!(error instanceof SendError)) throw error
      log.info({ code: error.code }, 'sms gateway: earlier request accepted, its state is not known yet')
      return 'accepted' as const
    })
    return sentAs(requestId, state === 'unknown' ? 'accepted' : state)
  }

  async function lookUp(requestId: string, _providerId: string | undefined, signal: AbortSignal) {
    const answer = await provider.call({ method: 'GET', url: `${base}/messages/${encodeURIComponent(requestId)}`, headers }, signal)
    if (answer.status === 404) return 'unknown'
    if (answer.status !== 200) throw httpFailure(PROVIDER, answer)
    const found = messageState.safeParse(parseJson(answer.text))
    const state = found.success ? STATES[found.data.state] : undefined
    if (state === undefined) throw unreadableAnswer(PROVIDER)
    return state
  }

  async function check(signal: AbortSignal): Promise<ChannelHealth> {
    try {
      const answer = await provider.call({ method: 'GET', url: `${base}/messages?limit=1`, headers }, signal)
      if (answer.status === 200) return { ok: true, said: 'Máy gửi tin nhắn SMS trả lời và nhận tài khoản.' }
      if (answer.status === 401 || answer.status === 403) {
        return { ok: false, said: 'Máy gửi tin nhắn SMS không nhận tài khoản: hãy xem lại SMS_GATEWAY_USER và SMS_GATEWAY_PASSWORD.' }
      }
      return { ok: false, said: `Máy gửi tin nhắn SMS báo lỗi ${answer.status}: hãy mở ứng dụng trên điện thoại và xem lại SMS_GATEWAY_URL.` }
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      return { ok: false, said: 'Không gọi được máy gửi tin nhắn SMS: hãy xem điện thoại có bật, có mạng và SMS_GATEWAY_URL có đúng không.' }
    }
  }

  return {
    name: 'sms',
    reaches: 'phone',
    limits: { maxChars: MAX_CHARS, perSecond: config.perMinute / 60, buttons: 0 },
    idempotent: true,
    // In local mode every phone has the same user, in cloud mode the same address.
    provider: accountMark('android', base, config.user),
    secrets: [config.password, basic, ...(config.signingKey === undefined ? [] : [config.signingKey])],
    send,
    lookUp,
    check,
    routes: (receive) => (config.signingKey === undefined ? [] : [gatewayRoute({ signingKey: config.signingKey, clock, log, receive })]),
    stop: async () => provider.close(),
  }
}

/** `validUntil`, not `ttl`: an instant stays right when the request is repeated or the phone wakes up weeks later. */
function bodyOf({ requestId, to, text, urgent, notAfter }: OutboundMessage): Record<string, unknown> {
  return {
    id: requestId,
    phoneNumbers: [to],
    textMessage: { text },
    withDeliveryReport: true,
    priority: urgent === true ? PRIORITY.urgent : PRIORITY.bulk,
    ...(notAfter === undefined ? {} : { validUntil: notAfter.toISOString() }),
  }
}

function refuseUnsendable({ requestId, to, text, notAfter }: OutboundMessage, clock: Clock): void {
  if (requestId.length > MAX_ID_CHARS) throw unsendable(PROVIDER, 'the request id is too long')
  if (!/^\+[1-9]\d{7,14}$/.test(to)) throw unsendable(PROVIDER, 'the recipient is no E.164 number')
  if (text === '') throw unsendable(PROVIDER, 'the text is empty')
  if (notAfter !== undefined && notAfter.getTime() - clock.now().getTime() < MIN_LIFE_MS) {
    // RETRY, because delivery looks at the notice's life before it tries again, and ends it there.
    throw new SendError('channel.too-late', `${PROVIDER}: the message would be stale on arrival`, {
      errorClass: 'RETRY',
      detail: { provider: PROVIDER },
    })
  }
}

function sentAs(providerId: string, state: 'accepted' | 'delivered' | 'failed'): Sent {
  if (state === 'failed') {
    throw new SendError('channel.failed', `${PROVIDER}: the phone could not send it`, { errorClass: 'FALL', detail: { provider: PROVIDER } })
  }
  return { providerId, outcome: state }
}
