/** One worksheet part. Row and cell numbers come from the cells themselves; `<dimension>` is often wrong and not read. */
import { daysBetween, isDay } from '../../../domain/calendar.ts'
import { rangeOf } from './cell-reference.ts'
import { shownDigits } from './number-formats.ts'
import type { ReadGuard } from './read-guard.ts'
import type { XmlHandler, XmlScanner } from './scan-xml.ts'
import type { SharedTexts } from './shared-texts.ts'
import type { SheetRows } from './sheet-rows.ts'
import type { SheetShape } from './sheet-shape.ts'
import { DAYS_1904, isOn, RichText, unescapeControls, type CellStyle } from './xlsx-parts.ts'

/** Serial numbers count days from here; right for every day after February 1900, which Excel takes for a leap year. */
export const SERIAL_DAY_ZERO = '1899-12-30'
const MAX_ROW = 16 * 1024 * 1024
const PLAIN: CellStyle = { isDate: false }

export interface XlsxSheetContext {
  guard: ReadGuard
  rows: SheetRows
  shape: SheetShape
  shared: SharedTexts
  styles: readonly CellStyle[]
  date1904: boolean
}

export class XlsxSheet implements XmlHandler {
  private readonly context: XlsxSheetContext
  private readonly inline: RichText
  private row = 0
  private column = -1
  private style = PLAIN
  private type: string | undefined
  private value: string | undefined
  /** The value of a cell that points to a shared text. */
  private index = Number.NaN
  private hasFormula = false
  private inCell = false
  private inValue = false
  private inInline = false

  constructor(context: XlsxSheetContext) {
    this.context = context
    this.inline = new RichText(context.guard)
  }

  open(name: string, tag: XmlScanner): void {
    if (this.inCell) {
      if (name === 'v') {
        this.inValue = true
        this.value = ''
      } else if (name === 'f') this.hasFormula = true
      else if (name === 'is') {
        this.inInline = true
        this.inline.reset()
      } else if (this.inInline) this.inline.open(name, tag)
    } else if (name === 'c') this.openCell(tag)
    else if (name === 'row') this.openRow(tag)
    else if (name === 'mergeCell') this.merge(tag)
    else if (name === 'col') this.hideColumns(tag)
  }

  text(tag: XmlScanner): void {
    if (this.inValue) {
      // A value may come in pieces around a comment, never in many: the scanner bounds each.
      if (this.type === 's') this.index = tag.charactersAsNumber()
      else this.value = (this.value ?? '') + tag.characters()
      if ((this.value?.length ?? 0) > 1_000_000) throw this.context.guard.refuse('cell-too-long', { row: this.row })
    } else if (this.inInline) this.inline.text(tag)
  }

  close(name: string): void {
    if (name === 'v') this.inValue = false
    else if (name === 'c') this.closeCell()
    else if (name === 'row') this.context.rows.endRow()
    else if (name === 'is') this.inInline = false
    else if (this.inInline) this.inline.close(name)
  }

  private openRow(tag: XmlScanner): void {
    const number = tag.attributeNumber('r') ?? this.row + 1
    if (!Number.isInteger(number) || number < 1 || number > MAX_ROW) throw this.context.guard.refuse('damaged')
    this.row = number
    this.column = -1
    const height = tag.attribute('ht')
    this.context.rows.startRow(number, isOn(tag.attribute('hidden')) || (height !== undefined && Number(height) === 0))
  }

  private openCell(tag: XmlScanner): void {
    if (this.row === 0) throw this.context.guard.refuse('damaged')
    this.column = tag.attributeColumn('r') ?? this.column + 1
    this.style = this.context.styles[tag.attributeNumber('s') ?? 0] ?? PLAIN
    this.type = tag.attributeWord('t')
    this.index = Number.NaN
    this.value = undefined
    this.hasFormula = false
    this.inCell = true
    this.inline.reset()
  }

  private closeCell(): void {
    this.inCell = false
    const { rows } = this.context
    const { column, value } = this
    const { font } = this.style
    if (this.type === 's') {
      if (value !== undefined) this.sharedText(column, font)
    } else if (this.type === 'inlineStr') {
      rows.text(column, unescapeControls(this.inline.value), this.inline.font ?? font)
    } else if (value === undefined || (value === '' && this.type !== 'str')) {
      if (this.hasFormula) rows.broken(column, undefined, font)
    } else {
      this.closeTyped(value, font)
    }
  }

  private closeTyped(value: string, font: string | undefined): void {
    const { rows } = this.context
    const { column } = this
    switch (this.type) {
      case 'str':
        rows.text(column, unescapeControls(value), font)
        break
      case 'b':
        rows.boolean(column, isOn(value), font)
        break
      case 'e':
        rows.broken(column, value, font)
        break
      case 'd':
        writeIsoDay(rows, column, value, font)
        break
      default:
        this.number(value, font)
    }
  }

  private sharedText(column: number, font: string | undefined): void {
    const { rows, shared, guard } = this.context
    if (!(this.index < shared.length)) throw guard.refuse('damaged')
    if (!shared.isEmptyAt(this.index)) rows.sharedText(column, this.index, font)
  }

  private number(value: string, font: string | undefined): void {
    const { rows, date1904 } = this.context
    const number = Number(value)
    // Programs other than Excel store numbers of 16 digits and more, or with zeros in front, as they are written.
    if (!Number.isFinite(number) || /^-?(?:0\d|\d{16})/.test(value)) {
      rows.text(this.column, value, font)
      return
    }
    const { isDate, digits } = this.style
    const serial = isDate && date1904 ? number + DAYS_1904 : number
    rows.number(this.column, serial, font, isDate, digits === undefined ? undefined : shownDigits(digits, number))
  }

  private merge(tag: XmlScanner): void {
    const range = rangeOf(tag.attribute('ref') ?? '')
    if (range !== undefined) this.context.shape.merge(range)
  }

  private hideColumns(tag: XmlScanner): void {
    const width = tag.attribute('width')
    if (!isOn(tag.attribute('hidden')) && !(width !== undefined && Number(width) === 0)) return
    this.context.shape.hideColumns(Number(tag.attribute('min') ?? 1) - 1, Number(tag.attribute('max') ?? 1) - 1)
  }
}

/** "2026-12-31" or "2026-12-31T00:00:00" as the serial day that Excel would store; anything else stays text. */
export function writeIsoDay(rows: SheetRows, column: number, iso: string, font?: string): void {
  const day = iso.slice(0, 10)
  if (isDay(day)) rows.number(column, daysBetween(SERIAL_DAY_ZERO, day), font, true)
  else rows.text(column, iso, font)
}
