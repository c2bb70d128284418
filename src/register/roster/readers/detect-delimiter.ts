/**
 * Finds what separates the columns by looking for a table: the delimiter under which most records have the same number
 * of fields, and many of them. Commas inside addresses and amounts vary from row to row, columns do not.
 */
import { scanRecords, type ScanPosition } from './scan-records.ts'

/** In the order in which a tie is decided: a tab or semicolon is hardly ever anything else than a separator. */
const CANDIDATES = ['\t', ';', '|', ','] as const
const SAMPLE_BYTES = 256 * 1024
const SAMPLE_RECORDS = 300

export interface Delimiter {
  byte: number
  /** Where the records begin: Excel writes and understands a first line "sep=;". */
  start: ScanPosition
}

export function detectDelimiter(text: Buffer): Delimiter {
  const named = /^"?sep=(.)"?(\r\n|\n|\r)/i.exec(text.toString('latin1', 0, 16))
  if (named !== null) {
    return { byte: (named[1] ?? ',').charCodeAt(0), start: { at: named[0].length, line: 2 } }
  }
  const sample = wholeLines(text)
  let best = ','
  let bestScore = 0
  for (const candidate of CANDIDATES) {
    const score = scoreOf(sample, candidate.charCodeAt(0))
    if (score <= bestScore) continue
    best = candidate
    bestScore = score
  }
  return { byte: best.charCodeAt(0), start: { at: 0, line: 1 } }
}

/** The share of records that agree, squared, times the columns gained: a few long records weigh less than many equal ones. */
function scoreOf(sample: Buffer, delimiter: number): number {
  const widths = new Map<number, number>()
  let fields = 0
  let filled = 0
  let records = 0
  const { unclosedQuoteLine } = scanRecords(sample, { at: 0, line: 1 }, delimiter, {
    start: () => {
      fields = 0
      filled = 0
    },
    field: (from, to) => {
      fields += 1
      if (to > from) filled += 1
    },
    end: () => {
      if (filled > 0) {
        widths.set(fields, (widths.get(fields) ?? 0) + 1)
        records += 1
      }
      return records < SAMPLE_RECORDS
    },
  })
  let score = 0
  for (const [width, count] of widths) {
    if (width > 1) score = Math.max(score, (count / records) ** 2 * (width - 1))
  }
  return unclosedQuoteLine === undefined ? score : score / 2
}

function wholeLines(text: Buffer): Buffer {
  if (text.length <= SAMPLE_BYTES) return text
  const lineEnd = text.lastIndexOf(0x0a, SAMPLE_BYTES)
  return text.subarray(0, lineEnd === -1 ? SAMPLE_BYTES : lineEnd + 1)
}
