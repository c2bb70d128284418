/**
 * The parts of a zip file (.xlsx and .ods are zip files), straight from its central directory. Nothing is ever written to
 * disk, so names cannot lead anywhere; sizes that the directory declares are used to find bytes, never to trust them.
 */
import { createInflateRaw, crc32 } from 'node:zlib'
import type { ReadGuard } from './read-guard.ts'

const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END = 0x06054b50
const END64 = 0x06064b50
const END64_LOCATOR = 0x07064b50
const END_BYTES = 22
/** A workbook has a part per sheet, drawing and setting; thousands only if somebody means harm. */
const MAX_PARTS = 5000
const CHUNK_BYTES = 128 * 1024

export interface ZipPart {
  name: string
  method: number
  encrypted: boolean
  crc: number
  compressedBytes: number
  headerAt: number
}

/** Parts by name; names in lower case with "/" between, because some programs write `XL\Workbook.xml`. */
export type ZipParts = ReadonlyMap<string, ZipPart>

export const partName = (name: string): string => name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()

export function listZip(file: Buffer, guard: ReadGuard): ZipParts {
  const { at: start, count } = findDirectory(file, guard)
  if (count > MAX_PARTS) throw guard.refuse('damaged')
  const parts = new Map<string, ZipPart>()
  let at = start
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== CENTRAL) throw guard.refuse('damaged')
    const flags = file.readUInt16LE(at + 8)
    const nameBytes = file.readUInt16LE(at + 28)
    const extraBytes = file.readUInt16LE(at + 30)
    const name = partName(file.toString('utf8', at + 46, at + 46 + nameBytes))
    const part: ZipPart = {
      name,
      method: file.readUInt16LE(at + 10),
      encrypted: (flags & 1) !== 0,
      crc: file.readUInt32LE(at + 16),
      compressedBytes: file.readUInt32LE(at + 20),
      headerAt: file.readUInt32LE(at + 42),
    }
    readZip64(file.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes), file.readUInt32LE(at + 24), part)
    // The first of two parts with one name: which of them Excel takes must not matter to anybody honest.
    if (!parts.has(name)) parts.set(name, part)
    at += 46 + nameBytes + extraBytes + file.readUInt16LE(at + 32)
  }
  return parts
}

/** The part's bytes as they inflate. Counts what really comes out and checks the sum at the end. */
export async function* inflatePart(file: Buffer, part: ZipPart, guard: ReadGuard): AsyncGenerator<Buffer> {
  if (part.encrypted) throw guard.refuse('password')
  const data = dataOf(file, part, guard)
  let expanded = 0
  let sum = 0
  for await (const chunk of part.method === 0 ? slices(data) : inflate(data, part.method, guard)) {
    expanded += chunk.length
    guard.countExpanded(chunk.length, expanded, data.length)
    guard.check()
    sum = crc32(chunk, sum)
    yield chunk
  }
  // Some writers leave the sum out; a wrong one means wrong digits somewhere.
  if (part.crc !== 0 && part.crc !== sum) throw guard.refuse('damaged')
}

async function* inflate(data: Buffer, method: number, guard: ReadGuard): AsyncGenerator<Buffer> {
  if (method !== 8) throw guard.refuse('damaged')
  const stream = createInflateRaw({ chunkSize: CHUNK_BYTES })
  stream.end(data)
  try {
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    const code = (error as { code?: unknown }).code
    if (typeof code === 'string' && code.startsWith('Z_')) throw guard.refuse('damaged', {}, error)
    throw error
  } finally {
    stream.destroy()
  }
}

function* slices(data: Buffer): Generator<Buffer> {
  for (let at = 0; at < data.length; at += CHUNK_BYTES) yield data.subarray(at, at + CHUNK_BYTES)
}

function dataOf(file: Buffer, part: ZipPart, guard: ReadGuard): Buffer {
  const at = part.headerAt
  if (at + 30 > file.length || file.readUInt32LE(at) !== LOCAL) throw guard.refuse('damaged')
  const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
  const to = from + part.compressedBytes
  if (to > file.length) throw guard.refuse('damaged')
  return file.subarray(from, to)
}

/** The end record stands in the last 64 KB, because only a comment may follow it. */
function findDirectory(file: Buffer, guard: ReadGuard): { at: number; count: number } {
  const lowest = Math.max(0, file.length - END_BYTES - 0xffff)
  for (let at = file.length - END_BYTES; at >= lowest; at -= 1) {
    if (file.readUInt32LE(at) !== END) continue
    const count = file.readUInt16LE(at + 10)
    const directoryAt = file.readUInt32LE(at + 16)
    if (count !== 0xffff && directoryAt !== 0xffffffff) return { at: directoryAt, count }
    return findDirectory64(file, at, guard)
  }
  throw guard.refuse('damaged')
}

function findDirectory64(file: Buffer, endAt: number, guard: ReadGuard): { at: number; count: number } {
  const locator = endAt - 20
  if (locator < 0 || file.readUInt32LE(locator) !== END64_LOCATOR) throw guard.refuse('damaged')
  const at = Number(file.readBigUInt64LE(locator + 8))
  if (at + 56 > file.length || file.readUInt32LE(at) !== END64) throw guard.refuse('damaged')
  return { count: Number(file.readBigUInt64LE(at + 32)), at: Number(file.readBigUInt64LE(at + 48)) }
}

/** Fields that did not fit are in the extra block, in this order, and only those that did not fit. */
function readZip64(extra: Buffer, expandedBytes: number, part: ZipPart): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const size = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let field = at + 4
      const next = (): number => {
        field += 8
        return field <= at + 4 + size && field <= extra.length ? Number(extra.readBigUInt64LE(field - 8)) : 0
      }
      if (expandedBytes === 0xffffffff) next()
      if (part.compressedBytes === 0xffffffff) part.compressedBytes = next()
      if (part.headerAt === 0xffffffff) part.headerAt = next()
      return
    }
    at += 4 + size
  }
}
