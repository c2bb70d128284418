import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import { daysInWords } from '../domain/days-in-words.ts'
import { REMINDER_RULES, RULE_KEYS } from '../domain/reminder-rules.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import { inOrder, isSendTime, MOST_DAYS, untrueDays } from '../domain/rule-edit.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'

interface RulesOptions {
  commune?: string
  on?: boolean
  off?: boolean
  days?: string
  time?: string
}

/** `loa rules`: which reminders a commune sends, on which days, at what hour. */
export function rulesCommand(cli: Cli): Command {
  return new Command('rules')
    .description('xem hoặc sửa các quy tắc nhắc; tin chưa gửi được lập lại theo quy tắc mới')
    .argument('[quy tắc]', `một trong: ${RULE_KEYS.join(', ')}`)
    .option('--on', 'bật')
    .option('--off', 'tắt')
    .option('--days <các ngày>', 'số ngày so với sự kiện, âm là trước, cách nhau bằng dấu phẩy: --days=-30,-7,0')
    .option('--time <giờ:phút>', 'giờ gửi, trong khoảng 07:00 đến 20:00')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (key: string | undefined, options: RulesOptions) => {
      if (key === undefined && [options.on, options.off, options.days, options.time].some((given) => given !== undefined)) {
        throw refused('Viết tên quy tắc trước các lựa chọn, ví dụ: loa rules card-expiry --days=-30,-7,0. Xem các quy tắc: loa rules')
      }
      const edit = key === undefined ? undefined : readEdit(key, options)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const settings = settingsOf(ground)
        if (key !== undefined && edit !== undefined) await settings.editRule(commune.id, key as RuleKey, { ...edit, by: 'cli' })
        for (const rule of await settings.rules(commune.id)) {
          if (key !== undefined && rule.key !== key) continue
          const { name, description } = REMINDER_RULES[rule.key]
          cli.print(`${rule.enabled ? 'bật' : 'tắt'}  ${rule.key}: ${name}\n      ${description}\n      nhắc ${daysInWords(rule.offsets)}; lúc ${rule.sendTime}`)
        }
      } finally {
        await ground.close()
      }
    })
}

function readEdit(key: string, options: RulesOptions): { enabled?: boolean; offsets?: number[]; sendTime?: string } | undefined {
  if (!(RULE_KEYS as readonly string[]).includes(key)) throw refused(`Không có quy tắc "${key}". Các quy tắc: ${RULE_KEYS.join(', ')}.`)
  if (options.on === true && options.off === true) throw refused('Chỉ chọn một trong --on và --off.')
  const edit = {
    ...(options.on === true ? { enabled: true } : {}),
    ...(options.off === true ? { enabled: false } : {}),
    ...(options.days === undefined ? {} : { offsets: readDays(key as RuleKey, options.days) }),
    ...(options.time === undefined ? {} : { sendTime: readTime(options.time) }),
  }
  return Object.keys(edit).length === 0 ? undefined : edit
}

function readDays(key: RuleKey, text: string): number[] {
  const unread = text.split(',').filter((part) => !/^\s*[+-]?\d{1,3}\s*$/.test(part)).map((part) => `"${part.trim()}"`)
  if (unread.length > 0) throw refused(`${unread.join(', ')} không phải một số ngày. Viết như --days=-30,-7,0: âm là trước ngày hẹn, 0 là đúng ngày, dương là sau.`)
  const offsets = inOrder(text.split(',').map((part) => Number(part)))
  const untrue = untrueDays(key, offsets)
  if (untrue.length > 0 || offsets.length > MOST_DAYS) {
    throw refused(`Quy tắc "${key}" không có lời nhắn nào đúng cho ngày: ${untrue.join(', ')}. Chọn ngày khác (âm là trước sự kiện).`)
  }
  return offsets
}

function readTime(text: string): string {
  if (!isSendTime(text)) throw refused('Giờ gửi cần dạng 07:30, từ 07:00 đến 20:00.')
  return text
}

const refused = (said: string): UserError => new UserError('rules.refused', said, { exitCode: EXIT.usage })
