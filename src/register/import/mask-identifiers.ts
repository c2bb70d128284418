/**
 * A card number, or nine digits and more with the spaces and dots that people put between: CCCD, BHXH, phone, account.
 * The two letters of a card stand alone: the end of the word before a number is not part of it.
 */
const IDENTIFIER = /(?:(?<!\p{L})(?:[A-Z]{2}[ .-]?|[a-z]{2}))?\+?\d(?:[ .-]?\d){8,}/gu

/**
 * Text that is stored or shown in lists keeps only the last three digits of an identifier: enough for the officer to
 * find it in the file, useless to anybody else.
 */
export function maskIdentifiers(text: string): string {
  return text.replace(IDENTIFIER, (found) => `…${found.replace(/\D/g, '').slice(-3)}`)
}
