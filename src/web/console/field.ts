/** A labelled field whose problem, if there is one, is read out with it. */
import { html } from '../html.ts'
import type { Html } from '../html.ts'

export interface Field {
  name: string
  label: string
  type?: 'text' | 'password'
  value?: string | undefined
  hint?: string
  problem?: string | undefined
  /** What the browser may fill in. */
  autocomplete?: string
  inputmode?: 'numeric'
  maxlength?: number
}

export function field({ name, label, type = 'text', value, hint, problem, autocomplete = 'off', inputmode, maxlength = 200 }: Field): Html {
  const described = [hint !== undefined && `${name}-hint`, problem !== undefined && `${name}-problem`].filter((id) => id !== false).join(' ')
  return html`<div class="field${problem !== undefined && ' wrong'}"><label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${problem !== undefined && html`<p class="problem" id="${name}-problem">${problem}</p>`}
<input id="${name}" name="${name}" type="${type}" maxlength="${maxlength}" autocomplete="${autocomplete}" spellcheck="false"${value !== undefined && html` value="${value}"`}${inputmode !== undefined && html` inputmode="${inputmode}"`}${
    described !== '' && html` aria-describedby="${described}"`
  }${problem !== undefined && html` aria-invalid="true"`}></div>`
}
