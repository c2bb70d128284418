/**
 * The right to speak for an Official Account. Whoever holds the account's lock asks Zalo for a new pair; everybody else
 * reads what was stored. The stored token's value decides, never a clock alone: a token that failed and is no longer
 * the stored one was simply old.
 */
import { later, vietnamDay } from '../../domain/calendar.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { AlertEvent } from '../channel.ts'
import { REFRESH_TOKEN_USED } from './oauth.ts'
import type { IssuedTokens, ZaloOAuth } from './oauth.ts'
import { beforeSending, PROVIDER, zaloCodeOf } from './refusal.ts'

/** An access token lives 25 hours; five hours are left for mending what stands in the way of a new one. */
const REFRESH_AFTER_MS = 20 * 60 * 60 * 1000
/** Of the three months that a refresh token lives. */
const ALERT_AFTER_MS = 60 * 24 * 60 * 60 * 1000

export interface ZaloAccount {
  accessToken: string
  refreshToken: string
  rotatedAt: Date
  accessEndsAt: Date
  refreshBegunAt: Date | undefined
  trouble: string | undefined
  messageApi: 'v2' | 'v3'
}

export type TokenPair = Pick<ZaloAccount, 'accessToken' | 'refreshToken' | 'rotatedAt' | 'accessEndsAt'>

export interface HeldAccount {
  read(): Promise<ZaloAccount | undefined>
  beginRefresh(at: Date): Promise<void>
  /** Committed when it resolves; false where a newer pair is stored already. */
  save(pair: TokenPair): Promise<boolean>
}

/** What the tokens need of the database. The lock holds over all processes. */
export interface ZaloTokens {
  read(oaId: string): Promise<ZaloAccount | undefined>
  withLock<T>(oaId: string, work: (held: HeldAccount) => Promise<T>): Promise<T>
  /** True where this trouble is news. */
  markTrouble(oaId: string, code: string, at: Date): Promise<boolean>
  pinMessageApi(oaId: string, api: 'v2' | 'v3'): Promise<void>
}

export interface GrantDeps {
  oaId: string
  oauth: ZaloOAuth
  tokens: ZaloTokens
  clock: Clock
  log: Log
  tell(alert: AlertEvent): Promise<void>
}

export interface ZaloGrant {
  /** A token to try, renewed in good time. */
  accessToken(): Promise<string>
  /** What to try instead of a token that Zalo refused. */
  instead(refused: string): Promise<string>
  /** For the hourly round: an account that is silent for three months would lose its grant. */
  keepFresh(): Promise<void>
  /** An admin of the account has given consent (again). */
  accept(issued: IssuedTokens): Promise<void>
}

