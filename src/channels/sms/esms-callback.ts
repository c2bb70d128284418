/**
 * eSMS calls back with an unsigned GET. The token in our address keeps strangers out; still the call is only a hint
 * to ask, and what we record is what GetSendStatus answers.
 */
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import { SendError } from '../channel.ts'
import type { ReceiptEvent, Receive, Route, RouteRequest } from '../channel.ts'
import { sameSecret } from '../same-secret.ts'
import type { EsmsState } from './esms.ts'

const PATH = '/hooks/esms'

/** `waiting` is no news. */
const OUTCOMES: Readonly<Partial<Record<EsmsState, ReceiptEvent['outcome']>>> = { sent: 'sent', delivered: 'delivered', failed: 'failed' }

const callback = z.object({
  k: z.string().max(300),
  SMSID: z.string().regex(/^[\w-]{1,60}$/),
  // Empty where the message was sent without one.
  RequestId: z.string().max(50).optional(),
})

export interface EsmsCallbackDeps {
  token: string
  poll(smsId: string): Promise<EsmsState>
  clock: Clock
  log: Log
  receive: Receive
}

export function esmsCallbackUrl(publicUrl: string, token: string): string {
  return `${publicUrl.replace(/\/+$/, '')}${PATH}?k=${encodeURIComponent(token)}`
}

export function esmsCallbackRoute({ token, poll, clock, log, receive }: EsmsCallbackDeps): Route {
  return {
    method: 'GET',
    path: PATH,
    async handle(request) {
      const query = untangled(request.query)
      if (!sameSecret(query['k'], token)) {
        log.warn('esms: refused a callback without our token')
        return { status: 401 }
      }
      const called = callback.safeParse(query)
      if (!called.success) return { status: 400 }
      const { SMSID: smsId, RequestId: requestId } = called.data
      const state = await poll(smsId).catch((error: unknown) => {
        if (!(error instanceof SendError)) throw error
        log.warn({ code: error.code }, 'esms: a callback came, but the state could not be asked')
        return undefined
      })
      if (state === undefined) return { status: 503 }
      const outcome = OUTCOMES[state]
      if (outcome !== undefined) {
        await receive({
          kind: 'receipt',
          dedupeKey: `esms:${smsId}:${outcome}`,
          ...(requestId === undefined || requestId === '' ? {} : { requestId }),
          providerId: smsId,
          outcome,
          ...(outcome === 'failed' ? { errorCode: 'not-delivered', errorClass: 'FALL' as const } : {}),
          occurredAt: clock.now(),
        })
      }
      return { status: 200 }
    },
  }
}

/** Their examples join "?SMSID=…" to whatever address they were given, also to one that has a query: `k=<token>?SMSID=…`. */
function untangled(query: RouteRequest['query']): Record<string, string | undefined> {
  const [k, glued] = (query['k'] ?? '').split('?', 2)
  return { ...query, ...(glued === undefined ? {} : Object.fromEntries(new URLSearchParams(glued))), k }
}
