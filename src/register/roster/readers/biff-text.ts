/**
 * Texts in .xls files. Excel 97 and later keep Unicode, in one or two bytes per character; Excel 5 and 95 keep the code
 * page's bytes. A long text runs over into CONTINUE records, and there begins with its width again.
 */
import { TextDecoder } from 'node:util'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS } from '../roster.ts'
import type { SharedTexts } from './shared-texts.ts'

const WIDE = 0x01
const EXTENDED = 0x04
const RICH = 0x08

/**
 * Bytes are read in the file's own Windows code page; any other is read as Western, as the TCVN3 and VNI fonts want it.
 * 1200 says Unicode, where bytes are characters already.
 */
export function codePageDecoder(codePage: number): (bytes: Buffer) => string {
  if (codePage === 1200) return (bytes) => bytes.toString('latin1')
  const decoder = new TextDecoder(codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252')
  return (bytes) => decoder.decode(bytes)
}

/** A text that lies inside one record: length in one or two bytes, then a width byte, then characters. */
export function unicodeText(data: Buffer, at: number, lengthBytes: 1 | 2): string {
  const chars = lengthBytes === 1 ? data.readUInt8(at) : data.readUInt16LE(at)
  const flags = data.readUInt8(at + lengthBytes)
  const runs = (flags & RICH) === 0 ? 0 : 2
  const extension = (flags & EXTENDED) === 0 ? 0 : 4
  const from = at + lengthBytes + 1 + runs + extension
  return charactersAt(data, from, chars, (flags & WIDE) !== 0)
}

export function codePageText(data: Buffer, at: number, lengthBytes: 1 | 2, decode: (bytes: Buffer) => string): string {
  const length = lengthBytes === 1 ? data.readUInt8(at) : data.readUInt16LE(at)
  return decode(data.subarray(at + lengthBytes, at + lengthBytes + length))
}

function charactersAt(data: Buffer, from: number, chars: number, wide: boolean): string {
  return data.toString(wide ? 'utf16le' : 'latin1', from, from + (wide ? chars * 2 : chars))
}

/** The shared texts: one SST record and the CONTINUE records behind it, read as one stream that knows its seams. */
export class SharedTextStream {
  private readonly pieces: readonly Buffer[]
  private readonly guard: ReadGuard
  private piece = 0
  private at = 0

  constructor(pieces: readonly Buffer[], guard: ReadGuard) {
    this.pieces = pieces
    this.guard = guard
  }

  /** Reads until the stream ends, whatever number of texts it declares. `fontName` looks a run's font up. */
  readInto(texts: SharedTexts, fontName: (index: number) => string | undefined): void {
    this.skip(4)
    const declared = this.number(4)
    for (let i = 0; i < declared && !this.isAtEnd(); i += 1) {
      if (i % 10_000 === 0) this.guard.check()
      this.readText(texts, fontName)
    }
  }

  private readText(texts: SharedTexts, fontName: (index: number) => string | undefined): void {
    const chars = this.number(2)
    const flags = this.number(1)
    const runs = (flags & RICH) === 0 ? 0 : this.number(2)
    const extension = (flags & EXTENDED) === 0 ? 0 : this.number(4)
    if (chars > ROSTER_LIMITS.cellChars) throw this.guard.refuse('cell-too-long')
    const text = this.characters(chars, (flags & WIDE) !== 0)
    let font: string | undefined
    for (let run = 0; run < runs; run += 1) {
      const start = this.number(2)
      const index = this.number(2)
      if (run === 0 && start === 0) font = fontName(index)
    }
    this.skip(extension)
    texts.add(text, font)
  }

  private characters(count: number, startsWide: boolean): string {
    let text = ''
    let wide = startsWide
    for (let left = count; left > 0; ) {
      const piece = this.current()
      if (this.at >= piece.length) {
        this.nextPiece()
        wide = (this.number(1) & WIDE) !== 0
        continue
      }
      const room = wide ? (piece.length - this.at) >> 1 : piece.length - this.at
      const taken = Math.min(left, room)
      if (taken === 0) throw this.guard.refuse('damaged')
      text += charactersAt(piece, this.at, taken, wide)
      this.at += wide ? taken * 2 : taken
      left -= taken
    }
    return text
  }

  private number(bytes: 1 | 2 | 4): number {
    if (this.at >= this.current().length) this.nextPiece()
    const value = this.current().readUIntLE(this.at, bytes)
    this.at += bytes
    return value
  }

  private skip(bytes: number): void {
    for (let left = bytes; left > 0; ) {
      if (this.at >= this.current().length) this.nextPiece()
      const taken = Math.min(left, this.current().length - this.at)
      this.at += taken
      left -= taken
    }
  }

  private isAtEnd(): boolean {
    return this.at >= this.current().length && this.piece === this.pieces.length - 1
  }

  private current(): Buffer {
    return this.pieces[this.piece] ?? Buffer.alloc(0)
  }

  private nextPiece(): void {
    do {
      if (this.piece >= this.pieces.length - 1) throw this.guard.refuse('damaged')
      this.piece += 1
    } while (this.current().length === 0)
    this.at = 0
  }
}
