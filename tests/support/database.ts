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

/**
 * Empties every table but the record of migrations, and counts from 1 again. By DELETE, without the triggers that guard the
 * rows: a TRUNCATE of sixty tables makes some four hundred files anew, which on a busy disk takes longer than most tests. Only
 * a role that may not leave triggers out has to.
 */
export async function emptyTables(database: Database): Promise<void> {
  await database.pool.query(`
    DO $$
    DECLARE name text;
    BEGIN
      IF current_setting('is_superuser') = 'off' THEN
        EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY CASCADE' FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations');
        RETURN;
      END IF;
      SET LOCAL session_replication_role = replica;
      FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations' LOOP
        EXECUTE 'DELETE FROM ' || name;
      END LOOP;
      FOR name IN SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL LOOP
        PERFORM setval(name::regclass, 1, false);
      END LOOP;
    END $$`)
}
