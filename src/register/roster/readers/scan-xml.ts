/**
 * Reads XML from byte chunks, for spreadsheets' parts only: no DOCTYPE, so no entities to expand and nothing outside
 * to fetch; no tree, so no recursion; one token in memory at a time. A general parser (saxes 6) was measured first: it
 * makes every name and value a string and took 2.5 times as long over the sheet of a 200,000-row list.
 */
import { TextDecoder } from 'node:util'
import type { ReadGuard } from './read-guard.ts'
import { unescapeXml } from './unescape-xml.ts'

/** A cell of 32,767 characters, each written as an entity of ten bytes, fits; nothing longer is a cell. */
const MAX_TOKEN_BYTES = 512 * 1024
const MAX_DEPTH = 1000

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f
const BANG = 0x21
const QUESTION = 0x3f
const COLON = 0x3a
const EQUALS = 0x3d
const AMPERSAND = 0x26
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const UTF16_MARKS: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
  [LT, 0x00, 'utf-16le'],
  [0x00, LT, 'utf-16be'],
]

/** Feeds a part's chunks to the handler. XML is UTF-8 unless its first two bytes say UTF-16. */
export async function scanXml(chunks: AsyncIterable<Buffer>, guard: ReadGuard, handler: XmlHandler): Promise<void> {
  const scanner = new XmlScanner(guard, handler)
  let decoder: TextDecoder | undefined
  let first = true
  for await (const chunk of chunks) {
    if (first) {
      const mark = UTF16_MARKS.find(([one, two]) => chunk[0] === one && chunk[1] === two)
      if (mark !== undefined) decoder = new TextDecoder(mark[2])
      first = false
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) {
        scanner.push(chunk.subarray(3))
        continue
      }
    }
    scanner.push(decoder === undefined ? chunk : Buffer.from(decoder.decode(chunk, { stream: true })))
  }
  scanner.end()
}

/** Names come without their namespace prefix. What the scanner offers is valid only during the call. */
export interface XmlHandler {
  open(name: string, tag: XmlScanner): void
  text(tag: XmlScanner): void
  close(name: string): void
}

export class XmlScanner {
  private readonly guard: ReadGuard
  private readonly handler: XmlHandler
  private bytes: Buffer = Buffer.alloc(0)
  private from = 0
  private to = 0
  private tagEnd = 0
  private valueFrom = 0
  private valueTo = 0
  private depth = 0
  private sawElement = false
  private readonly words = new Map<number, string>()

  constructor(guard: ReadGuard, handler: XmlHandler) {
    this.guard = guard
    this.handler = handler
  }

  push(chunk: Uint8Array): void {
    const rest = this.bytes.length - this.from
    this.bytes = rest === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([this.bytes.subarray(this.from), chunk])
    this.from = 0
    while (this.token()) {
      // each call hands one token to the handler
    }
    if (this.bytes.length - this.from > MAX_TOKEN_BYTES) throw this.guard.refuse('cell-too-long')
  }

  end(): void {
    const rest = this.bytes.toString('latin1', this.from)
    if (this.depth !== 0 || !this.sawElement || rest.trim() !== '') throw this.guard.refuse('damaged')
  }

  /** An attribute of the element that is being opened; with a prefix in `name`, only the one with that prefix. */
  attribute(name: string): string | undefined {
    return this.find(name) ? this.decode(this.valueFrom, this.valueTo) : undefined
  }

  /** A whole number without the detour of a string; NaN where it is something else. */
  attributeNumber(name: string): number | undefined {
    return this.find(name) ? this.digits(this.valueFrom, this.valueTo) : undefined
  }

  /** Like `attribute`, for values of which there are few: the same value is the same string. */
  attributeWord(name: string): string | undefined {
    return this.find(name) ? this.word(this.valueFrom, this.valueTo) : undefined
  }

  /** The column of a cell reference, from 0: "AB12" is 27. */
  attributeColumn(name: string): number | undefined {
    if (!this.find(name)) return undefined
    let column = 0
    let at = this.valueFrom
    for (; at < this.valueTo; at += 1) {
      const letter = (this.bytes[at] ?? 0) & 0xdf
      if (letter < 0x41 || letter > 0x5a || column > 1_000_000) break
      column = column * 26 + letter - 0x40
    }
    return at === this.valueFrom ? undefined : column - 1
  }

  /** The characters between two tags, while the handler's `text` runs. */
  characters(): string {
    return this.decode(this.from, this.to)
  }

  /** The same as a whole number; NaN where it is something else. */
  charactersAsNumber(): number {
    return this.digits(this.from, this.to)
  }

  private find(name: string): boolean {
    const { bytes, tagEnd } = this
    const prefixed = name.includes(':')
    for (let at = this.to; at < tagEnd; at += 1) {
      while (at < tagEnd && isSpace(bytes[at] ?? 0)) at += 1
      const from = at
      let local = at
      while (at < tagEnd && bytes[at] !== EQUALS) {
        if (bytes[at] === COLON) local = at + 1
        at += 1
      }
      let nameEnd = at
      while (nameEnd > from && isSpace(bytes[nameEnd - 1] ?? 0)) nameEnd -= 1
      at += 1
      while (at < tagEnd && isSpace(bytes[at] ?? 0)) at += 1
      const quote = bytes[at]
      this.valueFrom = at + 1
      at += 1
      while (at < tagEnd && bytes[at] !== quote) at += 1
      this.valueTo = Math.min(at, tagEnd)
      if (this.spells(name, prefixed ? from : local, nameEnd)) return true
    }
    return false
  }

