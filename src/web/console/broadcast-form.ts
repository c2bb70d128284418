/** The form of a broadcast, there and back: what an officer typed, what it means, and what is wrong with it. */
import { APPROVAL_OVER, MAX_BROADCAST_CHARS, SCHEDULE_DAYS } from '../../domain/broadcast.ts'
import type { Audience, Broadcast, BroadcastDraft } from '../../domain/broadcast.ts'
import { addDays, dayInVietnamese, isDay, vietnamDay, vietnamInstant, vietnamTime } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { CHANNEL_WORDS } from '../../domain/channel-words.ts'
import { CHANNEL_NAMES } from '../../domain/notice-state.ts'
import type { CategoryGroup } from '../../domain/policy/categories.ts'
import { tidyText } from '../../domain/vietnamese-text.ts'
import { GROUP_WORDS } from '../../domain/category-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import type { SentForm } from './read-form.ts'
import type { Shown } from './route.ts'
import { count } from './said.ts'

/** Nobody is written to for being ill: who is told so may not be alone with their telephone. */
const GROUPS = (Object.keys(GROUP_WORDS) as CategoryGroup[]).filter((group) => group !== 'hiv')
export const POOR_WORDS = { poor: 'hộ nghèo', near_poor: 'hộ cận nghèo' } as const

export interface FormValues {
  text: string
  villages: readonly number[]
  groups: readonly string[]
  poor: readonly string[]
  cardFrom: string
  cardTo: string
  ageFrom: string
  ageTo: string
  channel: string
  pasted: string
  /** Of a list that was pasted before. */
  keepPeople: boolean
  sendDay: string
  sendTime: string
  endDay: string
  endTime: string
  urgent: boolean
  reason: string
}

const EMPTY: FormValues = {
  text: '', villages: [], groups: [], poor: [], cardFrom: '', cardTo: '', ageFrom: '', ageTo: '', channel: '', pasted: '', keepPeople: false, sendDay: '', sendTime: '', endDay: '', endTime: '', urgent: false, reason: '',
}

export type FormProblems = Readonly<Partial<Record<'text' | 'card' | 'age' | 'send' | 'end' | 'reason', string>>>

export function valuesOf({ text, audience, urgentReason, sendAt, notAfter }: BroadcastDraft): FormValues {
  const day = (one: Day | undefined): string => (one === undefined ? '' : dayInVietnamese(one))
  const at = (one: Date | undefined): [string, string] => (one === undefined ? ['', ''] : [day(vietnamDay(one)), vietnamTime(one)])
  const [[sendDay, sendTime], [endDay, endTime]] = [at(sendAt), at(notAfter)]
  return {
    ...EMPTY, text, sendDay, sendTime, endDay, endTime,
    villages: audience.villages ?? [], groups: audience.groups ?? [], poor: audience.poor ?? [], cardFrom: day(audience.cardFrom), cardTo: day(audience.cardTo),
    ageFrom: audience.ageFrom?.toString() ?? '', ageTo: audience.ageTo?.toString() ?? '', channel: audience.channel ?? '', keepPeople: audience.people !== undefined,
    urgent: urgentReason !== undefined, reason: urgentReason ?? '',
  }
}

export function readValues(form: SentForm): FormValues {
  const short = (name: string): string => form.get(name).trim().slice(0, 40)
  return {
    text: tidyText(form.get('loi')), villages: form.all('thon').map(Number).filter(Number.isInteger), groups: form.all('nhom'), poor: form.all('ngheo'),
    cardFrom: short('the_tu'), cardTo: short('the_den'), ageFrom: short('tuoi_tu'), ageTo: short('tuoi_den'), channel: short('kenh'),
    pasted: form.get('danh_sach'), keepPeople: form.get('giu') === '1', sendDay: short('ngay_gui'), sendTime: short('gio_gui'), endDay: short('ngay_het'), endTime: short('gio_het'),
    urgent: form.get('khan') === '1', reason: tidyText(form.get('ly_do')).slice(0, 200),
  }
}

