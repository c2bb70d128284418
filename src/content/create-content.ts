/**
 * The texts, ready to be filled. Built once at start, where every template is checked: a text that could not be sent
 * stops the start and not a reminder at seven in the morning.
 */
import { FIELD_KINDS, isFieldName } from '../domain/template-fields.ts'
import { LoaError, UserError } from '../kernel/errors.ts'
import { bodyProblems, checkTemplates, MAX_CHARS, sampleFields } from './check-templates.ts'
import type { EditableContent, Rendered, RenderRequest, TemplateFields, TemplateProblem } from './content.ts'
import { createOverrides } from './commune-wording.ts'
import type { OverrideStore } from './commune-wording.ts'
import { measureSms, unaccent } from './sms-shape.ts'
import { compileTemplate } from './template-engine.ts'
import type { CompiledTemplate } from './template-engine.ts'
import { LANGUAGE, readTemplates, versionOf } from './template-file.ts'
import type { TemplateFile } from './template-file.ts'

export interface ContentOptions {
  templatesDir: string
  /** Of that folder, where one process has read and checked them for another installation already. */
  templates?: Templates
  overrides: OverrideStore
  /** Told when a commune's own wording cannot be used and the text of the file was sent instead. */
  onUnusable?: (communeId: number, problems: readonly TemplateProblem[]) => void
  /** Monotonic milliseconds, for the age of what was read. */
  elapsedMs?: () => number
}

interface Wording extends CompiledTemplate {
  version: string
}

/** Every text of a folder, checked and ready to be filled. */
export interface Templates {
  files: ReadonlyMap<string, TemplateFile>
  defaults: ReadonlyMap<string, Wording>
}

const compile = (body: string): Wording => ({ ...compileTemplate(body), version: versionOf(body) })

/** Throws `content.bad-templates`, a UserError that lists what to mend. */
export async function loadTemplates(templatesDir: string): Promise<Templates> {
  const files = await loadChecked(templatesDir)
  return { files, defaults: new Map([...files.values()].map((file) => [file.name, compile(file.body)])) }
}

/** Throws as `loadTemplates` does. */
export async function createContent(options: ContentOptions): Promise<EditableContent> {
  const { files, defaults } = options.templates ?? (await loadTemplates(options.templatesDir))
  const overrides = createOverrides({
    store: options.overrides,
    elapsedMs: options.elapsedMs ?? (() => performance.now()),
    prepare: (name, body, communeId) => {
      const problems = check(name, body)
      if (problems.length === 0) return compile(body)
      options.onUnusable?.(communeId, problems)
      return undefined
    },
  })

  function check(name: string, body: string): readonly TemplateProblem[] {
    const file = files.get(name)
    return file === undefined ? [{ template: name, code: 'unknown-template', said: 'Không có mẫu tin này.' }] : bodyProblems(file, body)
  }

  return {
    check,
    unaccent,
    measureSms,
    names: () => [...files.keys()],
    defaultBody: (name) => files.get(name)?.body,
    forget: (communeId) => overrides.forget(communeId),
    preview(name, body) {
      const file = files.get(name)
      if (file === undefined) throw unknownTemplate(name)
      return shape(compileTemplate(body).render(sampleFields(file)), file.form)
    },
    fillWith(name, body, fields) {
      const file = files.get(name)
      if (file === undefined) throw unknownTemplate(name)
      return fill(name, compile(body), { form: file.form, fields }).text
    },
    async render(request) {
      const name = `${LANGUAGE}/${request.key}.${request.form}`
      const wording = (await overrides.of(request.communeId)).get(name) ?? defaults.get(name)
      if (wording === undefined) throw unknownTemplate(name)
      return fill(name, wording, request)
    },
  }
}

async function loadChecked(templatesDir: string): Promise<ReadonlyMap<string, TemplateFile>> {
  const problems = await checkTemplates(templatesDir)
  if (problems.length > 0) {
    const lines = problems.map(({ template, said }) => `  ${template}: ${said}`)
    throw new UserError('content.bad-templates', `Mẫu tin trong ${templatesDir} chưa dùng được, Loa chưa khởi động:\n${lines.join('\n')}`, {
      detail: { problems: problems.length },
    })
  }
  return new Map((await readTemplates(templatesDir)).files.map((file) => [file.name, file]))
}

function fill(name: string, wording: Wording, { fields, form }: Pick<RenderRequest, 'fields' | 'form'>): Rendered {
  const template = `${name}@${wording.version}`
  for (const field of wording.fields) refuseUnfit(template, field, fields[field])
  const text = shape(wording.render(fields), form)
  if (text.length > MAX_CHARS[form]) {
    throw new LoaError('content.too-long', 'the filled text is longer than its form allows', { detail: { template, chars: text.length } })
  }
  return { text, template, version: wording.version }
}

/** A blank is as missing as nothing, and the text "false" would choose the wording for true. */
function refuseUnfit(template: string, field: string, value: TemplateFields[string] | undefined): void {
  const kind = isFieldName(field) ? FIELD_KINDS[field] : 'text'
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    if (kind === 'maybe' && value !== '') return
    throw new LoaError('content.missing-field', 'a field of the text has no value', { detail: { template, field } })
  }
  const fits = kind === 'flag' ? typeof value === 'boolean' : kind === 'count' ? Number.isInteger(value) : typeof value === 'string'
  if (!fits) throw new LoaError('content.wrong-field', `a field of the text is not a ${kind}`, { detail: { template, field } })
}

/** NFC, no stray spaces or invisible characters from a roster's cell; only a chat and a script may have more than one line. */
function shape(text: string, form: RenderRequest['form']): string {
  // Zero-width joiners are left: Khmer names and emoji need them, and unaccent drops them.
  const clean = text.normalize('NFC').replace(/(?!\n)\p{Cc}/gu, ' ')
  const lines = clean.split('\n').map((line) => line.replace(/\s+/g, ' ').trim())
  return (form === 'chat' || form === 'speech' ? lines.join('\n').replace(/\n{3,}/g, '\n\n') : lines.filter((line) => line !== '').join(' ')).trim()
}

const unknownTemplate = (name: string): LoaError => new LoaError('content.unknown-template', 'there is no such text', { detail: { template: name } })
