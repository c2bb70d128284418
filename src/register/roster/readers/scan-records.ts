/**
 * Splits delimited text into records and fields, over UTF-8 bytes: a delimiter, quote or line end is one byte that no
 * Vietnamese letter contains. A quote opens a quoted field only at the field's start, because people's names and notes
 * hold quotes of their own (Nguyễn Văn An "Tư").
 */
const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

export interface RecordSink {
  start(): void
  /** `doubled`: the bytes hold "" for each quote. */
  field(from: number, to: number, doubled: boolean): void
  /** Returning false pauses the scan behind this record. */
  end(): boolean
}

/** Where the next record starts. */
export interface ScanPosition {
  at: number
  line: number
  /** The line of a quote that nothing closes; its record was started and not ended. */
  unclosedQuoteLine?: number
}

export function scanRecords(bytes: Buffer, position: ScanPosition, delimiter: number, sink: RecordSink): ScanPosition {
  const end = bytes.length
  let { at, line } = position
  while (at < end) {
    sink.start()
    for (let more = true; more; ) {
      const close = bytes[at] === QUOTE ? closingQuote(bytes, at + 1) : 0
      if (close === -1) return { at, line, unclosedQuoteLine: line }
      if (close > 0) line += lineEnds(bytes, at + 1, close)
      const stop = endOfField(bytes, close > 0 ? close + 1 : at, delimiter)
      // What follows a closing quote is kept, with the quotes, rather than lost: "Tư" Nguyễn.
      if (close > 0 && isBlank(bytes, close + 1, stop)) sink.field(at + 1, close, hasQuote(bytes, at + 1, close))
      else sink.field(at, stop, false)
      more = stop < end && bytes[stop] === delimiter
      at = more ? stop + 1 : stop
    }
    if (at < end) {
      at += bytes[at] === CR && bytes[at + 1] === LF ? 2 : 1
      line += 1
    }
    if (!sink.end()) break
  }
  return { at, line }
}

function isBlank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] !== 0x20) return false
  return true
}

function closingQuote(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at += 1) {
    if (bytes[at] !== QUOTE) continue
    if (bytes[at + 1] !== QUOTE) return at
    at += 1
  }
  return -1
}

function endOfField(bytes: Buffer, from: number, delimiter: number): number {
  let at = from
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === delimiter || byte === LF || byte === CR) break
  }
  return at
}

function hasQuote(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (bytes[at] === QUOTE) return true
  return false
}

function lineEnds(bytes: Buffer, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += 1) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) count += 1
  }
  return count
}
