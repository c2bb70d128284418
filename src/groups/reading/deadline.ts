/**
 * Which of the moments that a message names is the one by which something is wanted. The day of a meeting, a payment or a visit
 * is none; "trước", "hạn", "chậm nhất" before it or "gửi", "xong", "phải có" beside it make it one.
 */
import { addDays } from '../../domain/calendar.ts'
import type { Day, TimeOfDay } from '../../domain/calendar.ts'
import { findCues } from './cues.ts'
import type { Cues, Found, Place } from './cues.ts'
import type { Moment } from './moments.ts'

export interface Deadline {
  day: Day
  time: TimeOfDay | undefined
  /** Said outright: "trước", "hạn", "chậm nhất". */
  outright: boolean
}

interface Sent {
  day: Day
  time: TimeOfDay
}

/** Words between "trước" and the day: "trước ngày", "hạn nộp là". */
const NEAR = 2

export function readDeadline(moments: readonly Moment[], place: Place, cues: Cues<string>, sent: Sent): Deadline | undefined {
  if (moments.length === 0) return undefined
  const found = everyCue(cues, place)
  let best: { score: number; deadline: Deadline } | undefined
  for (const [index, moment] of moments.entries()) {
    const deadline = dayOf(moment, sent)
    const { score: weight, outright } = weigh(moment, moments[index - 1], place, found)
    // Of two that are as likely the one with an hour says more.
    const score = weight - (moment.span ? 2 : 0) + (moment.time === undefined ? 0 : 0.5)
    if (deadline === undefined || score < 2 || (best !== undefined && score <= best.score && !(best.deadline.day === deadline.day && best.deadline.time === undefined && deadline.time !== undefined))) continue
    best = { score, deadline: { ...deadline, outright } }
  }
  return best?.deadline
}

/** An hour alone is today's, or tomorrow's where it has passed. */
function dayOf({ day, time }: Moment, sent: Sent): { day: Day; time: TimeOfDay | undefined } | undefined {
  if (day === undefined) return { day: time !== undefined && time <= sent.time ? addDays(sent.day, 1) : sent.day, time }
  return day < sent.day ? undefined : { day, time }
}

/** Each place, also of a cue that stands several times. */
function everyCue(cues: Cues<string>, place: Place): Found<string>[] {
  return findCues(cues, place, { repeated: true })
}

function weigh(moment: Moment, before: Moment | undefined, { words }: Place, cues: readonly Found<string>[]): { score: number; outright: boolean } {
  const clauseStart = startOf(moment.from, (at) => words.list[at]?.opensClause === true)
  const clauseEnd = endOf(moment.to, words.list.length, (at) => words.list[at]?.opensClause === true)
  const sentenceStart = startOf(moment.from, (at) => words.list[at]?.opensSentence === true)
  const sentenceEnd = words.sentenceEnd[moment.from] ?? moment.to
  const near = (says: string): boolean => cues.some((cue) => cue.says === says && cue.to <= moment.from && moment.from - cue.to <= NEAR - 1)
  const touching = (says: string): boolean => cues.some((cue) => cue.says === says && cue.to === moment.from)
  const within = (says: string, from: number, to: number): Found<string> | undefined => cues.filter((cue) => cue.says === says && cue.from >= from && cue.to <= to).at(-1)
  const firstWithin = (says: string, from: number, to: number): Found<string> | undefined => cues.find((cue) => cue.says === says && cue.from >= from && cue.to <= to)
  const outright = near('by')
  let score = outright ? 5 : 0
  if (touching('until')) score += 2
  const demandLeft = within('demand', clauseStart, moment.from)
  const eventLeft = within('event', clauseStart, moment.from)
  const eventNear = firstWithin('event', moment.to, Math.min(moment.to + 4, clauseEnd))
  const demandRight = firstWithin('demand', moment.to, clauseEnd)
  if (demandLeft !== undefined) score += 3
  else if (within('demand', sentenceStart, moment.from) !== undefined) score += 2
  if (within('due', moment.to, Math.min(moment.to + 3, sentenceEnd)) !== undefined) score += 3
  else if (demandRight !== undefined) score += 2
  if (!outright && eventLeft !== undefined && (demandLeft === undefined || eventLeft.from >= demandLeft.to)) score -= 5
  if (!outright && eventNear !== undefined && (demandRight === undefined || eventNear.from < demandRight.from)) score -= 4
  if (touching('start')) score -= 8
  // "từ 7h đến 16h": the end of a span that began is no deadline either.
  if (before !== undefined && moment.from - before.to <= 1 && touching('until') && cues.some((cue) => cue.says === 'start' && cue.to === before.from)) score -= 8
  return { score, outright }
}

function startOf(from: number, opens: (at: number) => boolean): number {
  let at = from
  while (at > 0 && !opens(at)) at -= 1
  return at
}

function endOf(from: number, length: number, opens: (at: number) => boolean): number {
  let at = from
  while (at < length && !opens(at)) at += 1
  return at
}
