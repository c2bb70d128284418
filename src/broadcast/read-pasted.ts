/**
 * A pasted list of people: a line each, as copied from a spreadsheet. A number decides, a name only where no number
 * stands beside it and nobody else has it; whatever is not sure is named and left to the officer.
 */
import { isSameName, searchKey } from '../domain/person-name.ts'
import { readPhone } from '../domain/phone.ts'
import type { Scope } from '../domain/officer.ts'

export const MAX_PASTED_LINES = 5_000

type Found = ReadonlyMap<string, readonly { id: string; fullName: string }[]>

export interface PastedDeps {
  /** Keys are `phone:+84…`, `citizen:…`, `social:…`. */
  peopleByNumbers(scope: Scope, numbers: readonly PastedNumber[]): Promise<Found>
  /** Keys are `searchKey` of a name. */
  peopleByNames(scope: Scope, keys: readonly string[]): Promise<Found>
}

interface PastedNumber {
  kind: 'citizen' | 'social' | 'phone'
  value: string
}

interface PastedLine {
  written: string
  numbers: PastedNumber[]
  names: string[]
}

export function readPasted(deps: PastedDeps) {
  return async (scope: Scope, text: string): Promise<{ people: string[]; missing: string[] }> => {
    const written = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '')
    const lines = written.slice(0, MAX_PASTED_LINES).map(readLine)
    const [byNumber, byName] = await Promise.all([
      deps.peopleByNumbers(scope, lines.flatMap(({ numbers }) => numbers)),
      deps.peopleByNames(scope, [...new Set(lines.flatMap(({ names }) => names.map(searchKey)))]),
    ])
    const people = new Set<string>()
    const missing: string[] = []
    for (const line of lines) {
      const found = whoIs(line, byNumber, byName)
      if (typeof found === 'string') missing.push(`${line.written.slice(0, 100)}: ${found}`)
      else for (const id of found) people.add(id)
    }
    const beyond = written.length - lines.length
    if (beyond > 0) missing.unshift(`${beyond} dòng cuối chưa đọc: mỗi lần dán nhiều nhất ${MAX_PASTED_LINES} dòng, xin chia thành nhiều thông báo`)
    return { people: [...people], missing }
  }
}

function readLine(written: string): PastedLine {
  const cells = written.split(/[\t;|,]+/).map((cell) => cell.normalize('NFC').trim()).filter((cell) => cell !== '')
  const numbers = cells.flatMap((cell) => readNumber(cell) ?? [])
  const names = cells.filter((cell) => readNumber(cell) === undefined).map((cell) => cell.replace(/^\d{1,4}[.)\s]+/, '')).filter((cell) => /\p{L}\S*\s+\S*\p{L}/u.test(cell))
  return { written, numbers, names }
}

function readNumber(cell: string): PastedNumber | undefined {
  const bare = cell.replace(/[\s.-]/g, '')
  if (/^[A-Za-z]{2}\d{13}$/.test(bare)) return { kind: 'social', value: bare.slice(-10) }
  if (/^\d{12}$/.test(bare)) return { kind: 'citizen', value: bare }
  if (!/^\+?[\d\s.()-]{9,17}$/.test(cell)) return undefined
  const phone = readPhone(cell)
  if (phone !== undefined) return { kind: 'phone', value: phone.e164 }
  return /^\d{10}$/.test(bare) ? { kind: 'social', value: bare } : undefined
}

/** Ids, or why nobody is sure. */
function whoIs({ numbers, names }: PastedLine, byNumber: Found, byName: Found): readonly string[] | string {
  if (numbers.length > 0) {
    const people = numbers.flatMap(({ kind, value }) => byNumber.get(`${kind}:${value}`) ?? [])
    const named = people.filter(({ fullName }) => names.some((name) => isSameName(name, fullName)))
    if (people.length === 0) return 'trong sổ không ai có số này'
    return (named.length > 0 ? named : people).map(({ id }) => id)
  }
  if (names.length === 0) return 'không đọc ra tên hay số nào'
  const people = names.flatMap((name) => (byName.get(searchKey(name)) ?? []).filter(({ fullName }) => isSameName(name, fullName)))
  if (people.length === 0) return 'trong sổ không có ai tên này'
  return people.length === 1 ? people.map(({ id }) => id) : `có ${people.length} người trùng tên; ghi thêm số điện thoại hoặc số căn cước`
}
