/** A commune on a real database that lists can be imported into and taken back from. */
import { SettableClock } from '../../src/kernel/clock.ts'
import { importRoster } from '../../src/register/import-roster.ts'
import type { ImportReport } from '../../src/register/import-roster.ts'
import { undoImport } from '../../src/register/undo-import.ts'
import type { UndoneImport } from '../../src/register/undo-import.ts'
import type { RosterKind, RosterReading } from '../../src/register/roster/roster.ts'
import { ensureCommune } from '../../src/store/communes.ts'
import { importStore } from '../../src/store/import-register.ts'
import { undoImport as undoStored } from '../../src/store/undo-import.ts'
import { emptyTables, testCipher, testDatabase } from './database.ts'
import type { TestDatabase } from './database.ts'
import { rosterReading } from './roster-reading.ts'
import type { GivenRow } from './roster-reading.ts'

export interface RegisterWorld {
  database: TestDatabase
  clock: SettableClock
  communeId(): number
  reset(): Promise<void>
  import(kind: RosterKind, rows: readonly GivenRow[], given?: Partial<Pick<RosterReading, 'file' | 'month'>>): Promise<ImportReport>
  preview(kind: RosterKind, rows: readonly GivenRow[], given?: Partial<Pick<RosterReading, 'file' | 'month'>>): Promise<ImportReport>
  undo(batchId: string | undefined): Promise<UndoneImport>
  rows<Row>(sql: string, values?: unknown[]): Promise<Row[]>
  /** Everything that an import may touch, as text, in a stable order. */
  register(): Promise<Record<string, string[]>>
}

const TABLES = ['village', 'household', 'person', 'contact', 'person_contact', 'card', 'allowance', 'payment']

/** Call it once at the top of a file. */
export async function registerWorld(): Promise<RegisterWorld> {
  const database = await testDatabase()
  const cipher = testCipher()
  const clock = new SettableClock(new Date('2026-11-22T02:00:00Z'))
  const store = importStore(database, cipher)
  let communeId = 0
  const bring = (preview: boolean): RegisterWorld['import'] => (kind, rows, given) =>
    importRoster({ clock, store })({ reading: rosterReading(kind, rows, given), sha256: 'invented', communeId, actor: 'test', preview })
  const rows = async <Row>(sql: string, values?: unknown[]): Promise<Row[]> => (await database.pool.query(sql, values)).rows as Row[]
  return {
    database,
    clock,
    communeId: () => communeId,
    reset: async () => {
      await emptyTables(database)
      communeId = (await ensureCommune(database, 'xã Tân Đông')).id
    },
    import: bring(false),
    preview: bring(true),
    undo: (batchId) => undoImport({ clock, undo: (id, now) => undoStored(database, id, now) })(batchId ?? 'none'),
    rows,
    register: async () => {
      const register: Record<string, string[]> = {}
      for (const table of TABLES) {
        register[table] = (await rows<{ row: string }>(`SELECT t::text AS row FROM ${table} t ORDER BY 1`)).map((found) => found.row)
      }
      return register
    },
  }
}
