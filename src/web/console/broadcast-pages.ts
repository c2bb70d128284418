/** The pages of a broadcast: all of them, one before it leaves, one on its way. Figures are sentences; a state is a word and a shape. */
import type { Preview, Prospect } from '../../broadcast/desk.ts'
import { GROUP_WORDS } from '../../domain/category-words.ts'
import { BROADCAST_WORDS, PART_WORDS } from '../../domain/broadcast.ts'
import type { AudiencePerson, Broadcast, BroadcastLine, BroadcastResult, BroadcastState, Part } from '../../domain/broadcast.ts'
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { CHANNEL_WORDS, VISIT_WORDS } from '../../domain/channel-words.ts'
import type { ChannelName, NoticeState } from '../../domain/notice-state.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'
import type { FileTable } from '../office/table-file.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { POOR_WORDS } from './broadcast-form.ts'
import { BROADCASTS } from './cookies.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Shown } from './route.ts'
import { count, when } from './said.ts'

/** Named on the page: who gets no message. */
export const LEFT_OUT: readonly Part[] = ['visit', 'shares', 'already', 'opted-out', 'held']
/** Seconds between two looks while numbers move. */
const REFRESH = 10

const LOOKS: Readonly<Record<BroadcastState, string>> = { draft: 'waiting', submitted: 'unconfirmed', scheduled: 'waiting', sending: 'waiting', paused: 'unconfirmed', done: 'arrived', cancelled: 'waiting' }
const SHAPES: Readonly<Record<BroadcastState, string>> = { draft: '○', submitted: '◆', scheduled: '○', sending: '◐', paused: '◆', done: '●', cancelled: '×' }

const state = ({ state: now }: Broadcast): Html => html`<span class="${LOOKS[now]}"><span aria-hidden="true">${SHAPES[now]}</span> ${BROADCAST_WORDS[now]}</span>`
const opening = (text: string): string => (text.length > 70 ? `${text.slice(0, 67).trimEnd()}…` : text)
const whose = (name: string | undefined, actor: string): string => name ?? (actor.startsWith('chat:') ? 'cán bộ, qua tin nhắn' : 'tài khoản đã đóng')

export function listPage(broadcasts: readonly Broadcast[], officer: Officer): Shown {
  const waiting = broadcasts.filter((one) => one.state === 'submitted').length
  return {
    title: 'Thông báo',
    body: html`<h1 id="thong-bao">Thông báo</h1>
<p>Một lời nhắn tới nhiều người: mỗi người nhận một lần, trong giờ được phép; ai không kênh nào tới được thì vào phiếu đến nhà.</p>
${waiting > 0 && html`<p><strong>${count(waiting)}</strong> thông báo chờ người thứ hai duyệt.</p>`}
${may(officer.role, 'broadcasts.write') && html`<p><a class="button" href="${BROADCASTS}/moi">Soạn thông báo mới</a></p>`}
${broadcasts.length === 0 ? html`<p>Chưa có thông báo nào.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="thong-bao"><table><thead><tr><th scope="col">Nội dung</th><th scope="col">Đang</th><th scope="col" class="number">Số người</th><th scope="col">Ai soạn</th><th scope="col">Lúc</th></tr></thead><tbody>${broadcasts.map(
      (one) => html`<tr><th scope="row"><a href="${BROADCASTS}/${one.id}">${opening(one.text)}</a>${one.urgentReason !== undefined && html` <span class="failed">khẩn</span>`}</th><td class="nowrap">${state(one)}</td><td class="number">${one.counted === undefined ? '' : count(one.counted)}</td><td>${whose(one.authorName, one.author)}</td><td class="nowrap">${when(one.leavesAt ?? one.stateAt)}</td></tr>`,
    )}</tbody></table></div>`}`,
  }
}

interface Ahead extends Prospect {
  at: number
  preview: Preview | undefined
  rehearsal: readonly Preview[]
  leftOut: readonly { part: Part; people: readonly AudiencePerson[] }[]
}

export interface BroadcastShown {
  broadcast: Broadcast
  officer: Officer
  formKey: string
  isOwn: boolean
  /** What the last button did. */
  done: string
  n: number
  now: Date
  /** Before it leaves. */
  ahead?: Ahead
  /** From then on. */
  results?: { rows: readonly BroadcastResult[]; failed: number; costDong: number }
}

