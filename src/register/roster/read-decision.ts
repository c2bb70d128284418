/** The decision behind an allowance and the month from which it pays. */
import { readDate } from '../../domain/partial-date.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted, setText } from './draft.ts'
import { dateReader } from './read-dates.ts'

export function readDecision(draft: Draft, { plan, today }: SheetContext): void {
  const decision = plan.first('decision_no')
  if (decision !== -1) setText(draft, 'decision_no', draft.row.text(decision))
  const start = plan.first('start_month')
  if (start === -1) return
  const cell = draft.row.cell(start)
  const text = draft.row.text(start)
  if (text === '') return
  if (typeof cell.value === 'number' && (cell.isDate === true || cell.value > 30_000)) {
    const day = dateReader({ today, of: 'validity' })(draft, start)
    if (day.value !== undefined) draft.record.start_month = day.value.slice(0, 7)
    return
  }
  const reading = readDate(text, { today, of: 'validity' })
  if (reading.value !== undefined && reading.value.length >= 7) draft.record.start_month = reading.value.slice(0, 7)
  else if (reading.doubt !== undefined) {
    ask(draft, { column: start, field: 'start_month', code: 'start_month.unreadable', message: `Không đọc được tháng bắt đầu hưởng ${quoted(text)}, tạm để trống; xin ghi dạng tháng/năm rồi nhập lại.` })
  }
}
