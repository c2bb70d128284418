/** The page of Nhắc việc: the rules with their switches, the coming month day by day, and whom it would not reach. */
import { dayInVietnamese, weekdayName } from '../../domain/calendar.ts'
import type { Day } from '../../domain/calendar.ts'
import { daysInWords } from '../../domain/days-in-words.ts'
import { REMINDER_RULES, templatesOf } from '../../domain/reminder-rules.ts'
import type { RuleKey } from '../../domain/reminder-rules.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { PEOPLE, REMINDERS } from './cookies.ts'
import { keyField } from './frame.ts'
import { may } from './permissions.ts'
import type { ComingView, RemindersView, RuleShown } from './reminder-routes.ts'
import type { Call, Shown } from './route.ts'
import { count } from './said.ts'
import { TEXT_TITLES } from './wording-page.ts'

interface RuleGiven {
  key: RuleKey
  problem: string
  before: string
  after: string
  time: string
  onDay: boolean
  enabled: boolean
}

export function remindersPage(view: RemindersView, { officer, formKey }: Pick<Call, 'officer' | 'formKey'>, given?: RuleGiven): Shown {
  const mayChange = may(officer.role, 'reminders.change')
  return {
    title: 'Nhắc việc',
    body: html`<h1>Nhắc việc</h1>
<p>Loa tự nhắc theo các quy tắc này. Đổi quy tắc thì tin chưa gửi được lập lại ngay; tin đã gửi không gửi lần nữa.</p>
${officer.commune === undefined ? html`<p>Nhập danh sách đầu tiên trước, để Loa biết xã nào.</p>` : html`<p>Xem luôn: <a href="#thang-toi">ba mươi ngày tới</a>, <a href="#khong-toi">ai sẽ không nhận được tin</a>.</p>
<h2>Các quy tắc</h2>
${view.rules.map((rule) => ruleCard(rule, view, mayChange, formKey, given?.key === rule.key ? given : undefined))}
<h2 id="thang-toi">Ba mươi ngày tới</h2>
${calendar(view)}
<h2 id="khong-toi">Ai sẽ không nhận được tin</h2>
${unreached(view.coming)}`}`,
  }
}

function ruleCard(rule: RuleShown, { own }: RemindersView, mayChange: boolean, formKey: string, given: RuleGiven | undefined): Html {
  const { key, enabled, offsets, sendTime } = rule
  const { name, description } = REMINDER_RULES[key]
  const texts = templatesOf(key)
  return html`<section class="rule" id="${key}" aria-labelledby="${key}-ten"><h3 id="${key}-ten">${name} <span class="${enabled ? 'arrived' : 'muted'}"><span aria-hidden="true">${enabled ? '●' : '○'}</span> ${enabled ? 'đang bật' : 'đang tắt'}</span></h3>
<p>${description}</p>
<p><strong>Nhắc ${daysInWords(offsets)}; lúc ${sendTime}.</strong></p>
<p>Lời nhắn: ${texts.map((text, at) => html`${at > 0 && ' · '}<a href="${REMINDERS}/mau/${text}/chat">${TEXT_TITLES[text] ?? text}</a>${own.some((one) => one.startsWith(`vi/${text}.`)) && ' (lời riêng)'}`)}</p>
${mayChange && html`<details${given !== undefined && html` open`}><summary>Sửa quy tắc<span class="unseen">: ${name}</span></summary>${ruleForm(rule, formKey, given)}</details>`}
</section>`
}

const list = (days: readonly number[]): string => days.map((day) => Math.abs(day)).sort((one, other) => other - one).join(', ')

