/**
 * Who gets what: the groups of Article 5 with the coefficients of Article 6, the social pension and the support
 * for carers. Point letters moved between the decrees (5b of 2021 is not 5b of 2026), so a code carries its decree
 * and what stays the same across decrees is the `kind`.
 */
import type { Day } from '../calendar.ts'
import type { Dated } from './dated.ts'
import { isInForce } from './dated.ts'
import type { Scheme } from './standard-amounts.ts'

export type CategoryGroup =
  | 'orphan' | 'elderly' | 'disabled' | 'hiv' | 'single_parent' | 'child' | 'social_pension' | 'carer' | 'merit' | 'other'

export type CategoryKind =
  | 'CHILD_NO_CARER'
  | 'YOUTH_IN_EDUCATION'
  | 'CHILD_HIV_POOR'
  | 'SINGLE_PARENT_POOR'
  | 'ELDERLY_POOR_NO_SUPPORT'
  | 'LEGACY_ELDERLY_75_80'
  | 'LEGACY_ELDERLY_80'
  | 'ELDERLY_COMMUNITY_CARE'
  | 'DISABILITY'
  | 'CHILD_UNDER3_POOR'
  | 'HIV_POOR'
  | 'SOCIAL_PENSION'
  | 'CARER'

/** What the code alone does not tell: how severe a disability is, or what kind of care a carer gives. */
export type Circumstance =
  | 'extreme' | 'severe'
  | 'own_household' | 'takes_in_adult' | 'takes_in_child' | 'takes_in_orphan' | 'takes_in_elderly'
  | 'disabled_parent_of_one' | 'disabled_parent_of_two'

export interface CoefficientCase {
  /** Full years, inclusive. */
  fromAge?: number
  /** Full years, exclusive. */
  underAge?: number
  circumstance?: Circumstance
  coefficient: number
  /** Where a case is less sure than its row. */
  confidence?: 'L' | 'U'
}

export interface Category extends Dated {
  /** `ND335:5b`: the decree and its point. */
  code: string
  kind: CategoryKind
  group: CategoryGroup
  scheme: Scheme
  /** For the officer. Messages use `benefitName`, which tells nobody about health or family. */
  name: string
  /** Whose age the cases speak of, where it is not the recipient. */
  ageOf?: 'cared_for'
  perChild?: true
  cases: readonly CoefficientCase[]
}

type Definition = Pick<Category, 'kind' | 'group' | 'name' | 'cases' | 'ageOf' | 'perChild'>

