/** What every command that touches the register stands on: a database that answers, up to date, readable with our keys. */
import { randomBytes } from 'node:crypto'
import type { Config } from '../kernel/config.ts'
import { EXIT, UserError } from '../kernel/errors.ts'
import type { Log } from '../kernel/log.ts'
import { createCipher, findKeys, keyFile, loadKeys } from './cipher.ts'
import type { Cipher } from './cipher.ts'
import { openDatabase, splitSchema } from './database.ts'
import type { Database, DatabaseOptions } from './database.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { migrate } from './migrate.ts'
import { readSetting, writeSettingOnce } from './settings.ts'

export interface Ground {
  config: Config
  log: Log
  database: Database
  cipher: Cipher
  /** Part of every request id, so that two installations behind one provider account never look like twins. */
  installationId: string
  close(): Promise<void>
}

/** Starts or adopts PostgreSQL, brings its schema up to date and proves that our keys can read what is there. */
export interface GroundOptions extends Pick<DatabaseOptions, 'maxConnections' | 'inboundMs'> {
  /** An empty schema of this name beside the URL's own, made anew at each start: the demo must never touch a real register. */
  freshBeside?: string
}

/** A database as it is, and the keys that are there: neither is brought up to date nor made. For what is to be filled from a backup. */
export async function openBareGround(config: Config, log: Log): Promise<Pick<Ground, 'database' | 'cipher' | 'close'>> {
  const keys = await findKeys(config.keys, config.dataDir)
  if (keys === undefined) {
    throw new UserError('keys.missing', `Chưa có khóa mã hóa. Chép tệp khóa đã cất vào ${keyFile(config.dataDir)} (hoặc đặt LOA_KEYS), rồi chạy lại.`, { exitCode: EXIT.unavailable })
  }
  const undo: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step()
  }
  try {
    const database = openDatabase({ url: config.databaseUrl ?? (await embedded(config, log, undo)), log, maxConnections: 4 })
    undo.push(() => database.close())
    await reach(database)
    return { database, cipher: createCipher(keys), close }
  } catch (problem) {
    await close().catch(() => undefined)
    throw problem
  }
}

export async function openGround(config: Config, log: Log, options: GroundOptions = {}): Promise<Ground> {
  const undo: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step()
  }
  try {
    const url = config.databaseUrl ?? (await embedded(config, log, undo))
    const { freshBeside, ...limits } = options
    const database = openDatabase({ url: freshBeside === undefined ? url : beside(url, freshBeside), log, ...limits })
    undo.push(() => database.close())
    await reach(database)
    if (freshBeside !== undefined) await database.pool.query(`DROP SCHEMA IF EXISTS "${database.schema}" CASCADE`)
    await migrate(database)
    const cipher = createCipher(await loadKeys(config.keys, config.dataDir))
    await proveKeys(database, cipher)
    const installationId = await writeSettingOnce(database, 'installation', randomBytes(3).toString('hex'))
    return { config, log, database, cipher, installationId, close }
  } catch (problem) {
    await close().catch(() => undefined)
    throw problem
  }
}

function beside(url: string, name: string): string {
  const parsed = new URL(url)
  const { schema } = splitSchema(url)
  parsed.searchParams.set('schema', schema === 'public' ? `loa_${name}` : `${schema}_${name}`)
  return parsed.toString()
}

async function embedded(config: Config, log: Log, undo: (() => Promise<void>)[]): Promise<string> {
  const server = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  undo.push(() => server.stop())
  return server.url
}

async function reach(database: Database): Promise<void> {
  await database.pool.query('SELECT 1').catch((cause: unknown) => {
    throw new UserError(
      'database.unreachable',
      'Không kết nối được PostgreSQL theo DATABASE_URL. Kiểm tra địa chỉ, tên, mật khẩu, và máy chủ đã chạy chưa.',
      { cause, exitCode: EXIT.unavailable },
    )
  })
}

/** Starting with other keys than the register was written with would make every phone and number unreadable, one by one. */
async function proveKeys(database: Database, cipher: Cipher): Promise<void> {
  await writeSettingOnce(database, 'key-fingerprint', cipher.fingerprint)
  if ((await readSetting<string>(database, 'key-fingerprint')) === cipher.fingerprint) return
  throw new UserError(
    'keys.wrong',
    'Khóa mã hóa không khớp với cơ sở dữ liệu này. Đặt lại LOA_KEYS, hoặc chép lại tệp "keys" trong thư mục dữ liệu từ bản sao lưu.',
    { exitCode: EXIT.unavailable },
  )
}
