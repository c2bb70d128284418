import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { botAddresses } from '../app/bot-addresses.ts'
import { communesOf, openGround } from '../app/installation.ts'
import { waysIn } from '../bot/ways-in.ts'
import type { WayIn } from '../bot/ways-in.ts'
import { planLeaflet } from '../groups/leaflet.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { leafletPage } from '../web/leaflet/leaflet-page.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'
import { findChromium } from './paper/find-chromium.ts'
import { printPdf } from './paper/print-pdf.ts'
import { emptyRefusal, privateRefusal, PUBLIC_PHONE, readPublicPhones } from './paper/refusals.ts'

interface LeafletOptions {
  out: string
  title?: string
  when?: string
  where?: string
  publicPhone?: string
  qr?: WayIn['name'] | 'none'
  commune?: string
}

const HELP = `
Ví dụ: loa leaflet "Người từ 60 tuổi được khám mắt miễn phí." --title "Khám bệnh" --when "Thứ hai 30/11, từ 07:30" --where "Trạm y tế" --out to-roi.pdf
Tờ rơi vừa một trang A5, chữ to nhất có thể, có mã QR mở trang hỏi trợ lý của xã. Tệp .html in được ở mọi máy; tệp .pdf cần máy này có Chrome, Chromium hoặc Edge.`

/** `loa leaflet`: an announcement on one page of A5. */
export function leafletCommand(cli: Cli): Command {
  return new Command('leaflet')
    .description('làm tờ rơi khổ A5 từ một thông báo, tệp .html hoặc .pdf')
    .argument('<lời>', 'nội dung, đặt trong dấu ngoặc kép')
    .requiredOption('--out <tệp>', 'tệp .html hoặc .pdf để ghi')
    .option('--title <tên>', 'tên tờ rơi, không có thì ghi "Thông báo"')
    .option('--when <khi nào>', 'ngày giờ, ghi trong khung')
    .option('--where <ở đâu>', 'địa điểm, ghi trong khung')
    .addOption(new Option('--qr <nơi>', 'mã QR mở ở đâu').choices(['webchat', 'zalo', 'telegram', 'none']))
    .option(...PUBLIC_PHONE)
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .addHelpText('after', HELP)
    .action(async (text: string, options: LeafletOptions) => {
      if (!/\.(?:html|pdf)$/i.test(options.out)) throw new UserError('leaflet.usage', `Tên tệp "${options.out}" cần kết thúc bằng .html hoặc .pdf.`, { exitCode: EXIT.usage })
      const publicPhones = readPublicPhones(options.publicPhone)
      const config = cli.config()
      const ground = await openGround(config, cli.log())
      try {
        const { id, profile } = await chooseCommune(ground, options.commune)
        const several = (await communesOf(ground)).length > 1
        const way = options.qr === 'none' ? undefined : chosenWay(waysIn(await botAddresses(config), several ? { commune: id } : {}), options.qr)
        const answer = planLeaflet({ text, publicPhones, hasCode: way !== undefined, ...(options.title && { heading: options.title }), ...(options.when && { when: options.when }), ...(options.where && { where: options.where }) }, profile)
        if (answer.kind === 'empty') throw emptyRefusal('leaflet')
        if (answer.kind === 'private') throw privateRefusal('leaflet', answer.numbers)
        if (answer.kind === 'too-long') throw new UserError('leaflet.too-long', 'Chưa làm. Lời này dài quá một trang A5. Viết gọn lại hoặc chia thành hai tờ.')
        await write(cli, options.out, await leafletPage(answer.leaflet, way), config.chromium)
        if (way === undefined && options.qr !== 'none') cli.note('Tờ rơi chưa có mã QR: đặt LOA_PUBLIC_URL là địa chỉ mà người dân mở được trang nhắn tin của xã.')
      } finally {
        await ground.close()
      }
    })
}

function chosenWay(ways: readonly WayIn[], wanted: WayIn['name'] | undefined): WayIn | undefined {
  if (wanted === undefined) return ways[0]
  const way = ways.find(({ name }) => name === wanted)
  if (way !== undefined) return way
  const missing = { webchat: 'LOA_PUBLIC_URL chưa được đặt, hoặc trang nhắn tin đang tắt', zalo: 'Zalo OA chưa được nối', telegram: 'Telegram đang tắt hoặc không trả lời' }[wanted]
  throw new UserError('leaflet.no-way', `Chưa làm được mã QR: ${missing}. Xem: loa doctor`)
}

/** Without a browser there is still a page to print; the officer's own machine has one. */
async function write(cli: Cli, out: string, html: string, named: string | undefined): Promise<void> {
  const wantsPdf = /\.pdf$/i.test(out)
  const chromium = wantsPdf ? findChromium(named) : undefined
  const path = wantsPdf && chromium === undefined ? out.replace(/\.pdf$/i, '.html') : out
  const file = chromium === undefined ? html : await printPdf(chromium, html, cli.signal).catch((cause: unknown) => {
    throw new UserError('leaflet.no-pdf', `Trình duyệt ${chromium} không in được. Ghi thành tệp .html rồi mở và in từ trình duyệt khác, hoặc đặt LOA_CHROMIUM.`, { cause, exitCode: EXIT.unavailable })
  })
  await writeFile(path, file).catch((cause: unknown) => {
    throw new UserError('leaflet.not-written', `Không ghi được tệp "${path}".`, { cause })
  })
  cli.print(`Đã ghi tờ rơi vào ${path}.`)
  if (path === out && wantsPdf) return
  cli.note('Để in: mở tệp bằng trình duyệt, bấm Ctrl và P, chọn khổ giấy A5; muốn có PDF thì chọn "Lưu dưới dạng PDF".')
  if (!wantsPdf) return
  cli.note('Chưa có tệp PDF: máy này không có Chrome, Chromium hay Edge (đặt LOA_CHROMIUM nếu trình duyệt nằm ở chỗ khác).')
  cli.setExitCode(EXIT.attention)
}