export function broadcastPage(view: BroadcastShown): Shown {
  const { broadcast, ahead, results } = view
  const moving = broadcast.state === 'sending' || (broadcast.state === 'scheduled' && broadcast.writtenAt === undefined)
  return {
    title: `Thông báo số ${broadcast.id}`,
    ...(moving && { refresh: REFRESH }),
    body: html`<p><a href="${BROADCASTS}">Thông báo</a></p><h1>Thông báo số ${broadcast.id}: ${BROADCAST_WORDS[broadcast.state]}</h1>
${notice(view)}
<blockquote class="letter out"><p class="text">${broadcast.text}</p></blockquote>
<p>${whose(broadcast.authorName, broadcast.author)} soạn lúc ${when(broadcast.createdAt)}.${broadcast.approvedBy !== undefined && html` ${whose(broadcast.approverName, broadcast.approvedBy)} duyệt lúc ${broadcast.approvedAt !== undefined && when(broadcast.approvedAt)}.`}
${broadcast.urgentReason !== undefined && html`<strong class="failed">Gửi khẩn, cả ban đêm</strong>: ${broadcast.urgentReason}.`}</p>
<p>Người nhận: ${audienceWords(broadcast)}.</p>
${ahead !== undefined && before(view, ahead)}
${results !== undefined && after(view, results)}`,
  }
}

const TOLD: Readonly<Record<string, string>> = {
  scheduled: 'Đã nhận lệnh gửi.', submitted: 'Đã gửi cho người duyệt. Chưa có tin nào được gửi đi.', luu: 'Đã lưu.', 'tra-lai': 'Đã trả lại người soạn.', sent: 'Đã gửi thử; xem điện thoại sau ít phút.',
}
const REFUSED: Readonly<Record<string, string>> = {
  changed: 'Chưa gửi: nội dung hoặc số người nhận vừa thay đổi. Xem lại số mới rồi bấm lần nữa.', nobody: 'Chưa gửi: không còn ai để gửi.',
  'too-late': 'Chưa gửi: hạn đã đặt hết trước giờ được phép gửi. Sửa lại giờ.', own: 'Chưa gửi: người soạn không tự duyệt được.', gone: 'Không làm được: thông báo đã sang bước khác. Trang này là tình trạng mới nhất.',
  'no-phone': 'Chưa gửi thử: chưa đọc ra số điện thoại.', 'no-channel': 'Chưa gửi thử: xã chưa bật kênh nào tới số điện thoại.',
}

function notice({ done, n }: BroadcastShown): Html | false {
  const counted: Readonly<Record<string, string>> = {
    'tam-dung': `Đã tạm dừng; ${count(n)} tin đang chờ. Tin đã giao cho nhà mạng thì không rút lại được.`, 'gui-tiep': `Gửi tiếp ${count(n)} tin.`,
    huy: `Đã hủy; ${count(n)} tin không gửi nữa.`, 'gui-lai': `Gửi lại cho ${count(n)} người chưa tới được.`,
  }
  const told = TOLD[done] ?? (Number.isSafeInteger(n) && n >= 0 ? counted[done] : undefined)
  if (told !== undefined) return html`<p class="told" role="status">${told}</p>`
  return REFUSED[done] !== undefined && html`<p class="alert" role="alert">${REFUSED[done]}</p>`
}

