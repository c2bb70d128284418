/**
 * The door for roster files: bytes in, sheets out, or one sentence that says why not. When this returns, everything
 * has been read and counted: iterating the rows refuses nothing any more.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { UserError } from '../../kernel/errors.ts'
import { ReadGuard } from './readers/read-guard.ts'
import { readDelimited } from './readers/read-delimited.ts'
import { readOds } from './readers/read-ods.ts'
import { readXls } from './readers/read-xls.ts'
import { readXlsx } from './readers/read-xlsx.ts'
import { ROSTER_LIMITS, type RosterFile, type RosterSheet } from './roster.ts'
import { sniffFormat, type Sniffed } from './readers/sniff-format.ts'

export interface OpenOptions {
  signal?: AbortSignal
}

/** Reads the file at `path`. Fails with a UserError (`roster.…`) that can be shown as it is. */
export async function openRosterFile(path: string, options: OpenOptions = {}): Promise<RosterFile> {
  const name = basename(path)
  return openRosterBytes(await bytesOf(path, new ReadGuard(name, options.signal)), name, options)
}

/** The same for an upload. `bytes` are not kept. */
export async function openRosterBytes(bytes: Buffer, fileName: string, options: OpenOptions = {}): Promise<RosterFile> {
  const guard = new ReadGuard(fileName, options.signal)
  guard.check()
  if (bytes.length > ROSTER_LIMITS.fileBytes) throw guard.refuse('too-big')
  try {
    const sniffed = sniffFormat(bytes, guard)
    const sheets = await readSheets(bytes, sniffed, guard)
    if (sheets.length === 0) throw guard.refuse('no-sheets')
    return {
      fileName,
      format: sniffed.format,
      ...(sniffed.format === 'csv' ? { encoding: sniffed.encoding } : {}),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      sheets,
    }
  } catch (error) {
    // A length in the file is not true, and Node refuses to read behind the end of the buffer.
    if (codeOf(error) === 'ERR_OUT_OF_RANGE' || codeOf(error) === 'ERR_BUFFER_OUT_OF_BOUNDS') {
      throw guard.refuse('damaged', {}, error)
    }
    throw error
  }
}

async function readSheets(bytes: Buffer, sniffed: Sniffed, guard: ReadGuard): Promise<RosterSheet[]> {
  switch (sniffed.format) {
    case 'xlsx':
      return readXlsx(bytes, sniffed.parts, guard)
    case 'ods':
      return readOds(bytes, sniffed.parts, guard)
    case 'xls':
      return readXls(sniffed.workbook, guard)
    case 'csv':
      return readDelimited(bytes, sniffed.encoding, guard.fileName.replace(/\.[^.]*$/, ''), guard)
  }
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code

const FILE_ERRORS: Readonly<Record<string, 'not-found' | 'not-a-file'>> = { ENOENT: 'not-found', ENOTDIR: 'not-found', EISDIR: 'not-a-file' }

async function bytesOf(path: string, guard: ReadGuard): Promise<Buffer> {
  try {
    // Asked before opening: to open a named pipe is to wait for its writer.
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }))
    if (!isFile) throw guard.refuse('not-a-file')
    if (size > ROSTER_LIMITS.fileBytes) throw guard.refuse('too-big')
    return await readFile(path)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw guard.refuse(FILE_ERRORS[String(codeOf(error))] ?? 'unreadable', {}, error)
  }
}
