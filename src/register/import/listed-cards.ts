/**
 * The cards that a file lists for one person, each once: rows about the same card are one, and a row without a number is
 * about the numbered card that ends on its day, or that begins on its day and has no end. Decided from the file alone, so
 * that it is decided alike every time.
 */
import type { CardFacts } from '../../domain/register-facts.ts'
import type { RosterRecord } from '../roster/roster.ts'
import { overlay } from './overlay.ts'

export interface CardRow {
  /** Index in the reading. */
  at: number
  record: RosterRecord
}

export type CarriedCard = Pick<CardFacts, 'cardNo' | 'group' | 'validFrom' | 'validTo' | 'fiveYearOn'>

export interface ListedCard {
  at: number
  card: CarriedCard
}

export interface ListedCards {
  /** No two with the same number and end. Those that say most come first, then the earlier period. */
  cards: ListedCard[]
  /** Rows that give a card another beginning than a row before. */
  conflicts: number[]
}

export function carriedCard(record: RosterRecord): CarriedCard {
  return {
    cardNo: record.card_no,
    group: record.card_group,
    validFrom: record.valid_from,
    validTo: record.valid_to,
    fiveYearOn: record.five_year_date,
  }
}

export function listCards(rows: readonly CardRow[]): ListedCards {
  const listed: ListedCards = { cards: [], conflicts: [] }
  const sorted = rows.map(({ at, record }) => ({ at, card: carriedCard(record) })).sort((one, other) => (certainty(one.card) < certainty(other.card) ? -1 : 1))
  const list = ({ at, card }: ListedCard): void => {
    const same = listed.cards.find((known) => isSameListed(known.card, card))
    if (same === undefined) listed.cards.push({ at, card })
    else if (same.card.validFrom !== undefined && card.validFrom !== undefined && same.card.validFrom !== card.validFrom) listed.conflicts.push(at)
    // The first row of a card decides; the others add what it lacks.
    else same.card = overlay(card, same.card) ?? card
  }
  for (const row of sorted) if (row.card.cardNo !== undefined) list(row)
  // Ends find their numbers first: only then is it known which numbered card ends on the day of another row.
  const unnumbered = sorted.filter(({ card }) => card.cardNo === undefined)
  const ends = unnumbered.filter(({ card }) => listed.cards.some((known) => isItsEnd(known.card, card)))
  for (const row of new Set([...ends, ...unnumbered])) list(row)
  return listed
}

function isSameListed(known: CarriedCard, card: CarriedCard): boolean {
  if (card.cardNo === undefined) return known.validTo === card.validTo || isItsEnd(known, card)
  return known.cardNo === card.cardNo && (known.validTo === card.validTo || card.validTo === undefined)
}

/** One row of a card has its number, another its end; that they begin on one day tells that it is one card. */
const isItsEnd = (known: CarriedCard, card: CarriedCard): boolean => known.validTo === undefined && known.validFrom !== undefined && known.validFrom === card.validFrom

/** Sorts numbered before unnumbered, dated before undated, early before late; rows in file order within that. */
const certainty = ({ cardNo, validTo, validFrom }: CarriedCard): string => `${cardNo === undefined ? 1 : 0}${validTo ?? '~'}${validFrom ?? '~'}`
