import { searchKey } from '../domain/person-name.ts'

/** "xã Tân Đông" is written "Tân Đông" too. */
const ownName = (name: string): string => searchKey(name).replace(/^(xa|phuong|dac khu|thi tran) /, '')

/** The name of a commune that was most likely meant: at most every third letter is different, marks aside. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const wanted = ownName(written)
  const [best] = names.map((name) => ({ name, apart: editsBetween(wanted, ownName(name)) })).sort((one, other) => one.apart - other.apart)
  return best !== undefined && best.apart * 3 <= wanted.length ? best.name : undefined
}

/** Letters to add, drop or change, row by row of the usual table. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [down, letter] of [...one].entries()) {
    const next = [down + 1]
    for (let at = 1; at <= other.length; at += 1) {
      next.push(Math.min((row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (row[at - 1] ?? 0) + (letter === other[at - 1] ? 0 : 1)))
    }
    row = next
  }
  return row[other.length] ?? 0
}
