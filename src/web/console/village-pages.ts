/** The page of Thôn, ấp: the committee's board as a notice on the wall, then the villages with whom to ring; and a code, shown once. */
import { CHANNEL_WORDS } from '../../domain/channel-words.ts'
import { figuresInWords } from '../../domain/figure-names.ts'
import { CHANNEL_NAMES } from '../../domain/notice-state.ts'
import { showPhone } from '../../domain/phone.ts'
import type { TaskStatus } from '../../domain/task-status.ts'
import { STATUS_WORDS } from '../../domain/task-status-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { VILLAGES, VISITS } from './cookies.ts'
import { field } from './field.ts'
import { keyField } from './frame.ts'
import { may } from './permissions.ts'
import type { Call, Shown } from './route.ts'
import { count, when } from './said.ts'
import type { CodeMade, HolderShown, RoomShown, TaskShown, VillageShown, VillagesView } from './village-routes.ts'

export interface HolderGiven {
  name: string
  phone: string
  office: 'head' | 'deputy' | 'officer'
  village: string
  problem: string
}

export function villagesPage(view: VillagesView, { officer, formKey }: Pick<Call, 'officer' | 'formKey'>, given?: HolderGiven): Shown {
  const mayManage = may(officer.role, 'villages.manage')
  const isHead = officer.village !== undefined
  return {
    title: 'Thôn, ấp',
    body: html`<h1>${isHead ? officer.village : 'Thôn, ấp'}</h1>
${given !== undefined && html`<p class="alert" role="alert">Chưa ghi. ${given.problem}</p>`}
<p>${view.toSee === 0 ? 'Không có ai cần đến nhà báo tin.' : html`<a class="button plain" href="${VISITS}">Danh sách đến nhà: ${count(view.toSee)} người</a>`}</p>
<h2 id="viec">Việc Ban chỉ đạo giao</h2>
${view.tasks.length === 0 ? html`<p>Không có việc nào đang mở.</p>` : view.tasks.map((task) => taskCard(task, isHead))}
${isHead ? html`<h2 id="ai">Người đứng đầu và nhóm</h2>${view.villages.map((one) => html`<p>${heads(one, false, formKey)}</p>${rooms(one.groups, one.title, false, formKey)}`)}` : everywhere(view, mayManage, formKey, given)}`,
  }
}

const LOOKS: Readonly<Record<TaskStatus, { look: string; shape: string }>> = {
  late: { look: 'failed', shape: '▲' }, unreachable: { look: 'failed', shape: '▲' }, waiting: { look: 'waiting', shape: '○' }, told: { look: 'waiting', shape: '○' }, seen: { look: 'waiting', shape: '◐' },
  confirmed: { look: 'waiting', shape: '◐' }, answered: { look: 'arrived', shape: '●' }, done: { look: 'arrived', shape: '●' },
}

function taskCard({ number, text, waitsForYes, due, givenAt, lines, total, corrections }: TaskShown, isHead: boolean): Html {
  const sum = figuresInWords(total)
  return html`<section class="task" aria-labelledby="viec-${number}"><h3 id="viec-${number}">Việc số ${number}${due !== undefined && html`, hạn ${due}`}</h3>
<p class="text">${text}</p><p class="muted">Giao lúc ${when(givenAt)}</p>
${waitsForYes ? html`<p class="unconfirmed"><span aria-hidden="true">◆</span> Chờ người giao bấm Gửi đi trong nhóm.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="viec-${number}"><table class="small"><thead><tr><th scope="col">Thôn, ấp</th><th scope="col">Tới đâu</th><th scope="col">Số liệu</th></tr></thead><tbody>${lines.map(
    ({ village, status, at, figures }) => html`<tr><th scope="row">${village}</th><td class="${LOOKS[status].look}"><span aria-hidden="true">${LOOKS[status].shape}</span> ${STATUS_WORDS[status]}${at !== undefined && ` ${at}`}</td><td>${figures !== undefined && figuresInWords(figures)}</td></tr>`,
  )}</tbody>${sum !== undefined && !isHead && html`<tfoot><tr><th scope="row">Cộng</th><td></td><td><strong>${sum}</strong></td></tr></tfoot>`}</table></div>`}
${corrections.length > 0 && html`<details><summary>Số liệu đã sửa: ${corrections.length} lần</summary><ul class="plainly">${corrections.map((one) => html`<li>${one.village} sửa lúc ${when(one.at)}, trước đó báo: ${figuresInWords(one.before)}</li>`)}</ul></details>`}</section>`
}

const channelName = (code: string): string => {
  const known = CHANNEL_NAMES.find((one) => one === code)
  return known === undefined ? code : CHANNEL_WORDS[known]
}

const button = (path: string, fields: Readonly<Record<string, string>>, title: string, about: string, formKey: string): Html =>
  html`<form method="post" action="${VILLAGES}/${path}">${keyField(formKey)}${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button class="quiet">${title}<span class="unseen">: ${about}</span></button></form>`

function holder({ id, office, name, phone, chats }: HolderShown, mayManage: boolean, formKey: string): Html {
  return html`<p>${office === 'deputy' && 'Phó: '}<strong>${name}</strong>${phone === undefined ? html` <span class="unconfirmed">chưa có số</span>` : html` <span class="nowrap">${showPhone(phone)}</span>`}; ${chats.length > 0 ? `nhận việc qua ${chats.map(channelName).join(', ')}` : phone === undefined ? 'chưa có cách nhận việc' : 'nhận việc qua SMS'}</p>
${mayManage && html`<div class="row">${button('ma', { holder: id }, 'Cấp mã', name, formKey)}${button('thoi-viec', { id }, 'Thôi giữ việc', name, formKey)}</div>`}`
}

