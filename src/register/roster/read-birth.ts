/** Birth and sex, which share columns where a list puts the birth year under "Nam" or under "Nữ". */
import { citizenIdFacts } from '../../domain/citizen-id.ts'
import type { DateReading } from '../../domain/partial-date.ts'
import { readDate } from '../../domain/partial-date.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, isMark, quoted } from './draft.ts'
import { askAboutDate, dateReader, showPartialDate } from './read-dates.ts'

const OLDEST = 120

export type BirthReader = (draft: Draft) => void

export function birthReader({ plan, today }: SheetContext): BirthReader {
  const readColumn = dateReader({ today, of: 'birth' })
  const births = plan.all('birth')
  const [male, female, sexColumn] = [plan.first('male'), plan.first('female'), plan.first('sex')]
  const parts = { day: plan.first('birth_day'), month: plan.first('birth_month'), year: plan.first('birth_year') }
  const yearNow = Number(today.slice(0, 4))

  /** A year or date under "Nam" tells both; a mark tells the sex. */
  const readUnderSex = (draft: Draft): void => {
    const [ofMale, ofFemale] = [male === -1 ? '' : draft.row.text(male), female === -1 ? '' : draft.row.text(female)]
    const isMale = ofMale !== '' && ofMale !== '0' && ofMale !== '-'
    const isFemale = ofFemale !== '' && ofFemale !== '0' && ofFemale !== '-'
    if (isMale && isFemale) {
      ask(draft, { column: female, field: 'sex', code: 'sex.both', message: `Cả cột Nam (${quoted(ofMale)}) và cột Nữ (${quoted(ofFemale)}) đều có dữ liệu, tạm để trống giới tính; xin sửa trong tệp rồi nhập lại.` })
    } else if (isMale || isFemale) {
      draft.record.sex = isMale ? 'male' : 'female'
    }
    for (const [column, filled, text] of [[male, isMale, ofMale], [female, isFemale, ofFemale]] as const) {
      if (filled && !isMark(text)) keepBirth(draft, column, readColumn(draft, column))
    }
  }

  const readParts = (draft: Draft): void => {
    const text = [parts.day, parts.month, parts.year].map((column) => (column === -1 ? '' : draft.row.text(column))).filter((part) => part !== '').join('/')
    if (text === '') return
    const column = parts.year === -1 ? parts.day : parts.year
    keepBirth(draft, column, readDate(text, { today, of: 'birth' }))
  }

  const keepBirth = (draft: Draft, column: number, reading: DateReading): void => {
    const settled = settleCentury(draft, reading)
    const { value, precision } = settled
    if (value === undefined || precision === undefined) return askAboutDate(draft, settled, { column, field: 'birth', kept: '' })
    const year = Number(value.slice(0, 4))
    if (value > today.slice(0, value.length)) {
      return ask(draft, { column, field: 'birth', code: 'birth.future', message: `Ngày sinh ${quoted(draft.row.text(column))} ở sau hôm nay, tạm để trống; xin sửa trong tệp rồi nhập lại.` })
    }
    draft.record.birth = value
    draft.record.birth_precision = precision
    askAboutDate(draft, settled, { column, field: 'birth', kept: showPartialDate(value) })
    if (yearNow - year > OLDEST) {
      ask(draft, { column, field: 'birth', code: 'birth.too-old', message: `Sinh năm ${year} là hơn ${OLDEST} tuổi; xin kiểm tra lại ${quoted(draft.row.text(column))}.` })
    }
  }

  return (draft) => {
    if (male !== -1 || female !== -1) readUnderSex(draft)
    if (sexColumn !== -1) readSex(draft, sexColumn)
    for (const column of births) {
      if (draft.record.birth !== undefined) break
      keepBirth(draft, column, readColumn(draft, column))
    }
    if (draft.record.birth === undefined && parts.year !== -1) readParts(draft)
  }
}

/** A two-digit year is certain where the personal number or the kind of beneficiary leaves one century. */
function settleCentury(draft: Draft, reading: DateReading): DateReading {
  if (reading.doubt !== 'two-digit-year' || reading.value === undefined) return reading
  const { citizen_id: id, category_group: group } = draft.record
  const later = Number(reading.value.slice(0, 4))
  const earlier = later - 100
  const of = (year: number): DateReading => ({ value: `${year}${reading.value?.slice(4)}`, ...(reading.precision !== undefined && { precision: reading.precision }) })
  const born = id === undefined ? undefined : citizenIdFacts(id).birthYear
  if (born === later || born === earlier) return of(born)
  if (group === 'elderly' || group === 'social_pension') return of(earlier)
  if (group === 'orphan' || group === 'child') return of(later)
  return reading
}

const SEXES: Readonly<Record<string, 'male' | 'female'>> = {
  nam: 'male', trai: 'male', male: 'male', m: 'male', '1': 'male', true: 'male', ong: 'male', n: 'male',
  nu: 'female', gai: 'female', female: 'female', f: 'female', '0': 'female', '2': 'female', false: 'female', ba: 'female',
}

function readSex(draft: Draft, column: number): void {
  const text = draft.row.text(column)
  if (text === '' || text === '-') return
  const sex = SEXES[fold(text)]
  // "N" is Nam to one officer and Nữ to another.
  if (sex !== undefined && !/^n$/i.test(text)) {
    draft.record.sex = sex
    return
  }
  ask(draft, { column, field: 'sex', code: 'sex.unreadable', message: `Không rõ giới tính ghi là ${quoted(text)}, tạm để trống; xin ghi Nam hoặc Nữ trong tệp rồi nhập lại.` })
}
