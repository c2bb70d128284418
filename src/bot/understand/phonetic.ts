/**
 * How a word sounds to people who write it differently: l and n, ch and tr, s and x, d, gi, r and v, i and y, final n and
 * ng, t and c. Two words with one key may be two words: this is a second opinion beside the spelling, never instead of it.
 */
const ONSET: readonly (readonly [RegExp, string])[] = [
  [/^ngh?/, 'ŋ'],
  [/^n(?!h)/, 'l'],
  [/^tr/, 'ch'],
  [/^x/, 's'],
  [/^gi(?=[aeou])/, 'd'],
  [/^gi/, 'di'],
  [/^gh/, 'g'],
  [/^[rvz]/, 'd'],
  [/^k(?!h)/, 'c'],
  [/^q/, 'c'],
]
const ENDING: readonly (readonly [RegExp, string])[] = [
  [/y/g, 'i'],
  [/ng$/, 'n'],
  [/nh$/, 'n'],
  [/ch$/, 't'],
  [/c$/, 't'],
]

/** The same few thousand words come again and again. */
const known = new Map<string, string>()
const MOST_KNOWN = 20_000

export function soundOf(word: string): string {
  const before = known.get(word)
  if (before !== undefined) return before
  if (known.size >= MOST_KNOWN) known.clear()
  const sound = heard(word)
  known.set(word, sound)
  return sound
}

function heard(word: string): string {
  if (/\d/.test(word) || word.length < 2) return word
  let sound = word
  for (const [pattern, same] of ONSET) {
    if (pattern.test(sound)) {
      sound = sound.replace(pattern, same)
      break
    }
  }
  for (const [pattern, same] of ENDING) sound = sound.replace(pattern, same)
  return sound
}
