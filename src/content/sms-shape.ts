/**
 * What a text costs as SMS: GSM 03.38 default alphabet with its extension table, else UCS-2. Vietnamese marks are
 * almost all outside of the alphabet, so one of them turns 160 characters a message into 70; `unaccent` writes a
 * text without them. Segments carry an 8-bit reference, as Android and eSMS send them.
 */
import type { SmsShape } from './content.ts'

const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Behind an escape septet: two septets that must stay in one segment. */
const GSM_EXTENSION = '^{}\\[~]|€\f'

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...[...GSM_BASIC].map((char) => [char, 1] as const),
  ...[...GSM_EXTENSION].map((char) => [char, 2] as const),
])

const LIMITS = { gsm7: { alone: 160, each: 153 }, ucs2: { alone: 70, each: 67 } } as const

export function measureSms(text: string): SmsShape {
  const chars = [...text]
  const encoding = chars.every((char) => SEPTETS.has(char)) ? 'gsm7' : 'ucs2'
  // A character outside the basic plane is two UTF-16 units, which `length` counts.
  const sizes = chars.map((char) => (encoding === 'gsm7' ? (SEPTETS.get(char) ?? 1) : char.length))
  const units = sizes.reduce((sum, size) => sum + size, 0)
  const { alone, each } = LIMITS[encoding]
  return { encoding, units, segments: units <= alone ? 1 : countSegments(sizes, each) }
}

/** Fills segment after segment; what takes two units moves on whole rather than being split. */
function countSegments(sizes: readonly number[], each: number): number {
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > each) {
      segments += 1
      used = 0
    }
    used += size
  }
  return segments
}

/** Letters that decompose into nothing simpler, and marks of typesetting that have a plain twin. */
const PLAIN: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  // What careless fonts and converters leave in place of Đ.
  ð: 'd',
  Ð: 'D',
  Ɖ: 'D',
  ɖ: 'd',
  '₫': 'd',
  '…': '...',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  ʼ: "'",
  '`': "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '•': '-',
  '·': '-',
  '×': 'x',
  // NFKD writes ½ with it; without it 1½ would read as 112.
  '⁄': '/',
}

/**
 * The text in GSM characters alone. A letter or digit of another script becomes "?", so that the loss shows where
 * the text is approved; pictures and invisible characters go without a trace.
 */
export function unaccent(text: string): string {
  let plain = ''
  for (const char of text) plain += unaccentChar(char)
  return plain
}

/** Every message of a broadcast asks for the same few hundred characters. */
const seen = new Map<string, string>()
const SEEN_MAX = 5_000

/** Marks are dropped wherever they stand, so that no character's answer depends on its neighbours. */
function unaccentChar(char: string): string {
  const known = seen.get(char)
  if (known !== undefined) return known
  const parts = (PLAIN[char] ?? char).normalize('NFKD').replace(/\p{M}/gu, '')
  const plain = [...parts].map(toGsm).join('')
  if (seen.size < SEEN_MAX) seen.set(char, plain)
  return plain
}

function toGsm(char: string): string {
  const plain = PLAIN[char] ?? char
  if ([...plain].every((one) => SEPTETS.has(one))) return plain
  if (/[\p{Zs}\t\v]/u.test(plain)) return ' '
  if (/[\p{Zl}\p{Zp}]/u.test(plain)) return '\n'
  return /[\p{L}\p{N}]/u.test(plain) ? '?' : ''
}
