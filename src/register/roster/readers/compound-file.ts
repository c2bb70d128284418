/**
 * The container of .xls files: a small file system of 512-byte sectors ([MS-CFB]). Only what is needed to take one
 * stream out of the root; every chain is followed at most as far as the file has sectors, so a loop cannot hold us.
 */
import type { ReadGuard } from './read-guard.ts'

const HEADER_BYTES = 512
const MAX_REGULAR = 0xfffffffa
const ENTRY_BYTES = 128
const MINI_SECTOR_BYTES = 64

export interface CompoundFile {
  /** The stream of that name in the root, not in a folder: embedded workbooks have the same names further down. */
  stream(name: string): Buffer | undefined
}

interface Entry {
  name: string
  isStream: boolean
  left: number
  right: number
  child: number
  start: number
  size: number
}

export function openCompoundFile(file: Buffer, guard: ReadGuard): CompoundFile {
  if (file.length < HEADER_BYTES) throw guard.refuse('damaged')
  const sectorBytes = 1 << file.readUInt16LE(30)
  if (sectorBytes !== 512 && sectorBytes !== 4096) throw guard.refuse('damaged')
  const sectorCount = Math.ceil(file.length / sectorBytes)
  const sectorAt = (sector: number): number => (sector + 1) * sectorBytes

  /** Joins a chain's sectors; a last sector that the file cuts short counts as far as it goes. */
  const join = (start: number, next: (sector: number) => number, from: (sector: number) => Buffer): Buffer => {
    const pieces: Buffer[] = []
    let joined = 0
    for (let sector = start; sector < MAX_REGULAR; sector = next(sector)) {
      const piece = from(sector)
      joined += piece.length
      if (joined > file.length) throw guard.refuse('damaged')
      pieces.push(piece)
    }
    return Buffer.concat(pieces)
  }
  const sectorOf = (sector: number): Buffer => {
    if (sectorAt(sector) >= file.length) throw guard.refuse('damaged')
    return file.subarray(sectorAt(sector), sectorAt(sector) + sectorBytes)
  }

  const fat = Buffer.concat(fatSectors(file, sectorBytes, sectorCount, guard).map(sectorOf))
  const nextIn = (table: Buffer) => (sector: number): number => {
    if (sector * 4 + 4 > table.length) throw guard.refuse('damaged')
    return table.readUInt32LE(sector * 4)
  }
  const chain = (start: number): Buffer => join(start, nextIn(fat), sectorOf)

  const entries = directory(chain(file.readUInt32LE(48)))
  const root = entries[0]
  if (root === undefined) throw guard.refuse('damaged')
  const cutoff = file.readUInt32LE(56)
  const miniChain = (start: number): Buffer => {
    const miniFat = chain(file.readUInt32LE(60))
    const miniStream = chain(root.start)
    return join(start, nextIn(miniFat), (sector) => {
      const at = sector * MINI_SECTOR_BYTES
      if (at >= miniStream.length) throw guard.refuse('damaged')
      return miniStream.subarray(at, at + MINI_SECTOR_BYTES)
    })
  }

  return {
    stream(name) {
      const entry = childrenOf(entries, root).find((child) => child.isStream && child.name.toLowerCase() === name.toLowerCase())
      if (entry === undefined) return undefined
      const bytes = entry.size < cutoff ? miniChain(entry.start) : chain(entry.start)
      if (bytes.length < entry.size) throw guard.refuse('damaged')
      return bytes.subarray(0, entry.size)
    },
  }
}

/** The header lists the first 109 sectors of the allocation table, further lists hang behind it. */
function fatSectors(file: Buffer, sectorBytes: number, sectorCount: number, guard: ReadGuard): number[] {
  const sectors: number[] = []
  const take = (from: number, count: number): void => {
    for (let i = 0; i < count; i += 1) {
      const sector = file.readUInt32LE(from + i * 4)
      if (sector < MAX_REGULAR) sectors.push(sector)
    }
  }
  take(76, 109)
  let lists = 0
  for (let list = file.readUInt32LE(68); list < MAX_REGULAR; ) {
    const at = (list + 1) * sectorBytes
    lists += 1
    if (at + sectorBytes > file.length || lists > sectorCount) throw guard.refuse('damaged')
    take(at, sectorBytes / 4 - 1)
    list = file.readUInt32LE(at + sectorBytes - 4)
  }
  if (sectors.length > sectorCount) throw guard.refuse('damaged')
  return sectors
}

function directory(bytes: Buffer): Entry[] {
  const entries: Entry[] = []
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
    const nameBytes = Math.min(64, bytes.readUInt16LE(at + 64))
    entries.push({
      name: bytes.toString('utf16le', at, at + Math.max(0, nameBytes - 2)),
      isStream: bytes[at + 66] === 2,
      left: bytes.readUInt32LE(at + 68),
      right: bytes.readUInt32LE(at + 72),
      child: bytes.readUInt32LE(at + 76),
      start: bytes.readUInt32LE(at + 116),
      size: bytes.readUInt32LE(at + 120),
    })
  }
  return entries
}

/** Siblings form a search tree, which is walked and not trusted: programs sort it wrongly. */
function childrenOf(entries: readonly Entry[], parent: Entry): Entry[] {
  const found = new Set<Entry>()
  const waiting = [parent.child]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const entry = entries[index]
    if (entry === undefined || found.has(entry)) continue
    found.add(entry)
    waiting.push(entry.left, entry.right)
  }
  return [...found]
}
