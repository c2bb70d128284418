/** `loa import FILE...`: from an officer's file to the register, each file in its own transaction. */
import { Command, InvalidArgumentError } from 'commander'
import { communeNamed, communesOf, importInto, openGround } from '../app/installation.ts'
import type { Ground } from '../app/installation.ts'
import { vietnamDay } from '../domain/calendar.ts'
import type { Month } from '../domain/calendar.ts'
import { systemClock } from '../kernel/clock.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import { collectGarbageEarly } from '../kernel/memory.ts'
import type { ImportReport } from '../register/import-roster.ts'
import { findCommune } from '../register/roster/find-commune.ts'
import { interpretRoster } from '../register/roster/interpret-roster.ts'
import { openRosterFile } from '../register/roster/open-roster-file.ts'
import { readingJson } from '../register/roster/print-reading.ts'
import type { RosterKind, RosterReading } from '../register/roster/roster.ts'
import type { Cli } from './cli.ts'
import { canAsk, confirm } from './confirm.ts'
import { reportText } from './import-words.ts'
import { chooseImportCommune } from './import-commune.ts'
import { KIND_NAMES, readKind } from './import-kind.ts'
import { sharedCommune } from './shared-commune.ts'
import type { SharedCommune } from './shared-commune.ts'

interface ImportOptions {
  commune?: string
  newCommune?: true
  kind?: RosterKind
  month?: Month
  dryRun?: true
  json?: true
  yes?: true
  all?: true
}

const HELP = `
Loa tự nhận ra loại danh sách, trang, dòng tiêu đề và các cột. Trên màn hình, Loa cho xem thay đổi rồi hỏi trước khi ghi (bỏ hỏi: --yes);
khi chạy từ một chương trình khác thì ghi luôn. Mỗi tệp được ghi trọn vẹn hoặc không ghi gì; nhập lại cùng một tệp không làm thay đổi gì.
  --dry-run          so với sổ, không ghi
  --dry-run --json   chỉ đọc tệp, không mở cơ sở dữ liệu, in kết quả đọc từng dòng
Các tệp nhập cùng lúc là của cùng một xã: chỉ cần một tệp ghi tên xã.
Mã kết thúc: 0 xong · 3 có tệp bị từ chối hoặc không tìm thấy, tệp đó chưa ghi gì · 5 xong nhưng có dòng cần xem hoặc không ghi được`

export function importCommand(cli: Cli): Command {
  return new Command('import')
    .description('nhập danh sách của cán bộ (.xlsx, .xls, .ods, .csv, .txt) vào sổ')
    .argument('<tệp...>', 'một hay nhiều tệp')
    .option('--commune <tên>', 'tên xã, phường; cần khi có nhiều xã, ví dụ "xã Tân Đông"')
    .option('--new-commune', 'xã này chưa có trong sổ, thêm vào cạnh các xã đang có')
    .option('--kind <loại>', `loại danh sách, khi tệp không cho biết: ${KIND_NAMES.join(', ')}`, readKind)
    .option('--month <tháng>', 'tháng chi trả, ví dụ 12/2026', parseMonth)
    .option('--dry-run', 'chỉ xem, không ghi')
    .option('--all', 'in mọi dòng cần xem')
    .option('--json', 'in kết quả dạng JSON')
    .option('--yes', 'ghi luôn, không hỏi')
    .addHelpText('after', HELP)
    .action((files: string[], options: ImportOptions) => importFiles(cli, files, options))
}

function parseMonth(text: string): Month {
  const [, month, year] = /^(0?[1-9]|1[0-2])\/(20\d\d)$/.exec(text.trim()) ?? []
  if (month === undefined || year === undefined) throw new InvalidArgumentError('tháng viết như 12/2026')
  return `${year}-${month.padStart(2, '0')}`
}

