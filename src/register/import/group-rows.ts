/**
 * Which rows of one file speak of the same person, before the register is asked. A shared number under one name joins
 * rows; the same number under two names never does. Rows are joined by name, birth and village only where nobody else of
 * that name and birth in the village has another number. The answer does not depend on the register, so that the second
 * import of a file groups it as the first did.
 */
import { isSameName } from '../../domain/person-name.ts'
import { FirstRows } from './first-rows.ts'

export interface RowIdentity {
  name: string
  searchKey: string
  birth: string | undefined
  villageId: number | undefined
  citizenId: string | undefined
  socialNo: string | undefined
  cardNo: string | undefined
  oldId: string | undefined
  /** Members of two households are two people, however alike. */
  household: string | undefined
}

/** Rows are asked for one by one, so that a quarter of a million of them need not be kept as objects. */
export interface IdentityRows {
  length: number
  /** Undefined for rows that are not to be written. */
  identity(row: number): RowIdentity | undefined
  /** The same as of `identity`, without making it. */
  number(row: number, number: NumberField): string | undefined
  name(row: number): string
}

export const NUMBER_FIELDS = ['citizenId', 'socialNo', 'cardNo', 'oldId'] as const
export type NumberField = (typeof NUMBER_FIELDS)[number]

export interface RowGroups {
  /** For each row the first row of its person; -1 for rows that belong to nobody certain. */
  leaderOf: Int32Array
  /** Rows of which nobody could say whose they are: the officer adds a number and imports again. */
  ambiguous: number[]
}

type Join = (one: number, other: number) => void

export function groupRows(rows: IdentityRows): RowGroups {
  const parent = new Int32Array(rows.length).map((_, row) => row)
  const find = (row: number): number => {
    let root = row
    while (parent[root] !== root) root = parent[root] as number
    for (let at = row; at !== root; ) {
      const next = parent[at] as number
      parent[at] = root
      at = next
    }
    return root
  }
  const join: Join = (one, other) => {
    const [first, second] = [find(one), find(other)]
    if (first < second) parent[second] = first
    else parent[first] = second
  }
  for (const number of NUMBER_FIELDS) joinByNumber(rows, number, join)
  const ambiguous = joinByName(rows, find, join)
  const leaderOf = parent.map((_, row) => (rows.name(row) === '' ? -1 : find(row)))
  for (const row of ambiguous) leaderOf[row] = -1
  return { leaderOf, ambiguous }
}

function joinByNumber(rows: IdentityRows, number: NumberField, join: Join): void {
  const firsts = new FirstRows(rows.length, (row) => rows.number(row, number))
  /** Further names under one number, by the row that was first with the number: nearly always none. */
  const others = new Map<number, number[]>()
  for (let row = 0; row < rows.length; row += 1) {
    const first = firsts.firstOf(row)
    if (first === undefined || first === row) continue
    const names = [first, ...(others.get(first) ?? [])]
    const same = names.find((known) => isSameName(rows.name(known), rows.name(row)))
    if (same === undefined) others.set(first, [...names.slice(1), row])
    else join(same, row)
  }
}

/** Returns the rows without a number that two people of the file could own. */
function joinByName(rows: IdentityRows, find: (row: number) => number, join: Join): number[] {
  const ambiguous: number[] = []
  for (const cluster of nameClusters(rows)) {
    const identities = cluster.map((row) => rows.identity(row) as RowIdentity)
    const [first] = cluster as [number]
    if (isTelling(identities[0] as RowIdentity) && haveOneNumberAtMost(identities)) {
      for (const row of cluster) join(first, row)
    } else {
      ambiguous.push(...cluster.filter((row, place) => isWithoutNumber(identities[place] as RowIdentity) && find(row) === row))
    }
  }
  return ambiguous
}

/** A bare name, or a name and a year, says too little among the thousands of a commune. */
const isTelling = (row: RowIdentity): boolean => row.villageId !== undefined || row.birth?.length === 10

const isWithoutNumber = (row: RowIdentity): boolean => NUMBER_FIELDS.every((number) => row[number] === undefined)

const haveOneNumberAtMost = (rows: readonly RowIdentity[]): boolean =>
  distinct(rows.map((row) => row.citizenId)) <= 1 && distinct(rows.map((row) => row.socialNo)) <= 1

const distinct = (values: readonly (string | undefined)[]): number => new Set(values.filter((value) => value !== undefined)).size

const nameKey = (row: RowIdentity): string => `${row.searchKey}|${row.birth ?? ''}|${row.villageId ?? ''}|${row.household ?? ''}`

/** Rows with the same name, birth, village and household; only those that are more than one. */
function nameClusters(rows: IdentityRows): number[][] {
  // Rows with a citizen id are joined by it or not at all: only others make a cluster worth looking at.
  const clusters = new Map<string, number[]>()
  const visit = (see: (row: number, key: string) => void, wanted: (row: number) => boolean): void => {
    for (let row = 0; row < rows.length; row += 1) {
      const identity = wanted(row) ? rows.identity(row) : undefined
      if (identity !== undefined) see(row, nameKey(identity))
    }
  }
  visit((_, key) => clusters.set(key, []), (row) => rows.number(row, 'citizenId') === undefined)
  if (clusters.size > 0) visit((row, key) => clusters.get(key)?.push(row), () => true)
  return [...clusters.values()].flatMap((cluster) => (cluster.length > 1 ? splitByMarks(cluster, rows) : []))
}

/** Ân and An share a search key and are two names. */
function splitByMarks(cluster: readonly number[], rows: IdentityRows): number[][] {
  const parts: number[][] = []
  for (const row of cluster) {
    const part = parts.find((known) => isSameName(rows.name(known[0] as number), rows.name(row)))
    if (part === undefined) parts.push([row])
    else part.push(row)
  }
  return parts.filter((part) => part.length > 1)
}
