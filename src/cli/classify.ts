import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { Command } from 'commander'
import { BUILT, TEMPLATES } from '../app/templates-dir.ts'
import { loadUnderstand } from '../bot/understand/load-understand.ts'
import type { Village } from '../bot/understand/slots/village.ts'
import type { Understand } from '../bot/understand/understand.ts'
import { isDay, vietnamDay } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { CommandMaker } from './cli.ts'
import { VILLAGE_PLANS } from './demo/villages.ts'

const LANGUAGE_DIR = join(TEMPLATES, 'vi')

interface Line {
  id: unknown
  text: string
  sent?: Day
}

/** `loa classify`: what Loa understands of each message, without a database and without answering. */
export const classifyCommand: CommandMaker = (cli) =>
  new Command('classify')
    .description('đọc từng dòng JSON {"id","text"} ở đầu vào chuẩn, in ra ý định và các chi tiết mà Loa hiểu được')
    .option('--villages <tên>', 'tên các ấp, thôn của xã, cách nhau bằng dấu phẩy; không có thì dùng các ấp của xã mẫu')
    .option('--learn-into <thư mục>', 'học sẵn các câu mẫu vào thư mục này rồi dừng')
    .action(async (options: { villages?: string; learnInto?: string }) => {
      const villages = options.villages?.split(',').map((name) => ({ name: name.trim(), aliases: [] })).filter(({ name }) => name !== '') ?? VILLAGE_PLANS
      if (options.learnInto !== undefined) return void (await loadUnderstand({ languageDir: LANGUAGE_DIR, modelDirs: [options.learnInto] }))
      const understand = await withOwnPhrases(cli.config().dataDir)
      let row = 0
      for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
        if (cli.signal.aborted) return
        row += 1
        if (text.trim() !== '') cli.print(JSON.stringify(classified(readLine(text, row), understand, villages)))
      }
    })

/** What the commune has added counts here too, so an officer sees what a new line changes, and which line cannot be read. */
async function withOwnPhrases(dataDir: string): Promise<Understand> {
  const ownDir = join(dataDir, 'language')
  const refused = (problem: Error): never => {
    throw new UserError('classify.own-phrases', `Không hiểu dòng này trong thư mục câu mẫu riêng của xã (${ownDir}): ${problem.message}`, { exitCode: EXIT.refused })
  }
  return loadUnderstand({ languageDir: LANGUAGE_DIR, ownDir, refused, modelDirs: [BUILT, dataDir] })
}

function classified({ id, text, sent }: Line, understand: Understand, villages: readonly Village[]): object {
  const { intent, intents, confidence, slots, answer } = understand(text, { sentOn: sent ?? vietnamDay(systemClock.now()), villages })
  return { id, intent, ...(intents.length > 1 && { intents }), confidence, slots, answer }
}

function readLine(text: string, row: number): Line {
  const line = parsed(text)
  if (line === undefined || typeof line['text'] !== 'string') {
    throw new UserError('classify.bad-line', `Dòng ${row} không phải là JSON có "id" và "text". Ví dụ: {"id":1,"text":"the bhyt con han ko"}`, { exitCode: EXIT.refused })
  }
  const sent = typeof line['sent'] === 'string' ? line['sent'].slice(0, 10) : undefined
  return { id: line['id'] ?? row, text: line['text'], ...(sent !== undefined && isDay(sent) && { sent }) }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
