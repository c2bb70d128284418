/**
 * Which column is read as what, settled once per header: words that mean several things are decided by the kind of
 * list and by a sample of the cells below, and of two columns for one field the better one is chosen.
 */
import { readPhone } from '../../domain/phone.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import { headingKey } from './column-choice.ts'
import type { ColumnChoice } from './column-choice.ts'
import type { ColumnField } from './column-field.ts'
import { columnLetter } from './column-field.ts'
import type { FoundHeader, HeaderColumn, ScannedRow } from './find-header.ts'
import { moneyUnitIn } from './list-facts.ts'
import type { RosterKind } from './roster.ts'

/** Fields that keep all their columns: every phone, every note, every part of the arrears, a second birth or address column to fall back on. */
const SEVERAL: ReadonlySet<ColumnField> = new Set(['phone', 'note', 'birth', 'address', 'citizen_id', 'month_amount', 'arrears', 'deduct'])

export interface ColumnPlan {
  readonly columns: ReadonlyMap<ColumnField, readonly number[]>
  /** The first column of a field, or -1. */
  first(field: ColumnField): number
  all(field: ColumnField): readonly number[]
  /** đồng per written unit, where a column's header names its own. */
  unitOf(column: number, usual: number): number
  /** The header of a column, folded. */
  wordsOf(column: number): string
  letters: Record<string, string>
}

export interface PlanInput {
  header: FoundHeader
  kind: RosterKind
  /** Rows below the header. */
  sample: readonly ScannedRow[]
  hiddenColumns: readonly number[]
  /** Where an officer said it, it is so. */
  chosen?: ColumnChoice | undefined
}

export function planColumns(input: PlanInput): ColumnPlan {
  const chosen = chosenColumns(input)
  const others = input.header.columns.filter(({ column }) => !chosen.some((own) => own.column === column))
  const settled = [...chosen, ...withSplitName(input, others.map((column) => ({ ...column, field: settleField(column, input) })))]
  const columns = new Map<ColumnField, number[]>()
  for (const { column, field } of visibleFirst(settled, input.hiddenColumns)) {
    const known = columns.get(field)
    if (known === undefined) columns.set(field, [column])
    else if (SEVERAL.has(field)) known.push(column)
  }
  completeNames(columns)
  completeCitizenIds(columns, settled)
  const words = new Map(settled.map(({ column, words: text }) => [column, fold(text)]))
  const letters: Record<string, string> = {}
  for (const [field, list] of columns) for (const column of list) letters[columnLetter(column)] = field
  const none: readonly number[] = []
  return {
    columns,
    first: (field) => columns.get(field)?.[0] ?? -1,
    all: (field) => columns.get(field) ?? none,
    wordsOf: (column) => words.get(column) ?? '',
    unitOf: (column, usual) => {
      const own = moneyUnitIn(words.get(column) ?? '')
      return own === 1 ? usual : own
    },
    letters: Object.fromEntries(Object.entries(letters).toSorted(([one], [other]) => one.length - other.length || (one < other ? -1 : 1))),
  }
}

function chosenColumns({ header, chosen = {} }: PlanInput): HeaderColumn[] {
  return header.headings.flatMap(({ column, words }) => {
    const field = chosen[headingKey(words)]
    return field === undefined ? [] : [{ column, words, field }]
  })
}

/** Where the name stands, or its first part. */
export function nameColumn(plan: ColumnPlan): number {
  return [plan.first('full_name'), plan.first('given_name'), plan.first('family_name')].find((column) => column !== -1) ?? 0
}

function visibleFirst(columns: readonly HeaderColumn[], hidden: readonly number[]): HeaderColumn[] {
  return columns.toSorted((one, other) => Number(hidden.includes(one.column)) - Number(hidden.includes(other.column)) || one.column - other.column)
}

function samples(input: PlanInput, column: number): string[] {
  return input.sample.map((row) => row.texts[column] ?? '').filter((text) => text !== '')
}

