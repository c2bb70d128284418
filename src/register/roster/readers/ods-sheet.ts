/**
 * The tables of an .ods content part. Rows and cells say how often they repeat (the empty rest of a sheet is one row
 * repeated a million times), so what is empty is only counted, and what is not is bounded like everything else.
 */
import { shownDiffers } from './number-formats.ts'
import type { OdsStyles } from './ods-styles.ts'
import type { ReadGuard } from './read-guard.ts'
import { ROSTER_LIMITS, type RosterSheet } from '../roster.ts'
import type { XmlHandler, XmlScanner } from './scan-xml.ts'
import { SheetRows } from './sheet-rows.ts'
import { SheetShape } from './sheet-shape.ts'
import { writeIsoDay } from './xlsx-sheet.ts'

/** Text in these is not the cell's: comments, drawings, the record of tracked changes. */
const SKIPPED = new Set(['annotation', 'shapes', 'frame', 'custom-shape', 'tracked-changes', 'forms', 'scenario'])
const MAX_CHARS = ROSTER_LIMITS.cellChars * 2

interface OdsCell {
  column: number
  repeats: number
  style: string | undefined
  type: string | undefined
  value: string | undefined
  isError: boolean
  isFormula: boolean
  paragraphs: number
  text: string
}

interface OdsTable {
  rows: SheetRows
  shape: SheetShape
  columnStyles: { from: number; to: number; style: string | undefined }[]
  columns: number
}

export class OdsTables implements XmlHandler {
  readonly sheets: RosterSheet[] = []
  private readonly guard: ReadGuard
  private readonly styles: OdsStyles
  private table: OdsTable | undefined
  private inBody = false
  private skipping = 0
  private row = 0
  private rowRepeats = 1
  private rowHidden = false
  private rowStyle: string | undefined
  private column = 0
  private cells: OdsCell[] = []
  private cell: OdsCell | undefined
  private inParagraph = false

  constructor(guard: ReadGuard, styles: OdsStyles) {
    this.guard = guard
    this.styles = styles
  }

  open(name: string, tag: XmlScanner): void {
    if (this.skipping > 0 || SKIPPED.has(name)) this.skipping += 1
    else if (this.cell !== undefined) this.openInCell(this.cell, name, tag)
    else if (name === 'table-cell' || name === 'covered-table-cell') this.openCell(tag)
    else if (name === 'table-row') this.openRow(tag)
    else if (name === 'table-column') this.openColumn(tag)
    else if (name === 'table') this.openTable(tag)
    else if (name === 'body') this.inBody = true
    else if (!this.inBody) this.styles.open(name, tag)
  }

  text(tag: XmlScanner): void {
    if (this.inParagraph && this.skipping === 0 && this.cell !== undefined) this.add(this.cell, tag.characters())
  }

  close(name: string): void {
    if (this.skipping > 0) this.skipping -= 1
    else if (name === 'p') this.inParagraph = false
    else if (name === 'table-cell' || name === 'covered-table-cell') this.closeCell()
    else if (name === 'table-row') this.closeRow()
    else if (name === 'table') this.table = undefined
    else if (!this.inBody) this.styles.close(name)
  }

  private openTable(tag: XmlScanner): void {
    if (this.sheets.length === ROSTER_LIMITS.sheets) throw this.guard.refuse('too-many-sheets')
    const name = tag.attribute('name') ?? ''
    const rows = new SheetRows(this.guard, name)
    const shape = new SheetShape(this.guard, name)
    this.table = { rows, shape, columnStyles: [], columns: 0 }
    this.row = 0
    this.rowRepeats = 1
    const hidden = this.styles.isHiddenTable(tag.attribute('style-name'))
    this.sheets.push({
      name,
      hidden,
      merges: shape.merges,
      get hiddenColumns() {
        return shape.hiddenColumns
      },
      rows: () => rows.read(),
    })
  }

  private openColumn(tag: XmlScanner): void {
    const { table } = this
    if (table === undefined) return
    const from = table.columns
    table.columns += countOf(tag, 'number-columns-repeated')
    if (isCollapsed(tag)) table.shape.hideColumns(from, table.columns - 1)
    if (from < ROSTER_LIMITS.columns) {
      table.columnStyles.push({ from, to: table.columns, style: tag.attribute('default-cell-style-name') })
    }
  }

  private openRow(tag: XmlScanner): void {
    this.row += 1
    this.rowRepeats = countOf(tag, 'number-rows-repeated')
    this.rowHidden = isCollapsed(tag)
    this.rowStyle = tag.attribute('default-cell-style-name')
    this.column = 0
    this.cells = []
  }

