/**
 * Applies prisma/migrations in order, under an advisory lock, and records them as `prisma migrate deploy` would
 * (same table, same checksums), so that both agree; Prisma's own engine is a download that a closed network refuses.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Database } from './database.ts'

const FOLDER = fileURLToPath(new URL('../../prisma/migrations/', import.meta.url))
/** Any constant will do; it is combined with the schema's name so that tests do not wait for each other. */
const LOCK = 0x10a

export interface Migration {
  name: string
  sql: string
  checksum: string
}

/** Returns the names that were applied now. `only`: no others, where a backup of an older Loa is to be read in first. */
export async function migrate(database: Database, only?: ReadonlySet<string>): Promise<string[]> {
  const all = await readMigrations()
  const migrations = all.filter(({ name }) => only?.has(name) ?? true)
  return database.transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [LOCK, database.schema])
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${database.schema}"`)
    await client.query(`SET LOCAL search_path TO "${database.schema}"`)
    const done = await readDone(client)
    const applied: string[] = []
    for (const migration of migrations) {
      const before = done.get(migration.name)
      if (before === undefined) {
        await apply(client, migration)
        applied.push(migration.name)
      } else if (before !== migration.checksum) {
        throw new UserError(
          'database.migration-changed',
          `Bản cập nhật cơ sở dữ liệu ${migration.name} đã bị sửa sau khi chạy. Cài lại đúng phiên bản Loa đã dùng, rồi thử lại.`,
          { exitCode: EXIT.unavailable },
        )
      }
    }
    refuseNewer(done, all)
    return applied
  })
}

/** A database that a newer Loa has changed must not be written by an older one. */
function refuseNewer(done: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const unknown = [...done.keys()].filter((name) => !migrations.some((migration) => migration.name === name))
  if (unknown.length === 0) return
  throw new UserError(
    'database.newer',
    `Cơ sở dữ liệu đã được một phiên bản Loa mới hơn cập nhật (${unknown[0]}). Hãy cài phiên bản mới đó.`,
    { exitCode: EXIT.unavailable },
  )
}

export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(FOLDER, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${FOLDER}${name}/migration.sql`, 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function readDone(client: pg.PoolClient): Promise<Map<string, string>> {
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    'SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query(migration.sql)
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), migration.checksum, migration.name],
  )
}
