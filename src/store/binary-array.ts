/**
 * A column of many rows as PostgreSQL's own binary array. As text every value would be quoted here and parsed there, and
 * every encrypted one would travel as hexadecimal digits: half the work of a long import, on both sides.
 * Format: "array_send" and the types' send functions of PostgreSQL 14 to 18, unchanged since 7.4.
 */
import { daysBetween } from '../domain/calendar.ts'

/** Types that are packed; a column of any other goes as text. The numbers are those of pg_type. */
const OIDS: Readonly<Record<string, number>> = { boolean: 16, bytea: 17, bigint: 20, int: 23, text: 25, date: 1082 }

const HEAD = 20
const LENGTH = 4
const NULL = -1
const FIRST_DAY = '2000-01-01'

/** Undefined where the type has no binary form here. */
export function binaryArray(type: string, count: number, valueAt: (place: number) => unknown): Buffer | undefined {
  const oid = OIDS[type]
  if (oid === undefined) return undefined
  if (count === 0) return emptyArray(oid)
  let at = HEAD
  let hasNull = 0
  for (let place = 0; place < count; place += 1) {
    const value = valueAt(place)
    if (value === undefined || value === null) {
      hasNull = 1
      at = room(at, LENGTH).writeInt32BE(NULL, at)
    } else {
      at = write(type, value, at)
    }
  }
  scratch.writeInt32BE(1, 0) // dimensions
  scratch.writeInt32BE(hasNull, 4)
  scratch.writeInt32BE(oid, 8)
  scratch.writeInt32BE(count, 12)
  scratch.writeInt32BE(1, 16) // the first place
  return Buffer.from(scratch.subarray(0, at)) // statements wait for their turn, and the scratch is for the next column
}

let scratch = Buffer.allocUnsafeSlow(256 * 1_024)

function room(at: number, bytes: number): Buffer {
  if (at + bytes > scratch.length) {
    const larger = Buffer.allocUnsafeSlow((at + bytes) * 2)
    scratch.copy(larger, 0, 0, at)
    scratch = larger
  }
  return scratch
}

/** Returns the place behind the value. */
function write(type: string, value: unknown, at: number): number {
  switch (type) {
    case 'bigint':
      return writeBigint(value as string, room(at, LENGTH + 8).writeInt32BE(8, at))
    case 'int':
      return room(at, LENGTH + 4).writeInt32BE(value as number, scratch.writeInt32BE(4, at))
    case 'date':
      return room(at, LENGTH + 4).writeInt32BE(dayNumber(value as string), scratch.writeInt32BE(4, at))
    case 'boolean':
      return room(at, LENGTH + 1).writeUInt8(value === true ? 1 : 0, scratch.writeInt32BE(1, at))
    case 'bytea':
      return writeBytes(value as Buffer, at)
    default:
      return writeText(value as string, at)
  }
}

function writeBigint(digits: string, at: number): number {
  const number = Number(digits)
  // Ids are far from the end of what a number holds, and a BigInt for each is garbage.
  if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) return scratch.writeBigInt64BE(BigInt(digits), at)
  return scratch.writeUInt32BE(number % 2 ** 32, scratch.writeUInt32BE(Math.floor(number / 2 ** 32), at))
}

function writeBytes(bytes: Buffer, at: number): number {
  room(at, LENGTH + bytes.length).writeInt32BE(bytes.length, at)
  scratch.set(bytes, at + LENGTH)
  return at + LENGTH + bytes.length
}

/** PostgreSQL's text cannot hold a zero character; a cell of a strange file can. */
function writeText(given: string, at: number): number {
  const text = given.includes('\0') ? given.replaceAll('\0', '') : given
  const length = room(at, LENGTH + text.length * 3).write(text, at + LENGTH)
  scratch.writeInt32BE(length, at)
  return at + LENGTH + length
}

/** A list of cards has few different days. */
const MEMORY = 4_096
const dayNumbers = new Map<string, number>()

function dayNumber(day: string): number {
  const known = dayNumbers.get(day)
  if (known !== undefined) return known
  const number = daysBetween(FIRST_DAY, day)
  if (dayNumbers.size >= MEMORY) dayNumbers.clear()
  dayNumbers.set(day, number)
  return number
}

function emptyArray(oid: number): Buffer {
  const empty = Buffer.alloc(12)
  empty.writeInt32BE(oid, 8)
  return empty
}
