/**
 * eSMS.vn: SMS under the commune's registered brandname. Written from the vendor's developer pages
 * (developers.esms.vn and its published source), state of October 2026. 100 is acceptance only; what became of a
 * message is asked with GetSendStatus, because their callback is unsigned.
 */
import { z } from 'zod'
import type { EsmsConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { accountMark } from '../account-mark.ts'
import { SendError } from '../channel.ts'
import type { Channel, ChannelHealth, ErrorClass, OutboundMessage, Sent } from '../channel.ts'
import { connectProvider, httpFailure, parseJson, unreadableAnswer, unsendable } from '../provider-call.ts'
import type { ProviderAnswer, ProviderRequest, ProviderTiming } from '../provider-call.ts'
import { esmsCallbackRoute, esmsCallbackUrl } from './esms-callback.ts'
import { localNumber } from './vietnam-number.ts'

const PROVIDER = 'esms'
const MAX_REQUEST_ID_CHARS = 50
/** Customer care under a brandname: what a public notice is; advertising has another method and other hours. */
const SMS_TYPE = '2'
/** Three unaccented parts. Their pages name no limit, carriers refuse long brandname texts. */
const MAX_CHARS = 459
/**
 * Their English page says that a RequestId is remembered for 24 hours, the Vietnamese one "within the day", which may
 * end at midnight. Three hours after a send at the end of the day (20:30) is still the same day.
 */
const IDEMPOTENT_MS = 3 * 60 * 60 * 1000
const ACCEPTED = '100'
const DUPLICATE = '124'

interface Meaning {
  errorClass: ErrorClass
  code: string
  means: string
  recipientGone?: true
}

const CODES: Readonly<Record<string, Meaning>> = {
  '99': { errorClass: 'FALL', code: 'channel.recipient-unreachable', means: 'number blocked on their system' },
  '101': { errorClass: 'OPS', code: 'channel.unauthorised', means: 'keys refused' },
  '102': { errorClass: 'OPS', code: 'channel.billing', means: 'no price agreed' },
  '103': { errorClass: 'OPS', code: 'channel.billing', means: 'balance used up' },
  '104': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'brandname unknown or inactive' },
  '105': { errorClass: 'RETRY', code: 'channel.not-yet-known', means: 'message id not found, perhaps too early' },
  '107': { errorClass: 'PERM', code: 'channel.refused', means: 'too few numbers for advertising' },
  '108': { errorClass: 'PERM', code: 'channel.bad-number', means: 'number malformed', recipientGone: true },
  '110': { errorClass: 'PERM', code: 'channel.refused', means: 'request data wrong' },
  '115': { errorClass: 'PERM', code: 'channel.refused', means: 'another product' },
  '118': { errorClass: 'PERM', code: 'channel.refused', means: 'message type wrong' },
  '120': { errorClass: 'PERM', code: 'channel.refused', means: 'too many numbers' },
  '140': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'our address is not on their whitelist' },
  '143': { errorClass: 'OPS', code: 'channel.unauthorised', means: 'account locked' },
  '146': { errorClass: 'OPS', code: 'channel.wording-not-registered', means: 'wording not registered for the brandname' },
  '160': { errorClass: 'RETRY', code: 'channel.throttled', means: 'too many calls a second' },
  '163': { errorClass: 'PERM', code: 'channel.refused', means: 'one number a request on this type' },
  '177': { errorClass: 'OPS', code: 'channel.wording-not-registered', means: 'brandname not registered at this carrier' },
  '201': { errorClass: 'PERM', code: 'channel.blocked-word', means: 'text holds a blocked word' },
  '210': { errorClass: 'PERM', code: 'channel.refused', means: 'payload wrong' },
  '300': { errorClass: 'PERM', code: 'channel.refused', means: 'message type missing' },
}

/** What SendStatus says; 5 only means that they have finished, the counts say how. */
const SEND_STATUS: Readonly<Record<string, 'waiting' | 'sent' | 'failed' | 'finished'>> = {
  '1': 'waiting',
  '2': 'waiting',
  '4': 'failed',
  '5': 'finished',
  '7': 'sent',
}