export function zaloGrant({ oaId, oauth, tokens, clock, log, tell }: GrantDeps): ZaloGrant {
  let renewing: Promise<string> | undefined

  /** Many sends find the same token dead at once; one of them asks, so that waiting costs one connection and not all. */
  function renewOnce(isStale: (account: ZaloAccount) => boolean): Promise<string> {
    renewing ??= tokens
      .withLock(oaId, async (held) => {
        const account = await held.read()
        if (account === undefined) throw notConnected()
        return isStale(account) ? refresh(held, account) : account.accessToken
      })
      .finally(() => (renewing = undefined))
    return renewing
  }

  async function refresh(held: HeldAccount, account: ZaloAccount): Promise<string> {
    // What is lost stays lost until somebody consents again; asking Zalo for each message would only get us blocked.
    if (account.trouble === LOST) throw lost()
    await held.beginRefresh(clock.now())
    try {
      const issued = await askTwiceIfUnclear(account.refreshToken)
      const pair = pairOf(issued)
      if (await held.save(pair)) return pair.accessToken
      return ((await held.read()) ?? pair).accessToken
    } catch (error) {
      return await afterFailedRefresh(held, account, error)
    }
  }

  /** A cut connection does not tell whether the old refresh token was used up: one more try does. */
  async function askTwiceIfUnclear(refreshToken: string): Promise<IssuedTokens> {
    try {
      return await oauth.refresh(refreshToken, clock.now())
    } catch (error) {
      if (!(error instanceof SendError) || !error.ambiguous) throw error
      log.warn({ code: error.code }, 'zalo: no clear answer to a refresh, asking once more')
      return oauth.refresh(refreshToken, clock.now())
    }
  }

  async function afterFailedRefresh(held: HeldAccount, before: ZaloAccount, error: unknown): Promise<string> {
    if (!(error instanceof SendError)) throw error
    const used = zaloCodeOf(error) === REFRESH_TOKEN_USED
    const now = await held.read()
    // Somebody who had lost the lock was faster after all.
    if (used && now !== undefined && now.refreshToken !== before.refreshToken) return now.accessToken
    // Set: an earlier try died between Zalo's answer and our keeping it, which is how a pair gets lost.
    log.error({ code: error.code, refreshBegunAt: before.refreshBegunAt }, 'zalo: no new tokens')
    // That it has gone on for sixty days is the graver news, and stays.
    if (used || before.trouble !== OVERDUE) await report(used ? LOST : error.code)
    throw used ? lost() : beforeSending(error)
  }

  async function report(code: string): Promise<void> {
    const now = clock.now()
    if (!(await tokens.markTrouble(oaId, code, now))) return
    await tell({ kind: 'alert', dedupeKey: `zalo:trouble:${code}:${vietnamDay(now)}`, code: 'zalo.connection', said: troubleSaid(code), occurredAt: now })
  }

  function pairOf({ expiresInMs, ...tokenPair }: IssuedTokens): TokenPair {
    const now = clock.now()
    return { ...tokenPair, rotatedAt: now, accessEndsAt: later(now, expiresInMs) }
  }

  const age = (account: ZaloAccount) => clock.now().getTime() - account.rotatedAt.getTime()
  const isDue = (account: ZaloAccount) => age(account) >= REFRESH_AFTER_MS
  const isAlive = (account: ZaloAccount) => clock.now() < account.accessEndsAt

  async function accessToken(): Promise<string> {
    const account = await tokens.read(oaId)
    if (account === undefined) throw notConnected()
    if (!isDue(account) || (account.trouble === LOST && isAlive(account))) return account.accessToken
    try {
      return await renewOnce(isDue)
    } catch (error) {
      // The old one may still serve for some hours; if it does not, Zalo will say so.
      if (!(error instanceof SendError) || !isAlive(account)) throw error
      return account.accessToken
    }
  }

  return {
    accessToken,
    async instead(refused) {
      const isRefused = (account: ZaloAccount) => account.accessToken === refused
      const token = await renewOnce(isRefused)
      // Joined a renewal that was begun for another reason and found nothing to do.
      return token === refused ? renewOnce(isRefused) : token
    },

    async keepFresh() {
      if ((await tokens.read(oaId)) === undefined) return
      await accessToken().catch((error: unknown) => {
        if (!(error instanceof SendError)) throw error
        log.warn({ code: error.code }, 'zalo: the tokens could not be renewed')
      })
      const account = await tokens.read(oaId)
      if (account !== undefined && account.trouble !== LOST && age(account) > ALERT_AFTER_MS) await report(OVERDUE)
    },

    async accept(issued) {
      await tokens.withLock(oaId, async (held) => {
        await held.read()
        if (!(await held.save(pairOf(issued)))) {
          throw new SendError('channel.consent-raced', 'zalo: another pair was stored while consent was given', { errorClass: 'OPS', detail: { provider: PROVIDER } })
        }
      })
    },
  }
}

export const LOST = 'channel.reconsent-needed'
const OVERDUE = 'channel.refresh-overdue'

function lost(): SendError {
  return new SendError(LOST, 'zalo: the refresh token is used up, an admin of the account must give consent again', {
    errorClass: 'OPS',
    detail: { provider: PROVIDER },
  })
}

function notConnected(): SendError {
  return new SendError('channel.not-connected', 'zalo: nobody has given consent for this account yet', { errorClass: 'OPS', detail: { provider: PROVIDER } })
}

export function troubleSaid(code: string): string {
  if (code === LOST) return 'Zalo OA đã mất kết nối với Loa. Hãy chạy loa zalo authorise, rồi quản trị viên của OA mở đường dẫn được in ra và đồng ý lại.'
  if (code === OVERDUE) return 'Loa đã hơn 60 ngày chưa gia hạn được kết nối với Zalo OA, sau 90 ngày sẽ mất hẳn. Quản trị viên của OA cần đồng ý kết nối lại trước ngày đó.'
  if (code === 'channel.misconfigured') return 'Zalo không nhận ứng dụng của xã. Hãy xem lại ZALO_APP_ID, ZALO_APP_SECRET và trạng thái ứng dụng trên trang quản lý của Zalo.'
  return 'Loa chưa gia hạn được kết nối với Zalo OA. Nếu ngày mai vẫn còn báo, quản trị viên của OA cần đồng ý kết nối lại.'
}