function audienceWords({ audience, missing }: Broadcast): Html {
  const { villages, groups, poor, cardFrom, cardTo, ageFrom, ageTo, channel, people } = audience
  const range = (from: string | undefined, to: string | undefined): string => [from && `từ ${from}`, to && `đến ${to}`].filter(Boolean).join(' ')
  const day = (one: Day | undefined): string | undefined => one && dayInVietnamese(one)
  const said = [
    villages !== undefined && `${count(villages.length)} thôn, ấp đã chọn`,
    groups !== undefined && `đang hưởng trợ cấp: ${groups.map((group) => GROUP_WORDS[group as keyof typeof GROUP_WORDS] ?? group).join(', ')}`,
    poor !== undefined && poor.map((one) => POOR_WORDS[one]).join(', '),
    (cardFrom ?? cardTo) !== undefined && `thẻ bảo hiểm y tế hết hạn ${range(day(cardFrom), day(cardTo))}`,
    (ageFrom ?? ageTo) !== undefined && `tuổi ${range(ageFrom?.toString(), ageTo?.toString())}`,
    channel !== undefined && `có ${CHANNEL_WORDS[channel]}`,
    people !== undefined && `trong danh sách ${count(people.length)} người`,
  ].filter((one) => one !== false)
  return html`${said.length === 0 ? 'cả xã' : said.join('; ')}${missing.length > 0 && html`</p><details><summary>${count(missing.length)} dòng trong danh sách không tìm ra người</summary><ul class="plainly">${missing.map((line) => html`<li>${line}</li>`)}</ul></details><p>Các dòng ấy không được gửi`}`
}

/** A button that is a form of its own. */
const button = ({ broadcast, formKey }: BroadcastShown, path: string, title: string, plain: boolean, fields: Html | false = false): Html =>
  html`<form method="post" action="${BROADCASTS}/${broadcast.id}/${path}">${keyField(formKey)}${fields}<button${plain && html` class="plain"`}>${title}</button></form>`

const chosen = ({ broadcast }: BroadcastShown, { recipients }: Ahead): Html => html`<input type="hidden" name="ban" value="${broadcast.version}"><input type="hidden" name="so" value="${recipients}">`

function before(view: BroadcastShown, ahead: Ahead): Html {
  const { broadcast, officer, isOwn } = view
  const { recipients, count: counted } = ahead
  const writes = may(officer.role, 'broadcasts.write')
  const approves = may(officer.role, 'broadcasts.approve')
  return html`<h2>Ai nhận</h2>
<p><strong>${count(recipients)} người</strong>: ${count(counted.parts.told ?? 0)} được nhắn tin${(counted.parts.visit ?? 0) > 0 && html`, ${count(counted.parts.visit ?? 0)} không kênh nào tới được (phiếu đến nhà)`}.</p>
${ahead.leftOut.map(({ part, people }) => named(part, people, counted.parts[part] ?? 0))}
<h2>Chi phí và giờ gửi</h2>
<ul class="plainly">${channelLines(ahead)}</ul>
<p>Sớm nhất: <strong>${when(ahead.leavesAt)}</strong>${ahead.delayedByNight && ' (bây giờ hoặc giờ đã chọn là giờ nghỉ đêm)'}. Không gửi nữa sau ${when(ahead.notAfter)}.</p>
${ahead.advice.length > 0 && html`<h2>Nên sửa</h2><ul class="plainly">${ahead.advice.map((one) => html`<li>${one}</li>`)}</ul>`}
${ahead.rehearsal.length > 0 ? rehearsal(ahead.rehearsal) : ahead.preview !== undefined && previewOf(view, ahead, ahead.preview)}
${broadcast.state === 'draft' && writes && testForm(view)}
<div class="decide">
${broadcast.state === 'draft' && writes && recipients > 0 && button(view, 'gui', ahead.needsApproval ? `Xin duyệt gửi ${count(recipients)} người` : `Gửi cho ${count(recipients)} người`, false, chosen(view, ahead))}
${broadcast.state === 'draft' && writes && html`<a class="button plain" href="${BROADCASTS}/${broadcast.id}/sua">Sửa</a>`}
${broadcast.state === 'submitted' && approves && !isOwn && html`${button(view, 'duyet', `Duyệt, gửi cho ${count(recipients)} người`, false, chosen(view, ahead))}${button(view, 'tra-lai', 'Trả lại người soạn', true)}`}
${button(view, 'huy', 'Hủy thông báo', true)}
</div>
${broadcast.state === 'draft' && ahead.needsApproval && html`<p class="muted">Nhiều hơn ${count(ahead.limit)} người nên cần người thứ hai duyệt.</p>`}
${broadcast.state === 'submitted' && (isOwn || !approves) && html`<p>Đang chờ người có quyền duyệt, không phải người soạn.</p>`}
${broadcast.state === 'submitted' && broadcast.counted !== undefined && broadcast.counted !== recipients && html`<p class="alert">Lúc xin duyệt là ${count(broadcast.counted)} người; sổ đã thay đổi, nay là ${count(recipients)} người.</p>`}`
}

