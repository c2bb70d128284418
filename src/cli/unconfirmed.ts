import { Command } from 'commander'
import { openGround, settingsOf } from '../app/installation.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'

/** `loa unconfirmed`: a person decides what Loa must not guess: whether a message arrived. */
export function unconfirmedCommand(cli: Cli): Command {
  return new Command('unconfirmed')
    .description('ghi lại việc một tin chưa rõ đã tới hay chưa (xem số tin trong loa status)')
    .argument('<số>', 'số của tin, hoặc tat-ca cho mọi tin chưa rõ')
    .option('--arrived', 'người nhận đã đọc được tin')
    .option('--again', 'người nhận chưa thấy tin: gửi lại')
    .action(async (noticeId: string, options: { arrived?: boolean; again?: boolean }) => {
      if (!/^(\d{1,15}|tat-ca)$/.test(noticeId) || (options.arrived === true) === (options.again === true)) {
        throw new UserError('unconfirmed.usage', 'Viết số của tin, kèm --arrived (đã tới) hoặc --again (gửi lại).', { exitCode: EXIT.usage })
      }
      const ground = await openGround(cli.config(), cli.log())
      try {
        const decision = options.arrived === true ? 'arrived' : 'again'
        if (noticeId === 'tat-ca') {
          const decided = await settingsOf(ground).decideAllUnconfirmed(decision)
          cli.print(`Đã ghi ${count(decided)} tin: ${decision === 'arrived' ? 'coi như đã tới' : 'sẽ được gửi lại; tin đã quá hạn thành lượt đến nhà'}.`)
          return
        }
        const done = await settingsOf(ground).decideUnconfirmed(noticeId, decision)
        if (!done) throw new UserError('unconfirmed.none', `Tin số ${noticeId} không nằm trong số các tin chưa rõ. Xem: loa status`)
        cli.print(options.arrived === true ? 'Đã ghi: tin đã tới.' : 'Đã ghi: tin sẽ được gửi lại.')
      } finally {
        await ground.close()
      }
    })
}
