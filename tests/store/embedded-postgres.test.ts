import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../../src/store/embedded-postgres.ts'
import { silentLog } from '../support/database.ts'

let dataDir: string
let data: string | undefined
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'loa-twins-'))
  data = undefined
})
afterEach(async () => {
  await rm(dataDir, { recursive: true, force: true })
  if (data !== undefined) await rm(data, { recursive: true, force: true })
})

const start = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, log: silentLog, settings: { fsync: 'off' } })

/** The folder of the server's data, which is elsewhere when we are root. */
async function dataFolder(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
  await client.end()
  return (rows[0] as { data_directory: string }).data_directory
}

const besideData = async (folder: string): Promise<string[]> => (await readdir(dirname(folder))).filter((name) => join(dirname(folder), name).startsWith(`${folder}.`))

test('three that begin at once in a new folder come to share one server', async () => {
  const servers = await Promise.all([start(), start(), start()])
  data = await dataFolder((servers[0] as EmbeddedPostgres).url)
  expect(new Set(servers.map(({ url }) => url)).size).toBe(1)
  expect(servers.filter(({ adopted }) => !adopted)).toHaveLength(1)
  expect(await besideData(data)).toEqual([])
  // Each stops it as if it were alone; whoever comes second finds it stopped.
  await Promise.all(servers.map((server) => server.stop()))
  const again = await start()
  expect([again.adopted, await dataFolder(again.url)]).toEqual([false, data])
  await again.stop()
})

test('what a start that was killed had begun is cleared away, what another is just making is not', async () => {
  const first = await start()
  data = await dataFolder(first.url)
  await first.stop()
  await rm(data, { recursive: true })
  const [left, young] = [`${data}.new.1.dead`, `${data}.new.1.busy`]
  for (const folder of [left, young]) {
    await mkdir(folder)
    await writeFile(join(folder, 'PG_VERSION'), '18')
  }
  const { mtimeMs } = await stat(left)
  await utimes(left, mtimeMs / 1_000 - 3_600, mtimeMs / 1_000 - 3_600)
  await (await start()).stop()
  expect(await besideData(data)).toEqual([young.slice(dirname(data).length + 1)])
  await rm(young, { recursive: true })
})
