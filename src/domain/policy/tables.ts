/**
 * All policy tables in one place, so that none can run out or grow a hole unseen. The tests read this, and so may
 * whoever warns an officer that a figure is about to become unsure.
 */
import { addDays, daysBetween, dayInVietnamese } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { APPLICATION_RULES } from './applications.ts'
import { BASE_SALARIES } from './base-salary.ts'
import { LEVEL_CHANGES, LEVEL_SHARES } from './benefit-level.ts'
import { START_RULES, UNCOLLECTED_RULES } from './benefit-life.ts'
import { CARD_GROUPS } from './card-groups.ts'
import { CHILD_CARD_RULES, FIVE_YEAR_RULES, GAP_RULES } from './card-validity.ts'
import { CATEGORIES } from './categories.ts'
import type { Dated } from './dated.ts'
import { inForce } from './dated.ts'
import { HOLIDAY_YEARS } from './holidays.ts'
import { HOUSEHOLD_DISCOUNTS, PREMIUM_RATES, PREMIUM_SUPPORTS } from './household-premium.ts'
import { LIFE_EVENTS } from './life-events.ts'
import { AID_RULES, RICE_RULES } from './one-off-aid.ts'
import { PAYMENT_PRACTICES } from './payment-calendar.ts'
import { POVERTY_LINES } from './poverty-line.ts'
import { STANDARD_AMOUNTS } from './standard-amounts.ts'

/** When a person last held the tables against the published law; move it only after doing so. */
export const REVIEWED_ON: Day = '2026-11-22'
/** A year and a month: long enough for the yearly look in January, when most of these texts take effect. */
export const REVIEW_WITHIN_DAYS = 400

export interface PolicyTable {
  /** In Vietnamese: officers read it. */
  name: string
  rows: readonly Dated[]
  /** Rows of one key follow each other without overlap or hole. */
  byKey: ReadonlyMap<string, readonly Dated[]>
  /** Keys that the law ended for good. */
  retired: readonly string[]
  /** Where the next row is published. */
  publishedIn: string
}

function table<Row extends Dated>(
  name: string,
  rows: readonly Row[],
  publishedIn: string,
  keyOf: (row: Row) => string = () => '',
  retired: readonly string[] = [],
): PolicyTable {
  const byKey = new Map<string, Row[]>()
  for (const row of rows) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row])
  return { name, rows, byKey, retired, publishedIn }
}

const GAZETTE = 'Công báo và Cổng thông tin điện tử Chính phủ (vanban.chinhphu.vn)'
const ASSISTANCE = `nghị định về trợ giúp xã hội, đăng ${GAZETTE}`
const INSURANCE = `Luật Bảo hiểm y tế và nghị định hướng dẫn, đăng ${GAZETTE}; công văn của Bảo hiểm xã hội Việt Nam`

