/** The name of a row: what is no part of it (a form of address, a remark that the person died) is taken off and kept. */
import { isPersonName, tidyName, withoutAddress } from '../../domain/person-name.ts'
import type { Draft } from './draft.ts'
import { ask, quoted, refuse } from './draft.ts'
import { notedAs } from './read-place.ts'

/** "Trần Văn Cội (chết)", "Lê Thị Ba - đã mất 10/2026"; a nickname in brackets stays in the name. */
const REMARK = /^(.{4,}?)\s*(?:\(([^()]+)\)|[-–]\s+([^-–]+))$/u

export interface NameReading {
  name: string
  /** What stood behind the name and says what became of the person. */
  remark?: string
}

export function readName(written: string): NameReading {
  const tidy = withoutAddress(restoreCapitals(tidyName(written)))
  const match = /[(–-]/.test(tidy) ? REMARK.exec(tidy) : null
  const remark = match?.[2] ?? match?.[3]
  if (match === null || remark === undefined || notedAs(remark) === undefined) return { name: tidy }
  return { name: tidyName(match[1] as string), remark: remark.trim() }
}

/** "Nguyễn Văn ất": TCVN3 has no capitals with a mark, and shows them by the font alone. */
function restoreCapitals(name: string): string {
  return /^\p{Lu}/u.test(name) ? name.replace(/(?<= )(?![a-z])\p{Ll}\p{M}*/gu, (first) => first.toUpperCase()) : name
}

export function checkName(draft: Draft, column: number, written: string): void {
  const name = draft.record.full_name
  if (isPersonName(name)) return
  if (!/\p{L}{2}/u.test(name)) {
    refuse(draft, { column, field: 'full_name', code: 'full_name.not-a-name', message: `Ô họ tên ghi ${quoted(written)}, không phải tên người nên chưa nhận dòng này; xin sửa trong tệp rồi nhập lại.` })
    return
  }
  ask(draft, { column, field: 'full_name', code: 'full_name.unusual', message: `Họ tên ${quoted(name)} có chữ số hoặc quá dài; giữ nguyên như danh sách; xin kiểm tra, nếu sai thì sửa trong tệp rồi nhập lại.` })
}
