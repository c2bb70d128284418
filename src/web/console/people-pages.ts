/** A list of people to choose from, and one person as a file card with everything said to and by them. */
import { coefficientInVietnamese, dongInVietnamese } from '../../domain/amounts-in-vietnamese.ts'
import { dayInVietnamese } from '../../domain/calendar.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import { CHANNEL_WORDS, VISIT_WORDS } from '../../domain/channel-words.ts'
import type { ChannelName, ContactKind, NoticeState } from '../../domain/notice-state.ts'
import { showPhone } from '../../domain/phone.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'
import { html } from '../html.ts'
import type { Html } from '../html.ts'
import { PEOPLE } from './cookies.ts'
import { keyField } from './frame.ts'
import type { Officer } from './officer.ts'
import { dataPart } from './person-data-part.ts'
import type { DataAsked } from './person-data-part.ts'
import type { PersonLine } from './people-routes.ts'
import type { Shown } from './route.ts'
import { when } from './said.ts'

interface Found {
  officer: Officer
  formKey: string
  villages: readonly { id: number; title: string }[]
  name: string
  village: number | undefined
  found: readonly PersonLine[]
  more: boolean
  byNumber?: true
}

const GONE = { died: 'đã mất', moved: 'đã chuyển đi' } as const

export function foundPage({ officer, formKey, villages, name, village, found, more, byNumber }: Found): Shown {
  return {
    title: 'Người dân',
    body: html`<h1>Người dân</h1>
<form method="get" action="${PEOPLE}" role="search" class="row"><label for="ten">Tên</label><input type="text" id="ten" name="ten" maxlength="100" autocomplete="off" value="${name}">
${officer.village === undefined && html`<label for="thon">Thôn, ấp</label><select id="thon" name="thon"><option value="">tất cả</option>${villages.map((one) => html`<option value="${one.id}"${one.id === village && html` selected`}>${one.title}</option>`)}</select>`}
<button>Tìm</button></form>
<form method="post" action="${PEOPLE}/so" class="row">${keyField(formKey)}<label for="so">Số căn cước, mã bảo hiểm xã hội, số thẻ hoặc điện thoại, gõ đủ số</label><input type="text" id="so" name="so" maxlength="40" autocomplete="off"><button class="plain">Tìm theo số</button></form>
${found.length === 0 ? html`<p role="status">${byNumber ? 'Không ai trong sổ có đúng số này.' : name === '' ? 'Chưa có ai.' : `Không thấy ai tên “${name}”. Gõ ít chữ hơn, không cần dấu.`}</p>` : lines(found)}
${more && html`<p>Chỉ hiện ${found.length} người đầu. Gõ thêm chữ trong tên, hoặc chọn thôn, ấp.</p>`}`,
  }
}

