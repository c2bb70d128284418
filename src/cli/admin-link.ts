import { Command } from 'commander'
import { adminLink, webBase } from '../app/console.ts'
import { openGround } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import type { Cli } from './cli.ts'

/** `loa admin-link`: the way in for whoever runs the machine, also when every admin has lost their telephone. */
export function adminLinkCommand(cli: Cli): Command {
  return new Command('admin-link')
    .description('in đường dẫn dùng một lần để lập tài khoản quản trị của trang cán bộ')
    .action(async () => {
      const ground = await openGround(cli.config(), cli.log())
      try {
        const { url, expiresAt } = await adminLink(ground, systemClock, webBase(ground.config), 'cli')
        cli.print(`${url}\nDùng một lần, đến hết ngày ${dayInVietnamese(vietnamDay(expiresAt))}. Ai mở đường dẫn này có toàn quyền; đường dẫn in lần trước không còn dùng được.`)
      } finally {
        await ground.close()
      }
    })
}
