/**
 * Zalo Official Account (docs.zaloplatforms.com, state of October 2026): first choice in Vietnam. To a person: free
 * text within seven days of their last turning to us, else one of the approved templates; to a phone number:
 * templates only; to the account's own groups: free text. No call has an idempotency key. There is no maintained SDK.
 */
import type { Clock } from '../../kernel/clock.ts'
import type { ZaloConfig } from '../../kernel/config.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { AlertEvent, Channel, OutboundMessage, Receive, Sent } from '../channel.ts'
import { connectProvider, unsendable } from '../provider-call.ts'
import type { ProviderTiming } from '../provider-call.ts'
import { accountDesk } from './account.ts'
import type { ZaloOverview } from './account.ts'
import { zaloClient } from './client.ts'
import { consentRoute, takeConsent } from './consent.ts'
import type { ConsentOutcome, ReturnedConsent } from './consent.ts'
import { CONSULTATION_PATHS, isWindowOpen, MAX_BUTTONS, MAX_CHARS, messageBody, posted } from './consultation.ts'
import { zaloGrant } from './grant.ts'
import type { ZaloTokens } from './grant.ts'
import { zaloGroups } from './groups.ts'
import type { ZaloGroups } from './groups.ts'
import { CODE } from './oa-codes.ts'
import { zaloOAuth } from './oauth.ts'
import { PROVIDER, zaloCodeOf } from './refusal.ts'
import { hourly } from './rounds.ts'
import { alertAbout, alertAboutQuota } from './send-alerts.ts'
import { zaloTemplates } from './template.ts'
import type { TemplateInfo } from './template.ts'
import { zaloRoute } from './webhook.ts'
import { zaloAddress } from './zalo-id.ts'

/** A look at the plan is due once a day, a look at the tokens every hour. */
const ROUNDS_A_DAY = 24

export interface ZaloDeps {
  tokens: ZaloTokens
  clock: Clock
  log: Log
  /** An officer is told; what is found while sending, in a process that receives nothing, has no other way. */
  tell?: (alert: AlertEvent) => Promise<void>
  timing?: ProviderTiming
  /** Waits, and ends early without error when the signal fires. */
  wait?: (ms: number, signal: AbortSignal) => Promise<void>
}

export interface ZaloChannel extends Channel {
  /** Where an admin of the account gives consent; undefined without ZALO_REDIRECT_URL. */
  authoriseUrl(): string | undefined
  takeConsent(returned: ReturnedConsent): Promise<ConsentOutcome>
  /** Takes over a refresh token that Zalo's console issued; it works once, so a new pair is asked for at once. */
  adopt(refreshToken: string): Promise<void>
  overview(signal: AbortSignal): Promise<ZaloOverview>
  describeTemplate(id: string, signal: AbortSignal): Promise<TemplateInfo>
  readonly groups: ZaloGroups
}

