/** The list of people to go and see, village by village; and the same as a sheet of A4 that is ticked and signed. */
import { dayInVietnamese, vietnamDay } from '../../domain/calendar.ts'
import { VISIT_WORDS } from '../../domain/channel-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { VILLAGES, VISITS } from './cookies.ts'
import { keyField } from './frame.ts'
import type { Officer } from './officer.ts'
import { may } from './permissions.ts'
import type { Call, Shown } from './route.ts'
import { count } from './said.ts'
import type { VisitedPerson, VisitOutcome } from './visit-routes.ts'

interface Listed {
  now: Date
  people: readonly VisitedPerson[]
}

const OUTCOMES: Readonly<Record<VisitOutcome, { button: string; done: string }>> = {
  told: { button: 'Đã báo', done: 'Đã ghi: đã báo. Tên ấy ra khỏi danh sách.' },
  absent: { button: 'Vắng', done: 'Đã ghi: chưa gặp. Người ấy còn trong danh sách, để đến lần sau.' },
  died: { button: 'Đã mất', done: 'Đã ghi. Loa tạm giữ mọi tin nhắc và lượt đến nhà của người ấy; trợ cấp chưa bị dừng. Cán bộ kiểm tra rồi quyết định.' },
  moved: { button: 'Chuyển đi', done: 'Đã ghi. Loa tạm giữ mọi tin nhắc và lượt đến nhà của người ấy; trợ cấp chưa bị dừng. Cán bộ kiểm tra rồi quyết định.' },
}

const NOWHERE = 'Chưa rõ thôn, ấp'

function byVillage(people: readonly VisitedPerson[]): { village: string; id: number | undefined; people: VisitedPerson[] }[] {
  const groups = new Map<string, { village: string; id: number | undefined; people: VisitedPerson[] }>()
  for (const one of people) {
    const village = one.village === '' ? NOWHERE : one.village
    const group = groups.get(village) ?? { village, id: one.villageId, people: [] }
    group.people.push(one)
    groups.set(village, group)
  }
  return [...groups.values()]
}

export function visitListPage({ people }: Listed, { officer, formKey }: Pick<Call, 'officer' | 'formKey'>, { village, done }: { village: number | undefined; done: VisitOutcome | undefined }): Shown {
  const groups = byVillage(people)
  const narrowed = village !== undefined && officer.village === undefined
  return {
    title: 'Danh sách đến nhà',
    body: html`<p><a href="${VILLAGES}">Thôn, ấp</a></p><h1>Danh sách đến nhà</h1>
${done !== undefined && html`<p class="told" role="status">${OUTCOMES[done].done}</p>`}
<p>Không kênh nào tới được những người này: cần đến nhà báo tin. Một kết quả ghi cho mọi việc đang cần báo người ấy.</p>
${narrowed && html`<p><a href="${VISITS}">Xem mọi thôn, ấp</a></p>`}
${people.length === 0 ? html`<p>Không có ai cần đến nhà báo tin.</p>` : html`<p><a class="button plain" href="${VISITS}/in${village !== undefined && `?thon=${village}`}">Bản in A4 để ký, ${count(people.length)} người</a></p>
${groups.map((group) => html`<h2>${group.village}: ${count(group.people.length)} người${!narrowed && groups.length > 1 && group.id !== undefined && html` <a class="only" href="${VISITS}?thon=${group.id}">chỉ xem nơi này</a>`}</h2><ul class="visits">${group.people.map((one) => entry(one, officer, formKey, village))}</ul>`)}`}
<p class="muted">Lần xem này của ${officer.name} đã được ghi vào sổ lưu vết.</p>`,
  }
}

const who = ({ birthYear, householdHead }: VisitedPerson): string => [birthYear !== undefined && `sinh ${birthYear}`, householdHead !== undefined && `chủ hộ ${householdHead}`].filter((part) => part !== false).join(', ')
const why = ({ reasons }: VisitedPerson): string => reasons.map((reason) => VISIT_WORDS[reason] ?? reason).join('; ')
const tried = ({ absentAt }: VisitedPerson): string | undefined => (absentAt === undefined ? undefined : `đã đến ngày ${dayInVietnamese(vietnamDay(absentAt))}, chưa gặp`)

function entry(one: VisitedPerson, officer: Officer, formKey: string, village: number | undefined): Html {
  return html`<li><p><strong>${one.name}</strong>${who(one) !== '' && ` (${who(one)})`}</p>
<p class="muted">${why(one)}${tried(one) !== undefined && html` · <span class="unconfirmed">${tried(one)}</span>`}</p>
${one.toTell.map(({ text, since }) => html`<p>${text} <span class="muted nowrap">(cần báo từ ${dayInVietnamese(since)})</span></p>`)}
${may(officer.role, 'visits.close') && html`<form method="post" action="${VISITS}" class="row">${keyField(formKey)}<input type="hidden" name="person" value="${one.personId}"><input type="hidden" name="thon" value="${village ?? ''}">${Object.entries(OUTCOMES).map(
    ([code, { button }]) => html`<button class="plain" name="outcome" value="${code}">${button}<span class="unseen">: ${one.name}</span></button>`,
  )}</form>`}</li>`
}

/** One sheet for each village. What the head ticks and signs by hand is put in afterwards. */
export function visitSheetPage({ now, people }: Listed, officer: Officer): Shown {
  const day = dayInVietnamese(vietnamDay(now))
  return {
    title: 'Danh sách đến nhà, bản in',
    body: html`<p class="noprint"><a href="${VISITS}">Danh sách đến nhà</a></p><p class="noprint">Bấm Ctrl và P để in trên giấy A4. Đến nhà xong thì ghi kết quả ở trang danh sách.</p>
${people.length === 0 && html`<h1>Danh sách đến nhà</h1><p>Không có ai cần đến nhà báo tin.</p>`}
${byVillage(people).map(({ village, people: own }, at) => html`<section class="sheet" aria-labelledby="to-${at}"><p>${officer.commune}</p><h1 id="to-${at}">Danh sách đến nhà báo tin: ${village}</h1><p>Ngày ${day} · ${count(own.length)} người. Chỉ đưa cho người đi báo; xong thì nộp lại cho xã.</p>
<div class="scroll" tabindex="0" role="region" aria-labelledby="to-${at}"><table><thead><tr><th scope="col" class="number">Số</th><th scope="col">Người</th><th scope="col">Cần báo</th><th scope="col">Kết quả</th><th scope="col">Ký nhận</th></tr></thead><tbody>${own.map(
      (one, row) => html`<tr><td class="number">${row + 1}</td><th scope="row">${one.name}<p class="plain-text">${who(one)}</p>${tried(one) !== undefined && html`<p class="plain-text">${tried(one)}</p>`}</th><td>${one.toTell.map(({ text }) => html`<p>${text}</p>`)}</td><td class="ticks"><p>☐ đã báo</p><p>☐ vắng</p><p>☐ đã mất</p><p>☐ chuyển đi</p></td><td class="sign"></td></tr>`,
    )}</tbody></table></div>
<div class="signs"><p>Cán bộ lập danh sách<br>(ký, ghi họ tên)</p><p>Người đi báo<br>(ký, ghi họ tên)</p></div></section>`)}`,
  }
}
