/** One sheet, row by row: sort, read, compare. */
import type { CategoryReading, Decree } from '../../domain/assistance-category.ts'
import { decreeIn } from '../../domain/assistance-category.ts'
import type { VillageReading } from '../../domain/village-name.ts'
import type { ColumnChoice } from './column-choice.ts'
import type { ColumnField } from './column-field.ts'
import { NOT_TAKEN } from './column-field.ts'
import type { ColumnPlan } from './column-plan.ts'
import { nameColumn, planColumns } from './column-plan.ts'
import type { RowComparison } from './compare-rows.ts'
import type { FoundHeader } from './find-header.ts'
import { watchDateOrder } from './date-order.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, quoted, refuse } from './draft.ts'
import { verticalFill } from './merged-cells.ts'
import { categoryReader } from './read-category.ts'
import { readDecision } from './read-decision.ts'
import { checkName, readName } from './read-name.ts'
import { moneyReader } from './read-money.ts'
import { birthReader } from './read-birth.ts'
import { cardReader } from './read-card.ts'
import { householdReader } from './read-household.ts'
import { checkCitizenId, readIdentifiers } from './read-identifiers.ts'
import { readPaymentMethod } from './read-payment-method.ts'
import { readNotes, readPoorStatus, villageReader } from './read-place.ts'
import type { PaymentMethod, RosterKind, RosterRow, RosterSheetRow } from './roster.ts'
import { repeatedCells } from './repeated-cells.ts'
import { RowText } from './row-text.ts'
import type { LaterHeader, ScannedSheet } from './scan-sheet.ts'
import { laterHeaders } from './scan-sheet.ts'
import { Sections } from './sections.ts'
import { rowSorter } from './sort-row.ts'
import type { Day, Month } from '../../domain/calendar.ts'

export interface SheetOptions {
  kind: RosterKind
  today: Day
  month: Month | undefined
  /** The village that the sheet's name gives, where the columns do not. */
  village: VillageReading | undefined
  comparison: RowComparison
  columns: ColumnChoice | undefined
  onRow: () => void
}

export interface SheetRows {
  rows: RosterRow[]
  /** Of the first table. */
  plan: ColumnPlan
  headerRows: number[]
}

const IDENTITY: readonly ColumnField[] = ['birth', 'male', 'birth_year', 'citizen_id', 'social_insurance_no', 'card_no', 'phone', 'old_id']

export function readSheet(scanned: ScannedSheet, options: SheetOptions): SheetRows {
  const { sheet } = scanned
  const later = laterHeaders(scanned)
  const headerRows = [scanned.header, ...later.map(({ header }) => header)].flatMap((header) => header.rows)
  const isHeader = new Set(headerRows)
  const lastOfFirst = scanned.header.rows.at(-1) as number
  // Headings hold from one table to the next, and one may stand above the first.
  const sections = new Sections()
  if (scanned.headingAbove !== undefined) sections.enter(scanned.headingAbove)
  let table = openTable(scanned, options, sections)
  const { plan } = table
  const rows: RosterRow[] = []
  for (const row of sheet.rows()) {
    if (later[0] !== undefined && row.number >= (later[0].header.rows[0] as number)) {
      const { header, isRepeated, sample } = later.shift() as LaterHeader
      if (!isRepeated) {
        table.end()
        table = openTable({ ...scanned, header, sample }, options, sections)
      }
    }
    const read = row.number <= lastOfFirst || isHeader.has(row.number) ? skippedUnlessBlank(row, sheet.name) : table.next(row)
    if (read !== undefined) rows.push(read)
    options.onRow()
  }
  table.end()
  return { rows, plan, headerRows }
}

interface Table {
  plan: ColumnPlan
  next(row: RosterSheetRow): RosterRow | undefined
  end(): void
}

