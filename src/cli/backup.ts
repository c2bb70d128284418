import { Command } from 'commander'
import { resolve } from 'node:path'
import { backupTo } from '../app/backups.ts'
import { openGround } from '../app/installation.ts'
import type { Config } from '../kernel/config.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'

const HELP = `
Chạy được cả khi Loa đang làm việc; không cần cài thêm gì. Tệp không chứa khóa mã hóa: cất khóa ở một nơi khác.
Đưa sổ trở lại: loa restore TỆP`

/** `loa backup`: the whole register in one file. */
export function backupCommand(cli: Cli): Command {
  return new Command('backup')
    .description('sao lưu cả sổ vào một tệp')
    .argument('<tệp>', 'tệp mới, ví dụ so-2026-11-22.loa.gz')
    .addHelpText('after', HELP)
    .action(async (file: string) => {
      const ground = await openGround(cli.config(), cli.log())
      const progress = cli.progress('Đang sao lưu')
      try {
        const rows = await backupTo(ground, resolve(file), (done, total) => progress.update(done, total))
        progress.finish()
        cli.print(`Đã sao lưu ${count(rows)} dòng vào ${file}. Chép tệp này sang máy hoặc đĩa khác.`)
        cli.print(`Khóa mã hóa KHÔNG nằm trong tệp: khóa ở ${whereKeys(cli.config())}. Cất khóa ở một nơi khác nữa; mất khóa thì số giấy tờ, số điện thoại và tin nhắn trong bản sao lưu không ai đọc lại được.`)
      } finally {
        await ground.close()
      }
    })
}

export const whereKeys = ({ keys, dataDir }: Pick<Config, 'keys' | 'dataDir'>): string => (keys === undefined ? `tệp ${dataDir}/keys` : 'biến LOA_KEYS')
