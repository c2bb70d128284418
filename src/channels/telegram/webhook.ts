import type { Log } from '../../kernel/log.ts'
import type { Route } from '../channel.ts'
import { parseJson } from '../provider-call.ts'
import { sameSecret } from '../same-secret.ts'

/** TELEGRAM_WEBHOOK_URL must lead here. */
const PATH = '/hooks/telegram'
/** An update of a long message with all its entities stays far below. */
const MAX_UPDATE_BYTES = 262_144

export interface WebhookDeps {
  secretToken: string
  log: Log
  /** Stores the update; resolves with the id of a button press that wants an answer. */
  store(raw: unknown): Promise<string | undefined>
}

export function telegramRoute({ secretToken, log, store }: WebhookDeps): Route {
  return {
    method: 'POST',
    path: PATH,
    async handle({ headers, rawBody }) {
      if (!sameSecret(headers['x-telegram-bot-api-secret-token'], secretToken)) {
        log.warn('telegram: refused a webhook call without our secret')
        return { status: 401 }
      }
      if (rawBody.length > MAX_UPDATE_BYTES) return { status: 413 }
      // What nobody can read is answered 200 all the same: Telegram would bring it again for a day.
      const pressed = await store(parseJson(rawBody.toString('utf8')))
      if (pressed === undefined) return { status: 200 }
      // The answer to a press travels in the response, which the Bot API allows and which saves a call.
      return {
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: pressed }),
      }
    },
  }
}
