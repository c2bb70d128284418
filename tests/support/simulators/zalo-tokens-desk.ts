/** Zalo's OAuth v4: a code works once, a refresh token works once, and a new access token kills the one before it. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../../../src/kernel/clock.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'

export interface TokensDesk {
  permission(request: SimulatedRequest): SimulatedAnswer
  token(request: SimulatedRequest): SimulatedAnswer
  /** What is wrong with the token of a call: nothing, the token, or its proof. */
  judge(request: SimulatedRequest): 'good' | 'dead' | 'no-proof'
  /** As from the console's API Explorer. */
  issue(): { accessToken: string; refreshToken: string }
  /** Somebody else authorised another app, or revoked. */
  kill(): void
  refreshes(): number
}

export interface TokensDeskOptions {
  appId: string
  appSecret: string
  oaId: string
  redirectUrl: string
  secretProof: boolean
  clock: Clock
  violate(why: string): void
}

const CODE_MS = 10 * 60_000
const ACCESS_S = 90_000
const REFRESH_MS = 90 * 24 * 60 * 60 * 1000

export function createTokensDesk({ appId, appSecret, oaId, redirectUrl, secretProof, clock, violate }: TokensDeskOptions): TokensDesk {
  const codes = new Map<string, { challenge: string; until: number }>()
  const refreshTokens = new Map<string, { used: boolean; until: number }>()
  let alive: { token: string; until: number } | undefined
  let refreshes = 0
  const now = () => clock.now().getTime()
  const random = () => randomBytes(24).toString('base64url')

  function issue() {
    alive = { token: `access-${random()}`, until: now() + ACCESS_S * 1_000 }
    const refreshToken = `refresh-${random()}`
    refreshTokens.set(refreshToken, { used: false, until: now() + REFRESH_MS })
    return { accessToken: alive.token, refreshToken }
  }

  /** Failures come under HTTP 200. */
  const fail = (error: number, error_name: string): SimulatedAnswer => ({ status: 200, json: { error, error_name, error_reason: '', error_description: '', ref_doc: '' } })

  function issued(): SimulatedAnswer {
    const { accessToken, refreshToken } = issue()
    return { status: 200, json: { access_token: accessToken, refresh_token: refreshToken, expires_in: String(ACCESS_S) } }
  }

  function refresh(form: URLSearchParams): SimulatedAnswer {
    const held = refreshTokens.get(form.get('refresh_token') ?? '')
    if (held === undefined || held.used || held.until < now()) return fail(-14020, 'Invalid refresh token')
    held.used = true
    refreshes += 1
    return issued()
  }

  function exchange(form: URLSearchParams): SimulatedAnswer {
    const code = form.get('code') ?? ''
    const held = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url')
    if (held === undefined || held.until < now()) return fail(-14010, 'Invalid code')
    if (held.challenge !== challenge) {
      violate('exchange: the verifier does not fit the challenge')
      return fail(-14011, 'Invalid code verifier')
    }
    return issued()
  }

  return {
    issue,
    kill: () => void (alive = undefined),
    refreshes: () => refreshes,

    permission({ query }) {
      const extra = [...query.keys()].filter((key) => !['app_id', 'redirect_uri', 'code_challenge', 'state'].includes(key))
      if (extra.length > 0) violate(`permission: ${extra.join(', ')} is no parameter`)
      if (query.get('app_id') !== appId) return fail(-14002, 'Invalid app id')
      if (query.get('redirect_uri') !== redirectUrl) return fail(-14003, 'Invalid redirect uri')
      const challenge = query.get('code_challenge') ?? ''
      if (!/^[\w-]{43}$/.test(challenge)) violate('permission: no S256 challenge')
      const code = random()
      codes.set(code, { challenge, until: now() + CODE_MS })
      const back = new URLSearchParams({ code, oa_id: oaId, state: query.get('state') ?? '' })
      return { status: 302, headers: { location: `${redirectUrl}?${back}` } }
    },

    token({ headers, text }) {
      if (!headers['content-type']?.startsWith('application/x-www-form-urlencoded')) violate('token: the body is no form')
      if (headers['secret_key'] !== appSecret) return fail(-14004, 'Invalid secret key')
      const form = new URLSearchParams(text)
      if (form.get('app_id') !== appId) return fail(-14002, 'Invalid app id')
      const grantType = form.get('grant_type')
      if (grantType === 'refresh_token') return refresh(form)
      if (grantType === 'authorization_code') return exchange(form)
      violate(`token: grant_type ${grantType}`)
      return fail(-14000, 'Invalid grant type')
    },

    judge({ headers }) {
      if (headers['authorization'] !== undefined) violate('a call with an Authorization header')
      const token = headers['access_token']
      if (alive === undefined || token !== alive.token || alive.until < now()) return 'dead'
      if (!secretProof) return 'good'
      return headers['appsecret_proof'] === createHmac('sha256', appSecret).update(token).digest('hex') ? 'good' : 'no-proof'
    },
  }
}
