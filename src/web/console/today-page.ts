/** The page of Hôm nay. Sentences with numbers in them; a state is a word and a shape, colour only helps. */
import { CHANNEL_WORDS, troubleWords } from '../../domain/channel-words.ts'
import { dayInVietnamese, vietnamTime, weekdayName } from '../../domain/calendar.ts'
import type { NoticeState } from '../../domain/notice-state.ts'
import { REMINDER_RULES, RULE_KEYS } from '../../domain/reminder-rules.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { HOME, TICKETS, VISITS } from './cookies.ts'
import { keyField } from './frame.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Shown } from './route.ts'
import { count, shortDay, waited, when } from './said.ts'
import type { TodayView } from './today-routes.ts'

export function todayPage(view: TodayView, officer: Officer, formKey: string): Shown {
  return {
    title: 'Hôm nay',
    body: html`<h1>Hôm nay, ${weekdayName(view.today)} ${dayInVietnamese(view.today)}</h1>
${officer.commune === undefined || view.isEmpty ? emptyRegister(officer) : desk(view, officer, formKey)}`,
  }
}

const emptyRegister = (officer: Officer): Html =>
  may(officer.role, 'imports.make')
    ? html`<p>Sổ chưa có ai. Bắt đầu bằng một danh sách Excel đang dùng: thẻ bảo hiểm y tế, người hưởng trợ cấp, chi trả, hay hộ nghèo.</p><p><a class="button" href="${HOME}/nhap">Nhập danh sách đầu tiên</a></p>`
    : html`<p>Sổ chưa có ai. Khi cán bộ nhập danh sách, các việc sẽ hiện ở đây.</p>`

const desk = (view: TodayView, officer: Officer, formKey: string): Html => html`<div class="desk">
<section aria-labelledby="can-lam"><h2 id="can-lam">Cần làm</h2>${toDo(view, officer)}</section>
<section aria-labelledby="sap-gui"><h2 id="sap-gui">Sắp gửi, bảy ngày tới</h2>${coming(view)}</section>
</div>
${view.unconfirmed.length > 0 && unconfirmed(view, officer, formKey)}
<h2>Bảy ngày qua</h2>
${sent(view)}
<h2>Các kênh</h2>
${channels(view)}
<h2>Trong sổ</h2>
${register(view)}`

function toDo({ work, alerts, now }: TodayView, officer: Officer): Html {
  const tickets = `${count(work.tickets)} câu hỏi chờ cán bộ trả lời`
  const visits = `${count(work.visits)} người không kênh nào tới được, cần đến nhà báo tin`
  const seesTickets = may(officer.role, 'tickets.see')
  const lines = [
    seesTickets && work.urgentTickets > 0 && html`<li class="failed"><span aria-hidden="true">▲</span> <a href="${TICKETS}"><strong>${count(work.urgentTickets)} việc khẩn cấp</strong> của người dân</a></li>`,
    seesTickets && work.tickets > 0 && html`<li><span aria-hidden="true">●</span> <a href="${TICKETS}">${tickets}</a>${work.oldestTicketAt !== undefined && html`, lâu nhất ${waited(work.oldestTicketAt, now)}`}</li>`,
    work.unconfirmed > 0 && html`<li class="unconfirmed"><span aria-hidden="true">◆</span> <a href="#chua-ro">${count(work.unconfirmed)} tin chưa rõ đã tới hay chưa</a></li>`,
    work.visits > 0 && html`<li><span aria-hidden="true">●</span> ${may(officer.role, 'villages.see') ? html`<a href="${VISITS}">${visits}</a>` : visits}</li>`,
    work.gone > 0 && html`<li><span aria-hidden="true">●</span> ${count(work.gone)} người cần xác nhận còn sống, còn ở xã</li>`,
    ...alerts.map(({ channel, said, occurredAt }) => html`<li class="failed"><span aria-hidden="true">▲</span> ${CHANNEL_WORDS[channel]}: ${said} <span class="muted">(${when(occurredAt)})</span></li>`),
  ].filter((line) => line !== false)
  if (lines.length === 0) return html`<p>Không có việc nào chờ ${officer.name}.</p>`
  return html`<ul class="todo">${lines}</ul>`
}

const ruleName = (key: string | undefined): string => {
  const known = RULE_KEYS.find((one) => one === key)
  return known === undefined ? 'Tin khác' : REMINDER_RULES[known].name
}

function coming({ stillToday, coming: days, today }: TodayView): Html {
  const rows = [
    ...stillToday.map(({ ruleKey, n }) => html`<tr><th scope="row" class="day">${shortDay(today)}</th><td class="number">${count(n)}</td><td>${ruleName(ruleKey)}</td></tr>`),
    ...(days ?? []).flatMap(({ dueOn, rules }) =>
      rules.map(({ ruleKey, n }) => html`<tr><th scope="row" class="day">${shortDay(dueOn)}</th><td class="number">${count(n)}</td><td>${ruleName(ruleKey)}</td></tr>`)),
  ]
  const total = [...stillToday, ...(days ?? []).flatMap(({ rules }) => rules)].reduce((sum, { n }) => sum + n, 0)
  if (days === undefined) return html`<p>Loa đang tính lần đầu. Mở lại trang sau ít giây.</p>`
  if (rows.length === 0) return html`<p>Chưa có tin nào đến hạn trong bảy ngày tới.</p>`
  return html`<table><thead><tr><th scope="col">Ngày</th><th scope="col" class="number">Số tin</th><th scope="col">Việc</th></tr></thead><tbody>${rows}</tbody>
<tfoot><tr><th scope="row">Cộng</th><td class="number"><strong>${count(total)}</strong></td><td>Gửi ban ngày; người đã gia hạn, đã nhận tiền thì thôi</td></tr></tfoot></table>`
}

