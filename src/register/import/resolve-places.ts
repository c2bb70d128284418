/** Which village and which household of the register a row of the file means; what is new is prepared, not yet written. */
import type { HouseholdFacts, VillageFacts, Written } from '../../domain/register-facts.ts'
import { searchKey } from '../../domain/person-name.ts'
import { compact } from '../../domain/vietnamese-text.ts'
import type { RosterRecord } from '../roster/roster.ts'
import type { ImportDiff } from './import-diff.ts'
import type { ImportRegister } from './import-store.ts'
import { overlay } from './overlay.ts'

/** Finds a village by any spelling; undefined = not on the register yet. */
export function findVillage(villages: readonly VillageFacts[], name: string, kind: string): VillageFacts | undefined {
  const key = searchKey(name)
  const fullKey = searchKey(`${kind} ${name}`)
  const isNumbered = /^\d+$/.test(key)
  const found =
    villages.find((village) => village.searchKey === fullKey) ??
    // "Ấp 1" and "Khu phố 1" are two places; "Ấp Đông Lợi" that became "Khu phố Đông Lợi" is one.
    villages.find((village) => village.searchKey === key && (!isNumbered || isSameKind(village.kind, kind))) ??
    villages.find((village) => village.aliases.some((alias) => [key, fullKey].includes(searchKey(alias))))
  return villages.find((village) => village.id === found?.successorId) ?? found
}

const isSameKind = (one: string, other: string): boolean => one === '' || other === '' || searchKey(one) === searchKey(other)

export interface VillageNames {
  /** Per row; undefined where the row names none. */
  keyOf: (string | undefined)[]
  /** The different villages that the file names. */
  named: Map<string, { name: string; kind: string }>
}

export function villageNames(records: readonly (RosterRecord | undefined)[]): VillageNames {
  const named = new Map<string, { name: string; kind: string }>()
  const keyOf = records.map((record) => {
    const name = record?.village
    if (name === undefined || searchKey(name) === '') return undefined
    const key = `${record?.village_kind ?? ''}|${name}`
    if (!named.has(key)) named.set(key, { name, kind: record?.village_kind ?? '' })
    return key
  })
  return { keyOf, named }
}

/** A village's key on the register; the kind joins it where another village has the bare name already. */
export function newVillage(villages: readonly Omit<VillageFacts, 'id'>[], name: string, kind: string): Omit<VillageFacts, 'id'> {
  const key = searchKey(name)
  const isTaken = villages.some((village) => village.searchKey === key)
  return { kind, name, searchKey: isTaken ? searchKey(`${kind} ${name}`) : key, aliases: [] }
}

/**
 * A household is the same in the next list by its code, or, without one, by its running number in its village in that
 * year's list.
 */
export function householdKey(record: RosterRecord, villageId: number | undefined, year: string): string | undefined {
  if (record.household_code !== undefined) return `code:${compact(record.household_code)}`
  if (record.household_no !== undefined) return `no:${year}:${villageId ?? ''}:${compact(record.household_no)}`
  return undefined
}

export interface HouseholdPlan {
  changes: Written<HouseholdFacts>
  unchanged: number
  /** Match key → id. */
  idOf: Map<string, string>
}

/** `wanted` in file order; what the first row of a household carries wins. */
export function mergeHouseholds(
  current: readonly HouseholdFacts[],
  wanted: ReadonlyMap<string, Omit<HouseholdFacts, 'id' | 'matchKey'>>,
  ids: readonly string[],
): HouseholdPlan {
  const known = new Map(current.map((household) => [household.matchKey, household]))
  const plan: HouseholdPlan = { changes: { inserted: [], updated: [] }, unchanged: 0, idOf: new Map() }
  let used = 0
  for (const [matchKey, carried] of wanted) {
    const before = known.get(matchKey)
    if (before === undefined) {
      const id = ids[used] as string
      used += 1
      plan.changes.inserted.push({ id, matchKey, ...carried })
      plan.idOf.set(matchKey, id)
      continue
    }
    plan.idOf.set(matchKey, before.id)
    const after = overlay<HouseholdFacts>(before, carried)
    if (after === undefined) plan.unchanged += 1
    else plan.changes.updated.push(after)
  }
  return plan
}

export interface Places {
  villageIdOf(row: number): number | undefined
  householdKeyOf(row: number): string | undefined
  householdIdOf(row: number): string | undefined
  /** The villages that the list is about; undefined where some row names none, so that the list may be about all. */
  villageIds: readonly number[] | undefined
}

export interface PlacesInput {
  register: ImportRegister
  records: readonly (RosterRecord | undefined)[]
  batchId: string
  isPreview: boolean
  /** Of the list, for households that have no code. */
  year: string
  diff: ImportDiff
}

/** Writes what is new, except in a preview, where new villages get ids that nobody has. */
export async function resolvePlaces(input: PlacesInput): Promise<Places> {
  const { records } = input
  const villageIds = await resolveVillages(input)
  const keys = records.map((record, row) => record && householdKey(record, villageIds[row], input.year))
  const wanted = new Map<string, Omit<HouseholdFacts, 'id' | 'matchKey'>>()
  keys.forEach((key, row) => {
    const record = records[row]
    if (key === undefined || record === undefined) return
    const first = wanted.get(key)
    const carried = { villageId: villageIds[row], code: record.household_code, no: record.household_no, poorStatus: record.poor_status }
    wanted.set(key, first === undefined ? carried : { ...carried, ...definedOf(first) })
  })
  const current = wanted.size === 0 ? [] : await input.register.households([...wanted.keys()])
  const ids = await input.register.nextIds('household', wanted.size - current.length)
  const plan = mergeHouseholds(current, wanted, ids)
  const { inserted, updated } = plan.changes
  Object.assign(input.diff.households, { new: inserted.length, changed: updated.length, unchanged: plan.unchanged })
  if (!input.isPreview) await input.register.writeHouseholds(plan.changes, input.batchId)
  const isPartial = records.some((record, row) => record !== undefined && villageIds[row] === undefined)
  return {
    villageIdOf: (row) => villageIds[row],
    householdKeyOf: (row) => keys[row],
    householdIdOf: (row) => (keys[row] === undefined ? undefined : plan.idOf.get(keys[row])),
    villageIds: isPartial ? undefined : [...new Set(villageIds.filter((id) => id !== undefined))],
  }
}

async function resolveVillages({ register, records, batchId, isPreview }: PlacesInput): Promise<(number | undefined)[]> {
  const { keyOf, named } = villageNames(records)
  if (named.size === 0) return records.map(() => undefined)
  const villages = await register.villages()
  const fresh: Omit<VillageFacts, 'id'>[] = []
  for (const { name, kind } of named.values()) {
    const known = [...villages, ...fresh.map((village, place) => ({ ...village, id: -1 - place }))]
    if (findVillage(known, name, kind) === undefined) fresh.push(newVillage(known, name, kind))
  }
  const added = isPreview || fresh.length === 0 ? fresh.map((village, place) => ({ ...village, id: -1 - place })) : await register.addVillages(fresh, batchId)
  const all = [...villages, ...added]
  const idOf = new Map([...named].map(([key, { name, kind }]) => [key, findVillage(all, name, kind)?.id] as const))
  return keyOf.map((key) => (key === undefined ? undefined : idOf.get(key)))
}

const definedOf = <Facts extends object>(facts: Facts): Partial<Facts> =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Partial<Facts>