function openTable(scanned: ScannedSheet, options: SheetOptions, sections: Sections): Table {
  const { sheet, header, facts } = scanned
  const plan = planColumns({ header, kind: options.kind, sample: scanned.sample, hiddenColumns: sheet.hiddenColumns, chosen: options.columns })
  const context: SheetContext = {
    kind: options.kind, plan, today: options.today, decree: facts.decree ?? decreeOfColumn(header), month: options.month, moneyUnit: facts.moneyUnit,
    hasIdentityColumns: IDENTITY.some((field) => plan.first(field) !== -1),
  }
  return { plan, ...rowReader(scanned, context, options, sections) }
}

/** "Loại đối tượng (theo NĐ 335/2026)". */
function decreeOfColumn({ columns }: FoundHeader): Decree | undefined {
  return columns.map(({ words }) => decreeIn(words)).find((decree) => decree !== undefined)
}

function skippedUnlessBlank(row: RosterSheetRow, sheet: string): RosterRow | undefined {
  const isBlank = row.cells.every(({ value, broken }) => (value === null || value === '') && broken === undefined)
  return isBlank ? undefined : { sheet, row: row.number, outcome: 'skipped', issues: [] }
}

function rowReader(scanned: ScannedSheet, context: SheetContext, options: SheetOptions, sections: Sections): { next(row: RosterSheetRow): RosterRow | undefined; end(): void } {
  const { sheet, header, facts } = scanned
  const { plan } = context
  const text = new RowText(scanned.text)
  const sorter = rowSorter({ plan, headerKeys: header.keys, namesOfHeader: namesOfHeader(scanned, plan), decree: context.decree })
  const fill = verticalFill(sheet.merges, plan)
  const repeated = repeatedCells(plan)
  const dates = watchDateOrder(plan)
  const readFields = fieldReader(context)
  const askAboutBroken = brokenCellAsker(plan)
  const households = context.kind === 'households' ? householdReader(context) : undefined
  const ofList: { reading: CategoryReading; text: string } | undefined =
    facts.category === undefined ? undefined : { reading: facts.category, text: facts.categoryText ?? '' }

  const next = (source: RosterSheetRow): RosterRow | undefined => {
    text.load(source.cells, fill(source), repeated(source))
    const sorted = sorter.sort(text)
    if (sorted.is === 'empty') return undefined
    if (sorted.is === 'heading') {
      sections.enter(sorted.heading)
      households?.close()
    }
    if (sorted.is === 'heading' || sorted.is === 'skipped') return { sheet: sheet.name, row: source.number, outcome: 'skipped', issues: [] }
    return sorted.is === 'nameless' ? nameless(source) : person(source)
  }

  const nameless = (source: RosterSheetRow): RosterRow => {
    const draft: Draft = { row: text, record: { full_name: '' }, issues: [], rejected: false }
    const column = nameColumn(plan)
    const { broken } = text.cell(column)
    refuse(draft, broken === undefined
      ? { column, field: 'full_name', code: 'full_name.missing', message: 'Dòng này có dữ liệu nhưng không có họ tên nên chưa nhận; xin bổ sung họ tên.' }
      : broken === 'formula'
        ? { column, field: 'full_name', code: 'full_name.formula-without-value', message: 'Ô họ tên là công thức chưa có kết quả nên chưa nhận dòng này; xin mở tệp bằng Excel, lưu lại rồi nhập lại.' }
        : { column, field: 'full_name', code: 'full_name.broken-formula', message: 'Ô họ tên là công thức bị lỗi nên chưa nhận dòng này; xin dán lại dạng giá trị rồi nhập lại.' })
    return { sheet: sheet.name, row: source.number, outcome: 'rejected', issues: draft.issues }
  }

  const person = (source: RosterSheetRow): RosterRow => {
    const written = sorter.name(text)
    const { name, remark } = readName(written)
    const draft: Draft = { row: text, record: { full_name: name }, issues: [], rejected: false }
    checkName(draft, nameColumn(plan), written)
    if (!draft.rejected) {
      readFields(draft, {
        village: sections.village ?? options.village,
        category: sections.category === undefined ? ofList : { reading: sections.category.category, text: sections.category.text },
        method: sections.method,
        poorStatus: sections.poorStatus ?? facts.poorStatus,
        ended: sections.endedText,
        remark,
      })
      households?.read(draft, sorter.rowNo(text))
    }
    askAboutRow(draft, source)
    return finish(draft, source)
  }

  const askAboutRow = (draft: Draft, source: RosterSheetRow): void => {
    askAboutBroken(draft)
    if (source.hidden) {
      ask(draft, { column: nameColumn(plan), field: 'row', code: 'row.hidden', message: `Dòng ${source.number} đang bị ẩn trong bảng tính; vẫn nhận, nếu không tính người này, xin bỏ dòng rồi nhập lại.` })
    }
    if (!draft.rejected && context.hasIdentityColumns && !sorter.hasIdentity(text) && options.kind !== 'households') {
      ask(draft, { column: nameColumn(plan), field: 'row', code: 'row.name-only', message: `${draft.record.full_name} chỉ có họ tên, không có năm sinh hay số giấy tờ để phân biệt với người khác; xin bổ sung trong tệp rồi nhập lại.` })
    }
  }

  const finish = (draft: Draft, source: RosterSheetRow): RosterRow => {
    const { record, issues } = draft
    const outcome = draft.rejected ? 'rejected' : issues.length > 0 ? 'flagged' : 'accepted'
    const row: RosterRow = { sheet: sheet.name, row: source.number, outcome, issues, ...(record.full_name !== '' && { record }) }
    if (outcome !== 'rejected') {
      options.comparison.add(row, plan, options.month)
      dates.see(text, row)
    }
    return row
  }

  return { next, end: dates.settle }
}

