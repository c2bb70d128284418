import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { nearestName } from './nearest-name.ts'

/** `loa wording`: a commune's own words in place of a template's. What could not be sent is not saved. */
export function wordingCommand(cli: Cli): Command {
  return new Command('wording')
    .description('xem hoặc thay lời của một mẫu tin, ví dụ: loa wording vi/card-lapsed.sms tin.txt')
    .argument('[mẫu]', 'tên mẫu tin, ví dụ vi/card-lapsed.sms; không có thì in mọi tên')
    .argument('[tệp]', 'tệp chữ chứa lời mới; không có thì chỉ xem')
    .option('--reset', 'dùng lại lời mặc định')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (written: string | undefined, path: string | undefined, options: { reset?: boolean; commune?: string }) => {
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const { wording, content } = settingsOf(ground)
        const own = await wording.load(commune.id)
        const texts = await content()
        if (written === undefined) {
          cli.print(listOf(texts.names(), own, commune.name))
          return
        }
        const name = known(texts.names(), written)
        if (options.reset === true) {
          await wording.remove(commune.id, name)
          cli.print(`${name}: dùng lại lời mặc định.`)
          return
        }
        if (path === undefined) {
          const body = own.get(name)?.body
          cli.print(`${name}, ${body === undefined ? 'lời mặc định' : `lời riêng của ${commune.name}`}:\n${body ?? texts.defaultBody(name) ?? ''}`)
          return
        }
        const body = (await readText(path)).trim().normalize('NFC')
        const problems = texts.check(name, body)
        if (problems.length > 0) {
          throw new UserError('wording.refused', `Chưa dùng được lời này, mẫu tin giữ nguyên:\n${problems.map(({ said }) => `  ${said}`).join('\n')}`)
        }
        await wording.save({ communeId: commune.id, name, body, by: 'cli' })
        cli.print(`Đã thay lời của ${name}. Người dân sẽ đọc:\n  ${texts.preview(name, body)}`)
      } finally {
        await ground.close()
      }
    })
}

/** With or without the language before it. */
function known(names: readonly string[], written: string): string {
  const name = names.find((one) => one === written || one === `vi/${written}`)
  if (name !== undefined) return name
  const meant = nearestName(written, names)
  throw new UserError('wording.unknown', `Không có mẫu tin "${written}".${meant === undefined ? '' : ` Có phải là ${meant} không?`} Xem các mẫu: loa wording`, { exitCode: EXIT.usage })
}

/** One line for each thing to say: how it is said on each way, and where the commune has its own words. */
function listOf(names: readonly string[], own: ReadonlyMap<string, unknown>, commune: string): string {
  const forms = new Map<string, string[]>()
  for (const name of [...names].sort()) {
    const [key = '', form = ''] = name.split('.')
    forms.set(key, [...(forms.get(key) ?? []), own.has(name) ? `${form} (lời riêng)` : form])
  }
  const said = own.size === 0 ? `${commune} đang dùng lời mặc định của mọi mẫu tin.` : `${commune} dùng lời riêng cho: ${[...own.keys()].join(', ')}`
  return [said, 'Xem một mẫu: loa wording vi/card-lapsed.sms', ...[...forms].map(([key, ways]) => `  ${key}: ${ways.join(', ')}`)].join('\n')
}

/** A wording is short; anything longer is another file. */
const MAX_BYTES = 20_000

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new UserError('wording.no-file', `Không đọc được tệp "${path}".`, { cause, exitCode: EXIT.usage })
  })
  if (bytes.length > MAX_BYTES) throw new UserError('wording.too-long', `Tệp "${path}" dài quá một mẫu tin.`)
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}
