/**
 * .csv and .txt: one sheet. Its rows are numbered as Excel numbers them once it has opened the file: a record whose cell
 * holds a line break is one row, a blank line is a row, and "sep=;" is none.
 */
import { detectDelimiter } from './detect-delimiter.ts'
import { toUtf8, type TextEncoding } from './decode-text.ts'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS, type RosterSheet } from '../roster.ts'
import { scanRecords, type ScanPosition } from './scan-records.ts'
import { SheetRows } from './sheet-rows.ts'

/** A longer field is too long, whatever it holds: three bytes per character, or two per quote. Not worth a string. */
const MAX_QUOTED_BYTES = 3 * ROSTER_LIMITS.cellChars
/** How many records are packed between two looks at the clock. */
const RECORDS_AT_ONCE = 5000

export async function readDelimited(file: Buffer, encoding: TextEncoding, name: string, guard: ReadGuard): Promise<RosterSheet[]> {
  const text = withoutEndMark(toUtf8(file, encoding, guard))
  const { byte, start } = detectDelimiter(text)
  const rows = new SheetRows(guard, name)
  const count = { rows: 0 }
  for (let position = start; position.at < text.length; ) {
    position = packSome(text, position, byte, { rows, count })
    if (position.unclosedQuoteLine !== undefined) throw guard.refuse('unclosed-quote', { line: position.unclosedQuoteLine })
    await guard.breathe()
  }
  return [{ name, hidden: false, merges: [], hiddenColumns: [], rows: () => rows.read() }]
}

function packSome(text: Buffer, start: ScanPosition, delimiter: number, { rows, count }: { rows: SheetRows; count: { rows: number } }): ScanPosition {
  let column = 0
  let left = RECORDS_AT_ONCE
  return scanRecords(text, start, delimiter, {
    start: () => {
      column = 0
      count.rows += 1
      rows.startRow(count.rows, false)
    },
    field: (from, to, doubled) => {
      if (doubled && to - from <= MAX_QUOTED_BYTES) rows.text(column, text.toString('utf8', from, to).replaceAll('""', '"'))
      else rows.utf8(column, text, from, to)
      column += 1
    },
    end: () => {
      rows.endRow()
      left -= 1
      return left > 0
    },
  })
}

/** Programs of the DOS time end a text with the byte 0x1A. */
function withoutEndMark(text: Buffer): Buffer {
  return text[text.length - 1] === 0x1a ? text.subarray(0, -1) : text
}
