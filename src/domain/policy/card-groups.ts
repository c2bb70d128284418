/**
 * The two letters of a health-insurance card: who its holder is, who pays, and so whether "please renew and pay"
 * is a true sentence. Sent to somebody whose card the budget pays for it is a false alarm, and a fraudster's line.
 *
 * Codes: Decision 1351/QĐ-BHXH as amended by 1018/QĐ-BHXH; participant groups: Law 25/2008 as amended by 51/2024.
 */
import type { Dated } from './dated.ts'

/** 1 employee and employer, 2 social insurance, 3 the budget, 4 the person with support, 5 the person alone. */
export type ParticipantGroup = 1 | 2 | 3 | 4 | 5

/**
 * What keeps the card alive: `pay` at a collection point, `pay_at_school`, the `employer`, the `social_insurance`
 * fund, or the `commune_list` that the officer makes.
 */
export type Renewal = 'pay' | 'pay_at_school' | 'employer' | 'social_insurance' | 'commune_list' | 'other_agency'

export interface CardGroup extends Dated {
  code: string
  name: string
  participantGroup: ParticipantGroup
  renewal: Renewal
}

type Seed = readonly [code: string, name: string, participantGroup: ParticipantGroup, renewal: Renewal]

const source = { effectiveFrom: '2025-07-01', legalSource: 'Quyết định 1351/QĐ-BHXH, 1018/QĐ-BHXH; Luật 51/2024/QH15' } as const

const COMMON: readonly Seed[] = [
  ['HN', 'Người thuộc hộ nghèo', 3, 'commune_list'],
  ['CN', 'Người thuộc hộ cận nghèo', 4, 'pay'],
  ['BT', 'Người hưởng trợ cấp xã hội hằng tháng', 3, 'commune_list'],
  ['TE', 'Trẻ em dưới 6 tuổi', 3, 'commune_list'],
  ['DT', 'Người dân tộc thiểu số ở vùng khó khăn', 3, 'commune_list'],
  ['DK', 'Người ở vùng đặc biệt khó khăn', 3, 'commune_list'],
  ['XD', 'Người ở xã đảo, đặc khu', 3, 'commune_list'],
  ['HS', 'Học sinh', 4, 'pay_at_school'],
  ['SV', 'Sinh viên', 4, 'pay_at_school'],
  ['GD', 'Người tham gia theo hộ gia đình', 5, 'pay'],
  ['GB', 'Hộ nông, lâm, ngư, diêm nghiệp có mức sống trung bình', 4, 'pay'],
  ['CC', 'Người có công với cách mạng (bà mẹ Việt Nam anh hùng, thương binh nặng)', 3, 'commune_list'],
  ['CK', 'Người có công với cách mạng khác', 3, 'commune_list'],
  ['CB', 'Cựu chiến binh', 3, 'commune_list'],
  ['KC', 'Người tham gia kháng chiến', 3, 'commune_list'],
  ['TC', 'Thân nhân người có công', 3, 'commune_list'],
  ['TS', 'Thân nhân liệt sĩ', 3, 'commune_list'],
  ['HT', 'Người hưởng lương hưu, trợ cấp mất sức lao động', 2, 'social_insurance'],
  ['TN', 'Người hưởng trợ cấp thất nghiệp', 2, 'social_insurance'],
  ['DN', 'Người lao động trong doanh nghiệp', 1, 'employer'],
  ['HC', 'Cán bộ, công chức, viên chức', 1, 'employer'],
  ['HX', 'Người lao động trong hợp tác xã', 1, 'employer'],
]

/** Seldom seen in a commune, or known from one source: the officer is told to check them. */
const RARE: readonly Seed[] = [
  ['LH', 'Người hưởng trợ cấp hưu trí xã hội', 3, 'commune_list'],
  ['CH', 'Người lao động trong cơ quan, đơn vị sự nghiệp, đoàn thể', 1, 'employer'],
  ['NN', 'Người lao động trong tổ chức nước ngoài, quốc tế', 1, 'employer'],
  ['TK', 'Người lao động trong tổ chức khác', 1, 'employer'],
  ['XK', 'Người hoạt động không chuyên trách ở xã, phường', 1, 'employer'],
  ['TB', 'Người hưởng trợ cấp tai nạn lao động, bệnh nghề nghiệp', 2, 'social_insurance'],
  ['NO', 'Người nghỉ việc hưởng chế độ ốm đau dài ngày', 2, 'social_insurance'],
  ['XB', 'Cán bộ xã đã nghỉ việc hưởng trợ cấp bảo hiểm xã hội', 2, 'social_insurance'],
  ['CS', 'Công nhân cao su nghỉ việc hưởng trợ cấp', 2, 'social_insurance'],
  ['CT', 'Người cao tuổi hưởng trợ cấp tuất hằng tháng', 3, 'commune_list'],
  ['XN', 'Cán bộ xã đã nghỉ việc hưởng trợ cấp từ ngân sách', 3, 'commune_list'],
  ['MS', 'Người hết hạn hưởng trợ cấp mất sức lao động, hưởng trợ cấp từ ngân sách', 3, 'commune_list'],
  ['HD', 'Đại biểu Quốc hội, đại biểu hội đồng nhân dân', 3, 'other_agency'],
  ['QN', 'Quân nhân', 3, 'other_agency'],
  ['CA', 'Công an nhân dân', 3, 'other_agency'],
  ['CY', 'Người làm công tác cơ yếu', 3, 'other_agency'],
  ['TQ', 'Thân nhân quân nhân', 3, 'other_agency'],
  ['TA', 'Thân nhân công an', 3, 'other_agency'],
  ['TY', 'Thân nhân người làm công tác cơ yếu', 3, 'other_agency'],
  ['HG', 'Người đã hiến bộ phận cơ thể', 3, 'commune_list'],
  ['LS', 'Lưu học sinh nước ngoài hưởng học bổng ngân sách', 3, 'other_agency'],
  ['PV', 'Người phục vụ người có công sống ở gia đình', 3, 'commune_list'],
]

export const CARD_GROUPS: readonly CardGroup[] = [
  ...COMMON.map(([code, name, participantGroup, renewal]) =>
    ({ code, name, participantGroup, renewal, confidence: 'S', ...source }) as const),
  ...RARE.map(([code, name, participantGroup, renewal]) =>
    ({ code, name, participantGroup, renewal, confidence: 'L', ...source }) as const),
]

/** `unknown` is a warning for the officer, never a reason to reject a row: BHXH adds codes without telling communes. */
export function cardGroup(code: string): CardGroup | 'unknown' {
  return CARD_GROUPS.find((group) => group.code === code) ?? 'unknown'
}

/** Codes whose holders pay themselves: the only ones to whom "please renew and pay" may be said. */
export const SELF_PAYING_CARD_GROUPS: readonly string[] = CARD_GROUPS.filter(
  (group) => group.renewal === 'pay' || group.renewal === 'pay_at_school',
).map((group) => group.code)
