/**
 * What Zalo posts to us. It wants 200 within two seconds and repeats for almost two hours, so here is only: is it
 * signed, is it ours, store it. Whatever it makes us do comes later, from the queue.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ZaloConfig } from '../../kernel/config.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Log } from '../../kernel/log.ts'
import type { Receive, Route } from '../channel.ts'
import { parseLossless } from './lossless-json.ts'
import { isSigned, wouldFit } from './signature.ts'
import { isOf, readEvent } from './webhook-events.ts'

const PATH = '/hooks/zalo'
/** The longest event, a message with attachments and their long signed addresses, is a few kB. */
const MAX_BODY_BYTES = 262_144
/** Their repeats span an hour and fifty minutes. */
const FRESH_MS = 2 * 60 * 60 * 1000
/** What the console's test button posts, correctly signed. */
const SAMPLE_ID = 'This is message id'

const envelope = z.looseObject({
  event_name: z.string().max(100),
  timestamp: z.union([z.string().regex(/^\d{1,16}$/), z.number().int().nonnegative()]).transform(String),
})

export interface ZaloRouteDeps {
  clock: Clock
  log: Log
  receive: Receive
}

export function zaloRoute(config: ZaloConfig, { clock, log, receive }: ZaloRouteDeps): Route {
  return {
    method: 'POST',
    path: PATH,
    async handle({ headers, rawBody }) {
      if (rawBody.length > MAX_BODY_BYTES) return { status: 413 }
      const read = envelope.safeParse(parseLossless(rawBody.toString('utf8')))
      if (!read.success) return { status: 400 }
      const { event_name: name, timestamp } = read.data
      const header = headers['x-zevent-signature']
      if (!isSigned(header, { rawBody, timestamp }, config)) {
        log.warn({ wouldFit: wouldFit(header, { rawBody, timestamp }, config) }, 'zalo: refused a webhook call with a wrong signature')
        return { status: 401 }
      }
      const ignored = reasonToIgnore(read.data, timestamp)
      if (ignored !== undefined) {
        log.info({ event: name, ignored }, 'zalo: an event without consequence')
        return { status: 200 }
      }
      const key = createHash('sha256').update(rawBody).digest('hex').slice(0, 32)
      const events = readEvent(read.data, { key, at: clock.now(), byPhone: headers['x-zevent-server']?.toUpperCase() === 'ZNS' })
      if (events === undefined) log.info({ event: name }, 'zalo: an event that nobody here reads')
      for (const event of events ?? []) await receive(event)
      return { status: 200 }
    },
  }

  function reasonToIgnore(event: object, timestamp: string): string | undefined {
    if (clock.now().getTime() - Number(timestamp) > FRESH_MS) return 'too old'
    // One address serves all accounts of an app, and the console's sample belongs to none.
    if (!isOf(config.oaId, event)) return 'of another account'
    return isSample(event) ? 'sample' : undefined
  }
}

function isSample(event: object): boolean {
  return z.object({ message: z.object({ msg_id: z.literal(SAMPLE_ID) }) }).safeParse(event).success
}
