import { Command, InvalidArgumentError } from 'commander'
import { createApp } from '../app.ts'
import { webchat } from '../app/channels.ts'
import { dayInVietnamese, isDay, vietnamDay, vietnamInstant } from '../domain/calendar.ts'
import type { Day } from '../domain/calendar.ts'
import { systemClock, SettableClock } from '../kernel/clock.ts'
import type { Cli } from './cli.ts'
import { runningFrom } from './demo/demo-clock.ts'
import { demoPort } from './demo/demo-port.ts'
import { firstMorning } from './demo/first-morning.ts'
import { prepareDemo } from './demo/prepare-demo.ts'
import { simulateDays } from './demo/simulate-days.ts'
import { readDay } from './read-day.ts'
import { untilAborted } from './start.ts'
import { webOf } from './web.ts'

const FIRST_HOUR = '07:30'
const MOST_DAYS = 400

/** `loa demo`: an invented commune, from its Excel files to the phones. */
export function demoCommand(cli: Cli): Command {
  return new Command('demo')
    .description('xem thử Loa với một xã mẫu không có thật: nhập danh sách, nhắc việc hôm nay, mở trang xem điện thoại')
    .option('--days <số ngày>', 'thay vì mở trang, chạy nhanh chừng ấy ngày rồi in lịch', parseDays)
    .option('--from <ngày>', 'ngày bắt đầu, ví dụ 15/12/2026; mặc định là hôm nay', parseDay)
    .option('--exit', 'xong việc của buổi sáng thì dừng, không mở trang')
    .option('--seed <số>', 'tạo một xã mẫu khác, ví dụ 2', parseSeed)
    .action(async (options: { days?: number; from?: Day; exit?: boolean; seed?: number }) => {
      const config = cli.config()
      const today = options.from ?? vietnamDay(systemClock.now())
      const morning = vietnamInstant(today, FIRST_HOUR)
      const clock = options.days === undefined ? runningFrom(morning) : new SettableClock(morning)
      const app = await createApp(config, cli.log(), {
        clock,
        ground: { freshBeside: 'demo' },
        // No citizen's real phone can be reached from here, whatever the configuration says.
        channels: ({ mailbox }) => [webchat(mailbox)],
      })
      try {
        const demo = await prepareDemo(cli, app, { today, seed: options.seed ?? 1 })
        await app.start(['worker'])
        if (options.days !== undefined && clock instanceof SettableClock) {
          await simulateDays(cli, app, demo, clock, options.days)
          return
        }
        await firstMorning(cli, app, demo)
        if (options.exit === true) return
        await app.start(['scheduler', 'bot'])
        const web = await webOf(app, demoPort(app, demo))
        const { url } = await web.start()
        cli.print(`\nMở trang này để xem điện thoại của người dân: ${url}/demo\nXã mẫu đang chạy, đồng hồ của xã mẫu bắt đầu từ ${FIRST_HOUR} ngày ${dayInVietnamese(today)}. Dừng bằng Ctrl-C.`)
        await untilAborted(cli.signal)
        await web.stop()
      } finally {
        await app.stop()
      }
    })
}

function parseDays(text: string): number {
  const days = Number(text)
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) throw new InvalidArgumentError(`cần một số từ 1 đến ${MOST_DAYS}`)
  return days
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('cần một số, ví dụ 2')
  return Number(text)
}

function parseDay(text: string): Day {
  const day = isDay(text) ? text : readDay(text)
  if (day === undefined) throw new InvalidArgumentError('cần một ngày có thật, ví dụ 15/12/2026')
  return day
}
