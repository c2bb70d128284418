/** The pieces of which Zalo's events are made. Ids are text, times are milliseconds in quotes or not. */
import { z } from 'zod'
import type { Attachment, MessageEvent } from '../channel.ts'

/** A number can only be a short one here: long ones came out of the parser as text. */
export const anId = z.union([z.string().max(200), z.number().int()]).transform(String)

/** An instant far outside of anybody's life is no instant. */
const LATEST_MS = 4_102_444_800_000
export const eventTime = {
  timestamp: z
    .union([z.string().regex(/^\d{1,14}$/), z.number().int().nonnegative()])
    .transform(Number)
    .pipe(z.number().max(LATEST_MS))
    .pipe(z.coerce.date())
    .optional()
    .catch(undefined),
}

/** Some senders write coordinates as text. */
const degrees = z.union([z.number(), z.string().max(40)]).transform(Number).pipe(z.number().min(-180).max(180)).optional().catch(undefined)
const short = z.string().max(4_000).optional().catch(undefined)
const attachment = z.object({
  type: z.string().max(60),
  payload: z
    .object({
      url: short,
      name: short,
      title: short,
      coordinates: z.object({ latitude: degrees, longitude: degrees }).optional().catch(undefined),
    })
    .catch({ url: undefined, name: undefined, title: undefined, coordinates: undefined }),
})

export const messagePart = z.object({
  msg_id: anId.optional(),
  text: z.string().max(20_000).optional().catch(undefined),
  quote_msg_id: anId.optional().catch(undefined),
  attachments: z.array(attachment).max(50).optional().catch(undefined),
})

export function attachmentsOf({ attachments = [] }: z.infer<typeof messagePart>): Pick<MessageEvent, 'attachments'> {
  if (attachments.length === 0) return {}
  return { attachments: attachments.map(({ type, payload }): Attachment => {
    const { url, name = payload.title, coordinates } = payload
    const { latitude, longitude } = coordinates ?? {}
    return {
      kind: type,
      ...(url === undefined ? {} : { url }),
      ...(name === undefined ? {} : { name }),
      ...(latitude === undefined || longitude === undefined ? {} : { latitude, longitude }),
    }
  }) }
}