async function importFiles(cli: Cli, files: readonly string[], options: ImportOptions): Promise<void> {
  collectGarbageEarly()
  const communes = sharedCommune(files, cli.signal)
  let ground: Ground | undefined
  let code: number = EXIT.ok
  let written = 0
  try {
    for (const path of files) {
      try {
        const file = await readFile(cli, path, options)
        if (options.dryRun && options.json) {
          await cli.printPieces(readingJson(file.reading))
          continue
        }
        communes.tell(path, file.commune)
        ground ??= await openGround(cli.config(), cli.log())
        const report = await importOne(cli, ground, file, communes, options)
        if (report?.batchId !== undefined) written += 1
        if (report !== undefined && report.counts.flagged + report.counts.rejected > 0 && code === EXIT.ok) code = EXIT.attention
      } catch (problem) {
        // One bad file must not keep the others out; what is wrong with the installation stops them all.
        if (cli.signal.aborted && !(problem instanceof UserError && problem.exitCode === EXIT.interrupted)) throw stopped(problem, written)
        if (!(problem instanceof UserError) || problem.exitCode !== EXIT.refused) throw problem
        cli.note(problem.said)
        code = EXIT.refused
      }
    }
  } finally {
    await ground?.close()
  }
  cli.setExitCode(code)
}

function stopped(cause: unknown, written: number): UserError {
  const said = written === 0 ? 'Đã dừng; chưa ghi gì vào sổ.' : `Đã dừng; ${written} tệp đầu đã ghi xong, các tệp còn lại chưa ghi gì vào sổ.`
  return new UserError('cli.stopped', said, { exitCode: EXIT.interrupted, cause })
}

interface ReadFile {
  reading: RosterReading
  sha256: string
  commune: string | undefined
}

async function readFile(cli: Cli, path: string, options: ImportOptions): Promise<ReadFile> {
  const file = await openRosterFile(path, { signal: cli.signal })
  const progress = cli.progress(`Đọc ${file.fileName}`)
  const reading = interpretRoster(file, {
    today: vietnamDay(systemClock.now()),
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(options.month !== undefined && { month: options.month }),
    onProgress: (rows) => progress.update(rows),
  })
  progress.finish()
  return { reading, sha256: file.sha256, commune: findCommune(file) }
}

async function importOne(cli: Cli, ground: Ground, { reading, sha256, commune }: ReadFile, communes: SharedCommune, options: ImportOptions): Promise<ImportReport | undefined> {
  const name = await chooseImportCommune(ground, options, { file: reading.file, commune }, communes)
  const run = async (communeId: number, preview: boolean): Promise<ImportReport> => {
    const progress = cli.progress(preview ? `So ${reading.file} với sổ` : `Ghi ${reading.file}`)
    const report = await importInto(ground, systemClock)({
      reading, sha256, communeId, actor: 'cli', preview, signal: cli.signal, onProgress: (done, all) => progress.update(done, all),
    })
    progress.finish()
    return report
  }
  const known = (await communesOf(ground)).find((candidate) => candidate.name === name)
  const mustAsk = !options.yes && !options.json && canAsk()
  if (options.dryRun || mustAsk) {
    // A commune that is not there yet has no number; nobody has this one.
    const preview = await run(known?.id ?? 0, true)
    await show(cli, reading, preview, options)
    if (options.dryRun) {
      cli.note('Chưa ghi gì vào sổ.')
      return preview
    }
    if (changedIn(preview) === 0) {
      cli.print('Không có gì thay đổi.')
      return preview
    }
    if (!(await confirm({ text: `Ghi vào sổ của ${name}?`, signal: cli.signal, stopped: 'Chưa ghi gì vào sổ.' }))) {
      cli.print('Chưa ghi gì vào sổ.')
      return undefined
    }
  }
  const report = await run((known ?? (await communeNamed(ground, name))).id, false)
  if (!mustAsk) await show(cli, reading, report, options)
  if (options.json) return report
  cli.print(report.kind === 'unchanged' ? 'Không có gì thay đổi.' : `Đã ghi vào sổ của ${name}: lần nhập số ${report.batchId}. Muốn bỏ lần nhập này: loa undo-import ${report.batchId}`)
  return report
}

const changedIn = ({ diff }: ImportReport): number =>
  [diff.persons, diff.households, diff.cards, diff.allowances, diff.payments].reduce((sum, counts) => sum + counts.new + counts.changed, 0)

async function show(cli: Cli, reading: RosterReading, report: ImportReport, options: ImportOptions): Promise<void> {
  if (options.json) await cli.printPieces(readingJson(reading, { import: { kind: report.kind, batch: report.batchId ?? null, counts: report.counts, diff: report.diff } }))
  else cli.print(reportText(reading, report, options.all === true))
}
