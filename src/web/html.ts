/** HTML as a template: every value is escaped unless it is HTML already, so forgetting to escape is not possible. */

export class Html {
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  toString(): string {
    return this.text
  }
}

export type HtmlValue = Html | string | number | undefined | false | readonly HtmlValue[]

/** Lists are joined; undefined and false are nothing. Attribute values must stand in double quotes. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(literals.reduce((before, literal, i) => before + shown(values[i - 1]) + literal))
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function shown(value: HtmlValue): string {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => ESCAPES[sign] as string)
  return typeof value === 'number' ? String(value) : value.map(shown).join('')
}
