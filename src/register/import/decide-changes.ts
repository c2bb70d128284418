/** From some people of the file and what the register holds about them to what must be written. Pure: it only decides. */
import type { PersonFacts, PhoneLink, RegisterChanges, RegisteredPerson } from '../../domain/register-facts.ts'
import type { RosterKind, RosterRecord } from '../roster/roster.ts'
import {
  allowanceConflictIssue, allowanceMovedIssue, cardConflictIssue, cardShortenedIssue, numberChangedIssue, paymentConflictIssue,
  paymentWithoutAmountIssue, phoneRemovedIssue, remarkIssue,
} from './import-issues.ts'
import type { FoundIssue } from './import-issues.ts'
import type { ImportDiff } from './import-diff.ts'
import { SAMPLE_SIZE } from './import-diff.ts'
import { noteChanges, noteUpdates } from './field-changes.ts'
import { mergeAllowances } from './merge-allowances.ts'
import { mergeCards } from './merge-cards.ts'
import { mergePayments } from './merge-payments.ts'
import { carriedByRows, mergePerson, newPerson } from './merge-person.ts'
import type { PersonRow } from './merge-person.ts'
import { mergePhones } from './merge-phones.ts'
import type { ResolvedPerson } from './resolve-people.ts'

export interface DecisionInput {
  kind: RosterKind
  people: readonly ResolvedPerson[]
  rowOf(at: number): PersonRow
  current: ReadonlyMap<string, RegisteredPerson>
  diff: ImportDiff
  /** Adds a question for the officer to a row. */
  ask(at: number, issue: FoundIssue): void
  /** Says that a row was not written. */
  refuse(at: number, issue: FoundIssue): void
  seenBenefits: string[]
}

export function decideChanges(input: DecisionInput): RegisterChanges {
  const changes: RegisterChanges = {
    people: { inserted: [], updated: [] },
    phones: { inserted: [], updated: [] },
    cards: { inserted: [], updated: [] },
    allowances: { inserted: [], updated: [] },
    payments: { inserted: [], updated: [] },
  }
  for (const person of input.people) decidePerson(input, person, changes)
  return changes
}

function decidePerson(input: DecisionInput, resolved: ResolvedPerson, changes: RegisterChanges): void {
  const { personId } = resolved
  const rows = resolved.rows.map((at) => input.rowOf(at))
  const [first] = rows as [PersonRow]
  const known = input.current.get(personId)
  for (const remark of resolved.remarks) input.ask(first.at, remarkIssue(remark))

  const carried = carriedByRows(rows)
  const after = known === undefined ? newPerson(personId, carried) : mergePerson(known.person, carried)
  if (known === undefined) changes.people.inserted.push(after as PersonFacts)
  else if (after !== undefined) {
    changes.people.updated.push(after)
    askAboutNumbers(input, first.at, known.person, after)
    noteChanges(input.diff.fields, 'person', carried.fullName, known.person, after)
  }
  const hasNewPhones = decidePhones(input, first.at, personId, known?.phones ?? [], rows, changes)
  countPerson(input.diff, carried.fullName, known === undefined ? 'new' : after !== undefined || hasNewPhones ? 'changed' : 'unchanged')

  if (rows.some((row) => isCard(row.record))) decideCards(input, personId, known, rows, changes)
  if (input.kind === 'assistance') decideAllowances(input, personId, known, rows, changes)
  if (input.kind === 'payments') decidePayments(input, personId, known, rows, changes)
}

/** A list of another kind may carry the card as well; its number is kept even without dates, since it tells who the person is. */
export const isCard = (record: RosterRecord): boolean => record.card_no !== undefined || record.valid_to !== undefined

function countPerson(diff: ImportDiff, name: string, what: 'new' | 'changed' | 'unchanged'): void {
  diff.persons[what] += 1
  if (what !== 'unchanged' && diff.names[what].length < SAMPLE_SIZE) diff.names[what].push(name)
}

function askAboutNumbers(input: DecisionInput, at: number, before: PersonFacts, after: PersonFacts): void {
  if (before.citizenId !== undefined && before.citizenId !== after.citizenId) input.ask(at, numberChangedIssue('citizen_id'))
  if (before.socialNo !== undefined && before.socialNo !== after.socialNo) input.ask(at, numberChangedIssue('social_insurance_no'))
}

function decidePhones(
  input: DecisionInput, at: number, personId: string, current: readonly PhoneLink[], rows: readonly PersonRow[], changes: RegisterChanges,
): boolean {
  const plan = mergePhones(personId, current, rows.flatMap((row) => row.record.phones ?? []))
  if (plan.refused.length > 0) input.ask(at, phoneRemovedIssue(plan.refused))
  changes.phones.inserted.push(...plan.inserted)
  changes.phones.updated.push(...plan.updated)
  return plan.inserted.length + plan.updated.length > 0
}

function decideCards(input: DecisionInput, personId: string, known: RegisteredPerson | undefined, rows: readonly PersonRow[], changes: RegisterChanges): void {
  const plan = mergeCards(personId, known?.cards ?? [], rows.filter((row) => isCard(row.record)))
  for (const at of plan.conflicts) input.refuse(at, cardConflictIssue)
  for (const { at, from } of plan.shortened) input.ask(at, cardShortenedIssue(from))
  add(changes.cards, plan, input.diff.cards)
  noteUpdates(input.diff.fields, 'card', nameOf(rows), known?.cards ?? [], plan.updated)
}

function decideAllowances(input: DecisionInput, personId: string, known: RegisteredPerson | undefined, rows: readonly PersonRow[], changes: RegisterChanges): void {
  const plan = mergeAllowances(personId, known?.allowances ?? [], rows)
  for (const at of plan.conflicts) input.refuse(at, allowanceConflictIssue)
  for (const at of plan.moved) input.ask(at, allowanceMovedIssue)
  add(changes.allowances, plan, input.diff.allowances)
  noteUpdates(input.diff.fields, 'allowance', nameOf(rows), known?.allowances ?? [], plan.updated)
  for (const { id } of [...plan.updated, ...plan.unchanged]) input.seenBenefits.push(id)
}

function decidePayments(input: DecisionInput, personId: string, known: RegisteredPerson | undefined, rows: readonly PersonRow[], changes: RegisterChanges): void {
  const plan = mergePayments(personId, known?.payments ?? [], rows.flatMap(({ at, record, month }) => (month === undefined ? [] : [{ at, record, month }])))
  for (const at of plan.conflicts) input.refuse(at, paymentConflictIssue)
  for (const at of plan.withoutAmount) input.refuse(at, paymentWithoutAmountIssue)
  add(changes.payments, plan, input.diff.payments)
  noteUpdates(input.diff.fields, 'payment', nameOf(rows), known?.payments ?? [], plan.updated)
  for (const { id } of [...plan.updated, ...plan.unchanged]) input.seenBenefits.push(id)
}

const nameOf = ([first]: readonly PersonRow[]): string => first?.record.full_name ?? ''

function add<Facts, NewFacts>(
  written: { inserted: NewFacts[]; updated: Facts[] },
  plan: { inserted: NewFacts[]; updated: Facts[]; unchanged: Facts[] },
  counts: { new: number; changed: number; unchanged: number },
): void {
  written.inserted.push(...plan.inserted)
  written.updated.push(...plan.updated)
  counts.new += plan.inserted.length
  counts.changed += plan.updated.length
  counts.unchanged += plan.unchanged.length
}
