/**
 * Consultation messages (POST /v3.0/oa/message/cs): free text to a person who turned to the account within seven days.
 * Without charge for 48 hours, then about 55 to 72 đồng. A state agency's account may have to use the older
 * /v2.0/oa/message with the same body.
 */
import { z } from 'zod'
import type { Button, OutboundMessage } from '../channel.ts'
import { unsendable } from '../provider-call.ts'
import { PROVIDER } from './refusal.ts'

export const CONSULTATION_PATHS = { v2: '/v2.0/oa/message', v3: '/v3.0/oa/message/cs' } as const
export const MAX_CHARS = 2_000
export const MAX_BUTTONS = 5
const MAX_TITLE_CHARS = 100
const WINDOW_MS = 7 * 24 * 60 * 60 * 1000
/** Buttons have no event of their own: a press comes back as this text. */
const PRESSED = '#loa:'

const id = z.union([z.string().min(1).max(200), z.number()]).transform(String)
/** `quota` says from which allowance it went; without it the message was billed. Its figures are no longer reliable. */
export const posted = z.object({ message_id: id, quota: z.object({ quota_type: z.string().max(60).catch('') }).optional().catch(undefined) })

/** The data of the button whose press came back as this text. */
export function pressedButton(text: string): string | undefined {
  return text.startsWith(PRESSED) ? text.slice(PRESSED.length) : undefined
}

/** Whether free text may still go; undefined where nobody knows when the person turned to us last. */
export function isWindowOpen(lastInboundAt: Date | undefined, now: Date): boolean | undefined {
  return lastInboundAt === undefined ? undefined : now.getTime() - lastInboundAt.getTime() < WINDOW_MS
}

/** Throws where Zalo would refuse it. `plain`: groups take neither buttons nor forms. */
export function messageBody({ text, buttons = [], replyTo, imageUrl, askContact }: OutboundMessage, form: 'full' | 'plain' = 'full'): object {
  const nfc = text.normalize('NFC')
  if (nfc === '' || nfc.length > MAX_CHARS) throw unsendable(PROVIDER, 'the text is empty or too long')
  const extras = [buttons.length > 0, imageUrl !== undefined, askContact !== undefined].filter(Boolean).length
  if (extras > 1) throw unsendable(PROVIDER, 'buttons, a picture and a form do not fit into one message')
  if (form === 'plain' && (buttons.length > 0 || askContact !== undefined)) throw unsendable(PROVIDER, 'a group takes no buttons and no form')
  if (askContact !== undefined) {
    return template({ template_type: 'request_user_info', elements: [{ title: askContact.title, subtitle: nfc, image_url: askContact.imageUrl }] })
  }
  if (imageUrl !== undefined) {
    return { text: nfc, ...template({ template_type: 'media', elements: [{ media_type: 'image', url: imageUrl }] }) }
  }
  if (buttons.length > 0) return { text: nfc, ...template({ buttons: buttonList(buttons) }) }
  return { text: nfc, ...(replyTo === undefined ? {} : { quote_message_id: replyTo }) }
}

const template = (payload: object) => ({ attachment: { type: 'template', payload } })

function buttonList(buttons: readonly Button[]): object[] {
  if (buttons.length > MAX_BUTTONS) throw unsendable(PROVIDER, 'too many buttons')
  // `hide`, so that "#loa:…" never stands in anybody's chat as if they had written it.
  return buttons.map(({ title, data }) => ({ title: title.normalize('NFC').slice(0, MAX_TITLE_CHARS), type: 'oa.query.hide', payload: `${PRESSED}${data}` }))
}