/** Codes come quoted from one call and bare from the next. */
const loose = z.union([z.string().max(60), z.number()]).transform(String)
const sendAnswer = z.object({ CodeResult: loose, SMSID: loose.optional(), SendStatus: loose.optional() })
const statusAnswer = z.object({
  CodeResponse: loose,
  SendStatus: loose.optional(),
  SendSuccess: z.coerce.number().catch(0),
  SendFailed: z.coerce.number().catch(0),
})
const balanceAnswer = z.object({ CodeResponse: loose, Balance: z.coerce.number().optional() })
/** How they answer malformed JSON: no code at all. */
const bareError = z.object({ error: z.string() })

export type EsmsState = 'waiting' | 'sent' | 'delivered' | 'failed'

export interface EsmsDeps {
  clock: Clock
  log: Log
  timing?: ProviderTiming
}

export function createEsms(config: EsmsConfig, { clock, log, timing }: EsmsDeps): Channel {
  const base = `${config.url.replace(/\/+$/, '')}/MainService.svc/json`
  const keys = { ApiKey: config.apiKey, SecretKey: config.secretKey }
  const provider = connectProvider(PROVIDER, base, timing)

  async function send(message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    const body = { ...keys, ...bodyOf(message, config) }
    const said = await ask(sendAnswer, { method: 'POST', url: `${base}/SendMultipleMessage_V4_post_json/`, body }, signal)
    if (said.CodeResult === ACCEPTED) {
      if (said.SMSID === undefined) throw unreadableAnswer(PROVIDER)
      return { providerId: said.SMSID, outcome: 'accepted' }
    }
    if (said.CodeResult === DUPLICATE) return acceptedBefore(message.requestId, said, signal)
    throw refusal(said.CodeResult)
  }

  /** Their answer to a repeat has the earlier SendStatus, and so far never the earlier SMSID. */
  async function acceptedBefore(requestId: string, said: z.infer<typeof sendAnswer>, signal: AbortSignal): Promise<Sent> {
    const earlier = SEND_STATUS[said.SendStatus ?? '']
    if (earlier === 'failed') throw failedEarlier()
    if (said.SMSID === undefined) return { providerId: requestId, outcome: 'accepted' }
    const state = await poll(said.SMSID, signal).catch((error: unknown) => {
      if (!(error instanceof SendError)) throw error
      log.info({ code: error.code }, 'esms: earlier request accepted, its state is not known yet')
      return 'waiting' as const
    })
    if (state === 'failed') throw failedEarlier()
    return { providerId: said.SMSID, outcome: state === 'delivered' ? 'delivered' : 'accepted' }
  }

  async function poll(smsId: string, signal?: AbortSignal): Promise<EsmsState> {
    const query = new URLSearchParams({ RefId: smsId, ...keys })
    const said = await ask(statusAnswer, { method: 'GET', url: `${base}/GetSendStatus?${query}` }, signal)
    if (said.CodeResponse !== ACCEPTED) throw refusal(said.CodeResponse)
    const state = SEND_STATUS[said.SendStatus ?? '']
    if (state === undefined) throw unreadableAnswer(PROVIDER)
    if (state !== 'finished') return state
    return said.SendSuccess > 0 && said.SendFailed === 0 ? 'delivered' : 'failed'
  }

  async function lookUp(requestId: string, providerId: string | undefined, signal: AbortSignal) {
    if (providerId === undefined || providerId === requestId) {
      throw new SendError('channel.cannot-ask', 'esms: a message is asked for by SMSID, and none is known', {
        errorClass: 'PERM',
        detail: { provider: PROVIDER },
      })
    }
    const state = await poll(providerId, signal)
    return state === 'delivered' || state === 'failed' ? state : 'accepted'
  }

  async function check(signal: AbortSignal): Promise<ChannelHealth> {
    try {
      const said = await ask(balanceAnswer, { method: 'POST', url: `${base}/GetBalance_json`, body: keys }, signal)
      if (said.CodeResponse !== ACCEPTED) throw refusal(said.CodeResponse)
      const balanceDong = Math.floor(said.Balance ?? 0)
      const amount = String(balanceDong).replace(/\B(?=(\d{3})+$)/g, '.')
      return { ok: balanceDong > 0, said: `eSMS nhận khóa, tài khoản còn ${amount} đồng.`, balanceDong }
    } catch (error) {
      if (!(error instanceof SendError)) throw error
      return { ok: false, said: HEALTH_SAID[error.code] ?? `eSMS chưa dùng được (${error.code}): hãy liên hệ eSMS.` }
    }
  }

  /** `undefined` in the schema is "not this answer"; a bare error is a malformed request of ours. */
  async function ask<T>(schema: z.ZodType<T>, request: ProviderRequest, signal?: AbortSignal): Promise<T> {
    const answer: ProviderAnswer = await provider.call(request, signal)
    if (answer.status !== 200) throw httpFailure(PROVIDER, answer)
    const json = parseJson(answer.text)
    const parsed = schema.safeParse(json)
    if (parsed.success) return parsed.data
    throw bareError.safeParse(json).success ? refusal('invalid-request') : unreadableAnswer(PROVIDER)
  }

  return {
    name: 'sms',
    reaches: 'phone',
    limits: { maxChars: MAX_CHARS, perSecond: config.perSecond, buttons: 0 },
    idempotent: true,
    provider: accountMark('esms', config.apiKey),
    idempotentForMs: IDEMPOTENT_MS,
    secrets: [config.apiKey, config.secretKey, config.callbackToken],
    send,
    lookUp,
    check,
    routes: (receive) => [esmsCallbackRoute({ token: config.callbackToken, poll, clock, log, receive })],
    stop: async () => provider.close(),
  }
}