  private openCell(tag: XmlScanner): void {
    const { column, row } = this
    const repeats = countOf(tag, 'number-columns-repeated')
    const wide = countOf(tag, 'number-columns-spanned')
    const high = countOf(tag, 'number-rows-spanned')
    if (wide > 1 || high > 1) {
      this.table?.shape.merge({ top: row, bottom: row + high - 1, left: column, right: column + wide - 1 })
    }
    this.column += repeats
    const type = tag.attribute('office:value-type') ?? tag.attribute('value-type')
    this.cell = {
      column,
      repeats,
      style: tag.attribute('style-name'),
      type,
      value: tag.attribute(type === 'date' ? 'date-value' : type === 'boolean' ? 'boolean-value' : type === 'string' ? 'string-value' : 'value'),
      isError: tag.attribute('calcext:value-type') === 'error',
      isFormula: tag.attribute('formula') !== undefined,
      paragraphs: 0,
      text: '',
    }
  }

  private openInCell(cell: OdsCell, name: string, tag: XmlScanner): void {
    if (name === 'p') {
      if (cell.paragraphs > 0) this.add(cell, '\n')
      cell.paragraphs += 1
      this.inParagraph = true
    } else if (name === 's') this.add(cell, ' '.repeat(Math.min(MAX_CHARS, countOf(tag, 'c'))))
    else if (name === 'tab') this.add(cell, '\t')
    else if (name === 'line-break') this.add(cell, '\n')
  }

  private add(cell: OdsCell, text: string): void {
    cell.text += text
    if (cell.text.length > MAX_CHARS) throw this.guard.refuse('cell-too-long', { row: this.row })
  }

  private closeCell(): void {
    const { cell } = this
    this.cell = undefined
    this.inParagraph = false
    if (cell !== undefined && (cell.type !== undefined || cell.text !== '' || cell.isFormula)) this.cells.push(cell)
  }

  private closeRow(): void {
    const { table, cells } = this
    if (table !== undefined && cells.length > 0) {
      for (let i = 0; i < this.rowRepeats; i += 1) {
        table.rows.startRow(this.row + i, this.rowHidden)
        for (const cell of cells) this.write(table, cell)
        table.rows.endRow()
      }
    }
    this.row += this.rowRepeats - 1
  }

  private write(table: OdsTable, cell: OdsCell): void {
    for (let column = cell.column; column < cell.column + cell.repeats; column += 1) {
      const style = cell.style ?? this.rowStyle ?? table.columnStyles.find(({ from, to }) => from <= column && column < to)?.style
      if (isNumeric(cell) && !cell.isError) this.writeNumber(table.rows, column, cell, style)
      else writeCell(table.rows, column, cell, this.styles.fontOf(style))
    }
  }

  private writeNumber(rows: SheetRows, column: number, { value = '', text }: OdsCell, style: string | undefined): void {
    const font = this.styles.fontOf(style)
    const number = Number(value)
    if (!Number.isFinite(number) || /^-?\d{16}/.test(value)) {
      rows.text(column, text === '' ? value : text, font)
      return
    }
    const { isDate, minDigits } = this.styles.formatOf(style)
    const padded = Number.isSafeInteger(number) && number >= 0 ? String(number).padStart(minDigits, '0') : ''
    const shown = [text, padded].find((candidate) => shownDiffers(candidate, number))
    rows.number(column, number, font, isDate, shown)
  }
}

const isNumeric = ({ type, value }: OdsCell): boolean =>
  (type === 'float' || type === 'currency' || type === 'percentage') && value !== undefined

function writeCell(rows: SheetRows, column: number, cell: OdsCell, font: string | undefined): void {
  const { type, value, text } = cell
  if (cell.isError) rows.broken(column, text, font)
  else if (type === 'date' && value !== undefined) writeIsoDay(rows, column, value, font)
  else if (type === 'boolean') rows.boolean(column, value === 'true', font)
  else if (type === undefined && text === '') rows.broken(column, undefined, font)
  else rows.text(column, text === '' ? (value ?? '') : text, font)
}

function countOf(tag: XmlScanner, attribute: string): number {
  const count = Number(tag.attribute(attribute) ?? 1)
  return Number.isInteger(count) && count > 0 && count < 1e8 ? count : 1
}

function isCollapsed(tag: XmlScanner): boolean {
  const visibility = tag.attribute('visibility')
  return visibility === 'collapse' || visibility === 'filter'
}
