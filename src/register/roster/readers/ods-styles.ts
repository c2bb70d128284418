/** What an .ods file's styles say of a cell's font and of a sheet being hidden. Styles inherit from named ones. */
import type { XmlScanner } from './scan-xml.ts'

const MAX_PARENTS = 20

interface OdsStyle {
  parent: string | undefined
  font?: string
  hidden?: boolean
  format?: string
}

interface OdsFormat {
  isDate: boolean
  /** How many digits a whole number has at least. */
  minDigits: number
}

const PLAIN: OdsFormat = { isDate: false, minDigits: 1 }

export class OdsStyles {
  private readonly styles = new Map<string, OdsStyle>()
  private readonly families = new Map<string, string>()
  private readonly formats = new Map<string, OdsFormat>()
  private current: OdsStyle | undefined
  private format: OdsFormat | undefined

  open(name: string, tag: XmlScanner): void {
    if (name === 'font-face') {
      this.families.set(tag.attribute('name') ?? '', withoutQuotes(tag.attribute('font-family') ?? ''))
    } else if (name === 'style' || name === 'default-style') {
      const format = tag.attribute('data-style-name')
      this.current = { parent: tag.attribute('parent-style-name'), ...(format === undefined ? {} : { format }) }
      const key = name === 'style' ? (tag.attribute('name') ?? '') : ''
      this.styles.set(`${tag.attribute('family') ?? ''} ${key}`, this.current)
    } else if (name === 'text-properties' && this.current !== undefined) {
      const font = tag.attribute('font-name') ?? tag.attribute('font-family')
      if (font !== undefined) this.current.font = font
    } else if (name === 'table-properties' && this.current !== undefined) {
      if (tag.attribute('display') === 'false') this.current.hidden = true
    } else if (name === 'date-style' || name === 'number-style') {
      this.format = { isDate: name === 'date-style', minDigits: 1 }
      this.formats.set(tag.attribute('name') ?? '', this.format)
    } else if (name === 'number' && this.format !== undefined && Number(tag.attribute('decimal-places') ?? 0) === 0) {
      this.format.minDigits = Math.min(20, Number(tag.attribute('min-integer-digits') ?? 1))
    }
  }

  close(name: string): void {
    if (name === 'style' || name === 'default-style') this.current = undefined
    else if (name === 'date-style' || name === 'number-style') this.format = undefined
  }

  fontOf(style: string | undefined): string | undefined {
    const font = this.inherited(style, 'font') ?? this.styles.get('table-cell ')?.font
    return font === undefined ? undefined : (this.families.get(font) ?? withoutQuotes(font))
  }

  /** Some programs store days as numbers and tell the day by the format alone. */
  formatOf(style: string | undefined): OdsFormat {
    return this.formats.get(this.inherited(style, 'format') ?? '') ?? PLAIN
  }

  isHiddenTable(style: string | undefined): boolean {
    return style !== undefined && this.styles.get(`table ${style}`)?.hidden === true
  }

  private inherited(style: string | undefined, property: 'font' | 'format'): string | undefined {
    let key = style
    for (let step = 0; key !== undefined && step < MAX_PARENTS; step += 1) {
      const found = this.styles.get(`table-cell ${key}`)
      if (found?.[property] !== undefined) return found[property]
      key = found?.parent
    }
    return undefined
  }
}

const withoutQuotes = (text: string): string => text.replaceAll(/^['"]|['"]$/g, '')