/** What the form means; people and what was not found come from the pasted list, which only the register can read. */
export function draftFrom(values: FormValues, now: Date): { draft: Omit<BroadcastDraft, 'missing'> } | { problems: FormProblems } {
  const problems: { -readonly [Name in keyof FormProblems]: string } = {}
  const { text } = values
  if (text === '') problems.text = 'Chưa có nội dung.'
  else if (text.length > MAX_BROADCAST_CHARS) problems.text = `Dài ${count(text.length)} ký tự; viết gọn trong ${MAX_BROADCAST_CHARS} ký tự.`
  const [cardFrom, cardTo] = [readDay(values.cardFrom), readDay(values.cardTo)]
  if (cardFrom === 'wrong' || cardTo === 'wrong') problems.card = 'Viết ngày dạng 31/12/2026.'
  else if (cardFrom !== undefined && cardTo !== undefined && cardFrom > cardTo) problems.card = 'Ngày đầu phải trước ngày cuối.'
  const [ageFrom, ageTo] = [readAge(values.ageFrom), readAge(values.ageTo)]
  if (ageFrom === 'wrong' || ageTo === 'wrong') problems.age = 'Tuổi là số từ 0 đến 130.'
  else if (ageFrom !== undefined && ageTo !== undefined && ageFrom > ageTo) problems.age = 'Tuổi đầu phải nhỏ hơn tuổi cuối.'
  const sendAt = readAt(values.sendDay, values.sendTime, '07:30', now)
  const last = addDays(vietnamDay(now), SCHEDULE_DAYS)
  if (sendAt === 'wrong') problems.send = 'Viết ngày dạng 30/11/2026, giờ dạng 07:30.'
  else if (sendAt !== undefined && sendAt < now) problems.send = 'Giờ này đã qua. Bỏ trống để gửi ngay.'
  else if (sendAt !== undefined && vietnamDay(sendAt) > last) problems.send = `Xa quá: hẹn muộn nhất ${dayInVietnamese(last)}.`
  const notAfter = readAt(values.endDay, values.endTime, '20:00', now)
  if (notAfter === 'wrong') problems.end = 'Viết ngày dạng 30/11/2026, giờ dạng 17:00.'
  else if (notAfter !== undefined && (notAfter <= now || (sendAt instanceof Object && notAfter <= sendAt))) problems.end = 'Hạn phải sau giờ gửi.'
  if (values.urgent && values.reason.length < 5) problems.reason = 'Ghi rõ vì sao phải gửi khẩn.'
  if (Object.keys(problems).length > 0) return { problems }
  const channel = CHANNEL_NAMES.find((name) => name === values.channel)
  const groups = GROUPS.filter((group) => values.groups.includes(group))
  const poor = (['poor', 'near_poor'] as const).filter((one) => values.poor.includes(one))
  const audience: Audience = {
    ...(values.villages.length > 0 && { villages: values.villages }), ...(groups.length > 0 && { groups }), ...(poor.length > 0 && { poor }),
    ...(cardFrom !== undefined && { cardFrom: cardFrom as Day }), ...(cardTo !== undefined && { cardTo: cardTo as Day }),
    ...(ageFrom !== undefined && { ageFrom: ageFrom as number }), ...(ageTo !== undefined && { ageTo: ageTo as number }), ...(channel !== undefined && { channel }),
  }
  return { draft: { text, audience, urgentReason: values.urgent ? values.reason : undefined, sendAt: sendAt as Date | undefined, notAfter: notAfter as Date | undefined } }
}

function readDay(text: string): Day | undefined | 'wrong' {
  if (text === '') return undefined
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  if (day === undefined || month === undefined) return 'wrong'
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(iso) ? iso : 'wrong'
}

function readAge(text: string): number | undefined | 'wrong' {
  if (text === '') return undefined
  return /^\d{1,3}$/.test(text) && Number(text) <= 130 ? Number(text) : 'wrong'
}

/** Vietnam's clock, wherever the browser is. A day without an hour is the usual hour, an hour without a day is today. */
function readAt(day: string, time: string, usual: string, now: Date): Date | undefined | 'wrong' {
  if (day === '' && time === '') return undefined
  const on = day === '' ? vietnamDay(now) : readDay(day)
  const [, hours, minutes] = /^([01]?\d|2[0-3])[:h]([0-5]\d)$/.exec(time === '' ? usual : time) ?? []
  if (on === 'wrong' || on === undefined || hours === undefined) return 'wrong'
  return vietnamInstant(on, `${hours.padStart(2, '0')}:${minutes}`)
}

export interface FormPage {
  formKey: string
  /** Where it goes, and where one goes without it. */
  action: string
  back: string
  /** Of a form that makes one: sent twice, it makes one broadcast. */
  once: string | undefined
  villages: readonly { id: number; title: string }[]
  values: FormValues
  problems: FormProblems
  /** How many were pasted before. */
  kept: number | undefined
  editing: Broadcast | undefined
}

export const emptyValues = EMPTY

