/**
 * The 369 people with a monthly allowance: 2 orphans, 132 elderly, 235 disabled, as the figures of a commune that the
 * demo is modelled on. Every age is chosen clear of the birthdays that change a coefficient, except for the few people
 * whose birthday the demo's reminders are about.
 */
import { addDays, addMonths } from '../../domain/calendar.ts'
import type { Day, Month } from '../../domain/calendar.ts'
import { allowanceFor } from '../../domain/policy/allowance.ts'
import type { Allowance, AllowanceClaim } from '../../domain/policy/allowance.ts'
import type { CategoryGroup, PaymentMethod, PoorStatus } from '../../register/roster/roster.ts'
import { inventFamily } from './families.ts'
import type { FamilyAnchor, FamilySource, SampleFamily, SamplePerson } from './families.ts'
import { BANKS } from './identifiers.ts'
import type { BankName } from './identifiers.ts'
import type { Random } from './random.ts'

export interface SampleAllowance {
  person: SamplePerson
  section: 'orphan' | 'elderly' | 'disabled'
  group: Extract<CategoryGroup, 'orphan' | 'elderly' | 'disabled' | 'social_pension'>
  /** What the policy tables compute the amount from. */
  claim: AllowanceClaim
  /** As the officer wrote it: the same case has many spellings in one list. */
  categoryText: string
  /** MM/YYYY, as the list has it. */
  startMonth: string
  decisionNo: string
  method: PaymentMethod
  account?: { bank: BankName; no: string }
  /** Extremely severe disability: the household is paid for the care as well. */
  caredFor: boolean
}

interface RecipientPlan {
  count: number
  section: SampleAllowance['section']
  group: SampleAllowance['group']
  degree?: 'severe' | 'extreme'
  /** Full years today; the last birthday and the next one lie well inside. */
  ages: readonly [youngest: number, oldest: number]
  /** As the decree of 2021 counts; the policy tables follow it to the decree of the month. */
  category: string
  texts: readonly string[]
  poor?: PoorStatus
  lives?: 'alone' | 'orphan'
}

const DISABLED = { section: 'disabled', group: 'disabled' } as const
const SEVERE = { ...DISABLED, degree: 'severe' } as const
const EXTREME = { ...DISABLED, degree: 'extreme' } as const
const ALONE_AND_POOR = { section: 'elderly', group: 'elderly', poor: 'poor', lives: 'alone' } as const
const PENSION = { section: 'elderly', group: 'social_pension' } as const

const PLANS: readonly RecipientPlan[] = [
  { ...ALONE_AND_POOR, count: 8, ages: [62, 72], category: 'ND20:5a', texts: ['NCT nghèo không người phụng dưỡng', 'K5Đ5a', '5a'] },
  { ...ALONE_AND_POOR, count: 4, ages: [81, 88], category: 'ND20:5a', texts: ['NCT nghèo không người phụng dưỡng', 'Điểm a khoản 5 Điều 5'] },
  { ...ALONE_AND_POOR, count: 2, ages: [78, 90], category: 'ND20:5d', texts: ['5b'] },
  { ...PENSION, count: 3, ages: [71, 73], poor: 'poor', category: 'ND176:HTXH', texts: ['Hưu trí xã hội', 'HTXH'] },
  { ...PENSION, count: 11, ages: [71, 73], poor: 'near_poor', category: 'ND176:HTXH', texts: ['Hưu trí xã hội', 'HTXH'] },
  { ...PENSION, count: 104, ages: [76, 97], category: 'ND176:HTXH', texts: ['Hưu trí xã hội', 'Hưu trí xã hội', 'Trợ cấp hưu trí xã hội', 'HTXH'] },
  { ...SEVERE, count: 103, ages: [18, 57], category: 'ND20:6', texts: ['Khuyết tật nặng', 'Khuyết tật nặng', 'KT nặng', 'Người khuyết tật nặng', 'K6Đ5 - KT nặng'] },
  { ...SEVERE, count: 58, ages: [62, 88], category: 'ND20:6', texts: ['Khuyết tật nặng', 'NCT khuyết tật nặng', 'KT nặng', 'K6Đ5 - KT nặng'] },
  { ...SEVERE, count: 13, ages: [4, 14], category: 'ND20:6', texts: ['Trẻ em khuyết tật nặng', 'TEKT nặng'] },
  { ...EXTREME, count: 26, ages: [18, 57], category: 'ND20:6', texts: ['Khuyết tật đặc biệt nặng', 'KT đặc biệt nặng', 'KTĐBN'] },
  { ...EXTREME, count: 24, ages: [62, 86], category: 'ND20:6', texts: ['Khuyết tật đặc biệt nặng', 'NCT khuyết tật đặc biệt nặng', 'KTĐBN'] },
  { ...EXTREME, count: 8, ages: [4, 14], category: 'ND20:6', texts: ['Trẻ em khuyết tật đặc biệt nặng', 'KT đặc biệt nặng'] },
]

