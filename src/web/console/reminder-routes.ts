/** Nhắc việc: which reminders a commune sends, when, in whose words, and what the coming month will bring. */
import type { Day } from '../../domain/calendar.ts'
import { inOrder, isSendTime, MOST_DAYS, untrueDays } from '../../domain/rule-edit.ts'
import { RULE_KEYS, templatesOf } from '../../domain/reminder-rules.ts'
import type { RuleKey } from '../../domain/reminder-rules.ts'
import { REMINDERS } from './cookies.ts'
import type { Officer } from './officer.ts'
import { remindersPage } from './reminder-pages.ts'
import type { Answer, Call, OfficerRoute } from './route.ts'
import { wordingPage } from './wording-page.ts'

export interface RuleShown {
  key: RuleKey
  enabled: boolean
  offsets: readonly number[]
  sendTime: string
}

export interface ComingView {
  planned: readonly { dueOn: Day; ruleKey: RuleKey; n: number }[]
  unreachedTotal: number
  unreached: readonly { personId: string; name: string; village: string | undefined; why: 'no-contact' | 'no-channel' | 'opted-out'; dueOn: Day; ruleKey: RuleKey }[]
}

export interface RemindersView {
  today: Day
  rules: readonly RuleShown[]
  /** Undefined: being counted for the first time. */
  coming: ComingView | undefined
  /** Names of the texts that the commune has put its own words in: "vi/card-lapsed.sms". */
  own: readonly string[]
}

export const WORDING_FORMS = ['chat', 'sms', 'visit'] as const
export type WordingForm = (typeof WORDING_FORMS)[number]

interface Priced {
  text: string
  segments: number
  units: number
  dong: number
}

export interface WordingShown {
  key: string
  form: WordingForm
  body: string
  isOwn: boolean
  /** Why it cannot be saved. */
  problems: readonly string[]
  /** Of so many real rows the one shown; none: the text stands on an invented sample. */
  row: number
  rows: number
  who: string | undefined
  text: string | undefined
  advice: { syllables: number; said: readonly string[] } | undefined
  sms: { plain: Priced; marked: Priced; sendsMarks: boolean } | undefined
}

export interface RemindersPort {
  view(officer: Officer): Promise<RemindersView>
  changeRule(officer: Officer, edit: RuleShown): Promise<void>
  /** `draft`: words not saved yet. Leaves a record of whose row was looked at. */
  wording(officer: Officer, asked: { key: string; form: WordingForm; row: number; draft: string | undefined }): Promise<WordingShown | undefined>
  /** `body` undefined: back to the words that Loa came with. */
  changeWording(officer: Officer, text: { key: string; form: WordingForm }, body: string | undefined): Promise<'saved' | 'refused' | 'missing'>
}

export function reminderRoutes(port: RemindersPort): OfficerRoute[] {
  const text = `${REMINDERS}/mau/:text/:form`
  return [
    { method: 'GET', path: REMINDERS, may: 'reminders.see', answer: async (call) => remindersPage(await port.view(call.officer), call) },
    { method: 'POST', path: `${REMINDERS}/quy-tac`, may: 'reminders.change', answer: (call) => changeRule(port, call) },
    {
      method: 'GET', path: text, may: 'reminders.see',
      answer: async (call) => {
        const asked = textAsked(call)
        const shown = asked && (await port.wording(call.officer, { ...asked, row: rowOf(call.query.get('nguoi')), draft: undefined }))
        return shown === undefined ? 'missing' : wordingPage(shown, call, { saved: call.query.get('da-luu') === '1' })
      },
    },
    { method: 'POST', path: text, may: 'reminders.change', answer: (call) => changeWording(port, call) },
  ]
}

const rowOf = (written: string | null): number => (/^\d{1,3}$/.test(written ?? '') ? Math.max(0, Number(written) - 1) : 0)

function textAsked({ params }: Call): { key: string; form: WordingForm } | undefined {
  const key = RULE_KEYS.flatMap(templatesOf).find((one) => one === params.text)
  const form = WORDING_FORMS.find((one) => one === params.form)
  return key === undefined || form === undefined ? undefined : { key, form }
}

async function changeRule(port: RemindersPort, call: Call): Promise<Answer> {
  const { officer, form } = call
  const key = RULE_KEYS.find((one) => one === form.get('rule'))
  if (key === undefined) return 'missing'
  const given = { before: form.get('before'), after: form.get('after'), time: form.get('time').trim(), onDay: form.get('on-day') === '1', enabled: form.get('enabled') === '1' }
  const [before, after] = [daysIn(given.before), daysIn(given.after)]
  const again = async (problem: string): Promise<Answer> => ({ ...remindersPage(await port.view(officer), call, { key, problem, ...given }), status: 400 })
  if (before === undefined || after === undefined) return again('Số ngày viết bằng chữ số, cách nhau bằng dấu phẩy, ví dụ 30, 7.')
  const offsets = inOrder([...before.map((days) => -days), ...(given.onDay ? [0] : []), ...after])
  if (offsets.length === 0) return again('Chọn ít nhất một ngày; muốn ngừng hẳn thì tắt quy tắc.')
  const untrue = untrueDays(key, offsets)
  if (untrue.length > 0) return again(`Quy tắc này không có lời nhắn nào đúng ${untrue.map(dayWords).join(', ')}.`)
  if (offsets.length > MOST_DAYS) return again(`Nhiều nhất ${MOST_DAYS} ngày.`)
  if (!isSendTime(given.time)) return again('Giờ gửi viết như 07:30, từ 07:00 đến 20:00.')
  await port.changeRule(officer, { key, enabled: given.enabled, offsets, sendTime: given.time })
  return { go: `${REMINDERS}#${key}` }
}

const dayWords = (offset: number): string => (offset === 0 ? 'ngay trong ngày' : offset < 0 ? `trước ${-offset} ngày` : `sau ${offset} ngày`)

/** "30, 7"; undefined: something else. */
function daysIn(written: string): number[] | undefined {
  const parts = written.split(/[\s,;]+/).filter((part) => part !== '')
  return parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) > 0) ? parts.map(Number) : undefined
}

async function changeWording(port: RemindersPort, call: Call): Promise<Answer> {
  const { officer, form } = call
  const asked = textAsked(call)
  if (asked === undefined) return 'missing'
  const row = rowOf(form.get('row'))
  const path = `${REMINDERS}/mau/${asked.key}/${asked.form}`
  // A browser sends line ends of two signs.
  const draft = form.get('body').replaceAll('\r\n', '\n').normalize('NFC').trim()
  const again = async (status: number): Promise<Answer> => {
    const shown = await port.wording(officer, { ...asked, row, draft })
    return shown === undefined ? 'missing' : { ...wordingPage(shown, call, { saved: false }), status }
  }
  if (form.get('do') === 'preview') return again(200)
  const outcome = await port.changeWording(officer, asked, form.get('do') === 'reset' ? undefined : draft)
  if (outcome === 'missing') return 'missing'
  return outcome === 'refused' ? again(400) : { go: `${path}?da-luu=1&nguoi=${row + 1}` }
}
