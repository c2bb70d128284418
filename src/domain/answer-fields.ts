/**
 * What the bot can say, and the fields that each of its texts is filled with. The texts are templates/vi/answer-*.chat
 * .liquid and group-*.chat.liquid: one form, because an answer goes back where the question came from.
 */

import { GROUP_FIELD_KINDS, GROUP_FIELDS } from './group-fields.ts'

export const ANSWER_FIELD_KINDS = {
  ...GROUP_FIELD_KINDS,

  /** A second question is answered in the same message: one sentence must do. */
  brief: 'flag',

  /** The holder of the card pays for it; else the state does, or an employer, a fund, a school. */
  self_pays: 'flag',
  state_pays: 'flag',
  at_school: 'flag',
  /** The card has already ended. */
  interrupted: 'flag',
  /** "30 ngày", "90 ngày", "3, 6 hoặc 12 tháng": figures of the policy tables, with their unit. */
  waiting_days: 'text',
  gap_days: 'text',
  months_choice: 'text',
  /** "1.366.200 đồng" a year for the first, second … member of a household. */
  premium_first: 'text',
  premium_second: 'text',
  premium_third: 'text',
  premium_fourth: 'text',
  premium_rest: 'text',
  /** "5 người" */
  members: 'text',
  total: 'text',
  /** "70%" */
  share: 'text',
  premium: 'text',
  percent: 'text',
  five_year_day: 'text',
  ceiling: 'text',

  /** "810.000 đồng", where an answer makes no sense without it. */
  sum: 'text',
  /** "1,5 × 540.000 đồng" */
  arithmetic: 'maybe',
  arrears: 'maybe',
  deduction: 'maybe',
  previous: 'text',
  previous_month: 'text',
  by_standard: 'flag',
  by_arrears: 'flag',
  by_birthday: 'flag',
  old_standard: 'text',
  new_standard: 'text',
  /** "ngày 01/07/2026" */
  since: 'text',
  to_account: 'flag',
  at_home: 'flag',
  /** Days of the month. */
  pay_from: 'text',
  pay_to: 'text',
  standard: 'text',
  pension: 'text',
  /** "75 tuổi" */
  pension_age: 'text',
  poor_pension_age: 'text',
  /** So many months are open that the rule on suspension is worth a word. */
  warned: 'flag',
  suspend_months: 'text',

  /** "01" */
  form_no: 'text',
  for_funeral: 'flag',
  for_carer: 'flag',
  decision_days: 'text',

  /** When a person will answer: today, or on "thứ hai 23/11/2026". */
  answer_today: 'flag',
  answer_day: 'text',
  office_hours: 'text',
  office_address: 'maybe',

  /** Whom a chat stands for: "ông A và bà B". */
  people: 'text',
  code: 'text',
  minutes: 'text',
  linked: 'flag',
  /** Who comes to the door: "trưởng ấp", "tổ trưởng tổ dân phố". */
  village_head: 'text',
  /** A code can be sent to a telephone. */
  by_text_message: 'flag',

  /** Of somebody in danger, for the officers: when and what they wrote, whose chat it is, where they can be rung. */
  heard_at: 'text',
  words: 'text',
  writer: 'maybe',
  call_back: 'maybe',
} as const

