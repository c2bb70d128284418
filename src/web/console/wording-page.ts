/** One text of a reminder: the words, how a real person will read them on each way, what it costs, and what would make it plainer. */
import { dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { REMINDERS } from './cookies.ts'
import { keyField } from './frame.ts'
import { may } from './permissions.ts'
import type { WordingForm, WordingShown } from './reminder-routes.ts'
import type { Call, Shown } from './route.ts'
import { count } from './said.ts'

export const TEXT_TITLES: Readonly<Record<string, string>> = {
  'card-expiry-ahead': 'thẻ sắp hết hạn', 'card-expiry-tomorrow': 'thẻ hết hạn ngày mai', 'card-expiry-today': 'thẻ hết hạn hôm nay', 'card-lapsed': 'thẻ đã hết hạn', 'card-gap-near': 'sắp mất thời gian liên tục',
  'payment-eve': 'trước ngày chi trả', 'payment-morning': 'sáng ngày chi trả', 'payment-home': 'chi trả tại nhà', 'payment-account': 'chuyển vào tài khoản', 'payment-changed': 'lịch chi trả đổi', 'payment-cancelled': 'lịch chi trả hủy',
  uncollected: 'hai tháng chưa nhận', 'birthday-75': 'sắp tròn 75 tuổi', 'birthday-70': 'sắp tròn 70 tuổi', 'child-4': 'trẻ sắp tròn 4 tuổi', 'child-16': 'trẻ sắp tròn 16 tuổi', 'elderly-60': 'sắp tròn 60 tuổi',
}

const FORMS: readonly { form: WordingForm; title: string }[] = [
  { form: 'chat', title: 'Zalo, Telegram, trang nhắn tin' },
  { form: 'sms', title: 'SMS' },
  { form: 'visit', title: 'Phiếu đến nhà' },
]

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`

export function wordingPage(shown: WordingShown, { officer, formKey }: Pick<Call, 'officer' | 'formKey'>, { saved }: { saved: boolean }): Shown {
  const { key, form, problems } = shown
  const path = `${REMINDERS}/mau/${key}`
  const title = `Lời nhắn: ${TEXT_TITLES[key] ?? key}`
  return {
    title,
    body: html`<p><a href="${REMINDERS}">Nhắc việc</a></p><h1>${capital(title)}</h1>
<ul class="views">${FORMS.map((one) => html`<li><a href="${path}/${one.form}"${one.form === form && html` aria-current="page"`}>${one.title}</a></li>`)}</ul>
${saved && html`<p class="told" role="status">Đã lưu. Tin gửi từ bây giờ dùng lời này.</p>`}
${problems.length > 0 && html`<div class="alert" role="alert"><p>Chưa dùng được lời này, mẫu tin giữ nguyên:</p><ul class="plainly">${problems.map((said) => html`<li>${said}</li>`)}</ul></div>`}
<div class="desk">
<section aria-labelledby="loi"><h2 id="loi">Lời ${shown.isOwn ? 'riêng của xã' : 'mặc định'}</h2>
${may(officer.role, 'reminders.change') ? editor(shown, path, formKey) : html`<p class="body">${shown.body}</p>`}</section>
<section aria-labelledby="xem-thu"><h2 id="xem-thu">Người dân sẽ đọc</h2>${preview(shown, path)}</section>
</div>`,
  }
}

const editor = ({ form, body, row, isOwn }: WordingShown, path: string, formKey: string): Html => html`<form method="post" action="${path}/${form}" class="stack">${keyField(formKey)}<input type="hidden" name="row" value="${row + 1}">
<div class="field"><label for="body">Lời của mẫu tin</label><p class="hint" id="body-hint">Chữ trong hai ngoặc nhọn là chỗ Loa điền tên, ngày … của từng người: giữ nguyên.</p>
<textarea id="body" name="body" rows="7" maxlength="4000" spellcheck="false" aria-describedby="body-hint">${body}</textarea></div>
<div class="row"><button name="do" value="preview" class="plain">Xem thử</button><button name="do" value="save">Lưu lời này</button></div>
${isOwn && html`<button name="do" value="reset" class="plain">Dùng lại lời mặc định</button>`}</form>`

function preview(shown: WordingShown, path: string): Html {
  const { form, text, who, row, rows, sms } = shown
  if (text === undefined) return html`<p>Sửa các chỗ trên rồi bấm Xem thử.</p>`
  const step = (to: number, title: string): Html => html`<a href="${path}/${form}?nguoi=${to + 1}">${title}</a>`
  return html`${who === undefined ? html`<p class="muted">Chưa ai được nhắc bằng lời này; dưới đây là người đặt ra để xem thử.</p>` : html`<p>Xem trên <strong>${who}</strong>, người thứ ${row + 1} trong ${rows}. ${row > 0 && step(row - 1, 'Người trước')} ${row + 1 < rows && step(row + 1, 'Người sau')}</p>`}
${sms === undefined ? letter(text) : html`${letter(sms.sendsMarks ? sms.marked.text : sms.plain.text)}
<table class="small"><caption>Giá một tin SMS</caption><thead><tr><th scope="col">Viết</th><th scope="col" class="number">Ký tự</th><th scope="col" class="number">Số đoạn</th><th scope="col" class="number">Giá</th></tr></thead><tbody>
${[{ title: 'không dấu', one: sms.plain, on: !sms.sendsMarks }, { title: 'có dấu', one: sms.marked, on: sms.sendsMarks }].map(({ title, one, on }) => html`<tr><th scope="row">${title}${on && ' (đang dùng)'}</th><td class="number">${count(one.units)}</td><td class="number">${one.segments}</td><td class="number">${dongInVietnamese(one.dong)}</td></tr>`)}</tbody></table>`}
${advice(shown)}`
}

const letter = (text: string): Html => html`<div class="letter out"><p class="text">${text}</p></div>`

function advice({ advice: given }: WordingShown): Html | undefined {
  if (given === undefined) return undefined
  return html`<h3>Dễ đọc không</h3><p>${count(given.syllables)} tiếng. ${given.said.length === 0 && html`<span class="arrived"><span aria-hidden="true">●</span> Gọn, dễ đọc.</span>`}</p>
${given.said.length > 0 && html`<ul class="plainly">${given.said.map((said) => html`<li><span class="unconfirmed" aria-hidden="true">◆</span> ${said}</li>`)}</ul>`}`
}
