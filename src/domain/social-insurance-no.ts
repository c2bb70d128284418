/**
 * Mã số BHXH: ten digits, the first two a province, no check digit. It is also the card code of today. From 08/2025
 * it is being replaced by the twelve-digit personal number, so a column of it may hold ten, twelve or, from old card
 * lists, fifteen characters.
 */

export interface SocialInsuranceReading {
  number?: string
  /** The cell holds the twelve-digit personal number in its place. */
  citizenId?: string
  paddedZeros?: number
  problem?: 'digits-lost' | 'unreadable'
}

export function readSocialInsuranceNo(text: string): SocialInsuranceReading {
  if (/^\d{10}$/.test(text)) return { number: text }
  if (/\d\s*[.,]?\d*\s*e\s*\+\s*\d+/i.test(text)) return { problem: 'digits-lost' }
  const written = text.replace(/["'’`\s.\-_]/g, '').toUpperCase()
  const digits = written.replace(/(?<=\d)O|^O(?=\d)/g, '0')
  if (/^\d{10}$/.test(digits)) return { number: digits }
  if (/^\d{12}$/.test(digits)) return { citizenId: digits }
  if (/^[A-Z]{2}[1-5]\d{12}$/.test(digits)) return { number: digits.slice(5) }
  if (/^\d{8,9}$/.test(digits)) return { number: digits.padStart(10, '0'), paddedZeros: 10 - digits.length }
  return { problem: 'unreadable' }
}
