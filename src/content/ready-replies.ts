/**
 * Answers that an officer gives every day, ready to be put in and changed before they are sent: templates/<language>/replies,
 * each a title on its first line, then the words. They may name what the commune's profile holds, and nothing of anybody.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CommuneProfile } from '../domain/commune-profile.ts'
import { compileTemplate } from './template-engine.ts'
import type { CompiledTemplate } from './template-engine.ts'
import { LANGUAGE } from './template-file.ts'

export interface ReadyReply {
  key: string
  title: string
  text: string
}

export type ReadyReplies = (profile: CommuneProfile) => readonly ReadyReply[]

export async function readyReplies(templatesDir: string): Promise<ReadyReplies> {
  const dir = join(templatesDir, LANGUAGE, 'replies')
  const files = (await readdir(dir)).filter((name) => name.endsWith('.txt')).sort()
  const parsed = await Promise.all(files.map(async (name) => parse(name.slice(0, -4), await readFile(join(dir, name), 'utf8'))))
  return (profile) => parsed.map(({ key, title, words }) => ({ key, title, text: words.render(fieldsOf(profile)).replace(/\s+/g, ' ').trim() }))
}

function parse(key: string, file: string): { key: string; title: string; words: CompiledTemplate } {
  const [title = '', ...rest] = file.normalize('NFC').trim().split('\n')
  return { key, title: title.trim(), words: compileTemplate(rest.join('\n').trim()) }
}

const fieldsOf = (profile: CommuneProfile): Record<string, string | null> => ({
  contact: profile.contact, renew_place: profile.renewPlace, submission_place: profile.submissionPlace, office_hours: profile.officeHours,
  office_address: profile.address.trim() === '' ? null : profile.address,
})