const CHILD_NO_CARER: Definition = {
  kind: 'CHILD_NO_CARER',
  group: 'orphan',
  name: 'Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng',
  cases: [
    { underAge: 4, coefficient: 2.5 },
    { fromAge: 4, underAge: 16, coefficient: 1.5 },
  ],
}
const YOUTH_IN_EDUCATION: Definition = {
  kind: 'YOUTH_IN_EDUCATION',
  group: 'orphan',
  name: 'Người từ 16 tuổi không có nguồn nuôi dưỡng đang học tập',
  cases: [{ fromAge: 16, coefficient: 1.5 }],
}
const CHILD_HIV_POOR: Definition = {
  kind: 'CHILD_HIV_POOR',
  group: 'hiv',
  name: 'Trẻ em nhiễm HIV thuộc hộ nghèo',
  cases: [
    { underAge: 4, coefficient: 2.5 },
    { fromAge: 4, underAge: 16, coefficient: 2.0 },
  ],
}
const SINGLE_PARENT_POOR: Definition = {
  kind: 'SINGLE_PARENT_POOR',
  group: 'single_parent',
  name: 'Người đơn thân nghèo, cận nghèo đang nuôi con',
  perChild: true,
  cases: [{ coefficient: 1.0 }],
}
const elderlyPoor = (olderFrom: number): Definition => ({
  kind: 'ELDERLY_POOR_NO_SUPPORT',
  group: 'elderly',
  name: 'Người cao tuổi thuộc hộ nghèo không có người phụng dưỡng',
  cases: [
    { fromAge: 60, underAge: olderFrom, coefficient: 1.5 },
    { fromAge: olderFrom, coefficient: 2.0 },
  ],
})
const ELDERLY_COMMUNITY_CARE: Definition = {
  kind: 'ELDERLY_COMMUNITY_CARE',
  group: 'elderly',
  name: 'Người cao tuổi thuộc hộ nghèo đủ điều kiện vào cơ sở trợ giúp xã hội, được chăm sóc tại cộng đồng',
  cases: [{ fromAge: 60, coefficient: 3.0 }],
}
const DISABILITY: Definition = {
  kind: 'DISABILITY',
  group: 'disabled',
  name: 'Người khuyết tật đặc biệt nặng, khuyết tật nặng',
  cases: [
    { circumstance: 'extreme', underAge: 16, coefficient: 2.5 },
    { circumstance: 'extreme', fromAge: 16, underAge: 60, coefficient: 2.0 },
    { circumstance: 'extreme', fromAge: 60, coefficient: 2.5 },
    { circumstance: 'severe', underAge: 16, coefficient: 2.0 },
    { circumstance: 'severe', fromAge: 16, underAge: 60, coefficient: 1.5 },
    { circumstance: 'severe', fromAge: 60, coefficient: 2.0 },
  ],
}
const CHILD_UNDER3_POOR: Definition = {
  kind: 'CHILD_UNDER3_POOR',
  group: 'child',
  name: 'Trẻ em dưới 3 tuổi thuộc hộ nghèo, cận nghèo vùng đặc biệt khó khăn',
  cases: [{ underAge: 3, coefficient: 1.5 }],
}
const HIV_POOR: Definition = {
  kind: 'HIV_POOR',
  group: 'hiv',
  name: 'Người nhiễm HIV thuộc hộ nghèo không có nguồn thu nhập',
  cases: [{ coefficient: 1.5 }],
}
const SOCIAL_PENSION: Definition = {
  kind: 'SOCIAL_PENSION',
  group: 'social_pension',
  name: 'Người hưởng trợ cấp hưu trí xã hội',
  // From 70 for poor and near-poor households, from 75 for everybody: who was granted it at 70 was one of them.
  cases: [{ fromAge: 70, coefficient: 1.0 }],
}
const carer = (confidence: { confidence?: 'L' }): Definition => ({
  kind: 'CARER',
  group: 'carer',
  name: 'Hộ gia đình, cá nhân nhận chăm sóc, nuôi dưỡng',
  ageOf: 'cared_for',
  cases: [
    { circumstance: 'own_household', coefficient: 1.0, ...confidence },
    { circumstance: 'takes_in_adult', coefficient: 1.5 },
    { circumstance: 'takes_in_child', coefficient: 2.5 },
    { circumstance: 'takes_in_orphan', underAge: 4, coefficient: 2.5, ...confidence },
    { circumstance: 'takes_in_orphan', fromAge: 4, underAge: 16, coefficient: 1.5, ...confidence },
    { circumstance: 'takes_in_elderly', coefficient: 1.5, ...confidence },
    { circumstance: 'disabled_parent_of_one', coefficient: 1.5, ...confidence },
    { circumstance: 'disabled_parent_of_two', coefficient: 2.0, ...confidence },
  ],
})

const nd20 = (point: string, definition: Definition, effectiveTo: Day = '2026-10-04', articles = 'Điều 5, Điều 6'): Category => ({
  ...definition,
  code: `ND20:${point}`,
  scheme: 'assistance',
  effectiveFrom: '2021-07-01',
  effectiveTo,
  legalSource: `Nghị định 20/2021/NĐ-CP, ${articles}`,
  confidence: 'S',
})

const nd335 = (point: string, definition: Definition, articles = 'Điều 5, Điều 6'): Category => ({
  ...definition,
  code: `ND335:${point}`,
  scheme: 'assistance',
  effectiveFrom: '2026-10-05',
  legalSource: `Nghị định 335/2026/NĐ-CP, ${articles}`,
  confidence: 'S',
})

