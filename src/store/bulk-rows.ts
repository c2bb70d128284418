/** Many rows in one statement: every column travels as one array and is unnested by the server. */
import { binaryArray } from './binary-array.ts'

export interface Column<Row> {
  name: string
  /** PostgreSQL's type of one value. */
  type: string
  value(row: Row, place: number): unknown
}

export interface Unnested {
  /** `unnest($3::bigint[], …) AS u(id, …)` */
  from: string
  names: string[]
  values: unknown[]
}

/** `firstParameter` is the number of the first `$n` that the arrays take. */
export function unnested<Row>(columns: readonly Column<Row>[], rows: readonly Row[], firstParameter: number): Unnested {
  const names = columns.map((column) => column.name)
  const parameters = columns.map((column, place) => `$${firstParameter + place}::${column.type}[]`)
  return {
    from: `unnest(${parameters.join(', ')}) AS u(${names.join(', ')})`,
    names,
    values: columns.map(
      (column) =>
        binaryArray(column.type, rows.length, (place) => column.value(rows[place] as Row, place)) ??
        rows.map((row, place) => column.value(row, place) ?? null),
    ),
  }
}
