/**
 * The officer's file wins for the fields that it carries; what it leaves empty never erases. Returns the facts with the
 * carried fields, or undefined where that changes nothing, so that a repeated import writes nothing.
 */
export function overlay<Facts extends object>(current: Facts, carried: Partial<Facts>): Facts | undefined {
  let changed: Facts | undefined
  for (const key in carried) {
    const value = carried[key]
    if (value === undefined || value === current[key]) continue
    changed ??= { ...current }
    changed[key] = value
  }
  return changed
}

/** The first value that a row of the file carries: rows of one person that disagree are decided by their order, always alike. */
export function firstCarried<Row, Value>(rows: readonly Row[], read: (row: Row) => Value | undefined): Value | undefined {
  for (const row of rows) {
    const value = read(row)
    if (value !== undefined) return value
  }
  return undefined
}
