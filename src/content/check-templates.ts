/**
 * Everything that must be true of the templates before Loa starts, and of an officer's wording before it is saved:
 * each is rendered with its samples, in every combination of its choices.
 */
import { isAnswerKey } from '../domain/answer-fields.ts'
import { FIELD_KINDS, isFieldName, isSpokenKey, isTemplateKey, TEMPLATE_FIELDS } from '../domain/template-fields.ts'
import type { FieldName } from '../domain/template-fields.ts'
import { NOTICE_FORMS } from './content.ts'
import type { TemplateFields, TemplateProblem, TextForm } from './content.ts'
import { syntaxWords } from './liquid-words.ts'
import { measureSms, unaccent } from './sms-shape.ts'
import { compileTemplate } from './template-engine.ts'
import type { CompiledTemplate } from './template-engine.ts'
import { LANGUAGE, readTemplates } from './template-file.ts'
import type { TemplateFile } from './template-file.ts'
import { isUntidy, wordingProblems } from './wording-rules.ts'

/** Characters; the smallest messenger takes 2,000 (Zalo), and the other forms are one line on paper or screen. */
export const MAX_CHARS: Readonly<Record<TextForm, number>> = { chat: 2000, sms: 1000, visit: 1000, why: 300, speech: 20_000 }
/** More than this and people stop reading, and the commune pays for it. */
const MAX_SMS_SEGMENTS = 3
/** What somebody reads who asked; half of it where a second question is answered in the same message. */
const MAX_ANSWER_SENTENCES = 3

/** An answer goes back where its question came from, and a script is for one announcer: they have one form. */
export const formsOf = (key: string): readonly TextForm[] => (isAnswerKey(key) ? ['chat'] : isSpokenKey(key) ? ['speech'] : NOTICE_FORMS)

/** Reads and checks the whole folder. No problem means: every text can be sent. */
export async function checkTemplates(templatesDir: string): Promise<TemplateProblem[]> {
  const { files, strangers } = await readTemplates(templatesDir)
  return [
    ...strangers.map((template) => ({ template, code: 'not-a-template', said: 'Tên tệp hoặc phần đầu giữa hai dòng --- chưa đúng mẫu.' })),
    ...missingForms(files),
    ...files.flatMap((file) => [...headerProblems(file, files), ...bodyProblems(file, file.body)]),
    ...idleFields(files),
  ]
}

/** Checks a text under the header of the file whose place it takes. */
export function bodyProblems(file: TemplateFile, body: string): TemplateProblem[] {
  const problem = (code: string, said: string): TemplateProblem => ({ template: file.name, code, said })
  let compiled: CompiledTemplate
  try {
    compiled = compileTemplate(body)
  } catch (error) {
    return [problem('not-liquid', `Mẫu tin viết sai cú pháp: ${syntaxWords(error)}.`)]
  }
  const unknown = compiled.fields.filter((field) => !file.header.has(field))
  if (unknown.length > 0) {
    return [problem('unknown-field', `Mẫu tin này không có ô ${unknown.join(', ')}; chỉ dùng được: ${[...file.header.keys()].join(', ')}.`)]
  }
  const problems = wordingProblems(body, file.form, compiled.fields).map(({ code, said }) => problem(code, said))
  if (body.trim() === '') problems.push(problem('empty', 'Mẫu tin chưa có chữ nào.'))
  if (body !== body.normalize('NFC')) problems.push(problem('not-nfc', 'Chữ có dấu đang ở dạng tách rời, cần lưu lại dạng dựng sẵn (NFC).'))
  const found = new Map<string, TemplateProblem>()
  for (const fields of sampleCases(file, compiled.fields)) {
    try {
      const text = compiled.render(fields)
      const problemsOfText = [...textProblems(file.form, text), ...(isAnswerKey(file.key) ? answerProblems(text, fields) : [])]
      for (const { code, said } of problemsOfText) found.set(code, problem(code, said))
    } catch (error) {
      found.set('not-liquid', problem('not-liquid', `Mẫu tin không dựng được: ${syntaxWords(error)}.`))
    }
  }
  return [...problems, ...found.values()]
}

/** The samples of a header as values: what `preview` and the tests show. */
export function sampleFields(file: TemplateFile): TemplateFields {
  return Object.fromEntries([...file.header].map(([field, sample]) => [field, sampleValue(field, sample)]))
}

/** Every combination of the flags, of what is known and unknown, and the days around the event, which choose between wordings too. */
export function sampleCases(file: TemplateFile, used: readonly string[]): TemplateFields[] {
  let cases: TemplateFields[] = [sampleFields(file)]
  for (const field of used.filter(isFieldName)) {
    const kind = FIELD_KINDS[field]
    if (kind === 'text') continue
    const sample = sampleValue(field, file.header.get(field) ?? '2')
    const choices = kind === 'maybe' ? [sample, null] : kind === 'flag' ? [true, false] : [...new Set([0, 1, 2, sample])]
    cases = cases.flatMap((one) => choices.map((choice) => ({ ...one, [field]: choice })))
  }
  return cases
}

