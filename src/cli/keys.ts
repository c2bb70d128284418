import { Command } from 'commander'
import { openGround } from '../app/installation.ts'
import type { Ground } from '../app/installation.ts'
import { keysOf } from '../app/keys.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { whereKeys } from './backup.ts'
import type { Cli } from './cli.ts'
import { count, table } from './terminal.ts'

const HELP = `
Khóa mới chỉ ghi, khóa cũ vẫn đọc; không bao giờ bỏ khóa cũ: việc tìm theo số giấy tờ, số điện thoại và các bản sao lưu cũ vẫn cần nó.`

/** `loa keys`: the keys that seal what nobody else may read; they themselves are never shown. */
export function keysCommand(cli: Cli): Command {
  const withGround = async (work: (ground: Ground) => Promise<void>): Promise<void> => {
    const ground = await openGround(cli.config(), cli.log())
    try {
      await work(ground)
    } finally {
      await ground.close()
    }
  }
  const keys = new Command('keys').description('khóa mã hóa: có những khóa nào, tạo khóa mới, mã hóa lại bằng khóa mới').addHelpText('after', HELP)
  keys.action(() =>
    withGround(async (ground) => {
      const rows = await keysOf(ground).list()
      cli.print(table([['khóa số', 'dấu', 'số mục đã mã hóa', ''], ...rows.map((one) => [String(one.version), one.fingerprint, one.sealed, one.writes ? 'đang dùng để ghi' : 'chỉ đọc'])]))
    }))
  keys.command('rotate').description('tạo khóa mới; từ lần chạy sau, Loa ghi bằng khóa này').action(() =>
    withGround(async (ground) => {
      const { version, setting } = await keysOf(ground).rotate()
      if (setting === undefined) cli.print(`Đã thêm khóa số ${version} vào ${whereKeys(ground.config)}. Chép lại tệp này sang nơi cất khóa, rồi khởi động lại Loa ở mọi máy.`)
      else cli.print(`Đặt LOA_KEYS thành dòng dưới đây ở mọi máy, cất một bản ở nơi khác, rồi khởi động lại Loa. Đừng gửi dòng này cho ai.\n${setting}`)
      cli.print('Muốn mã hóa lại dữ liệu cũ bằng khóa mới: loa keys reseal')
    }))
  keys.command('reseal').description('mã hóa lại bằng khóa mới những gì khóa cũ đã mã hóa; Loa vẫn làm việc, dừng lúc nào cũng được').action(() =>
    withGround(async (ground) => {
      const desk = keysOf(ground)
      const unaware = await desk.unaware()
      if (unaware > 0) throw new UserError('keys.unaware', 'Loa đang chạy với khóa cũ nên chưa đọc được khóa mới. Khởi động lại Loa ở mọi máy, rồi chạy lại lệnh này.', { exitCode: EXIT.refused })
      const progress = cli.progress('Đang mã hóa lại')
      const done = await desk.reseal(cli.signal, (pages, total) => progress.update(pages, total))
      progress.finish()
      cli.print(cli.signal.aborted ? `Đã dừng, ${count(done)} mục đã được mã hóa lại. Chạy lại để làm tiếp.` : `Xong: ${count(done)} mục được mã hóa lại bằng khóa mới.`)
    }))
  return keys
}