export const ANSWER_FIELDS = {
  'answer-greeting': ['sender', 'reader'],
  'answer-help': ['sender', 'reader'],
  'answer-thanks': ['sender', 'reader'],
  'answer-not-understood': ['sender', 'reader'],
  'answer-only-text': ['sender', 'reader'],
  'answer-out-of-scope': ['sender', 'reader', 'contact'],
  'answer-abuse': ['sender', 'reader', 'contact'],
  'answer-group': ['sender', 'reader'],
  'answer-somebody-else': ['sender', 'brief', 'contact'],
  'answer-who': ['sender', 'reader'],
  'answer-link-start': ['sender', 'reader', 'by_text_message', 'brief', 'contact'],
  'answer-link-code-sent': ['sender', 'reader'],
  'answer-link-code': ['sender', 'code', 'minutes'],
  'answer-link-wrong': ['sender', 'reader'],
  'answer-link-unknown-phone': ['sender', 'reader', 'contact'],
  'answer-link-too-many': ['sender', 'reader', 'contact'],
  'answer-linked': ['sender', 'people', 'reader'],
  'answer-link-relation': ['sender', 'people', 'reader', 'address_form', 'name'],
  'answer-relation-kept': ['sender', 'people'],
  'answer-unlink-confirm': ['sender', 'people'],
  'answer-unlinked': ['sender', 'reader'],
  'answer-unlink-kept': ['sender', 'reader'],
  'answer-not-linked': ['sender', 'reader'],
  'answer-wrong-number': ['sender'],
  'answer-opted-out': ['sender', 'reader', 'linked', 'village_head'],
  'answer-opted-in': ['sender', 'reader'],
  'answer-handover': ['sender', 'answer_today', 'answer_day', 'brief', 'contact'],
  'answer-complaint': ['sender', 'reader', 'answer_today', 'answer_day', 'brief', 'contact'],
  'answer-format': ['sender', 'answer_today', 'answer_day', 'brief', 'contact'],
  'answer-change-noted': ['sender', 'answer_today', 'answer_day', 'brief'],
  'answer-condolence': ['sender', 'answer_today', 'answer_day', 'brief'],
  'answer-status': ['sender', 'decision_days', 'answer_today', 'answer_day'],
  'answer-emergency': ['sender', 'contact'],
  'answer-page-duty': ['sender', 'heard_at', 'words', 'writer', 'call_back'],
  'answer-scam': ['sender', 'contact'],
  'answer-office': ['sender', 'contact', 'office_hours', 'office_address'],
  'answer-card-valid': ['sender', 'address_form', 'name', 'valid_to', 'brief', 'self_pays', 'reader', 'renew_place', 'state_pays'],
  'answer-card-lapsed': ['sender', 'address_form', 'name', 'valid_to', 'brief', 'self_pays', 'reader', 'renew_place', 'last_safe_day', 'waiting_days', 'five_years', 'contact'],
  'answer-card-interrupted': ['sender', 'address_form', 'name', 'valid_to', 'gap_days', 'brief', 'renew_place', 'waiting_days', 'five_years'],
  'answer-card-none': ['sender', 'address_form', 'name', 'brief', 'reader', 'contact'],
  'answer-card-general': ['sender', 'brief', 'reader'],
  'answer-renew-how': ['sender', 'renew_place', 'months_choice', 'brief', 'reader', 'gap_days', 'waiting_days'],
  'answer-renew-by': ['sender', 'address_form', 'name', 'interrupted', 'valid_to', 'at_school', 'renew_place', 'brief', 'months_choice'],
  'answer-renew-not-self': ['sender', 'address_form', 'name', 'state_pays', 'reader', 'brief', 'contact'],
  'answer-cost-general': ['sender', 'premium_first', 'premium_second', 'premium_third', 'premium_fourth', 'premium_rest', 'brief', 'renew_place'],
  'answer-cost-household': ['sender', 'address_form', 'name', 'members', 'total', 'brief', 'premium_first', 'premium_second', 'premium_third', 'premium_fourth', 'premium_rest', 'renew_place'],
  'answer-cost-supported': ['sender', 'address_form', 'name', 'share', 'premium', 'brief', 'at_school', 'renew_place'],
  'answer-cost-group': ['sender', 'at_school', 'share', 'premium', 'brief', 'renew_place'],
  'answer-cost-free': ['sender', 'address_form', 'name', 'state_pays', 'reader', 'brief', 'contact'],
  'answer-benefit': ['sender', 'address_form', 'name', 'percent', 'brief', 'ceiling', 'contact'],
  'answer-benefit-five-years': ['sender', 'address_form', 'name', 'five_years', 'five_year_day', 'brief', 'ceiling'],
  'answer-benefit-general': ['sender', 'ceiling', 'brief', 'reader', 'contact'],
  'answer-card-wrong': ['sender', 'reader', 'submission_place', 'brief', 'contact'],
  'answer-pay-day': ['sender', 'month', 'address_form', 'name', 'confirmed', 'to_account', 'account_tail', 'pay_weekday', 'pay_day', 'at_home', 'pay_time', 'pay_place', 'brief'],
  'answer-pay-none': ['sender', 'month', 'address_form', 'name', 'brief', 'pay_from', 'pay_to'],
  'answer-pay-general': ['sender', 'pay_from', 'pay_to', 'brief', 'reader'],
  'answer-pay-village': ['sender', 'village', 'confirmed', 'month', 'pay_weekday', 'pay_day', 'pay_time', 'pay_place', 'brief'],
  'answer-pay-method': ['sender', 'address_form', 'name', 'to_account', 'account_tail', 'at_home', 'brief', 'reader'],
  'answer-no-allowance': ['sender', 'address_form', 'name', 'brief', 'reader'],
  'answer-allowance-paused': ['sender', 'address_form', 'name', 'answer_today', 'answer_day'],
  'answer-amount': ['sender', 'month', 'address_form', 'name', 'sum', 'arithmetic', 'brief', 'arrears', 'deduction'],
  'answer-amount-changed': ['sender', 'address_form', 'name', 'month', 'sum', 'previous_month', 'previous', 'brief', 'by_standard', 'old_standard', 'new_standard', 'by_arrears', 'by_birthday'],
  'answer-amount-same': ['sender', 'address_form', 'name', 'month', 'sum', 'previous_month'],
  'answer-amount-general': ['sender', 'standard', 'pension', 'brief', 'reader'],
  'answer-arrears-owed': ['sender', 'since', 'old_standard', 'new_standard', 'address_form', 'name', 'sum', 'brief'],
  'answer-arrears-paid': ['sender', 'address_form', 'name', 'sum', 'month'],
  'answer-arrears-general': ['sender', 'since', 'old_standard', 'new_standard', 'brief', 'reader'],
  'answer-funeral': ['sender', 'sum', 'brief', 'form_no', 'submission_place', 'contact'],
  'answer-uncollected': ['sender', 'address_form', 'name', 'months_uncollected', 'brief', 'warned', 'suspend_months', 'reader', 'contact'],
  'answer-paid': ['sender', 'month', 'address_form', 'name', 'sum', 'account_tail', 'brief', 'reader'],
  'answer-missing-general': ['sender', 'brief', 'reader', 'contact'],
  'answer-eligibility': ['sender', 'pension_age', 'poor_pension_age', 'brief', 'reader'],
  'answer-documents': ['sender', 'for_funeral', 'for_carer', 'form_no', 'brief', 'submission_place', 'contact'],
  ...GROUP_FIELDS,
} as const

export type AnswerKey = keyof typeof ANSWER_FIELDS

export function isAnswerKey(text: string): text is AnswerKey {
  return Object.hasOwn(ANSWER_FIELDS, text)
}
