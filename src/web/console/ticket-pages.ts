/** The questions that wait for a person, and one of them as a conversation with what helps to answer it beside it. */
import { TICKET_TOPICS } from '../../bot/conversation.ts'
import { REPLY_MAX_CHARS } from '../../bot/desk.ts'
import { TOPIC_WORDS } from '../../bot/topic-words.ts'
import { dongInVietnamese, coefficientInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese, vietnamDay } from '../../domain/calendar.ts'
import { CHANNEL_WORDS } from '../../domain/channel-words.ts'
import type { PersonRecord } from '../../domain/person-record.ts'
import { showPhone } from '../../domain/phone.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { PEOPLE, TICKETS } from './cookies.ts'
import { keyField } from './frame.ts'
import { may } from './permissions.ts'
import type { Call, Shown } from './route.ts'
import { count, waited, when } from './said.ts'
import type { TicketLine, TicketShown } from './ticket-routes.ts'

type View = 'dang-mo' | 'cua-toi' | 'da-dong'

const VIEWS: readonly { view: View; title: string }[] = [
  { view: 'dang-mo', title: 'Đang mở' },
  { view: 'cua-toi', title: 'Của tôi' },
  { view: 'da-dong', title: 'Đã đóng' },
]

export function ticketListPage({ now, tickets }: { now: Date; tickets: readonly TicketLine[] }, view: View): Shown {
  const waiting = tickets.filter(({ state }) => state === 'open').length
  return {
    title: 'Trao đổi',
    body: html`<h1>Trao đổi</h1>
<p>Câu hỏi mà trợ lý tự động chuyển cho cán bộ. Trả lời ở đây, người dân nhận được ở đúng nơi đã hỏi.</p>
<ul class="views">${VIEWS.map((one) => html`<li><a href="${TICKETS}${one.view !== 'dang-mo' && `?xem=${one.view}`}"${one.view === view && html` aria-current="page"`}>${one.title}</a></li>`)}</ul>
${view !== 'da-dong' && waiting > 0 && html`<p><strong>${count(waiting)}</strong> câu hỏi chờ trả lời.</p>`}
${tickets.length === 0 ? html`<p>${NOTHING[view]}</p>` : html`<ol class="tickets">${tickets.map((one) => line(one, now))}</ol>`}`,
  }
}

const NOTHING: Readonly<Record<View, string>> = { 'dang-mo': 'Không có câu hỏi nào đang chờ cán bộ.', 'cua-toi': 'Chưa có câu hỏi nào được giao cho mình.', 'da-dong': 'Chưa có câu hỏi nào đã đóng.' }

const STATES: Readonly<Record<TicketLine['state'], { word: string; look: string; shape: string }>> = {
  open: { word: 'chờ trả lời', look: 'unconfirmed', shape: '●' },
  answered: { word: 'đã trả lời', look: 'arrived', shape: '✓' },
  closed: { word: 'đã đóng', look: 'muted', shape: '○' },
}

function stateWords({ state: code, urgent }: TicketLine): Html {
  const { word, look, shape } = STATES[code]
  return html`${urgent && code !== 'closed' && html`<span class="failed"><span aria-hidden="true">▲</span> khẩn cấp</span> · `}<span class="${look}"><span aria-hidden="true">${shape}</span> ${word}</span>`
}

