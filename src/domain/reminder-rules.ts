/**
 * The reminder rules as a commune gets them: whom, when, with which words. An officer may switch a rule off and edit
 * its days and its hour; what follows from law or from the truth of a sentence is fixed here. Sources:
 * 335/2026/NĐ-CP; Law on health insurance, am. 51/2024.
 */
import { addDays } from './calendar.ts'
import type { Day, TimeOfDay } from './calendar.ts'
import type { TemplateKey } from './template-fields.ts'

export const RULE_KEYS = [
  'card-expiry',
  'payment-day',
  'payment-uncollected',
  'birthday-75',
  'birthday-70',
  'child-4',
  'child-16',
  'elderly-60',
] as const
export type RuleKey = (typeof RULE_KEYS)[number]

/** How somebody is paid decides what they are told: where to go, to stay at home, or to look at their account. */
export type PaymentNotice = 'cash' | 'home' | 'account'

/** The day that a rule's offsets are counted from. */
export type RuleEvent =
  /** The last day of the card that no later card follows; only of groups that pay themselves (policy/card-groups). */
  | { kind: 'card-ends' }
  /** The day in the payment schedule of the person's village and payment method. */
  | { kind: 'payment-day' }
  /** The day on which it became known that this many months in a row were not collected. */
  | { kind: 'uncollected'; months: number }
  /**
   * A birthday known to the day. Year-only births, and 01/01, which many registers use for "unknown", wait for the
   * officer's confirmation.
   */
  | { kind: 'birthday'; age: number; who: BirthdayAudience }

export type BirthdayAudience =
  /** No pension, no monthly allowance yet. */
  | { kind: 'without-allowance'; poorOnly: boolean }
  /** Receives an allowance whose coefficient follows age; `category_group` of the roster. */
  | { kind: 'allowance'; categoryGroups: readonly string[] }

/** A template and the offsets for which each of its sentences is true. */
interface Wording {
  from: number
  to: number
  template: TemplateKey
  /** Only for people paid this way; without it for everybody. */
  paidBy?: PaymentNotice
}

export interface RuleDefaults {
  key: RuleKey
  event: RuleEvent
  /** Days relative to the event: -30 is thirty days before it. */
  offsets: readonly number[]
  sendTime: TimeOfDay
  /** A notice that is late by more days than this is not worth sending any more. */
  freshForDays: number
  /** A duty is told to everybody: who has opted out of messages is told in person. */
  duty: boolean
  wordings: readonly Wording[]
  /** What people who were told of a payment day hear when it is moved or called off. */
  onChange?: { changed: TemplateKey; cancelled: TemplateKey }
  /** For the officer's list of rules. */
  name: string
  description: string
}

const ahead = (days: number, template: TemplateKey): Wording[] => [{ from: -days, to: 0, template }]

export const REMINDER_RULES: Readonly<Record<RuleKey, RuleDefaults>> = {
  'card-expiry': {
    key: 'card-expiry',
    event: { kind: 'card-ends' },
    offsets: [-60, -30, -15, -7, -1, 0, 7, 30, 60, 80],
    sendTime: '07:30',
    freshForDays: 5,
    duty: false,
    wordings: [
      { from: -120, to: -2, template: 'card-expiry-ahead' },
      { from: -1, to: -1, template: 'card-expiry-tomorrow' },
      { from: 0, to: 0, template: 'card-expiry-today' },
      { from: 1, to: 59, template: 'card-lapsed' },
      // Day 89 is the last on which a renewal is still without a break; after it there is nothing left to warn of.
      { from: 60, to: 89, template: 'card-gap-near' },
    ],
    name: 'Thẻ bảo hiểm y tế sắp hết hạn',
    description: 'Nhắc người tự đóng gia hạn thẻ, trước và sau ngày hết hạn; dừng ngay khi có thẻ mới. Không nhắc nhóm được đóng thay.',
  },
  'payment-day': {
    key: 'payment-day',
    event: { kind: 'payment-day' },
    offsets: [-1, 0],
    // The first minute after the night: paying often begins at 07:30, and who hears it then is late.
    sendTime: '07:00',
    freshForDays: 0,
    duty: true,
    wordings: [
      { from: -14, to: -1, template: 'payment-eve', paidBy: 'cash' },
      { from: 0, to: 0, template: 'payment-morning', paidBy: 'cash' },
      { from: -14, to: 0, template: 'payment-home', paidBy: 'home' },
      // Nobody has to go anywhere: one message on the day is enough.
      { from: 0, to: 3, template: 'payment-account', paidBy: 'account' },
    ],
    onChange: { changed: 'payment-changed', cancelled: 'payment-cancelled' },
    name: 'Lịch chi trả trợ cấp',
    description: 'Báo ngày, giờ, nơi chi trả theo từng thôn, ấp: trước một ngày và sáng hôm chi trả. Ghi "dự kiến" khi lịch chưa xác nhận; lịch đổi thì báo lại.',
  },
  'payment-uncollected': {
    key: 'payment-uncollected',
    // 335/2026 suspends after three months in a row, so the warning comes after the second.
    event: { kind: 'uncollected', months: 2 },
    offsets: [0],
    sendTime: '07:30',
    freshForDays: 7,
    duty: true,
    wordings: [{ from: 0, to: 21, template: 'uncollected' }],
    name: 'Trợ cấp hai tháng chưa nhận',
    description: 'Nhắc người hai tháng liền chưa nhận trợ cấp, vì đủ ba tháng thì trợ cấp có thể bị tạm dừng.',
  },
  'birthday-75': {
    key: 'birthday-75',
    event: { kind: 'birthday', age: 75, who: { kind: 'without-allowance', poorOnly: false } },
    offsets: [-60, -30, -7],
    sendTime: '07:30',
    freshForDays: 7,
    duty: true,
    wordings: ahead(120, 'birthday-75'),
    name: 'Sắp tròn 75 tuổi',
    description: 'Báo người chưa có trợ cấp nộp tờ khai đề nghị hưởng trợ cấp hưu trí xã hội: tiền chỉ tính từ tháng ký quyết định.',
  },
  'birthday-70': {
    key: 'birthday-70',
    event: { kind: 'birthday', age: 70, who: { kind: 'without-allowance', poorOnly: true } },
    offsets: [-60, -30, -7],
    sendTime: '07:30',
    freshForDays: 7,
    duty: true,
    wordings: ahead(120, 'birthday-70'),
    name: 'Sắp tròn 70 tuổi, hộ nghèo hoặc cận nghèo',
    description: 'Báo người thuộc hộ nghèo, cận nghèo chưa có trợ cấp nộp tờ khai đề nghị hưởng trợ cấp hưu trí xã hội.',
  },
  'child-4': {
    key: 'child-4',
    event: { kind: 'birthday', age: 4, who: { kind: 'allowance', categoryGroups: ['orphan', 'hiv'] } },
    offsets: [-15],
    sendTime: '07:30',
    freshForDays: 10,
    duty: true,
    wordings: ahead(60, 'child-4'),
    name: 'Trẻ sắp tròn 4 tuổi',
    description: 'Báo gia đình mức trợ cấp của trẻ giảm từ tháng tròn 4 tuổi.',
  },
  'child-16': {
    key: 'child-16',
    event: { kind: 'birthday', age: 16, who: { kind: 'allowance', categoryGroups: ['orphan', 'hiv', 'disabled'] } },
    offsets: [-60, -15],
    sendTime: '07:30',
    freshForDays: 10,
    duty: true,
    wordings: ahead(120, 'child-16'),
    name: 'Trẻ sắp tròn 16 tuổi',
    description: 'Báo gia đình trợ cấp của trẻ được xét lại từ tháng tròn 16 tuổi, và hỏi trước xem cần giấy tờ gì.',
  },
  'elderly-60': {
    key: 'elderly-60',
    event: { kind: 'birthday', age: 60, who: { kind: 'allowance', categoryGroups: ['disabled'] } },
    offsets: [-15],
    sendTime: '07:30',
    freshForDays: 10,
    duty: true,
    wordings: ahead(60, 'elderly-60'),
    name: 'Sắp tròn 60 tuổi',
    description: 'Báo người đang hưởng trợ cấp khuyết tật: mức trợ cấp tăng từ tháng tròn 60 tuổi.',
  },
}

