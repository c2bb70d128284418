/** On what the figures were taken: without it they say nothing. */
import { cpus, loadavg, totalmem } from 'node:os'
import { Redis } from 'ioredis'
import type { Ground } from './ground.ts'

export async function describeMachine({ pool, embedded, redisUrl, ownRedis }: Ground): Promise<string> {
  const { rows } = await pool.query<{ version: string; buffers: string; commit: string; fsync: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('shared_buffers') AS buffers,
       current_setting('synchronous_commit') AS commit, current_setting('fsync') AS fsync`,
  )
  const [server] = rows
  const cores = cpus()
  const load = loadavg()[0] as number
  return [
    `machine     ${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${Math.round(totalmem() / 2 ** 30)} GB; load at the start ${load.toFixed(1)}`,
    `Node        ${process.version}`,
    `PostgreSQL  ${server?.version}, ${embedded ? 'embedded' : 'DATABASE_URL'}, shared_buffers ${server?.buffers}, fsync ${server?.fsync}, synchronous_commit ${server?.commit}`,
    `Redis       ${redisUrl === undefined ? 'none: set REDIS_URL or install redis-server; its figures are left out' : `${await redisVersion(redisUrl)}, ${ownRedis ? 'started for the bench' : 'REDIS_URL'}`}`,
    ...(load > cores.length ? ['The machine was busy when this began: trust the ratios, take the rest again.'] : []),
  ].join('\n')
}

async function redisVersion(url: string): Promise<string> {
  const redis = new Redis(url)
  const info = await redis.info('server').finally(() => redis.disconnect())
  return /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown'
}
