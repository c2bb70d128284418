/** What a person may ask about their data, on their page: noted with the law's days, shown, erased. */
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { ERASED_WORDS, REQUEST_WORDS } from '../../domain/data-request.ts'
import type { DataRequestKind } from '../../domain/data-request.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { PEOPLE } from './cookies.ts'
import { keyField } from './frame.ts'
import type { Shown } from './route.ts'

export interface DataAsked {
  kind: DataRequestKind
  askedOn: Day
  replyBy: Day
  doBy: Day
}

export function dataPart(id: string, asked: readonly DataAsked[], formKey: string): Html {
  const note = (kind: DataRequestKind, title: string): Html | false =>
    !asked.some((one) => one.kind === kind) && html`<form method="post" action="${PEOPLE}/${id}/yeu-cau">${keyField(formKey)}<input type="hidden" name="kind" value="${kind}"><button class="plain">${title}</button></form>`
  return html`<h2 id="du-lieu">Yêu cầu về dữ liệu</h2>
${asked.map((one) => html`<p class="told">Đã yêu cầu ${REQUEST_WORDS[one.kind]} ngày ${dayInVietnamese(one.askedOn)}: trả lời chậm nhất <strong>${dayInVietnamese(one.replyBy)}</strong>, làm xong chậm nhất <strong>${dayInVietnamese(one.doBy)}</strong>.</p>`)}
<div class="row">${note('export', 'Ghi: người này muốn xem dữ liệu')} ${note('erase', 'Ghi: người này muốn xóa dữ liệu')}
<form method="post" action="${PEOPLE}/${id}/tep">${keyField(formKey)}<button class="plain">Tải mọi điều đang giữ</button></form></div>
<details><summary>Xóa dữ liệu của người này</summary>
<p>Xóa ngay số liên lạc, mọi lời tin nhắn và câu hỏi. Người không còn hưởng gì thì xóa cả tên, ngày sinh, số giấy tờ. Không lấy lại được; chỉ làm khi chính người ấy yêu cầu.</p>
<form method="post" action="${PEOPLE}/${id}/xoa">${keyField(formKey)}<p><input type="checkbox" id="sure" name="sure" value="yes" required> <label for="sure">Người này đã yêu cầu, và tôi đã xác minh đúng người</label></p><button>Xóa dữ liệu</button></form></details>`
}

export const erasedPage = (id: string, { identity }: { identity: boolean }): Shown => ({
  title: 'Đã xóa dữ liệu',
  body: html`<h1>Đã xóa dữ liệu</h1><p role="status">${identity ? 'Đã xóa tên, ngày sinh, số giấy tờ, số liên lạc và mọi lời tin nhắn. Con số chi trả của các tháng trước vẫn đúng.' : ERASED_WORDS}</p><p><a class="button plain" href="${PEOPLE}/${id}">Xem trang của người này</a></p>`,
})
