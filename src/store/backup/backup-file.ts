/**
 * A backup as a file: gzip over lines. A line that begins with `#` is ours (what follows it is JSON), every other line is a
 * row of the table that was named last. Each table ends with its count and its digest and the file with a last line, so
 * that a file that was cut, or changed by a bad disk, is known before anything is kept of it.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, open, rename, rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { EXIT, UserError } from '../../kernel/errors.ts'

export interface BackupHeader {
  backupOf: 'loa'
  format: 1
  madeAt: string
  /** The migrations that the tables have gone through, with their checksums. */
  migrations: readonly (readonly [name: string, checksum: string])[]
  /** Which keys read what is sealed, by version; the keys themselves are never in a backup. */
  keys: Readonly<Record<string, string>>
}

export type BackupPart =
  | { kind: 'table'; name: string }
  | { kind: 'row'; json: string }
  | { kind: 'sequence'; name: string; last: string }

/** Built beside and moved into place: a file of that name is whole. Names of people are in it, so only its owner reads it. */
export async function writeBackupFile(path: string, header: BackupHeader, parts: AsyncIterable<BackupPart>): Promise<void> {
  if (await isThere(path)) throw new UserError('backup.exists', `Đã có tệp ${path}. Loa không ghi đè bản sao lưu; hãy chọn tên khác.`)
  const fresh = `${path}.${randomBytes(4).toString('hex')}.dang-ghi`
  try {
    await pipeline(linesOf(header, parts), createGzip({ level: 6 }), createWriteStream(fresh, { flags: 'wx', mode: 0o600 }))
    // Renamed before its bytes are on the disk, a power cut would leave an empty file under the good name.
    const file = await open(fresh, 'r+')
    await file.sync().finally(() => file.close())
    await rename(fresh, path)
  } catch (problem) {
    await rm(fresh, { force: true })
    throw notWritten(problem, path)
  }
}

async function* linesOf(header: BackupHeader, parts: AsyncIterable<BackupPart>): AsyncGenerator<string> {
  yield `#${JSON.stringify(header)}\n`
  let table: Tally | undefined
  for await (const part of parts) {
    if (part.kind === 'row') {
      table?.add(part.json)
      yield `${part.json}\n`
      continue
    }
    if (table !== undefined) yield `#${JSON.stringify(table.end())}\n`
    table = part.kind === 'table' ? tally(part.name) : undefined
    yield `#${JSON.stringify(part.kind === 'table' ? { table: part.name } : { sequence: part.name, last: part.last })}\n`
  }
  if (table !== undefined) yield `#${JSON.stringify(table.end())}\n`
  yield '#{"whole":true}\n'
}

interface Tally {
  add(json: string): void
  end(): { end: string; rows: number; sha256: string }
}

function tally(name: string): Tally {
  const digest = createHash('sha256')
  let rows = 0
  return {
    add: (json) => {
      digest.update(json).update('\n')
      rows += 1
    },
    end: () => ({ end: name, rows, sha256: digest.digest('hex') }),
  }
}

/** The header first, then every part; throws where the file is not one of ours, cut or changed. */
export async function openBackupFile(path: string): Promise<{ header: BackupHeader; parts: AsyncIterable<BackupPart> }> {
  if (!(await isThere(path))) throw new UserError('backup.missing', `Không có tệp ${path}. Kiểm tra tên tệp.`)
  const lines = readLines(path)
  const first = await lines.next().catch((cause: unknown) => {
    throw notOurs(path, cause)
  })
  const header = first.done === true ? undefined : headerOf(first.value)
  if (header === undefined) throw notOurs(path)
  return { header, parts: partsOf(lines, path) }
}

async function* readLines(path: string): AsyncGenerator<string> {
  const source = createReadStream(path)
  const unpacked = createGunzip()
  const copying = pipeline(source, unpacked)
  copying.catch(() => undefined) // told by the await below
  try {
    for await (const line of createInterface({ input: unpacked, crlfDelay: Number.POSITIVE_INFINITY })) yield line
    await copying
  } finally {
    source.destroy()
    unpacked.destroy()
  }
}

function headerOf(line: string): BackupHeader | undefined {
  const read = line.startsWith('#') ? (parsed(line.slice(1)) as BackupHeader | undefined) : undefined
  return read?.backupOf === 'loa' ? read : undefined
}

async function* partsOf(lines: AsyncGenerator<string>, path: string): AsyncGenerator<BackupPart> {
  let table: Tally | undefined
  let isWhole = false
  try {
    for await (const line of lines) {
      if (!line.startsWith('#')) {
        table?.add(line)
        yield { kind: 'row', json: line }
        continue
      }
      const said = parsed(line.slice(1)) as { table?: string; end?: string; rows?: number; sha256?: string; sequence?: string; last?: string; whole?: true } | undefined
      if (said?.end !== undefined) {
        const counted = table?.end()
        if (counted?.rows !== said.rows || counted?.sha256 !== said.sha256) break
      } else if (said?.table !== undefined) {
        table = tally(said.table)
        yield { kind: 'table', name: said.table }
      } else if (said?.sequence !== undefined && said.last !== undefined) {
        yield { kind: 'sequence', name: said.sequence, last: said.last }
      } else if (said?.whole === true) isWhole = true
    }
  } catch (problem) {
    if (!isCut(problem)) throw problem
  }
  if (!isWhole) throw new UserError('backup.damaged', `Tệp ${path} bị thiếu hoặc hỏng, nên chưa khôi phục gì. Dùng một bản sao lưu khác, hoặc chép lại tệp từ nơi cất giữ.`)
}

/** zlib's own words for a stream that ends too early or is no stream of its kind. */
const isCut = (problem: unknown): boolean => problem instanceof Error && 'code' in problem && String(problem.code).startsWith('Z_')

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const notOurs = (path: string, cause?: unknown): UserError => new UserError('backup.not-ours', `Tệp ${path} không phải bản sao lưu của Loa, hoặc đã hỏng.`, { cause })

function notWritten(problem: unknown, path: string): unknown {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined
  const why = code === 'ENOSPC' ? 'đĩa đã đầy' : code === 'EACCES' || code === 'EROFS' ? 'không được phép ghi ở đó' : code === 'ENOENT' ? 'không có thư mục ấy' : undefined
  return why === undefined ? problem : new UserError('backup.not-written', `Không ghi được ${path}: ${why}.`, { cause: problem, exitCode: EXIT.refused })
}

const isThere = (path: string): Promise<boolean> => access(path).then(() => true, () => false)
