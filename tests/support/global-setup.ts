/**
 * One PostgreSQL for the whole run: DATABASE_URL where it is set, else an embedded server in a folder of its own that is
 * stopped and deleted at the end. Redis is used where REDIS_URL is set; suites that need it say so when they are skipped.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createLog } from '../../src/kernel/log.ts'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseUrl: string
    redisUrl: string | null
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redisUrl = process.env.REDIS_URL ?? null
  project.provide('redisUrl', redisUrl)
  const given = process.env.DATABASE_URL
  console.log(`PostgreSQL: ${given === undefined ? 'embedded' : 'DATABASE_URL'} · Redis: ${redisUrl === null ? 'none, its suites are skipped' : 'REDIS_URL'}`)
  if (given !== undefined) {
    project.provide('databaseUrl', given)
    return async () => undefined
  }
  const dataDir = await mkdtemp(join(tmpdir(), 'loa-test-'))
  // As root, a folder that the server's user may enter keeps the data inside, and the end deletes it with the folder.
  await chmod(dataDir, 0o755)
  const server = await startEmbeddedPostgres({
    dataDir,
    log: createLog({ level: 'silent' }),
    // The data is thrown away: durability only costs time here.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  project.provide('databaseUrl', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
