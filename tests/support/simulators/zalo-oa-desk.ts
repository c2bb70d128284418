/** Consultation messages and the account's own data, as strict as the wire document. */
import { z } from 'zod'
import type { Clock } from '../../../src/kernel/clock.ts'
import { jsonOf } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import type { Ledger } from './ledger.ts'
import type { ZaloPeople } from './zalo-people.ts'

const HOUR_MS = 60 * 60 * 1000
const nfc = (text: string) => text === text.normalize('NFC')
const userId = z.string().regex(/^\d{5,25}$/)
const https = z.url({ protocol: /^https$/ })

const queryButton = z.strictObject({ title: z.string().min(1).max(100), type: z.enum(['oa.query.show', 'oa.query.hide']), payload: z.string().min(1).max(1_000) })
const urlButton = z.strictObject({ title: z.string().min(1).max(100), type: z.literal('oa.open.url'), payload: z.strictObject({ url: https }) })
const text = z.string().min(1).max(2_000).refine(nfc, 'the text is not NFC')
const media = z.strictObject({ template_type: z.literal('media'), elements: z.tuple([z.strictObject({ media_type: z.literal('image'), url: https })]) })
const buttons = z.strictObject({ buttons: z.array(z.union([queryButton, urlButton])).min(1).max(5) })
const contactForm = z.strictObject({
  template_type: z.literal('request_user_info'),
  elements: z.tuple([z.strictObject({ title: z.string().min(1).max(100), subtitle: z.string().min(1), image_url: https })]),
})
const attached = <T extends z.ZodType>(payload: T) => z.strictObject({ type: z.literal('template'), payload })

export const groupMessage = z.union([z.strictObject({ text, quote_message_id: z.string().optional() }), z.strictObject({ text: text.optional(), attachment: attached(media) })])
const consultation = z.strictObject({
  recipient: z.strictObject({ user_id: userId }),
  message: z.union([
    z.strictObject({ text, quote_message_id: z.string().optional() }),
    z.strictObject({ text: text.optional(), attachment: attached(media) }),
    z.strictObject({ text, attachment: attached(buttons) }),
    z.strictObject({ attachment: attached(contactForm) }),
  ]),
})

export interface OaDeskOptions {
  oaId: string
  stateAgency: boolean
  planEndsOn: string
  people: ZaloPeople
  ledger: Ledger
  clock: Clock
  nextId(): string
  /** A message arrived on a person's phone. */
  arrived(userId: string, messageId: string): void
  violate(why: string): void
}

export type ZaloAnswer = (code: number, data?: unknown, message?: string) => SimulatedAnswer

export const zaloAnswer: ZaloAnswer = (error, data, message = error === 0 ? 'Success' : 'refused') => ({
  status: 200,
  json: { error, message, ...(data === undefined ? {} : { data }) },
})

export function createOaDesk({ oaId, stateAgency, planEndsOn, people, ledger, clock, nextId, arrived, violate }: OaDeskOptions) {
  const known = new Set<string>()

  return {
    /** Ids that a quote may name. */
    remember: (messageId: string) => void known.add(messageId),

    consult(version: 'v2' | 'v3', { text: body }: SimulatedRequest): SimulatedAnswer {
      const parsed = consultation.safeParse(jsonOf(body))
      if (!parsed.success) {
        violate(`consultation: ${z.prettifyError(parsed.error)}`)
        return zaloAnswer(-201, undefined, 'Params is invalid')
      }
      if (stateAgency && version === 'v3') return zaloAnswer(-235)
      if (!stateAgency && version === 'v2') return zaloAnswer(-240)
      const { recipient, message } = parsed.data
      const refused = people.refusalFor(recipient.user_id)
      if (refused !== undefined) return zaloAnswer(Number(refused))
      const since = people.sinceInteractionMs(recipient.user_id)
      if (since === undefined) return zaloAnswer(-232)
      if (since > 7 * 24 * HOUR_MS) return zaloAnswer(-230)
      if ('quote_message_id' in message && message.quote_message_id !== undefined && !known.has(message.quote_message_id)) return zaloAnswer(-201, undefined, 'quote_message_id is invalid')
      const messageId = nextId()
      known.add(messageId)
      ledger.deliver({ to: recipient.user_id, text: textOf(message), requestId: messageId })
      arrived(recipient.user_id, messageId)
      const free = since <= 48 * HOUR_MS
      const quota = { quota_type: 'reply', owner_type: 'OA', owner_id: oaId, expired_date: '31/12/2026' }
      return zaloAnswer(0, { message_id: messageId, user_id: recipient.user_id, sent_time: String(clock.now().getTime()), ...(free ? { quota } : {}) })
    },

    info: (): SimulatedAnswer =>
      zaloAnswer(0, {
        oa_id: oaId,
        name: 'UBND xã Tân Đông',
        is_verified: true,
        oa_type: stateAgency ? 4 : 2,
        num_follower: 1_200,
        package_name: 'Growth',
        package_valid_through_date: planEndsOn,
        linked_ZCA: 'yes',
      }),

    quota({ text: body }: SimulatedRequest): SimulatedAnswer {
      const asked = z.strictObject({ user_id: userId }).safeParse(jsonOf(body))
      if (!asked.success) return zaloAnswer(-201)
      return zaloAnswer(0, { last_interaction: String(people.lastInteraction(asked.data.user_id) ?? 0), cs_reply: {} })
    },
  }
}

export function textOf(message: z.infer<typeof consultation>['message'] | z.infer<typeof groupMessage>): string {
  if ('text' in message && message.text !== undefined) return message.text
  const payload = 'attachment' in message ? message.attachment.payload : undefined
  return payload !== undefined && 'elements' in payload && 'subtitle' in payload.elements[0] ? payload.elements[0].subtitle : ''
}
