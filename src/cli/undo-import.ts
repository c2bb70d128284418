/** `loa undo-import [BATCH]`: takes an import back, or lists what there is to take back. */
import { Command } from 'commander'
import { importsOf, openGround } from '../app/installation.ts'
import type { BatchSummary } from '../app/installation.ts'
import { dayInVietnamese, vietnamDay, vietnamTime } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { KIND_WORDS } from '../register/roster/kind-words.ts'
import type { UndoneImport } from '../register/undo-import.ts'
import type { RosterKind } from '../register/roster/roster.ts'
import type { Cli } from './cli.ts'
import { canAsk, confirm } from './confirm.ts'
import { count, table } from './terminal.ts'

const HELP = `
Không ghi số thì hoàn tác lần nhập gần nhất. Sổ trở lại như trước lần nhập đó; nhắc hẹn chưa gửi về những gì bị bỏ đi sẽ được hủy.
Người đã được báo tin thì còn tên trên sổ, chỉ bỏ thẻ và trợ cấp của lần nhập đó. Muốn có lại thì nhập lại tệp.
Chạy từ một chương trình khác thì cần --yes. Bỏ lần nhập duy nhất của một xã không còn gì khác (gõ nhầm tên xã) thì xã ấy cũng được bỏ.
Mã kết thúc: 0 xong · 3 không hoàn tác được, chưa đổi gì`

export function undoImportCommand(cli: Cli): Command {
  return new Command('undo-import')
    .description('hoàn tác một lần nhập danh sách')
    .argument('[số]', 'số của lần nhập')
    .option('--list', 'liệt kê các lần nhập gần đây')
    .option('--yes', 'làm luôn, không hỏi')
    .addHelpText('after', HELP)
    .action((batch: string | undefined, options: { list?: true; yes?: true }) => undo(cli, batch, options))
}

async function undo(cli: Cli, asked: string | undefined, options: { list?: true; yes?: true }): Promise<void> {
  if (asked !== undefined && !/^\d{1,18}$/.test(asked)) {
    throw new UserError('undo.not-a-number', `"${asked}" không phải số của một lần nhập. Xem các số bằng lệnh: loa undo-import --list`)
  }
  const ground = await openGround(cli.config(), cli.log())
  try {
    const imports = importsOf(ground, systemClock)
    const batches = await imports.list()
    if (options.list) {
      cli.print(batches.length === 0 ? 'Chưa có lần nhập nào.' : batchList(batches))
      return
    }
    const latest = batches.find((batch) => batch.undoneAt === undefined)
    const id = asked ?? latest?.id
    if (id === undefined) throw new UserError('undo.nothing', 'Không có lần nhập nào để hoàn tác.')
    const batch = batches.find((candidate) => candidate.id === id)
    const what = `lần nhập số ${id}${batch === undefined ? '' : ` (${batch.fileName}, ${momentOf(batch)})`}`
    if (!options.yes && !canAsk()) throw new UserError('undo.unasked', `Chưa hoàn tác gì. Muốn hoàn tác ${what} mà không hỏi lại, thêm --yes.`, { exitCode: EXIT.usage })
    if (!options.yes && !(await confirm({ text: `Hoàn tác ${what}?`, signal: cli.signal, stopped: 'Chưa hoàn tác gì.' }))) {
      cli.print('Chưa hoàn tác gì.')
      return
    }
    cli.print(undoneText(id, await imports.undo(id)))
  } finally {
    await ground.close()
  }
}

function batchList(batches: readonly BatchSummary[]): string {
  const lines = batches.map((batch) => [
    batch.id, momentOf(batch), batch.commune, KIND_WORDS[batch.kind as RosterKind], batch.people, batch.fileName, batch.undoneAt === undefined ? '' : 'đã hoàn tác',
  ])
  return table([['Số', 'Lúc', 'Xã, phường', 'Loại', 'Người', 'Tệp', ''], ...lines], '')
}

const momentOf = ({ committedAt }: BatchSummary): string => `${vietnamTime(committedAt)} ${dayInVietnamese(vietnamDay(committedAt))}`

function undoneText(id: string, undone: UndoneImport): string {
  return [
    `Đã hoàn tác lần nhập số ${id} (${undone.fileName}): bỏ ${count(undone.removedPeople)} người mới, trả ${count(undone.restored)} thông tin về như trước.`,
    ...(undone.cancelledNotices > 0 ? [`Đã hủy ${count(undone.cancelledNotices)} nhắc hẹn chưa gửi.`] : []),
    ...(undone.keptPeople > 0 ? [`${count(undone.keptPeople)} người vẫn còn tên trên sổ vì đã được báo tin hoặc đã liên kết kênh nhắn tin; thẻ và trợ cấp của lần nhập này không còn hiệu lực.`] : []),
    'Muốn có lại, nhập lại tệp.',
  ].join('\n')
}
