import { Command } from 'commander'
import { resolve } from 'node:path'
import { restoreFrom } from '../app/backups.ts'
import { dayInVietnamese, readInstant, vietnamDay, vietnamTime } from '../domain/calendar.ts'
import { EXIT } from '../kernel/errors.ts'
import type { Cli } from './cli.ts'
import { count } from './terminal.ts'

const HELP = `
Dừng Loa trước khi khôi phục. Cơ sở dữ liệu phải trống, và phải có đúng khóa mã hóa của ngày sao lưu (tệp "keys" hoặc LOA_KEYS).
Sau lúc sao lưu, Loa cũ có thể đã gửi những tin mà bản sao lưu ghi là chưa gửi. Loa không gửi lại các tin ấy: chúng thành "chưa rõ đã tới hay chưa",
cán bộ quyết định (loa unconfirmed). Chuyển sổ sang máy mới mà Loa cũ đã dừng TRƯỚC khi sao lưu thì thêm --may-cu-da-dung: không tin nào phải hỏi lại.`

/** `loa restore`: a backup into an empty database. */
export function restoreCommand(cli: Cli): Command {
  return new Command('restore')
    .description('khôi phục sổ từ một bản sao lưu, vào một cơ sở dữ liệu trống')
    .argument('<tệp>', 'tệp do loa backup tạo')
    .option('--may-cu-da-dung', 'Loa cũ đã dừng trước khi sao lưu, từ đó chưa gửi gì')
    .addHelpText('after', HELP)
    .action(async (file: string, options: { mayCuDaDung?: true }) => {
      const progress = cli.progress('Đang khôi phục')
      const report = await restoreFrom(cli.config(), cli.log(), { path: resolve(file), nothingSentSince: options.mayCuDaDung === true, progress: (rows) => progress.update(rows) })
      progress.finish()
      cli.print(`Đã khôi phục ${count(report.rows)} dòng, như lúc ${moment(report.madeAt)}. Những gì ghi sau lúc ấy không có trong sổ: nhập lại danh sách, ghi lại người đã mất, chuyển đi, từ chối nhận tin.`)
      cli.print('Mọi người đăng nhập lại. Đường dẫn mời và mã liên kết cũ không dùng được nữa; hãy cấp lại.')
      if (report.zaloToConnect) cli.print('Zalo OA phải kết nối lại: loa zalo authorise')
      if (report.waiting > 0) cli.print(`${count(report.waiting)} tin của người dân đang chờ trả lời lúc sao lưu: loa tickets`)
      if (report.inDoubt > 0) {
        cli.print(`${count(report.inDoubt)} tin có thể đã được gửi sau lúc sao lưu. Loa không tự gửi lại. Chạy loa start, rồi quyết định từng tin ở trang Hôm nay, hoặc cả loạt: loa unconfirmed tat-ca --arrived (coi như đã tới) hoặc --again (gửi lại)`)
        cli.setExitCode(EXIT.attention)
      }
    })
}

function moment(madeAt: string): string {
  const instant = readInstant(madeAt)
  return instant === undefined ? madeAt : `${vietnamTime(instant)} ngày ${dayInVietnamese(vietnamDay(instant))}`
}