const whose = ({ person, village }: TicketLine): string => (person === undefined ? 'chưa rõ là ai' : [person, village].filter((part) => part !== undefined).join(', '))
function topicWords(topic: string): string {
  const known = TICKET_TOPICS.find((one) => one === topic)
  return known === undefined ? topic : TOPIC_WORDS[known]
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`
const MOST_WORDS = 140
const shortened = (text: string): string => (text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text)

function line(one: TicketLine, now: Date): Html {
  const { id, topic, unread, openedAt, updatedAt, lastWords, assignedTo, isMine, state: code } = one
  const since = code === 'open' ? waited(updatedAt, now) : when(code === 'closed' ? updatedAt : openedAt)
  return html`<li${unread && html` class="unread"`}><p class="what"><a href="${TICKETS}/${id}">${capital(topicWords(topic))}: ${whose(one)}</a>${unread && html` <span class="new">mới</span>`}</p>
${lastWords !== undefined && lastWords !== '' && html`<p class="words">“${shortened(lastWords)}”</p>`}
<p class="how">${stateWords(one)} · <span class="nowrap">${since}</span> · ${assignedTo === undefined ? 'chưa ai nhận' : html`giao ${isMine ? 'cho mình' : `cho ${assignedTo}`}`}</p></li>`
}

export interface TicketGiven {
  words?: string
  problem?: string
  sent?: boolean
}

export function ticketPage(ticket: TicketShown, { officer, formKey }: Pick<Call, 'officer' | 'formKey'>, { words = '', problem, sent = false }: TicketGiven): Shown {
  const { id, topic, state: code, now } = ticket
  const mayAnswer = may(officer.role, 'tickets.answer') && code !== 'closed'
  return {
    title: `${capital(topicWords(topic))}: ${whose(ticket)}`,
    body: html`<p><a href="${TICKETS}">Trao đổi</a></p><h1>${capital(topicWords(topic))}: ${whose(ticket)}</h1>
<p>${stateWords(ticket)} · mở lúc ${when(ticket.openedAt)}${code === 'open' && html` · đã ${waited(ticket.updatedAt, now)}`}</p>
${sent && html`<p class="told" role="status">Đã nhận câu trả lời, Loa gửi ngay. Dòng đầu của lời ấy cho biết đã tới hay chưa.</p>`}
<div class="desk">
<section aria-labelledby="cuoc-noi"><h2 id="cuoc-noi">Cuộc trò chuyện</h2>
${conversation(ticket)}
${mayAnswer && answer(ticket, formKey, words, problem)}</section>
<section aria-labelledby="nen-biet"><h2 id="nen-biet">Nên biết</h2>
${understood(ticket)}
${people(ticket)}
${pause(ticket, mayAnswer, formKey)}
${assignment(ticket, mayAnswer, officer.accountId, formKey)}
${mayAnswer && html`<form method="post" action="${TICKETS}/${id}/dong" class="end">${keyField(formKey)}<button class="plain">Đóng câu hỏi này</button><p class="hint">Việc đã xong. Trợ lý tự động lại trả lời trong cuộc trò chuyện này.</p></form>`}
</section></div>
<p class="muted">Lần xem này của ${officer.name} đã được ghi vào sổ lưu vết.</p>`,
  }
}

const SPEAKERS = { citizen: 'Người dân', loa: 'Trợ lý tự động', officer: 'Cán bộ' } as const

function conversation({ conversation: said, channel }: TicketShown): Html {
  const way = CHANNEL_WORDS[channel === 'phone' ? 'sms' : channel]
  if (said.length === 0) return html`<p>Chưa có lời nào trong cuộc trò chuyện qua ${way}.</p>`
  return html`<p class="muted">Qua ${way}; lời mới nhất ở dưới.</p><ol class="ledger">${said.map((one) => html`<li class="letter ${one.by === 'citizen' ? 'in' : 'out'}"><p class="when">${SPEAKERS[one.by]}, ${when(one.at)}${one.state !== undefined && html`: ${STATE_WORDS[one.state]}`}</p><p class="text">${one.text}</p></li>`)}</ol>`
}

/** The button that sends stands before the one that only puts words in: Enter does what the page is for. */
const answer = ({ id, updatedAt, ready }: TicketShown, formKey: string, words: string, problem: string | undefined): Html => html`<form method="post" action="${TICKETS}/${id}/tra-loi" class="stack">${keyField(formKey)}<input type="hidden" name="seen" value="${updatedAt.toISOString()}">
<div class="field${problem !== undefined && ' wrong'}"><label for="text">Câu trả lời</label><p class="hint" id="text-hint">Tên xã tự đứng ở đầu tin. Tối đa 1.000 chữ.</p>
${problem !== undefined && html`<p class="problem" id="text-problem" role="alert">${problem}</p>`}
<textarea id="text" name="text" rows="5" maxlength="${REPLY_MAX_CHARS}" aria-describedby="text-hint${problem !== undefined && ' text-problem'}"${problem !== undefined && html` aria-invalid="true"`}>${words}</textarea></div>
<button name="do" value="send">Gửi câu trả lời</button>
${ready.length > 0 && html`<div class="row"><label for="ready">Lời mẫu</label><select id="ready" name="ready">${ready.map((one) => html`<option value="${one.key}">${one.title}</option>`)}</select><button class="plain" name="do" value="ready">Chèn lời mẫu</button></div>`}
</form>`

function understood({ understood: read, task }: TicketShown): Html | undefined {
  if (task !== undefined) {
    return html`<dl class="facts">${fact('Thôn, ấp', html`${task.village}`)}${task.number !== undefined && fact('Việc được giao', html`số ${task.number}${task.gist !== undefined && `: ${task.gist}`}`)}${
      task.ring.length > 0 && fact('Gọi', html`${task.ring.map(({ name, phone }) => html`<p>${name}: ${phone === undefined ? 'chưa có số' : html`<strong class="nowrap">${showPhone(phone)}</strong>`}</p>`)}`)
    }</dl>`
  }
  if (read === undefined || read.intents.length === 0) return undefined
  const more = [read.month !== undefined && `tháng ${MONTHS[read.month] ?? read.month.split('-').toReversed().join('/')}`, read.amount !== undefined && dongInVietnamese(read.amount), read.village].filter((part) => part !== undefined && part !== false)
  return html`<p><strong>Trợ lý hiểu là:</strong> ${read.intents.join('; ')}${more.length > 0 && ` (${more.join(', ')})`}.</p>`
}

const MONTHS: Readonly<Record<string, string>> = { this: 'này', next: 'sau', previous: 'trước' }
const RELATIONS: Readonly<Record<PersonRecord['relation'], string>> = {
  self: 'chính người nhắn', child: 'người nhắn là con', grandchild: 'người nhắn là cháu', spouse: 'người nhắn là vợ, chồng', parent: 'người nhắn là cha, mẹ', carer: 'người nhắn là người chăm sóc',
  neighbour: 'người nhắn là hàng xóm: không nói chuyện riêng', unknown: 'chưa rõ người nhắn là ai',
}
const STATUSES = { active: 'đang hưởng', suspended: 'tạm dừng', stopped: 'đã dừng' } as const
const PAID = { listed: 'trong danh sách', paid: 'đã nhận', uncollected: 'chưa nhận' } as const
const fact = (title: string, said: Html): Html => html`<div><dt>${title}</dt><dd>${said}</dd></div>`

function people({ people: all, task, now }: TicketShown): Html | undefined {
  if (task !== undefined) return undefined
  if (all.length === 0) return html`<p>Chưa rõ người nhắn là ai trong sổ: cuộc trò chuyện này chưa nối với ai. Không nói thông tin của người khác.</p>`
  return html`${all.map((one) => html`<h3><a href="${PEOPLE}/${one.id}">${one.fullName}</a></h3><dl class="facts">
${fact('Quan hệ', html`${RELATIONS[one.relation]}`)}
${one.village !== undefined && fact('Thôn, ấp', html`${one.village}`)}
${fact('Thẻ bảo hiểm y tế', card(one, now))}
${one.allowances.length > 0 && fact('Trợ cấp', html`${one.allowances.map((own) => html`<p>${own.coefficient !== undefined && html`hệ số ${coefficientInVietnamese(own.coefficient)}, `}${own.amount !== undefined && html`${dongInVietnamese(own.amount)} một tháng, `}${STATUSES[own.status]}</p>`)}`)}
${one.payments.length > 0 && fact('Chi trả', html`${one.payments.slice(0, 3).map((own) => html`<p>Tháng ${own.month.slice(5)}/${own.month.slice(0, 4)}: ${dongInVietnamese(own.amount)}, ${PAID[own.status]}</p>`)}`)}
${one.schedules.length > 0 && fact('Lịch chi trả', html`${one.schedules.slice(-2).map((own) => html`<p>${own.fromTime} ${dayInVietnamese(own.paysOn)}, ${own.place}${!own.confirmed && ' (dự kiến)'}</p>`)}`)}
</dl>`)}`
}

function card({ card: own }: PersonRecord, now: Date): Html {
  if (own?.validTo === undefined) return html`chưa có thẻ trong sổ`
  return html`${own.group !== undefined && `nhóm ${own.group}, `}đến <strong>${dayInVietnamese(own.validTo)}</strong>${own.validTo < vietnamDay(now) && html` <span class="failed">đã hết hạn</span>`}`
}

function pause({ id, pausedUntil }: TicketShown, mayAnswer: boolean, formKey: string): Html | undefined {
  if (pausedUntil === undefined) return undefined
  return html`<p>Trợ lý tự động im lặng ở cuộc trò chuyện này đến ${when(pausedUntil)}.</p>
${mayAnswer && html`<form method="post" action="${TICKETS}/${id}/tro-ly">${keyField(formKey)}<button class="plain">Cho trợ lý trả lời lại</button></form>`}`
}

function assignment({ id, assignedTo, isMine, colleagues }: TicketShown, mayAnswer: boolean, accountId: number, formKey: string): Html {
  const now = assignedTo === undefined ? html`<p>Chưa ai nhận câu hỏi này.</p>` : html`<p>${isMine ? 'Câu hỏi này đang giao cho mình.' : `Đang giao cho ${assignedTo}.`}</p>`
  if (!mayAnswer) return now
  const own = html`<form method="post" action="${TICKETS}/${id}/giao">${keyField(formKey)}<input type="hidden" name="to" value="${isMine ? '' : accountId}"><button class="plain">${isMine ? 'Thôi nhận' : 'Tôi nhận'}</button></form>`
  const others = colleagues.filter((one) => one.accountId !== accountId)
  return html`${now}${own}${others.length > 0 && html`<form method="post" action="${TICKETS}/${id}/giao" class="row">${keyField(formKey)}<label for="to">Giao cho</label><select id="to" name="to">${others.map((one) => html`<option value="${one.accountId}">${one.name}</option>`)}</select><button class="plain">Giao</button></form>`}`
}
