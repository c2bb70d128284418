/**
 * What may be told to somebody about one person: the register's facts behind every answer, without a single identifier.
 * Read when a question is answered, thrown away after.
 */
import type { Birth } from './birth.ts'
import type { Day, Month } from './calendar.ts'

/** What whoever holds the chat is to the person. */
export const RELATIONS = ['self', 'child', 'grandchild', 'spouse', 'parent', 'carer', 'neighbour', 'unknown'] as const
export type Relation = (typeof RELATIONS)[number]

export interface PersonRecord {
  id: string
  fullName: string
  sex: 'male' | 'female' | undefined
  birth: Birth | undefined
  poorStatus: 'poor' | 'near_poor' | undefined
  /** With its kind: "Ấp Đông Lợi". */
  village: string | undefined
  relation: Relation
  optedOut: boolean
  card: CardRecord | undefined
  allowances: readonly AllowanceRecord[]
  /** The newest months first. */
  payments: readonly PaymentRecord[]
  /** Days on which this person's village is paid: those ahead, and the last month's. */
  schedules: readonly ScheduleRecord[]
  /** How many members of the household pay for their cards as a household; undefined: the household is not known. */
  householdPayers: number | undefined
}

export interface CardRecord {
  validTo: Day | undefined
  group: string | undefined
  /** Third character of the old card number. */
  level: number | undefined
  fiveYearOn: Day | undefined
}

export interface AllowanceRecord {
  category: string | undefined
  /** social_pension, disabled … */
  group: string | undefined
  coefficient: number | undefined
  /** đồng a month, as the roster says. */
  amount: number | undefined
  method: string | undefined
  accountTail: string | undefined
  status: 'active' | 'suspended' | 'stopped'
}

/** All lines of one person in one month, added up. */
export interface PaymentRecord {
  month: Month
  amount: number
  arrears: number
  deduction: number
  status: 'listed' | 'paid' | 'uncollected'
  accountTail: string | undefined
}

export interface ScheduleRecord {
  month: Month
  method: string | undefined
  place: string
  paysOn: Day
  fromTime: string
  confirmed: boolean
}

/** Whom the bot may tell: the person, and a relative or carer whom the register names. A neighbour passes messages on, no more. */
export const mayBeTold = (relation: Relation): boolean => relation !== 'neighbour'
