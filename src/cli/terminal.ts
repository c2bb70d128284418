/** The terminal as a command sees it: lines, remarks, progress. Nothing here decides anything. */
import type { Progress } from './cli.ts'

export interface Output {
  write(text: string): unknown
  isTTY?: boolean
}

/** How often progress speaks where nobody watches (a log file, a pipe). */
const PLAIN_EVERY_MS = 5_000
const REDRAW_EVERY_MS = 100
const BAR = 24

export function createProgress(label: string, output: Output): Progress {
  const watched = output.isTTY === true
  let lastShown = 0
  let line = ''
  const draw = (text: string): void => {
    line = text
    output.write(watched ? `\r\u001B[K${text}` : `${text}\n`)
  }
  return {
    update(done, total) {
      const now = performance.now()
      if (now - lastShown < (watched ? REDRAW_EVERY_MS : PLAIN_EVERY_MS)) return
      lastShown = now
      draw(`${label} ${bar(done, total, watched)}`)
    },
    finish(text) {
      if (text !== undefined) draw(text)
      if (watched && line !== '') output.write('\n')
    },
  }
}

function bar(done: number, total: number | undefined, watched: boolean): string {
  if (total === undefined || total === 0) return count(done)
  const share = Math.min(1, done / total)
  const drawn = watched ? `${'█'.repeat(Math.round(share * BAR)).padEnd(BAR, '░')} ` : ''
  return `${drawn}${count(done)}/${count(total)}`
}

/** 1.204, as people in Vietnam write it. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, '.')
}

/** What one cell takes on a terminal: a letter with its marks is one place, composed or not. */
const width = (text: string): number => [...text.normalize('NFC').replace(/\p{M}/gu, '')].length

const pad = (text: string, to: number): string => ' '.repeat(Math.max(0, to - width(text)))

/** Columns under each other; a column of numbers lines up on the right, its heading too. */
export function table(rows: readonly (readonly (string | number)[])[], indent = '  '): string {
  const texts = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? count(cell) : cell)))
  const widths = texts.reduce<number[]>((all, row) => row.map((text, column) => Math.max(all[column] ?? 0, width(text))), [])
  const numeric = widths.map((_, column) => rows.some((row) => typeof row[column] === 'number'))
  return texts
    .map((row) => {
      const cells = row.map((text, column) => (numeric[column] ? pad(text, widths[column] ?? 0) + text : text + pad(text, widths[column] ?? 0)))
      return `${indent}${cells.join('  ')}`.trimEnd()
    })
    .join('\n')
}
