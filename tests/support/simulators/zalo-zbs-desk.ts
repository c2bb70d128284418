/** ZBS Template Message by phone and by user id. A repeat is sent twice: there is no idempotency key. */
import { z } from 'zod'
import type { Clock } from '../../../src/kernel/clock.ts'
import { jsonOf } from './http-simulator.ts'
import type { SimulatedAnswer, SimulatedRequest } from './http-simulator.ts'
import type { Ledger } from './ledger.ts'
import { zaloAnswer } from './zalo-oa-desk.ts'
import type { ZaloPeople } from './zalo-people.ts'

export interface SimulatedTemplate {
  /** `{name}` stands for a value. */
  text: string
  params: readonly { name: string; require?: boolean; minLength?: number; maxLength: number }[]
  byUser?: boolean
  approved?: boolean
}

export interface ZbsDeskOptions {
  templates: Readonly<Record<string, SimulatedTemplate>>
  dailyQuota: number
  people: ZaloPeople
  ledger: Ledger
  clock: Clock
  nextId(): string
  /** The receipt of what went by phone. `trackingId` is missing for what went by user id. */
  arrived(to: string, messageId: string, trackingId: string | undefined): void
  violate(why: string): void
}

const values = z.record(z.string(), z.string())
const byPhone = z.strictObject({
  phone: z.string().regex(/^84\d{9}$/),
  template_id: z.string(),
  template_data: values,
  tracking_id: z.string().min(1).max(48),
  mode: z.literal('development').optional(),
  sending_mode: z.enum(['1', '3']).optional(),
})
const byUser = z.strictObject({ user_id: z.string().regex(/^\d{5,25}$/), template_id: z.string(), template_data: values })

export function createZbsDesk({ templates, dailyQuota, people, ledger, clock, nextId, arrived, violate }: ZbsDeskOptions) {
  let remaining = dailyQuota
  let oaCurrentQuality = 'HIGH'
  const delivered = new Map<string, boolean>()

  /** Strict about what Zalo would only refuse: our side has the description of every template. */
  function written(templateId: string, data: Readonly<Record<string, string>>): { text: string } | { code: number } {
    const template = templates[templateId]
    if (template === undefined) return { code: -109 }
    if (template.approved === false) return { code: -131 }
    const names = template.params.map(({ name }) => name)
    const wrong = (why: string, code: number) => {
      violate(`template ${templateId}: ${why}`)
      return { code }
    }
    for (const name of Object.keys(data)) if (!names.includes(name)) return wrong(`${name} is none of its values`, -112)
    for (const { name, require = true, minLength = 0, maxLength } of template.params) {
      const value = data[name]
      if (value === undefined) {
        if (require) return wrong(`${name} is missing`, -1122)
      } else if (value !== value.normalize('NFC')) return wrong(`${name} is not NFC`, -1121)
      else if (value.length > maxLength || value.length < minLength) return wrong(`${name} has ${value.length} letters`, -1121)
    }
    return { text: template.text.replace(/\{(\w+)\}/g, (_, name: string) => data[name] ?? '') }
  }

  return {
    setQuota: (left: number) => void (remaining = left),
    setQuality: (quality: string) => void (oaCurrentQuality = quality),
    quality: (): SimulatedAnswer => zaloAnswer(0, { oaCurrentQuality, oa7dayQuality: oaCurrentQuality }),

    byPhone({ text }: SimulatedRequest): SimulatedAnswer {
      const parsed = byPhone.safeParse(jsonOf(text))
      if (!parsed.success) {
        violate(`template by phone: ${z.prettifyError(parsed.error)}`)
        return zaloAnswer(-122)
      }
      const { phone, template_id: templateId, template_data: data, tracking_id: trackingId } = parsed.data
      const refused = people.refusalFor(phone)
      if (refused !== undefined) return zaloAnswer(Number(refused))
      const letter = written(templateId, data)
      if ('code' in letter) return zaloAnswer(letter.code)
      if (remaining === 0) return zaloAnswer(-144)
      remaining -= 1
      const messageId = nextId()
      delivered.set(messageId, true)
      ledger.deliver({ to: phone, text: letter.text, requestId: trackingId })
      arrived(phone, messageId, trackingId)
      return zaloAnswer(0, {
        msg_id: messageId,
        sent_time: String(clock.now().getTime()),
        sending_mode: '1',
        quota: { dailyQuota: String(dailyQuota), remainingQuota: String(remaining) },
      })
    },

    byUser({ text }: SimulatedRequest): SimulatedAnswer {
      const parsed = byUser.safeParse(jsonOf(text))
      if (!parsed.success) {
        violate(`template by user id: ${z.prettifyError(parsed.error)}`)
        return zaloAnswer(-201, undefined, 'Params is invalid')
      }
      const { user_id: userId, template_id: templateId, template_data: data } = parsed.data
      const refused = people.refusalFor(userId)
      if (refused !== undefined) return zaloAnswer(Number(refused))
      const letter = written(templateId, data)
      if ('code' in letter) return zaloAnswer(letter.code)
      if (templates[templateId]?.byUser === false) return zaloAnswer(-249)
      const messageId = nextId()
      ledger.deliver({ to: userId, text: letter.text, requestId: messageId })
      arrived(userId, messageId, undefined)
      return zaloAnswer(0, { message_id: messageId, user_id: userId, sent_time: String(clock.now().getTime()), quota: { quota_type: 'sub_quota', remain: '990' } })
    },

    status({ query }: SimulatedRequest): SimulatedAnswer {
      const found = delivered.get(query.get('message_id') ?? '')
      return zaloAnswer(0, { status: found === undefined ? -1 : found ? 1 : 0, delivery_time: String(clock.now().getTime()) })
    },

    quota: (): SimulatedAnswer => zaloAnswer(0, { dailyQuota: String(dailyQuota), remainingQuota: String(remaining) }),

    info({ query }: SimulatedRequest): SimulatedAnswer {
      const template = templates[query.get('template_id') ?? '']
      if (template === undefined) return zaloAnswer(-109)
      return zaloAnswer(0, {
        templateId: query.get('template_id'),
        status: template.approved === false ? 'PENDING_REVIEW' : 'ENABLE',
        listParams: template.params.map(({ name, require = true, minLength = 0, maxLength }) => ({ name, require, type: 'CUSTOM', maxLength, minLength, acceptNull: false })),
        timeout: 7_200_000,
        templateTag: 'CUSTOMER_CARE',
        templateQuality: 'HIGH',
        price_sdt: 800,
        price_uid: '560.0',
      })
    },
  }
}
