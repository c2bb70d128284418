/**
 * Day and month exchanged by a computer set to American dates. It shows only over a whole column: text such as
 * 12/31/2026, or date cells that all lie in the first twelve days while what could not be a date stayed text.
 * The rows concerned are asked about, and read by the order that the column shows.
 */
import { swapDayAndMonth } from '../../domain/partial-date.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import { columnLetter } from './column-field.ts'
import type { ColumnField } from './column-field.ts'
import type { ColumnPlan } from './column-plan.ts'
import type { RosterRow } from './roster.ts'
import type { RowText } from './row-text.ts'

type DateField = 'birth' | 'valid_from' | 'valid_to'

const LEAST_SERIALS = 4
/** A short list proves nothing, but shows enough to ask. */
const ENOUGH_TO_ASK = 2
const LEAST_TEXTS = 3
/** So many that can only be month first, and none that can only be day first, settle a column. */
const LEAST_MONTH_FIRST = 2

interface ColumnWatch {
  field: DateField
  column: number
  /** Text that can only be month first, or only day first. */
  monthFirst: number
  dayFirst: number
  /** Date cells whose day could not be a month: the proof that nothing was exchanged. */
  plainSerials: number
  ambiguousText: RosterRow[]
  ambiguousSerials: RosterRow[]
}

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/\d{4}/

export interface DateOrderWatch {
  see(text: RowText, row: RosterRow): void
  /** After the last row: asks about what the column as a whole made doubtful. */
  settle(): void
}

export function watchDateOrder(plan: ColumnPlan): DateOrderWatch {
  const fields: readonly (ColumnField & DateField)[] = ['birth', 'valid_from', 'valid_to']
  const watches = fields.flatMap((field): ColumnWatch[] => plan.all(field).slice(0, 1).map((column) => (
    { field, column, monthFirst: 0, dayFirst: 0, plainSerials: 0, ambiguousText: [], ambiguousSerials: [] })))

  const seeCell = (watch: ColumnWatch, text: RowText, row: RosterRow): void => {
    const { value, isDate } = text.cell(watch.column)
    const day = row.record?.[watch.field]
    if (typeof value === 'number' && isDate === true && day?.length === 10) {
      const [month, date] = [day.slice(5, 7), day.slice(8)]
      if (date > '12') watch.plainSerials += 1
      else if (date !== month) watch.ambiguousSerials.push(row)
      return
    }
    if (typeof value !== 'string') return
    const match = SLASHED.exec(value)
    if (match === null) return
    const [first, second] = [Number(match[1]), Number(match[2])]
    if (first > 12) watch.dayFirst += 1
    else if (second > 12) watch.monthFirst += 1
    else if (first !== second && day?.length === 10) watch.ambiguousText.push(row)
  }

  return {
    see: (text, row) => {
      for (const watch of watches) seeCell(watch, text, row)
    },
    settle: () => {
      for (const watch of watches) {
        // A few slips among many good dates do not make the good ones doubtful.
        const isMonthFirst = watch.monthFirst >= LEAST_MONTH_FIRST && watch.dayFirst === 0
        if (watch.monthFirst > 0 && watch.monthFirst * 10 > watch.dayFirst) for (const row of watch.ambiguousText) askOrder(row, watch, isMonthFirst)
        // What American settings could take for a date became one; any text that they could have taken disproves it.
        const { ambiguousSerials: serials, dayFirst: texts } = watch
        if (watch.plainSerials === 0 && watch.ambiguousText.length === 0 && serials.length >= ENOUGH_TO_ASK && texts >= ENOUGH_TO_ASK) {
          for (const row of serials) askOrder(row, watch, serials.length >= LEAST_SERIALS && texts >= LEAST_TEXTS)
        }
      }
    },
  }
}

function askOrder(row: RosterRow, { field, column }: ColumnWatch, isExchanged: boolean): void {
  const written = row.record?.[field]
  if (row.record === undefined || written === undefined || row.outcome === 'rejected' || row.outcome === 'duplicate') return
  const day = isExchanged ? swapDayAndMonth(written) : written
  row.record[field] = day
  row.issues.push({
    column: columnLetter(column), field, code: `${field}.day-month-order`,
    message: `Cột này có dấu hiệu bị máy đổi chỗ ngày và tháng; tạm đọc là ${dayInVietnamese(day)}, cũng có thể là ${dayInVietnamese(swapDayAndMonth(day))}; nếu không đúng, xin sửa trong tệp rồi nhập lại.`,
  })
  if (row.outcome === 'accepted') row.outcome = 'flagged'
}
