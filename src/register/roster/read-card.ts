/** Insurance cards: validity, the five-year date, the group that has its own column. */
import { readDate } from '../../domain/partial-date.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import { dayInVietnamese, lastOf } from '../../domain/calendar.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted, refuse } from './draft.ts'
import { askAboutDate, dateReader, showPartialDate } from './read-dates.ts'
import { keepCardGroup } from './read-identifiers.ts'

type DayField = 'valid_from' | 'valid_to' | 'five_year_date'

const TWO_DATES = /(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})\D+(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})/

export function cardReader({ plan, today, kind }: SheetContext): (draft: Draft) => void {
  const readColumn = dateReader({ today, of: 'validity' })
  const [from, to, fiveYears, group] = [plan.first('valid_from'), plan.first('valid_to'), plan.first('five_year_date'), plan.first('card_group')]

  const readDay = (draft: Draft, column: number, field: DayField): void => {
    const reading = readColumn(draft, column)
    if (reading.precision === 'day') draft.record[field] = reading.value as string
    if (reading.precision === 'month' && reading.doubt === undefined && /^(het|cuoi) /.test(fold(draft.row.text(column)))) {
      draft.record[field] = lastOf(reading.value as string)
      return
    }
    if (reading.doubt === 'unreadable' && field === 'valid_to' && kind === 'cards') {
      return refuse(draft, { column, field, code: 'valid_to.unreadable', message: `Không đọc được hạn thẻ ${quoted(draft.row.text(column))} nên chưa nhận dòng này; xin ghi lại dạng ngày/tháng/năm rồi nhập lại.` })
    }
    askAboutDate(draft, reading, { column, field, kept: shown(draft, field) })
    if (reading.doubt === undefined && reading.value !== undefined && reading.precision !== 'day') {
      ask(draft, { column, field, code: `${field}.no-day`, message: `${quoted(draft.row.text(column))} chưa có đủ ngày, tháng, năm (chỉ có ${showPartialDate(reading.value)}), tạm để trống; xin bổ sung trong tệp rồi nhập lại.` })
    }
  }

  const shown = (draft: Draft, field: DayField): string => {
    const day = draft.record[field]
    return day === undefined ? '' : dayInVietnamese(day)
  }

  /** "01/01/2026 - 31/12/2026" or "từ 01/01/2026 đến 31/12/2026" in one cell. */
  const readBoth = (draft: Draft): boolean => {
    const both = TWO_DATES.exec(draft.row.text(to))
    if (both === null) return false
    for (const [field, text] of [['valid_from', both[1]], ['valid_to', both[2]]] as const) {
      const reading = readDate(text as string, { today, of: 'validity' })
      if (reading.precision === 'day') draft.record[field] = reading.value as string
      askAboutDate(draft, reading, { column: to, field, kept: shown(draft, field) })
    }
    return true
  }

  return (draft) => {
    if (from !== -1) readDay(draft, from, 'valid_from')
    if (to !== -1 && !readBoth(draft)) readDay(draft, to, 'valid_to')
    if (fiveYears !== -1) readDay(draft, fiveYears, 'five_year_date')
    if (group !== -1) readGroup(draft, group)
    const { valid_from: first, valid_to: last } = draft.record
    if (first !== undefined && last !== undefined && last < first) {
      ask(draft, { column: to, field: 'valid_to', code: 'valid_to.before-valid-from', message: `Thẻ hết hạn ${dayInVietnamese(last)} trước ngày bắt đầu ${dayInVietnamese(first)}; giữ như danh sách; xin xem giấy tờ, nếu sai thì sửa trong tệp rồi nhập lại.` })
    }
    if (to !== -1 && last === undefined && kind === 'cards' && !draft.issues.some(({ field }) => field === 'valid_to')) {
      ask(draft, { column: to, field: 'valid_to', code: 'valid_to.missing', message: 'Chưa có ngày hết hạn thẻ nên sẽ không nhắc gia hạn; xin bổ sung trong tệp rồi nhập lại.' })
    }
  }
}

const GROUP_WORDS: readonly (readonly [RegExp, string])[] = [
  [/can ngheo/, 'CN'], [/ho ngheo/, 'HN'], [/ho gia dinh|^hgd$/, 'GD'], [/huu tri xa hoi/, 'LH'], [/bao tro|tro cap xa hoi|btxh/, 'BT'],
  [/tre em (duoi|<) ?0?6/, 'TE'], [/hoc sinh/, 'HS'], [/sinh vien/, 'SV'], [/cuu chien binh/, 'CB'], [/dan toc thieu so/, 'DT'], [/dac biet kho khan/, 'DK'],
]

function readGroup(draft: Draft, column: number): void {
  const text = draft.row.text(column)
  if (text === '' || /^[-–.]*$/.test(text)) return
  const letters = /^([A-Z]{2})\s*\d?$/.exec(text.toUpperCase())?.[1]
  if (letters !== undefined) return keepCardGroup(draft, column, letters)
  const folded = fold(text)
  const group = GROUP_WORDS.find(([pattern]) => pattern.test(folded))?.[1] ?? /^([a-z]{2})\b\s*[-:]/.exec(folded)?.[1]?.toUpperCase()
  draft.record.category_text = text
  if (group !== undefined && draft.record.card_group === undefined) keepCardGroup(draft, column, group)
}