const lines = (found: readonly PersonLine[]): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="Những người tìm thấy"><table><thead><tr><th scope="col">Họ và tên</th><th scope="col" class="number">Năm sinh</th><th scope="col">Thôn, ấp</th></tr></thead><tbody>${found.map(
  (one) => html`<tr><th scope="row"><a href="${PEOPLE}/${one.id}">${one.fullName}</a>${one.gone !== undefined && html` <span class="muted">(${GONE[one.gone]})</span>`}</th><td class="number">${one.birthYear ?? ''}</td><td>${one.village ?? ''}</td></tr>`,
)}</tbody></table></div>`

export interface PersonShown {
  id: string
  /** What they have asked about their data; undefined: not this officer's to answer. */
  asked: readonly DataAsked[] | undefined
  today: Day
  card: {
    fullName: string
    birth: { value: string; precision: 'day' | 'month' | 'year' } | undefined
    sex: 'male' | 'female' | undefined
    village: string | undefined
    poorStatus: string | undefined
    note: string | undefined
    diedOn: Day | undefined
    movedOutOn: Day | undefined
    optedOut: boolean
    citizenTail: string | undefined
    socialTail: string | undefined
    household: readonly { id: string; fullName: string; isHead: boolean }[]
    cards: readonly { group: string | undefined; validFrom: Day | undefined; validTo: Day | undefined; fiveYearOn: Day | undefined }[]
    contacts: readonly { kind: ContactKind; address: string; relation: string; gone: boolean; verified: boolean }[]
  }
  /** Money and words are the office's to see; undefined: not this officer's. */
  office: {
    allowances: readonly { text: string | undefined; coefficient: number | undefined; amount: number | undefined; method: string | undefined; accountTail: string | undefined; status: string }[]
    payments: readonly { month: Month; amount: number; status: string }[]
    said: readonly { by: 'citizen' | 'loa' | 'officer'; at: Date; text: string | undefined; channel: ChannelName | undefined; state: NoticeState | undefined; endReason: string | undefined }[]
  } | undefined
}

const RELATIONS: Readonly<Record<string, string>> = { self: 'của chính người này', child: 'của con', grandchild: 'của cháu', spouse: 'của vợ, chồng', parent: 'của cha, mẹ', carer: 'của người chăm sóc', neighbour: 'của hàng xóm', unknown: 'chưa rõ của ai' }
const METHODS: Readonly<Record<string, string>> = { bank: 'tài khoản ngân hàng', cash: 'tiền mặt', home: 'tại nhà', social_security_account: 'tài khoản an sinh xã hội' }
const STATUSES: Readonly<Record<string, string>> = { active: 'đang hưởng', suspended: 'tạm dừng', stopped: 'đã dừng', listed: 'trong danh sách', paid: 'đã nhận', uncollected: 'chưa nhận' }
const POOR: Readonly<Record<string, string>> = { poor: 'hộ nghèo', near_poor: 'hộ cận nghèo' }
const SPEAKERS = { citizen: 'Người dân nhắn', loa: 'Loa nhắn', officer: 'Cán bộ nhắn' } as const

export function personPage({ id, card, office, today, asked }: PersonShown, officer: Officer, formKey: string): Shown {
  const { birth, sex, village, poorStatus } = card
  const born = birth && (birth.precision === 'day' ? dayInVietnamese(birth.value) : birth.precision === 'month' ? `${birth.value.slice(5, 7)}/${birth.value.slice(0, 4)}` : birth.value.slice(0, 4))
  const who = [sex && { male: 'nam', female: 'nữ' }[sex], born && `sinh ${born}`, village, poorStatus && POOR[poorStatus]].filter((part) => part !== undefined).join(' · ')
  return {
    title: card.fullName,
    body: html`<p><a href="${PEOPLE}">Người dân</a></p><h1>${card.fullName}</h1>
