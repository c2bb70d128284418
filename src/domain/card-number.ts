/**
 * Health-insurance card numbers. Until 2021 fifteen characters: two letters of the holder's group, the benefit level,
 * two digits of the province, ten digits of the social-insurance number (Decision 1351/QĐ-BHXH, amended by
 * 1018/QĐ-BHXH of 2024). Cards of today show the ten digits alone (Decision 1666/QĐ-BHXH), and the twelve-digit
 * personal number is taking their place.
 */

export interface CardNumberReading {
  /** Letters and digits without spaces, as the card means it. */
  cardNo?: string
  /** The two letters, where the number has them. */
  group?: string
  form?: 'lettered' | 'social-insurance' | 'personal'
  paddedZeros?: number
  letterO?: true
  problem?: 'digits-lost' | 'unreadable'
}

export function readCardNumber(text: string): CardNumberReading {
  if (/\d\s*[.,]?\d*\s*e\s*\+\s*\d+/i.test(text)) return { problem: 'digits-lost' }
  const written = text.replace(/["'’`\s.\-_/]/g, '').toUpperCase()
  if (/^[A-Z]{2}[1-5]\d{12}$/.test(written)) return lettered(written)
  const mended = written.slice(0, 2) + written.slice(2).replaceAll('O', '0')
  if (/^[A-Z]{2}[1-5]\d{12}$/.test(mended)) return { ...lettered(mended), letterO: true }
  if (/^\d{10}$/.test(written)) return { cardNo: written, form: 'social-insurance' }
  if (/^\d{12}$/.test(written)) return { cardNo: written, form: 'personal' }
  if (/^\d{8,9}$/.test(written)) {
    return { cardNo: written.padStart(10, '0'), form: 'social-insurance', paddedZeros: 10 - written.length }
  }
  if (/^\d{11}$/.test(written)) return { cardNo: `0${written}`, form: 'personal', paddedZeros: 1 }
  return { problem: 'unreadable' }
}

function lettered(cardNo: string): CardNumberReading {
  return { cardNo, group: cardNo.slice(0, 2), form: 'lettered' }
}

/** The ten digits that stay with a person from card to card; undefined for a personal number. */
export function socialInsurancePart(cardNo: string): string | undefined {
  if (cardNo.length === 15) return cardNo.slice(5)
  return cardNo.length === 10 ? cardNo : undefined
}
