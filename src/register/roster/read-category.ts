/** The category of an allowance: the row's own words, else the heading above it, else the title of the list. */
import type { CategoryDoubt, CategoryReading, Decree } from '../../domain/assistance-category.ts'
import { decreeOfDay, readCategory } from '../../domain/assistance-category.ts'
import type { DateReading } from '../../domain/partial-date.ts'
import { readDate } from '../../domain/partial-date.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted } from './draft.ts'
import { dateReader } from './read-dates.ts'

export interface CategoryContext {
  /** From a heading above the row or the title of the list. */
  above: { reading: CategoryReading; text: string } | undefined
}

const CATEGORY_QUESTIONS: Readonly<Record<CategoryDoubt, (text: string) => string>> = {
  unknown: (text) => `Chưa hiểu đối tượng ${text}, tạm để trống; xin ghi khoản, điểm hoặc tên nhóm đối tượng.`,
  several: (text) => `${text} có thể hiểu là nhiều nhóm đối tượng, tạm để trống; xin ghi rõ một nhóm cho mỗi dòng.`,
  'not-in-decree': (text) => `${text} không có trong nghị định mà danh sách nêu; chỉ ghi nhóm, xin kiểm tra lại khoản, điểm.`,
  'decree-unknown': (text) => `${text} khác nhau giữa Nghị định 20/2021 và Nghị định 335/2026 mà danh sách không nêu nghị định nào; chỉ ghi nhóm; xin ghi rõ nghị định trong tệp rồi nhập lại.`,
  'mild-disability': (text) => `${text} không được trợ cấp hằng tháng; vẫn nhận, xin kiểm tra lại mức độ khuyết tật.`,
}

const DATE_WITHIN = /\d{1,2}[/.-]\d{1,2}[/.-]20\d{2}/

function decreeOfDate(reading: DateReading | undefined): Decree | undefined {
  return reading?.precision === 'day' ? decreeOfDay(reading.value as string) : undefined
}

const CATEGORY_MEMORY = 1_024

export function categoryReader(context: SheetContext): (draft: Draft, above: CategoryContext['above']) => void {
  const { plan } = context
  const [category, disability, clause, point] = [plan.first('category'), plan.first('disability'), plan.first('clause'), plan.first('point')]
  const [decided, decision] = [plan.first('decision_date'), plan.first('decision_no')]
  const known = new Map<string, CategoryReading>()
  const readDecided = dateReader({ today: context.today, of: 'validity' })

  const textOf = (draft: Draft): { text: string; column: number } => {
    if (clause !== -1) {
      const number = draft.row.text(clause)
      if (/^\d$/.test(number)) return { text: `K${number}${point === -1 ? '' : draft.row.text(point)}`, column: clause }
      if (number !== '') return { text: number, column: clause }
    }
    const own = category === -1 ? '' : draft.row.text(category)
    const severity = disability === -1 ? '' : draft.row.text(disability)
    // "KT01" under "Mã ĐT" numbers the people; the degree beside it says what they get.
    const isOwnCode = severity.length > 1 && /^\p{L}{1,4}[\s._-]*\d{2,}$/u.test(own)
    if (own !== '' && !/^[-–.]+$/.test(own) && !isOwnCode) return { text: own, column: category }
    return severity === '' || severity === '-' ? { text: '', column: category } : { text: severity, column: disability }
  }

  /** From its own column, or from "12/QĐ-UBND ngày 05/8/2024". */
  const decidedOn = (draft: Draft): DateReading | undefined => {
    if (decided !== -1) return readDecided(draft, decided)
    const day = decision === -1 ? undefined : DATE_WITHIN.exec(draft.row.text(decision))?.[0]
    return day === undefined ? undefined : readDate(day, { today: context.today, of: 'validity' })
  }

  const read = (draft: Draft, text: string, column: number): CategoryReading => {
    // The list's own decree comes first; else the decision that granted the allowance dates it.
    const decree = context.decree ?? decreeOfDate(decidedOn(draft))
    const key = `${decree ?? ''} ${column === disability ? 'd' : ''} ${text}`
    const before = known.get(key)
    if (before !== undefined) return before
    const reading = readCategory(column === disability ? `khuyết tật ${text}` : text, decree)
    if (known.size >= CATEGORY_MEMORY) known.clear()
    known.set(key, reading)
    return reading
  }

  return (draft, above) => {
    const { text, column } = textOf(draft)
    const reading = text === '' ? above?.reading : read(draft, text, column)
    const said = text === '' ? above?.text : text
    if (said !== undefined && said !== '') draft.record.category_text = said
    if (reading?.group !== undefined) draft.record.category_group = reading.group
    if (reading?.code !== undefined) draft.record.category = reading.code
    if (reading?.group === undefined && above?.reading.group !== undefined && reading?.doubt === 'unknown') {
      // The column says something of its own ("Ấp 1"), the heading says which group.
      draft.record.category_group = above.reading.group
      if (above.reading.code !== undefined) draft.record.category = above.reading.code
      return
    }
    if (reading?.doubt !== undefined) {
      ask(draft, { column: Math.max(column, 0), field: 'category', code: `category.${reading.doubt}`, message: CATEGORY_QUESTIONS[reading.doubt](quoted(said ?? '')) })
    } else if (text === '' && above === undefined && category !== -1) {
      ask(draft, { column: category, field: 'category', code: 'category.missing', message: 'Chưa ghi đối tượng hưởng; xin bổ sung khoản, điểm hoặc tên nhóm trong tệp rồi nhập lại.' })
    }
  }
}
