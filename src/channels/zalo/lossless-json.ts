/**
 * JSON whose whole numbers of 16 digits and more come out as strings: Zalo's ids lie above 2^53, and some of their
 * senders forget the quotes. A number that lost its last digits would be somebody else's id.
 */

/** A string, which is left alone, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs
const LONG_WHOLE = /^-?\d{16,}$/

/** undefined where the text is no JSON. */
export function parseLossless(text: string): unknown {
  try {
    const plain = JSON.parse(text) as unknown
    // Only text that is known to be JSON is searched: there every string has its end, so the search stays linear.
    if (!/\d{16}/.test(text)) return plain
    return JSON.parse(text.replace(TOKEN, (token) => (LONG_WHOLE.test(token) ? `"${token}"` : token))) as unknown
  } catch {
    return undefined
  }
}
