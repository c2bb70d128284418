/** Dates of a sheet: read with a memory, since a column of card dates has few different ones, and asked about where doubtful. */
import type { DateContext, DateDoubt, DateReading } from '../../domain/partial-date.ts'
import { readDate, readDateNumber } from '../../domain/partial-date.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Draft } from './draft.ts'
import { ask, quoted } from './draft.ts'
import type { RosterRecord } from './roster.ts'

const MEMORY = 4_096

/** Reads dates of one kind; `column` readings of text are remembered. */
export function dateReader(context: DateContext): (draft: Draft, column: number) => DateReading {
  const known = new Map<string, DateReading>()
  return (draft, column) => {
    const cell = draft.row.cell(column)
    if (typeof cell.value === 'number') return readDateNumber(cell.value, cell.isDate === true, context)
    if (cell.value === null || cell.value === '') return NOTHING
    const text = draft.row.text(column)
    const before = known.get(text)
    if (before !== undefined) return before
    const reading = readDate(text, context)
    if (known.size >= MEMORY) known.clear()
    known.set(text, reading)
    return reading
  }
}

const NOTHING: DateReading = {}

const WORDING: Readonly<Record<DateDoubt, (written: string, read: string) => string>> = {
  'impossible-date': (written, read) => `Ngày ${written} không có trong lịch${read === '' ? ', tạm để trống' : `, tạm đọc là ${read}`}; xin kiểm tra lại giấy tờ.`,
  'month-first': (written, read) => `${written} có vẻ ghi tháng trước ngày sau, tạm đọc là ${read}; nếu không đúng, xin sửa trong tệp rồi nhập lại.`,
  'two-digit-year': (written, read) => `Năm trong ${written} chỉ có hai chữ số, tạm đọc là ${read}; xin xác nhận thế kỷ.`,
  'year-as-serial': (written, read) => `Ô này định dạng ngày nhưng chứa số ${written}, tạm đọc là năm ${read}; nếu không đúng, xin sửa trong tệp rồi nhập lại.`,
  'marked-uncertain': (written, read) => `Danh sách ghi chưa chắc chắn (${written}), tạm đọc là ${read}; nếu không đúng, xin sửa trong tệp rồi nhập lại.`,
  'no-separators': (written, read) => `${written} viết liền không có dấu ngăn, tạm đọc là ${read}; nếu không đúng, xin sửa trong tệp rồi nhập lại.`,
  unreadable: (written) => `Không đọc được ngày ${written}, tạm để trống; xin ghi lại dạng ngày/tháng/năm rồi nhập lại.`,
}

export interface DateQuestion {
  column: number
  field: keyof RosterRecord
  /** What was kept, as the officer reads it; empty where nothing was. */
  kept: string
}

/** Turns a reading's doubt into a question: `birth.impossible-date`. */
export function askAboutDate(draft: Draft, reading: DateReading, { column, field, kept }: DateQuestion): void {
  if (reading.doubt === undefined) return
  ask(draft, { column, field, code: `${field}.${reading.doubt}`, message: WORDING[reading.doubt](quoted(draft.row.text(column)), kept) })
}

/** 1942-03-15 → 15/03/1942; 1942-03 → 03/1942; 1942. */
export function showPartialDate(value: string): string {
  if (value.length === 10) return dayInVietnamese(value)
  return value.length === 7 ? `${value.slice(5)}/${value.slice(0, 4)}` : value
}
