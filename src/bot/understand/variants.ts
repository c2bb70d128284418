/**
 * More phrases from the phrases: the same question with opening and closing words, a word left out, a slip of typing, another
 * relative. So a question is recognised for what it asks, not for how politely or how hastily it was written.
 */
import { pick } from './random.ts'
import type { Random } from './random.ts'
import type { WordBook } from './word-book.ts'

/** Whose card or money it is does not change what is asked. */
const RELATIVES = ['mẹ tôi', 'me toi', 'ba tôi', 'ba toi', 'má em', 'mẹ em', 'me em', 'bố tôi', 'vợ tôi', 'vo toi', 'chồng tôi', 'chong em', 'con tôi', 'con em', 'bà nội', 'ba ngoai', 'ông nội', 'ong ngoai']
const RELATIVE = new RegExp(`(?<!\\p{L})(?:${RELATIVES.join('|')})(?!\\p{L})`, 'iu')
const SLIPS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})l(?=[aeiouy])/u, 'n'], [/(?<!\p{L})n(?=[aeiouy])/u, 'l'], [/(?<!\p{L})tr/u, 'ch'], [/(?<!\p{L})ch/u, 'tr'],
  [/(?<!\p{L})s(?=[aeiou])/u, 'x'], [/(?<!\p{L})x/u, 's'], [/(?<!\p{L})gi(?=[aeou])/u, 'd'], [/(?<!\p{L})d(?=[aeiou])/u, 'gi'],
  [/ng(?!\p{L})/u, 'n'], [/(?<=[aou])n(?!\p{L})/u, 'ng'], [/t(?!\p{L})/u, 'c'], [/(?<!\p{L})v/u, 'd'],
]

/** Half of what people send has no marks. */
const UNMARKED = 0.4

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D')

export function variantOf(phrase: string, book: WordBook, random: Random): string {
  let words = phrase.split(' ')
  if (words.length > 4 && random() < 0.35) words = words.filter(() => random() > 0.15)
  let text = words.join(' ')
  if (random() < 0.4) text = text.replace(RELATIVE, () => pick(RELATIVES, random) as string)
  if (random() < UNMARKED) text = withoutMarks(text)
  if (random() < 0.3) text = slip(text, random)
  if (words.length > 2) {
    if (random() < 0.45) text = `${pick(book.openings, random) ?? ''} ${text}`
    if (random() < 0.35) text = `${text} ${pick(book.closings, random) ?? ''}`
  }
  return text
}

function slip(text: string, random: Random): string {
  if (random() < 0.5) {
    const [pattern, other] = pick(SLIPS, random) as (typeof SLIPS)[number]
    return text.replace(pattern, other)
  }
  const at = 1 + Math.floor(random() * Math.max(1, text.length - 2))
  return random() < 0.5 ? text.slice(0, at) + text.slice(at + 1) : text.slice(0, at - 1) + (text[at] ?? '') + (text[at - 1] ?? '') + text.slice(at + 1)
}
