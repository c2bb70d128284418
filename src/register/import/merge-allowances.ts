/**
 * The monthly allowances of one person, by category; who receives one and cares for somebody as well has two. A list
 * that moves somebody within a group (severe to extremely severe disability, the letters of a new decree) changes the
 * one allowance of that group instead of adding a second. Nothing is stopped because a list lacks it.
 */
import type { AllowanceFacts } from '../../domain/register-facts.ts'
import { listAllowances } from './listed-allowances.ts'
import type { AllowanceRow, CarriedAllowance, ListedAllowance } from './listed-allowances.ts'
import { overlay } from './overlay.ts'

export interface AllowancePlan {
  inserted: Omit<AllowanceFacts, 'id'>[]
  updated: AllowanceFacts[]
  unchanged: AllowanceFacts[]
  /** Rows that contradict another row of the file, or that could be about several allowances; not written. */
  conflicts: number[]
  /** Rows that change the category of a known allowance. */
  moved: number[]
}

interface Slot {
  /** The allowance as it will be. */
  allowance: Omit<AllowanceFacts, 'id'> & { id?: string }
  taken: boolean
}

export function mergeAllowances(personId: string, current: readonly AllowanceFacts[], rows: readonly AllowanceRow[]): AllowancePlan {
  const { allowances, conflicts } = listAllowances(rows)
  const plan: AllowancePlan = { inserted: [], updated: [], unchanged: [], conflicts, moved: [] }
  const slots: Slot[] = current.map((allowance) => ({ allowance: { ...allowance }, taken: false }))
  const left = allowances.filter(({ allowance }) => {
    const slot = slots.find((known) => !known.taken && isExact(known.allowance, allowance))
    if (slot !== undefined) take(slot, allowance)
    return slot === undefined
  })
  for (const listed of left) place(slots, personId, listed, plan)
  for (const { allowance, taken } of slots) {
    if (!taken) continue
    const known = current.find((candidate) => candidate.id === allowance.id)
    if (known === undefined) plan.inserted.push(allowance)
    else if (overlay(known, allowance) === undefined) plan.unchanged.push(known)
    else plan.updated.push(allowance as AllowanceFacts)
  }
  return plan
}

/** The register does not know it as it is listed: it is the one of its group, the one without a group, or new. */
function place(slots: Slot[], personId: string, { at, allowance }: ListedAllowance, plan: AllowancePlan): void {
  const open = slots.filter((slot) => !slot.taken && !slot.allowance.withdrawn)
  const ofGroup = open.filter((slot) => allowance.categoryGroup === undefined || slot.allowance.categoryGroup === allowance.categoryGroup)
  const candidates = ofGroup.length > 0 ? ofGroup : open.filter((slot) => slot.allowance.categoryGroup === undefined && slot.allowance.category === undefined)
  const [only] = candidates
  if (only === undefined) slots.push({ allowance: { personId, status: 'active', withdrawn: false, ...allowance }, taken: true })
  else if (candidates.length > 1) plan.conflicts.push(at)
  else {
    if (allowance.category !== undefined && only.allowance.category !== undefined) plan.moved.push(at)
    take(only, allowance)
  }
}

const isExact = (known: CarriedAllowance, listed: CarriedAllowance): boolean =>
  known.category === listed.category && (listed.category !== undefined || known.categoryGroup === listed.categoryGroup)

/** An allowance that an undone import had withdrawn is on a list again: it is back. */
function take(slot: Slot, carried: CarriedAllowance): void {
  slot.allowance = { ...slot.allowance, ...overlay<CarriedAllowance>(slot.allowance, carried), withdrawn: false }
  slot.taken = true
}