const heads = ({ heads: all }: VillageShown, mayManage: boolean, formKey: string): Html => (all.length === 0 ? html`<span class="failed"><span aria-hidden="true">▲</span> chưa ghi ai đứng đầu</span>` : html`${all.map((one) => holder(one, mayManage, formKey))}`)

function rooms(all: readonly RoomShown[], whose: string, mayManage: boolean, formKey: string): Html {
  return html`${all.map(({ id, channel, lost }) => html`<p>Nhóm ${channelName(channel)}${lost && html` <span class="failed">không gửi tới được nữa</span>`}</p>${mayManage && button('thoi-gan', { id }, 'Thôi gắn nhóm', `${whose}, ${channelName(channel)}`, formKey)}`)}`
}

function everywhere({ villages, officers, committee }: VillagesView, mayManage: boolean, formKey: string, given: HolderGiven | undefined): Html {
  return html`<div class="villages-all stack-wide"><h2 id="cac-thon">Các thôn, ấp</h2>
${villages.length === 0 ? html`<p>Chưa có thôn, ấp nào: nhập một danh sách có cột địa chỉ.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="cac-thon"><table class="villages"><thead><tr><th scope="col">Thôn, ấp</th><th scope="col">Người đứng đầu</th><th scope="col">Nhóm</th><th scope="col" class="number">Đến nhà</th><th scope="col" class="number">Việc trễ</th></tr></thead><tbody>${villages.map(
    (one) => html`<tr><th scope="row">${one.title}</th><td>${heads(one, mayManage, formKey)}</td><td>${one.groups.length === 0 ? html`<p class="muted">chưa gắn</p>` : rooms(one.groups, one.title, mayManage, formKey)}${
      mayManage && button('ma', { village: String(one.id) }, 'Cấp mã cho nhóm', one.title, formKey)
    }</td><td class="number">${one.toSee === 0 ? '0' : html`<a href="${VISITS}?thon=${one.id}">${count(one.toSee)}<span class="unseen"> người ở ${one.title}</span></a>`}</td><td class="number">${one.late > 0 ? html`<strong class="failed">${count(one.late)}</strong>` : '0'}</td></tr>`,
  )}</tbody></table></div>`}
<h2>Ban chỉ đạo và cán bộ trực</h2>
${committee.length === 0 ? html`<p>Chưa gắn nhóm của Ban chỉ đạo.</p>` : rooms(committee, 'Ban chỉ đạo', mayManage, formKey)}
${mayManage && button('ma', { committee: '1' }, 'Cấp mã cho nhóm Ban chỉ đạo', 'Ban chỉ đạo', formKey)}
${officers.length === 0 ? html`<p>Chưa ghi cán bộ trực nào: câu hỏi của thôn, ấp và việc khẩn chưa tới ai.</p>` : html`${officers.map((one) => holder(one, mayManage, formKey))}`}</div>
${mayManage && html`<h2 id="them">Ghi người giữ việc</h2>${holderForm(villages, formKey, given)}`}`
}

const OFFICES = { head: 'Trưởng thôn, trưởng ấp', deputy: 'Phó thôn, phó ấp', officer: 'Cán bộ trực của xã' } as const

const holderForm = (villages: readonly VillageShown[], formKey: string, given: HolderGiven | undefined): Html => html`<form method="post" action="${VILLAGES}/nguoi" class="stack">${keyField(formKey)}
${field({ name: 'name', label: 'Họ tên', maxlength: 80, value: given?.name })}
${field({ name: 'phone', label: 'Số điện thoại', hint: 'Để gọi, và để nhắn SMS khi không dùng Zalo, Telegram', maxlength: 30, value: given?.phone })}
<div class="field"><label for="office">Giữ việc</label><select id="office" name="office">${Object.entries(OFFICES).map(([code, title]) => html`<option value="${code}"${code === given?.office && html` selected`}>${title}</option>`)}</select></div>
<div class="field"><label for="village">Thôn, ấp</label><p class="hint" id="village-hint">Cán bộ trực thì không cần chọn. Trưởng mới thay trưởng cũ ngay hôm nay.</p><select id="village" name="village" aria-describedby="village-hint"><option value="">không chọn</option>${villages.map((one) => html`<option value="${one.id}"${String(one.id) === given?.village && html` selected`}>${one.title}</option>`)}</select></div>
<button>Ghi người này</button></form>`

/** As people dictate it. */
export const codePage = ({ code, expiresAt, for: whom, isOwn }: CodeMade): Shown => ({
  title: `Mã cho ${whom}`,
  body: html`<h1>Mã cho ${whom}</h1>
<p class="link"><code>#ma ${code.slice(0, 4)}-${code.slice(4)}</code></p>
<p>${isOwn ? html`${whom} gửi dòng trên cho trợ lý của xã, trong cuộc trò chuyện riêng của mình.` : 'Thêm trợ lý của xã vào nhóm, rồi quản trị nhóm gửi dòng trên trong nhóm. Ai gửi mã là thành viên được giao việc; thêm người thì cấp mã nữa.'} Dùng một lần, đến ${when(expiresAt)}. <strong>Trang này chỉ hiện một lần.</strong></p>
<p><a class="button" href="${VILLAGES}">Xong</a></p>`,
})
