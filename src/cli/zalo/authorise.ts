import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { EXIT, UserError } from '../../kernel/errors.ts'
import type { ZaloDesk } from '../../app/zalo-desk.ts'
import type { Cli } from '../cli.ts'
import { withDesk } from './with-desk.ts'

const WITHOUT_ADDRESS =
  'Chưa đặt ZALO_REDIRECT_URL, nên Zalo không biết đưa quản trị viên về đâu. Đặt biến ấy đúng như "Official Account Callback Url" trên trang quản lý ứng dụng Zalo, hoặc lấy refresh token ở API Explorer và chạy: loa zalo authorise --file TỆP'

/** `loa zalo authorise`: prints where an admin of the account gives consent, and takes what comes back. */
export function zaloAuthorise(cli: Cli): Command {
  return new Command('authorise')
    .description('kết nối Zalo OA với Loa: in đường dẫn để quản trị viên của OA đồng ý, rồi nhận kết quả')
    .argument('[địa chỉ]', 'địa chỉ trên trình duyệt sau khi đồng ý, đặt trong dấu nháy; chỉ cần khi trang của Loa không mở ra được')
    .option('--file <tệp>', 'tệp chứa refresh token lấy ở API Explorer của Zalo, khi Loa không có địa chỉ công khai')
    .action((address: string | undefined, options: { file?: string }) =>
      withDesk(cli, async (desk) => {
        if (options.file !== undefined) await adopt(cli, desk, options.file)
        else if (address === undefined) show(cli, desk)
        else await take(cli, desk, address)
      }),
    )
}

function show(cli: Cli, desk: ZaloDesk): void {
  const url = desk.authoriseUrl()
  if (url === undefined) throw new UserError('zalo.no-redirect', WITHOUT_ADDRESS, { exitCode: EXIT.usage })
  cli.print(url)
  cli.note(
    [
      'Quản trị viên của OA mở đường dẫn trên (trong 30 phút), đăng nhập Zalo và bấm đồng ý.',
      'Nếu sau đó hiện "Đã kết nối Zalo OA với Loa" thì xong. Nếu trang không mở ra được, chép cả địa chỉ trên trình duyệt rồi chạy, trong 10 phút:',
      "  loa zalo authorise 'https://…?code=…&oa_id=…&state=…'",
    ].join('\n'),
  )
}

async function take(cli: Cli, desk: ZaloDesk, address: string): Promise<void> {
  const url = parsed(address)
  if (url === undefined) throw new UserError('zalo.address', 'Đây không phải là một địa chỉ. Chép cả dòng địa chỉ trên trình duyệt và đặt trong dấu nháy đơn.', { exitCode: EXIT.usage })
  const { ok, said } = await desk.takeConsent(Object.fromEntries(url.searchParams))
  if (!ok) throw new UserError('zalo.consent', said)
  cli.print(`${said} Xem: loa zalo status`)
}

async function adopt(cli: Cli, desk: ZaloDesk, path: string): Promise<void> {
  const token = (await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UserError('zalo.no-file', `Không đọc được tệp "${path}".`, { cause, exitCode: EXIT.usage })
  })).trim()
  if (!/^[\x21-\x7e]{20,4000}$/.test(token)) throw new UserError('zalo.token', 'Trong tệp phải có đúng một refresh token, không kèm chữ nào khác.', { exitCode: EXIT.usage })
  const answer = await desk.adopt(token)
  if (!answer.ok) throw new UserError('zalo.adopt', `Zalo không nhận refresh token này: mỗi mã chỉ dùng được một lần và trong ba tháng. Lấy mã mới ở API Explorer. ${answer.said}`)
  cli.print('Đã kết nối Zalo OA với Loa. Xóa tệp vừa dùng: mã trong đó không còn giá trị. Xem: loa zalo status')
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}
