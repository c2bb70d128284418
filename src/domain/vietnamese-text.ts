/**
 * Vietnamese text as it reaches a commune: typed, pasted, exported. Everything stored is NFC with the one true Đ;
 * everything compared is folded. The regular expressions are guarded by cheap tests, because an import folds
 * millions of cells that are mostly plain already.
 */

const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
const SPACES = /[\s\u00a0\u3000]+/g
const NEEDS_TIDYING = /[^\u0020-\u007e\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u00ff\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]| {2}|^ | $/
/** Eth and African D look like Đ and come from fonts and keyboards that have no Vietnamese one. */
const LOOK_ALIKE_D = /[\u00d0\u0189\u00f0\u0256]/g
const MARKS = /[\u0300-\u036f]/g
const NOT_ASCII = /[\u0080-\uffff]/

/** NFC, one kind of space, no invisible characters, Đ for its look-alikes, nothing at either end. */
export function tidyText(text: string): string {
  const composed = NOT_ASCII.test(text) ? text.normalize('NFC') : text
  if (!NEEDS_TIDYING.test(composed)) return composed
  return composed
    .replace(INVISIBLE, '')
    .replace(LOOK_ALIKE_D, (letter) => (letter === '\u00d0' || letter === '\u0189' ? 'Đ' : 'đ'))
    .replace(SPACES, ' ')
    .trim()
}

/** Folds by Unicode's own tables: right for every script, and slow. */
function foldByDecomposing(tidy: string): string {
  return tidy.normalize('NFD').replace(MARKS, '').replace(/[đĐ]/g, 'd').toLowerCase()
}

/** Each character up to the end of the Vietnamese letters, folded; an import folds nothing else. */
const FOLDED: readonly string[] = Array.from({ length: 0x1f00 }, (_, code) => foldByDecomposing(String.fromCharCode(code)))

/** Lower case without marks, đ as d: what two spellings of the same words share. Expects nothing, tidies itself. */
export function fold(text: string): string {
  const tidy = tidyText(text)
  if (!NOT_ASCII.test(tidy)) return tidy.toLowerCase()
  let folded = ''
  for (let at = 0; at < tidy.length; at += 1) {
    const letter = FOLDED[tidy.charCodeAt(at)]
    if (letter === undefined) return foldByDecomposing(tidy)
    folded += letter
  }
  return folded
}

/** Folded, with y and i as one letter (Mỹ, Mĩ) and no apostrophes: for finding, never for showing. */
export function foldLoosely(text: string): string {
  return fold(text).replace(/['’ʼ‘`]/g, '').replace(/y/g, 'i')
}

/** Folded letters and digits only: "Họ và tên", "HO VA TEN:" and "hoVaTen" become one key. */
export function compact(text: string): string {
  return fold(text).replace(/[^a-z0-9]+/g, '')
}

export function hasMarks(text: string): boolean {
  return /[\u0300-\u036fđĐ]/.test(text.normalize('NFD'))
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g

/**
 * Lower case with every tone moved to the end of its word, so that hoà and hòa, thuý and thúy are equal while
 * hòa and hoa stay different.
 */
export function withoutTonePlace(text: string): string {
  return tidyText(text)
    .toLowerCase()
    .split(' ')
    .map((word) => {
      const parts = word.normalize('NFD')
      const tone = parts.match(TONES)?.join('') ?? ''
      return parts.replace(TONES, '').normalize('NFC') + tone
    })
    .join(' ')
}

/** "ĐÔNG LỢI" → "Đông Lợi". For names of places; a person's name stays as the papers have it. */
export function titleCase(text: string): string {
  return text.toLowerCase().replace(/(^|[\s(/-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
}

export function isAllCapitals(text: string): boolean {
  return text.toUpperCase() === text && text.toLowerCase() !== text
}
