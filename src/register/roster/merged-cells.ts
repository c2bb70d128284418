/** Cells merged downwards: their value belongs to every row that they cover. */
import type { ColumnPlan } from './column-plan.ts'
import type { MergedRange, RosterCell, RosterSheetRow } from './roster.ts'

/** For each row in turn, the cells that merges from above lend it; undefined for most rows. */
export function verticalFill(merges: readonly MergedRange[], plan: ColumnPlan): (row: RosterSheetRow) => ReadonlyMap<number, RosterCell> | undefined {
  const planned = new Set([...plan.columns.values()].flat())
  const tall = merges.filter(({ top, bottom, left }) => bottom > top && planned.has(left)).toSorted((one, other) => one.top - other.top)
  if (tall.length === 0) return () => undefined
  let next = 0
  let open: { bottom: number; column: number; cell: RosterCell }[] = []

  return (row) => {
    if (open.length > 0) open = open.filter(({ bottom }) => bottom >= row.number)
    const lent = open.length === 0 ? undefined : new Map(open.map(({ column, cell }) => [column, cell]))
    while (next < tall.length && (tall[next] as MergedRange).top <= row.number) {
      const { top, bottom, left } = tall[next] as MergedRange
      const cell = row.cells[left]
      if (top === row.number && cell !== undefined) open.push({ bottom, column: left, cell })
      next += 1
    }
    return lent
  }
}
