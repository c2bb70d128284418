/**
 * A backup into an empty database, in one transaction: all of it or nothing. The tables are brought to the state of the
 * backup's own day first and to today's after it is in, so that an older backup is taken by a newer Loa.
 */
import type pg from 'pg'
import { EXIT, UserError } from '../../kernel/errors.ts'
import type { Cipher } from '../cipher.ts'
import type { Database } from '../database.ts'
import { countFailure } from '../inbound-messages.ts'
import { migrate, readMigrations } from '../migrate.ts'
import { openBackupFile } from './backup-file.ts'
import type { BackupHeader, BackupPart } from './backup-file.ts'
import { doubtWhatMayHaveLeft } from './doubt.ts'
import { quoted, tableNames } from './write-backup.ts'

export interface RestoreOptions {
  path: string
  now: Date
  /** The installation that the backup was made of has sent nothing since: nothing is in doubt. */
  nothingSentSince: boolean
  progress: (rows: number) => void
}

export interface Restored {
  rows: number
  madeAt: string
  /** Citizens' messages that waited for an answer and are now an officer's. */
  waiting: number
}

export async function restoreBackup(database: Database, cipher: Cipher, { path, now, nothingSentSince, progress }: RestoreOptions): Promise<Restored> {
  const { header, parts } = await openBackupFile(path)
  refuseOtherKeys(header, cipher)
  const behind = await refuseNewer(header)
  await refuseFull(database)
  await migrate(database, new Set(header.migrations.map(([name]) => name)))
  if (behind) await refuseAhead(database, header)
  const { rows, unanswered } = await database.transaction(async (client) => {
    const written = await fill(client, database.schema, parts, progress)
    return { rows: written, unanswered: nothingSentSince ? [] : await doubtWhatMayHaveLeft(client, { madeAt: header.madeAt, now }) }
  })
  await migrate(database)
  for (const messageId of unanswered) await countFailure(database, cipher, messageId, 1, now)
  return { rows, madeAt: header.madeAt, waiting: unanswered.length }
}

async function fill(client: pg.PoolClient, schema: string, parts: AsyncIterable<BackupPart>, progress: (rows: number) => void): Promise<number> {
  const tables = await tableNames(client, schema)
  await client.query(`TRUNCATE ${tables.map(quoted).join(', ')} CASCADE`)
  let table = ''
  let batch: string[] = []
  let chars = 0
  let written = 0
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    await client.query(`INSERT INTO ${quoted(table)} SELECT * FROM json_populate_recordset(NULL::${quoted(table)}, $1)`, [`[${batch.join(',')}]`])
    written += batch.length
    progress(written)
    batch = []
    chars = 0
  }
  for await (const part of parts) {
    if (part.kind === 'row') {
      batch.push(part.json)
      chars += part.json.length
      if (batch.length >= PAGE || chars > PAGE_CHARS) await flush()
      continue
    }
    await flush()
    if (part.kind === 'sequence') await client.query('SELECT setval($1::regclass, $2)', [quoted(part.name), ahead(part.name, part.last)])
    else if (tables.includes(part.name)) table = part.name
    else throw new UserError('backup.strange-table', `Bản sao lưu có bảng ${part.name} mà phiên bản Loa này không có. Cài phiên bản đã tạo bản sao lưu.`)
  }
  await flush()
  return written
}

const PAGE = 1_000
const PAGE_CHARS = 2_000_000

/**
 * Messages that left after the backup went out under numbers that it does not know. A provider that tells twins apart would
 * take a new message under such a number for the old one and drop it, and a late receipt would be about somebody else.
 */
const ahead = (sequence: string, last: string): string => String(BigInt(last) + (sequence === 'notice_id_seq' ? LOST_AT_MOST : 0n))
const LOST_AT_MOST = 10_000_000n

function refuseOtherKeys(header: BackupHeader, cipher: Cipher): void {
  const wrong = Object.entries(header.keys).filter(([version, fingerprint]) => cipher.fingerprints.get(Number(version)) !== fingerprint)
  if (wrong.length === 0) return
  const which = wrong.map(([version, fingerprint]) => `khóa số ${version} (dấu ${fingerprint})`).join(', ')
  throw new UserError('backup.other-keys', `Bản sao lưu này cần ${which}, nhưng Loa đang có khóa khác. Đặt LOA_KEYS, hoặc chép đúng tệp "keys" vào thư mục dữ liệu, rồi thử lại. Chưa khôi phục gì.`, {
    exitCode: EXIT.unavailable,
  })
}

/** True: it was made by an older Loa. */
async function refuseNewer(header: BackupHeader): Promise<boolean> {
  const ours = new Map((await readMigrations()).map(({ name, checksum }) => [name, checksum]))
  const strange = header.migrations.find(([name, checksum]) => ours.get(name) !== checksum)
  if (header.format === 1 && strange === undefined) return ours.size > header.migrations.length
  throw new UserError('backup.newer', `Bản sao lưu này do một phiên bản Loa khác tạo ra${strange === undefined ? '' : ` (${strange[0]})`}. Cài phiên bản đó, hoặc mới hơn, rồi khôi phục.`)
}

/** Nothing of anybody's is ever overwritten. */
async function refuseFull(database: Database): Promise<void> {
  const { rows: there } = await database.pool.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = $1 AND tablename IN ('commune', 'person', 'account')", [database.schema])
  for (const { name } of there) {
    const { rowCount } = await database.pool.query(`SELECT FROM ${quoted(database.schema)}.${quoted(name)} LIMIT 1`)
    if (rowCount !== 0) throw new UserError('backup.not-empty', 'Cơ sở dữ liệu này đang có sổ; Loa không ghi đè. Khôi phục vào một cơ sở dữ liệu trống: đặt DATABASE_URL khác, hoặc LOA_DATA tới một thư mục mới có tệp khóa.')
  }
}

/** An empty database that a newer Loa has already prepared has other tables than the backup. */
async function refuseAhead(database: Database, header: BackupHeader): Promise<void> {
  const { rows } = await database.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL')
  if (rows[0]?.n === header.migrations.length) return
  throw new UserError('backup.older', 'Bản sao lưu này của một phiên bản Loa cũ hơn, mà cơ sở dữ liệu (còn trống) đã được chuẩn bị cho phiên bản mới. Khôi phục vào một cơ sở dữ liệu chưa dùng lần nào.')
}
