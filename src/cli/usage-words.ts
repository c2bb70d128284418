/** What the library that reads the command line says in English, in the words of whoever types here. */
import { Help } from 'commander'

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': 'Cách dùng:',
  'Arguments:': 'Viết kèm sau lệnh:',
  'Options:': 'Lựa chọn:',
  'Commands:': 'Các lệnh:',
}

const english = new Help()

/** For `configureHelp`. */
export const HELP_WORDS: Partial<Help> = {
  styleTitle: (title) => TITLES[title] ?? title,
  commandUsage: (command) => inVietnamese(english.commandUsage(command)),
  subcommandTerm: (command) => inVietnamese(english.subcommandTerm(command)),
  optionDescription: (option) => inVietnamese(english.optionDescription(option)),
  argumentDescription: (argument) => inVietnamese(english.argumentDescription(argument)),
}

const inVietnamese = (text: string): string =>
  text.replace('[options]', '[lựa chọn]').replace('[command]', '[lệnh]').replace(/(?<=[(, ])choices: /, 'một trong: ').replace(/(?<=[(, ])default: /, 'mặc định: ')

const PROBLEMS: readonly (readonly [english: RegExp, said: (...parts: string[]) => string])[] = [
  [/^unknown option '(.+?)'/, (option) => `Không có lựa chọn "${option}".`],
  [/^unknown command '(.+?)'/, (command) => `Không có lệnh "${command}".`],
  [/^missing required argument '(.+?)'/, (argument) => `Còn thiếu ${argument}.`],
  [/^option '(.+?)' argument missing/, (option) => `Lựa chọn "${option}" còn thiếu giá trị.`],
  [/^option '(.+?)' argument '([\s\S]*?)' is invalid\. ?([\s\S]*)$/, (option, value, why) => `Lựa chọn "${option}" không nhận "${value}": ${reason(why)}`],
  [/^command-argument value '([\s\S]*?)' is invalid for argument '(.+?)'\. ?([\s\S]*)$/, (value, argument, why) => `Phần ${argument} không nhận "${value}": ${reason(why)}`],
  [/^too many arguments(?: for '.+?')?\. Expected (\d+) arguments? but got (\d+)/, (wanted, given) =>
    wanted === '0' ? `Lệnh này không cần viết gì kèm theo, nhưng đã có ${given} phần.` : `Lệnh này cần ${wanted} phần kèm theo, nhưng đã có ${given} phần. Tên có dấu cách thì đặt trong dấu ngoặc kép.`],
]

/** The sentence for a line that was typed wrongly, with the next thing to try. */
export function usageProblem(message: string): string {
  const complaint = message.trim().replace(/^error: /, '')
  const similar = /\(Did you mean (?:one of )?(.+?)\?\)$/.exec(complaint)?.[1]
  const hint = similar === undefined ? '' : ` Có phải là ${similar.replaceAll(', ', ' hay ')} không?`
  for (const [pattern, said] of PROBLEMS) {
    const match = pattern.exec(complaint)
    if (match !== null) return `${said(...match.slice(1))}${hint} Xem cách dùng: loa help`
  }
  return complaint
}

function reason(why: string | undefined): string {
  const said = (why ?? '').trim().replace(/^Allowed choices are /, 'chỉ nhận ').replace(/\.$/, '')
  return said === '' ? 'giá trị chưa đúng.' : `${said}.`
}
