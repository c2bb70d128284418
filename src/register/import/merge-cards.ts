/**
 * The cards of one person. A renewal keeps its number and is a new card, so that a reminder's reason stays about one
 * card; the same card again changes nothing; a card of the same beginning with another end is a correction.
 */
import type { CardFacts } from '../../domain/register-facts.ts'
import { carriedCard, listCards } from './listed-cards.ts'
import type { CardRow, CarriedCard, ListedCard } from './listed-cards.ts'
import { overlay } from './overlay.ts'

export interface CardPlan {
  inserted: Omit<CardFacts, 'id'>[]
  updated: CardFacts[]
  unchanged: CardFacts[]
  /** Rows that contradict another row of the same file; nothing was written for them. */
  conflicts: number[]
  /** Rows that make a card end earlier than the register says. */
  shortened: { at: number; from: string }[]
}

interface Slot {
  /** The card as it will be. */
  card: Omit<CardFacts, 'id'> & { id?: string }
  taken: boolean
}

export function mergeCards(personId: string, current: readonly CardFacts[], rows: readonly CardRow[]): CardPlan {
  const plan: CardPlan = { inserted: [], updated: [], unchanged: [], conflicts: [], shortened: [] }
  const [only] = rows
  if (current.length === 0 && only !== undefined && rows.length === 1) {
    plan.inserted.push({ personId, withdrawn: false, ...carriedCard(only.record) }) // most of a first import
    return plan
  }
  const { cards, conflicts } = listCards(rows)
  plan.conflicts.push(...conflicts)
  const slots: Slot[] = current.map((card) => ({ card: { ...card }, taken: false }))
  // From the surest likeness to the least: what an earlier look has taken is no longer open to a later one.
  let left: readonly ListedCard[] = cards
  for (const isLike of [isExact, isNearlyExact]) {
    left = left.filter(({ card }) => {
      const slot = slots.find((known) => !known.taken && isLike(known.card, card))
      if (slot !== undefined) take(slot, card)
      return slot === undefined
    })
  }
  for (const listed of left) place(slots, personId, listed, plan)
  report(slots, current, plan)
  return plan
}

/** A card that the register does not know as it is: corrected, or new. */
function place(slots: Slot[], personId: string, { at, card }: ListedCard, plan: CardPlan): void {
  if (card.validTo === undefined && slots.some((slot) => slot.card.cardNo === card.cardNo)) return // a bare number says nothing new
  const restarted = slots.filter((slot) => isSameBeginning(slot.card, card))
  const corrected = restarted.find((slot) => !slot.taken) ?? slots.find((slot) => !slot.taken && isEarlierEnd(slot.card, card))
  if (corrected === undefined && restarted.length > 0) {
    plan.conflicts.push(at)
  } else if (corrected === undefined) {
    slots.push({ card: { personId, withdrawn: false, ...card }, taken: true })
  } else {
    const { validTo } = corrected.card
    if (validTo !== undefined && card.validTo !== undefined && card.validTo < validTo) plan.shortened.push({ at, from: validTo })
    take(corrected, card)
  }
}

function report(slots: readonly Slot[], current: readonly CardFacts[], plan: CardPlan): void {
  for (const { card, taken } of slots) {
    if (!taken) continue
    const known = current.find((candidate) => candidate.id === card.id)
    if (known === undefined) plan.inserted.push(card)
    else if (overlay(known, card) === undefined) plan.unchanged.push(known)
    else plan.updated.push(card as CardFacts)
  }
}

/** A card that an undone import had withdrawn is on a list again: it is back. */
function take(slot: Slot, carried: CarriedCard): void {
  slot.card = { ...slot.card, ...overlay<CarriedCard>(slot.card, carried), withdrawn: false }
  slot.taken = true
}

const isExact = (known: CarriedCard, card: CarriedCard): boolean => known.cardNo === card.cardNo && known.validTo === card.validTo

/** The same end where one side has no number, or the same number where the register knows no end. */
const isNearlyExact = (known: CarriedCard, card: CarriedCard): boolean =>
  (isSameNumber(known, card) && known.validTo !== undefined && known.validTo === card.validTo) ||
  (known.cardNo !== undefined && known.cardNo === card.cardNo && known.validTo === undefined)

const isSameBeginning = (known: CarriedCard, card: CarriedCard): boolean =>
  isSameNumber(known, card) && known.validFrom !== undefined && known.validFrom === card.validFrom

/** Where the list or the register tells no beginning: a later end is a renewal, an earlier one a correction. */
const isEarlierEnd = (known: CarriedCard, card: CarriedCard): boolean =>
  isSameNumber(known, card) && (known.validFrom === undefined || card.validFrom === undefined) &&
  known.validTo !== undefined && card.validTo !== undefined && card.validTo < known.validTo

/** A side without a number may be any card of the person. */
const isSameNumber = (one: CarriedCard, other: CarriedCard): boolean =>
  one.cardNo === undefined || other.cardNo === undefined || one.cardNo === other.cardNo
