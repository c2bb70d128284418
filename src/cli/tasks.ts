import { Command } from 'commander'
import { openGround } from '../app/installation.ts'
import { roomsOf } from '../app/rooms.ts'
import { figuresInWords } from '../domain/figure-names.ts'
import { STATUS_WORDS } from '../domain/task-status-words.ts'
import { dueInWords } from '../groups/gist.ts'
import { systemClock } from '../kernel/clock.ts'
import { chooseCommune } from './choose-commune.ts'
import type { Cli } from './cli.ts'

/** `loa tasks`: what the committee asked of the villages and how far each of them is. */
export function tasksCommand(cli: Cli): Command {
  return new Command('tasks')
    .description('các việc Ban chỉ đạo giao đang mở, và từng thôn, ấp đã nhận, trả lời hay quá hạn')
    .option('--json', 'in dạng JSON, cho máy đọc')
    .option('--commune <tên>', 'xã nào, khi có nhiều xã')
    .action(async (options: { json?: boolean; commune?: string }) => {
      const ground = await openGround(cli.config(), cli.log())
      try {
        const commune = await chooseCommune(ground, options.commune)
        const tasks = await roomsOf(ground, systemClock).tasks(commune.id)
        if (options.json === true) cli.print(JSON.stringify(tasks))
        else cli.print(tasks.length === 0 ? 'Không có việc nào đang mở.' : tasks.map(whole).join('\n'))
      } finally {
        await ground.close()
      }
    })
}

type Task = Awaited<ReturnType<ReturnType<typeof roomsOf>['tasks']>>[number]

function whole({ number, gist, state, lines, total, ...due }: Task): string {
  const by = dueInWords(due)
  const heading = `${number}. ${gist}${by === null ? '' : ` · hạn ${by}`}${state === 'asked' ? ' · chờ người giao bấm Gửi đi' : ''}`
  const villages = lines.map(({ village, status, at, figures }) => `   ${village}: ${STATUS_WORDS[status]}${at === undefined ? '' : ` ${at}`}${figures === undefined ? '' : ` (${figuresInWords(figures) ?? ''})`}`)
  const sum = figuresInWords(total)
  return [heading, ...(state === 'asked' ? [] : villages), ...(sum === undefined ? [] : [`   Cộng: ${sum}`])].join('\n')
}
