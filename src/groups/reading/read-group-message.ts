/** One message of a group, read: what it asks, of whom, by when, and whether that is sure enough to pass it on unasked. Pure; a millisecond. */
import { vietnamDay, vietnamTime } from '../../domain/calendar.ts'
import { cueAt, findCues } from './cues.ts'
import type { Place } from './cues.ts'
import { readDeadline } from './deadline.ts'
import { readFigures } from './figures.ts'
import { readKind } from './kind.ts'
import type { KindReading } from './kind.ts'
import type { Lexicon } from './lexicon.ts'
import { readKindMark, readTaskCommand } from './marks.ts'
import { findMentions } from './mentions.ts'
import { findMoments } from './moments.ts'
import { openingsOf } from './openings.ts'
import type { GroupKind, GroupMessage, ReadGroupMessage, Reading } from './reading.ts'
import { readTargets } from './targets.ts'
import { namesOf } from './village-names.ts'
import { readWords } from './words.ts'
import type { Words } from './words.ts'

/** Below this margin between the two likeliest kinds the sender is asked. */
const SURE_FROM = 3

export function createGroupReader(lexicon: Lexicon): ReadGroupMessage {
  return (message) => read(message, lexicon)
}

function read(message: GroupMessage, lexicon: Lexicon): Reading {
  const words = readWords(message.text, lexicon.abbreviations)
  const sent = { day: vietnamDay(message.sentAt), time: vietnamTime(message.sentAt) }
  const mentions = findMentions(words, namesOf(message.villages), lexicon.targets)
  const inMention = within(mentions)
  const moments = findMoments(words, sent.day, inMention)
  const place: Place = { words, ...openingsOf(words, mentions, moments, lexicon.targets), courtesyEnd: (at) => (inMention(at) ? at + 1 : courtesyEnd(lexicon, words, at)) }
  const inMoment = within(moments)
  const heads = message.fromRole === 'village_head' || message.fromRole === 'member'
  const figures = heads ? readFigures(words, lexicon.figures, (at) => inMention(at) || inMoment(at)) : { named: {}, counted: 0 }
  const named = heads ? undefined : readDeadline(moments, place, lexicon.deadlines, sent)
  const stated = statedKind(message, words, lexicon)
  const { kind, margin } = stated ?? readKind({ role: message.fromRole, place, figures, deadline: named, mentions, fromVillage: message.fromVillage, lexicon })
  const { targets, sure } = readTargets({ message, kind, mentions, place, cues: lexicon.targets })
  const needsAck = wantsAnswer(kind, place, lexicon)
  const deadline = needsAck && (kind === 'task' || kind === 'question' || named?.outright === true) ? named : undefined
  return {
    kind,
    targets,
    deadline: deadline?.day,
    deadlineTime: deadline?.time,
    needsAck,
    numbers: kind === 'report' || kind === 'issue' ? figures.named : {},
    confident: margin >= SURE_FROM && sure,
  }
}

/** "… không em", "… chưa chị": who is asked, not what. */
const courtesyEnd = ({ targets }: Lexicon, words: Words, at: number): number | undefined => (cueAt(targets, words, at, 'courtesy') ?? cueAt(targets, words, at, 'title'))?.to

function within(spans: readonly { from: number; to: number }[]): (at: number) => boolean {
  const inside = new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, offset) => from + offset)))
  return (at) => inside.has(at)
}

/** A mark, a command or a lone picture leaves nothing to weigh. */
function statedKind({ text, fromRole }: GroupMessage, words: Words, { pictures }: Lexicon): KindReading | undefined {
  const marked = readKindMark(text)
  if (marked !== undefined) return { kind: marked, margin: Infinity }
  if (readTaskCommand(text) !== undefined) return { kind: 'ack', margin: Infinity }
  if (words.list.length > 0) return undefined
  const answers = fromRole !== 'committee' && [...text].some((picture) => pictures.has(picture))
  return { kind: answers ? 'ack' : 'chitchat', margin: Infinity }
}

function wantsAnswer(kind: GroupKind, place: Place, lexicon: Lexicon): boolean {
  if (kind === 'announcement') return findCues(lexicon.targets, place).some(({ says }) => says === 'confirm')
  return kind === 'task' || kind === 'question' || kind === 'issue'
}