  private digits(from: number, to: number): number {
    if (from >= to || to - from > 15) return Number.NaN
    let number = 0
    for (let at = from; at < to; at += 1) {
      const digit = (this.bytes[at] ?? 0) - 0x30
      if (digit < 0 || digit > 9) return Number.NaN
      number = number * 10 + digit
    }
    return number
  }

  private token(): boolean {
    const { bytes, from } = this
    if (from >= bytes.length) return false
    if (bytes[from] !== LT) return this.textToken()
    const next = bytes[from + 1]
    if (next === undefined) return false
    if (next === BANG) return this.declarationToken()
    if (next === QUESTION) return this.skipTo('?>', 2)
    const end = this.endOfTag(from + 1)
    if (end === -1) return false
    if (next === SLASH) this.closeTag(from + 2, end)
    else this.openTag(from + 1, end)
    this.from = end + 1
    return true
  }

  private textToken(): boolean {
    // Most texts are short, and a call out of JavaScript costs more than looking at ten bytes.
    const { bytes, from } = this
    let end = from
    const near = Math.min(bytes.length, from + 64)
    while (end < near && bytes[end] !== LT) end += 1
    if (end === near) end = bytes.indexOf(LT, end)
    if (end === -1 || end === bytes.length) return false
    this.to = end
    this.handler.text(this)
    this.from = end
    return true
  }

  private openTag(start: number, end: number): void {
    const selfClosing = this.bytes[end - 1] === SLASH
    this.sawElement = true
    this.tagEnd = selfClosing ? end - 1 : end
    const name = this.localName(start, this.tagEnd)
    this.depth += 1
    if (this.depth > MAX_DEPTH) throw this.guard.refuse('damaged')
    this.handler.open(name, this)
    if (!selfClosing) return
    this.depth -= 1
    this.handler.close(name)
  }

  private closeTag(start: number, end: number): void {
    this.depth -= 1
    if (this.depth < 0) throw this.guard.refuse('damaged')
    this.handler.close(this.localName(start, end))
  }

  private declarationToken(): boolean {
    const head = this.bytes.toString('latin1', this.from, this.from + 9)
    if (head.startsWith('<!--')) return this.skipTo('-->', 4)
    if (head === '<![CDATA[') {
      const end = this.bytes.indexOf(']]>', this.from + 9)
      if (end === -1) return false
      // CDATA is rare enough to be escaped again, so that one way of decoding serves both.
      const escaped = Buffer.from(this.bytes.toString('utf8', this.from + 9, end).replaceAll('&', '&amp;'))
      const { bytes } = this
      this.bytes = escaped
      this.from = 0
      this.to = escaped.length
      this.handler.text(this)
      this.bytes = bytes
      this.from = end + 3
      return true
    }
    if (head.length < 9 && '<![CDATA['.startsWith(head)) return false
    throw this.guard.refuse('unsafe-xml')
  }

  private skipTo(mark: string, after: number): boolean {
    const end = this.bytes.indexOf(mark, this.from + after)
    if (end === -1) {
      if (this.bytes.length - this.from > MAX_TOKEN_BYTES / 2) throw this.guard.refuse('damaged')
      return false
    }
    this.from = end + mark.length
    return true
  }

  /** A ">" may stand inside an attribute's value. */
  private endOfTag(start: number): number {
    const { bytes } = this
    let quote = 0
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at]
      if (quote !== 0) {
        if (byte === quote) quote = 0
      } else if (byte === GT) return at
      else if (byte === 0x22 || byte === 0x27) quote = byte
    }
    return -1
  }

  /** Leaves `to` behind the name, where the attributes begin. */
  private localName(start: number, end: number): string {
    const { bytes } = this
    let from = start
    let at = start
    for (; at < end; at += 1) {
      const byte = bytes[at] ?? 0
      if (isSpace(byte) || byte === SLASH) break
      if (byte === COLON) from = at + 1
    }
    this.to = at
    return this.word(from, at)
  }

  /** Names are few and repeat a million times, so each becomes a string once. */
  private word(from: number, to: number): string {
    let hash = 0
    for (let at = from; at < to; at += 1) hash = (hash * 31 + (this.bytes[at] ?? 0)) | 0
    const known = this.words.get(hash)
    if (known !== undefined && this.spells(known, from, to)) return known
    const word = this.bytes.toString('latin1', from, to)
    if (this.words.size < 500) this.words.set(hash, word)
    return word
  }

  private spells(word: string, from: number, to: number): boolean {
    if (to - from !== word.length) return false
    for (let i = 0; i < word.length; i += 1) if (this.bytes[from + i] !== word.charCodeAt(i)) return false
    return true
  }

  private decode(from: number, to: number): string {
    const { bytes } = this
    let ascii = true
    let escaped = false
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0
      if (byte >= 0x80) ascii = false
      else if (byte === AMPERSAND || byte === 0x0d) escaped = true
    }
    const text = bytes.toString(ascii ? 'latin1' : 'utf8', from, to)
    return escaped ? unescapeXml(text) : text
  }
}
