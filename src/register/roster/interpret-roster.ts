/** From the sheets of a roster file to its rows: which sheets, what kind, which columns, then every row with its outcome. */
import type { Month } from '../../domain/calendar.ts'
import { fold, tidyText } from '../../domain/vietnamese-text.ts'
import type { VillageReading } from '../../domain/village-name.ts'
import { readVillage } from '../../domain/village-name.ts'
import { UserError } from '../../kernel/errors.ts'
import { columnLetter } from './column-field.ts'
import { compareRows } from './compare-rows.ts'
import type { ColumnPlan } from './column-plan.ts'
import { leadingKind, scoreKinds } from './recognise-kind.ts'
import { readSheet } from './read-sheet.ts'
import type { ReadOptions, RosterCounts, RosterFile, RosterKind, RosterReading, RosterRow, SheetReading } from './roster.ts'
import type { ScannedSheet } from './scan-sheet.ts'
import { scanSheet } from './scan-sheet.ts'

const PROGRESS_EVERY = 1_000

/**
 * Reads every visible sheet that holds a table of people. Fails with a UserError where no sheet does
 * (`roster.no-table`), or where neither title nor columns tell the kind (`roster.unknown-kind`).
 */
export function interpretRoster(file: RosterFile, options: ReadOptions): RosterReading {
  const scanned = scanSheets(file)
  const kind = options.kind ?? kindOf(file, scanned)
  const comparison = compareRows(kind)
  const reading: RosterReading = { file: file.fileName, kind, sheets: [], counts: emptyCounts(), rows: [] }
  const progress = progressEvery(options.onProgress)
  const read = scanned.filter((candidate) => typeof candidate.found !== 'string')
  for (const { found, sheet } of scanned) {
    const other = typeof found === 'string' ? found : foreignKind(found, kind, read.length)
    if (typeof found === 'string' || other !== undefined) {
      reading.sheets.push({ name: sheet.name, kind: null, headerRows: [], columns: {}, leftOut: other ?? '' })
      continue
    }
    const month = monthOf(found, options)
    const { rows, plan, headerRows } = readSheet(found, {
      kind, today: options.today, month, village: villageOf(found, read.length), comparison, columns: options.columns, onRow: progress,
    })
    reading.sheets.push({ name: sheet.name, kind, headerRows, columns: plan.letters, headings: headingsOf(found), ...remarksOn(found, plan, kind), ...(kind === 'payments' && month !== undefined && { month }) })
    for (const row of rows) reading.rows.push(row)
  }
  refuseEmptyFormulas(reading)
  const months = new Set(reading.sheets.map((sheet) => sheet.month).filter((month) => month !== undefined))
  const [month] = months
  if (month !== undefined && months.size === 1) reading.month = month
  reading.counts = countRows(reading.rows, comparison.people)
  return reading
}

function headingsOf({ header }: ScannedSheet): Record<string, string> {
  return Object.fromEntries(header.headings.map(({ column, words }) => [columnLetter(column), words]))
}

/** Nothing may be lost unseen: an account under a heading that nobody knows is still an account. */
function remarksOn(found: ScannedSheet, plan: ColumnPlan, kind: RosterKind): Pick<SheetReading, 'remarks'> {
  const read = new Set([...plan.columns.values()].flat())
  const unread = found.header.headings.filter(({ column, field }) => !read.has(column) && field === undefined && found.sample.some(({ texts }) => (texts[column] ?? '') !== ''))
  const remarks = [
    unread.length > 0 && `Chưa đọc ${unread.map(({ column, words }) => `cột ${columnLetter(column)} “${words}”`).join(', ')}: Loa không hiểu tiêu đề này.`,
    kind === 'cards' && plan.first('valid_to') === -1 && 'Không thấy cột hạn thẻ nên sẽ không nhắc gia hạn ai trong trang này; nếu có, xin ghi tiêu đề cột ấy là “Hạn thẻ đến” rồi đọc lại.',
  ].filter((remark) => remark !== false)
  return remarks.length > 0 ? { remarks } : {}
}

/** Written by a program that leaves the calculating to Excel: one sentence says it better than a question in every row. */
function refuseEmptyFormulas({ file, rows }: RosterReading): void {
  const data = rows.filter(({ outcome }) => outcome !== 'skipped')
  if (data.length === 0 || !data.every(({ issues }) => issues.some(({ code }) => code === 'full_name.formula-without-value'))) return
  throw new UserError('roster.formulas-without-values',
    `Các ô họ tên trong tệp ${file} đều là công thức chưa có kết quả nên không đọc được dòng nào. Mở tệp bằng Excel, lưu lại, rồi nhập lại.`,
    { detail: { rows: data.length } })
}

interface Candidate {
  sheet: RosterFile['sheets'][number]
  /** The table, or why there is none. */
  found: ScannedSheet | string
}