function named(part: Part, people: readonly AudiencePerson[], n: number): Html {
  return html`<details><summary>${count(n)} người ${PART_WORDS[part]}</summary><ul class="plainly">${people.map(({ fullName, village }) => html`<li>${fullName}${village !== undefined && html`, ${village}`}</li>`)}</ul>${n > people.length && html`<p>và ${count(n - people.length)} người nữa.</p>`}</details>`
}

function channelLines({ count: { channels }, sms }: Ahead): Html[] {
  const lines = (Object.entries(channels) as [ChannelName, number][]).filter(([name]) => name !== 'sms').map(([name, n]) =>
    html`<li><strong>${CHANNEL_WORDS[name]}</strong>: ${count(n)} tin${name === 'zalo' ? ', theo gói của tài khoản Zalo' : ', không mất tiền'}</li>`)
  if (sms.people > 0) {
    const dearer = sms.accented.segments > sms.segments
    lines.push(html`<li><strong>${CHANNEL_WORDS.sms}</strong>: ${count(sms.people)} tin × ${sms.segments} đoạn, khoảng <strong>${dongInVietnamese(sms.costDong)}</strong>${dearer && html` (có dấu thì ${sms.accented.segments} đoạn, ${dongInVietnamese(sms.accented.costDong)})`}</li>`)
  }
  return lines.length === 0 ? [html`<li>Không có tin nhắn nào; tất cả là lượt đến nhà.</li>`] : lines
}

const forms = ({ chat, sms, visit, person }: Preview): Html => html`<dl class="facts">
<div><dt>Zalo, trang nhắn tin</dt><dd>${chat}</dd></div><div><dt>Tin nhắn SMS</dt><dd>${sms}</dd></div><div><dt>Phiếu đến nhà</dt><dd>${visit}</dd></div>
<div><dt>Kênh đầu tiên</dt><dd>${person.channel === undefined ? 'không có: phiếu đến nhà' : CHANNEL_WORDS[person.channel]}</dd></div></dl>`

const who = ({ person: { fullName, village } }: Preview): string => [fullName, village].filter((part) => part !== undefined).join(', ')

function previewOf({ broadcast }: BroadcastShown, { at, recipients }: Ahead, preview: Preview): Html {
  const to = (n: number, title: string): Html => html`<a href="${BROADCASTS}/${broadcast.id}?nguoi=${n}#xem-truoc">${title}</a>`
  return html`<h2 id="xem-truoc">Xem trước</h2><p>Người thứ ${count(at + 1)} trong ${count(recipients)}: <strong>${who(preview)}</strong>. ${at > 0 && to(at, 'Người trước')} ${at + 1 < recipients && to(at + 2, 'Người sau')}</p>${forms(preview)}`
}

const rehearsal = (rows: readonly Preview[]): Html => html`<h2>Ba tin thật để kiểm tra</h2>${rows.map((row) => html`<h3>${who(row)}</h3>${forms(row)}`)}`

const testForm = ({ broadcast, formKey }: BroadcastShown): Html => html`<h2>Gửi thử cho tôi</h2><form method="post" action="${BROADCASTS}/${broadcast.id}/thu" class="row">${keyField(formKey)}
${field({ name: 'so_cua_toi', label: 'Số điện thoại của tôi', maxlength: 20, inputmode: 'numeric' })}<button class="plain">Gửi thử</button></form>`

const ENDS: readonly { states: readonly NoticeState[]; look: string; shape: string; word: string }[] = [
  { states: ['failed'], look: 'failed', shape: '▲', word: STATE_WORDS.failed },
  { states: ['unconfirmed'], look: 'unconfirmed', shape: '◆', word: STATE_WORDS.unconfirmed },
  { states: ['visit'], look: 'waiting', shape: '○', word: STATE_WORDS.visit },
  { states: ['planned', 'queued', 'sending'], look: 'waiting', shape: '○', word: 'đang chờ gửi' },
  { states: ['sent'], look: 'waiting', shape: '◐', word: 'đã giao, chưa báo tới' },
  { states: ['delivered'], look: 'arrived', shape: '●', word: STATE_WORDS.delivered },
  { states: ['expired'], look: 'failed', shape: '▲', word: STATE_WORDS.expired },
  { states: ['cancelled'], look: 'waiting', shape: '×', word: STATE_WORDS.cancelled },
]

