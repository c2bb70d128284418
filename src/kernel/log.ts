/**
 * Structured logs that hold no personal data: ids, counts, codes and durations only. As a last defence the known
 * secrets of the configuration and anything that looks like an identifier or a phone number are blanked out.
 */
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

export type Log = Logger

const BLANK = '[đã che]'
/** A phone in any of its forms, or 9 to 15 digits in a row: CCCD, BHXH, card, account. Ids of ours stay shorter. */
const NUMBER_LIKE = /(?<![\w.-])\+?\d{9,15}(?![\w-])/g

export interface LogOptions {
  level: string
  secrets?: readonly string[]
  destination?: DestinationStream
}

export function createLog({ level, secrets = [], destination }: LogOptions): Log {
  const known = secrets.filter((secret) => secret.length >= 4)
  const scrub = (text: string): string => {
    let clean = text
    for (const secret of known) clean = clean.replaceAll(secret, BLANK)
    return clean.replace(NUMBER_LIKE, BLANK)
  }
  const options = {
    level,
    base: null,
    // pino's `time` is the only long number we mean to write; it is added outside of what is scrubbed.
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: describeError },
    hooks: {
      streamWrite: (line: string) => scrub(line),
    },
  }
  return destination === undefined ? pino(options, pino.destination({ fd: 2, sync: true })) : pino(options, destination)
}

/** Name, code and safe detail. A database error's own message quotes values, so only its code is kept. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, detail, cause } = error as Error & { code?: unknown; detail?: unknown }
  const ours = error.name === 'LoaError' || error.name === 'SendError' || error.name === 'UserError'
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(ours ? { message: error.message, detail } : {}),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
    stack: error.stack?.split('\n').slice(1, 6).join('\n'),
  }
}
