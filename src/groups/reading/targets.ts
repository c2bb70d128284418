/**
 * Who must see or act. What the committee writes goes to the villages that it addresses, to all where it names none; what a
 * head writes goes to the committee unless another village is spoken to. A village that is only spoken about is no target.
 */
import { cueAt, findCues } from './cues.ts'
import type { Cues, Found, Place } from './cues.ts'
import type { Mention } from './mentions.ts'
import { kindAt } from './village-names.ts'
import type { GroupKind, GroupMessage, Target } from './reading.ts'

export interface Targets {
  targets: readonly Target[]
  /** Nothing in the message speaks for somebody else. */
  sure: boolean
}

interface Input {
  message: Pick<GroupMessage, 'fromRole' | 'fromVillage' | 'villages'>
  kind: GroupKind
  mentions: readonly Mention[]
  place: Place
  cues: Cues<string>
}

const LINKS = new Set(['va', 'voi', 'cung', 'hoac'])

export function readTargets(input: Input): Targets {
  const { kind, message } = input
  if (kind === 'chitchat') return { targets: [], sure: true }
  const steers = message.fromRole === 'committee' || message.fromRole === 'officer'
  if (!steers) return fromVillage(input)
  const upwards = kind === 'ack' || kind === 'report' || kind === 'issue'
  // "Đã nhận báo cáo của Văn Rí": whoever sent it is told so.
  const thanked = kind === 'ack' ? [...new Set(input.mentions.flatMap((mention) => (mention.kind === 'village' ? mention.villages : [])))] : []
  if (thanked.length > 0) return { targets: thanked, sure: true }
  if (upwards || (message.fromRole === 'officer' && speaksTo(input, 'committee'))) return { targets: ['committee'], sure: true }
  return fromCommittee(input)
}

const speaksTo = ({ place, cues }: Input, whom: string): boolean => findCues(cues, place).some(({ says }) => says === whom)

/** A head speaks to the committee; to another village only with "ơi", or when its name opens a question. */
function fromVillage({ message, kind, mentions, place }: Input): Targets {
  // "Hội Phụ nữ xã nhờ các ấp …", "mời các tổ …": who asks or invites all of them speaks to them.
  if ((kind === 'task' || kind === 'announcement') && mentions.some((mention) => mention.kind === 'all' && namesUnits(mention, place))) return { targets: ['all'], sure: false }
  const others = mentions.filter((mention) => mention.kind === 'village' && !mention.villages.includes(message.fromVillage ?? ''))
  const called = others.filter((mention) => isCalled(mention, place) || ((kind === 'question' || kind === 'task') && opensMessage(mention, place)))
  const villages = [...new Set(called.flatMap((mention) => mention.villages))]
  if (villages.length === 0 || kind === 'report' || kind === 'issue') return { targets: ['committee'], sure: !others.some((mention) => isCalled(mention, place) || opensMessage(mention, place)) && (kind !== 'question' || others.length === 0) }
  return { targets: villages, sure: called.some((mention) => isCalled(mention, place)) || called.some((mention) => opensMessage(mention, place)) }
}

/** "các ấp", unlike "các đồng chí". */
const namesUnits = ({ from, to }: Mention, { words }: Place): boolean => words.list.slice(from, to).some((_, offset) => kindAt(words, from + offset) !== undefined)

/** "Các khóm ven sông", "các thôn chưa nộp": which these are only the writer knows. */
const QUALIFIERS = new Set('ven phia vung giap gan chua nao thuoc mien o co dang bi nam'.split(' '))
const isQualified = ({ to }: Mention, { words }: Place): boolean => words.list[to]?.opensClause === false && QUALIFIERS.has(words.list[to]?.plain ?? '')
const isFarewell = (mention: Mention, place: Place): boolean => !namesUnits(mention, place) && (place.words.sentenceEnd[mention.from] ?? 0) <= mention.to

const isCalled = ({ to, from }: Mention, { words }: Place): boolean => words.list[to]?.plain === 'oi' || (words.list[from]?.plain ?? '').startsWith('@')

/** Nothing but titles and greetings before it: "Anh Thôn 5 …". */
function opensMessage({ from }: Mention, { opens, words }: Place): boolean {
  return opens[from] === true && words.list.slice(1, from + 1).every(({ opensSentence }) => !opensSentence)
}

