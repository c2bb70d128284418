/**
 * What the register knows about people, as plain values: the words that the import's decisions and the store's SQL
 * share. Identifiers are in clear here and live only in memory; the store encrypts them.
 */
import type { Day, Month } from './calendar.ts'
import type { CategoryGroup } from './policy/categories.ts'

/** The numbers that can prove who somebody is, strongest first. */
export const ID_KINDS = ['citizen', 'social', 'old', 'card'] as const
export type IdKind = (typeof ID_KINDS)[number]

export interface VillageFacts {
  id: number
  kind: string
  name: string
  searchKey: string
  aliases: readonly string[]
  successorId?: number | undefined
}

export interface HouseholdFacts {
  id: string
  /** What makes it the same household in the next list. */
  matchKey: string
  villageId?: number | undefined
  code?: string | undefined
  no?: string | undefined
  poorStatus?: string | undefined
}

export interface PersonFacts {
  id: string
  fullName: string
  /** YYYY, YYYY-MM or YYYY-MM-DD, by precision. */
  birth?: string | undefined
  birthPrecision?: 'day' | 'month' | 'year' | undefined
  sex?: string | undefined
  villageId?: number | undefined
  householdId?: string | undefined
  isHouseholdHead: boolean
  poorStatus?: string | undefined
  note?: string | undefined
  citizenId?: string | undefined
  oldId?: string | undefined
  socialNo?: string | undefined
}

export interface PhoneLink {
  personId: string
  /** +84… */
  phone: string
  /** Order in the roster's cell, lower first. */
  rank: number
  /** import | linked | officer */
  source: string
  /** Somebody said that the number is wrong or belongs to somebody else. */
  removed: boolean
}

export interface CardFacts {
  id: string
  personId: string
  cardNo?: string | undefined
  group?: string | undefined
  validFrom?: Day | undefined
  validTo?: Day | undefined
  fiveYearOn?: Day | undefined
  withdrawn: boolean
}

export interface AllowanceFacts {
  id: string
  personId: string
  category?: string | undefined
  categoryGroup?: CategoryGroup | undefined
  categoryText?: string | undefined
  coefficient?: number | undefined
  amount?: number | undefined
  paymentMethod?: string | undefined
  accountNo?: string | undefined
  accountName?: string | undefined
  bank?: string | undefined
  decisionNo?: string | undefined
  startMonth?: Month | undefined
  /** active | suspended | stopped */
  status: string
  withdrawn: boolean
}

export interface PaymentFacts {
  id: string
  personId: string
  month: Month
  /** '' where the list names none. */
  category: string
  amount: number
  coefficient?: number | undefined
  arrears: number
  deduction: number
  paymentMethod?: string | undefined
  accountTail?: string | undefined
  /** listed | paid | uncollected */
  status: string
}

/** A person and everything of theirs that a list may change. */
export interface RegisteredPerson {
  person: PersonFacts
  phones: readonly PhoneLink[]
  cards: readonly CardFacts[]
  allowances: readonly AllowanceFacts[]
  /** Of the months that are being imported. */
  payments: readonly PaymentFacts[]
}

/** Somebody on the register who may be the person of a row. */
export interface Candidate {
  /** The number under which the question was asked. */
  asked: number
  personId: string
  fullName: string
  birth?: string | undefined
  villageId?: number | undefined
  /** The match key of the household. */
  household?: string | undefined
  /** Has a citizen id or social insurance number, and it is another than the row's. */
  contradicts: boolean
}

export interface IdQuestion {
  asked: number
  value: string
}

export interface NameQuestion {
  asked: number
  /** Folded, as person-name.ts makes it. */
  searchKey: string
  birthYear?: string | undefined
  villageId?: number | undefined
  citizenId?: string | undefined
  socialNo?: string | undefined
}

export interface Written<Facts, NewFacts = Facts> {
  inserted: NewFacts[]
  updated: Facts[]
}

type WithoutId<Facts> = Omit<Facts, 'id'>

/** The decisions about some people, ready to be written together. People get their id before they are written. */
export interface RegisterChanges {
  people: Written<PersonFacts>
  phones: Written<PhoneLink>
  cards: Written<CardFacts, WithoutId<CardFacts>>
  allowances: Written<AllowanceFacts, WithoutId<AllowanceFacts>>
  payments: Written<PaymentFacts, WithoutId<PaymentFacts>>
}
