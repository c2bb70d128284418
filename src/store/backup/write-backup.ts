/**
 * Everything that a register is, as one moment of it: read in a single snapshot while Loa goes on working. It asks nothing
 * of the machine but the connection that is there anyway; the embedded PostgreSQL brings no pg_dump. What is sealed stays
 * sealed.
 */
import type pg from 'pg'
import type { Cipher } from '../cipher.ts'
import type { Database } from '../database.ts'
import { writeBackupFile } from './backup-file.ts'
import type { BackupPart } from './backup-file.ts'

/** Of the moment, and worth nothing after it: who is signed in, what waits for an answer on a screen, which workers live. */
export const NOT_KEPT = ['_prisma_migrations', 'account_session', 'sign_in_try', 'import_draft', 'worker_session']
const PAGE = 2_000

export interface BackupOptions {
  path: string
  madeAt: Date
  progress: (rows: number, total: number) => void
}

/** Returns how many rows are in it. */
export function writeBackup(database: Database, cipher: Cipher, { path, madeAt, progress }: BackupOptions): Promise<number> {
  return database.transaction(async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const names = await tableNames(client, database.schema)
    const { rows: migrations } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name',
    )
    let total = 0
    for (const name of names) total += Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${quoted(name)}`)).rows[0]?.n)
    let done = 0
    await writeBackupFile(
      path,
      {
        backupOf: 'loa', format: 1, madeAt: madeAt.toISOString(),
        migrations: migrations.map((one) => [one.migration_name, one.checksum]),
        keys: Object.fromEntries(cipher.fingerprints),
      },
      partsOf(client, database.schema, names, (rows) => progress((done += rows), total)),
    )
    return done
  })
}

async function* partsOf(client: pg.PoolClient, schema: string, names: readonly string[], read: (rows: number) => void): AsyncGenerator<BackupPart> {
  for (const name of names) {
    yield { kind: 'table', name }
    await client.query(`DECLARE reading NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS json FROM ${quoted(name)} t`)
    for (;;) {
      const { rows } = await client.query<{ json: string }>(`FETCH ${PAGE} FROM reading`)
      for (const { json } of rows) yield { kind: 'row', json }
      read(rows.length)
      if (rows.length < PAGE) break
    }
    await client.query('CLOSE reading')
  }
  const { rows } = await client.query<{ sequencename: string; last_value: string | null }>('SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = $1 ORDER BY 1', [schema])
  for (const { sequencename, last_value: last } of rows) if (last !== null) yield { kind: 'sequence', name: sequencename, last }
}

/** What others refer to comes first, so that restoring in this order never lacks a row. */
export async function tableNames(client: Pick<pg.PoolClient, 'query'>, schema: string): Promise<string[]> {
  const { rows: tables } = await client.query<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> ALL($2) ORDER BY 1', [schema, NOT_KEPT])
  const { rows: references } = await client.query<{ from: string; to: string }>(
    `SELECT f.relname AS "from", t.relname AS "to" FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
     WHERE k.contype = 'f' AND k.connamespace = $1::regnamespace AND k.conrelid <> k.confrelid`,
    [`"${schema}"`],
  )
  const ordered: string[] = []
  const place = (name: string): void => {
    if (ordered.includes(name)) return
    for (const { to } of references.filter(({ from }) => from === name)) place(to)
    ordered.push(name)
  }
  for (const { name } of tables) place(name)
  return ordered
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