/** A birthday ahead of today, in days, that changes what the person is paid. */
interface MilestonePlan extends Omit<RecipientPlan, 'count' | 'ages'> {
  turns: number
  inDays: number
}

const ORPHAN = { section: 'orphan', group: 'orphan', poor: 'poor', lives: 'orphan', category: 'ND20:1', texts: ['Trẻ em mồ côi cả cha và mẹ'] } as const

const MILESTONES: readonly MilestonePlan[] = [
  { ...ORPHAN, turns: 4, inDays: 21 },
  { ...ORPHAN, turns: 16, inDays: 45 },
  { ...SEVERE, turns: 60, inDays: 30, category: 'ND20:6', texts: ['Khuyết tật nặng'] },
  { ...SEVERE, turns: 60, inDays: 52, category: 'ND20:6', texts: ['KT nặng'] },
  { ...SEVERE, turns: 16, inDays: 34, category: 'ND20:6', texts: ['Trẻ em khuyết tật nặng'] },
]

/** The code of the category alone, as the briefest officers write it; the title names the decree. */
const BARE_CODE: Record<SampleAllowance['section'], string> = { orphan: 'K1Đ5', elderly: 'K5Đ5', disabled: 'K6Đ5' }
const BARE_CODE_ROWS = 6

export function inventRecipients(source: FamilySource, nextVillage: () => number): { allowances: SampleAllowance[]; families: SampleFamily[] } {
  const { random, today } = source
  const seats = [
    ...PLANS.flatMap((plan) => Array.from({ length: plan.count }, () => ({ plan, birth: ageToBirth(random.int(...plan.ages), today, random), exact: false }))),
    ...MILESTONES.map((plan) => ({ plan, birth: addMonths(addDays(today, plan.inDays), -12 * plan.turns), exact: true })),
  ]
  // 12 % have no phone at all, 7 % have two numbers in one cell.
  const reach = random.shuffled(seats.map((_, i): FamilyAnchor['phones'] => (i < Math.round(seats.length * 0.12) ? 'none' : i < Math.round(seats.length * 0.19) ? 'two' : undefined)))
  const bareCodes = new Set(random.shuffled(seats.flatMap(({ plan }, i) => (plan.section === 'disabled' ? [i] : []))).slice(0, BARE_CODE_ROWS))
  const families: SampleFamily[] = []
  const allowances = seats.map(({ plan, birth, exact }, i): SampleAllowance => {
    const phones = reach[i]
    const { family, anchor } = inventFamily(source, {
      village: nextVillage(),
      birth,
      ...(plan.lives && { lives: plan.lives }),
      ...(plan.poor && { poorStatus: plan.poor }),
      ...(phones && { phones }),
    })
    if (exact) anchor.birthKnown = 'always'
    families.push(family)
    return {
      person: anchor,
      section: plan.section,
      group: plan.group,
      claim: { category: plan.category, birth: { value: birth, precision: 'day' }, ...(plan.degree && { circumstance: plan.degree }) },
      categoryText: bareCodes.has(i) ? BARE_CODE[plan.section] : random.pick(plan.texts),
      ...grantOf(plan, birth, source),
      ...paymentOf(source),
      caredFor: plan.degree === 'extreme',
    }
  })
  return { allowances, families }
}

/** What the policy tables give for the month. */
export function monthlyAllowance(claim: AllowanceClaim, month: Month): Allowance {
  const allowance = allowanceFor(claim, month)
  if (allowance.kind === 'none') throw new Error(`the sample claims ${claim.category} for ${month}, to which nobody is entitled: ${allowance.reason}`)
  return allowance
}

function ageToBirth(age: number, today: Day, random: Random): Day {
  return addDays(addMonths(today, -12 * age), -random.int(10, 350))
}

/** When it was granted: never before the scheme existed, and not after last summer. */
function grantOf(plan: Pick<RecipientPlan, 'group'>, birth: Day, { random, today }: FamilySource): Pick<SampleAllowance, 'startMonth' | 'decisionNo'> {
  const lastYear = Number(today.slice(0, 4)) - 1
  const earliest = plan.group === 'social_pension' ? 2025 : Math.max(2014, Number(birth.slice(0, 4)) + 1)
  const year = random.int(Math.min(earliest, lastYear), lastYear)
  const month = year === 2025 ? random.int(7, 12) : random.int(1, 12)
  const startMonth = `${String(month).padStart(2, '0')}/${year}`
  return { startMonth, decisionNo: `${random.int(12, 980)}/QĐ-UBND` }
}

function paymentOf({ random, mint }: FamilySource): Pick<SampleAllowance, 'method' | 'account'> {
  const method = random.weighted([['bank', 58], ['cash', 32], ['home', 6], ['social_security_account', 4]] as const)
  if (method !== 'bank') return { method }
  const bank = random.pick(BANKS)
  return { method, account: { bank, no: mint.accountNo(bank) } }
}