export function createZalo(config: ZaloConfig, { tokens, clock, log, tell, timing, wait }: ZaloDeps): ZaloChannel {
  const { oaId } = config
  // One agent serves the three hosts: it keys its connections by host itself.
  const provider = connectProvider(PROVIDER, config.urls.oa, timing)
  const oauth = zaloOAuth(config, provider)
  let toldBy = tell
  const grant = zaloGrant({ oaId, oauth, tokens, clock, log, tell: tellQuietly })
  const client = zaloClient(config, { provider, grant, clock, log })
  const templates = zaloTemplates(client, clock)
  const groups = zaloGroups(client)
  const desk = accountDesk({ client, tokens, oaId, clock })
  const running = new AbortController()
  let background: Promise<void> | undefined

  async function send(message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    try {
      return await sendTo(message, signal)
    } catch (error) {
      const alert = error instanceof SendError ? alertAbout(error, clock.now()) : undefined
      if (alert !== undefined) await tellQuietly(alert)
      throw error
    }
  }

  /** News that cannot be told must not change what becomes of the message. */
  async function tellQuietly(alert: AlertEvent): Promise<void> {
    await toldBy?.(alert).catch((err: unknown) => log.warn({ err, alert: alert.code }, 'zalo: an alert could not be told'))
  }

  async function sendTo(message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    const to = zaloAddress(message.to)
    if (to === undefined) throw unsendable(PROVIDER, 'the recipient is no address on Zalo')
    if (signal.aborted) throw new SendError('channel.interrupted', 'zalo: the call was given up', { errorClass: 'RETRY', detail: { provider: PROVIDER } })
    if (to.kind === 'group') return groups.send(to.id, message, signal)
    if (to.kind === 'phone') {
      if (message.template === undefined) throw noTemplate()
      const sent = await templates.toPhone(to.id, message, message.template, signal)
      const quota = templates.quota()
      const alert = quota === undefined ? undefined : alertAboutQuota(quota, clock.now())
      if (alert !== undefined) await tellQuietly(alert)
      return sent
    }
    return isWindowOpen(message.lastInboundAt, clock.now()) === false ? template(to.id, message, signal) : consult(to.id, message, signal)
  }

  /** A refused window costs nothing, so what nobody knows is tried. */
  async function consult(userId: string, message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    try {
      return await postConsultation(userId, message, signal)
    } catch (error) {
      const code = zaloCodeOf(error)
      if (message.template === undefined || (code !== CODE.windowClosed && code !== CODE.neverInteracted)) throw error
      return template(userId, message, signal)
    }
  }

  async function postConsultation(userId: string, message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    const body = { recipient: { user_id: userId }, message: messageBody(message) }
    try {
      return await post(body, message, signal)
    } catch (error) {
      // The quoted message is too old or gone; the answer is worth more than the quote.
      if (zaloCodeOf(error) !== CODE.invalidParameter || message.replyTo === undefined) throw error
      const { replyTo: _gone, ...unquoted } = message
      return post({ ...body, message: messageBody(unquoted) }, unquoted, signal)
    }
  }

  /**
   * A state agency's account is refused on v3 and served on v2. Only that very code may move it, and for good: any
   * other failure could have been a message that went out.
   */
  async function post(body: object, { urgent }: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    const call = (api: 'v2' | 'v3') =>
      client.call({ method: 'POST', host: 'oa', path: CONSULTATION_PATHS[api], body, ...(urgent === undefined ? {} : { urgent }) }, posted, signal)
    const pinned = await stored(async () => (await tokens.read(oaId))?.messageApi ?? 'v3')
    try {
      return accepted(await call(pinned))
    } catch (error) {
      if (pinned === 'v2' || zaloCodeOf(error) !== CODE.wrongAccountType) throw error
      log.info('zalo: this account takes messages on the v2 address only; remembered')
      await stored(() => tokens.pinMessageApi(oaId, 'v2'))
      return accepted(await call('v2'))
    }
  }

  function template(userId: string, message: OutboundMessage, signal: AbortSignal): Promise<Sent> {
    if (message.template === undefined) throw windowClosed()
    return templates.toUser(userId, message, message.template, signal)
  }

  async function lookAfter(receive: Receive, signal: AbortSignal, round: number): Promise<void> {
    await grant.keepFresh()
    if (round % ROUNDS_A_DAY === 0) for (const warning of await desk.warnings(signal)) await receive(warning)
  }

  return {
    name: 'zalo',
    reaches: 'zalo',
    alsoReaches: ['phone'],
    limits: { maxChars: MAX_CHARS, perSecond: config.perMinute / 60, buttons: MAX_BUTTONS },
    idempotent: false,
    secrets: [config.appSecret, config.webhookSecret, ...(config.codeVerifier === undefined ? [] : [config.codeVerifier])],
    groups,
    authoriseUrl: () => oauth.authoriseUrl(clock.now()),
    takeConsent: (returned) => takeConsent(returned, oaId, { oauth, grant, clock, log }),
    adopt: async (refreshToken) => grant.accept(await oauth.refresh(refreshToken, clock.now())),
    overview: desk.overview,
    describeTemplate: (id, signal) => templates.describe(id, signal),
    send,
    lookUp: (_requestId, providerId, signal) => templates.lookUp(providerId, signal),
    check: desk.check,

    async start(receive) {
      toldBy ??= receive
      background = hourly((round) => lookAfter(receive, running.signal, round), { log, ...(wait === undefined ? {} : { wait }) }, running.signal)
    },
    routes: (receive) => [
      zaloRoute(config, { clock, log, receive }),
      ...(config.redirectUrl === undefined ? [] : [consentRoute(config.redirectUrl, config, { oauth, grant, clock, log })]),
    ],
    async stop() {
      running.abort()
      await background
      provider.close()
    },
  }
}

const accepted = ({ message_id: providerId }: { message_id: string }): Sent => ({ providerId, outcome: 'accepted' })

async function stored<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw new SendError('channel.tokens-away', 'zalo: the account could not be read', { errorClass: 'RETRY', detail: { provider: PROVIDER }, cause: error })
  })
}

function noTemplate(): SendError {
  return new SendError('channel.no-template', 'zalo: a phone number takes approved templates only', { errorClass: 'FALL', detail: { provider: PROVIDER } })
}

function windowClosed(): SendError {
  return new SendError('channel.window-closed', 'zalo: no word from the person in seven days, and no template', { errorClass: 'FALL', detail: { provider: PROVIDER } })
}
