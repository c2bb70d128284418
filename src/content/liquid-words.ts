/** What LiquidJS says in English of a text that is no template, in the words of the officer who wrote it. */

const PROBLEMS: readonly (readonly [english: RegExp, said: (part: string) => string])[] = [
  [/^output "([\s\S]*?)" not closed/, (part) => `${shortened(part)} chưa đóng bằng }}`],
  [/^tag "([\s\S]*?)" not closed/, (part) => `${shortened(part)} chưa đóng bằng %}`],
  [/^tag \{% *(\w+)[\s\S]*? not closed/, (part) => `{% ${part} %} chưa có {% end${part} %}`],
  [/^tag "(else|elsif|when|end\w+)" not found/, (part) => `{% ${part} %} đứng một mình, không có phần mở`],
  [/^tag "(.*?)" not found/, (part) => `không dùng được {% ${part} %} trong mẫu tin`],
  [/^undefined filter: (.*)/, (part) => `không có cách viết lại "| ${part}"; chỉ dùng được "| capitalize"`],
  [/^invalid value expression: ""/, () => 'thiếu tên ô'],
  [/^invalid value expression: "(.*?)"/, (part) => `không hiểu "${part}"`],
  [/^illegal tag syntax/, () => '{% %} còn trống hoặc viết sai'],
  [/^expected "\|" before filter/, () => 'có dấu thừa trong điều kiện'],
]

const MOST = 40
const shortened = (part: string): string => (part.length > MOST ? `${part.slice(0, MOST)}…` : part)

export function syntaxWords(problem: unknown): string {
  const message = problem instanceof Error ? problem.message : ''
  const [, line, column] = /, line:(\d+), col:(\d+)$/.exec(message) ?? []
  const where = line === undefined ? '' : ` (dòng ${line}, chữ thứ ${column})`
  const english = message.replace(/, line:\d+, col:\d+$/, '')
  for (const [pattern, said] of PROBLEMS) {
    const match = pattern.exec(english)
    if (match !== null) return `${said(match[1] ?? '')}${where}`
  }
  return `dấu {{ }} hoặc {% %} chưa đúng${where}`
}
