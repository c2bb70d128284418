/**
 * Words whose Telex or VNI keys stayed in the text because the keyboard was off: "tieenf", "dduwowcj", "tie62n". Only
 * what is no Vietnamese syllable as it stands, and is one without the keys, is touched: "app3", "sms" and "t12" stay.
 */
import { endsInStop, isSyllable } from '../../domain/vietnamese-syllable.ts'

/** Words that officially carry a number behind them; "ap3" is a hamlet, not a tone. */
const NUMBERED = new Set(['ap', 'to', 'thon', 'khom', 'xom', 'kp', 'khu', 'doi', 'lo', 'th', 't', 'thang', 'ngay', 'so', 'nam', 'nha', 'ba', 'bac', 'anh', 'chi', 'ong', 'tu', 'ld'])

/** Expects one lower-case word without marks; undefined where it is none of these. */
export function withoutKeys(word: string): string | undefined {
  return /\d/.test(word) ? withoutVni(word) : withoutTelex(word)
}

function withoutTelex(word: string): string | undefined {
  if (!/[sfrxjw]|aa|ee|oo|dd/.test(word) || word.length > 10 || isSyllable(word)) return undefined
  const joined = word
    .replace(/^dd/, 'd')
    .replace(/dd$/, 'd')
    .replace(/aa/g, 'a').replace(/ee/g, 'e').replace(/oo/g, 'o')
    .replace(/(?<=[aou])w/g, '')
    .replace(/w/g, 'u')
  for (const bare of [joined, ...toneless(joined)]) {
    if (isSyllable(bare) && bare.length >= 2) return bare
  }
  return undefined
}

/** The word without one tone key, which stands behind a vowel; keys typed late stand at the end. */
function toneless(word: string): string[] {
  const first = /[aeiouy]/.exec(word)?.index ?? word.length
  const without: string[] = []
  for (let at = word.length - 1; at > first; at -= 1) {
    if (/[sfrxj]/.test(word[at] as string)) without.push((word.slice(0, at) + word.slice(at + 1)).replace(/d$/, ''))
  }
  return without
}

function withoutVni(word: string): string | undefined {
  if (!/^[a-z]+\d[a-z\d]*$/.test(word) || word.length > 10 || /[0]/.test(word)) return undefined
  const bare = word.replace(/\d/g, '')
  const keys = word.replace(/\D/g, '')
  if (!isSyllable(bare) || keys.length > 3) return undefined
  const tones = keys.replace(/[6-9]/g, '')
  const shapes = keys.replace(/[1-5]/g, '')
  if (tones.length > 1 || new Set(shapes).size !== shapes.length) return undefined
  if (endsInStop(bare) && /[234]/.test(tones)) return undefined
  if (shapes.includes('9') && !bare.startsWith('d')) return undefined
  if (shapes.includes('8') && !bare.includes('a')) return undefined
  if (shapes.includes('7') && !/[ou]/.test(bare)) return undefined
  if (shapes.includes('6') && !/[aeo]/.test(bare)) return undefined
  return NUMBERED.has(bare) && keys.length === 1 && /\d$/.test(word) ? undefined : bare
}
