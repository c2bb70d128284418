import { readdir } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { testDatabase } from '../support/database.ts'

const database = await testDatabase()

test('applying migrations a second time changes nothing', async () => {
  expect(await migrate(database)).toEqual([])
})

test('every migration is recorded once, as prisma migrate deploy would', async () => {
  const folders = (await readdir('prisma/migrations', { withFileTypes: true })).filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const { rows } = await database.pool.query('SELECT migration_name, length(checksum) AS n, finished_at IS NOT NULL AS done FROM _prisma_migrations ORDER BY 1')
  expect(rows).toEqual(folders.sort().map((name) => ({ migration_name: name, n: 64, done: true })))
})

test('refuses a database whose migration was edited after it ran, and says what to do', async () => {
  await database.pool.query("UPDATE _prisma_migrations SET checksum = 'x'")
  await expect(migrate(database)).rejects.toMatchObject({ code: 'database.migration-changed' })
})
