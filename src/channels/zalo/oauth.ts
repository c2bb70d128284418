/**
 * Zalo OAuth v4 for Official Accounts (official PHP and Java SDKs, docs of October 2026). An access token lives 25
 * hours and dies at once when a newer one is issued; a refresh token works once and lives three months.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { ZaloConfig } from '../../kernel/config.ts'
import { httpFailure, parseJson, unreadableAnswer } from '../provider-call.ts'
import type { ProviderConnection } from '../provider-call.ts'
import { sameSecret } from '../same-secret.ts'
import { PROVIDER, refusal } from './refusal.ts'
import type { CodeTable } from './refusal.ts'

/** Their code expires after ten minutes, and an officer needs some of them to log in. */
const STATE_MS = 30 * 60_000

export const REFRESH_TOKEN_USED = '-14020'
export const OAUTH_CODES: CodeTable = {
  '-14002': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'app id invalid, or app not active' },
  '-14003': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'callback address is not the one in the console' },
  '-14004': { errorClass: 'OPS', code: 'channel.misconfigured', means: 'app secret wrong' },
  '-14020': { errorClass: 'AUTH', code: 'channel.reconsent-needed', means: 'refresh token used before, or expired' },
}
const UNPUBLISHED = { errorClass: 'OPS', code: 'channel.unauthorised', means: 'not published by Zalo' } as const

const tokenAnswer = z.object({
  access_token: z.string().min(1).max(4_000),
  refresh_token: z.string().min(1).max(4_000),
  /** Seconds, as a string: 90000. */
  expires_in: z.coerce.number().int().positive(),
})
const failure = z.object({ error: z.union([z.number(), z.string().max(20)]).transform(String), error_name: z.string().max(100).optional().catch(undefined) })

export interface IssuedTokens {
  accessToken: string
  refreshToken: string
  expiresInMs: number
}

export interface ZaloOAuth {
  /** Where an admin of the account gives consent. undefined without a callback address. */
  authoriseUrl(now: Date): string | undefined
  /** Whether a callback's state is one of ours and fresh. */
  isOurState(state: string, now: Date): boolean
  exchange(code: string, state: string, now: Date, signal?: AbortSignal): Promise<IssuedTokens>
  refresh(refreshToken: string, now: Date, signal?: AbortSignal): Promise<IssuedTokens>
}

export function zaloOAuth(config: ZaloConfig, provider: ProviderConnection): ZaloOAuth {
  const base = config.urls.oauth.replace(/\/+$/, '')
  const keyed = (purpose: string, text: string) => createHmac('sha256', config.appSecret).update(`${purpose}\0${text}`).digest('base64url')
  /** Follows from the state, so that nothing has to be kept between the two halves of a consent, which two processes may serve. */
  const verifierOf = (state: string) => config.codeVerifier ?? keyed('loa zalo verifier', state)

  async function token(form: Record<string, string>, now: Date, signal?: AbortSignal): Promise<IssuedTokens> {
    const request = { method: 'POST', url: `${base}/v4/oa/access_token`, headers: { secret_key: config.appSecret }, form: { app_id: config.appId, ...form } } as const
    const answer = await provider.call(request, signal)
    const json = parseJson(answer.text)
    const issued = tokenAnswer.safeParse(json)
    if (issued.success) {
      return { accessToken: issued.data.access_token, refreshToken: issued.data.refresh_token, expiresInMs: issued.data.expires_in * 1_000 }
    }
    const failed = failure.safeParse(json)
    if (failed.success) {
      const { error, error_name: said } = failed.data
      throw refusal(error, { [error]: UNPUBLISHED, ...OAUTH_CODES }, { now, ...(said === undefined ? {} : { said }) })
    }
    throw answer.status === 200 ? unreadableAnswer(PROVIDER) : httpFailure(PROVIDER, answer)
  }

  return {
    authoriseUrl(now) {
      if (config.redirectUrl === undefined) return undefined
      const told = `${now.getTime().toString(36)}.${randomBytes(12).toString('base64url')}`
      const state = `${told}.${keyed('loa zalo state', told)}`
      const query = new URLSearchParams({ app_id: config.appId, redirect_uri: config.redirectUrl, code_challenge: challengeOf(verifierOf(state)), state })
      return `${base}/v4/oa/permission?${query}`
    },
    isOurState(state, now) {
      const [at = '', nonce = '', mac] = state.split('.')
      const age = now.getTime() - Number.parseInt(at, 36)
      return sameSecret(mac, keyed('loa zalo state', `${at}.${nonce}`)) && age >= 0 && age < STATE_MS
    },
    exchange: (code, state, now, signal) => token({ code, code_verifier: verifierOf(state), grant_type: 'authorization_code' }, now, signal),
    refresh: (refreshToken, now, signal) => token({ refresh_token: refreshToken, grant_type: 'refresh_token' }, now, signal),
  }
}

/** S256, which Zalo implies: SHA-256 over the verifier's ASCII bytes, base64url without padding. */
export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url')
}
