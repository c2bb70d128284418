/** What is pressed, or written in its place where nothing can be pressed: "#nhan 12", "#baocao 12 hộ nghèo 4". Marks and case do not matter. */
import { fold } from '../domain/vietnamese-text.ts'
import type { VisitOutcome } from './action.ts'

export type Command =
  | { kind: 'bind'; code: string }
  | { kind: 'send' | 'drop' | 'close' | 'confirm' | 'done' | 'how-to-ask'; number: number }
  | { kind: 'report' | 'ask'; number: number; text: string }
  /** A message that was held back answers this task. */
  | { kind: 'for'; number: number; inboundId: string }
  | { kind: 'answer-ticket'; ticketId: string; text: string }
  | { kind: 'list' }
  | { kind: 'visits' }
  | { kind: 'visited'; personId: string; outcome: VisitOutcome }

/** What a head found at somebody's home. */
const VISITED: Readonly<Record<string, VisitOutcome>> = { dabao: 'told', vang: 'absent', damat: 'died', chuyendi: 'moved' }
const NUMBERED: Readonly<Record<string, 'send' | 'drop' | 'close' | 'confirm' | 'done'>> = { giao: 'send', bo: 'drop', dong: 'close', nhan: 'confirm', xong: 'done' }
const PRESSED: Readonly<Record<string, 'send' | 'drop' | 'confirm' | 'done' | 'how-to-ask'>> = { send: 'send', drop: 'drop', ok: 'confirm', done: 'done', ask: 'how-to-ask' }
/** The payload of a link or of a QR code that an officer hands over. */
const PAYLOAD = /^g-([A-Z0-9]{8})$/i

export function readCommand(text: string, pressed?: string, payload?: string): Command | undefined {
  const byLink = PAYLOAD.exec(payload ?? '')?.[1]
  if (byLink !== undefined) return { kind: 'bind', code: byLink.toUpperCase() }
  return pressed === undefined ? written(text) : readPress(pressed)
}

function readPress(data: string): Command | undefined {
  const [, what = '', number = '', inboundId = ''] = /^g:(\w+):(\d{1,9})(?::(\d{1,18}))?$/.exec(data) ?? []
  if (what === 'for' && inboundId !== '') return { kind: 'for', number: Number(number), inboundId }
  if (what === 'visit' && inboundId !== '') return visited(Object.values(VISITED)[Number(number)], inboundId)
  const kind = PRESSED[what]
  return kind === undefined ? undefined : { kind, number: Number(number) }
}

/** What a button carries: the outcome by its place, and the person. */
export const visitButtons = (personId: string): { title: string; data: string }[] =>
  ['Đã báo', 'Vắng', 'Đã mất', 'Chuyển đi'].map((title, place) => ({ title, data: `g:visit:${place}:${personId}` }))

const visited = (outcome: VisitOutcome | undefined, personId: string): Command | undefined => outcome && { kind: 'visited', personId, outcome }

function written(text: string): Command | undefined {
  // "#viec", or "/viec@ten_tro_ly" where a messenger shows nothing else to a bot.
  const [, word = '', rest = ''] = /^\s*[#/](\p{L}+)(?:@\w+)?\s*([\s\S]*)$/u.exec(text) ?? []
  const name = fold(word)
  if (name === 'ma') {
    const code = rest.replace(/[\s.-]/g, '').toUpperCase()
    return code === '' ? undefined : { kind: 'bind', code }
  }
  if (name === 'viec') return { kind: 'list' }
  if (name === 'dennha') return { kind: 'visits' }
  if (Object.hasOwn(VISITED, name)) return visited(VISITED[name], /^\s*(\d{1,15})\s*$/.exec(rest)?.[1] ?? '0')
  const [, digits, tail = ''] = /^(?:số\s*|so\s*)?#?(\d{1,9})(?!\d)[\s:.,-]*([\s\S]*)$/iu.exec(rest) ?? []
  if (digits === undefined) return undefined
  const number = Number(digits)
  const said = tail.trim()
  if (name === 'traloi') return said === '' ? undefined : { kind: 'answer-ticket', ticketId: digits, text: said }
  if (name === 'baocao') return said === '' ? undefined : { kind: 'report', number, text: said }
  if (name === 'hoi') return said === '' ? { kind: 'how-to-ask', number } : { kind: 'ask', number, text: said }
  const kind = NUMBERED[name]
  // "#giao 3 thôn rà soát …" gives a new task; only a bare number speaks of one that is there.
  return kind === undefined || said !== '' ? undefined : { kind, number }
}

/** Tasks that a text names: "việc số 12", "số 12", "#12", "việc 12". */
export function numbersNamed(text: string): number[] {
  return [...fold(text).matchAll(/(?:viec so|viec|(?<![a-z])so|#(?:[a-z]+\s+)?)\s*(\d{1,6})(?![\d.,]*\d)/g)].map(([, digits]) => Number(digits))
}

/** What calls a bot by name, and who is called: "@ten_tro_ly", "[@123]". A number of a village behind @ is part of what is said. */
export function withoutMentions(text: string): string {
  let clean = text
  for (let before = ''; before !== clean; ) {
    before = clean
    clean = clean.replace(/\[@\d+\]/g, '')
  }
  return clean.replace(/(?<![\p{L}\d.])@[a-z]\w{3,31}(?!\w)/giu, (called) => (/^@(?:thon|ap|kp|to|khu|xom|ban|buon|tatca|t)\w*\d*$/i.test(called) ? called : '')).replace(/[ \t]{2,}/g, ' ').trim()
}