/** One step of a rule that is due for everybody whose event falls on `eventDay`. */
export interface Step {
  /** "T-30", "T0", "T+7": part of a notice's reason key, so it never changes. */
  step: string
  offset: number
  eventDay: Day
  dueOn: Day
  /** The last day on which it is worth sending and each of its sentences is still true. */
  freshUntil: Day
}

export function stepName(offset: number): string {
  return offset === 0 ? 'T0' : `T${offset > 0 ? '+' : '-'}${Math.abs(offset)}`
}

/** The template for an offset; undefined where nothing is to be said, or nothing that would be true. */
export function templateFor(key: RuleKey, offset: number, paidBy?: PaymentNotice): TemplateKey | undefined {
  return wordingsAt(key, offset).find((wording) => wording.paidBy === undefined || wording.paidBy === paidBy)?.template
}

/** Every text that the rule may say. */
export function templatesOf(key: RuleKey): TemplateKey[] {
  const { wordings, onChange } = REMINDER_RULES[key]
  return [...new Set([...wordings.map(({ template }) => template), ...(onChange === undefined ? [] : [onChange.changed, onChange.cancelled])])]
}

/** Whether an officer may set this offset: some wording must be true on that day. */
export function isOffsetAllowed(key: RuleKey, offset: number): boolean {
  return Number.isInteger(offset) && wordingsAt(key, offset).length > 0
}

/**
 * What is due today, and what should have gone on one of the `lookBackDays` before (the machine was off) and is still
 * fresh, the most urgent first. `offsets` are the commune's own; an offset that no wording fits gives nothing.
 */
export function stepsDue(
  rule: Readonly<{ key: RuleKey; offsets: readonly number[] }>,
  today: Day,
  lookBackDays: number,
): Step[] {
  const steps: Step[] = []
  for (let late = 0; late <= lookBackDays; late += 1) {
    const dueOn = addDays(today, -late)
    for (const offset of new Set(rule.offsets)) {
      const eventDay = addDays(dueOn, -offset)
      const freshUntil = addDays(dueOn, freshDays(rule.key, offset))
      if (isOffsetAllowed(rule.key, offset) && freshUntil >= today) {
        steps.push({ step: stepName(offset), offset, eventDay, dueOn, freshUntil })
      }
    }
  }
  return steps
}

const wordingsAt = (key: RuleKey, offset: number): Wording[] =>
  REMINDER_RULES[key].wordings.filter((wording) => wording.from <= offset && offset <= wording.to)

/** A sentence such as "hôm nay" goes stale before the rule does. */
function freshDays(key: RuleKey, offset: number): number {
  const untrueAfter = Math.min(...wordingsAt(key, offset).map((wording) => wording.to - offset))
  return Math.min(REMINDER_RULES[key].freshForDays, untrueAfter)
}