export function formPage({ formKey, action, back, once, villages, values, problems, kept, editing }: FormPage): Shown {
  const title = editing === undefined ? 'Thông báo mới' : `Sửa thông báo số ${editing.id}`
  const box = (name: string, value: string | number, label: string, checked: boolean): Html =>
    html`<div class="choice"><input type="checkbox" id="${name}-${value}" name="${name}" value="${value}"${checked && html` checked`}><label for="${name}-${value}">${label}</label></div>`
  const wrong = (problem: string | undefined, id: string): Html | false => problem !== undefined && html`<p class="problem" id="${id}-problem">${problem}</p>`
  return {
    title,
    ...(Object.keys(problems).length > 0 && { status: 400 }),
    body: html`<h1>${title}</h1>
${Object.keys(problems).length > 0 && html`<p class="alert" role="alert">Chưa lưu. Xem chỗ có gạch đỏ.</p>`}
<form method="post" action="${action}" class="stack">${keyField(formKey)}${once !== undefined && html`<input type="hidden" name="lan" value="${once}">`}
<h2>Nội dung</h2>
<div class="field${problems.text !== undefined && ' wrong'}"><label for="loi">Lời nhắn</label><p class="hint" id="loi-hint">Không cần ghi nơi gửi: Loa tự mở đầu bằng tên ủy ban. Một việc, khi nào, ở đâu, hỏi ai; tối đa ${MAX_BROADCAST_CHARS} ký tự.</p>
${wrong(problems.text, 'loi')}<textarea id="loi" name="loi" rows="5" aria-describedby="loi-hint${problems.text !== undefined && ' loi-problem'}"${problems.text !== undefined && html` aria-invalid="true"`}>${values.text}</textarea></div>
<h2>Người nhận</h2>
<p>Không chọn gì là cả xã. Chọn nhiều mục thì chỉ gửi cho người có đủ các mục ấy.</p>
${villages.length > 0 && html`<fieldset><legend>Thôn, ấp</legend><div class="boxes">${villages.map(({ id, title: name }) => box('thon', id, name, values.villages.includes(id)))}</div></fieldset>`}
<fieldset><legend>Đang hưởng trợ cấp</legend><div class="boxes">${GROUPS.map((group) => box('nhom', group, GROUP_WORDS[group], values.groups.includes(group)))}</div></fieldset>
<fieldset><legend>Hộ nghèo</legend><div class="boxes">${(['poor', 'near_poor'] as const).map((one) => box('ngheo', one, POOR_WORDS[one], values.poor.includes(one)))}</div></fieldset>
<fieldset class="${problems.card !== undefined && 'wrong'}"><legend>Thẻ bảo hiểm y tế hết hạn trong khoảng</legend>${wrong(problems.card, 'the')}<div class="pair">
${field({ name: 'the_tu', label: 'Từ ngày', value: values.cardFrom, inputmode: 'numeric', maxlength: 10 })}${field({ name: 'the_den', label: 'đến ngày', value: values.cardTo, inputmode: 'numeric', maxlength: 10 })}</div></fieldset>
<fieldset class="${problems.age !== undefined && 'wrong'}"><legend>Tuổi</legend>${wrong(problems.age, 'tuoi')}<div class="pair">
${field({ name: 'tuoi_tu', label: 'Từ', value: values.ageFrom, inputmode: 'numeric', maxlength: 3 })}${field({ name: 'tuoi_den', label: 'đến', value: values.ageTo, inputmode: 'numeric', maxlength: 3 })}</div></fieldset>
<div class="field"><label for="kenh">Chỉ người có kênh</label><select id="kenh" name="kenh"><option value="">bất kỳ, kể cả người phải đến nhà báo</option>${CHANNEL_NAMES.map((name) => html`<option value="${name}"${name === values.channel && html` selected`}>${CHANNEL_WORDS[name]}</option>`)}</select></div>
${kept !== undefined && box('giu', '1', `Giữ danh sách ${count(kept)} người đã chọn trước`, values.keepPeople)}
<div class="field"><label for="danh_sach">Chỉ những người trong danh sách này</label><p class="hint" id="danh_sach-hint">Dán từ Excel, mỗi dòng một người: tên, số điện thoại, số căn cước hoặc mã số bảo hiểm xã hội. Dòng không tìm ra người sẽ được kể tên.</p>
<textarea id="danh_sach" name="danh_sach" rows="4" aria-describedby="danh_sach-hint">${values.pasted}</textarea></div>
<h2>Giờ gửi</h2>
<fieldset class="${problems.send !== undefined && 'wrong'}"><legend>Gửi lúc (giờ Việt Nam; bỏ trống là gửi ngay khi được phép)</legend>${wrong(problems.send, 'gui')}<div class="pair">
${field({ name: 'ngay_gui', label: 'Ngày gửi', value: values.sendDay, inputmode: 'numeric', maxlength: 10 })}${field({ name: 'gio_gui', label: 'Giờ gửi', value: values.sendTime, maxlength: 5 })}</div></fieldset>
<fieldset class="${problems.end !== undefined && 'wrong'}"><legend>Sau lúc này thì thôi (bỏ trống là hai ngày)</legend>${wrong(problems.end, 'het')}<div class="pair">
${field({ name: 'ngay_het', label: 'Ngày hết', value: values.endDay, inputmode: 'numeric', maxlength: 10 })}${field({ name: 'gio_het', label: 'Giờ hết', value: values.endTime, maxlength: 5 })}</div></fieldset>
<fieldset><legend>Khẩn cấp</legend>${box('khan', '1', 'Gửi khẩn, cả trong giờ nghỉ đêm: chỉ dùng khi nguy hiểm đến người', values.urgent)}
${field({ name: 'ly_do', label: 'Vì sao phải gửi khẩn', value: values.reason, hint: 'Được ghi lại cùng tên người gửi.', problem: problems.reason })}</fieldset>
<p class="muted">Lưu chưa phải là gửi: trang sau cho xem từng tin, số người và chi phí. Nhiều người hơn mức của xã (ban đầu ${APPROVAL_OVER}) thì người thứ hai duyệt.</p>
<div class="decide"><button>Lưu và xem trước</button><a class="button plain" href="${back}">Bỏ</a></div>
</form>`,
  }
}
