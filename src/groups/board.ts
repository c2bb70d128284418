/** The board of one task: how far each village is, and what the villages' figures add up to. */
import type { Content, TemplateFields } from '../content/content.ts'
import { dayInVietnamese, vietnamDay, vietnamTime } from '../domain/calendar.ts'
import { figuresInWords, sumOfFigures } from '../domain/figure-names.ts'
import type { Figures } from '../domain/figure-names.ts'
import { statusOf } from '../domain/task-status.ts'
import type { TaskStatus, TaskSteps } from '../domain/task-status.ts'
import { dueAt, dueInWords, gistOf } from './gist.ts'

export interface BoardTask {
  number: number
  text: string
  givenAt: Date
  dueOn: string | undefined
  dueTime: string | undefined
  targets: readonly (TaskSteps & { villageId: number; figures: Figures | undefined })[]
}

export interface BoardLine {
  village: string
  status: TaskStatus
  at: string | undefined
  figures: Figures | undefined
}

export interface Board {
  lines: readonly BoardLine[]
  total: Figures
}

/** In the order of the villages. Times of another day than the giving's say so. */
export function boardOf(task: BoardTask, villages: readonly { id: number; label: string }[], now: Date): Board {
  const due = dueAt(task)
  const lines = villages.flatMap(({ id, label }) => {
    const target = task.targets.find(({ villageId }) => villageId === id)
    if (target === undefined) return []
    const { status, since } = statusOf(target, due, now)
    return [{ village: label, status, at: since && atInWords(since, task.givenAt), figures: target.figures }]
  })
  return { lines, total: sumOfFigures(lines.flatMap(({ figures }) => (figures === undefined ? [] : [figures]))) }
}

function atInWords(at: Date, givenAt: Date): string {
  const day = vietnamDay(at)
  return day === vietnamDay(givenAt) ? vietnamTime(at) : `${vietnamTime(at)} ${dayInVietnamese(day).slice(0, 5)}`
}

/** With this a board of forty villages still fits one message; those that still owe an answer come first where it does not. */
const MOST_CHARS = 1_400
const OWED: readonly TaskStatus[] = ['late', 'unreachable', 'waiting', 'told', 'seen', 'confirmed', 'answered', 'done']

export async function writeBoard(content: Pick<Content, 'render'>, commune: { id: number; sender: string }, task: BoardTask, board: Board): Promise<string> {
  const render = async (key: string, fields: TemplateFields): Promise<string> =>
    (await content.render({ communeId: commune.id, key, form: 'chat', fields: { sender: commune.sender, ...fields } })).text
  const opening = `${commune.sender}: `
  const said = async ({ village, status, at, figures }: BoardLine): Promise<string> => {
    const line = await render('group-board-line', { village, status, at: at ?? null, figures: figures === undefined ? null : (figuresInWords(figures) ?? null) })
    return line.startsWith(opening) ? line.slice(opening.length) : line
  }
  const whole = await Promise.all(board.lines.map(said))
  const lines = whole.join('\n').length <= MOST_CHARS ? whole : await shortened(board.lines, said)
  return render('group-board', {
    number: String(task.number), gist: gistOf(task.text), due: dueInWords(task), lines: lines.join('\n') || '…',
    figures: board.lines.filter(({ figures }) => figures !== undefined).length < 2 ? null : (figuresInWords(board.total) ?? null),
  })
}

async function shortened(lines: readonly BoardLine[], said: (line: BoardLine) => Promise<string>): Promise<string[]> {
  const ordered = lines.toSorted((one, other) => OWED.indexOf(one.status) - OWED.indexOf(other.status))
  const kept: string[] = []
  for (const line of ordered) {
    const text = await said(line)
    if (kept.join('\n').length + text.length > MOST_CHARS) return [...kept, `… (${kept.length}/${lines.length})`]
    kept.push(text)
  }
  return kept
}
