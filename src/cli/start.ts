import { Command, InvalidArgumentError } from 'commander'
import { createApp } from '../app.ts'
import { firstLink } from '../app/console.ts'
import { ROLES, secretsOf } from '../kernel/config.ts'
import type { Role } from '../kernel/config.ts'
import { createLog } from '../kernel/log.ts'
import { waysOf } from '../delivery/promote.ts'
import type { Cli } from './cli.ts'
import { logFile, logPath } from './log-file.ts'
import { webOf } from './web.ts'
import { NO_CHANNEL_TO_PHONES } from './words.ts'

/** `loa start`: runs until it is told to stop. */
export function startCommand(cli: Cli): Command {
  return new Command('start')
    .description('chạy Loa: trang web, gửi tin, lập lịch')
    .option('--roles <danh sách>', `chỉ chạy các phần này, cách nhau bằng dấu phẩy: ${ROLES.join(', ')}`, parseRoles)
    .action(async (options: { roles?: Role[] }) => {
      const config = cli.config()
      const log = createLog({ level: config.logLevel, secrets: secretsOf(config), ...(cli.isTerminal && { destination: logFile(config.dataDir) }) })
      const roles = options.roles ?? config.roles
      const app = await createApp(config, log)
      try {
        const web = roles.includes('web') ? await webOf(app) : undefined
        const address = await web?.start()
        await app.start(roles)
        const link = address && (await firstLink(app.ground, app.clock, config.web.publicUrl ?? address.url))
        cli.print(`Loa đang chạy (${roles.join(', ')})${address === undefined ? '' : ` tại ${address.url}`}. Dừng bằng Ctrl-C.${cli.isTerminal ? ` Nhật ký: ${logPath(config.dataDir)}` : ''}`)
        if (link !== undefined) cli.print(`Chưa có tài khoản cán bộ nào. Mở đường dẫn này để lập tài khoản quản trị (dùng một lần, trong ba ngày):\n  ${link}`)
        if (!waysOf(app.channels).some(({ kind }) => kind === 'phone')) cli.note(`Chú ý: ${NO_CHANNEL_TO_PHONES}`)
        await untilAborted(cli.signal)
        cli.note('Đang dừng: chờ các tin đang gửi xong.')
        await web?.stop()
      } finally {
        await app.stop()
      }
      cli.setExitCode(0)
    })
}

function parseRoles(text: string): Role[] {
  const roles = text.split(',').map((role) => role.trim())
  const unknown = roles.filter((role) => !(ROLES as readonly string[]).includes(role))
  if (unknown.length > 0) throw new InvalidArgumentError(`không có phần "${unknown.join(', ')}"; chỉ nhận ${ROLES.join(', ')}`)
  return roles as Role[]
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })
}