function settleField({ column, field, words }: HeaderColumn, input: PlanInput): ColumnField {
  const values = samples(input, column)
  switch (field) {
    case 'phone_or_group':
      return values.some((text) => readPhone(text) !== undefined) ? 'phone' : settleField({ column, field: 'group', words }, input)
    case 'group':
      if (input.kind === 'cards') return 'card_group'
      if (input.kind === 'households' && values.some((text) => /ngheo/.test(fold(text)))) return 'poor_status'
      return 'category'
    case 'category':
      return input.kind === 'cards' ? 'card_group' : 'category'
    case 'valid_from':
    case 'valid_to':
      // "Từ ngày … đến ngày" of an allowance is when it is paid, not how long a card lasts.
      if (input.kind === 'cards' || /the|bhyt|bao hiem/.test(fold(words))) return field
      return field === 'valid_from' ? 'start_month' : 'elsewhere'
    case 'neighbourhood':
      return input.header.columns.some((other) => other.field === 'village' || other.field === 'address') ? 'neighbourhood' : 'village'
    case 'account_no':
      // "Tài khoản" with x marks says how, not where to.
      return values.length > 0 && values.every((text) => /^[x✓✔√+v]$/i.test(text)) ? 'pay_bank' : 'account_no'
    case 'pay_bank':
    case 'pay_social':
      return values.some((text) => /^\d{6,}$/.test(text.replace(/[\s.-]/g, ''))) && !values.some((text) => /^x$/i.test(text)) && !/so tien|tien mat/.test(fold(words))
        ? field === 'pay_social' ? 'pay_social' : 'account_no'
        : field
    case 'social_insurance_no':
      // "Số sổ" of a household list is its register book.
      return input.kind === 'households' && values.every((text) => !/^\d{8,10}$/.test(text)) ? 'household_code' : field
    case 'full_name':
      // "Thành viên" may number the members.
      return values.length > 0 && values.every((text) => /^\d{1,2}$/.test(text)) ? 'elsewhere' : field
    case 'card_no':
      // A column headed "BHYT" may hold a date or a mark.
      return values.length > 0 && values.every((text) => /^[x✓✔√+v]$/i.test(text)) ? 'elsewhere' : field
    default:
      return field
  }
}

/** "Họ và tên" over two columns, with "Nguyễn Văn" in one and "An" in the next. */
function withSplitName(input: PlanInput, columns: readonly HeaderColumn[]): HeaderColumn[] {
  const names = columns.filter(({ field }) => field === 'full_name')
  const first = names[0]
  if (first === undefined) return [...columns]
  const next = first.column + 1
  const neighbour = columns.find(({ column }) => column === next)
  if (neighbour !== undefined && neighbour.field !== 'full_name') return [...columns]
  const filled = samples(input, first.column).length
  const given = samples(input, next).filter((text) => /^[\p{L}'’]+$/u.test(text))
  if (filled === 0 || given.length < filled * 0.6) return [...columns]
  const rest = columns.filter(({ column }) => column !== first.column && column !== next)
  return [...rest, { ...first, field: 'family_name' }, { ...first, column: next, field: 'given_name' }]
}

/** "Tên" beside "Họ và đệm" is the given name; alone it is the whole name. "Chủ hộ" alone names the person. */
function completeNames(columns: Map<ColumnField, number[]>): void {
  const full = columns.get('full_name')
  if (columns.has('family_name') && full !== undefined && !columns.has('given_name')) {
    columns.set('given_name', full)
    columns.delete('full_name')
  } else if (columns.has('given_name') && !columns.has('family_name') && full === undefined) {
    columns.set('full_name', columns.get('given_name') as number[])
    columns.delete('given_name')
  }
  if (!columns.has('full_name') && !columns.has('family_name') && columns.has('household_head')) {
    columns.set('full_name', columns.get('household_head') as number[])
  }
}

/** Of a CCCD and a CMND column the second holds the old numbers. */
function completeCitizenIds(columns: Map<ColumnField, number[]>, settled: readonly HeaderColumn[]): void {
  const list = columns.get('citizen_id')
  if (list === undefined || list.length < 2) return
  const isOld = (column: number): boolean => {
    const words = fold(settled.find((header) => header.column === column)?.words ?? '')
    return /cmnd|cmt/.test(words) && !/cccd|can cuoc|dinh danh/.test(words)
  }
  const old = list.filter(isOld)
  const current = list.filter((column) => !isOld(column))
  if (old.length === 0 || current.length === 0) return
  columns.set('citizen_id', current)
  columns.set('old_id', old)
}