function sampleValue(field: string, sample: string): string | number | boolean {
  const kind = isFieldName(field) ? FIELD_KINDS[field] : 'text'
  return kind === 'flag' ? sample === 'true' : kind === 'count' ? Number(sample) : sample
}

function textProblems(form: TextForm, text: string): { code: string; said: string }[] {
  const problems: { code: string; said: string }[] = []
  if (isUntidy(text)) problems.push({ code: 'untidy', said: `Thừa dấu cách hoặc dấu câu: "${text}".` })
  if (text.length > MAX_CHARS[form]) problems.push({ code: 'too-long', said: `Dài ${text.length} chữ, tối đa ${MAX_CHARS[form]}.` })
  if (form !== 'sms') return problems
  const plain = unaccent(text)
  if (count(plain, '?') > count(text, '?')) problems.push({ code: 'not-sms', said: 'Có chữ không viết được trong SMS không dấu.' })
  const { segments } = measureSms(plain)
  if (segments > MAX_SMS_SEGMENTS) problems.push({ code: 'too-long', said: `Tin nhắn SMS dài ${segments} đoạn, tối đa ${MAX_SMS_SEGMENTS}.` })
  return problems
}

function answerProblems(text: string, { brief }: TemplateFields): { code: string; said: string }[] {
  const most = brief === true ? 1 : MAX_ANSWER_SENTENCES
  return countSentences(text) <= most ? [] : [{ code: 'too-many-sentences', said: `Câu trả lời dài ${countSentences(text)} câu, tối đa ${most}: "${text}".` }]
}

/** A mark ends a sentence where a space or nothing follows: "540.000" and "07:30" hold none. */
export const countSentences = (text: string): number => [...text.trim().matchAll(/[.?!…](?=\s|$)/gu)].length

const count = (text: string, char: string): number => text.split(char).length - 1

/** The header must list what delivery fills for this key: the same in every form, with samples of the right kind. */
function headerProblems(file: TemplateFile, files: readonly TemplateFile[]): TemplateProblem[] {
  const problem = (code: string, said: string): TemplateProblem => ({ template: file.name, code, said })
  if (!isTemplateKey(file.key)) return [problem('unknown-key', 'Loa không có thông báo nào mang tên này.')]
  const known: readonly FieldName[] = TEMPLATE_FIELDS[file.key]
  const problems = [
    ...known.filter((field) => !file.header.has(field)).map((field) => problem('missing-field', `Phần đầu thiếu ô ${field}.`)),
    ...[...file.header.keys()].filter((field) => !known.some((one) => one === field)).map((field) => problem('unknown-field', `Phần đầu có ô lạ: ${field}.`)),
  ]
  const first = files.find((one) => one.key === file.key)
  for (const [field, sample] of file.header) {
    if (!isSampleOfItsKind(field, sample)) problems.push(problem('wrong-sample', `Ô ${field} có giá trị mẫu không hợp: ${sample}.`))
    const other = first?.header.get(field)
    if (other !== undefined && other !== sample) problems.push(problem('unequal-fields', `Ô ${field} có giá trị mẫu khác với ${first?.name ?? ''}.`))
  }
  return problems
}

function isSampleOfItsKind(field: string, sample: string): boolean {
  const kind = isFieldName(field) ? FIELD_KINDS[field] : 'text'
  return kind === 'text' || kind === 'maybe' || (kind === 'flag' ? /^(true|false)$/ : /^\d{1,4}$/).test(sample)
}

function missingForms(files: readonly TemplateFile[]): TemplateProblem[] {
  const names = new Set(files.map((file) => file.name))
  const wanted = Object.keys(TEMPLATE_FIELDS).flatMap((key) => formsOf(key).map((form) => `${LANGUAGE}/${key}.${form}`))
  return wanted.filter((name) => !names.has(name)).map((template) => ({ template, code: 'missing-template', said: 'Thiếu mẫu tin này.' }))
}

/** A field that no form of a key names is work for delivery and a puzzle for the officer. */
function idleFields(files: readonly TemplateFile[]): TemplateProblem[] {
  return Object.entries(TEMPLATE_FIELDS).flatMap(([key, fields]) => {
    const forms = files.filter((file) => file.key === key)
    const used = new Set(forms.flatMap((file) => fieldsOf(file.body)))
    if (forms.length < formsOf(key).length) return []
    return fields
      .filter((field) => !used.has(field))
      .map((field) => ({ template: `${LANGUAGE}/${key}`, code: 'idle-field', said: `Không mẫu nào dùng ô ${field}.` }))
  })
}

function fieldsOf(body: string): readonly string[] {
  try {
    return compileTemplate(body).fields
  } catch {
    return [] // bodyProblems says why
  }
}
