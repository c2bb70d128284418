/**
 * One template on disk: `<key>.<form>.liquid`. Its header, between two lines of `---`, names the fields that an
 * officer may use in it, each with a sample value; what follows is the text.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TEXT_FORMS } from './content.ts'
import type { TextForm } from './content.ts'

export interface TemplateFile {
  /** "vi/card-lapsed.sms" */
  name: string
  key: string
  form: TextForm
  /** Field → sample, as written. */
  header: ReadonlyMap<string, string>
  body: string
}

export const LANGUAGE = 'vi'

/** What an editor may leave beside the templates; everything else that is not a template is reported. */
const IGNORED = /^\.|~$|\.(swp|bak|md)$/

export async function readTemplates(templatesDir: string): Promise<{ files: TemplateFile[]; strangers: string[] }> {
  const dir = join(templatesDir, LANGUAGE)
  const files: TemplateFile[] = []
  const strangers: string[] = []
  // Folders hold data of other parts: the phrases and words from which the bot learns to understand.
  const entries = (await readdir(dir, { withFileTypes: true })).filter((one) => !one.isDirectory()).map(({ name }) => name)
  for (const entry of entries.filter((one) => !IGNORED.test(one)).sort()) {
    const parsed = parseTemplate(entry, await readFile(join(dir, entry), 'utf8'))
    if (parsed === undefined) strangers.push(`${LANGUAGE}/${entry}`)
    else files.push(parsed)
  }
  return { files, strangers }
}

/** undefined: the file's name or its header is not that of a template. */
export function parseTemplate(fileName: string, source: string): TemplateFile | undefined {
  const named = /^([a-z0-9-]+)\.([a-z]+)\.liquid$/.exec(fileName)
  const form = TEXT_FORMS.find((one) => one === named?.[2])
  const split = /^---\r?\n([\s\S]*?)\r?\n---\r?\n([\s\S]*)$/.exec(source.replace(/^\uFEFF/, ''))
  if (named?.[1] === undefined || form === undefined || split === null) return undefined
  const header = parseHeader(split[1] ?? '')
  if (header === undefined) return undefined
  return { name: `${LANGUAGE}/${named[1]}.${form}`, key: named[1], form, header, body: (split[2] ?? '').trim() }
}

function parseHeader(lines: string): Map<string, string> | undefined {
  const header = new Map<string, string>()
  for (const line of lines.split(/\r?\n/).filter((one) => one.trim() !== '')) {
    const [, field, sample] = /^([a-z_]+): *(\S.*?) *$/.exec(line) ?? []
    if (field === undefined || sample === undefined || header.has(field)) return undefined
    header.set(field, sample)
  }
  return header
}

/** Says which wording was sent. It follows from the text alone, so it is the same on every machine. */
export function versionOf(body: string): string {
  return createHash('sha256').update(body.normalize('NFC')).digest('hex').slice(0, 8)
}
