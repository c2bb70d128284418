/**
 * Telegram's answers as SendErrors. Nothing of theirs is passed on as a cause: telegraf's errors carry the whole
 * request, its text and its chat, and some carry the address with the token.
 */
import { TelegramError } from 'telegraf'
import { SendError } from '../channel.ts'
import type { ErrorClass } from '../channel.ts'
import { neverConnected } from '../connection.ts'

const PROVIDER = 'telegram'
/** When a 429 comes without `retry_after`. */
const FLOOD_WAIT_MS = 30_000

/** An edit to the very words that stand there: nothing is wrong. */
export const UNCHANGED = 'channel.unchanged'

interface Meaning {
  says: RegExp
  code: string
  errorClass: ErrorClass
  recipientGone?: true
}

/**
 * 400 and 403 are told apart by their description only; Telegram publishes no finer code. A lost group is FALL here,
 * not OPS: OPS stops a channel for the whole commune, and one group must not silence everybody.
 */
const MEANINGS: Readonly<Record<number, readonly Meaning[]>> = {
  400: [
    { says: /message is not modified/i, code: UNCHANGED, errorClass: 'PERM' },
    { says: /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, code: 'channel.message-gone', errorClass: 'PERM' },
    { says: /chat not found|user not found|PEER_ID_INVALID/i, code: 'channel.recipient-unreachable', errorClass: 'FALL' },
    { says: /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN/i, code: 'channel.group-closed', errorClass: 'FALL' },
  ],
  403: [
    { says: /blocked by the user|user is deactivated/i, code: 'channel.recipient-gone', errorClass: 'FALL', recipientGone: true },
    { says: /kicked|not a member|chat was deleted/i, code: 'channel.group-lost', errorClass: 'FALL', recipientGone: true },
    { says: /can't initiate conversation|can't send messages to bots/i, code: 'channel.recipient-unreachable', errorClass: 'FALL' },
    { says: /./s, code: 'channel.group-closed', errorClass: 'FALL' },
  ],
}

export function sendErrorOf(error: unknown): SendError {
  return error instanceof TelegramError ? refused(error) : broken(error as NodeJS.ErrnoException)
}

function refused({ code: status, description, parameters }: TelegramError): SendError {
  const detail = { provider: PROVIDER, providerCode: String(status) }
  const message = `telegram answered ${status}`
  if (parameters?.migrate_to_chat_id !== undefined) {
    const movedTo = String(parameters.migrate_to_chat_id)
    return new SendError('channel.recipient-moved', message, { errorClass: 'RETRY', movedTo, detail })
  }
  if (status === 429) {
    const afterMs = parameters?.retry_after === undefined ? FLOOD_WAIT_MS : parameters.retry_after * 1_000
    return new SendError('channel.throttled', message, { errorClass: 'WAIT', afterMs, detail })
  }
  // Without an idempotency key nobody can say whether the message was posted before the fault.
  if (status >= 500) return new SendError('channel.provider-fault', message, { errorClass: 'RETRY', ambiguous: true, detail })
  // 404 is their answer to a token that is none.
  if (status === 401 || status === 404) return new SendError('channel.unauthorised', message, { errorClass: 'OPS', detail })
  if (status === 409) return new SendError('channel.misconfigured', message, { errorClass: 'OPS', detail })
  const known = MEANINGS[status]?.find(({ says }) => says.test(description))
  return known === undefined
    ? new SendError('channel.refused', message, { errorClass: 'PERM', detail })
    : new SendError(known.code, message, { errorClass: known.errorClass, recipientGone: known.recipientGone ?? false, detail })
}

function broken({ name, code }: NodeJS.ErrnoException): SendError {
  const detail = { provider: PROVIDER, ...(code === undefined ? {} : { errno: code }) }
  if (neverConnected(code)) return new SendError('channel.unreachable', 'telegram: no connection', { errorClass: 'RETRY', detail })
  if (name === 'AbortError') {
    return new SendError('channel.timed-out', 'telegram: no answer in time', { errorClass: 'RETRY', ambiguous: true, detail })
  }
  // A cut connection, or an answer that is no JSON: a carrier's blocking page looks like that too.
  return new SendError('channel.cut', 'telegram: no readable answer', { errorClass: 'RETRY', ambiguous: true, detail })
}