interface Above {
  village: VillageReading | undefined
  category: { reading: CategoryReading; text: string } | undefined
  method: PaymentMethod | undefined
  poorStatus: 'poor' | 'near_poor' | undefined
  ended: string | undefined
  /** Behind the name. */
  remark: string | undefined
}

/** All fields of one row, in the order in which one explains the next: numbers and category before a two-digit year. */
function fieldReader(context: SheetContext): (draft: Draft, above: Above) => void {
  const { kind } = context
  const isAllowance = kind === 'assistance' || kind === 'payments'
  const readCategory = isAllowance ? categoryReader(context) : undefined
  const readMoney = isAllowance ? moneyReader(context) : undefined
  const readBirth = birthReader(context)
  const readCard = cardReader(context)
  const readVillage = villageReader(context)
  return (draft, above) => {
    readIdentifiers(draft, context)
    readCategory?.(draft, above.category)
    readBirth(draft)
    checkCitizenId(draft, context)
    readCard(draft)
    readVillage(draft, above.village)
    readPoorStatus(draft, context, above.poorStatus)
    readMoney?.(draft)
    if (isAllowance) {
      readPaymentMethod(draft, context, above.method)
      readDecision(draft, context)
    }
    readNotes(draft, context, above)
  }
}

/** A formula whose value is missing or an error: the cell is empty to us, and the officer must know which. */
function brokenCellAsker(plan: ColumnPlan): (draft: Draft) => void {
  const taken = [...plan.columns].filter(([field]) => !NOT_TAKEN.has(field) && field !== 'row_no').flatMap(([field, columns]) => columns.map((column) => ({ field, column })))
  return (draft) => {
    for (const { field, column } of taken) {
      const { broken } = draft.row.cell(column)
      if (broken === undefined) continue
      const message = broken === 'formula'
        ? 'Ô này là công thức chưa có kết quả, tạm để trống; xin mở tệp bằng Excel, lưu lại rồi nhập lại.'
        : `Ô này là công thức bị lỗi ${quoted(String(draft.row.cell(column).value ?? ''))}, tạm để trống; xin sửa lại.`
      ask(draft, { column, field: field === 'phone' ? 'phones' : (field as 'row'), code: `${field}.broken-formula`, message })
    }
  }
}

function namesOfHeader(scanned: ScannedSheet, plan: ColumnPlan): ReadonlySet<string> {
  const column = nameColumn(plan)
  return new Set(scanned.header.columns.filter((header) => header.column === column).flatMap(({ words }) => [words, words.trim()]))
}