function ruleForm({ key, ...rule }: RuleShown, formKey: string, given: RuleGiven | undefined): Html {
  const id = (name: string): string => `${key}-${name}`
  const before = given?.before ?? list(rule.offsets.filter((day) => day < 0))
  const after = given?.after ?? rule.offsets.filter((day) => day > 0).join(', ')
  const onDay = given?.onDay ?? rule.offsets.includes(0)
  const input = (name: string, label: string, value: string, hint?: string): Html => html`<div class="field"><label for="${id(name)}">${label}</label>${hint !== undefined && html`<p class="hint" id="${id(`${name}-hint`)}">${hint}</p>`}<input type="text" id="${id(name)}" name="${name}" value="${value}" maxlength="100" autocomplete="off"${hint !== undefined && html` aria-describedby="${id(`${name}-hint`)}"`}></div>`
  const tick = (name: string, label: string, on: boolean): Html => html`<p class="choice"><input type="checkbox" id="${id(name)}" name="${name}" value="1"${on && html` checked`}><label for="${id(name)}">${label}</label></p>`
  return html`<form method="post" action="${REMINDERS}/quy-tac" class="stack">${keyField(formKey)}<input type="hidden" name="rule" value="${key}">
${given !== undefined && html`<p class="alert" role="alert">Chưa lưu. ${given.problem}</p>`}
${tick('enabled', 'Bật quy tắc này', given?.enabled ?? rule.enabled)}
${input('before', 'Nhắc trước mấy ngày', before, 'Nhiều lần thì cách nhau bằng dấu phẩy, ví dụ 30, 7')}
${tick('on-day', 'Nhắc đúng ngày', onDay)}
${input('after', 'Nhắc sau mấy ngày', after)}
${input('time', 'Giờ gửi', given?.time ?? rule.sendTime, 'Từ 07:00 đến 20:00')}
<button>Lưu quy tắc</button></form>`
}

/** Days side by side with their rules: a list reads better than a grid of mostly empty boxes, and prints. */
function calendar({ coming }: RemindersView): Html {
  if (coming === undefined) return html`<p>Loa đang tính lần đầu. Mở lại trang sau ít giây.</p>`
  const days = new Map<Day, ComingView['planned'][number][]>()
  for (const one of coming.planned) days.set(one.dueOn, [...(days.get(one.dueOn) ?? []), one])
  if (days.size === 0) return html`<p>Chưa có tin nào đến hạn trong ba mươi ngày tới.</p>`
  const total = coming.planned.reduce((sum, { n }) => sum + n, 0)
  return html`<p>Cộng <strong>${count(total)}</strong> tin. Người đã gia hạn, đã nhận tiền trước ngày ấy thì thôi.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="thang-toi"><table><thead><tr><th scope="col">Ngày</th><th scope="col" class="number">Số tin</th><th scope="col">Việc</th></tr></thead><tbody>${[...days].map(([day, all]) => {
    const rules = new Map<RuleKey, number>()
    for (const { ruleKey, n } of all) rules.set(ruleKey, (rules.get(ruleKey) ?? 0) + n)
    return html`<tr><th scope="row" class="day">${dayInVietnamese(day)} <span class="muted">${weekdayName(day)}</span></th><td class="number">${count(all.reduce((sum, { n }) => sum + n, 0))}</td><td>${[...rules].map(([key, n], at) => html`${at > 0 && '; '}${REMINDER_RULES[key].name}: ${count(n)}`)}</td></tr>`
  })}</tbody></table></div>`
}

const WHY = { 'no-contact': 'chưa có số điện thoại hay cách nhắn nào', 'no-channel': 'có số, nhưng xã chưa bật kênh tới được', 'opted-out': 'đã từ chối nhận tin' } as const

function unreached(coming: ComingView | undefined): Html {
  if (coming === undefined) return html`<p>Loa đang tính lần đầu. Mở lại trang sau ít giây.</p>`
  if (coming.unreached.length === 0) return html`<p>Ai có việc cần nhắc trong ba mươi ngày tới đều có cách nhắn tới.</p>`
  return html`<p><strong>${count(coming.unreachedTotal)}</strong> người có việc cần nhắc mà không kênh nào tới. Thêm số điện thoại trong danh sách rồi nhập lại; chưa có thì tới ngày ấy thành lượt đến nhà. Ai đã từ chối nhận tin chỉ được báo tận nhà việc thuộc nhiệm vụ, không nhắc hạn thẻ.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="khong-toi"><table><thead><tr><th scope="col">Người</th><th scope="col">Thôn, ấp</th><th scope="col">Vì sao</th><th scope="col">Việc, từ ngày</th></tr></thead><tbody>${coming.unreached.map(
    (one) => html`<tr><th scope="row"><a href="${PEOPLE}/${one.personId}">${one.name}</a></th><td>${one.village ?? ''}</td><td>${WHY[one.why]}</td><td>${REMINDER_RULES[one.ruleKey].name}, ${dayInVietnamese(one.dueOn)}</td></tr>`,
  )}</tbody></table></div>
${coming.unreachedTotal > coming.unreached.length && html`<p>Hiện ${count(coming.unreached.length)} người gần ngày nhất.</p>`}`
}
