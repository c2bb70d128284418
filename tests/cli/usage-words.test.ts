import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { describe, expect, test } from 'vitest'
import { HELP_WORDS, usageProblem } from '../../src/cli/usage-words.ts'

/** A program as main.ts makes it, with one invented command. */
function run(...words: string[]): { out: string; complaint: string } {
  let out = ''
  let complaint = ''
  const program = new Command('loa')
    .helpOption('-h, --help', 'in hướng dẫn')
    .helpCommand('help [lệnh]', 'in hướng dẫn của một lệnh')
    .configureHelp(HELP_WORDS)
    .configureOutput({
      writeOut: (text) => (out += text),
      writeErr: (text) => (complaint += text),
      outputError: (text, write) => write(usageProblem(text)),
    })
    .exitOverride()
  const number = (text: string): number => {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError('cần một số, ví dụ 2')
    return Number(text)
  }
  program.addCommand(
    new Command('thu')
      .description('lệnh thử')
      .argument('<tệp>', 'một tệp')
      .option('--days <số ngày>', 'chừng ấy ngày', number)
      .addOption(new Option('--kind <loại>', 'loại').choices(['cards', 'payments']).default('cards'))
      .action(() => undefined)
      .copyInheritedSettings(program),
  )
  try {
    program.parse(words, { from: 'user' })
  } catch (problem) {
    if (!(problem instanceof CommanderError)) throw problem
  }
  return { out, complaint }
}

describe('a line that was typed wrongly', () => {
  test.each<[string[], string]>([
    [['thi'], 'Không có lệnh "thi". Có phải là thu không? Xem cách dùng: loa help'],
    [['xoa-het'], 'Không có lệnh "xoa-het". Xem cách dùng: loa help'],
    [['thu'], 'Còn thiếu tệp. Xem cách dùng: loa help'],
    [['thu', 'a.xlsx', 'b.xlsx'], 'Lệnh này cần 1 phần kèm theo, nhưng đã có 2 phần. Tên có dấu cách thì đặt trong dấu ngoặc kép. Xem cách dùng: loa help'],
    [['thu', 'a.xlsx', '--dais'], 'Không có lựa chọn "--dais". Có phải là --days không? Xem cách dùng: loa help'],
    [['thu', 'a.xlsx', '--days'], 'Lựa chọn "--days <số ngày>" còn thiếu giá trị. Xem cách dùng: loa help'],
    [['thu', 'a.xlsx', '--days', 'hai'], 'Lựa chọn "--days <số ngày>" không nhận "hai": cần một số, ví dụ 2. Xem cách dùng: loa help'],
    [['thu', 'a.xlsx', '--kind', 'the'], 'Lựa chọn "--kind <loại>" không nhận "the": chỉ nhận cards, payments. Xem cách dùng: loa help'],
  ])('%j is answered in Vietnamese', (words, answer) => {
    expect(run(...words).complaint).toBe(answer)
  })
})

describe('the help', () => {
  test.each([[['--help']], [['thu', '--help']], [['help', 'thu']]])('%j has no English heading', (words) => {
    const { out } = run(...words)
    expect(out).toContain('Cách dùng: loa')
    expect(out).toContain('Lựa chọn:')
    expect(out).not.toMatch(/Usage|Options|Commands|Arguments|\[options\]|\[command\]|choices|default/)
  })
})
