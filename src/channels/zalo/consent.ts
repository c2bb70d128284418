/**
 * Where Zalo sends an admin of the account back after consent. The state proves that the way began with us; the code in
 * the address works once and for ten minutes, and belongs into no log. Where nobody outside reaches Loa, the admin
 * brings the address to the command line instead.
 */
import type { ZaloConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { Route, RouteResponse } from '../channel.ts'
import type { ZaloGrant } from './grant.ts'
import type { ZaloOAuth } from './oauth.ts'

export interface ConsentDeps {
  oauth: ZaloOAuth
  grant: Pick<ZaloGrant, 'accept'>
  clock: Clock
  log: Log
}

/** What stood in the address to which Zalo sent the admin back. */
export type ReturnedConsent = Readonly<Partial<Record<'code' | 'oa_id' | 'state', string | undefined>>>
/** `stale`: not begun with us, or too long ago. */
export type ConsentOutcome = 'connected' | 'stale' | 'other-account' | 'refused'

export async function takeConsent({ code, oa_id: consentingOa, state }: ReturnedConsent, oaId: string, { oauth, grant, clock, log }: ConsentDeps): Promise<ConsentOutcome> {
  const now = clock.now()
  if (code === undefined || state === undefined || !oauth.isOurState(state, now)) return 'stale'
  if (consentingOa !== oaId) {
    log.warn('zalo: consent came from another account')
    return 'other-account'
  }
  try {
    await grant.accept(await oauth.exchange(code, state, now))
  } catch (error) {
    if (!(error instanceof SendError)) throw error
    log.error({ err: error }, 'zalo: consent was given but no tokens came')
    return 'refused'
  }
  log.info('zalo: the account is connected')
  return 'connected'
}

export const CONSENT_SAID: Readonly<Record<ConsentOutcome, string>> = {
  connected: 'Đã kết nối Zalo OA với Loa.',
  stale: 'Đường dẫn kết nối đã quá hạn hoặc không đúng. Hãy bắt đầu lại: loa zalo authorise',
  'other-account': 'Anh, chị vừa đồng ý cho một Zalo OA khác. Hãy chọn đúng OA của xã và làm lại.',
  refused: 'Zalo chưa cấp quyền cho Loa. Hãy thử lại; nếu vẫn không được, hãy xem lại mã số và khóa của ứng dụng Zalo.',
}
const STATUS: Readonly<Record<ConsentOutcome, number>> = { connected: 200, stale: 400, 'other-account': 400, refused: 502 }

export function consentRoute(redirectUrl: string, { oaId }: Pick<ZaloConfig, 'oaId'>, deps: ConsentDeps): Route {
  return {
    method: 'GET',
    path: new URL(redirectUrl).pathname,
    async handle({ query }) {
      const outcome = await takeConsent(query, oaId, deps)
      return page(STATUS[outcome], `${CONSENT_SAID[outcome]}${outcome === 'connected' ? ' Có thể đóng trang này.' : ''}`)
    },
  }
}

function page(status: number, said: string): RouteResponse {
  const body = `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Kết nối Zalo</title><p>${said}</p></html>`
  return { status, contentType: 'text/html; charset=utf-8', body }
}
