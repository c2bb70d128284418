/**
 * ZBS Template Message: a text that Zalo approved, filled in with values, to a user id of the account or to a phone
 * number (docs.zaloplatforms.com/docs/ZBS, October 2026). Values are checked against Zalo's own description before
 * anything leaves: a refused message costs a template's quality, and with it the account's daily quota.
 */
import { z } from 'zod'
import type { Clock } from '../../kernel/clock.ts'
import { later } from '../../domain/calendar.ts'
import type { OutboundMessage, ProviderTemplate, Sent } from '../channel.ts'
import { CANNOT_ASK, SendError } from '../channel.ts'
import { unsendable } from '../provider-call.ts'
import type { ZaloClient } from './client.ts'
import { posted } from './consultation.ts'
import { beforeSending, PROVIDER } from './refusal.ts'
import { ZBS_CODES } from './zbs-codes.ts'

/** Marks what went by phone: its status can be asked, and its receipts carry our own id. */
const BY_PHONE = 'zbs:'
const MAX_TRACKING_CHARS = 48
/** A template's values, price and state change by an officer's hand, so seldom; an hour late is early enough. */
const REMEMBER_MS = 60 * 60_000

const text = z.union([z.string(), z.number()]).transform(String)
const dong = z.union([z.number(), z.string()]).transform(Number).pipe(z.number().nonnegative())
const parameter = z.object({
  name: z.string(),
  require: z.boolean().catch(true),
  acceptNull: z.boolean().catch(false),
  minLength: z.number().int().catch(0),
  maxLength: z.number().int().positive().optional().catch(undefined),
})
const info = z.object({
  status: z.string().max(40).catch(''),
  listParams: z.array(parameter).catch([]),
  price_sdt: dong.optional().catch(undefined),
  price_uid: dong.optional().catch(undefined),
})
const sentByPhone = z.object({
  msg_id: text,
  quota: z.object({ dailyQuota: text, remainingQuota: text }).optional().catch(undefined),
})
const statusAnswer = z.object({ status: z.coerce.number().int() })

export type TemplateInfo = z.infer<typeof info>

export interface ZaloTemplates {
  toUser(userId: string, message: OutboundMessage, template: ProviderTemplate, signal: AbortSignal): Promise<Sent>
  /** `phone`: 84…, without a plus. */
  toPhone(phone: string, message: OutboundMessage, template: ProviderTemplate, signal: AbortSignal): Promise<Sent>
  /** As Zalo has it now. Fails with a SendError. */
  describe(id: string, signal: AbortSignal): Promise<TemplateInfo>
  lookUp(providerId: string | undefined, signal: AbortSignal): Promise<'accepted' | 'delivered'>
  /** Of the day, as the last send told it. */
  quota(): { daily: number; remaining: number } | undefined
}

export const phoneReceiptId = (msgId: string): string => `${BY_PHONE}${msgId}`

export function zaloTemplates(client: ZaloClient, clock: Clock): ZaloTemplates {
  const known = new Map<string, { info: TemplateInfo; until: Date }>()
  let quota: { daily: number; remaining: number } | undefined

  async function checked({ id, values }: ProviderTemplate, signal: AbortSignal): Promise<TemplateInfo> {
    const found = await describe(id, signal)
    const problem = problemWith(values, found)
    if (problem !== undefined) {
      throw new SendError('channel.template-values', `zalo: template ${id}: ${problem}`, { errorClass: 'PERM', detail: { provider: PROVIDER, template: id } })
    }
    return found
  }

  async function describe(id: string, signal: AbortSignal): Promise<TemplateInfo> {
    const remembered = known.get(id)
    if (remembered !== undefined && remembered.until > clock.now()) return remembered.info
    const request = { method: 'GET', host: 'zbs', path: '/template/info/v2', query: { template_id: id }, codes: ZBS_CODES } as const
    const found = await client.call(request, info, signal).catch((error: unknown) => {
      // That a question went unanswered says nothing about the message, which has not left.
      throw beforeSending(error)
    })
    known.set(id, { info: found, until: later(clock.now(), REMEMBER_MS) })
    return found
  }

  const call = { method: 'POST', codes: ZBS_CODES } as const
  const urgency = ({ urgent }: OutboundMessage) => (urgent === undefined ? {} : { urgent })
  const price = (costDong: number | undefined) => (costDong === undefined ? {} : { costDong })

  return {
    describe,

    async toUser(userId, message, template, signal) {
      const { price_uid: costDong } = await checked(template, signal)
      // No tracking_id here: their id is all that a receipt will have.
      const body = { user_id: userId, template_id: template.id, template_data: nfc(template.values) }
      const { message_id: providerId } = await client.call({ ...call, ...urgency(message), host: 'oa', path: '/v3.0/oa/message/template', body }, posted, signal)
      return { providerId, outcome: 'accepted', template: template.id, ...price(costDong) }
    },

    async toPhone(phone, message, template, signal) {
      const { requestId } = message
      if (requestId === '' || requestId.length > MAX_TRACKING_CHARS) throw unsendable(PROVIDER, 'the request id is empty or too long')
      const { price_sdt: costDong } = await checked(template, signal)
      const body = { phone, template_id: template.id, template_data: nfc(template.values), tracking_id: requestId }
      const sent = await client.call({ ...call, ...urgency(message), host: 'zbs', path: '/message/template', body }, sentByPhone, signal)
      if (sent.quota !== undefined) quota = { daily: Number(sent.quota.dailyQuota), remaining: Number(sent.quota.remainingQuota) }
      return { providerId: phoneReceiptId(sent.msg_id), outcome: 'accepted', template: template.id, ...price(costDong) }
    },

    async lookUp(providerId, signal) {
      if (providerId === undefined || !providerId.startsWith(BY_PHONE)) {
        throw new SendError(CANNOT_ASK, 'zalo: only what went by phone, and was answered, can be asked for', { errorClass: 'PERM', detail: { provider: PROVIDER } })
      }
      const query = { message_id: providerId.slice(BY_PHONE.length) }
      const { status } = await client.call({ method: 'GET', host: 'zbs', path: '/message/status', query, codes: ZBS_CODES }, statusAnswer, signal)
      if (status === 1) return 'delivered'
      if (status === 0) return 'accepted'
      // They gave us this id themselves: that they do not know it yet must never make us send again.
      throw new SendError('channel.not-yet-known', 'zalo: the message is not known there yet', { errorClass: 'RETRY', detail: { provider: PROVIDER } })
    },

    quota: () => quota,
  }
}

/** Decomposed Vietnamese counts twice and more, and runs over the limits. */
const nfc = (values: ProviderTemplate['values']) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.normalize('NFC')]))

/** Names only, never values: this goes to the log. */
function problemWith(values: ProviderTemplate['values'], { listParams }: TemplateInfo): string | undefined {
  const names = new Set(listParams.map(({ name }) => name))
  const strange = Object.keys(values).find((name) => !names.has(name))
  if (strange !== undefined) return `it has no value named ${strange}`
  for (const { name, require, acceptNull, minLength, maxLength } of listParams) {
    const value = values[name]?.normalize('NFC')
    if (value === undefined || value === '') {
      if (require && !acceptNull) return `${name} is missing`
    } else if (value.length < minLength) return `${name} is too short`
    else if (value.length > (maxLength ?? Number.POSITIVE_INFINITY)) return `${name} is too long`
  }
  return undefined
}
