/** The first look at a sheet: its top rows as text, its header, what stands above it. */
import { fold } from '../../domain/vietnamese-text.ts'
import type { ListFacts, ListWords } from './list-facts.ts'
import { readListFacts } from './list-facts.ts'
import type { FoundHeader, HeaderColumn, ScannedRow } from './find-header.ts'
import { findHeader, isSameLayout } from './find-header.ts'
import type { RosterSheet, RosterSheetRow } from './roster.ts'
import type { TextContext } from './row-text.ts'
import { RowText, usualEncoding } from './row-text.ts'
import type { Heading } from './sections.ts'
import { ENUMERATOR, readHeading } from './sections.ts'

/** Titles, emblems and instructions rarely take more. */
const HEADER_WITHIN = 60
const SAMPLE = 300

export interface ScannedSheet {
  sheet: RosterSheet
  text: TextContext
  header: FoundHeader
  words: ListWords
  facts: ListFacts
  /** "A. NGƯỜI CAO TUỔI" between the title and the header. */
  headingAbove: Heading | undefined
  /** Rows below the header, for deciding what a column holds. */
  sample: ScannedRow[]
}

/** Undefined where no row names columns. */
export function scanSheet(sheet: RosterSheet, file: { fileName: string; encoding?: string }): ScannedSheet | undefined {
  const top = firstRows(sheet, SAMPLE)
  const readAs1258 = file.encoding?.toLowerCase() === 'windows-1258'
  const text: TextContext = { readAs1258, usual: usualEncoding(top, readAs1258) }
  const rows = top.map((row) => scanRow(row, text))
  const header = findHeader(rows.slice(0, HEADER_WITHIN), sheet.merges)
  if (header === undefined) return undefined
  const first = header.rows[0] as number
  const last = header.rows.at(-1) as number
  const titles = rows.filter((row) => row.number < first).flatMap((row) => row.texts.filter((cell) => cell !== ''))
  const words: ListWords = { titles, sheetName: sheet.name, fileName: file.fileName }
  const facts = readListFacts(words)
  const above = rows.findLast((row) => row.number < first && row.texts.some((cell) => cell !== ''))
  return { sheet, text, header, words, facts, headingAbove: headingIn(above, facts), sample: rows.filter((row) => row.number > last) }
}

function headingIn(row: ScannedRow | undefined, { decree }: ListFacts): Heading | undefined {
  const filled = row?.texts.filter((cell) => cell !== '') ?? []
  const text = filled.join(' ')
  return filled.length > 0 && filled.length < 3 && ENUMERATOR.test(text) ? readHeading(text, decree) : undefined
}

function firstRows(sheet: RosterSheet, count: number): RosterSheetRow[] {
  const rows: RosterSheetRow[] = []
  for (const row of sheet.rows()) {
    rows.push(row)
    if (rows.length >= count) break
  }
  return rows
}

export function scanRow(row: RosterSheetRow, context: TextContext): ScannedRow {
  const text = new RowText(context)
  text.load(row.cells)
  return { number: row.number, hidden: row.hidden, texts: row.cells.map((_, column) => text.ownText(column)) }
}

/** Cheap and generous, in every encoding: "Họ và tên", "HO TEN", "Hä vµ tªn", "Hoï vaø teân". */
const NAME_HEADER = /^\s*(?:\d+\s)?h\S{1,2}\s*(?:v\S{1,2}\s*)?t\S{1,3}n(?!\p{L})/iu
const namesPeople = ({ field, words }: HeaderColumn): boolean =>
  field === 'full_name' || field === 'family_name' || (field === 'household_head' && /ten/.test(fold(words)))
const BELOW_HEADER = 50

export interface LaterHeader {
  header: FoundHeader
  /** The same columns again, after a page break; else another table. */
  isRepeated: boolean
  sample: ScannedRow[]
}

/** Headers further down: page breaks repeat the first, and some sheets hold a second table with other columns. */
export function laterHeaders(scanned: ScannedSheet): LaterHeader[] {
  const { sheet, text } = scanned
  const found: LaterHeader[] = []
  let last = scanned.header
  let open: RosterSheetRow[] | undefined

  const close = (): void => {
    if (open === undefined) return
    const rows = open.map((row) => scanRow(row, text))
    open = undefined
    const header = findHeader(rows.slice(0, 3), sheet.merges)
    // Hồ Tấn Tài, "Chủ hộ", "Nghèo" is a person whose row says much that headers say.
    if (header === undefined || header.rows[0] !== rows[0]?.number || !header.columns.some(namesPeople)) return
    const bottom = header.rows.at(-1) as number
    found.push({ header, isRepeated: isSameLayout(header, last), sample: rows.filter((row) => row.number > bottom) })
    last = header
  }

  const bottom = scanned.header.rows.at(-1) as number
  for (const row of sheet.rows()) {
    if (row.number <= bottom) continue
    const namesAName = row.cells.some(({ value }) => typeof value === 'string' && value.length < 60 && NAME_HEADER.test(value))
    if (namesAName && (open === undefined || open.length >= 3)) {
      close()
      open = [row]
    } else if (open !== undefined) {
      open.push(row)
      if (open.length > BELOW_HEADER) close()
    }
  }
  close()
  return found
}
