/** How the columns of lists from one source are read, where an officer said so: kept by the headings of the list, never by what stands below them. */
import type { Queryable } from './database.ts'

type Choice = Readonly<Record<string, string>>

export async function readColumnChoice(pool: Queryable, communeId: number, source: string): Promise<Choice | undefined> {
  const { rows } = await pool.query<{ columns: Choice }>('SELECT columns FROM column_choice WHERE commune_id = $1 AND source = $2', [communeId, source])
  return rows[0]?.columns
}

export async function keepColumnChoice(pool: Queryable, communeId: number, source: string, columns: Choice, now: Date): Promise<void> {
  await pool.query(
    `INSERT INTO column_choice (commune_id, source, columns, chosen_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (commune_id, source) DO UPDATE SET columns = EXCLUDED.columns, chosen_at = EXCLUDED.chosen_at`,
    [communeId, source, JSON.stringify(columns), now],
  )
}
