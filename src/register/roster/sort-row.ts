/**
 * Sorts the rows below the header: people, headings, and what is neither (totals, column numbers, repeated headers,
 * the signature block). A total that slips through becomes a person with the commune's whole budget; a person taken
 * for a total gets nothing. So a row with a running number and a name is a person unless it plainly is not.
 */
import type { Decree } from '../../domain/assistance-category.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { ColumnField } from './column-field.ts'
import type { ColumnPlan } from './column-plan.ts'
import { nameColumn } from './column-plan.ts'
import { headerKey } from './header-words.ts'
import type { RowText } from './row-text.ts'
import type { Heading } from './sections.ts'
import { ENUMERATOR, readHeading } from './sections.ts'

export type SortedRow =
  | { is: 'person' }
  | { is: 'heading'; heading: Heading }
  | { is: 'skipped' }
  /** Data without a name. */
  | { is: 'nameless' }
  | { is: 'empty' }

const SUBTOTAL = /^cong( |:|$)/
const TOTAL = /^(tong (cong|so|tien|hop|kinh phi)|tong$|tong\s*[:=]|luy ke|mang sang|chuyen sang|cong mang sang|so tien bang chu|bang chu|viet bang chu|so tien (viet|ghi) bang chu|an dinh|danh sach (nay |tren )?(co|gom)|trong do|toan xa|toan phuong)/
const FOOTER = /(nguoi lap( bieu| bang| danh sach)?$|^nguoi lap|^lap bieu|^ke toan|^thu truong|^(pho )?(chu tich|giam doc|hieu truong|truong phong)|^tm\b|^kt\b|^tl\b|^t\/m|^xac nhan|^cong chuc|^can bo|^nguoi giam sat|^giam sat|^nguoi chi tra|^nhan vien chi tra|^dai dien|^thu quy|^truong (ap|thon|ban|khu pho|phong)|, ngay \d{1,2}[/.-]\d{1,2}[/.-]\d{4}$|ngay\s*[\d.…_]*\s*thang\s*[\d.…_]*\s*nam\s*(20|[.…_]|$)|^\(?ky (ten|nhan|ghi|va)|^\(?ky,|ghi ro ho ten|^noi nhan|^luu\s*[:;]|^luu vt|^uy ban nhan dan|^ubnd|^bhxh|^buu dien|^phu trach)/
const TITLE = /^(danh sach|ds\b|bang (ke|tong hop|danh sach|thanh toan|chi|luong|ky)|cong hoa xa hoi|doc lap|phu luc|bieu (so|mau)|mau so|\(?kem theo|thang \d|trang \d|so:|don vi tinh|dvt|ghi chu\s*:|luu y|chu thich|\*)/

/** Cells that only a person has. */
const IDENTITY: readonly ColumnField[] = [
  'citizen_id', 'birth', 'male', 'female', 'card_no', 'social_insurance_no', 'old_id', 'phone', 'valid_to', 'birth_year', 'account_no', 'relation',
]

/** The names of offices under a table stand in the same columns; what identifies a person has a digit or is a mark. */
const MARK_OR_DIGIT = /\d|^\s*[x✓✔√+]\s*$/i

/** Who signs stands in any column; a relation is one of these words. Võ is a family, vợ is a wife. */
const RELATION = /^\s*(?:chủ hộ|ch$|vợ|chồng|con|cháu|chắt|mẹ|má|cha|bố|ba$|ông|bà|anh|chị|em|dâu|rể|cậu|dì|cô|chú|bác|cụ|thành viên|người|khác|ở nhờ|bản thân)(?!\p{L})/iu
const RELATION_WITHOUT_MARKS = /^(chu ho|ch|vo|vo chong|chong|con( \w+)?|chau( \w+)?|me|ma|cha|bo|ba|ong|anh( \w+)?|chi( \w+)?|em( \w+)?|dau|re|khac|thanh vien)$/

function isRelation(text: string): boolean {
  return RELATION.test(text.normalize('NFC')) || RELATION_WITHOUT_MARKS.test(text.trim().toLowerCase())
}

export interface RowSorter {
  sort(row: RowText): SortedRow
  name(row: RowText): string
  rowNo(row: RowText): string
  hasIdentity(row: RowText): boolean
}

export interface SorterInput {
  plan: ColumnPlan
  /** Folded header cells. */
  headerKeys: ReadonlySet<string>
  /** The header cells over the name, as written. */
  namesOfHeader: ReadonlySet<string>
  decree: Decree | undefined
}

export function rowSorter({ plan, headerKeys, namesOfHeader, decree }: SorterInput): RowSorter {
  const identityColumns = IDENTITY.flatMap((field) => plan.all(field))
  const rowNoColumn = plan.first('row_no')
  const householdNoColumn = plan.first('household_no')
  const readName = nameReader(plan)
  const relationColumn = plan.first('relation')
  let isOver = false

  const hasIdentity = (row: RowText): boolean => identityColumns.some((column) => {
    const { value, broken } = row.cell(column)
    if (typeof value === 'string') return MARK_OR_DIGIT.test(value) || (column === relationColumn && isRelation(value))
    return broken !== undefined || value !== null
  })
  const rowNo = (row: RowText): string => (rowNoColumn === -1 ? '' : row.ownText(rowNoColumn))

  const sort = (row: RowText): SortedRow => {
    const name = readName(row)
    const number = rowNo(row)
    const counted = /^\d{1,6}[.)]?$/.test(number)
    if ((counted || number === '') && /\p{L}/u.test(name) && hasIdentity(row) && (counted ? !namesOfHeader.has(name) : isPlainName(name))) {
      isOver = false
      return { is: 'person' }
    }
    return sortUncommon(row, name, number, counted)
  }

  const isPlainName = (name: string): boolean => {
    const folded = fold(name)
    return !isTotalWord(name) && !SUBTOTAL.test(folded) && !FOOTER.test(folded) && !TITLE.test(folded) && !headerKeys.has(folded)
  }

  const sortUncommon = (row: RowText, name: string, number: string, counted: boolean): SortedRow => {
    const filled = filledTexts(row)
    const lead = filled[0]
    // A person all of whose cells are formulas without values is still a row that the officer must hear of.
    if (lead === undefined) return row.cell(nameColumn(plan)).broken !== undefined ? { is: 'nameless' } : { is: 'empty' }
    if (isColumnNumbers(filled)) return { is: 'skipped' }
    if (isRepeatedHeader(filled, headerKeys) || isTranslatedHeader(filled)) return { is: 'skipped' }
    const identity = hasIdentity(row)
    const words = filled.find((text) => /\p{L}{2}/u.test(text) && !isEnumerated(text)) ?? ''
    const folded = fold(words).replace(/^[-–*+.\s]+/, '')
    if (!counted && (name === '' || name === words) && isTotal(row, words)) return endWith('skipped')
    const heading = headingOf({ filled, words, number, identity, counted, name })
    if (heading !== undefined) return heading
    if (!counted && TITLE.test(folded) && !identity) return { is: 'skipped' }
    if (!counted && (!identity || name === '') && FOOTER.test(folded)) return endWith('skipped')
    if (isOver && !counted && !identity) return { is: 'skipped' }
    if (name === '') return sortNameless(row, { filled, counted, identity })
    if (!counted && !identity && filled.length === 1) return rowNoColumn === -1 && /\p{L}\s+\p{L}/u.test(name) && !isHeadingLike(name) ? { is: 'person' } : loneText(name)
    isOver = false
    return { is: 'person' }
  }

  /** Tống is a family, tổng a total. */
  const isTotalWord = (text: string): boolean => TOTAL.test(fold(text)) && !/^tống(?!\p{L})/iu.test(text)

  /** "Cộng Văn Hòa" is a person once a year of birth or a number stands beside the name. */
  const isTotal = (row: RowText, words: string): boolean => {
    const bare = words.replace(ENUMERATOR, '').trim()
    const folded = fold(bare)
    return isTotalWord(bare) || (SUBTOTAL.test(folded) && !identityColumns.some((column) => /(?:\d\D?){4}/.test(row.text(column))))
  }

  const endWith = (is: 'skipped'): SortedRow => {
    isOver = true
    return { is }
  }

  /** One text alone in its row: a heading that we do not know, or a person of whom nothing else is written. */
  const loneText = (name: string): SortedRow => (isHeadingLike(name) ? { is: 'skipped' } : { is: 'person' })

  const sortNameless = (row: RowText, seen: { filled: readonly string[]; counted: boolean; identity: boolean }): SortedRow => {
    const alone = seen.filled.length === 1 ? readHeading(seen.filled[0] as string, decree) : undefined
    if (alone?.of === 'village') return { is: 'heading', heading: alone }
    if (seen.identity) return { is: 'nameless' }
    const besidesNumbers = seen.filled.length - Number(rowNo(row) !== '') - Number(householdNoColumn !== -1 && row.ownText(householdNoColumn) !== '')
    if (seen.counted && besidesNumbers > 0) return { is: 'nameless' }
    return { is: 'skipped' }
  }

  const headingOf = (seen: { filled: readonly string[]; words: string; number: string; identity: boolean; counted: boolean; name: string }): SortedRow | undefined => {
    if (seen.identity) return undefined
    const others = seen.filled.filter((text) => text !== seen.words && text !== seen.number && !/^[\d.,\s]+(đ|người|hộ)?$/iu.test(text))
    if (others.length > 0) return undefined
    const heading = readHeading(seen.words, decree)
    if (heading === undefined) return isEnumerated(seen.number) && seen.name !== '' && isHeadingLike(`${seen.number} ${seen.name}`) ? { is: 'skipped' } : undefined
    // "12 | Bản Văn An" is a person whose name begins like a village; "I | Ấp Đông Lợi" is not.
    if (seen.counted && heading.of !== 'village' && seen.filled.length > 2) return undefined
    isOver = false
    return { is: 'heading', heading }
  }

  return { sort, name: readName, rowNo, hasIdentity }
}

function nameReader(plan: ColumnPlan): (row: RowText) => string {
  const full = plan.first('full_name')
  const family = plan.first('family_name')
  const given = plan.first('given_name')
  const head = plan.first('household_head')
  if (full !== -1) return head === -1 || head === full ? (row) => row.text(full) : (row) => row.text(full) || row.ownText(head)
  return (row) => [row.text(family), row.text(given)].filter((part) => part !== '').join(' ')
}

function filledTexts(row: RowText): string[] {
  const filled: string[] = []
  for (let column = 0; column < row.width; column += 1) {
    const text = row.ownText(column)
    if (text !== '') filled.push(text)
  }
  return filled
}

/** (1) (2) (3), A B 1 2, "5=3x4". */
function isColumnNumbers(filled: readonly string[]): boolean {
  return filled.length >= 3 && filled.every((text) => /^\(?(\d{1,2}|[A-Ha-h])\)?(\s*=.*)?$/.test(text)) && !filled.every((text) => text === filled[0])
}

function isRepeatedHeader(filled: readonly string[], headerKeys: ReadonlySet<string>): boolean {
  const known = filled.filter((text) => headerKeys.has(headerKey(text))).length
  return known > 0 && known >= filled.length * 0.6 && filled.some((text) => headerKeys.has(headerKey(text)) && headerKey(text).length > 2)
}

/** (No.) | (Full name) | (DOB): the header once more, in another language. */
function isTranslatedHeader(filled: readonly string[]): boolean {
  return filled.length > 1 && filled.every((text) => /^\(.*\)$/.test(text))
}

function isEnumerated(number: string): boolean {
  return /^([ivx]{1,5}|[a-h])[.)]?$/i.test(number)
}

function isHeadingLike(text: string): boolean {
  return ENUMERATOR.test(text) || /[:]$/.test(text) || /^(nhóm|loại|phần|mục|đợt|diện|danh sách|hộ|trẻ em|người)\s/iu.test(text)
}
