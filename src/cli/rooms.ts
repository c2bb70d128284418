import { Command } from 'commander'
import { openGround } from '../app/installation.ts'
import type { Ground } from '../app/installation.ts'
import { roomsOf } from '../app/rooms.ts'
import type { RoomListRow } from '../app/rooms.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { chooseCommune } from './choose-commune.ts'
import { chooseVillage } from './choose-village.ts'
import type { Cli } from './cli.ts'

const WHO = 'cli'

/** `loa rooms`: which groups and chats stand for whom; the end of one. `loa room-code`: the code that makes a group one. */
export function roomsCommand(cli: Cli): Command {
  return new Command('rooms')
    .description('các nhóm và cuộc trò chuyện đã gắn với Ban chỉ đạo, thôn, ấp và người đứng đầu; "end SỐ" để thôi gắn')
    .argument('[end]', 'chữ end, rồi tới số của nhóm')
    .argument('[số]', 'số của nhóm cần thôi gắn')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (word: string | undefined, id: string | undefined, options: { commune?: string }) => {
      if ((word !== undefined && word !== 'end') || (word === 'end') !== (id !== undefined) || (id !== undefined && !/^\d{1,15}$/.test(id))) {
        throw new UserError('rooms.usage', 'Viết: loa rooms, hoặc loa rooms end SỐ.', { exitCode: EXIT.usage })
      }
      await withGround(cli, async (ground) => {
        const commune = await chooseCommune(ground, options.commune)
        const rooms = roomsOf(ground, systemClock)
        if (id !== undefined) {
          if (!(await rooms.end(commune.id, id, WHO))) throw new UserError('room.none', `Không có nhóm nào số ${id} đang gắn. Xem: loa rooms`)
          return cli.print(`Đã thôi gắn số ${id}: không có việc nào được chuyển tới hay đọc từ đó nữa.`)
        }
        const listed = await rooms.list(commune.id)
        cli.print(listed.length === 0 ? 'Chưa gắn nhóm nào. Cấp mã: loa room-code' : listed.map(line).join('\n'))
      })
    })
}

export function roomCodeCommand(cli: Cli): Command {
  return new Command('room-code')
    .description('cấp mã dùng một lần để gắn một nhóm với Ban chỉ đạo, hoặc với một thôn, ấp khi kèm --village')
    .option('--village <tên>', 'nhóm của thôn, ấp nào')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action((options: { village?: string; commune?: string }) => withGround(cli, async (ground) => {
      const commune = await chooseCommune(ground, options.commune)
      const villageId = options.village === undefined ? undefined : (await chooseVillage(ground, commune.id, options.village)).id
      const { code, expiresAt } = await roomsOf(ground, systemClock).makeCode({ communeId: commune.id, kind: villageId === undefined ? 'committee' : 'village', villageId, holderId: undefined, by: WHO })
      cli.print(`${codeWords(code, expiresAt)} Thêm trợ lý của xã vào nhóm, rồi quản trị nhóm gửi dòng trên trong nhóm. Ai gửi mã là thành viên được giao việc; thêm người: cấp mã nữa.`)
    }))
}

/** Whoever reads it out reads two short groups. */
export const codeWords = (code: string, expiresAt: Date): string => `#ma ${code.slice(0, 4)}-${code.slice(4)}\nDùng một lần, đến hết ngày ${dayInVietnamese(vietnamDay(expiresAt))}.`

export async function withGround<T>(cli: Cli, work: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await openGround(cli.config(), cli.log())
  try {
    return await work(ground)
  } finally {
    await ground.close()
  }
}

const CHANNEL_WORDS: Readonly<Record<string, string>> = { telegram: 'Telegram', zalo: 'Zalo', webchat: 'trang nhắn tin', phone: 'SMS' }

function line({ id, kind, village, holder, channel, isGroup, boundAt, lost }: RoomListRow): string {
  const whose = kind === 'committee' ? 'Ban chỉ đạo' : [holder, village].filter(Boolean).join(', ')
  return `${id} · ${whose} · ${isGroup ? 'nhóm ' : ''}${CHANNEL_WORDS[channel] ?? channel} · gắn ${dayInVietnamese(vietnamDay(boundAt))}${lost ? ' · không gửi tới được nữa' : ''}`
}
