import { isMet } from './figure.ts'
import type { Goal, Measured } from './figure.ts'

/** Figures in columns, as text that is also a Markdown table. */
export function table(rows: readonly Measured[]): string {
  const cells = [
    ['what', 'figure', 'goal', '', 'how'],
    ...rows.map(({ what, value, unit, goal, note }) => [
      what,
      `${number(value)} ${unit}`.trim(),
      goal === undefined ? '' : `${goalText(goal)} ${unit}`.trim(),
      goal === undefined ? '' : isMet(value, goal) ? 'pass' : 'MISS',
      note ?? '',
    ]),
  ]
  const widths = (cells[0] as string[]).map((_, column) => Math.max(...cells.map((line) => (line[column] as string).length)))
  const lines = cells.map((line) => `| ${line.map((cell, column) => (column === 1 || column === 2 ? cell.padStart : cell.padEnd).call(cell, widths[column] as number)).join(' | ')} |`)
  lines.splice(1, 0, `|${widths.map((width, column) => '-'.repeat(width + 1) + (column === 1 || column === 2 ? ':' : '-')).join('|')}|`)
  return lines.join('\n')
}

const goalText = (goal: Goal): string => ('atLeast' in goal ? `≥ ${number(goal.atLeast)}` : `≤ ${number(goal.atMost)}`)

/** Three digits that mean something; whole numbers from a hundred on. */
function number(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}