<p>${who}</p>
${card.diedOn !== undefined && html`<p class="alert">Đã mất ngày ${dayInVietnamese(card.diedOn)}; không nhắc gì nữa.</p>`}
${card.movedOutOn !== undefined && html`<p class="alert">Đã chuyển đi ngày ${dayInVietnamese(card.movedOutOn)}; không nhắc gì nữa.</p>`}
${card.optedOut && html`<p>Đã từ chối nhận tin: chỉ được báo tận nhà việc thuộc nhiệm vụ.</p>`}
<dl class="facts">
${fact('Liên lạc', card.contacts.length === 0 ? html`chưa có số điện thoại, chưa nối kênh nào` : html`${card.contacts.map(contact)}`)}
${fact('Thẻ bảo hiểm y tế', card.cards.length === 0 ? html`chưa có thẻ trong sổ` : html`${card.cards.map((one) => html`<p>${one.group !== undefined && html`Nhóm ${one.group}, `}${one.validTo === undefined ? 'chưa rõ hạn' : html`dùng đến <strong>${dayInVietnamese(one.validTo)}</strong>${one.validTo < today && html` <span class="failed">đã hết hạn</span>`}`}${one.fiveYearOn !== undefined && html`; đủ 5 năm liên tục từ ${dayInVietnamese(one.fiveYearOn)}`}</p>`)}`)}
${office !== undefined && fact('Trợ cấp', allowances(office))}
${office !== undefined && office.payments.length > 0 && fact('Chi trả', html`${office.payments.map((one) => html`<p>Tháng ${one.month.slice(5)}/${one.month.slice(0, 4)}: ${dongInVietnamese(one.amount)}, ${STATUSES[one.status] ?? one.status}</p>`)}`)}
${card.household.length > 0 && fact('Cùng hộ', html`${card.household.map((one) => html`<p><a href="${PEOPLE}/${one.id}">${one.fullName}</a>${one.isHead && ' (chủ hộ)'}</p>`)}`)}
${office !== undefined && fact('Giấy tờ', html`${[card.citizenTail && `căn cước đuôi ${card.citizenTail}`, card.socialTail && `mã số bảo hiểm xã hội đuôi ${card.socialTail}`].filter(Boolean).join(', ') || 'chưa có số căn cước, mã số bảo hiểm xã hội'}`)}
${card.note !== undefined && card.note !== '' && office !== undefined && fact('Ghi chú', html`${card.note}`)}
</dl>
${office !== undefined && html`<h2 id="da-noi">Đã nói với nhau</h2>${ledger(office.said)}`}
${asked !== undefined && dataPart(id, asked, formKey)}
<p class="muted">Lần xem này của ${officer.name} đã được ghi vào sổ lưu vết.</p>`,
  }
}

const fact = (title: string, said: Html): Html => html`<div><dt>${title}</dt><dd>${said}</dd></div>`

function contact({ kind, address, relation, gone, verified }: PersonShown['card']['contacts'][number]): Html {
  const what = kind === 'phone' ? html`<strong class="nowrap">${showPhone(address)}</strong>` : html`<strong>${CHANNEL_WORDS[kind]}</strong>`
  return html`<p>${what} ${RELATIONS[relation] ?? ''}${verified && ', đã xác minh'}${gone && html`, <span class="failed">không còn liên lạc được</span>`}</p>`
}

function allowances({ allowances: all }: NonNullable<PersonShown['office']>): Html {
  if (all.length === 0) return html`không có trong sổ`
  return html`${all.map((one) => html`<p>${one.text ?? 'chưa rõ diện'}${one.coefficient !== undefined && html`, hệ số ${coefficientInVietnamese(one.coefficient)}`}${one.amount !== undefined && html`, <strong>${dongInVietnamese(one.amount)}</strong> một tháng theo danh sách`}${
    one.method !== undefined && html`; nhận qua ${METHODS[one.method] ?? one.method}`
  }${one.accountTail !== undefined && html` đuôi ${one.accountTail}`}; ${STATUSES[one.status] ?? one.status}</p>`)}`
}

function ledger(said: NonNullable<PersonShown['office']>['said']): Html {
  if (said.length === 0) return html`<p>Chưa có tin nào.</p>`
  return html`<ol class="ledger">${said.map((one) => html`<li class="letter ${one.by === 'citizen' ? 'in' : 'out'}"><p class="when">${one.state === 'planned' ? 'Sẽ nhắn, sớm nhất' : `${SPEAKERS[one.by]},`} ${when(one.at)}${one.channel !== undefined && html`, ${CHANNEL_WORDS[one.channel]}`}${one.state !== undefined && html`: ${STATE_WORDS[one.state]}`}${
    one.endReason !== undefined && VISIT_WORDS[one.endReason] !== undefined && html` (${VISIT_WORDS[one.endReason]})`
  }</p>${one.text === undefined ? html`<p class="muted">${one.state === 'planned' || one.state === 'queued' ? 'Chưa có lời: tin được viết khi gửi.' : 'Không còn lời: chưa từng được viết, hoặc đã xóa khi hết hạn giữ.'}</p>` : html`<p class="text">${one.text}</p>`}</li>`)}</ol>`
}
