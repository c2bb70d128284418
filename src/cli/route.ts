import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { TEMPLATES } from '../app/templates-dir.ts'
import { readInstant } from '../domain/calendar.ts'
import { loadLexicon } from '../groups/reading/load-lexicon.ts'
import { createGroupReader } from '../groups/reading/read-group-message.ts'
import type { GroupMessage, KnownVillage, ReadGroupMessage, SenderRole } from '../groups/reading/reading.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Cli, CommandMaker } from './cli.ts'

const ROLES: readonly string[] = ['committee', 'village_head', 'officer', 'member'] satisfies SenderRole[]
const EXAMPLE = '{"id":1,"from_role":"committee","from_village":null,"text":"Thôn 3 nộp phiếu trước 17h mai","sent_at":"2026-11-23T08:00:00+07:00","villages":["Thôn 2","Thôn 3"]}'

/** `loa route`: what Loa reads in each message of a group, without a database and without passing anything on. */
export const routeCommand: CommandMaker = (cli) =>
  new Command('route')
    .description('đọc từng dòng JSON là một tin trong nhóm, in ra loại tin, thôn ấp cần nhận, hạn, số liệu và Loa có chắc hay không')
    .argument('[tệp...]', 'các tệp có tin, mỗi dòng một tin; không có thì đọc đầu vào chuẩn')
    .addHelpText('after', `\nVí dụ một dòng: ${EXAMPLE}\nXã có thể thêm từ ngữ của mình trong thư mục language/groups của thư mục dữ liệu, cùng tên tệp với templates/vi/groups.`)
    .action(async (files: string[]) => {
      const read = createGroupReader(await loadLexicon({ languageDir: join(TEMPLATES, 'vi'), ownDir: join(cli.config().dataDir, 'language') }))
      const sources = files.length === 0 ? [undefined] : files
      for (const file of sources) await routeLines(cli, file, read)
    })

async function routeLines(cli: Cli, file: string | undefined, read: ReadGroupMessage): Promise<void> {
  let row = 0
  try {
    for await (const text of createInterface({ input: file === undefined ? process.stdin : createReadStream(file), crlfDelay: Infinity })) {
      if (cli.signal.aborted) return
      row += 1
      if (text.trim() !== '') cli.print(JSON.stringify(routed(readLine(text, row, file), read)))
    }
  } catch (problem) {
    if (problem instanceof UserError || file === undefined) throw problem
    throw new UserError('route.file', `Không đọc được tệp ${file}. Xem lại tên tệp và quyền đọc.`, { exitCode: EXIT.refused, cause: problem })
  }
}

function routed({ id, message }: Line, read: ReadGroupMessage): object {
  const { kind, targets, deadline, deadlineTime, needsAck, numbers, confident } = read(message)
  return { id, kind, targets, deadline: deadline ?? null, deadline_time: deadlineTime ?? null, needs_ack: needsAck, numbers, confident }
}

interface Line {
  id: unknown
  message: GroupMessage
}

function readLine(text: string, row: number, file: string | undefined): Line {
  const where = file === undefined ? `Dòng ${row}` : `Dòng ${row} của tệp ${file}`
  const refused = (what: string): never => {
    throw new UserError('route.bad-line', `${where} ${what}. Ví dụ: ${EXAMPLE}`, { exitCode: EXIT.refused })
  }
  const line = parsed(text) ?? refused('không phải là JSON')
  const { text: said, from_role: role, from_village: village, sent_at: sent, villages } = line
  if (typeof said !== 'string') return refused('thiếu "text"')
  if (!isRole(role)) return refused(`phải có "from_role" là một trong: ${ROLES.join(', ')}`)
  const sentAt = sent === undefined ? systemClock.now() : typeof sent === 'string' ? readInstant(sent) : undefined
  if (sentAt === undefined) return refused('có "sent_at" không phải là ngày giờ')
  const known = Array.isArray(villages) ? villages.map(readKnown) : [undefined]
  if (known.length === 0 || known.includes(undefined)) return refused('phải có "villages" là danh sách tên thôn, ấp của xã')
  const fromVillage = typeof village === 'string' ? village : undefined
  return { id: line['id'] ?? row, message: { text: said, fromRole: role, fromVillage, sentAt, villages: known as KnownVillage[] } }
}

const isRole = (role: unknown): role is SenderRole => typeof role === 'string' && ROLES.includes(role)

/** A name, or {"name","aliases"}. */
function readKnown(village: unknown): KnownVillage | undefined {
  if (typeof village === 'string') return village.trim() === '' ? undefined : { name: village, aliases: [] }
  if (typeof village !== 'object' || village === null) return undefined
  const { name, aliases = [] } = village as Record<string, unknown>
  const isList = Array.isArray(aliases) && aliases.every((alias) => typeof alias === 'string')
  return typeof name === 'string' && name.trim() !== '' && isList ? { name, aliases } : undefined
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