function scanSheets(file: RosterFile): Candidate[] {
  const candidates = file.sheets.map((sheet): Candidate => {
    if (sheet.hidden) return { sheet, found: 'Trang đang bị ẩn nên không đọc; muốn nhập thì bỏ ẩn trang này trong bảng tính.' }
    return { sheet, found: scanSheet(sheet, file) ?? 'Trang không có bảng danh sách người (không thấy dòng tiêu đề có cột họ và tên).' }
  })
  if (candidates.every(({ found }) => typeof found === 'string')) {
    throw new UserError('roster.no-table',
      `Không thấy bảng danh sách người trong tệp ${file.fileName}: không trang nào có dòng tiêu đề với cột “Họ và tên” và ít nhất một cột nữa ` +
      'như “Ngày sinh”, “Số CCCD”, “Địa chỉ”. Kiểm tra lại tệp, thêm dòng tiêu đề như vậy rồi nhập lại.',
      { detail: { sheets: file.sheets.length } })
  }
  return candidates
}

function kindOf(file: RosterFile, candidates: readonly Candidate[]): RosterKind {
  const totals = { assistance: 0, cards: 0, payments: 0, households: 0 }
  for (const { found } of candidates) {
    if (typeof found === 'string') continue
    const kind = leadingKind(scoresOf(found))
    if (kind !== undefined) totals[kind] += 1 + found.sample.length
  }
  const [best] = Object.entries(totals).toSorted(([, one], [, other]) => other - one) as [RosterKind, number][]
  if (best !== undefined && best[1] > 0) return best[0]
  throw new UserError('roster.unknown-kind',
    `Chưa biết ${file.fileName} là loại danh sách nào: tên tệp, tiêu đề và các cột đều không cho biết. ` +
    'Chạy lại và thêm một trong các lựa chọn: --kind assistance (hưởng trợ cấp), --kind cards (thẻ bảo hiểm y tế), --kind payments (chi trả), --kind households (hộ nghèo, cận nghèo).',
    { detail: { sheets: candidates.length } })
}

function scoresOf(found: ScannedSheet): ReturnType<typeof scoreKinds> {
  return scoreKinds(found.words, new Set(found.header.columns.map(({ field }) => field)))
}

const KIND_NAMES: Readonly<Record<RosterKind, string>> = {
  assistance: 'danh sách hưởng trợ cấp', cards: 'danh sách thẻ bảo hiểm y tế', payments: 'danh sách chi trả', households: 'danh sách hộ nghèo, cận nghèo',
}

/** A sheet that plainly is another kind of list than the file is left out, and said so. */
function foreignKind(found: ScannedSheet, kind: RosterKind, sheets: number): string | undefined {
  if (sheets < 2) return undefined
  const scores = scoresOf({ ...found, words: { ...found.words, fileName: '' } })
  const own = leadingKind(scores)
  if (own === undefined || own === kind || scores[own] - scores[kind] < 3) return undefined
  return `Trang này là ${KIND_NAMES[own]}, khác với ${KIND_NAMES[kind]} của tệp; muốn nhập thì tách thành tệp riêng.`
}

/** The sheet's own month; for a list without one, what the officer says. */
function monthOf(found: ScannedSheet, options: ReadOptions): Month | undefined {
  return found.facts.month ?? options.month
}

const GENERIC_NAME = /^(sheet|trang|bang|ds|danh sach|data|du lieu|tong|th |thang|t ?\d|q ?\d|quy|nam|\d|bhyt|bttx|btxh|tro cap|chi tra|ho ngheo|can ngheo|nct|nkt|nguoi|tre|the|dot|tk|ban in|in|moi|cu|copy|luu|export)/

/** A sheet called "Đông Lợi" is a village where several sheets stand side by side and no column says more. */
function villageOf(found: ScannedSheet, sheets: number): VillageReading | undefined {
  const own = found.facts.village
  if (own !== undefined) return own
  const name = tidyText(found.sheet.name)
  const hasColumn = found.header.columns.some(({ field }) => field === 'village' || field === 'address')
  return sheets < 2 || hasColumn || GENERIC_NAME.test(fold(name)) || !/^[\p{L}\s]+$/u.test(name) ? undefined : readVillage(name)
}

function progressEvery(report: ReadOptions['onProgress']): () => void {
  let read = 0
  return () => {
    read += 1
    if (report !== undefined && read % PROGRESS_EVERY === 0) report(read)
  }
}

function emptyCounts(): RosterCounts {
  return { dataRows: 0, accepted: 0, flagged: 0, duplicate: 0, rejected: 0, skipped: 0, persons: 0 }
}

function countRows(rows: readonly RosterRow[], persons: number): RosterCounts {
  const counts = { ...emptyCounts(), persons }
  for (const { outcome } of rows) {
    counts[outcome] += 1
    if (outcome !== 'skipped') counts.dataRows += 1
  }
  return counts
}