function unconfirmed({ unconfirmed: sends, work }: TodayView, officer: Officer, formKey: string): Html {
  const mayDecide = may(officer.role, 'sends.decide')
  const button = (noticeId: string, who: string, decision: string, title: string): Html =>
    html`<form method="post" action="${HOME}/chua-ro">${keyField(formKey)}<input type="hidden" name="notice" value="${noticeId}"><input type="hidden" name="decision" value="${decision}"><button class="plain">${title}<span class="unseen">: ${who}</span></button></form>`
  return html`<h2 id="chua-ro">Chưa rõ đã tới hay chưa</h2>
<p>Máy hoặc mạng ngắt đúng lúc đang gửi. Loa không tự gửi lại, để không ai bị nhắc hai lần: hỏi người nhận rồi chọn.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="chua-ro"><table><thead><tr><th scope="col">Người</th><th scope="col">Thôn, ấp</th><th scope="col">Kênh</th><th scope="col">Từ lúc</th>${mayDecide && html`<th scope="col">Quyết định</th>`}</tr></thead><tbody>${sends.map(
    (one) => html`<tr><th scope="row">${one.person ?? 'không rõ'}</th><td>${one.village ?? ''}</td><td>${one.channel === undefined ? '' : CHANNEL_WORDS[one.channel]}</td><td>${when(one.since)}</td>${
      mayDecide && html`<td class="row">${button(one.noticeId, one.person ?? '', 'arrived', 'Đã tới')} ${button(one.noticeId, one.person ?? '', 'again', 'Gửi lại')}</td>`
    }</tr>`,
  )}</tbody></table></div>
${work.unconfirmed > sends.length && html`<p>Còn ${count(work.unconfirmed - sends.length)} tin nữa; quyết định những tin trên thì tin sau hiện ra.</p>`}`
}

/** Failures first. */
const ENDS: readonly { states: readonly NoticeState[]; look: string; shape: string }[] = [
  { states: ['failed'], look: 'failed', shape: '▲' },
  { states: ['unconfirmed'], look: 'unconfirmed', shape: '◆' },
  { states: ['visit'], look: 'waiting', shape: '○' },
  { states: ['planned', 'queued', 'sending'], look: 'waiting', shape: '○' },
  { states: ['sent'], look: 'waiting', shape: '◐' },
  { states: ['delivered'], look: 'arrived', shape: '●' },
]

function sent({ sent: states }: TodayView): Html {
  if (states === undefined) return html`<p>Loa đang đếm. Mở lại trang sau ít giây.</p>`
  const rows = ENDS.map(({ states: these, look, shape }) => ({ look, shape, word: STATE_WORDS[these[0] as NoticeState], n: these.reduce((sum, state) => sum + (states[state] ?? 0), 0) })).filter(({ n }) => n > 0)
  const total = rows.reduce((sum, { n }) => sum + n, 0)
  if (total === 0) return html`<p>Chưa có tin nào đến hạn trong bảy ngày qua.</p>`
  return html`<p><strong>${count(total)}</strong> tin đến hạn:</p><ul class="ends">${rows.map(({ look, shape, word, n }) => html`<li class="${look}"><span aria-hidden="true">${shape}</span> <strong>${count(n)}</strong> ${word}</li>`)}</ul>`
}

function channels({ channels: all }: TodayView): Html {
  if (all.length === 0) return html`<p>Chưa bật kênh nào: mọi tin thành lượt đến nhà. Nhờ người cài đặt bật SMS hoặc Zalo.</p>`
  return html`<ul class="plainly">${all.map(({ name, trouble, weight }) => {
    const title = CHANNEL_WORDS[name]
    if (trouble !== undefined) return html`<li class="failed"><span aria-hidden="true">▲</span> <strong>${title}</strong> đang nghỉ: ${troubleWords(trouble.reason)}; thử lại lúc ${vietnamTime(trouble.resumeAt)}</li>`
    if (weight < 100) return html`<li class="unconfirmed"><span aria-hidden="true">◆</span> <strong>${title}</strong> chậm: chỉ gửi ${weight}% số tin qua đây</li>`
    return html`<li class="arrived"><span aria-hidden="true">●</span> <strong>${title}</strong> tốt</li>`
  })}</ul>`
}

const share = (part: number, whole: number): string => (whole === 0 ? '' : ` (${Math.floor((part * 1000) / whole / 10).toString()}%)`)

function register({ reach }: TodayView): Html {
  if (reach === undefined) return html`<p>Loa đang đếm lần đầu. Mở lại trang sau ít giây.</p>`
  const { people, reached, insured, paid, madeAt } = reach
  return html`<p><strong>${count(people)}</strong> người. Thẻ bảo hiểm y tế còn hạn: <strong>${count(insured)}</strong>${share(insured, people)}. Đang hưởng trợ cấp: <strong>${count(paid)}</strong>.
Có số điện thoại hoặc kênh nhắn tin: <strong>${count(reached)}</strong>${share(reached, people)}; chưa có: <strong>${count(people - reached)}</strong>. <span class="muted">Đếm lúc ${vietnamTime(madeAt)}.</span></p>`
}
