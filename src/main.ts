#!/usr/bin/env node
/** Starts here: the words on the command line become one command of cli/. The last catch, and the exit code. */
import { Command, CommanderError } from 'commander'
import { adminLinkCommand } from './cli/admin-link.ts'
import { askCommand } from './cli/ask.ts'
import { auditCommand } from './cli/audit.ts'
import { backupCommand } from './cli/backup.ts'
import { checkTemplatesCommand } from './cli/check-templates.ts'
import { classifyCommand } from './cli/classify.ts'
import { communeCommand } from './cli/commune.ts'
import { createCli } from './cli/create-cli.ts'
import { demoCommand } from './cli/demo.ts'
import { doctorCommand } from './cli/doctor.ts'
import { headsCommand } from './cli/heads.ts'
import { importCommand } from './cli/import.ts'
import { keysCommand } from './cli/keys.ts'
import { leafletCommand } from './cli/leaflet.ts'
import { linkCodeCommand } from './cli/link-code.ts'
import { loudspeakerCommand } from './cli/loudspeaker.ts'
import { personCommand } from './cli/person.ts'
import { planCommand } from './cli/plan.ts'
import { restoreCommand } from './cli/restore.ts'
import { roomCodeCommand, roomsCommand } from './cli/rooms.ts'
import { routeCommand } from './cli/route.ts'
import { rulesCommand } from './cli/rules.ts'
import { scheduleCommand } from './cli/schedule.ts'
import { startCommand } from './cli/start.ts'
import { statusCommand } from './cli/status.ts'
import { tasksCommand } from './cli/tasks.ts'
import { replyCommand, ticketsCommand } from './cli/tickets.ts'
import { unconfirmedCommand } from './cli/unconfirmed.ts'
import { undoImportCommand } from './cli/undo-import.ts'
import { HELP_WORDS, usageProblem } from './cli/usage-words.ts'
import { visitsCommand } from './cli/visits.ts'
import { wordingCommand } from './cli/wording.ts'
import { zaloCommand } from './cli/zalo.ts'
import { withEnvFile } from './kernel/config/env-file.ts'
import type { Environment } from './kernel/config/env-file.ts'
import { EXIT, UserError } from './kernel/errors.ts'

const COMMANDS = [
  startCommand, demoCommand, importCommand, undoImportCommand, planCommand, statusCommand, visitsCommand, personCommand, unconfirmedCommand,
  scheduleCommand, rulesCommand, wordingCommand, communeCommand, classifyCommand, routeCommand, askCommand, ticketsCommand, replyCommand, linkCodeCommand, loudspeakerCommand, leafletCommand, zaloCommand, adminLinkCommand, doctorCommand,
  tasksCommand, headsCommand, roomsCommand, roomCodeCommand, checkTemplatesCommand, backupCommand, restoreCommand, keysCommand, auditCommand,
]

const EXIT_CODES = `
Mã kết thúc: 0 xong · 1 lỗi của Loa · 2 gõ sai lệnh hoặc cấu hình · 3 tệp hoặc yêu cầu bị từ chối, chưa đổi gì
             4 dịch vụ cần thiết không trả lời · 5 xong nhưng có việc cần người xem · 130 dừng bằng Ctrl-C`

async function main(): Promise<number> {
  const cli = createCli({ env: environment(), stdout: process.stdout, stderr: process.stderr, once: (signal, listener) => process.once(signal, listener) })
  const program = new Command('loa')
    .description('Loa: nhắc hạn thẻ bảo hiểm y tế và ngày nhận trợ cấp cho người dân trong xã, phường.')
    .version('0.1.0', '-v, --version', 'in phiên bản')
    .helpOption('-h, --help', 'in hướng dẫn')
    .helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh')
    .addHelpText('after', EXIT_CODES)
    .configureHelp(HELP_WORDS)
    .configureOutput({
      writeOut: (text) => cli.print(text.trimEnd()),
      writeErr: (text) => cli.note(text.trimEnd()),
      outputError: (text, write) => write(usageProblem(text)),
    })
    .exitOverride()
  for (const make of COMMANDS) {
    const command = make(cli).copyInheritedSettings(program)
    for (const part of command.commands) part.copyInheritedSettings(command)
    program.addCommand(command)
  }
  try {
    await program.parseAsync(process.argv)
    return cli.signal.aborted ? EXIT.interrupted : cli.exitCode()
  } catch (problem) {
    if (problem instanceof CommanderError) return problem.exitCode === 0 ? EXIT.ok : EXIT.usage
    // What was true when it was stopped is said; what broke because of it is not.
    if (problem instanceof UserError && (!cli.signal.aborted || problem.exitCode === EXIT.interrupted)) {
      cli.note(problem.said)
      return problem.exitCode
    }
    if (cli.signal.aborted) return EXIT.interrupted
    cli.log().fatal({ err: problem }, 'unexpected fault')
    cli.note(`Loa gặp lỗi ngoài dự tính và đã dừng; dữ liệu đã ghi vẫn còn nguyên. Chạy lại lệnh; nếu vẫn lỗi, gửi ${cli.logFile() === undefined ? 'những dòng trên' : `tệp ${cli.logFile()}`} cho người hỗ trợ.`)
    return EXIT.fault
  }
}

/** A file that is there and cannot be read may hold the keys: nothing runs without it. */
function environment(): Environment {
  try {
    return withEnvFile(process.cwd(), process.env)
  } catch (problem) {
    if (!(problem instanceof UserError)) throw problem
    process.stderr.write(`${problem.said}\n`)
    process.exit(problem.exitCode)
  }
}

// Whoever reads our output may stop reading (`loa status | head`): then there is nobody left to work for.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (problem: NodeJS.ErrnoException) => {
    if (problem.code !== 'EPIPE') throw problem
    process.emit('SIGINT')
  })
}

process.exitCode = await main()
// A socket that somebody forgot to close must not keep a finished command from ending.
setTimeout(() => process.exit(), 2_000).unref()
