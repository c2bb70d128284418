/** What a list changes of the people whom the register knows, as lines of the terminal. */
import { changedFields } from '../register/import/changed-fields.ts'
import type { FieldChange } from '../register/import/field-changes.ts'
import { count } from './terminal.ts'

export function fieldLines(fields: readonly FieldChange[]): string[] {
  const lines = changedFields(fields).map(({ name, count: times, examples }) => {
    const shown = examples.map((one) => `${one.name}: ${one.from} → ${one.to}`).join('; ')
    return `    ${name}: ${count(times)}${shown === '' ? '' : ` (${shown}${times > examples.length ? '; …' : ''})`}`
  })
  return lines.length === 0 ? [] : ['  Đổi những gì:', ...lines]
}
