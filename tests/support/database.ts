/** A schema of its own for a test file, migrated as a user's would be; dropped at the end. */
import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, inject } from 'vitest'
import { createLog } from '../../src/kernel/log.ts'
import { createCipher } from '../../src/store/cipher.ts'
import type { Cipher } from '../../src/store/cipher.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/database.ts'
import { migrate } from '../../src/store/migrate.ts'

export const silentLog = createLog({ level: 'silent' })

export interface TestDatabase extends Database {
  /** With `?schema=`, for processes that a test starts. */
  fullUrl: string
}

/** Call it once at the top of a file: `const database = await testDatabase()`. */
export async function testDatabase(): Promise<TestDatabase> {
  const schema = `t_${randomBytes(6).toString('hex')}`
  const url = new URL(inject('databaseUrl'))
  url.searchParams.set('schema', schema)
  const database = openDatabase({ url: url.toString(), log: silentLog, maxConnections: 8, applicationName: `loa-test-${schema}` })
  await migrate(database)
  afterAll(async () => {
    // and what the pipeline made beside it: the queue's schema, a demo's own
    for (const name of [schema, `loa_${schema}_queue`, `${schema}_demo`, `loa_${schema}_demo_queue`]) {
      await database.pool.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`)
    }
    await database.close()
    await forgetQueue(`loa_${schema}`)
  })
  return { ...database, fullUrl: url.toString() }
}

async function forgetQueue(prefix: string): Promise<void> {
  const url = inject('redisUrl')
  if (url === null) return
  const redis = new Redis(url)
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 })) {
      if ((keys as string[]).length > 0) await redis.del(keys as string[])
    }
  } finally {
    redis.disconnect()
  }
}

export function testCipher(): Cipher {
  return createCipher(new Map([[1, Buffer.alloc(32, 7)]]))
}

/** Empties every table but the record of migrations. */
export async function emptyTables(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = $1 AND tablename <> '_prisma_migrations'",
    [database.schema],
  )
  await database.pool.query(`TRUNCATE ${rows.map((row) => row.name).join(', ')} RESTART IDENTITY CASCADE`)
}
