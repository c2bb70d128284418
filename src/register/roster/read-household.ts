/**
 * Households: a head's row with the household's number, code and status, then the members' rows, which leave those
 * cells empty. What the head's row says holds until the next head.
 */
import { isSameName, tidyName } from '../../domain/person-name.ts'
import { fold } from '../../domain/vietnamese-text.ts'
import type { Draft, SheetContext } from './draft.ts'
import { ask, isMark, setText } from './draft.ts'
import type { PoorStatus } from './roster.ts'

interface OpenHousehold {
  code?: string
  no?: string
  poorStatus?: PoorStatus
  village?: string
  villageKind?: string
  head?: string
}

const HEAD = /^(chu ho|ch|chu|head)$/

export interface HouseholdReader {
  read(draft: Draft, rowNo: string): void
  /** A heading ends the household above it. */
  close(): void
}

export function householdReader({ plan }: SheetContext): HouseholdReader {
  const [codeColumn, noColumn, headColumn, relationColumn, rowNoColumn] =
    [plan.first('household_code'), plan.first('household_no'), plan.first('household_head'), plan.first('relation'), plan.first('row_no')]
  const headIsOwnColumn = headColumn !== -1 && headColumn !== plan.first('full_name')
  let open: OpenHousehold | undefined

  const startsHere = (seen: { code: string; no: string; rowNo: string; headName: string; relation: string }): boolean => {
    if (HEAD.test(seen.relation)) return true
    if (seen.code !== '' && seen.code !== open?.code) return true
    if (seen.no !== '' && seen.no !== open?.no) return true
    if (seen.headName !== '' && (open?.head === undefined || !isSameName(seen.headName, open.head))) return true
    // Without number or code of its own, a list counts its households in the first column.
    const countsHouseholds = noColumn === -1 && codeColumn === -1 && relationColumn === -1 && !headIsOwnColumn
    return open === undefined || (countsHouseholds && seen.rowNo !== '')
  }

  const read = (draft: Draft, rowNo: string): void => {
    const { row, record } = draft
    const relation = relationColumn === -1 ? '' : row.text(relationColumn)
    const headText = headIsOwnColumn ? tidyName(row.text(headColumn)) : ''
    // "Chủ hộ" may hold a name, or an x on the head's row.
    const headIsMarked = headText !== '' && isMark(headText)
    const seen = {
      code: codeColumn === -1 ? '' : row.text(codeColumn),
      no: noColumn === -1 ? '' : row.text(noColumn),
      headName: headIsMarked ? '' : headText,
      relation: headIsMarked ? 'chu ho' : fold(relation).replace(/[^a-z ]+/g, '').trim(),
      rowNo: rowNo.replace(/[.)]$/, ''),
    }
    const starts = startsHere(seen)
    const isHead = HEAD.test(seen.relation) || (seen.headName !== '' && isSameName(seen.headName, record.full_name)) ||
      (starts && seen.relation === '' && seen.headName === '')
    if (starts) open = opened(draft, seen)
    if (open?.head === undefined && isHead && open !== undefined) open.head = record.full_name
    setText(draft, 'relation_to_head', relation)
    if (starts && !isHead && relationColumn !== -1 && seen.headName === '') {
      ask(draft, { column: relationColumn, field: 'row', code: 'household.no-head', message: 'Dòng đầu của hộ không ghi là chủ hộ; tạm coi người này là thành viên của hộ mới; nếu không đúng, xin sửa trong tệp rồi nhập lại.' })
    }
    draft.record.household_head = isHead
    inherit(draft)
  }

  const opened = (draft: Draft, seen: { code: string; no: string; rowNo: string; headName: string }): OpenHousehold => {
    const { village, village_kind: villageKind, poor_status: poorStatus } = draft.record
    // Without a code or a number of its own, the household is known by the running number of its head.
    const no = seen.no === '' && seen.code === '' && noColumn === -1 && rowNoColumn !== -1 ? seen.rowNo : seen.no
    return {
      ...(seen.code !== '' && { code: seen.code }),
      ...(no !== '' && { no }),
      ...(seen.headName !== '' && { head: seen.headName }),
      ...(poorStatus !== undefined && { poorStatus }),
      ...(village !== undefined && { village }),
      ...(villageKind !== undefined && { villageKind }),
    }
  }

  const inherit = (draft: Draft): void => {
    if (open === undefined) return
    const { record } = draft
    if (open.code !== undefined) record.household_code = open.code
    if (open.no !== undefined) record.household_no = open.no
    if (record.poor_status === undefined && draft.isNotPoor !== true && open.poorStatus !== undefined) record.poor_status = open.poorStatus
    if (record.village === undefined && open.village !== undefined) {
      record.village = open.village
      if (open.villageKind !== undefined) record.village_kind = open.villageKind
    }
  }

  return {
    read,
    close: () => {
      open = undefined
    },
  }
}
