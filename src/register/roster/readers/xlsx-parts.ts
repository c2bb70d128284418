/** The parts of an .xlsx that sheets refer to: relationships, the workbook, styles and shared texts. */
import { isBuiltInDate, isDateFormat, shownDigits } from './number-formats.ts'
import type { ReadGuard } from './read-guard.ts'
import { partName } from './read-zip.ts'
import { ROSTER_LIMITS } from '../roster.ts'
import { SharedTexts } from './shared-texts.ts'
import type { XmlHandler, XmlScanner } from './scan-xml.ts'

/** The 1904 date system of old Macintosh workbooks begins that many days later than the usual one. */
export const DAYS_1904 = 1462

export const isOn = (value: string | undefined): boolean => value === '1' || value === 'true'

export interface Relationship {
  /** The last word of the type: "worksheet", "sharedStrings". */
  type: string
  part: string
}

export class Relationships implements XmlHandler {
  readonly byId = new Map<string, Relationship>()
  private readonly folder: string

  /** `folder` is where the part with these relationships is: "xl/". */
  constructor(folder: string) {
    this.folder = folder
  }

  open(name: string, tag: XmlScanner): void {
    if (name !== 'Relationship' || tag.attribute('TargetMode') === 'External') return
    const type = tag.attribute('Type') ?? ''
    const target = tag.attribute('Target') ?? ''
    this.byId.set(tag.attribute('Id') ?? '', {
      type: type.slice(type.lastIndexOf('/') + 1),
      part: partName(/^[\\/]/.test(target) ? target : resolve(this.folder + target)),
    })
  }

  text(): void {
    // relationships hold no text
  }

  close(): void {
    // everything is in the attributes
  }

  find(type: string): string | undefined {
    return [...this.byId.values()].find((relationship) => relationship.type === type)?.part
  }
}

function resolve(path: string): string {
  const segments: string[] = []
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return segments.join('/')
}

export class Workbook implements XmlHandler {
  readonly sheets: { name: string; hidden: boolean; id: string }[] = []
  date1904 = false
  private readonly guard: ReadGuard

  constructor(guard: ReadGuard) {
    this.guard = guard
  }

  open(name: string, tag: XmlScanner): void {
    if (name === 'workbookPr') this.date1904 = isOn(tag.attribute('date1904'))
    if (name !== 'sheet') return
    if (this.sheets.length === ROSTER_LIMITS.sheets) throw this.guard.refuse('too-many-sheets')
    const state = tag.attribute('state') ?? 'visible'
    this.sheets.push({ name: tag.attribute('name') ?? '', hidden: state !== 'visible', id: tag.attribute('id') ?? '' })
  }

  text(): void {
    // names are attributes
  }

  close(): void {
    // nothing nests here
  }
}

export interface CellStyle {
  font?: string
  isDate: boolean
  /** A format that shows digits which the number does not have. */
  digits?: string
}

/** Cells name a style by its number in `cellXfs`; `cellStyleXfs` beside it has the same shape and is not meant. */
export class Styles implements XmlHandler {
  readonly cells: CellStyle[] = []
  private readonly fonts: (string | undefined)[] = []
  private readonly formats = new Map<number, string>()
  private inside: 'fonts' | 'cellXfs' | undefined

  open(name: string, tag: XmlScanner): void {
    if (name === 'fonts' || name === 'cellXfs') this.inside = name
    else if (name === 'numFmt') this.formats.set(Number(tag.attribute('numFmtId')), tag.attribute('formatCode') ?? '')
    else if (name === 'font' && this.inside === 'fonts') this.fonts.push(undefined)
    else if (name === 'name' && this.inside === 'fonts') this.fonts[this.fonts.length - 1] = tag.attribute('val')
    else if (name === 'xf' && this.inside === 'cellXfs') this.cells.push(this.styleOf(tag))
  }

  text(): void {
    // names and codes are attributes
  }

  close(name: string): void {
    if (name === this.inside) this.inside = undefined
  }

  private styleOf(tag: XmlScanner): CellStyle {
    const format = Number(tag.attribute('numFmtId') ?? 0)
    return cellStyle(this.fonts[Number(tag.attribute('fontId') ?? 0)], format, this.formats.get(format))
  }
}

/** A file's own code wins over Excel's numbering: some programs write their formats under built-in numbers. */
export function cellStyle(font: string | undefined, format: number, code: string | undefined): CellStyle {
  return {
    isDate: code === undefined ? isBuiltInDate(format) : isDateFormat(code),
    ...(font === undefined ? {} : { font }),
    ...(code !== undefined && shownDigits(code, 1) !== undefined ? { digits: code } : {}),
  }
}

/** Collects the text of an `si` or `is` element: runs joined, phonetic hints left out, the first run's own font kept. */
export class RichText {
  value = ''
  font: string | undefined
  private readonly guard: ReadGuard
  private phonetic = false
  private collecting = false

  constructor(guard: ReadGuard) {
    this.guard = guard
  }

  reset(): void {
    this.value = ''
    this.font = undefined
    this.phonetic = false
    this.collecting = false
  }

  open(name: string, tag: XmlScanner): void {
    if (name === 't') this.collecting = !this.phonetic
    else if (name === 'rPh') this.phonetic = true
    else if (name === 'rFont' && this.value === '') this.font = tag.attribute('val')
  }

  text(tag: XmlScanner): void {
    if (!this.collecting) return
    this.value += tag.characters()
    if (this.value.length > ROSTER_LIMITS.cellChars * 7) throw this.guard.refuse('cell-too-long')
  }

  close(name: string): void {
    if (name === 't') this.collecting = false
    else if (name === 'rPh') this.phonetic = false
  }
}

/** Excel writes characters that XML cannot hold as _x000D_, and a real underscore before such a word as _x005F_. */
export function unescapeControls(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

export class SharedTextsReader implements XmlHandler {
  readonly texts: SharedTexts
  private readonly item: RichText

  constructor(guard: ReadGuard) {
    this.texts = new SharedTexts(guard)
    this.item = new RichText(guard)
  }

  open(name: string, tag: XmlScanner): void {
    if (name === 'si') this.item.reset()
    else this.item.open(name, tag)
  }

  text(tag: XmlScanner): void {
    this.item.text(tag)
  }

  close(name: string): void {
    if (name === 'si') this.texts.add(unescapeControls(this.item.value), this.item.font)
    else this.item.close(name)
  }
}
