/** The demo's wall of phones: what the register knows of a person above, what the person was sent below. */
import type { Day } from '../../domain/calendar.ts'
import { dayInVietnamese, weekdayName } from '../../domain/calendar.ts'
import { showDong } from '../../domain/money.ts'
import type { NoticeState } from '../../domain/notice-state.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { letter, longInstant } from '../letter.ts'
import type { Letter } from '../letter.ts'
import type { RenderPage } from '../page.ts'

export interface DemoPerson {
  id: string
  /** With the form of address where it is known: "bà Lê Thị Mười". */
  name: string
  age?: number
  /** With its kind: "Ấp Đông Lợi". */
  village?: string
  cardValidTo?: Day
  /** A month, all allowances together. */
  allowanceDong?: number
  /** Where the person has no phone at all, or the register knows none. */
  hasPhone: boolean
  /** Notices that became a slip on the village head's list. */
  openVisits: number
  /** Of this person's web chat; undefined: has none. */
  chatAddress?: string
  /** Oldest first, the newest two or three. */
  letters: readonly DemoLetter[]
}

export interface DemoLetter extends Letter {
  seenAt?: Date
}

/** The committee's chat, the officer's, a village head's. */
export interface DemoRoom {
  id: string
  /** "Ban chỉ đạo", "cô Châu", "ông Nguyễn Văn Hải". */
  name: string
  /** "Trưởng ấp · Ấp Đông Lợi". */
  office: string
  chatAddress: string
  letters: readonly Letter[]
}

export interface DemoSummary {
  commune: string
  /** The demo's own today, which a simulation moves. */
  today: Day
  /** On the register. */
  people: number
  /** Different people who were sent something today. */
  toldToday: number
  /** Today's notices by state. */
  counts: Readonly<Partial<Record<NoticeState, number>>>
}

/** In the order in which an officer reads them. The shape repeats what the word says, for a greyscale print. */
const OUTCOMES: readonly { state: NoticeState; shape: string; look: string }[] = [
  { state: 'delivered', shape: '●', look: 'arrived' },
  { state: 'sent', shape: '◐', look: 'waiting' },
  { state: 'sending', shape: '◔', look: 'waiting' },
  { state: 'queued', shape: '○', look: 'waiting' },
  { state: 'planned', shape: '◌', look: 'waiting' },
  { state: 'unconfirmed', shape: '◆', look: 'unconfirmed' },
  { state: 'visit', shape: '■', look: 'waiting' },
  { state: 'failed', shape: '▲', look: 'failed' },
  { state: 'expired', shape: '×', look: 'waiting' },
  { state: 'cancelled', shape: '–', look: 'waiting' },
]

export interface DemoView {
  summary: DemoSummary
  rooms: readonly DemoRoom[]
  query: string
  shown: readonly DemoPerson[]
  /** How many the search finds in all. */
  total: number
  /** Undefined where there is nothing more, or no more than a page should hold. */
  more: { href: string; count: number } | undefined
}

export function demoPage(render: RenderPage, view: DemoView): string {
  const { summary, rooms, query, shown, total, more } = view
  return render({
    title: `Thử Loa · ${summary.commune}`,
    kind: 'demo',
    script: 'demo.js',
    body: html`<p class="banner">Dữ liệu mẫu, không có thật</p>
<header>
<h1>Điện thoại ở ${summary.commune}</h1>
<div id="summary">${summaryLine(summary)}</div>
<form role="search" action="/demo"><label for="q">Tìm theo tên</label><input id="q" name="q" type="search" maxlength="100" autocomplete="off" value="${query}"><button>Tìm</button>${
  query !== '' && html`<a class="button plain" href="/demo">Xem tất cả</a>`
}</form>
<p class="found">${found(query, shown.length, total)}</p>
</header>
<main>
${rooms.length > 0 && html`<section aria-labelledby="rooms-name">
<h2 id="rooms-name">Ban chỉ đạo, cán bộ trực và trưởng ấp</h2>
<p class="found">Mở trang nhắn tin của Ban chỉ đạo, viết một việc có tên ấp và hạn, ví dụ: “${EXAMPLE_TASK}”</p>
<div id="rooms" class="phones">${roomPhones(rooms)}</div>
</section>
<h2>Người dân</h2>`}
<button id="reorder" type="button" hidden>Có tin mới ở máy khác, xếp lại</button>
<div id="phones" class="phones">${phones(shown, summary.today)}</div>
${more !== undefined && html`<p class="more"><a class="button" href="${more.href}">Xem thêm ${more.count} người</a></p>`}
</main>`,
  })
}