function after(view: BroadcastShown, { rows, failed, costDong }: NonNullable<BroadcastShown['results']>): Html {
  const { broadcast, officer } = view
  const halts = may(officer.role, 'broadcasts.halt')
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  const sum = (states: readonly NoticeState[], village?: string | null): number =>
    rows.filter((row) => states.includes(row.state) && (village === undefined || (row.village ?? null) === village)).reduce((all, { n }) => all + n, 0)
  const ends = ENDS.filter(({ states }) => sum(states) > 0)
  const villages = [...new Set(rows.map(({ village }) => village ?? null))]
  const { state: now } = broadcast
  return html`<h2 id="ket-qua">Kết quả</h2>
${now === 'scheduled' && broadcast.leavesAt !== undefined && broadcast.leavesAt > view.now && html`<p>Bắt đầu gửi lúc <strong>${when(broadcast.leavesAt)}</strong>.</p>`}
${broadcast.writtenAt === undefined && ['scheduled', 'sending'].includes(now) && html`<p>Đang lập tin: ${count(total)}${broadcast.counted !== undefined && html` trong ${count(broadcast.counted)}`} người.</p>`}
<p><strong>${count(total)}</strong> người${costDong > 0 && html`, đã tốn khoảng ${dongInVietnamese(costDong)}`}:</p>
<ul class="ends">${ends.map(({ states, look, shape, word }) => html`<li class="${look}"><span aria-hidden="true">${shape}</span> <strong>${count(sum(states))}</strong> ${word}</li>`)}</ul>
${total > 0 && html`<div class="scroll" tabindex="0" role="region" aria-labelledby="ket-qua"><table><thead><tr><th scope="col">Thôn, ấp</th>${ends.map(({ word }) => html`<th scope="col" class="number">${word}</th>`)}</tr></thead><tbody>${villages.map((village) => html`<tr><th scope="row">${village ?? 'chưa rõ'}</th>${ends.map(({ states }) => html`<td class="number">${count(sum(states, village))}</td>`)}</tr>`)}</tbody></table></div>
<p>Tải từng người: <a href="${BROADCASTS}/${broadcast.id}/ket-qua.xlsx">tệp Excel</a>, <a href="${BROADCASTS}/${broadcast.id}/ket-qua.csv">tệp CSV</a></p>`}
<div class="decide">
${halts && ['scheduled', 'sending'].includes(now) && button(view, 'tam-dung', 'Tạm dừng', true)}
${halts && now === 'paused' && button(view, 'gui-tiep', 'Gửi tiếp', false)}
${halts && ['scheduled', 'sending', 'paused'].includes(now) && button(view, 'huy', 'Hủy phần chưa gửi', true)}
${may(officer.role, 'broadcasts.write') && ['sending', 'done'].includes(now) && failed > 0 && button(view, 'gui-lai', `Gửi lại cho ${count(failed)} người chưa tới được`, true)}
</div>
${now === 'sending' && html`<p class="muted">Trang tự xem lại số mới sau mỗi ${REFRESH} giây.</p>`}`
}

export function resultTable(broadcast: Broadcast, lines: readonly BroadcastLine[], on: Day): FileTable {
  const why = (code: string | undefined): string => (code === undefined ? '' : (VISIT_WORDS[code] ?? (code === 'broadcast-cancelled' ? 'thông báo đã hủy' : '')))
  return {
    title: `Thông báo số ${broadcast.id}`, on,
    header: ['Họ và tên', 'Thôn, ấp', 'Kết quả', 'Kênh', 'Lúc', 'Vì sao'],
    widths: [28, 22, 26, 18, 18, 40],
    rows: lines.map((line) => [line.fullName, line.village ?? '', STATE_WORDS[line.state], line.channel === undefined ? '' : CHANNEL_WORDS[line.channel], when(line.at), why(line.endReason)]),
  }
}
