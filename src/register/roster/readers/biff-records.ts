/** The records of an .xls workbook stream ([MS-XLS] 2.1.4): a number, a length, and the bytes. */
import type { ReadGuard } from './read-guard.ts'

export const RECORD = {
  formula: 0x0006,
  eof: 0x000a,
  date1904: 0x0022,
  filePass: 0x002f,
  font: 0x0031,
  continued: 0x003c,
  codePage: 0x0042,
  columnInfo: 0x007d,
  boundSheet: 0x0085,
  mulRk: 0x00bd,
  rString: 0x00d6,
  xf: 0x00e0,
  mergeCells: 0x00e5,
  sst: 0x00fc,
  labelSst: 0x00fd,
  number: 0x0203,
  label: 0x0204,
  boolErr: 0x0205,
  string: 0x0207,
  row: 0x0208,
  rk: 0x027e,
  format: 0x041e,
  bof: 0x0809,
} as const

export interface BiffRecord {
  type: number
  data: Buffer
}

/** From `at` to the end of the substream that begins there; charts inside a sheet are substreams of their own and skipped. */
export function* substream(workbook: Buffer, at: number, guard: ReadGuard): Generator<BiffRecord> {
  let depth = 0
  for (let position = at; ; ) {
    if (position + 4 > workbook.length) throw guard.refuse('damaged')
    const type = workbook.readUInt16LE(position)
    const end = position + 4 + workbook.readUInt16LE(position + 2)
    if (end > workbook.length) throw guard.refuse('damaged')
    if (type === RECORD.bof) depth += 1
    if (depth === 0) throw guard.refuse('damaged')
    if (depth === 1) yield { type, data: workbook.subarray(position + 4, end) }
    if (type === RECORD.eof) {
      depth -= 1
      if (depth === 0) return
    }
    position = end
  }
}

/** Numbers of few digits are kept in 30 bits: the top of a double or an integer, either of them times a hundred. */
export function rkNumber(rk: number): number {
  let value: number
  if ((rk & 2) !== 0) value = rk >> 2
  else {
    const bytes = Buffer.alloc(8)
    bytes.writeInt32LE(rk & ~3, 4)
    value = bytes.readDoubleLE(0)
  }
  return (rk & 1) !== 0 ? value / 100 : value
}

const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!', 0x07: '#DIV/0!', 0x0f: '#VALUE!', 0x17: '#REF!', 0x1d: '#NAME?', 0x24: '#NUM!', 0x2a: '#N/A',
}

export const biffError = (code: number): string => ERRORS[code] ?? '#ERR!'
