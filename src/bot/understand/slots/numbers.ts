/** Phone, CCCD and card numbers that a message gives, as digits. */
import { readPhone } from '../../../domain/phone.ts'

export interface NumberSlots {
  phone?: string
  cccd?: string
  card_number?: string
}

const OLD_CARD = /(?<![a-z0-9])([a-z]{2})[ .-]?([1-5])[ .-]?(\d{2})[ .-]?(\d{3})[ .-]?(\d{3})[ .-]?(\d{4})(?!\d)/i
const RUN = /(?<![\d])(?:\+84|84|0)?\d(?:[ .-]?\d){7,12}(?!\d)/g

/** Expects the text as written. Ten digits that begin with 0 are a phone, others of ten digits the number of a card. */
export function readNumbers(text: string): NumberSlots {
  const slots: NumberSlots = {}
  const card = OLD_CARD.exec(text)
  if (card !== null) slots.card_number = card.slice(1).join('').toUpperCase()
  const rest = card === null ? text : text.replace(card[0], ' ')
  for (const [run] of rest.matchAll(RUN)) {
    const digits = run.replace(/\D/g, '')
    const phone = digits.length <= 11 ? readPhone(run) : undefined
    if (digits.length === 12 && /^0\d/.test(digits)) slots.cccd ??= digits
    else if (phone?.kind === 'mobile' && /^(?:\+?84|0)/.test(run.trim())) slots.phone ??= `0${phone.e164.slice(3)}`
    else if (digits.length === 10) slots.card_number ??= digits
  }
  return slots
}
