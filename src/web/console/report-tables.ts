/** A month's figures as tables in an officer's words: the page and the file show the same ones. */
import { GROUP_WORDS } from '../../domain/category-words.ts'
import type { CategoryGroup } from '../../domain/policy/categories.ts'
import { CHANNEL_WORDS } from '../../domain/channel-words.ts'
import type { ChannelName, NoticeState } from '../../domain/notice-state.ts'
import { STATE_WORDS } from '../../domain/state-words.ts'

export interface BenefitRow {
  key: string | null
  allowances: number
  people: number
  amount: number
}

export interface Report {
  month: string
  benefits: { category: readonly BenefitRow[]; village: readonly BenefitRow[]; poverty: readonly BenefitRow[]; method: readonly BenefitRow[]; total: BenefitRow }
  paid: readonly { month: string; lines: number; people: number; amount: number; cashless: number; uncollected: number }[]
  renewals: readonly { month: string; reminded: { cards: number; renewed: number }; silent: { cards: number; renewed: number } }[]
  sent: readonly { channel: ChannelName | null; state: NoticeState; n: number }[]
  villages: readonly { village: string | null; people: number; unreachable: number; insured: number }[]
}

/** `null`: there is nothing to divide by. */
export type Cell = string | number | { percent: number | null }

export interface ReportTable {
  id: string
  title: string
  /** What is counted, where the title does not say all. */
  remark?: string
  head: readonly string[]
  rows: readonly (readonly Cell[])[]
  /** The sum of the rows, where they add up to something. */
  total?: readonly Cell[]
  /** Which column is drawn beside the table. */
  drawn?: number
}

const POOR: Readonly<Record<string, string>> = { poor: 'hộ nghèo', near_poor: 'hộ cận nghèo' }
const METHODS: Readonly<Record<string, string>> = { bank: 'tài khoản ngân hàng', social_security_account: 'tài khoản an sinh xã hội', cash: 'tiền mặt', home: 'tại nhà' }
const CASHLESS = ['bank', 'social_security_account']

const percent = (part: number, whole: number): Cell => ({ percent: whole === 0 ? null : part / whole })
const sum = (rows: readonly (readonly Cell[])[], column: number): number => rows.reduce((total, row) => total + (typeof row[column] === 'number' ? row[column] : 0), 0)
export const monthInNumbers = (month: string): string => `${month.slice(5)}/${month.slice(0, 4)}`

export function reportTables(report: Report): ReportTable[] {
  return [
    benefits('dien', 'Người hưởng trợ cấp theo diện', report, 'category', 'Diện', (key) => (key === null ? 'chưa rõ diện' : (GROUP_WORDS[key as CategoryGroup] ?? key))),
    benefits('thon', 'Người hưởng trợ cấp theo thôn, ấp', report, 'village', 'Thôn, ấp', (key) => key ?? 'chưa rõ thôn, ấp'),
    benefits('ngheo', 'Người hưởng trợ cấp theo hộ nghèo', report, 'poverty', 'Hộ', (key) => (key === null ? 'không thuộc hộ nghèo, cận nghèo' : (POOR[key] ?? key))),
    { ...benefits('cach-nhan', 'Người hưởng trợ cấp theo cách nhận', report, 'method', 'Cách nhận', (key) => (key === null ? 'chưa rõ cách nhận' : (METHODS[key] ?? key))), remark: cashlessWords(report) },
    paid(report),
    renewals(report),
    sent(report),
    reach(report),
  ]
}

function benefits(id: string, title: string, { benefits: all }: Report, by: 'category' | 'village' | 'poverty' | 'method', head: string, word: (key: string | null) => string): ReportTable {
  const rows = all[by].map((one) => [word(one.key), one.allowances, one.people, one.amount])
  // A person with two benefits stands in two rows: people are counted anew for the whole.
  return { id, title, head: [head, 'Số suất', 'Số người', 'Đồng mỗi tháng'], rows, total: ['Cộng', sum(rows, 1), all.total.people, sum(rows, 3)], drawn: 1 }
}

