/**
 * VNI (VNI-Times and its family): a letter followed by a Latin-1 character that shows as its mark, so that
 * "Nguyễn Văn An" reads "Nguyeãn Vaên An". Both halves carry the case.
 */

const MARKS_OF_PLAIN = [['ù', '́'], ['ø', '̀'], ['û', '̉'], ['õ', '̃'], ['ï', '̣']] as const
const CIRCUMFLEX = [['â', ''], ['á', '́'], ['à', '̀'], ['å', '̉'], ['ã', '̃'], ['ä', '̣']] as const
const BREVE = [['ê', ''], ['é', '́'], ['è', '̀'], ['ú', '̉'], ['ü', '̃'], ['ë', '̣']] as const
const SINGLE = [['ñ', 'đ'], ['ô', 'ơ'], ['ö', 'ư'], ['æ', 'ỉ'], ['ó', 'ĩ'], ['ò', 'ị'], ['î', 'ỵ'], ['í', 'í'], ['ì', 'ì']] as const

function letterPairs(): Map<string, string> {
  const pairs = new Map<string, string>()
  const add = (from: string, to: string): void => {
    pairs.set(from, to.normalize('NFC'))
  }
  for (const vowel of 'aeouy') for (const [mark, tone] of MARKS_OF_PLAIN) add(vowel + mark, vowel + tone)
  for (const vowel of 'aeo') for (const [mark, tone] of CIRCUMFLEX) add(vowel + mark, `${vowel}\u0302${tone}`)
  for (const [mark, tone] of BREVE) add(`a${mark}`, `a\u0306${tone}`)
  for (const [mark, tone] of MARKS_OF_PLAIN) {
    add(`ô${mark}`, `ơ${tone}`)
    add(`ö${mark}`, `ư${tone}`)
  }
  for (const [from, to] of SINGLE) add(from, to)
  return pairs
}

/** VNI spelling (lower case) → letter. */
export const VNI_PAIRS: ReadonlyMap<string, string> = letterPairs()

/** Pairs that correct Vietnamese never writes; "oà", "oá" and "uý" are left out because it does. */
const PROOF = /a[âáàåãäêéèúüëùøûõï]|e[âáàåãäùøûõï]|o[âåäùøûõï]|u[ùøûõï]|y[ùøûõï]|[ôö][ùøûõï]|(?<![\p{L}])ñ[a-zôöíìæóòî]/iu

export function isVniFont(font: string): boolean {
  return /^vni[-\s]/i.test(font)
}

/** The text has what correct Vietnamese never writes and VNI does. */
export function hasVniProof(text: string): boolean {
  return PROOF.test(text)
}

export function decodeVni(text: string): string {
  let decoded = ''
  for (let at = 0; at < text.length; at += 1) {
    const first = text[at] as string
    const pair = first + (text[at + 1] ?? '')
    const both = pair.length === 2 ? VNI_PAIRS.get(pair.toLowerCase()) : undefined
    const letter = both ?? VNI_PAIRS.get(first.toLowerCase())
    if (both !== undefined) at += 1
    decoded += letter === undefined ? first : first === first.toUpperCase() ? letter.toUpperCase() : letter
  }
  return decoded
}