export const POLICY_TABLES: readonly PolicyTable[] = [
  table('Mức chuẩn trợ giúp xã hội, trợ cấp hưu trí xã hội', STANDARD_AMOUNTS, `${ASSISTANCE}; nghị quyết của hội đồng nhân dân tỉnh`,
    (row) => `${row.scheme === 'assistance' ? 'trợ giúp xã hội' : 'hưu trí xã hội'}, ${row.province ?? 'cả nước'}`),
  table('Đối tượng và hệ số', CATEGORIES, ASSISTANCE, (row) => row.kind, ['LEGACY_ELDERLY_75_80', 'LEGACY_ELDERLY_80']),
  table('Hồ sơ đề nghị', APPLICATION_RULES, ASSISTANCE, (row) => row.purpose),
  table('Tháng bắt đầu hưởng', START_RULES, ASSISTANCE),
  table('Tạm dừng khi không nhận', UNCOLLECTED_RULES, ASSISTANCE),
  table('Mai táng và trợ giúp khẩn cấp', AID_RULES, ASSISTANCE, (row) => row.aid),
  table('Gạo cứu đói', RICE_RULES, ASSISTANCE),
  table('Tuổi làm thay đổi trợ cấp', LIFE_EVENTS, ASSISTANCE, (row) => row.key),
  table('Lịch chi trả trong tháng', PAYMENT_PRACTICES, `${ASSISTANCE}; hợp đồng với tổ chức dịch vụ chi trả`),
  table('Mức lương cơ sở', BASE_SALARIES, `nghị định về mức lương cơ sở, đăng ${GAZETTE}`),
  table('Tỷ lệ đóng bảo hiểm y tế', PREMIUM_RATES, INSURANCE),
  table('Giảm mức đóng theo hộ gia đình', HOUSEHOLD_DISCOUNTS, INSURANCE),
  table('Ngân sách hỗ trợ đóng bảo hiểm y tế', PREMIUM_SUPPORTS, `${INSURANCE}; nghị quyết của hội đồng nhân dân tỉnh`, (row) => row.group),
  table('Mã nhóm trên thẻ bảo hiểm y tế', CARD_GROUPS, 'quyết định của Bảo hiểm xã hội Việt Nam về mã số ghi trên thẻ', (row) => row.code),
  table('Mức hưởng theo mã quyền lợi', LEVEL_SHARES, INSURANCE),
  table('Thay đổi mã quyền lợi', LEVEL_CHANGES, INSURANCE, (row) => row.cardGroup),
  table('Gián đoạn tham gia bảo hiểm y tế', GAP_RULES, INSURANCE),
  table('Đủ 5 năm liên tục', FIVE_YEAR_RULES, INSURANCE),
  table('Thẻ trẻ em dưới 6 tuổi', CHILD_CARD_RULES, INSURANCE),
  table('Chuẩn nghèo đa chiều', POVERTY_LINES, `nghị định về chuẩn nghèo đa chiều, đăng ${GAZETTE}`, (row) => (row.area === 'urban' ? 'thành thị' : 'nông thôn')),
  table('Ngày nghỉ lễ, Tết', HOLIDAY_YEARS, 'thông báo nghỉ lễ, Tết hằng năm của Bộ Nội vụ, thường vào tháng 10 đến tháng 12 năm trước; ngày âm lịch theo lịch Việt Nam'),
]

export interface TableWarning {
  /** `ends`: no row follows. `unsure`: the next row is only carried over. `review`: nobody has looked for too long. */
  kind: 'ends' | 'unsure' | 'review'
  table: string
  /** The first day that the table cannot answer, or not surely. */
  from: Day
  /** For the officer: what happens, when, and where the next figure is published. */
  message: string
}

/** What stops being known within `noticeDays` of `today`. */
export function tableWarnings(today: Day, noticeDays: number, tables: readonly PolicyTable[] = POLICY_TABLES): TableWarning[] {
  const until = addDays(today, noticeDays)
  const warnings: TableWarning[] = []
  if (daysBetween(REVIEWED_ON, until) > REVIEW_WITHIN_DAYS) {
    warnings.push({
      kind: 'review',
      table: 'tất cả',
      from: addDays(REVIEWED_ON, REVIEW_WITHIN_DAYS),
      message: `Các bảng chính sách được đối chiếu lần cuối ngày ${dayInVietnamese(REVIEWED_ON)}. Cần đối chiếu lại với văn bản trên ${GAZETTE}.`,
    })
  }
  for (const { name, byKey, retired, publishedIn } of tables) {
    for (const [key, rows] of byKey) {
      if (retired.includes(key)) continue
      const label = key === '' ? name : `${name} (${key})`
      const now = inForce(rows, today)
      const then = inForce(rows, until)
      const next = rows.find((row) => row.effectiveFrom > today && row.effectiveFrom <= until && row.confidence === 'U')
      if (then === undefined) {
        const last = rows.reduce<Day>((end, row) => ((row.effectiveTo ?? end) > end ? (row.effectiveTo ?? end) : end), '')
        const from = addDays(last, 1)
        warnings.push({ kind: 'ends', table: label, from, message: `${label}: hết số liệu từ ngày ${dayInVietnamese(from)}. Xem ${publishedIn}.` })
      } else if (next !== undefined && now?.confidence !== 'U') {
        const from = next.effectiveFrom
        warnings.push({ kind: 'unsure', table: label, from, message: `${label}: từ ngày ${dayInVietnamese(from)} chưa có số liệu chắc chắn. Xem ${publishedIn}.` })
      }
    }
  }
  return warnings
}