function cashlessWords({ benefits: { method, total } }: Report): string {
  const cashless = method.filter(({ key }) => key !== null && CASHLESS.includes(key)).reduce((n, one) => n + one.allowances, 0)
  return total.allowances === 0 ? '' : `Tỷ lệ không dùng tiền mặt: ${inPercent(cashless / total.allowances)} (${cashless} trên ${total.allowances} suất).`
}

function paid({ paid: months }: Report): ReportTable {
  const rows = months.map((one) => [monthInNumbers(one.month), one.lines, one.people, one.amount, one.uncollected, percent(one.cashless, one.lines)])
  return {
    id: 'chi-tra', title: 'Chi trả từng tháng', remark: 'Theo các danh sách chi trả đã nhập; số tiền gồm cả truy lĩnh, đã trừ truy thu.',
    head: ['Tháng', 'Số suất', 'Số người', 'Đồng', 'Chưa nhận', 'Không dùng tiền mặt'], rows, drawn: 1,
  }
}

function renewals({ renewals: months }: Report): ReportTable {
  const rows = months.map(({ month, reminded, silent }) => [
    monthInNumbers(month), reminded.cards + silent.cards, reminded.cards, reminded.renewed, percent(reminded.renewed, reminded.cards), silent.cards, silent.renewed, percent(silent.renewed, silent.cards),
  ])
  const at = (column: number): number => sum(rows, column)
  return {
    id: 'gia-han', title: 'Gia hạn thẻ bảo hiểm y tế, có nhắc và không nhắc', remark: 'Thẻ hết hạn trong tháng; đã gia hạn là trong sổ có thẻ mới hạn dài hơn; đã nhắc là có ít nhất một tin đã gửi.',
    head: ['Tháng hết hạn', 'Số thẻ', 'Đã nhắc', 'gia hạn', 'tỷ lệ', 'Không nhắc', 'gia hạn', 'tỷ lệ'], rows,
    total: ['Cộng', at(1), at(2), at(3), percent(at(3), at(2)), at(5), at(6), percent(at(6), at(5))], drawn: 1,
  }
}

function sent({ sent: found, month }: Report): ReportTable {
  const word = ({ channel, state }: Report['sent'][number]): string => `${STATE_WORDS[state]}${channel === null ? '' : `, ${CHANNEL_WORDS[channel]}`}`
  const rows = [...found].sort((a, b) => b.n - a.n).map((one) => [word(one), one.n, percent(one.n, found.reduce((n, each) => n + each.n, 0))])
  return { id: 'kenh', title: `Tin đến hạn trong tháng ${monthInNumbers(month)}, theo kênh và kết quả`, head: ['Kết quả', 'Số tin', 'Tỷ lệ'], rows, total: ['Cộng', sum(rows, 1), ''], drawn: 1 }
}

function reach({ villages }: Report): ReportTable {
  const rows = villages.map((one) => [one.village ?? 'chưa rõ thôn, ấp', one.people, one.insured, percent(one.insured, one.people), one.unreachable, percent(one.unreachable, one.people)])
  return {
    id: 'khong-toi', title: 'Thẻ còn hạn và người không kênh nào tới được', remark: 'Người đang sống tại xã, tính hôm nay.',
    head: ['Thôn, ấp', 'Số người', 'Thẻ còn hạn', 'tỷ lệ', 'Không tới được', 'tỷ lệ'], rows,
    total: ['Cộng', sum(rows, 1), sum(rows, 2), percent(sum(rows, 2), sum(rows, 1)), sum(rows, 4), percent(sum(rows, 4), sum(rows, 1))], drawn: 4,
  }
}

/** 96,3% as people in Vietnam write it; rounded down, so that only all is 100%. */
export const inPercent = (share: number): string => `${(Math.floor(share * 1000) / 10).toString().replace('.', ',')}%`
