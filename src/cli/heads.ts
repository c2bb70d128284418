import { Command } from 'commander'
import { roomsOf } from '../app/rooms.ts'
import type { HolderRow, Office } from '../app/rooms.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import { readPhone, showPhone } from '../domain/phone.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import { chooseVillage } from './choose-village.ts'
import type { Cli } from './cli.ts'
import { readDay } from './read-day.ts'
import { codeWords, withGround } from './rooms.ts'

const WHO = 'cli'

interface Options {
  village?: string
  phone?: string
  deputy?: boolean
  officer?: boolean
  from?: string
  to?: string
  commune?: string
}

/** `loa heads`: who heads which village, for which term; and the code by which their own chat is bound. */
export function headsCommand(cli: Cli): Command {
  return new Command('heads')
    .description('trưởng thôn, trưởng ấp và cán bộ trực: xem; "add TÊN --village ẤP" để thêm; "code SỐ" để cấp mã; "end SỐ" khi thôi giữ việc')
    .argument('[việc]', 'add, code hoặc end')
    .argument('[ai]', 'họ tên sau chữ add; số của người đó sau chữ code, end')
    .option('--village <tên>', 'thôn, ấp nào')
    .option('--phone <số>', 'số điện thoại, để gọi và để nhắn SMS khi không dùng Zalo, Telegram')
    .option('--deputy', 'là phó')
    .option('--officer', 'là cán bộ trực của xã: nhận câu hỏi và việc thôn, ấp chưa trả lời')
    .option('--from <ngày>', 'ngày bắt đầu, ví dụ 1/7/2026; không viết là từ hôm nay')
    .option('--to <ngày>', 'ngày cuối của nhiệm kỳ')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action((word: string | undefined, who: string | undefined, options: Options) => withGround(cli, async (ground) => {
      const commune = await chooseCommune(ground, options.commune)
      const rooms = roomsOf(ground, systemClock)
      const makeCode = async (holderId: string): Promise<string> => {
        const { code, expiresAt } = await rooms.makeCode({ communeId: commune.id, kind: 'private', villageId: undefined, holderId, by: WHO })
        return `${codeWords(code, expiresAt)} Người đó gửi dòng trên cho trợ lý của xã, trong cuộc trò chuyện riêng của mình.`
      }
      if (word === undefined) {
        const holders = await rooms.holders(commune.id)
        return cli.print(holders.length === 0 ? 'Chưa có ai. Thêm: loa heads add "HỌ TÊN" --village ẤP' : holders.map(line).join('\n'))
      }
      if (who === undefined || !['add', 'code', 'end'].includes(word) || (word !== 'add' && !/^\d{1,15}$/.test(who))) throw usage()
      if (word === 'add') {
        const office: Office = options.officer === true ? 'officer' : options.deputy === true ? 'deputy' : 'head'
        if (office !== 'officer' && options.village === undefined) throw new UserError('heads.village', 'Thêm --village: đứng đầu thôn, ấp nào.', { exitCode: EXIT.usage })
        const villageId = office === 'officer' || options.village === undefined ? undefined : (await chooseVillage(ground, commune.id, options.village)).id
        const id = await rooms.addHolder({
          communeId: commune.id, office, villageId, name: who, phone: phoneOf(options.phone), personId: undefined,
          termFrom: dayOf(options.from) ?? vietnamDay(systemClock.now()), termTo: dayOf(options.to), by: WHO,
        })
        return cli.print(`Đã ghi ${who}, số ${id}.\n${await makeCode(id)}`)
      }
      if (!(await rooms.holders(commune.id)).some(({ id }) => id === who)) throw new UserError('heads.none', `Không có ai số ${who}. Xem: loa heads`)
      if (word === 'code') return cli.print(await makeCode(who))
      await rooms.endHolder(commune.id, who, WHO)
      cli.print(`Số ${who} thôi giữ việc: không có việc nào được chuyển tới người đó nữa. Việc chưa nhận sẽ tới người thay.`)
    }))
}

const usage = (): UserError => new UserError('heads.usage', 'Viết: loa heads, loa heads add "HỌ TÊN" --village ẤP, loa heads code SỐ, hoặc loa heads end SỐ.', { exitCode: EXIT.usage })

function phoneOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined
  const phone = readPhone(written)
  if (phone === undefined) throw new UserError('heads.phone', `"${written}" không phải số điện thoại.`, { exitCode: EXIT.usage })
  return phone.e164
}

function dayOf(written: string | undefined): string | undefined {
  if (written === undefined) return undefined
  const day = readDay(written)
  if (day === undefined) throw new UserError('heads.day', `"${written}" không phải một ngày; viết như 1/7/2026.`, { exitCode: EXIT.usage })
  return day
}

const OFFICE_WORDS: Readonly<Record<Office, string>> = { head: 'trưởng', deputy: 'phó', officer: 'cán bộ trực', committee: 'Ban chỉ đạo' }
const CHAT_WORDS: Readonly<Record<string, string>> = { telegram: 'Telegram', zalo: 'Zalo', webchat: 'trang nhắn tin', phone: 'SMS' }

function line({ id, office, name, village, phone, termFrom, termTo, chats }: HolderRow): string {
  const reached = chats.length > 0 ? chats.map((kind) => CHAT_WORDS[kind] ?? kind).join(', ') : phone === undefined ? 'chưa nhắn được' : 'chỉ SMS'
  const term = `từ ${dayInVietnamese(termFrom)}${termTo === undefined ? '' : ` đến ${dayInVietnamese(termTo)}`}`
  return [id, [OFFICE_WORDS[office], village].filter(Boolean).join(' '), name, ...(phone === undefined ? [] : [showPhone(phone)]), term, reached].join(' · ')
}