const HEALTH_SAID: Readonly<Record<string, string>> = {
  'channel.unauthorised': 'eSMS không nhận khóa: hãy xem lại ESMS_API_KEY và ESMS_SECRET_KEY.',
  'channel.misconfigured': 'eSMS chưa cho máy chủ này gửi: hãy báo eSMS thêm địa chỉ máy chủ và xem lại ESMS_URL.',
  'channel.unreachable': 'Không gọi được eSMS: hãy xem lại đường mạng của máy chủ.',
  'channel.timed-out': 'eSMS không trả lời kịp: hãy thử lại sau ít phút.',
}

function bodyOf({ requestId, to, text }: OutboundMessage, config: EsmsConfig): Record<string, string> {
  const phone = localNumber(to)
  if (phone === undefined) throw unsendable(PROVIDER, 'the recipient is no Vietnamese number')
  if (requestId.length > MAX_REQUEST_ID_CHARS) throw unsendable(PROVIDER, 'the request id is too long')
  if (text === '') throw unsendable(PROVIDER, 'the text is empty')
  return {
    Phone: phone,
    Content: text,
    Brandname: config.brandname,
    SmsType: SMS_TYPE,
    IsUnicode: isPlain(text) ? '0' : '1',
    RequestId: requestId,
    Sandbox: config.sandbox ? '1' : '0',
    ...(config.callbackUrl === undefined ? {} : { CallbackUrl: esmsCallbackUrl(config.callbackUrl, config.callbackToken) }),
  }
}

/** Letters without marks; the few accented letters that GSM 03.38 has are not worth a guess about their conversion. */
function isPlain(text: string): boolean {
  return /^[\n\r -_a-~]*$/.test(text)
}

function refusal(providerCode: string): SendError {
  const known = CODES[providerCode]
  const { errorClass, code, means, recipientGone } = known ?? { errorClass: 'PERM', code: 'channel.refused', means: 'not in their table' }
  return new SendError(code, `esms answered ${providerCode}: ${means}`, {
    errorClass,
    ...(recipientGone === undefined ? {} : { recipientGone }),
    detail: { provider: PROVIDER, providerCode },
  })
}

function failedEarlier(): SendError {
  return new SendError('channel.failed', 'esms: the carrier did not deliver it', { errorClass: 'FALL', detail: { provider: PROVIDER } })
}
