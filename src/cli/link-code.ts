import { Command } from 'commander'
import { botAddresses } from '../app/bot-addresses.ts'
import { makeLinkCode } from '../app/desk.ts'
import { communesOf, openGround } from '../app/installation.ts'
import { waysIn } from '../bot/ways-in.ts'
import type { WayIn } from '../bot/ways-in.ts'
import { dayInVietnamese, vietnamDay } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { qrBlocks } from '../web/qr.ts'
import { onePerson } from './ask.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { RELATION_OPTION, readRelation } from './relation-option.ts'

/** `loa link-code`: the officer's proof for somebody who stands at the desk: a code for one use. */
export function linkCodeCommand(cli: Cli): Command {
  return new Command('link-code')
    .description('cấp mã liên kết dùng một lần, để một người hỏi và nhận tin về thẻ, trợ cấp trong cuộc trò chuyện của mình')
    .argument('<người>', 'số hoặc họ tên của người trong danh sách')
    .option(...RELATION_OPTION)
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (wanted: string, options: { relation?: string; commune?: string }) => {
      const relation = readRelation(options.relation)
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const personId = await onePerson(ground, commune.id, wanted)
        const { code, expiresAt } = await makeLinkCode(ground, systemClock, { communeId: commune.id, personId, relation, by: 'cli' })
        cli.print(`Mã: ${code.slice(0, 4)}-${code.slice(4)}\nDùng một lần, đến hết ngày ${dayInVietnamese(vietnamDay(expiresAt))}. Người đó nhắn mã này cho trợ lý của xã (Zalo, Telegram, SMS hoặc trang nhắn tin).`)
        const several = (await communesOf(ground)).length > 1
        printWays(cli, waysIn(await botAddresses(ground.config), { code: `${code.slice(0, 4)}-${code.slice(4)}`, ...(several && { commune: commune.id }) }))
      } finally {
        await ground.close()
      }
    })
}

/** Whoever scans the first finds the code filled in and presses Gửi. */
function printWays(cli: Cli, ways: readonly WayIn[]): void {
  const [first] = ways
  if (first === undefined) {
    cli.note('Muốn in mã QR để người đó quét bằng điện thoại, đặt LOA_PUBLIC_URL là địa chỉ mà người dân mở được trang nhắn tin của xã.')
    return
  }
  cli.print(`\n${qrBlocks(first.url, { coloured: cli.isTerminal })}\n`)
  for (const { name, url } of ways) cli.print(`${name === 'telegram' ? 'Telegram' : 'Trang nhắn tin'}: ${url}`)
}