function found(query: string, shown: number, total: number): string {
  if (total === 0) return query === '' ? 'Chưa có ai trong danh sách.' : `Không tìm thấy ai tên “${query}”. Gõ ít chữ hơn, hoặc chỉ gõ tên gọi.`
  const which = query === '' ? 'Người vừa nhận tin đứng trước.' : `Tên có “${query}”.`
  return `${which} Đang xem ${thousands(shown)} trong ${thousands(total)} người.`
}

export function summaryLine({ today, people, toldToday, counts }: DemoSummary): Html {
  const outcomes = OUTCOMES.map((outcome) => ({ ...outcome, count: counts[outcome.state] ?? 0 })).filter(({ count }) => count > 0)
  return html`<p>Hôm nay, ${weekdayName(today)} ${dayInVietnamese(today)}, <strong>${thousands(toldToday)}</strong> trong ${thousands(people)} người có tin.</p>
<ul class="outcomes">${outcomes.map(
    ({ state, count, shape, look }) => html`<li class="${look}"><span aria-hidden="true">${shape}</span> <strong>${thousands(count)}</strong> ${STATE_WORDS[state]}</li>`,
  )}</ul>`
}

export function phones(people: readonly DemoPerson[], today: Day): Html {
  return html`${people.map((person, i) => phone(person, i + 1, today))}`
}

/** Two of the sample commune's villages, so that the newcomer sees who is not asked too. */
const EXAMPLE_TASK = 'Ấp Đông Lợi, ấp Bàu Sen báo số hộ nghèo, cận nghèo trước 16h thứ sáu.'

export function roomPhones(rooms: readonly DemoRoom[]): Html {
  return html`${rooms.map(({ id, name, office, chatAddress, letters }) => html`<section class="phone room" data-id="room-${id}" aria-labelledby="room-${id}">
<div class="card">
<h3 id="room-${id}">${name}</h3>
<ul><li>${office}</li></ul>
</div>
<div class="screen">${letters.map((one) => letter(one))}${letters.length === 0 && html`<p class="nothing">Chưa có tin nào.</p>`}</div>
<a class="open" href="/c/${chatAddress}">Mở trang nhắn tin<span class="unseen"> của ${name}</span></a>
</section>
`)}`
}

function phone(person: DemoPerson, place: number, today: Day): Html {
  return html`<section class="phone" id="phone-${place}" data-id="${person.id}" aria-labelledby="name-${person.id}">
<div class="card">
<h3 id="name-${person.id}">${person.name}</h3>
<ul>${facts(person, today).map((fact) => html`<li>${fact}</li>`)}</ul>
</div>
<div class="screen${!person.hasPhone && ' none'}">${screen(person)}</div>
${person.chatAddress !== undefined && html`<a class="open" href="/c/${person.chatAddress}">Mở trang nhắn tin<span class="unseen"> của ${person.name}</span></a>`}
</section>
`
}

/** What the register knows, a line each, always in the same order. */
function facts({ age, village, cardValidTo, allowanceDong }: DemoPerson, today: Day): string[] {
  const who = [age === undefined ? undefined : `${age} tuổi`, village].filter((part) => part !== undefined).join(' · ')
  return [
    who,
    cardValidTo === undefined ? '' : `Thẻ bảo hiểm y tế ${cardValidTo < today ? 'đã hết hạn' : 'đến'} ${dayInVietnamese(cardValidTo)}`,
    allowanceDong === undefined ? '' : `Trợ cấp ${showDong(allowanceDong)} mỗi tháng`,
  ].filter((line) => line !== '')
}

function screen({ letters, hasPhone, openVisits }: DemoPerson): Html {
  const nothing = hasPhone ? 'Chưa có tin nào.' : 'Không có điện thoại.'
  return html`${letters.map((one) => letter(one, seen(one)))}
${letters.length === 0 && (openVisits === 0 || !hasPhone) && html`<p class="nothing">${nothing}</p>`}
${openVisits > 0 && html`<p class="visit">Chờ người đến nhà báo tin: ${openVisits} việc.</p>`}`
}

function seen({ direction, seenAt }: DemoLetter): Html | undefined {
  if (direction === 'in') return undefined
  return html`<p class="seen">${seenAt === undefined ? 'Chưa xem' : `Đã xem ${longInstant(seenAt)}`}</p>`
}

const thousands = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, '.')
