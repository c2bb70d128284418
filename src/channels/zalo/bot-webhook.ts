import type { Log } from '../../kernel/log.ts'
import type { Route } from '../channel.ts'
import { sameSecret } from '../same-secret.ts'
import { parseLossless } from './lossless-json.ts'

/** ZALO_BOT_WEBHOOK_URL must lead here. */
const PATH = '/hooks/zalo-bot'
const MAX_BODY_BYTES = 262_144

export interface BotRouteDeps {
  secretToken: string
  log: Log
  store(update: unknown): Promise<void>
}

export function botRoute({ secretToken, log, store }: BotRouteDeps): Route {
  return {
    method: 'POST',
    path: PATH,
    async handle({ headers, rawBody }) {
      if (!sameSecret(headers['x-bot-api-secret-token'], secretToken)) {
        log.warn('zalo bot: refused a webhook call without our secret')
        return { status: 401 }
      }
      if (rawBody.length > MAX_BODY_BYTES) return { status: 413 }
      // What nobody can read is answered 200 all the same: it would only come again.
      await store(parseLossless(rawBody.toString('utf8')))
      return { status: 200 }
    },
  }
}
