import { Command } from 'commander'
import { createApp } from '../app.ts'
import { REMINDER_RULES } from '../domain/reminder-rules.ts'
import type { RuleKey } from '../domain/reminder-rules.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'

/** `loa plan`: plans today's reminders now; the scheduler does the same every minute. */
export function planCommand(cli: Cli): Command {
  return new Command('plan').description('lập danh sách nhắc của hôm nay (chạy lại bao nhiêu lần cũng không nhắc trùng)').action(async () => {
    const app = await createApp(cli.config(), cli.log())
    try {
      const results = await app.plan()
      if (results.length === 0) cli.print('Chưa có xã nào. Nhập danh sách trước: loa import TỆP')
      for (const { commune, planned, cancelled } of results) {
        const lines = Object.entries(planned).map(([key, n]) => `  ${count(n)} · ${REMINDER_RULES[key as RuleKey].name}`)
        cli.print(`${commune}: ${lines.length === 0 ? 'không có nhắc mới hôm nay' : `thêm\n${lines.join('\n')}`}`)
        if (cancelled > 0) cli.print(`  rút lại ${count(cancelled)} nhắc chưa gửi vì quy tắc hoặc lịch đã đổi`)
      }
    } finally {
      await app.stop()
    }
  })
}
