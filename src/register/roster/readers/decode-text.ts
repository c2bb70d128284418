/**
 * Which encoding a text file is in, and the same text as UTF-8. Vietnamese offices still produce four: UTF-8 (with or
 * without its mark), UTF-16 ("Unicode Text" of Excel), Windows-1258, and text of the old TCVN3 and VNI fonts, which
 * Windows saved as if it were Western: that one stays Western here, and the interpreter converts it.
 */
import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'
import type { ReadGuard } from './read-guard.ts'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'windows-1252'

const SAMPLE_BYTES = 64 * 1024
const CHUNK_BYTES = 1024 * 1024

/** Undefined where the bytes are no text. */
export function detectEncoding(bytes: Buffer): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const wide = unmarkedUtf16(bytes.subarray(0, SAMPLE_BYTES))
  if (wide !== undefined) return wide
  if (hasControls(bytes.subarray(0, SAMPLE_BYTES))) return undefined
  if (isUtf8(withoutCutCharacter(bytes)) || isMostlyUtf8(bytes)) return 'utf-8'
  return isWindows1258(bytes.subarray(0, CHUNK_BYTES)) ? 'windows-1258' : 'windows-1252'
}

/** The file without its mark, as UTF-8. */
export function toUtf8(bytes: Buffer, encoding: TextEncoding, guard: ReadGuard): Buffer {
  if (encoding === 'utf-8') return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  const decoder = new TextDecoder(encoding)
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    guard.check()
    pieces.push(Buffer.from(decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: true })))
  }
  return Buffer.concat(pieces)
}

/** Digits, delimiters and line ends have a zero byte beside them in UTF-16, and nothing has one in the others. */
function unmarkedUtf16(sample: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros: [number, number] = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 0 : 1] += 1
  })
  const [even, odd] = zeros
  const enough = sample.length / 8
  if (odd > enough && even * 20 < odd) return 'utf-16le'
  if (even > enough && odd * 20 < even) return 'utf-16be'
  return undefined
}

/** Tab, line ends, form feed and the old end-of-file mark (0x1A) are all that a text may hold below the space. */
function hasControls(sample: Buffer): boolean {
  return sample.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 0x1a)
}

/** A file cut in the middle of a letter is still UTF-8: taken for Windows-1258, every name in it would be spoilt. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) break
  }
  return bytes
}

/** Some lists are two files joined, or were cut by a program that counts bytes: a few letters are broken, not all. */
function isMostlyUtf8(bytes: Buffer): boolean {
  let good = 0
  let bad = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0
    let found = 0
    while (found < more && ((bytes[at + found + 1] ?? 0) & 0xc0) === 0x80) found += 1
    if (more > 0 && found === more) good += 1
    else bad += 1
    at += found
  }
  return good > bad * 20
}

/** The letters above ASCII that Vietnamese has in Windows-1258 (and the đồng sign), and the tones, which follow a vowel. */
const LETTERS = new Set(Buffer.from('c0c1c2c3c8c9cacdd0d3d4d5d9dadde0e1e2e3e8e9eaedf0f3f4f5f9fafdfe', 'hex'))
const TONES = new Set(Buffer.from('ccd2deecf2', 'hex'))
const VOWELS = new Set(Buffer.from('AEIOUYaeiouy\xc2\xc3\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd', 'latin1'))

/**
 * In TCVN3 and VNI the same bytes stand for other letters, so they follow consonants ("ThÞ") or are symbols between
 * letters ("V¨n"). One such byte in ten is enough to know.
 */
function isWindows1258(sample: Buffer): boolean {
  let fitting = 0
  let foreign = 0
  let previous = 0
  for (const byte of sample) {
    if (TONES.has(byte)) {
      if (VOWELS.has(previous)) fitting += 1
      else foreign += 1
    } else if (LETTERS.has(byte)) {
      if (isVniMark(byte, previous)) foreign += 1
      else fitting += 1
    } else if (byte >= 0xc0 || (byte >= 0xa1 && isAsciiLetter(previous))) {
      foreign += 1
    }
    previous = byte
  }
  return foreign * 10 <= fitting
}

/** VNI writes the hat and the tone as one letter after the vowel: "Nguyeãn", "Vaên". No Vietnamese syllable has "eã". */
function isVniMark(byte: number, previous: number): boolean {
  const vowel = previous | 0x20
  return (vowel === 0x61 || vowel === 0x65) && byte !== 0xd0 && byte !== 0xf0 && byte !== 0xfe
}

function isAsciiLetter(byte: number): boolean {
  const letter = byte & 0xdf
  return letter >= 0x41 && letter <= 0x5a
}
