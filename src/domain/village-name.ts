/**
 * Villages as rosters write them: "Ấp Đông Lợi", "Tổ 3, Ấp Đông Lợi, xã Tân Đông", "KP. 2", "thon 3". The kind of unit
 * is kept apart from the name, because the same village is written with and without it.
 */
import { fold, hasMarks, isAllCapitals, tidyText, titleCase } from './vietnamese-text.ts'

export interface VillageReading {
  village?: string
  /** "Ấp", "Thôn", "Khu phố" … */
  kind?: string
  /** An address of several parts, none of which says that it is the village: the first was taken. */
  unsure?: true
}

/** Longest first: "tổ dân phố" before "tổ". The second column is how people without Vietnamese keyboards type it. */
const KINDS: readonly (readonly [written: string, unmarked: string, kind: string])[] = [
  ['tổ dân phố', 'to dan pho', 'Tổ dân phố'],
  ['tdp', 'tdp', 'Tổ dân phố'],
  ['tiểu khu', 'tieu khu', 'Tiểu khu'],
  ['khu phố', 'khu pho', 'Khu phố'],
  ['khối phố', 'khoi pho', 'Khối phố'],
  ['khu vực', 'khu vuc', 'Khu vực'],
  ['khu dân cư', 'khu dan cu', 'Khu dân cư'],
  ['kp', 'kp', 'Khu phố'],
  ['kv', 'kv', 'Khu vực'],
  ['kdc', 'kdc', 'Khu dân cư'],
  ['khóm', 'khom', 'Khóm'],
  ['khối', 'khoi', 'Khối'],
  ['thôn', 'thon', 'Thôn'],
  ['buôn', 'buon', 'Buôn'],
  ['phum', 'phum', 'Phum'],
  ['làng', 'lang', 'Làng'],
  ['xóm', 'xom', 'Xóm'],
  ['bản', 'ban', 'Bản'],
  ['sóc', 'soc', 'Sóc'],
  ['bon', 'bon', 'Bon'],
  ['khu', 'khu', 'Khu'],
  ['ấp', 'ap', 'Ấp'],
  ['tổ', 'to', 'Tổ'],
]
const KIND_OF = new Map(KINDS.flatMap(([written, unmarked, kind]) => [[written, kind], [unmarked, kind]] as const))
const names = (column: 0 | 1): string => [...new Set(KINDS.map((row) => row[column]))].join('|')
const MARKED = new RegExp(`^(${names(0)})(?:[\\s.:]+|(?=\\d))(?:số\\s+)?(.+)$`, 'iu')
const UNMARKED = new RegExp(`^(${names(1)})(?:[\\s.:]+|(?=\\d))(?:so\\s+)?(.+)$`, 'iu')
const INSIDE = /(?<!\p{L})(tổ dân phố|tiểu khu|khu phố|khối phố|khóm|thôn|buôn|phum|làng|xóm|bản|sóc|ấp)[\s.:]+(.+)$/iu
/** Commune, district, province: "xã Tân Đông", "X. Tân Đông", "TP Tây Ninh". */
const ABOVE = /^(xã|xa|phường|phuong|thị trấn|thi tran|huyện|huyen|quận|quan|tỉnh|tinh|thành phố|thanh pho|thị xã|thi xa|tp|tt|tx|đặc khu|việt nam|viet nam|[xphtq])(?:[\s.]+|$)/iu
const ABOVE_INSIDE = /[\s(]+(?:xã|phường|thị trấn|huyện|quận|tỉnh|thành phố|tp\.?)\s.*$/iu
const COUNT_BEHIND = /\s*[:(–-]*\s*\(?\s*\d+\s*(người|nguoi|hộ|ho|đối tượng|doi tuong|đt|thẻ|the|khẩu|khau|suất)(?!\p{L}).*$/iu

function split(text: string): { kind: string; name: string } | undefined {
  const match = MARKED.exec(text) ?? (hasMarks(text) ? null : UNMARKED.exec(text))
  const name = match?.[2]?.replace(ABOVE_INSIDE, '').replace(/\s*\(.*$/, '').replace(/[\s.,;:-]+$/, '') ?? ''
  if (match === null || name === '') return undefined
  return { kind: KIND_OF.get((match[1] as string).toLowerCase()) ?? (match[1] as string), name: nameCase(name) }
}

/** A place in capitals is a heading's habit, not a spelling. */
function nameCase(name: string): string {
  const isCode = /\d/.test(name) && !name.includes(' ')
  return name.length > 2 && !isCode && isAllCapitals(name) ? titleCase(name) : name
}

/** Reads a cell of a village column or of an address column. */
export function readVillage(text: string): VillageReading {
  const tidy = tidyText(text)
  if (/^[\s\-–.…]*$/.test(tidy)) return {}
  const parts = tidy.split(/[,;\n]|\s[-–]\s/).map((part) => part.trim()).filter((part) => part !== '')
  const units = parts.map(split).filter((unit) => unit !== undefined)
  const unit = units.find(({ kind }) => kind !== 'Tổ') ?? inside(parts) ?? units[0]
  if (unit !== undefined) return { village: unit.name, kind: unit.kind }
  const own = parts.filter((part) => !ABOVE.test(part))
  const first = own.find((part) => /\p{L}/u.test(part) && !/^(số|so|sn)\s*\d/iu.test(part)) ?? own[0]
  if (first === undefined) return {}
  const village = nameCase(first.replace(ABOVE_INSIDE, ''))
  return own.length > 1 ? { village, unsure: true } : { village }
}

/** "123 ấp Đông Lợi": the kind stands in the middle of a part. */
function inside(parts: readonly string[]): { kind: string; name: string } | undefined {
  for (const part of parts) {
    const match = INSIDE.exec(part)
    if (match !== null) return split(`${match[1]} ${match[2]}`)
  }
  return undefined
}

/** The village of a heading or a sheet's name, which must say what it is: "2. ẤP KÀ ỐT (45 người)", "Thon 3". */
export function villageOfHeading(text: string): VillageReading | undefined {
  const tidy = tidyText(text).replace(/^(?:[ivx]+|[a-h]|\d{1,2})\s*[.)/:-]\s*/i, '').replace(COUNT_BEHIND, '')
  const unit = split(tidy.replace(/^(?:danh sách|ds)\s+/iu, ''))
  return unit && unit.name.length <= 40 ? { village: unit.name, kind: unit.kind } : undefined
}

/** The village that a title speaks of: "DANH SÁCH … ẤP ĐÔNG LỢI THÁNG 11/2026". */
export function villageOfTitle(text: string): VillageReading | undefined {
  const match = INSIDE.exec(tidyText(text))
  if (match === null) return undefined
  const name = (match[2] as string).replace(/\s*(?:[-–,;(]|(?<!\p{L})(?:xã|phường|thị trấn|đặc khu|tháng|năm|quý|đợt)(?!\p{L})).*$/iu, '')
  return name === '' || name.length > 30 ? undefined : villageOfHeading(`${match[1]} ${name}`)
}

/** One key for all spellings of a village in one commune. */
export function villageKey(village: string): string {
  return fold(village).replace(/[^a-z0-9]+/g, '').replace(/^0+(?=\d)/, '').replace(/y/g, 'i')
}
