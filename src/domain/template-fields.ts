/**
 * What a message may say: the key of every template and the fields that whoever renders it has to fill. The texts
 * live in templates/; content/ refuses a text that names a field which is not listed here for its key.
 */
import { ANSWER_FIELD_KINDS, ANSWER_FIELDS } from './answer-fields.ts'

/**
 * `text`: already written out as people read it. `maybe`: text that the register may not know; a template asks
 * `{% if field %}` before it says it. `count`: a whole number. `flag`: chooses between wordings.
 */
type FieldKind = 'text' | 'maybe' | 'count' | 'flag'

export const FIELD_KINDS = {
  ...ANSWER_FIELD_KINDS,

  /** Who writes: "UBND xã Tân Đông". */
  sender: 'text',
  /** The person the message is about, in full, because one phone often serves several people. */
  name: 'text',
  /** What stands before the name: "ông", "bà", "ông/bà", "em". */
  address_form: 'text',
  /** Who is asked to act: the address form, or "gia đình" for a child and where a relative reads. */
  reader: 'text',
  /** Whom to ask, name and phone: "cô Châu 0276 3000 000". */
  contact: 'text',

  /** The card's last day: "31/12/2026". */
  valid_to: 'text',
  /** Whole days between the day of sending and the event, never negative; counted when the message leaves. */
  days: 'count',
  /** Day 89 after the card's end: the last on which a renewal still counts as without a break. */
  last_safe_day: 'text',
  /** The holder has five consecutive years, which a break would end. */
  five_years: 'flag',
  /** What follows "tại": "bưu điện xã". Never an account. */
  renew_place: 'text',
  /** What follows "tại": "Trung tâm Phục vụ hành chính công của xã". */
  submission_place: 'text',

  /** The month of the payment, or from which an amount changes: "12/2026". */
  month: 'text',
  /** "04/12/2026". */
  pay_day: 'text',
  /** "thứ sáu". */
  pay_weekday: 'text',
  /** "07:30". */
  pay_time: 'text',
  /** What follows "tại": "nhà văn hóa ấp"; "nhà" for those who are paid at home. */
  pay_place: 'text',
  /** With its kind: "Ấp Đông Lợi"; the commune where one schedule serves all villages. */
  village: 'text',
  /** The officer has confirmed the day; until then the text says "dự kiến". */
  confirmed: 'flag',
  /** The payment service has reported the transfer; until then the text says "dự kiến". */
  transferred: 'flag',
  /** "810.000 đồng". */
  amount: 'maybe',
  /** The last digits of the account, never more: "4471". */
  account_tail: 'maybe',
  /** The months not collected: "10/2026 và 11/2026". */
  months_uncollected: 'text',

  /** The birthday that the notice is about: "20/01/2027". */
  birthday: 'text',

  /** What an officer wrote. */
  text: 'text',
} as const satisfies Record<string, FieldKind>

export type FieldName = keyof typeof FIELD_KINDS
type ValueOf<Kind> = Kind extends 'flag' ? boolean : Kind extends 'count' ? number : Kind extends 'maybe' ? string | null : string

const person = ['sender', 'address_form', 'name'] as const
const reminded = [...person, 'reader', 'contact'] as const
const paid = [...person, 'month', 'pay_weekday', 'pay_day', 'contact'] as const

/** What notices say, by template key. All forms of a key may use any of its fields; each form needs only what it names. */
export const NOTICE_FIELDS = {
  'card-expiry-ahead': [...reminded, 'valid_to', 'renew_place'],
  'card-expiry-tomorrow': [...reminded, 'valid_to', 'renew_place'],
  'card-expiry-today': [...reminded, 'valid_to', 'renew_place'],
  'card-lapsed': [...reminded, 'valid_to', 'last_safe_day', 'renew_place'],
  'card-gap-near': [...reminded, 'valid_to', 'days', 'last_safe_day', 'five_years', 'renew_place'],

  'payment-eve': [...paid, 'reader', 'days', 'pay_time', 'pay_place', 'village', 'confirmed'],
  'payment-morning': [...paid, 'reader', 'pay_time', 'pay_place', 'village', 'confirmed'],
  'payment-home': [...paid, 'reader', 'days', 'pay_time', 'confirmed'],
  'payment-account': [...paid, 'reader', 'amount', 'account_tail', 'transferred'],
  'payment-changed': [...paid, 'reader', 'pay_time', 'pay_place', 'village', 'confirmed'],
  'payment-cancelled': [...paid, 'pay_place', 'village'],
  uncollected: [...reminded, 'months_uncollected'],

  'birthday-75': [...reminded, 'birthday', 'submission_place'],
  'birthday-70': [...reminded, 'birthday', 'submission_place'],
  'child-4': ['sender', 'name', 'birthday', 'month', 'contact'],
  'child-16': ['sender', 'name', 'birthday', 'month', 'contact'],
  'elderly-60': [...person, 'birthday', 'month', 'contact'],

  'officer-text': [...person, 'text'],
} as const satisfies Record<string, readonly FieldName[]>

/** What is read aloud; every field is spelt out in words before it is filled in. */
export const SPOKEN_FIELDS = {
  loudspeaker: ['sender', 'text', 'contact'],
} as const satisfies Record<string, readonly FieldName[]>

/** Everything that there is a text for. */
export const TEMPLATE_FIELDS = { ...NOTICE_FIELDS, ...ANSWER_FIELDS, ...SPOKEN_FIELDS } as const satisfies Record<string, readonly FieldName[]>

export type TemplateKey = keyof typeof TEMPLATE_FIELDS
export type NoticeTemplateKey = keyof typeof NOTICE_FIELDS

/** What has to be filled for one template: `const fields: FieldsOf<'card-lapsed'> = …`. */
export type FieldsOf<Key extends TemplateKey> = {
  readonly [Name in (typeof TEMPLATE_FIELDS)[Key][number]]: ValueOf<(typeof FIELD_KINDS)[Name]>
}

export function isTemplateKey(text: string): text is TemplateKey {
  return Object.hasOwn(TEMPLATE_FIELDS, text)
}

export function isSpokenKey(text: string): text is keyof typeof SPOKEN_FIELDS {
  return Object.hasOwn(SPOKEN_FIELDS, text)
}

export function isFieldName(text: string): text is FieldName {
  return Object.hasOwn(FIELD_KINDS, text)
}
