/**
 * What a message is, by weighed cues: who writes makes some kinds likely, words of templates/vi/groups speak for each, and the
 * shape (figures, a question mark, a deadline, nothing of work in it) decides the rest. The margin says how sure that is.
 */
import { findCues, withoutPieces } from './cues.ts'
import type { Place } from './cues.ts'
import type { Deadline } from './deadline.ts'
import type { FigureReading } from './figures.ts'
import type { Lexicon } from './lexicon.ts'
import type { Mention } from './mentions.ts'
import { GROUP_KINDS } from './reading.ts'
import type { GroupKind, SenderRole } from './reading.ts'

export interface KindReading {
  kind: GroupKind
  /** How far the next likely kind is behind. */
  margin: number
}

interface Input {
  role: SenderRole
  fromVillage: string | undefined
  place: Place
  mentions: readonly Mention[]
  figures: FigureReading
  deadline: Deadline | undefined
  lexicon: Lexicon
}

type Scores = Record<GroupKind, number>

/** Heads do not give tasks, and the committee reports to nobody in the group. */
const USUAL: Readonly<Record<SenderRole, Scores>> = {
  committee: { task: 0.5, announcement: 1, question: 0, report: -8, issue: -8, ack: -3, chitchat: 0 },
  officer: { task: 0.5, announcement: 1, question: 0, report: -8, issue: -6, ack: -3, chitchat: 0 },
  village_head: { task: -8, announcement: -7, question: 0, report: 0.5, issue: 1, ack: 0, chitchat: 0.3 },
  member: { task: -8, announcement: -8, question: 0, report: -2.5, issue: 1, ack: -0.5, chitchat: 0.5 },
}
/** What such a sender never writes; its cues count for nothing. */
const UNUSUAL = -5
/** From here on the message asks something. */
const ASKS = 3.5
const SHORT = 6
/** A margin at which the sender is asked. */
const UNSURE = 1
/** A problem beside figures is what was counted; only who asks for help wants more than to report. */
const COUNTED_PROBLEM = 0.25

/** What a head seldom writes, but may: a plain request, an invitation. Without a word for it nobody takes it for one. */
const RARE: readonly GroupKind[] = ['task', 'announcement']

export function readKind(input: Input): KindReading {
  const { place, figures, deadline, mentions, lexicon } = input
  const { words } = place
  const steers = (input.role === 'committee' || input.role === 'officer') && !speaksUpwards(input)
  const scores: Scores = { ...USUAL[speaksUpwards(input) ? 'village_head' : input.role] }
  const rare = steers ? [] : findCues(lexicon.rare, place)
  for (const kind of RARE) {
    const own = rare.filter(({ says }) => says.kind === kind)
    if (own.length > 0) scores[kind] = Math.max(...own.map(({ says }) => says.weight)) + 0.5 * (own.length - 1)
  }
  const counted = steers ? 0 : Object.keys(figures.named).length
  const cues = withoutPieces(findCues(lexicon.kinds, place).filter(({ says }) => scores[says.kind] > UNUSUAL && (steers || !RARE.includes(says.kind))), (whole, piece) => whole.kind !== piece.kind || whole.weight >= piece.weight)
  for (const { says } of cues) scores[says.kind] += says.weight * (counted > 0 && says.kind === 'issue' && !says.helps ? COUNTED_PROBLEM : 1)

  if (words.asked.some(Boolean)) scores.question += words.asked.at(-1) === true ? 4.5 : 2
  const topics = findCues(lexicon.topics, place).length
  scores.chitchat += topics === 0 ? 1.5 : -Math.min(topics, 2)
  if (counted > 0) {
    scores.report += 2.5 + 0.75 * Math.min(counted, 4)
    scores.ack -= 2
    scores.chitchat -= 3
  } else if (!steers && figures.counted > 0) scores.report += 1.5
  if (steers) {
    if (mentions.length > 0) scores.chitchat -= 1.5
    // "… đường nào? Trả lời trước 10h": a question may be wanted by an hour as well.
    const asks = scores.question >= ASKS
    if (deadline !== undefined) scores.task += deadline.outright && !asks ? 2 : 1
    if (deadline?.outright === true && !asks && cues.some(({ says, from }) => says.kind === 'task' && place.opens[from] === true)) scores.task += 2
  } else scores.question += callsAnother(input)
  if (words.list.length > SHORT * 2) scores.ack -= 2
  else if (words.list.length <= SHORT) scores.ack += 0.5
  const reading = best(scores)
  // A request of a head may be a trouble as well: they are asked which.
  return rare.length > 0 ? { ...reading, margin: Math.min(reading.margin, UNSURE) } : reading
}

/** An officer who turns to the committee speaks as a head does. */
function speaksUpwards({ role, place, lexicon }: Input): boolean {
  return role === 'officer' && findCues(lexicon.targets, place).some(({ says }) => says === 'committee')
}

/** "Kà Ốt ơi …" from the head of another village, or its name before everything else. */
function callsAnother({ mentions, place, fromVillage }: Input): number {
  const others = mentions.filter(({ kind, villages }) => kind === 'village' && !villages.includes(fromVillage ?? ''))
  if (others.some(({ to }) => place.words.list[to]?.plain === 'oi')) return 3
  return others.some(({ from }) => place.opens[from] === true && place.words.list.slice(1, from + 1).every(({ opensClause }) => !opensClause)) ? 2 : 0
}

function best(scores: Scores): KindReading {
  const [first, second] = [...GROUP_KINDS].sort((a, b) => scores[b] - scores[a])
  return { kind: first as GroupKind, margin: scores[first as GroupKind] - scores[second as GroupKind] }
}
