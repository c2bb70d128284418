/**
 * TCVN3 (ABC): one byte per letter, shown right only by a .Vn font. A spreadsheet keeps those bytes as Latin-1
 * characters, so "Nguyễn Văn An" reads "NguyÔn V¨n An". Only capitals without a tone have codes of their own; the
 * other capitals are the small letters in a font whose name ends in H (.VnTimeH).
 */

/** Latin-1 characters and, at the same place, the letters that they stand for. */
export const TCVN3_CHARACTERS =
  '\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae' +
  '\u00b5\u00b6\u00b7\u00b8\u00b9\u00bb\u00bc\u00bd\u00be\u00c6\u00c7\u00c8\u00c9\u00ca\u00cb' +
  '\u00cc\u00ce\u00cf\u00d0\u00d1\u00d2\u00d3\u00d4\u00d5\u00d6\u00d7\u00d8\u00dc\u00dd\u00de' +
  '\u00df\u00e1\u00e2\u00e3\u00e4\u00e5\u00e6\u00e7\u00e8\u00e9\u00ea\u00eb\u00ec\u00ed\u00ee' +
  '\u00ef\u00f1\u00f2\u00f3\u00f4\u00f5\u00f6\u00f7\u00f8\u00f9\u00fa\u00fb\u00fc\u00fd\u00fe'
export const TCVN3_LETTERS =
  'ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ'

const DECODE = new Map([...TCVN3_CHARACTERS].map((character, at) => [character, TCVN3_LETTERS[at] as string]))

/**
 * Characters that neither correct Vietnamese nor VNI uses. A soft hyphen is left out: it is TCVN3's ư, but web pages
 * leave it in correct text too.
 */
const PROOF = /[\u00a1-\u00ac\u00ae\u00b5-\u00b9\u00bb-\u00be\u00c7\u00d7\u00de\u00df\u00e7\u00f7\u00fe]/
/** Foreign to Vietnamese, but used by VNI after a vowel (or, for ñ, æ and î, by themselves). */
const PROOF_AFTER_CONSONANT = /(?:^|[^aeiouyAEIOUYÔÖôö])[\u00cb\u00cf\u00d8\u00dc\u00e4\u00e5\u00eb\u00ef\u00f8\u00fb\u00fc]/
/** A capital of the Latin-1 page after a small letter: VNI keeps the case, and people do not write that way. */
const PROOF_BY_CASE = /[a-z][\u00c0-\u00de]/
/** Windows-1258 reads some of the bytes as other characters; undo that before decoding. */
const FROM_1258: Readonly<Record<string, string>> = {
  '\u0102': '\u00c3', '\u0300': '\u00cc', '\u0110': '\u00d0', '\u0309': '\u00d2', '\u01a0': '\u00d5', '\u01af': '\u00dd',
  '\u0303': '\u00de', '\u0103': '\u00e3', '\u0301': '\u00ec', '\u0111': '\u00f0', '\u0323': '\u00f2', '\u01a1': '\u00f5',
  '\u01b0': '\u00fd', '\u20ab': '\u00fe',
}

export function isTcvn3Font(font: string): boolean {
  return /^\.vn/i.test(font)
}

/** .VnTimeH, .VnArialH …: small letters that look like capitals. */
export function isTcvn3CapitalFont(font: string): boolean {
  return /^\.vn.*h$/i.test(font.trim())
}

/** The text has what neither correct Vietnamese nor VNI writes. */
export function hasTcvn3Proof(text: string): boolean {
  return (PROOF.test(text) || PROOF_AFTER_CONSONANT.test(text) || PROOF_BY_CASE.test(text)) && /[A-Za-z]/.test(text)
}

export function decodeTcvn3(text: string, options: { capitals?: boolean } = {}): string {
  let decoded = ''
  for (const character of text) decoded += DECODE.get(character) ?? character
  return options.capitals === true ? decoded.toUpperCase() : decoded
}

/** The characters that Windows-1252 would have shown for text that was read as Windows-1258. */
export function undoWindows1258(text: string): string {
  let bytes = ''
  for (const character of text) bytes += FROM_1258[character] ?? character
  return bytes
}