function fromCommittee(input: Input): Targets {
  const { message, mentions, place, cues } = input
  const names = message.villages.map(({ name }) => name)
  const marked = mentions.filter(({ from }) => (place.words.list[from]?.plain ?? '').startsWith('@'))
  if (marked.length > 0) return finish(marked.flatMap(({ kind, villages }) => (kind === 'all' ? names : villages)), names, true)

  const excepted = exceptedOf(input)
  const live = mentions.filter((mention) => !excepted.has(mention) && !isOnlySpokenOf(mention, input))
  const without = new Set([...excepted].flatMap((mention) => (mention.kind === 'village' ? mention.villages : [])))
  const spokenOf = mentions.filter((mention) => mention.kind === 'village' && !excepted.has(mention) && !live.includes(mention))
  const but = (villages: readonly string[]): string[] => villages.filter((village) => !without.has(village))

  const members = findCues(cues, place).find(({ says }) => says === 'members')
  if (members !== undefined) {
    const villages = live.some(({ kind, from }) => kind === 'all' && (from < members.from || from >= members.to)) ? names : live.flatMap((mention) => (mention.kind === 'village' ? mention.villages : []))
    return villages.length === 0 ? { targets: ['committee'], sure: true } : { targets: [...finish(but(villages), names, true).targets, 'committee'], sure: false }
  }
  const rest = live.find(({ kind }) => kind === 'rest')
  // "Ấp 1, ấp 2 ngày 3, các ấp khác ngày 4" is for everybody to read.
  if (rest !== undefined && input.kind === 'announcement') return finish(but(names), names, false)
  if (rest !== undefined) {
    const named = new Set(mentions.filter(({ kind, from }) => kind === 'village' && from < rest.from).flatMap(({ villages }) => villages))
    return finish(but(names).filter((village) => !named.has(village)), names, named.size > 0 || without.size > 0)
  }
  const before = live.find(({ kind }) => kind === 'before')
  const earlier = before === undefined ? [] : [...new Set(mentions.filter((mention) => mention.kind === 'village' && mention.from < before.from && !excepted.has(mention)).flatMap(({ villages }) => villages))]
  if (before !== undefined && earlier.length > 0 && earlier.length >= (before.count ?? 0)) return finish(but(earlier.slice(-(before.count ?? earlier.length))), names, earlier.length === before.count)
  const named = live.filter(({ kind }) => kind === 'village')
  // "Thôn 1 và thôn 2 … nha các bác": the last words only speak to those who were named.
  if (live.some((mention) => mention.kind === 'all' && (named.length === 0 || !isFarewell(mention, place)))) return finish(but(names), names, (named.length === 0 || without.size > 0) && !live.some((mention) => mention.kind === 'all' && isQualified(mention, place)))
  if (named.length > 0) return finish(but(named.flatMap(({ villages }) => villages)), names, spokenOf.length === 0 && named.every((mention) => isAddressed(mention, place) || isPlace(mention, place, cues)))
  return finish(but(names), names, spokenOf.length === 0 && (without.size === 0 || excepted.size > 0))
}

/** Every village of the commune is "all", in their order as registered. */
function finish(villages: readonly string[], names: readonly string[], sure: boolean): Targets {
  const wanted = new Set(villages)
  const targets = [...wanted]
  if (targets.length === 0) return { targets: ['all'], sure: false }
  return targets.length === names.length ? { targets: ['all'], sure } : { targets, sure }
}

/** "trừ thôn 4", "ngoại trừ Ninh An và Ninh Phước", "không gồm …": this mention and those that hang on it. */
function exceptedOf({ mentions, place, cues }: Input): Set<Mention> {
  const excepts = findCues(cues, place, { repeated: true }).filter(({ says }) => says === 'except')
  const excepted = new Set<Mention>()
  for (const [index, mention] of mentions.entries()) {
    const before = mentions[index - 1]
    const led = excepts.some((cue) => cue.to <= mention.from && mention.from - cue.to <= 2 && !crosses(cue, mention, mentions))
    const hangs = before !== undefined && excepted.has(before) && mention.kind === 'village' && mention.from - before.to <= 1
      && (mention.from === before.to || LINKS.has(place.words.list[before.to]?.plain ?? ''))
    if ((led || hangs) && mention.kind === 'village') excepted.add(mention)
  }
  return excepted
}

const crosses = (cue: Found<string>, mention: Mention, mentions: readonly Mention[]): boolean => mentions.some(({ from }) => from >= cue.to && from < mention.from)

function isAddressed(mention: Mention, place: Place): boolean {
  return place.opens[mention.from] === true || place.words.list[mention.to]?.plain === 'oi'
}

/** "xe ghé ấp 1", "khám tại bản Nà Pheo": what happens there concerns those who live there. */
function isPlace(mention: Mention, place: Place, cues: Cues<string>): boolean {
  return cueAt(cues, place.words, mention.from - 1, 'place') !== undefined || LINKS.has(place.words.list[mention.from - 1]?.plain ?? '')
}

/** "cầu qua ấp …", "phiếu của …", "cảm ơn các thôn", "Đông Hà đã nộp đủ": spoken of, not to. */
function isOnlySpokenOf(mention: Mention, input: Input): boolean {
  const { place, cues, kind } = input
  const { words } = place
  if (isListed(mention, input)) return true
  if (words.list[mention.to]?.plain === 'oi' || (words.list[mention.to]?.opensClause === true && place.opens[mention.from] === true && mention.kind === 'village' && words.list[mention.to]?.opensSentence !== true)) return false
  const lead = mention.from > 0 ? leadOf(cues, place, mention.from) : undefined
  if (lead === 'topic' || lead === 'praise') return true
  const end = words.sentenceEnd[mention.from] ?? mention.to
  const praised = findDone(cues, place, mention.to, Math.min(mention.to + 6, end))
  if (mention.kind !== 'village') return praised
  return praised && (kind === 'announcement' || kind === 'task')
}

/** The cue that ends right before a mention, or a title away from it; a cue inside the same clause only. */
function leadOf(cues: Cues<string>, { words }: Place, from: number): string | undefined {
  for (let at = from - 1; at >= Math.max(0, from - 6); at -= 1) {
    if (words.list[at + 1]?.opensClause === true) return undefined
    const praise = cueAt(cues, words, at, 'praise')
    if (praise !== undefined && praise.to <= from) return 'praise'
    if (cueAt(cues, words, at, 'topic')?.to === from) return 'topic'
  }
  return undefined
}

/** "Bốn thôn đã nộp đủ: thôn 1, thôn 3 …": the names only say which. */
function isListed(mention: Mention, { mentions, place, cues }: Input): boolean {
  return mentions.some((counted) => counted.kind === 'before' && counted.from < mention.from && place.words.sentenceEnd[counted.from] === place.words.sentenceEnd[mention.from]
    && findDone(cues, place, counted.to, Math.min(counted.to + 5, mention.from)))
}

function findDone(cues: Cues<string>, { words }: Place, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (cueAt(cues, words, at, 'done') !== undefined) return true
  return false
}
