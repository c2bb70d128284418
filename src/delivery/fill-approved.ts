/**
 * Fills the values of a text that a messenger has approved. Such a text cannot choose between wordings, so it is left
 * unused, and the notice goes another way, where a value is not known or where it would say more than is true.
 */
import type { ProviderTemplate } from '../channels/channel.ts'
import type { TemplateFields } from '../content/content.ts'
import { isTemplateKey, TEMPLATE_FIELDS } from '../domain/template-fields.ts'
import type { FieldName } from '../domain/template-fields.ts'

/** A flag that is a value of its own is written as one of these. */
export const FLAG_WORDS: Readonly<Partial<Record<FieldName, { yes: string; no: string }>>> = {
  confirmed: { yes: 'chính thức', no: 'dự kiến' },
  transferred: { yes: 'đã chuyển', no: 'dự kiến' },
}

export interface ApprovedText {
  id: string
  /** Their name of a value → our field. */
  values: Readonly<Record<string, string>>
}

/** The flags of one of our texts that an approved one has to carry, or to be left unused while they are not yes. */
export function decisiveFlags(key: string): readonly string[] {
  const fields: readonly string[] = isTemplateKey(key) ? TEMPLATE_FIELDS[key] : []
  return Object.keys(FLAG_WORDS).filter((flag) => fields.includes(flag))
}

export function fillApproved(key: string, { id, values }: ApprovedText, fields: TemplateFields): ProviderTemplate | undefined {
  const named = new Set(Object.values(values))
  // A day that is only expected must not be told as if it were settled.
  if (decisiveFlags(key).some((flag) => fields[flag] !== true && !named.has(flag))) return undefined
  const filled: Record<string, string> = {}
  for (const [name, field] of Object.entries(values)) {
    const value = written(field, fields[field])
    if (value === undefined) return undefined
    filled[name] = value
  }
  return { id, values: filled }
}

function written(field: string, value: TemplateFields[string] | undefined): string | undefined {
  if (typeof value === 'boolean') return FLAG_WORDS[field as FieldName]?.[value ? 'yes' : 'no']
  const text = value === undefined || value === null ? '' : String(value).trim()
  return text === '' ? undefined : text
}