/** Both groups moved to the social pension on 01/07/2025. */
const legacyElderly = (point: string, kind: CategoryKind, name: string, cases: Category['cases']): Category =>
  nd20(point, { kind, group: 'elderly', name, cases }, '2025-06-30')

export const CATEGORIES: readonly Category[] = [
  nd20('1', CHILD_NO_CARER),
  nd20('2', { ...YOUTH_IN_EDUCATION, cases: [{ fromAge: 16, underAge: 22, coefficient: 1.5 }] }),
  nd20('3', CHILD_HIV_POOR),
  nd20('4', SINGLE_PARENT_POOR),
  nd20('5a', elderlyPoor(80)),
  legacyElderly('5b', 'LEGACY_ELDERLY_75_80', 'Người cao tuổi từ 75 đến 80 tuổi thuộc hộ nghèo, cận nghèo vùng đặc biệt khó khăn', [
    { fromAge: 75, underAge: 80, coefficient: 1.0 },
  ]),
  legacyElderly('5c', 'LEGACY_ELDERLY_80', 'Người từ 80 tuổi không có lương hưu, trợ cấp bảo hiểm xã hội', [
    { fromAge: 80, coefficient: 1.0 },
  ]),
  nd20('5d', ELDERLY_COMMUNITY_CARE),
  nd20('6', DISABILITY),
  nd20('7', CHILD_UNDER3_POOR),
  nd20('8', HIV_POOR),
  nd20('CARER', carer({}), '2026-10-04', 'Điều 18, Điều 19 và Điều 20'),

  nd335('1', CHILD_NO_CARER),
  nd335('2', YOUTH_IN_EDUCATION),
  nd335('3', CHILD_HIV_POOR),
  nd335('4', SINGLE_PARENT_POOR),
  nd335('5a', elderlyPoor(75)),
  nd335('5b', ELDERLY_COMMUNITY_CARE),
  nd335('6', DISABILITY),
  nd335('7', CHILD_UNDER3_POOR),
  nd335('8', HIV_POOR),
  // Article 17 was read for two cases; the others are carried over from the decree of 2021.
  nd335('CARER', carer({ confidence: 'L' }), 'Điều 17'),

  {
    ...SOCIAL_PENSION,
    code: 'ND176:HTXH',
    scheme: 'social_pension',
    effectiveFrom: '2025-07-01',
    legalSource: 'Luật 41/2024/QH15, Điều 21; Nghị định 176/2025/NĐ-CP',
    confidence: 'S',
  },
]

/**
 * The category that a code names, whenever it was in force. `ND335:1c` and `ND335:6a` are read as their whole
 * item, because the coefficient is the same for all its points; only item 5 differs by point.
 */
export function findCategory(code: string): Category | undefined {
  const exact = CATEGORIES.find((category) => category.code === code)
  if (exact !== undefined) return exact
  const item = /^(ND\d+:[1-9])[a-zđ]$/.exec(code)?.[1]
  return item === undefined ? undefined : CATEGORIES.find((category) => category.code === item)
}

/** The row of the same kind that rules on a day: a roster's `ND20:5d` is `ND335:5b` from 05/10/2026. */
export function categoryOn(code: string, on: Day): Category | undefined {
  const named = findCategory(code)
  return named && CATEGORIES.find((category) => category.kind === named.kind && isInForce(category, on))
}

/** What a message may call the benefit. Health, HIV and family matters are never named (Law 91/2025, HIV law). */
export function benefitName(category: Category): string {
  if (category.kind === 'SOCIAL_PENSION') return 'trợ cấp hưu trí xã hội'
  if (category.kind === 'CARER') return 'hỗ trợ kinh phí nhận chăm sóc, nuôi dưỡng'
  return 'trợ cấp xã hội hằng tháng'
}
